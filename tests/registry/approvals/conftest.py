"""A series for a commissioner with a policy of its own: who approves, who counsels, and what waits for them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.registry.checks.conftest import a_declaration, as_replica, shows, studio  # noqa: F401 - fixtures


@pytest.fixture
def offices(desk: Any, people: Any, studio: Any) -> Any:  # noqa: F811
    """Cora answers for the commissioner of Petra's series, Lena is its counsel; nobody has approved anything."""
    studio.approves = False
    for name, role in (("cora", "commissioner"), ("lena", "counsel")):
        account = desk.accounts.create(people.ada, f"{name}@example.org", name.title())
        people.accounts[name] = account.id
        desk.accounts.grant_production(people.ada, account.id, studio.production, role)
    return people


@pytest.fixture
def environment(studio: Any) -> Callable[..., dict[str, Any]]:  # noqa: F811
    """The declaration of a final shot of a building that collapses, without talent."""

    def declare(**changes: Any) -> dict[str, Any]:
        declared = a_declaration(
            studio.production,
            asset={"stage": "final", "element": "vfx_environment", "prominence": "story_relevant"},
            principles=dict.fromkeys(
                ("no_third_party_replication", "no_store_train", "secure_environment", "no_unconsented_replacement"),
                "yes",
            )
            | {"temporary_only": "no"},
        )
        return declared | changes

    return declare


@pytest.fixture
def replica(studio: Any, verified_alice: Any) -> dict[str, Any]:  # noqa: F811
    return studio.declare(as_replica(verified_alice.id))
