"""Declared cast is verified one to one: no review for a performer whom the production itself names."""

from typing import Any

from tests.registry.checks.conftest import as_replica


def test_declared_cast_is_verified_one_to_one_and_says_so_in_the_receipt(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    shown = shows("alice~0.57")  # too weak for a name among all, enough for the one who is declared
    view = studio.check(shown, studio.declare(as_replica(verified_alice.id)))
    (person,) = view.result["persons"]
    assert (person["answer"], person["error"]["message"], view.verdict) == ("match", "known-error-declared", "cleared")
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    assert receipt["persons"][0]["error"] == person["error"]
    undeclared = studio.check(shown, studio.declare())
    assert {person["answer"] for person in undeclared.result["persons"]} == {"possible"}
    assert undeclared.verdict != "cleared"
