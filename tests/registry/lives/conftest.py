"""A series, its consents, and somebody who acts for a performer."""

from collections.abc import Callable
from typing import Any

import pytest

from consent.canonical import to_base64url
from consent.signature import SigningKey, new_key
from tests.registry.checks.conftest import shows, studio  # noqa: F401 - fixtures


@pytest.fixture
def act_for(desk: Any, people: Any) -> Callable[..., SigningKey]:
    """`act_for("nora", performer, "guardian")`: the authority, confirmed by Ursula, and Nora's key for it."""

    def make(name: str, performer: str, kind: str) -> SigningKey:
        claim = desk.representations.claim(people.alice, people.accounts[name], performer, kind, "court paper 7")
        desk.representations.confirm(people.ursula, claim.id)
        key = new_key(name)
        desk.performers.add_key(people.__getattr__(name), performer, "ed25519", to_base64url(key.public))
        return key

    return make


@pytest.fixture
def colleague(desk: Any, people: Any) -> Any:
    """Una, another representative of Ursula's union."""
    people.accounts["una"] = desk.accounts.create(people.ada, "una@example.org", "Una").id
    desk.accounts.grant_union(people.ursula, people.accounts["una"], "players-guild")
    return people.una
