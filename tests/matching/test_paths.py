"""Where something is over time, in few places."""

from hypothesis import given
from hypothesis import strategies as st

from matching.findings import Box
from matching.paths import ASIDE, MOST, simplified

BOXES = st.tuples(*(st.integers(0, 2000),) * 2, *(st.integers(20, 400),) * 2)
TRACKS = st.lists(BOXES, min_size=1, max_size=60).map(
    lambda boxes: tuple((number / 5, box) for number, box in enumerate(boxes))
)


def moved(path: tuple[tuple[float, Box], ...], at: float) -> list[float]:
    """As the page draws it."""
    after = next(number for number, (time, _) in enumerate(path) if time >= at)
    (start, one), (end, other) = path[max(0, after - 1)], path[after]
    part = (at - start) / (end - start) if end > start else 0.0
    return [a + (b - a) * part for a, b in zip(one, other, strict=True)]


@given(TRACKS)
def test_every_place_lies_where_the_path_has_it(track: tuple[tuple[float, Box], ...]) -> None:
    path = simplified(track)
    assert (path[0], path[-1]) == (track[0], track[-1])
    for time, box in track:
        most = max(abs(a - b) for a, b in zip(moved(path, time), box, strict=True))
        assert most <= ASIDE * min(box[2:]) + 1e-6


def test_what_moves_evenly_takes_two_places() -> None:
    assert len(simplified([(number / 5, (10 * number, 40, 80, 100)) for number in range(500)])) == 2


def test_of_what_never_rests_so_many_are_kept_and_no_more() -> None:
    track = [(number / 5, (number * 7919 % 1500, number * 104729 % 900, 30, 40)) for number in range(1500)]
    path = simplified(track)
    assert 2 <= len(path) <= MOST
    assert set(path) <= set(track)
