"""Which encoders people are searched for by is an administrator's recorded choice, and nobody is lost by it."""

from typing import Any

import pytest
from sqlalchemy import select

from matching.reasons import Undecidable
from registry.core.errors import Conflict
from registry.core.permissions import Forbidden
from registry.gallery.coverage import generation
from registry.gallery.encoders import in_force
from registry.gallery.source import GallerySource
from registry.records.events import EventKind
from registry.records.tables.ledger import Event
from tests.registry.conftest import ENCODER, WEIGHTS
from tests.registry.tampering import chain
from tests.registry.two_encoders import NEW, NEW_WEIGHTS, Machine, enrol_again

BOTH = (ENCODER, NEW)


@pytest.fixture
def machine(desk, fake_matching) -> Machine:
    return Machine(desk, fake_matching)


@pytest.fixture
def old_people(machine, verified_alice, verified_bob, desk):
    """Alice and Bob, enrolled before the new encoder came."""
    return verified_alice, verified_bob


@pytest.fixture
def before(machine):
    """The new weights are not installed yet."""
    del machine.weights[NEW]
    return machine


def state(desk):
    with desk.db.read() as session:
        switched = session.scalars(select(Event).where(Event.kind == EventKind.ENCODERS_SWITCHED)).all()
        return in_force(session, desk.thresholds), generation(session), [event.details for event in switched]


def install(machine):
    machine.weights[NEW] = NEW_WEIGHTS


def refused(desk, people, *names) -> str:
    """The id of the refusal, with nothing changed; a plan is refused in the same way."""
    earlier = state(desk)
    said = []
    for act in (desk.switching.plan, desk.switching.switch):
        with pytest.raises((Conflict, Undecidable)) as caught:
            act(people.ada, names)
        said.append(str(caught.value))
    assert state(desk) == earlier
    assert said[0] == said[1]
    return said[0]


def test_a_switch_waits_until_everybody_has_every_encoder(before, desk, people, old_people):
    alice, bob = old_people
    install(before)
    assert "switch-lacking people=2 encoders=newface (2)" in refused(desk, people, *BOTH)
    enrol_again(desk, alice.id, "alice")
    assert "switch-lacking people=1 encoders=newface (1)" in refused(desk, people, *BOTH)
    enrol_again(desk, bob.id, "bob")
    assert desk.switching.switch(people.ada, BOTH).people == 2


def test_a_switch_is_an_event_and_every_process_searches_anew(desk, machine, people, old_people):
    elsewhere = GallerySource(desk.db, desk.keystore, lambda: desk.thresholds)
    assert elsewhere.load().encoders == {ENCODER}
    _, number, events = state(desk)
    assert events == []
    done = desk.switching.switch(people.ada, BOTH)
    encoders, after, (event,) = state(desk)
    assert (encoders, after, done.generation) == (frozenset(BOTH), number + 1, number + 1)
    assert event == {
        "modality": "face", "before": [ENCODER], "encoders": sorted(BOTH), "scorer": "sface+new", "thresholds": "invented", "people": 2,
    }  # fmt: skip
    assert (elsewhere.load().gallery.generation, elsewhere.load().gallery.encoders) == (after, frozenset(BOTH))
    chain(desk)


def test_switching_back_is_a_switch(desk, machine, people, old_people):
    first = desk.gallery.load()
    desk.switching.switch(people.ada, BOTH)
    second = desk.gallery.load()
    done = desk.switching.switch(people.ada, [ENCODER])
    third = desk.gallery.load()
    assert (done.before, done.encoders, done.scorer) == (tuple(sorted(BOTH)), (ENCODER,), "sface")
    assert first.gallery.digest == third.gallery.digest != second.gallery.digest
    assert first.gallery.generation < second.gallery.generation < third.gallery.generation


def test_a_plan_says_what_would_happen_and_changes_nothing(desk, machine, people, old_people):
    earlier = state(desk)
    plan = desk.switching.plan(people.ada, BOTH)
    assert state(desk) == earlier
    assert (plan.people, plan.scorer, plan.thresholds) == (2, "sface+new", "invented")
    assert plan.levels == desk.thresholds.levels("sface+new", 2, 3)
    assert plan == desk.switching.switch(people.ada, BOTH)


