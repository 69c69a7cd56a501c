"""When who is in a file that has time: a strip a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from consent.spans import clock, whole
from registry.checks.receipts.receipt import spans_of

LEAST = 0.4
"""Per cent of the strip that the shortest span is drawn as, so that it can be seen."""


@dataclass(frozen=True)
class Row:
    """person: of the decision. bars: begin and width in per cent of the file. words: each span as (begin, end) on the clock."""

    person: Mapping[str, Any]
    bars: tuple[tuple[float, float], ...]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Timeline:
    """length: of the file, on the clock."""

    length: str
    rows: tuple[Row, ...]


def timeline(length: float | None, persons: Iterable[Mapping[str, Any]]) -> Timeline | None:
    """Those who were found; None where the file has no time (a picture), or nobody was. length: seconds."""
    if not length:
        return None
    rows = tuple(_row(person, length) for person in persons if person["boxes"])
    return Timeline(clock(whole(0.0, length)[1]), rows) if rows else None


def _row(person: Mapping[str, Any], length: float) -> Row:
    spans = spans_of(person)
    bars = []
    for start, end in spans:
        wide = min(100.0, max(LEAST, (end - start) / length / 10))
        bars.append((round(min(start / length / 10, 100.0 - wide), 2), round(wide, 2)))
    return Row(person, tuple(bars), tuple((clock(start), clock(end)) for start, end in spans))
