"""When who is in a file that has time: a strip a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consent.spans import clock, whole
from registry.checks.receipts.receipt import spans_of

LEAST = 0.4
"""Per cent of the strip that the shortest span is drawn as, so that it can be seen."""


@dataclass(frozen=True)
class Span:
    """at_ms: when it begins, milliseconds. start, end: on the clock."""

    at_ms: int
    start: str
    end: str


@dataclass(frozen=True)
class Row:
    """person: of the decision. bars: begin and width in per cent of the file."""

    person: Mapping[str, Any]
    bars: tuple[tuple[float, float], ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Timeline:
    """length: of the file, on the clock. sampling: how closely it was looked at, as the text `check-sampling` takes it; None where
    nobody said."""

    length: str
    rows: tuple[Row, ...]
    sampling: Mapping[str, Any] | None = None


def timeline(
    length: float | None, persons: Iterable[Mapping[str, Any]], sampling: Mapping[str, int] | None = None
) -> Timeline | None:
    """Those who were found; None where the file has no time (a picture), or there is nothing to tell. length: seconds."""
    if not length:
        return None
    rows = tuple(_row(person, length) for person in persons if person["boxes"])
    told = None if sampling is None else _sampling(sampling)
    return Timeline(clock(whole(0.0, length)[1]), rows, told) if rows or told else None


def _sampling(of: Mapping[str, int]) -> dict[str, Any]:
    return {
        "frames": of["frames"], "looked": of["looked_at"], "gap": of["gap_ms"] / 1000, "at": clock(of["gap_at_ms"]),
    }  # fmt: skip


def _row(person: Mapping[str, Any], length: float) -> Row:
    spans = spans_of(person)
    bars = []
    for start, end in spans:
        wide = min(100.0, max(LEAST, (end - start) / length / 10))
        bars.append((round(min(start / length / 10, 100.0 - wide), 2), round(wide, 2)))
    return Row(person, tuple(bars), tuple(Span(start, clock(start), clock(end)) for start, end in spans))
