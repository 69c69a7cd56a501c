"""Spans of time in a medium, in whole milliseconds: what is signed has no fractions, and no span gets shorter by it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

Span = tuple[int, int]
"""Begin and end, in milliseconds from the beginning of the file."""


WIDE = 40
"""Signs of a line that tells when something is."""


def whole(start: float, end: float) -> Span:
    """The shortest span of whole milliseconds that contains this one (seconds)."""
    return math.floor(round(start * 1000, 6)), math.ceil(round(end * 1000, 6))


def spans_in(place: Mapping[str, Any]) -> list[Span]:
    """When somebody is there, by one finding of a decision: in its turns, of whom comes and goes, else from its start (seconds) to
    its end."""
    if place.get("turns"):
        return [(start, end) for start, end in place["turns"]]
    return [whole(place.get("start", 0.0), place.get("end", 0.0))]


def tenths(span: Span) -> Span:
    """The shortest span of whole tenths of a second that contains this one, as people are told when somebody speaks."""
    start, end = span
    return start // 100 * 100, -(-end // 100) * 100


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in the fewest spans, in order: those that touch or overlap are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def fewer(spans: Iterable[Span], most: int) -> tuple[Span, ...]:
    """The same time in at most so many spans, in order: where there are more, those with the least between them are one. No moment
    is lost. ValueError for less than one."""
    if most < 1:
        raise ValueError("time is told in at least one span")
    found = joined(spans)
    widest = sorted(range(1, len(found)), key=lambda at: found[at - 1][1] - found[at][0])
    edges = [0, *sorted(widest[: most - 1]), len(found)]
    return tuple((found[first][0], found[last - 1][1]) for first, last in pairwise(edges) if last > first)


OUTLINE = "▁▂▃▄▅▆▇█"


def outline(peaks: Sequence[int], wide: int = WIDE) -> str:
    """How loud it is (0 to 255, of equal parts of a file), as one line of `wide` signs: of each the loudest, a dot for silence."""
    signs = []
    for at in range(wide):
        first = at * len(peaks) // wide
        loudest = max(peaks[first : max(first + 1, (at + 1) * len(peaks) // wide)], default=0)
        signs.append(OUTLINE[round(height(loudest) * (len(OUTLINE) - 1))] if loudest else "·")
    return "".join(signs)


def height(peak: int) -> float:
    """How high a peak (0 to 255) is drawn, 0 to 1: by its square root, or quiet speech would look like silence."""
    return math.sqrt(peak / 255)


def strip(spans: Iterable[Span], length: int, wide: int = WIDE) -> str:
    """When it is, as one line of `wide` signs for a file of `length` milliseconds; however short it is, it shows."""
    signs = ["·"] * wide
    for start, end in spans:
        first = min(wide - 1, start * wide // max(length, 1))
        last = min(wide, -(-end * wide // max(length, 1)))
        for place in range(first, max(first + 1, last)):
            signs[place] = "█"
    return "".join(signs)


def clock(milliseconds: int) -> str:
    """A moment as people read it: 0:07, 1:02.5, 2:00:00."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    front = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{front}:{seconds:02d}" + f".{rest:03d}".rstrip("0").rstrip(".")
