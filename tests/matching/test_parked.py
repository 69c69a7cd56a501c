"""Parked people may be found and are never named, and nobody hides them but whoever is surely somebody else."""

from hypothesis import given
from hypothesis import strategies as st

from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, answer
from tests.matching.test_index import ONE, face, gallery

LIVE, PARKED = gallery("alice", "charlie"), gallery("bob")


def asked(seen, **how):
    (found,) = answer([seen], LIVE, ONE, parked=PARKED, **how)
    return found


def test_a_parked_person_is_possible_at_most():
    found = asked(face(bob=0.9))
    assert (found.answer, found.subject) == (POSSIBLE, None)
    assert [candidate.subject for candidate in found.candidates] == ["bob"]


def test_a_parked_person_is_asked_about_beside_a_possible_one():
    found = asked(face(alice=0.45, bob=0.8))
    assert found.answer == POSSIBLE
    assert {candidate.subject for candidate in found.candidates} == {"alice", "bob"}


def test_a_parked_claim_takes_no_name_from_its_owner():
    found = asked(face(alice=0.65, bob=0.7))
    assert (found.answer, found.subject) == (MATCH, "alice")
    assert [candidate.subject for candidate in found.candidates] == ["alice"]


def test_a_face_near_a_parked_twin_goes_to_a_person():
    found = asked(face(alice=0.65, bob=0.45), look_alikes={frozenset({"alice", "bob"})})
    assert (found.answer, found.reason) == (POSSIBLE, "face.look-alikes")
    assert {candidate.subject for candidate in found.candidates} == {"alice", "bob"}


def test_parked_people_count_among_those_by_whom_the_error_is_stated():
    assert asked(face()).error.gallery == 3


def test_where_everybody_is_parked_nobody_is_said_to_be_absent():
    (nobody, possible) = answer([face("A1"), face("A2", 300, bob=0.9)], gallery(), ONE, parked=PARKED)
    assert (nobody.answer, nobody.reason) == (CANNOT_DECIDE, "gallery.empty")
    assert possible.answer == POSSIBLE


@given(st.floats(0, 0.7), st.floats(0, 0.7))
def test_whoever_lies_above_their_threshold_is_among_the_candidates_unless_one_is_named(alice: float, bob: float):
    found = asked(face(alice=alice, bob=bob))
    near = {name for name, score in (("alice", alice), ("bob", bob)) if score > 0.4001}
    if found.answer != MATCH:
        assert near <= {candidate.subject for candidate in found.candidates}
        assert (found.answer == NONE) <= (not near)
