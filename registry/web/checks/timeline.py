"""When who is in a file that has time: a lane a person, of those who are seen and of those who are heard, and how loud it is when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent.spans import Span as Milliseconds
from consent.spans import clock, height, tenths, whole
from matching.senses import LISTENING
from registry.checks.receipts.receipt import answer_of, lanes_of

LEAST = 0.4
"""Per cent of the strip that the shortest span is drawn as, so that it can be seen."""
HIGH = 20
"""Units that the outline of a sound is high; it is 100 wide."""


@dataclass(frozen=True)
class Span:
    """at_ms, end_ms: when it begins and ends, milliseconds. start, end: on the clock. bar: begin and width in per cent of the file."""

    at_ms: int
    end_ms: int
    start: str
    end: str
    bar: tuple[float, float]


@dataclass(frozen=True)
class Row:
    """person: of the decision. said: the id of the text that says their answer. heard: whether this lane says when they speak, and
    not when they are seen."""

    person: Mapping[str, Any]
    said: str
    heard: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Outline:
    """How loud a file is. path: of an SVG that is 100 wide and `HIGH` high. loudest: when, on the clock; None of silence."""

    path: str
    loudest: str | None


@dataclass(frozen=True)
class Timeline:
    """length: of the file, on the clock. sampling: how closely it was looked at, as the text `check-sampling` takes it; None where
    nobody said. outline: of what was listened to."""

    length: str
    rows: tuple[Row, ...]
    sampling: Mapping[str, Any] | None = None
    outline: Outline | None = None

    @property
    def seen(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.heard)

    @property
    def heard(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.heard)


def timeline(
    length: float | None,
    persons: Iterable[Mapping[str, Any]],
    sampling: Mapping[str, int] | None = None,
    waveform: Mapping[str, Any] | None = None,
) -> Timeline | None:
    """Those who were found; None where the file has no time (a picture), or there is nothing to tell. length: seconds. waveform: see
    `registry.checks.examining.extent.outlined`."""
    if not length:
        return None
    end = whole(0.0, length)[1]
    rows = tuple(
        _row(person, modality, spans, end) for person in persons for modality, spans in lanes_of(person).items()
    )
    told = None if sampling is None else _sampling(sampling)
    outline = None if waveform is None else _outline(waveform["peaks"], waveform["end_ms"], end)
    return Timeline(clock(end), rows, told, outline) if rows or told or outline else None


def _sampling(of: Mapping[str, int]) -> dict[str, Any]:
    return {
        "frames": of["frames"], "looked": of["looked_at"], "gap": of["gap_ms"] / 1000, "at": clock(of["gap_at_ms"]),
    }  # fmt: skip


def _row(person: Mapping[str, Any], modality: str, spans: Iterable[Milliseconds], length: int) -> Row:
    heard = modality in LISTENING
    return Row(person, answer_of(person), heard, tuple(_span(span, length, heard=heard) for span in spans))


def _span(span: Milliseconds, length: int, *, heard: bool) -> Span:
    start, end = tenths(span) if heard else span
    return Span(*span, clock(start), clock(end), _bar(*span, length))


def _bar(start: int, end: int, length: int) -> tuple[float, float]:
    wide = min(100.0, max(LEAST, 100 * (end - start) / length))
    return round(min(100 * start / length, 100.0 - wide), 2), round(wide, 2)


def _outline(peaks: Sequence[int], end: int, length: int) -> Outline:
    """A line around the sound that is as far above the middle as below it."""
    wide = 100 * min(end, length) / length / max(1, len(peaks))
    middle = HIGH / 2
    half = [max(0.15, height(peak) * (middle - 0.5)) for peak in peaks]
    steps = [(round(at * wide, 2), round((at + 1) * wide, 2), one) for at, one in enumerate(half)]
    above = [f"L{a} {middle - one:.2f}H{b}" for a, b, one in steps]
    below = [f"L{b} {middle + one:.2f}H{a}" for a, b, one in reversed(steps)]
    loudest = max(range(len(peaks)), key=peaks.__getitem__, default=None)
    at = None if loudest is None or not peaks[loudest] else clock(end * loudest // len(peaks))
    return Outline(f"M0 {middle:g}{''.join(above)}{''.join(below)}Z", at)
