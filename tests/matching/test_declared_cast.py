"""Declared cast is compared one with one: a weaker likeness is enough, where nobody else comes into question."""

import pytest

from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, Answer, answer
from tests.matching.test_index import BOTH, EVERYBODY, ONE, SECOND, VERIFIED, face, gallery, likeness

ALICE = frozenset({"alice"})


def told(*seen, declared=ALICE, **how) -> list[Answer]:
    return answer(list(seen), EVERYBODY, ONE, declared=declared, **how)


@pytest.mark.parametrize("score", [0.31, 0.45])
def test_a_declared_performer_is_found_by_less_than_a_stranger_would_be(score):
    (found,) = told(face(alice=score))
    assert (found.answer, found.subject) == (MATCH, "alice")
    assert (found.error.target, found.error.gallery, found.error.declared) == (VERIFIED.target, 1, True)
    assert answer([face(alice=score)], EVERYBODY, ONE)[0].answer in (NONE, POSSIBLE)


def test_below_the_threshold_of_one_with_one_they_are_not_found():
    assert told(face(alice=0.29))[0].answer == NONE


def test_a_clear_match_is_the_stronger_answer():
    (found,) = told(face(alice=0.8))
    assert (found.answer, found.error.declared, found.error.target) == (MATCH, False, 0.001)


def test_declaring_somebody_never_hides_another():
    (found,) = told(face(alice=0.5, bob=0.45))
    assert (found.answer, found.subject) == (POSSIBLE, None)
    assert {candidate.subject for candidate in found.candidates} == {"alice", "bob"}
    (found,) = told(face(alice=0.35, bob=0.41))
    assert found.answer == POSSIBLE
    assert {candidate.subject for candidate in found.candidates} == {"alice", "bob"}
    (found,) = told(face(alice=0.35, bob=0.7))
    assert (found.answer, found.subject) == (MATCH, "bob")


def test_of_two_declared_who_both_come_into_question_a_person_decides():
    (found,) = told(face(alice=0.35, bob=0.33), declared={"alice", "bob"})
    assert (found.answer, found.reason) == (POSSIBLE, "face.several-people")
    assert {candidate.subject for candidate in found.candidates} == {"alice", "bob"}


def test_of_a_declared_twin_a_person_decides():
    (found,) = told(face(alice=0.35), look_alikes={frozenset({"alice", "bob"})})
    assert (found.answer, found.reason) == (POSSIBLE, "face.look-alikes")


def test_somebody_named_elsewhere_is_not_declared_here_too():
    _, other = told(face("A1", 0, alice=0.9), face("A2", 300, alice=0.35))
    assert other.answer == NONE


def test_the_second_opinion_is_asked_near_the_threshold_of_one_with_one():
    asked = []

    def opinion(seen):
        asked.append(seen.ref)
        return {SECOND: likeness(alice=0.0)}

    assert answer([face(alice=0.31)], EVERYBODY, BOTH, opinion, declared=ALICE)[0].answer == NONE
    assert answer([face(alice=0.31)], EVERYBODY, BOTH, opinion)[0].answer == NONE
    assert asked == ["A1"]


def test_a_declared_performer_who_is_parked_or_unknown_is_not_named():
    parked = gallery("dora")
    (found,) = answer([face(dora=0.35)], gallery("alice"), ONE, parked=parked, declared={"dora", "nobody"})
    assert found.answer == NONE
    (found,) = answer([face(dora=0.9)], gallery("alice"), ONE, parked=parked, declared={"dora"})
    assert (found.answer, found.subject) == (POSSIBLE, None)


def test_an_empty_registry_cannot_decide_about_declared_people_either():
    assert answer([face(alice=0.9)], gallery(), ONE, declared=ALICE)[0].answer == CANNOT_DECIDE
