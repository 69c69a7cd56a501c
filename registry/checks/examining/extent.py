"""How much of a file that has time was looked at and listened to, and when: bounded, however long it is."""

from math import ceil, floor
from typing import TYPE_CHECKING, Any

from consent.spans import Span, fewer, whole

if TYPE_CHECKING:
    from matching.findings import Appearance, Examination

COLUMNS = 400
"""Of so many equal parts of a file it is kept how loud each gets: as many as a page has room for."""
TURNS = 200
"""Spans of one finding that are told apart; where there are more, those with the shortest pauses between them are one."""


def sampled(examination: "Examination") -> dict[str, int] | None:
    """How closely a film was looked at: frames in all, those looked at, and the longest time between two of them and when it
    begins, in milliseconds, rounded up and down. None of a still picture."""
    how = examination.sampling
    if how is None:
        return None
    gap, gap_at = ceil(how.gap * 1000), floor(how.gap_at * 1000)
    return {"frames": how.frames, "looked_at": how.looked_at, "gap_ms": gap, "gap_at_ms": gap_at}


def outlined(examination: "Examination") -> dict[str, Any] | None:
    """How loud a file is that was listened to: `peaks`, the loudest (0 to 255) of each of at most `COLUMNS` equal parts, from its
    beginning to `end_ms`, where its sound ends."""
    from matching.waveform import STEP, columns

    shape = examination.waveform
    if shape is None:
        return None
    end = (shape.first + len(shape.peaks)) * STEP
    return {"peaks": list(columns(shape, COLUMNS)), "end_ms": whole(0.0, end)[1]}


def turns_of(seen: "Appearance") -> tuple[Span, ...]:
    """When it is there, where that is less than all the time from its beginning to its end."""
    turns = fewer((whole(start, end) for start, end in seen.spans), TURNS)
    return () if turns == (whole(seen.start, seen.end),) else turns
