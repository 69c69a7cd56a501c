"""When who is in a file, as it is drawn: nothing of a turn is lost, and nothing lies outside the strip."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.spans import OUTLINE, WIDE, fewer, joined, outline, tenths
from registry.checks.receipts.receipt import lanes_of, spans_of
from registry.web.checks.timeline import HIGH, timeline

SPANS = st.lists(
    st.tuples(st.integers(0, 100_000), st.integers(0, 5_000)).map(lambda one: (one[0], one[0] + one[1])), max_size=40
)
PEAKS = st.lists(st.integers(0, 255), max_size=400)


@given(SPANS, st.integers(1, 20))
def test_fewer_spans_hold_all_the_time_and_no_more_than_they_have_to(spans: list[Any], most: int) -> None:
    whole, told = joined(spans), fewer(spans, most)
    assert len(told) == min(most, len(whole))
    assert joined(told) == told
    for start, end in whole:
        assert sum(first <= start and end <= last for first, last in told) == 1
    pauses = {(before[1], after[0]) for before, after in pairwise(whole)}
    kept = {(before[1], after[0]) for before, after in pairwise(told)}
    assert kept <= pauses
    lost = [end - start for start, end in pauses - kept]
    assert not (lost and kept) or min(end - start for start, end in kept) >= max(lost)


def test_no_span_is_none() -> None:
    assert fewer([], 3) == ()
    with pytest.raises(ValueError, match="at least one"):
        fewer([(0, 1)], 0)


@given(PEAKS)
def test_an_outline_has_a_dot_for_silence_and_for_nothing_else(peaks: list[int]) -> None:
    line = outline(peaks)
    assert len(line) == WIDE
    assert set(line) <= {*OUTLINE, "·"}
    assert (line == "·" * WIDE) is (not any(peaks))


def a_person(*places: dict[str, Any]) -> dict[str, Any]:
    return {"pseudonym": "P1", "answer": "match", "verdict": "cleared", "boxes": list(places)}


@given(SPANS.filter(bool), st.integers(1, 120_000), PEAKS, st.integers(1, 130_000))
def test_what_is_drawn_lies_within_the_strip(spans: list[Any], length: int, peaks: list[int], end: int) -> None:
    spoken = joined(spans)
    place = {"ref": "A1", "box": None, "modality": "voice", "turns": [list(one) for one in spoken]}
    told = timeline(length / 1000, [a_person(place)], None, {"peaks": peaks, "end_ms": end})
    assert told is not None
    (row,) = told.heard
    assert [(one.at_ms, one.end_ms) for one in row.spans] == list(spoken)
    for one in row.spans:
        assert 0 < one.bar[1] <= 100
        assert one.bar[0] + one.bar[1] <= 100.01
    assert told.outline is not None
    assert re.fullmatch(r"[MLHZ0-9. ]+", told.outline.path)
    heights = [float(one) for one in re.findall(r"L[\d.]+ ([\d.]+)", told.outline.path)]
    assert all(0 <= one <= HIGH for one in heights)
    assert all(float(one) <= 100.01 for one in re.findall(r"H([\d.]+)", told.outline.path))
    assert (told.outline.loudest is None) is (not any(peaks))


def test_whoever_is_seen_and_heard_has_two_lanes_and_all_of_their_time() -> None:
    seen = {"ref": "A1", "box": [1, 2, 3, 4], "start": 0.0, "end": 2.0}
    heard = {
        "ref": "A2",
        "box": None,
        "modality": "voice",
        "start": 1.0,
        "end": 9.0,
        "turns": [[1000, 3000], [8000, 9000]],
    }
    person = a_person(heard, seen)
    assert lanes_of(person) == {"face": ((0, 2000),), "voice": ((1000, 3000), (8000, 9000))}
    assert spans_of(person) == ((0, 3000), (8000, 9000))
    told = timeline(10.0, [person])
    assert told is not None
    assert (len(told.seen), len(told.heard), told.outline) == (1, 1, None)


def test_a_still_picture_has_no_lanes() -> None:
    assert timeline(None, [a_person({"ref": "A1", "box": [1, 2, 3, 4]})]) is None


@given(st.integers(0, 100_000), st.integers(0, 5_000))
def test_whole_tenths_contain_the_span(start: int, lasts: int) -> None:
    first, last = tenths((start, start + lasts))
    assert first <= start <= start + lasts <= last
    assert (first % 100, last % 100) == (0, 0)
    assert last - first < lasts + 200
