"""E: enrolling somebody else's voice, or one's own with a recording from elsewhere. Whoever tries is refused, or a person looks at it."""

from typing import Any

import pytest

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Forbidden
from registry.desk import Desk
from tests.common.spoken import ALICE, BOB, hummed
from tests.registry.people.readings.conftest import desk, enrol, read_aloud, recording, released

__all__ = ["desk", "enrol"]


@pytest.fixture
def bob(desk: Desk, people: Any) -> Any:
    released(desk, people.bob, people.bob.performer_id)
    return people.bob


def enrolled(desk: Desk) -> int:
    loaded = desk.galleries["voice"].load()
    return len(loaded.gallery) + len(loaded.parked)


@pytest.mark.attack("E.voice_replayed")
def test_a_text_of_yesterday_of_somebody_else_or_of_ones_imagination_enrols_nobody(
    desk: Desk, bob: Any, people: Any, verified_alice: Any, clock: Any
) -> None:
    released(desk, people.alice, verified_alice.id)
    hers = [one.id for one in desk.readings.draw(people.alice, verified_alice.id, "en")]
    old = [one.id for one in desk.readings.draw(bob, bob.performer_id, "en")]
    clock.forward(minutes=31)
    sources = [recording(one) for one in read_aloud(BOB)]
    for texts in (hers, old, ["RT-1", "RT-2", "RT-3"], ["", "x", "../x"]):
        with pytest.raises(Conflict):
            desk.enrolments.ask(bob, bob.performer_id, sources, None, "voice", texts)
    with pytest.raises(Invalid):
        desk.enrolments.ask(bob, bob.performer_id, sources, None, "voice", [])
    assert enrolled(desk) == 0


@pytest.mark.attack("E.voice_of_another")
def test_an_interview_of_somebody_enrolled_opens_a_dispute_and_takes_no_name_away(
    desk: Desk, bob: Any, people: Any, verified_alice: Any, enrol: Any
) -> None:
    released(desk, people.alice, verified_alice.id)
    enrol(people.alice, read_aloud(ALICE))
    (key,) = desk.performers.keys(people.alice, verified_alice.id)
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "heard and seen")
    outcome = enrol(bob, [hummed(ALICE, seconds=17 + n) for n in range(3)]).outcome
    assert (outcome["disputed"], outcome["parked"]) == (False, True)  # he does not learn that she is enrolled
    loaded = desk.galleries["voice"].load()
    assert (loaded.gallery.subjects, loaded.parked.subjects) == ((verified_alice.id,), (bob.performer_id,))


@pytest.mark.attack("E.voice_of_strangers")
def test_an_interview_of_any_other_length_and_one_with_two_people_are_refused(desk: Desk, bob: Any, enrol: Any) -> None:
    for some in ([hummed(BOB, seconds=170)], [hummed(BOB, seconds=4)] * 3, [hummed(ALICE, BOB, seconds=33)]):
        assert enrol(bob, some).outcome["accepted"] == []
    assert enrolled(desk) == 0


@pytest.mark.attack("E.voice_by_representative")
def test_a_representative_enrols_nobody_and_confirms_no_voice_of_a_member_elsewhere(
    desk: Desk, people: Any, verified_alice: Any, enrol: Any
) -> None:
    released(desk, people.alice, verified_alice.id)
    enrol(people.alice, read_aloud(ALICE))
    for who in (people.ursula, people.victor, people.petra, people.ada):
        with pytest.raises(Forbidden):
            desk.readings.draw(who, verified_alice.id, "en")
        with pytest.raises(Forbidden):
            desk.enrolments.ask(who, verified_alice.id, [recording(hummed(BOB, seconds=33))], None, "voice", ["RT-1"])
    for who in (people.victor, people.petra, people.ada):
        with pytest.raises(Forbidden):
            desk.readings.heard(who, verified_alice.id)
