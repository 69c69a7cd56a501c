"""The frames of one piece of a film, and its sound, on their way to whoever looks and listens: counted, and what becomes of them kept in
mind."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.copies.printing import Printing
from matching.findings import Picture, Sampling
from matching.media.stream import Frame, Piece, Sound
from matching.reasons import Undecidable
from matching.shots import flat
from matching.waveform import Outlining, Waveform, together

TINY = 1e-6  # seconds

Passing = TypeVar("Passing")


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
    _outlines: list[Outlining] = field(default_factory=list, init=False)

    def of(self, piece: Piece) -> "Once[Frame]":
        """The frames of a piece, to be read once and to its end. Counted are those that begin in it."""
        end = piece.end - TINY
        return Once(self._watched(piece), "film", None if piece.whole else lambda frame: frame.start >= end)

    def heard(self, piece: Piece, sound: Sound) -> "Once[NDArray[np.float32]]":
        """The sound of a piece, to be read once and to its end."""
        return Once(self._listened(piece, sound), "sound")

    @property
    def waveform(self) -> Waveform | None:
        """None where nobody listened."""
        return together([shape for one in self._outlines if (shape := one.waveform) is not None])

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

    def _listened(self, piece: Piece, sound: Sound) -> Iterator[NDArray[np.float32]]:
        outline = Outlining(piece.start)
        self._outlines.append(outline)
        for block in sound.blocks:
            outline.block(block)
            if self.content is not None:
                self.content.update(repr(block.shape).encode() + np.ascontiguousarray(block).data)
            yield block

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


class Once(Generic[Passing]):
    """An iterable that gives what it holds once. `through`: whether it was read to its end, or to one that `suffices`. Raises
    Undecidable when it is asked again: whoever comes second would perceive nothing and say that nobody is there."""

    def __init__(
        self, held: Iterator[Passing], kind: str = "film", suffices: Callable[[Passing], bool] | None = None
    ) -> None:
        self._held: Iterator[Passing] | None = held
        self._kind = kind
        self._suffices = suffices
        self.through = False

    def __iter__(self) -> Iterator[Passing]:
        held, self._held = self._held, None
        if held is None:
            raise Undecidable("engine.failed", engine=self._kind)
        for one in held:
            self.through = self.through or (self._suffices is not None and self._suffices(one))
            yield one
        self.through = True
