"""Standing preferences: they count, they replace one another, and no production ever reads of them."""

import json
from typing import Any

import pytest

from registry.core.errors import Invalid
from registry.core.permissions import Forbidden
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import as_replica


def test_a_prohibition_blocks_what_no_consent_names_and_a_production_reads_nothing_of_it(
    desk: Any, studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    plain = studio.check(shows("bob"), studio.declare(as_replica(verified_bob.id)))
    desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == plain.verdict == "blocked"
    shape = json.dumps(view.result)
    assert "preference" not in shape
    assert "prohibit" not in shape
    assert shape.replace(view.id, "") == json.dumps(plain.result).replace(plain.id, "")
    assert "preference" not in json.dumps(desk.checks.receipt(people.petra, view.id))
    seen = desk.checks.get(people.alice, view.id).result
    assert any(reason["clause"] == "standing_preference" for person in seen["persons"] for reason in person["reasons"])


def test_a_prohibition_after_the_consent_decides_again_and_ending_it_too(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "cleared"
    clock.forward(days=1)
    preference = desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    assert desk.checks.get(people.petra, view.id).verdict == "blocked"
    desk.preferences.end(people.alice, preference.id)
    assert desk.preferences.of(people.alice, verified_alice.id) == []


def test_one_performer_s_preference_is_not_another_s(
    desk: Any, studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    studio.consent(verified_bob, "bob")
    desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    view = studio.check(
        shows("alice", "bob"), studio.declare(as_replica(verified_alice.id), as_replica(verified_bob.id))
    )
    verdicts = {person["pseudonym"]: person["verdict"] for person in view.result["persons"]}
    assert verdicts["P1"] == "blocked"
    assert verdicts["P2"] != "blocked"
    clauses = [
        reason["clause"]
        for person in desk.checks.get(people.bob, view.id).result["persons"]
        for reason in person["reasons"]
    ]
    assert "standing_preference" not in clauses


def test_allowed_in_general_is_no_consent(desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any) -> None:
    desk.preferences.set(people.alice, verified_alice.id, "allowed")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "blocked"
    with desk.db.read() as session:
        assert session.get_one(Check, view.id).case["case"]["standing_preferences"][0]["value"] == "allowed"


def test_a_file_of_declarations_is_taken_whole_or_not_at_all(desk: Any, people: Any, verified_alice: Any) -> None:
    content = {
        "declarations": [
            {"value": "prohibited", "modality": "voice", "declared_on": "2026-07-01"},
            {"value": "allowed_with_terms"},
        ]
    }
    desk.preferences.import_from(people.alice, verified_alice.id, content)
    held = desk.preferences.of(people.ursula, verified_alice.id)
    assert {(one.source, one.modality, one.value) for one in held} == {
        ("human_consent_registry", "voice", "prohibited"),
        ("human_consent_registry", None, "allowed_with_terms"),
    }
    for wrong in (
        [],
        {"declarations": []},
        {"declarations": [{"value": "yes"}]},
        {"declarations": [{"value": "allowed"}, {"modality": "face"}]},
        {"declarations": [{"value": "allowed", "declared_on": "tomorrow"}]},
        {"declarations": [{"value": "allowed"}], "more": 1},
    ):
        with pytest.raises(Invalid):
            desk.preferences.import_from(people.alice, verified_alice.id, wrong)
    assert len(desk.preferences.of(people.alice, verified_alice.id)) == 2


def test_a_later_preference_of_the_same_source_takes_the_place_of_the_earlier(
    desk: Any, people: Any, verified_alice: Any
) -> None:
    desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    desk.preferences.set(people.alice, verified_alice.id, "allowed")
    desk.preferences.set(people.alice, verified_alice.id, "prohibited", modality="voice")
    held = desk.preferences.of(people.alice, verified_alice.id)
    assert {(one.modality, one.value) for one in held} == {(None, "allowed"), ("voice", "prohibited")}


def test_only_the_performer_prefers_and_no_production_reads_it(desk: Any, people: Any, verified_alice: Any) -> None:
    for who in (people.petra, people.bob, people.ursula, people.ada):
        with pytest.raises(Forbidden):
            desk.preferences.set(who, verified_alice.id, "allowed")
    for who in (people.petra, people.bob):
        with pytest.raises(Forbidden):
            desk.preferences.of(who, verified_alice.id)
