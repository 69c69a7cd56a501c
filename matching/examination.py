"""One file -> everything that the senses find in it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from matching.findings import Appearance, Examination, Picture
from matching.media.picture import PIXEL_LIMIT, SECONDS
from matching.media.stream import Piece, Stretch, opened
from matching.modality import Finder
from matching.patience import Patience
from matching.reasons import Undecidable


def examine(
    path: Path | str,
    *finders: Finder,
    stretch: Stretch | None = None,
    every_opinion: bool = False,
    seconds: int = SECONDS,
    pixels: int = PIXEL_LIMIT,
) -> Examination:
    """Look at one file with each of these senses, piece by piece: everything that they find, with its span of time and its
    vectors.

    stretch: look at this part of it alone, as `matching.media.stream.plan` cut it.
    every_opinion: ask the second opinion for each finding too (enrolment does; a check asks it only where
    uncertain). Raises `Undecidable` for everything that cannot be examined: see `matching.reasons`; and where the patience for
    one file does not suffice for all of it together. ValueError without any sense: nothing would be looked at.
    """
    if not finders:
        raise ValueError("a file is examined by at least one sense")
    cut = () if stretch is None else (stretch,)
    stream = opened(Path(path), *cut, seconds=seconds, pixels=pixels)
    patience = Patience()
    seen: list[Appearance] = []
    view: Picture | None = None
    first: Piece | None = None
    last: Piece | None = None
    content = hashlib.sha256()
    for piece in stream.pieces if stretch is None else _whole(stretch, stream.pieces, Path(path).name):
        first, last = first or piece, piece
        if stretch is not None:
            for shown in piece.views:
                content.update(repr(shown.shape).encode() + shown.tobytes())
        if view is None and piece.views:
            view = piece.views[0]
        for finder in finders:
            patience.check()
            seen += _within(piece, finder, patience, every_opinion)
    if first is None or last is None:
        raise Undecidable("decoder.failed", name=Path(path).name)  # nothing was looked at
    return Examination(
        sha256=stream.sha256,
        size=stream.size,
        media=stream.media,
        format=stream.format,
        width=stream.width,
        height=stream.height,
        appearances=tuple(replace(found, ref=f"A{number}") for number, found in enumerate(seen, start=1)),
        encoders={encoder: weights for finder in finders for encoder, weights in finder.weights.items()},
        length=last.end,
        view=view,
        continues=first.continues,
        content_sha256=content.hexdigest() if stretch is not None else None,
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
        if one.modality != finder.modality or not piece.start <= one.start <= one.end <= piece.end:
            raise Undecidable("engine.failed", engine=finder.modality)
    return found
