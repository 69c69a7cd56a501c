"""The frames of one piece of a film on their way to whoever looks at them: counted, and what becomes of them kept in mind."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from matching.copies.printing import Printing
from matching.findings import Picture, Sampling
from matching.media.stream import Frame, Piece
from matching.reasons import Undecidable
from matching.shots import flat

TINY = 1e-6  # seconds


@dataclass(eq=False)
class Watched:
    """All frames of a film, piece by piece. content: takes in whatever is seen of them; None where nobody asks. view: the first
    frame looked at that shows something, and view_at when it is seen. printing: keeps in mind what copies are known by."""

    content: "hashlib._Hash | None" = None
    printing: Printing = field(default_factory=Printing)
    view: Picture | None = None
    view_at: float = 0.0
    frames: int = 0
    looked_at: int = 0
    gap: float = 0.0
    gap_at: float = 0.0
    _since: float = field(default=0.0, init=False)
    _shows: bool = field(default=False, init=False)

    def of(self, piece: Piece) -> "Once":
        """The frames of a piece, to be read once and to its end. Counted are those that begin in it."""
        return Once(self._watched(piece), None if piece.whole else piece.end)

    @property
    def sampling(self) -> Sampling | None:
        """None where there was no frame."""
        return Sampling(self.frames, self.looked_at, self.gap, self.gap_at) if self.frames else None

    def _watched(self, piece: Piece) -> Iterator[Frame]:
        self._since = piece.start
        for frame in piece.frames:
            own = piece.whole or piece.start - TINY < frame.start < piece.end - TINY
            self.frames += own
            if self.content is not None:
                self.content.update(frame.small.tobytes())
                if frame.picture is not None:
                    shape = repr(frame.picture.shape).encode()
                    self.content.update(shape + np.ascontiguousarray(frame.picture).data)
            if own:
                self.printing.frame(frame)
            if frame.picture is not None and own:
                self._look(frame, frame.picture)
            elif frame.picture is not None and frame.start < piece.start:
                self._since = frame.end
            yield frame
        if piece.whole or piece.end == piece.reach:
            self._widened(piece.end)

    def _look(self, frame: Frame, picture: Picture) -> None:
        self.looked_at += 1
        self._widened(frame.start)
        self._since = frame.end
        if not self._shows and (self.view is None or not flat(frame.small)):
            self.view, self.view_at = np.array(picture), frame.start
            self._shows = not flat(frame.small)

    def _widened(self, until: float) -> None:
        if until - self._since > self.gap:
            self.gap, self.gap_at = until - self._since, self._since


class Once:
    """An iterable that gives what it holds once. `through`: whether it was read to its end, or to a frame that begins at `end` or
    later. Raises Undecidable when it is asked again: whoever comes second would see nothing and say that nobody is there."""

    def __init__(self, frames: Iterator[Frame], end: float | None = None) -> None:
        self._frames: Iterator[Frame] | None = frames
        self._end = math.inf if end is None else end - TINY
        self.through = False

    def __iter__(self) -> Iterator[Frame]:
        if self._frames is None:
            raise Undecidable("engine.failed", engine="film")
        frames, self._frames = self._frames, None
        for frame in frames:
            self.through = self.through or frame.start >= self._end
            yield frame
        self.through = True
