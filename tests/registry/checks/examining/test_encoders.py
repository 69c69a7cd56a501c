"""A check looks and compares by the encoders in force, or it is not decided."""

from typing import Any

import pytest

from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import ENCODER, WEIGHTS
from tests.registry.two_encoders import NEW, NEW_WEIGHTS, Machine

BOTH = (ENCODER, NEW)


@pytest.fixture
def machine(desk: Any, fake_matching: Any) -> Machine:
    return Machine(desk, fake_matching)


@pytest.fixture
def known(machine: Machine, studio: Any, verified_alice: Any) -> Any:
    """Alice, enrolled by both encoders, with her consent for Petra's production."""
    studio.consent(verified_alice, "alice")
    return verified_alice


def test_a_receipt_names_the_encoders_in_force_and_goes_stale_with_a_switch(
    known: Any, studio: Any, shows: Any, people: Any
) -> None:
    declared = studio.declare(as_replica(known.id))
    content = shows("alice")
    first = studio.check(content, declared)
    receipt = studio.desk.checks.receipt(people.petra, first.id)
    assert first.verdict == "cleared"
    assert WEIGHTS in str(receipt)
    assert NEW_WEIGHTS not in str(receipt)
    assert receipt["receipt_id"] not in str(studio.desk.status.stale_list())
    studio.desk.switching.switch(people.ada, BOTH)
    assert receipt["receipt_id"] in str(studio.desk.status.stale_list())
    again = studio.check(content, studio.declare(as_replica(known.id), unit={"id": "SH041", "version": 1}))
    assert again.verdict == "cleared"
    assert NEW_WEIGHTS in str(studio.desk.checks.receipt(people.petra, again.id))


def test_weights_that_are_gone_decide_nothing_and_are_named(
    known: Any, studio: Any, shows: Any, people: Any, machine: Machine
) -> None:
    studio.desk.switching.switch(people.ada, BOTH)
    del machine.weights[NEW]
    view = studio.check(shows("stranger"), studio.declare())
    (reason,) = view.result["reasons"]
    assert (view.state, view.status, reason["message"]) == ("failed", "cannot_decide", "model.missing")
    assert reason["params"]["model"] == NEW


def test_weights_without_thresholds_decide_nothing(
    known: Any, studio: Any, shows: Any, people: Any, machine: Machine
) -> None:
    studio.desk.switching.switch(people.ada, BOTH)
    machine.weights[NEW] = "e" * 64
    view = studio.check(shows("stranger"), studio.declare())
    assert (view.state, view.result["reasons"][0]["message"]) == ("failed", "gallery.encoder-missing")


def test_a_switch_while_a_file_is_looked_at_has_it_looked_at_again(
    known: Any, studio: Any, shows: Any, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare, looked_with = studio.desk.examiner._compare, []

    def slow(examination: Any, *rest: Any) -> Any:
        looked_with.append(set(examination.encoders))
        if len(looked_with) == 1:
            studio.desk.switching.switch(people.ada, BOTH)
        return compare(examination, *rest)

    monkeypatch.setattr(studio.desk.examiner, "_compare", slow)
    view = studio.check(shows("alice"), studio.declare(as_replica(known.id)))
    assert view.verdict == "cleared"
    assert looked_with == [{ENCODER}, set(BOTH)]


def test_a_decision_that_waits_is_not_made_again_from_what_others_found(
    known: Any, studio: Any, shows: Any, people: Any
) -> None:
    """Without consent the check is blocked; when one comes after a switch, the file has to be seen again."""
    french = studio.declare()["use"] | {"language": "fr"}
    view = studio.check(shows("alice"), studio.declare(as_replica(known.id), use=french))
    assert view.verdict == "blocked"
    studio.desk.switching.switch(people.ada, BOTH)
    studio.consent(known, "alice", languages=["en", "fr"])
    studio.desk.redecider.run_due()
    assert studio.desk.checks.get(people.petra, view.id).state == "stale"
