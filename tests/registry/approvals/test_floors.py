"""Floor terms of a union: a member may tighten them, nobody may loosen them."""

from typing import Any

import pytest

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from tests.registry.checks.conftest import AGREEMENT


def test_a_consent_below_the_floor_is_not_even_written(
    desk: Any, studio: Any, people: Any, verified_alice: Any
) -> None:
    desk.floors.set(people.ursula, "players-guild", "max_uses", 3)
    with pytest.raises(Conflict, match="consent-below-floor dimensions=max_uses"):
        studio.draft(verified_alice.id, max_uses=5)
    assert studio.draft(verified_alice.id, max_uses=2)


def test_a_floor_that_was_set_meanwhile_stops_the_countersignature(
    desk: Any, studio: Any, people: Any, verified_alice: Any
) -> None:
    drafted = studio.draft(verified_alice.id, languages=["en", "fr"])
    studio.signed(drafted, verified_alice.key, "alice")
    floor = desk.floors.set(people.ursula, "players-guild", "languages", ["en"], AGREEMENT)
    with pytest.raises(Conflict, match="consent-below-floor"):
        studio.countersigned(drafted)
    desk.floors.end(people.ursula, floor.id)
    studio.countersigned(drafted)
    assert desk.consents.get(people.alice, drafted).state == "given"


def test_a_later_floor_for_the_same_takes_the_place_of_the_earlier(desk: Any, people: Any) -> None:
    for most in (3, 7):
        desk.floors.set(people.ursula, "players-guild", "max_uses", most)
    desk.floors.set(people.ursula, "players-guild", "max_uses", 1, AGREEMENT)
    held = {(floor.agreement, floor.value) for floor in desk.floors.list("players-guild")}
    assert held == {(None, 7), (AGREEMENT, 1)}


def test_only_the_union_sets_its_floor_and_only_for_its_agreements(desk: Any, people: Any) -> None:
    for who in (people.victor, people.petra, people.alice, people.ada):
        with pytest.raises(Forbidden):
            desk.floors.set(who, "players-guild", "max_uses", 3)
    with pytest.raises(NotFound):
        desk.floors.set(people.victor, "stage-alliance", "max_uses", 3, AGREEMENT)
    with pytest.raises(Invalid):
        desk.floors.set(people.ursula, "players-guild", "max_uses", 0)
    with pytest.raises(Invalid):
        desk.floors.set(people.ursula, "players-guild", "description", "anything")
