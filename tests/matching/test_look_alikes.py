"""Two people who look like one are told apart by a person, and a likeness is said in words."""

from matching.index import MATCH, POSSIBLE, answer
from tests.matching.test_index import EVERYBODY, ONE, face

TWINS = {frozenset({"alice", "bob"})}


def test_a_face_near_both_twins_goes_to_a_person_with_both_as_candidates():
    (found,) = answer([face(alice=0.7, bob=0.45)], EVERYBODY, ONE, look_alikes=TWINS)
    assert (found.answer, found.subject, found.reason) == (POSSIBLE, None, "face.look-alikes")
    assert [candidate.subject for candidate in found.candidates] == ["alice", "bob"]


def test_a_face_near_one_of_them_alone_is_named():
    (found,) = answer([face(alice=0.7, bob=0.39)], EVERYBODY, ONE, look_alikes=TWINS)
    assert (found.answer, found.subject) == (MATCH, "alice")


def test_a_face_near_two_people_goes_to_a_person_with_both_as_candidates():
    (found,) = answer([face(alice=0.7, bob=0.45)], EVERYBODY, ONE)
    assert (found.answer, found.subject, found.reason) == (POSSIBLE, None, "face.several-people")
    assert [candidate.subject for candidate in found.candidates] == ["alice", "bob"]


def test_another_s_face_is_named_whatever_the_twins_look_like():
    (found,) = answer([face(charlie=0.7, alice=0.39, bob=0.39)], EVERYBODY, ONE, look_alikes=TWINS)
    assert (found.answer, found.subject) == (MATCH, "charlie")


def test_both_twins_in_one_picture_are_not_named_by_turns():
    both = [face("A1", 0, alice=0.75, bob=0.5), face("A2", 300, alice=0.5, bob=0.7)]
    assert [found.answer for found in answer(both, EVERYBODY, ONE, look_alikes=TWINS)] == [POSSIBLE, POSSIBLE]


def test_how_alike_is_said_in_words():
    found = [answer([face(alice=cosine)], EVERYBODY, ONE)[0].candidates[0].band for cosine in (0.42, 0.55, 0.61)]
    assert found == ["weak", "fair", "strong"]
