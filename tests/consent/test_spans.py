"""Spans of time in whole milliseconds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.spans import clock, joined, strip, whole

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda one: (one[0], one[0] + one[1])))


@given(SPANS)
def test_no_time_is_won_or_lost_and_no_two_spans_touch(spans: list[tuple[int, int]]) -> None:
    found = joined(spans)
    assert all(end < start for (_, end), (start, _) in pairwise(found))

    def moments(some: list[tuple[int, int]]) -> set[int]:
        return {half for start, end in some for half in range(2 * start, 2 * end + 1)}

    assert moments(list(found)) == moments(spans)
    assert joined(reversed(spans)) == found


@given(st.floats(0, 90_000), st.floats(0, 90_000))
def test_a_span_gets_no_shorter(start: float, length: float) -> None:
    begin, end = whole(start, start + length)
    assert begin <= start * 1000 + 1e-5
    assert end >= (start + length) * 1000 - 1e-5
    assert end - begin <= length * 1000 + 2


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [(0, "0:00"), (7_000, "0:07"), (62_500, "1:02.5"), (7_200_000, "2:00:00"), (3_661_001, "1:01:01.001")],
)
def test_moments_are_written_as_people_read_them(milliseconds: int, words: str) -> None:
    assert clock(milliseconds) == words


def test_seconds_that_are_no_exact_fractions_stay_whole() -> None:
    assert whole(0.1 + 0.2, 1.1) == (300, 1100)


@given(st.integers(0, 50_000), st.integers(1, 50_000), st.integers(1, 80))
def test_a_strip_shows_whatever_is_there(start: int, longer: int, wide: int) -> None:
    length = start + longer
    shown = strip([(start, length)], length, wide)
    assert len(shown) == wide
    assert shown.endswith("█")
    assert set(strip([], length, wide)) == {"·"}


def test_a_strip_leaves_open_when_nobody_is_there() -> None:
    assert strip([(0, 250), (500, 501)], 1000, 8) == "██··█···"