def test_only_an_administrator_chooses(desk, machine, people):
    for act in (desk.switching.plan, desk.switching.switch):
        for who in (people.ursula, people.alice, people.petra, people.nora):
            with pytest.raises(Forbidden):
                act(who, BOTH)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("facenet",), "switch-unknown"),
        ((NEW,), "switch-no-thresholds"),
        (("dlib",), "switch-unknown"),  # this calibration does not know it
        ((), "switch-no-thresholds"),
        ((ENCODER,), "switch-in-force-already"),
        (("sface",), "switch-in-force-already"),
    ],
)
def test_what_cannot_be_searched_with_or_changes_nothing_is_refused(desk, machine, people, names, reason):
    assert reason in refused(desk, people, *names)


def test_weights_that_are_missing_or_not_those_of_the_thresholds_are_refused(desk, machine, people, old_people):
    machine.weights[NEW] = "e" * 64
    assert "switch-weights-differ" in refused(desk, people, *BOTH)
    del machine.weights[NEW]
    assert "model.missing model=newface" in refused(desk, people, *BOTH)


def test_nobody_is_left_behind_whose_templates_cannot_be_read_now(desk, machine, people, old_people):
    alice, _ = old_people
    key = desk.config.keystore / f"{alice.id}.key"
    kept = key.rename(desk.config.home / "elsewhere")
    desk.gallery._loaded = None
    assert f"switch-unreadable people=1 who={alice.id}" in refused(desk, people, *BOTH)
    kept.rename(key)
    desk.gallery._loaded = None
    assert desk.switching.switch(people.ada, BOTH).people == 2


def test_new_templates_that_wait_for_a_confirmation_hold_the_switch_up(before, desk, people, old_people, enrol):
    alice, bob = old_people
    desk.performers.forget(people.bob, bob.id)
    install(before)
    again = enrol("alice")
    assert again.parked
    assert "switch-lacking people=1" in refused(desk, people, *BOTH)
    desk.performers.verify(
        people.ursula,
        alice.id,
        "Alice",
        alice.key.fingerprint,
        "met in person",
        expected_likeness=again.likeness_digest,
    )
    assert desk.switching.switch(people.ada, BOTH).people == 1
    assert desk.gallery.load().losses == ()


def test_nobody_is_enrolled_without_an_encoder_in_force(desk, machine, people, verified_bob, enrol):
    desk.switching.switch(people.ada, BOTH)
    del machine.weights[NEW]
    refusal = enrol("alice")
    assert refusal.accepted == ()
    assert {part.message for part in refusal.advice} == {"model.missing"}
    machine.weights[NEW] = "e" * 64
    with pytest.raises(Undecidable, match=r"gallery\.encoder-missing encoder=newface"):
        enrol("alice")
    machine.weights = {ENCODER: WEIGHTS, NEW: NEW_WEIGHTS}
    assert enrol("alice").accepted
    assert desk.gallery.load().gallery.encoders == set(BOTH)


def test_an_enrolment_that_was_looked_at_before_a_switch_is_not_kept_after_it(
    before, desk, people, enrol, release, fake_matching, monkeypatch
):
    release(people.bob, people.bob.performer_id)
    look = desk.performers._examine

    def meanwhile(*arguments, **options):
        seen = look(*arguments, **options)
        install(before)
        monkeypatch.undo()
        desk.switching.switch(people.ada, BOTH)
        return seen

    monkeypatch.setattr(desk.performers, "_examine", meanwhile)
    with pytest.raises(Conflict, match="enrolment-changed"):
        desk.performers.enrol(people.bob, people.bob.performer_id, [fake_matching.picture("bob")])
    assert len(desk.gallery.load().gallery) == 0


def test_who_is_like_too_many_others_is_looked_at_anew(desk, machine, people, old_people, monkeypatch):
    settled = []

    def settle(source: Any) -> int:
        if source.load().modality == "face":
            settled.append(source.load().encoders)
        return 0

    monkeypatch.setattr(desk.crowding, "_settle", settle)
    desk.crowding.settle_when_moved()
    desk.switching.switch(people.ada, BOTH)
    desk.crowding.settle_when_moved()  # of a worker, should the switch have died before it did
    desk.crowding.settle_when_moved()
    assert settled == [{ENCODER}, set(BOTH), set(BOTH)]


def test_without_a_choice_the_usual_encoders_are_in_force(desk, machine):
    encoders, _, events = state(desk)
    assert (encoders, events) == ({ENCODER}, [])
