"""Where something that moves is over time, in as few places as show it."""

from collections.abc import Sequence

from matching.findings import Box

MovingPath = tuple[tuple[float, Box], ...]
"""(seconds from the beginning of the file, box) in the order of time; between two of them it moves evenly."""

ASIDE = 0.15
"""Of a box's shorter side: so far a place may lie beside where the even movement has it, and not be named."""
MOST = 240
"""Places that are kept of one finding."""


def simplified(track: Sequence[tuple[float, Box]]) -> MovingPath:
    """The first and the last place of the track, and those between that an even movement would miss by more than `ASIDE`
    (Douglas and Peucker's way); where these are more than `MOST`, by more than the next power of two times that."""
    aside = ASIDE
    while len(kept := _kept(track, aside)) > MOST:
        aside *= 2
    return tuple(track[at] for at in kept)


def _kept(track: Sequence[tuple[float, Box]], aside: float) -> list[int]:
    if len(track) < 3:
        return list(range(len(track)))
    kept = {0, len(track) - 1}
    open_ = [(0, len(track) - 1)]
    while open_:
        first, last = open_.pop()
        missed, at = max(
            ((_miss(track[first], track[last], track[between]), between) for between in range(first + 1, last)),
            default=(0.0, first),
        )
        if missed > aside:
            kept.add(at)
            open_ += [(first, at), (at, last)]
    return sorted(kept)


def _miss(before: tuple[float, Box], after: tuple[float, Box], at: tuple[float, Box]) -> float:
    """How far a place lies beside the even movement between two others, in shorter sides of its own box."""
    (start, one), (end, other), (time, box) = before, after, at
    part = (time - start) / (end - start) if end > start else 0.0
    moved = [a + (b - a) * part for a, b in zip(one, other, strict=True)]
    return max(abs(a - b) for a, b in zip(moved, box, strict=True)) / max(1, min(box[2], box[3]))
