"""A small copy of a film that a browser can play, made by the child that decodes it."""

from collections.abc import Iterator
from pathlib import Path

from matching.media.film import wire
from matching.media.film.facts import facts_of
from matching.media.film.film import FRAME_LIMIT
from matching.media.film.kinds import DRAWN, form_of
from matching.media.film.process import DecodingChild, limits
from matching.media.film.source import Source
from matching.media.medium import RATE
from matching.media.picture import SECONDS
from matching.reasons import Undecidable

LONGEST = 300
"""Seconds of a film at most."""

_A_SECOND = 2  # seconds of patience for one of the film


class NoProxy(Exception):
    """There is none of such a file: it is no film in a container, or `too_long`."""

    def __init__(self, *, too_long: bool = False) -> None:
        super().__init__()
        self.too_long = too_long


def proxy(path: Path, sha256: str) -> Iterator[bytes]:
    """WebM, part by part: of the first film in the file each frame at its time, and the mean of all that is heard. sha256: of the file
    that is meant. Raises `NoProxy`, and `Undecidable` for what cannot be decoded or is another file."""
    form = form_of(path)
    if form is None or form in DRAWN:
        raise NoProxy
    source = Source(path)
    if source.sha256 != sha256:
        raise Undecidable("file.unreadable", name=source.name)
    facts = facts_of(source, form, SECONDS, FRAME_LIMIT)
    if facts.end > LONGEST:
        raise NoProxy(too_long=True)
    film = facts.films[0]
    waits = SECONDS + _A_SECOND * facts.end
    job = {
        "do": "proxy",
        "form": form,
        "drawn": False,
        "origin": facts.origin,
        "index": film.index,
        "in_order": film.in_order,
        "size": [film.width, film.height],
        "rate": film.rate,
        "ground": "white" if film.alpha else "",
        "end": film.end,
        "tracks": [] if facts.deaf else [one.told for one in facts.tracks],
        "from": 0,
        "to": round(facts.end * RATE),
        **limits(FRAME_LIMIT, waits),
    }
    with (
        source.descriptor() as descriptor,
        DecodingChild(descriptor, job, source.name, wait=waits, waits=waits, longest=wire.LONGEST) as child,
    ):
        for kind, content in child.records():
            if kind == wire.ATTACHED:
                yield content.tobytes()
