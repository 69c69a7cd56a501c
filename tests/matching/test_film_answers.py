"""What is answered about the appearances of a film: no more errors than in a picture, and no name by one moment."""

from dataclasses import dataclass, replace

import pytest

from matching import chances
from matching.face.findings import FaceSeen
from matching.findings import Moment
from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, answer
from matching.moments import mean
from matching.thresholds import LARGEST, Levels
from tests.matching.test_index import EVERYBODY, FIRST, ONE, Fixed, face, likeness


def appearance(
    *moments: float, ref: str = "A1", at: int = 0, who: str = "alice", whole: float | None = None
) -> FaceSeen:
    """Somebody of a film, each of whose moments is so like `who`; `whole`: or what they show together."""
    seen = tuple(Moment(float(n), 0.8, {FIRST: likeness(**{who: cosine})}) for n, cosine in enumerate(moments))
    vectors = mean(seen) if whole is None else {FIRST: likeness(**{who: whole})}
    return replace(
        face(ref, at), end=float(len(moments)), moments=seen, vectors=vectors,
        track=tuple((float(n), (at, 0, 50, 60)) for n in range(len(moments))),
    )  # fmt: skip


def one(seen: FaceSeen, thresholds: Fixed = ONE):
    (found,) = answer([seen], EVERYBODY, thresholds)
    return found


def test_most_moments_bear_a_name():
    found = one(appearance(0.8, 0.8, 0.75, 0.2))
    assert (found.answer, found.subject) == (MATCH, "alice")


@pytest.mark.parametrize("moments", [(0.9,), (0.9, 0.2), (0.9, 0.9, 0.2, 0.2), (0.2, 0.2, 0.2)])
def test_a_name_that_they_do_not_bear_is_possible(moments: tuple[float, ...]):
    found = one(appearance(*moments, whole=0.9))
    assert (found.answer, found.subject) == (POSSIBLE, None)
    assert [candidate.subject for candidate in found.candidates] == ["alice"]
    assert found.error is not None


def test_whoever_a_single_moment_would_name_is_possible():
    found = one(appearance(0.1, 0.9, 0.1, 0.1, whole=0.1))
    assert (found.answer, found.subject) == (POSSIBLE, None)
    assert found.candidates[0].subject == "alice"
    assert one(appearance(0.1, 0.2, 0.1, 0.1, whole=0.1)).answer == NONE


def test_a_still_picture_is_answered_as_before():
    assert one(face(alice=0.8)).answer == MATCH


@dataclass
class ByPeople(Fixed):
    """Thresholds that rise with the number of people they are asked for, which is kept."""

    def __init__(self) -> None:
        super().__init__({FIRST: 1.0})
        self.asked: list[int] = []
        self.faces = 10

    def levels(self, scorer: str, people: int, references: int) -> Levels:
        self.asked.append(people)
        return super().levels(scorer, people, references)


def test_many_appearances_share_the_rate_of_errors():
    """Each is worth four chances: thirty-one are asked as by a gallery thirteen times as large, for thresholds meant for ten."""
    many = [appearance(0.8, 0.8, ref=f"A{n}", at=100 * n) for n in range(31)]
    few = ByPeople()
    answer(many[:2], EVERYBODY, few)
    assert set(few.asked) == {4}
    lots = ByPeople()
    answer(many, EVERYBODY, lots)
    assert set(lots.asked) == {52}
    stills = ByPeople()
    answer([face(f"A{n}", 100 * n, alice=0.1) for n in range(31)], EVERYBODY, stills)
    assert set(stills.asked) == {4}


def test_beyond_what_was_measured_nobody_is_named():
    thresholds = ByPeople()
    thresholds.faces = 1
    count = LARGEST // (chances.NEARER * len(EVERYBODY)) + 1
    many = [appearance(0.8, 0.8)] * count
    assert chances.people(4, many, thresholds) == LARGEST
    assert not chances.enough(4, many, thresholds)
    assert chances.enough(4, many[:-1], thresholds)


def test_without_anybody_enrolled_nothing_is_decided():
    from matching.gallery import Gallery

    (found,) = answer([appearance(0.8, 0.8)], Gallery([], generation=1), ONE)
    assert found.answer == CANNOT_DECIDE


def test_two_of_a_film_at_one_time_are_two():
    there, here = appearance(0.8, 0.8, at=0), appearance(0.8, 0.8, ref="A2", at=300)
    later = replace(here, track=((2.0, (0, 0, 50, 60)),), start=1.9, end=3.0)
    assert there.apart(here)
    assert not there.apart(later)
    assert [found.answer for found in answer([there, here], EVERYBODY, ONE)] == [MATCH, POSSIBLE]
