"""The instance that tests begin with is the same one, copied: to let everybody move in takes a second each time."""

from collections.abc import Callable
from typing import Any

from registry.gallery import enrolment
from tests.registry.conftest import FakeMatching, People
from tests.registry.prepared import Prepared, Verified

PLAIN = FakeMatching._face.__qualname__ + enrolment._content.__qualname__


def test_everybody_has_moved_in_once(
    people: People, prepared: Callable[[tuple[str, ...], bool, str], Prepared]
) -> None:
    assert people.accounts == prepared((), False, PLAIN).accounts


def test_what_a_test_asks_for_is_there_already(
    people: People, verified_alice: Verified, desk: Any, prepared: Callable[[tuple[str, ...], bool, str], Prepared]
) -> None:
    assert verified_alice == prepared(("verified_alice",), False, PLAIN).made["verified_alice"]
    assert desk.performers.card(people.alice, verified_alice.id).standing == "verified"
