"""New weights are enrolled side by side: spaces never mix, and nobody is searched for by another than the one in force."""

import numpy as np
import pytest
from sqlalchemy import delete, select

from registry.gallery.coverage import bump
from registry.gallery.spaces import spaces
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.performers import Template
from tests.registry.conftest import ENCODER, a_vector
from tests.registry.two_encoders import NEW, NEW_WEIGHTS, Machine, enrol_again

pytestmark = pytest.mark.usefixtures("machine")


@pytest.fixture
def machine(desk, fake_matching) -> Machine:
    """People are enrolled by the old encoder alone, and the new one is there now."""
    machine = Machine(desk, fake_matching)
    del machine.weights[NEW]
    return machine


def ask(desk, machine, fake_matching, name):
    """What is answered about a new picture of somebody, who is looked at by everything that is there."""
    machine.weights[NEW] = NEW_WEIGHTS
    seen = machine.examine(fake_matching.picture(name), [ENCODER, NEW])
    (answer,) = desk.gallery.load().ask(seen.appearances)
    return answer


def listed(desk) -> dict:
    with desk.db.read() as session:
        return {(space.encoder, space.weights_sha256): space for space in spaces(session, desk.thresholds)}


def drop(desk, performer_id, encoder) -> None:
    with desk.db.write() as session:
        session.execute(delete(Template).where(Template.performer_id == performer_id, Template.encoder == encoder))
        bump(session)
        record(session, "system", EventKind.COVERAGE_LOST, performer_id)


def test_a_new_encoder_does_not_take_over_even_when_everybody_has_it(
    desk, machine, verified_alice, verified_bob, fake_matching
):
    everybody = (("alice", verified_alice), ("bob", verified_bob))
    for name, performer in everybody:
        enrol_again(desk, performer.id, name)
        for known, owner in everybody:
            answer = ask(desk, machine, fake_matching, known)
            assert (answer.answer, answer.subject) == ("match", owner.id)
            assert set(answer.candidates[0].scores) == {ENCODER}
    assert desk.gallery.load().losses == ()


def test_spaces_say_which_is_in_force_which_is_ready_and_who_lacks_it(desk, verified_alice, verified_bob):
    enrol_again(desk, verified_alice.id, "alice")
    new, old = listed(desk).values()
    assert (old.encoder, old.in_force, old.ready, old.lacking) == (ENCODER, True, True, ())
    assert (new.encoder, new.in_force, new.ready, new.lacking) == (NEW, False, False, (verified_bob.id,))
    enrol_again(desk, verified_bob.id, "bob")
    assert [(space.in_force, space.ready) for space in listed(desk).values()] == [(False, True), (True, True)]


def test_templates_that_wait_for_a_confirmation_are_not_had_yet(desk, verified_alice):
    """Live templates alone name somebody: a switch would leave Alice to the parked ones."""
    enrol_again(desk, verified_alice.id, "alice", parked_at=desk.clock())
    new, old = listed(desk).values()
    assert (new.performers, new.lacking, new.ready) == (1, (verified_alice.id,), False)
    assert old.lacking == (verified_alice.id,)


def test_vectors_of_other_weights_are_never_compared(desk, machine, verified_alice, fake_matching):
    enrol_again(desk, verified_alice.id, "alice", weights="e" * 64)
    assert set(ask(desk, machine, fake_matching, "alice").candidates[0].scores) == {ENCODER}
    assert desk.gallery.load().losses == ()  # she is found by all that is in force
    other = listed(desk)[NEW, "e" * 64]
    assert (other.calibrated, other.in_force, other.ready, other.performers) == (False, False, False, 1)


def test_a_new_template_has_a_space_of_its_own(desk, verified_alice):
    enrol_again(desk, verified_alice.id, "alice")
    with desk.db.read() as session:
        rows = session.scalars(select(Template).where(Template.performer_id == verified_alice.id)).all()
    assert {row.encoder for row in rows} == {ENCODER, NEW}
    assert not np.allclose(a_vector("alice"), a_vector("alice seen anew"))


def test_whoever_lacks_the_encoder_in_force_is_told_as_lost_and_the_others_are_found_as_before(
    desk, machine, people, verified_alice, verified_bob, fake_matching
):
    enrol_again(desk, verified_alice.id, "alice")
    enrol_again(desk, verified_bob.id, "bob")
    machine.weights[NEW] = NEW_WEIGHTS
    desk.switching.switch(people.ada, [ENCODER, NEW])
    drop(desk, verified_bob.id, NEW)
    (loss,) = desk.gallery.load().losses
    assert (loss.performer_id, loss.reason, loss.templates) == (verified_bob.id, "encoder-lacking", 3)
    found = ask(desk, machine, fake_matching, "alice")
    assert (found.subject, set(found.candidates[0].scores)) == (verified_alice.id, {ENCODER, NEW})
    assert desk.gallery.load().gallery.subjects == (verified_alice.id,)


def test_whoever_lacks_the_encoder_in_force_is_enrolled_again_and_nobody_else_in_their_place(
    desk, machine, people, verified_alice, enrol
):
    enrol_again(desk, verified_alice.id, "alice")
    machine.weights[NEW] = NEW_WEIGHTS
    desk.switching.switch(people.ada, [ENCODER, NEW])
    drop(desk, verified_alice.id, NEW)
    assert {part.message for part in enrol("alice", face="mallory").advice} == {"enrol.disagrees"}
    again = enrol("alice")
    assert again.parked
    desk.performers.verify(
        people.ursula, verified_alice.id, "Alice", verified_alice.key.fingerprint, "met in person",
        expected_likeness=again.likeness_digest,
    )  # fmt: skip
    assert desk.gallery.load().losses == ()
    assert desk.gallery.load().gallery.subjects == (verified_alice.id,)
