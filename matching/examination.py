"""One file -> everything that the senses find in it."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from matching.findings import Appearance, Examination, Picture
from matching.known import KnownAnswers
from matching.media.medium import Stream
from matching.media.picture import PIXEL_LIMIT, SECONDS
from matching.media.stream import Piece, Stretch, opened
from matching.modality import Finder
from matching.origin.findings import Origin
from matching.origin.reading import OriginReader
from matching.patience import Patience
from matching.reasons import Undecidable
from matching.watching import Watched


def examine(
    path: Path | str,
    *finders: Finder,
    stretch: Stretch | None = None,
    every_opinion: bool = False,
    seconds: int = SECONDS,
    pixels: int = PIXEL_LIMIT,
    reader: OriginReader | None = None,
    known: KnownAnswers | None = None,
) -> Examination:
    """Look at one file with each of these senses, piece by piece: everything that they find, with its span of time and its
    vectors.

    stretch: look at this part of it alone, as `matching.media.stream.plan` cut it.
    every_opinion: ask the second opinion for each finding too (enrolment does; a check asks it only where uncertain). reader: reads
    what the file says about its origin; of a file that is cut, with the first stretch of it. known: what an earlier version of the
    file told, and takes in what this one tells; the same is found without it. Raises `Undecidable` for everything
    that cannot be examined: see `matching.reasons`; and where the patience for one file does not suffice for all of it together.
    ValueError without any sense: nothing would be looked at.
    """
    if not finders:
        raise ValueError("a file is examined by at least one sense")
    with ThreadPoolExecutor(1, thread_name_prefix="origin") as beside:
        cut = () if stretch is None else (stretch,)
        finders = finders if known is None else tuple(finder.knowing(known) for finder in finders)
        stream = opened(Path(path), *cut, seconds=seconds, pixels=pixels)
        return _examined(Path(path), stream, finders, stretch, reader, beside, every_opinion=every_opinion)


def _examined(
    path: Path,
    stream: Stream,
    finders: Sequence[Finder],
    stretch: Stretch | None,
    reader: OriginReader | None,
    beside: Executor,
    *,
    every_opinion: bool,
) -> Examination:
    listens = any(finder.listens for finder in finders)
    if stream.media == "audio" and not listens:
        raise Undecidable("film.sound-only", name=path.name)
    patience = Patience()
    seen: list[Appearance] = []
    view: Picture | None = None
    first: Piece | None = None
    length = 0.0
    heard = False
    content = hashlib.sha256()
    watched = Watched(content if stretch is not None else None)
    reading: Future[tuple[str, Origin]] | None = None
    for piece in stream.pieces if stretch is None else _whole(stretch, stream.pieces, path.name):
        if reader is not None and reading is None and stretch is None and piece.views and not length:
            reading = beside.submit(reader.read, path)  # a picture is decoded by now: there is room for another child
        first, length = first or piece, max(length, piece.end)
        if stretch is not None:
            for picture in piece.views:
                content.update(repr(picture.shape).encode() + picture.tobytes())
        if view is None and piece.views:
            view = piece.views[0]
        watched.printing.still(piece.views)
        patience.longer(piece.end - piece.start)
        once = None if piece.views or piece.frames == () else watched.of(piece)
        shown = piece if once is None else replace(piece, frames=once)
        sound = watched.heard(piece, piece.sound) if listens and piece.sound is not None else None
        if piece.sound is not None and sound is not None:
            shown = replace(shown, sound=replace(piece.sound, blocks=sound))
        for finder in finders:
            patience.check()
            seen += _within(shown, finder, patience, every_opinion)
        if once is not None and not once.through:
            raise Undecidable("engine.failed", engine="film")  # a frame that nobody looked at
        if sound is not None:
            if not sound.through:
                raise Undecidable("engine.failed", engine="sound")  # something that nobody listened to
            heard = True
    if first is None or (stream.sounds and listens and not heard):
        raise Undecidable("decoder.failed", name=path.name)  # nothing was looked at, or listened to
    origin = None
    if reader is not None and (stretch is None or stretch.number == 0):
        read, origin = reader.read(path) if reading is None else reading.result()
        if read != stream.sha256:
            raise Undecidable("file.unreadable", name=path.name)  # somebody changed it meanwhile
    return Examination(
        sha256=stream.sha256,
        size=stream.size,
        media=stream.media,
        format=stream.format,
        width=stream.width,
        height=stream.height,
        appearances=tuple(replace(found, ref=f"A{number}") for number, found in enumerate(seen, start=1)),
        encoders={
            encoder: weights
            for finder in finders
            if heard or not finder.listens  # what had nothing to hear told nothing
            for encoder, weights in finder.weights.items()
        },
        length=length,
        view=watched.view if view is None else view,
        continues=first.continues,
        content_sha256=content.hexdigest() if stretch is not None else None,
        sampling=watched.sampling,
        view_at=watched.view_at if view is None else 0.0,
        sounds=stream.sounds,
        prints=watched.printing.prints,
        heard=heard,
        waveform=watched.waveform,
        origin=origin,
    )


def _whole(stretch: Stretch, pieces: Iterable[Piece], name: str) -> Iterator[Piece]:
    """The pieces of a stretch. Raises Undecidable where they leave out any of its time."""
    reached = stretch.start
    for piece in pieces:
        if not stretch.start <= piece.start <= reached or piece.end > stretch.end:
            raise Undecidable("decoder.failed", name=name)
        reached = max(reached, piece.end)
        yield piece
    if reached < stretch.end:
        raise Undecidable("decoder.failed", name=name)


def _within(piece: Piece, finder: Finder, patience: Patience, every_opinion: bool) -> list[Appearance]:
    """What one sense finds in a piece. A finding of another sense, or of another time, would be judged by other rules."""
    found = list(finder.find(piece, patience, every_opinion=every_opinion))
    for one in found:
        if one.modality != finder.modality or not piece.start <= one.start <= one.end <= (
            piece.end if piece.reach is None else piece.reach
        ):
            raise Undecidable("engine.failed", engine=finder.modality)
    return found
