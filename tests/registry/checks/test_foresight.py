"""What an act would stop is counted before it is done, and is what it then stops."""

from typing import Any

import pytest

from registry.checks.foresight import Foreseen
from registry.core.errors import NotFound
from registry.core.permissions import Forbidden
from tests.registry.checks.conftest import AGREEMENT, as_replica


@pytest.fixture
def consent(studio: Any, verified_alice: Any, shows: Any) -> str:
    """Alice's, on which two cleared files rest."""
    given: str = studio.consent(verified_alice, "alice")
    for _ in range(2):
        check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
        assert check.result["verdict"] == "cleared"
    return given


def test_what_is_counted_is_what_is_stopped(desk: Any, people: Any, studio: Any, consent: str, unattended: Any) -> None:
    both = Foreseen(files=2, productions=1)
    assert desk.foresight.withdrawal(people.alice, consent) == both
    assert desk.foresight.strike(people.ursula, AGREEMENT, None) == both
    assert desk.foresight.strike(people.ursula, AGREEMENT, studio.production) == both
    assert desk.foresight.forgetting(people.alice, people.alice.performer_id) == both
    unattended.strikes.throw(people.ursula, AGREEMENT)
    assert desk.foresight.withdrawal(people.alice, consent) == Foreseen(0, 0)  # they wait for a new decision already


def test_another_production_is_not_counted(desk: Any, people: Any, consent: str) -> None:
    assert desk.foresight.strike(people.ursula, AGREEMENT, "PR-QUENTIN") == Foreseen(0, 0)


@pytest.mark.attack("C.counts")
def test_only_whoever_may_do_it_is_told(desk: Any, people: Any, consent: str) -> None:
    for who in (people.petra, people.quentin, people.bob, people.victor, people.nora, people.ada):
        with pytest.raises(NotFound):
            desk.foresight.withdrawal(who, consent)
        with pytest.raises(Forbidden):
            desk.foresight.strike(who, AGREEMENT, None)
        with pytest.raises(Forbidden):
            desk.foresight.forgetting(who, people.alice.performer_id)
