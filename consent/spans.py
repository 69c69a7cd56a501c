"""Spans of time in a medium, in whole milliseconds: what is signed has no fractions, and no span gets shorter by it."""

import math
from collections.abc import Iterable

Span = tuple[int, int]
"""Begin and end, in milliseconds from the beginning of the file."""


def whole(start: float, end: float) -> Span:
    """The shortest span of whole milliseconds that contains this one (seconds)."""
    return math.floor(round(start * 1000, 6)), math.ceil(round(end * 1000, 6))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in the fewest spans, in order: those that touch or overlap are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def strip(spans: Iterable[Span], length: int, wide: int = 40) -> str:
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
