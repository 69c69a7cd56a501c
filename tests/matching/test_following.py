"""Which box is which: by place alone, and by none where more than one may be."""

from itertools import pairwise

from matching.face.following import LOST, Following, Way

EVERY = 0.2


def ways(*frames: list[tuple[float, float]]) -> list[list[Way]]:
    """Of boxes of 60 x 80 at these places, one list a frame."""
    following = Following()
    return [following.see(at * EVERY, [(x, y, 60.0, 80.0) for x, y in boxes]) for at, boxes in enumerate(frames)]


def test_two_who_stay_where_they_are_are_two() -> None:
    found = ways(*[[(100.0, 100.0), (400.0, 100.0)]] * 5)
    assert all(one[0] is other[0] and one[1] is other[1] for one, other in pairwise(found))
    assert found[0][0] is not found[0][1]


def test_who_moves_evenly_goes_on() -> None:
    found = ways(*[[(100.0 + 30 * at, 100.0)] for at in range(8)])
    assert len({id(way) for (way,) in found}) == 1


def test_where_two_meet_both_begin_anew() -> None:
    found = ways(*[[(100.0 + 40 * at, 100.0), (420.0 - 40 * at, 100.0)] for at in range(9)])
    first, last = found[0], found[-1]
    assert not {id(way) for way in first} & {id(way) for way in last}


def test_nobody_is_waited_for_for_ever() -> None:
    gone = round(LOST / EVERY) + 1
    found = ways([(100.0, 100.0)], *[[]] * gone, [(100.0, 100.0)])
    assert found[0][0] is not found[-1][0]
    short = ways([(100.0, 100.0)], [], [(100.0, 100.0)])
    assert short[0][0] is short[-1][0]
