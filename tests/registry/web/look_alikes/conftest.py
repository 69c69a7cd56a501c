"""Twins, a representative who knows neither, and the pages."""

from collections.abc import Callable
from typing import Any

import pytest

from consent.signature import sign
from registry.core.permissions import Identity
from tests.registry.conftest import Verified
from tests.registry.reviews.conftest import account
from tests.registry.web.conftest import app, origin, page, visit

__all__ = ["account", "app", "origin", "page", "visit"]


@pytest.fixture
def una(account: Any) -> Callable[[], Identity]:
    """A representative of the twins' union who confirmed neither."""
    return account("una", "players-guild")


@pytest.fixture
def drafted(desk: Any, people: Any, verified_alice: Verified, verified_bob: Verified) -> str:
    """Alice's paper about Bob, still to be signed."""
    return desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id).id


@pytest.fixture
def signed(desk: Any, people: Any, verified_alice: Verified, drafted: str) -> str:
    """The same, signed and waiting for a union."""
    content = desk.look_alikes.document(people.alice, drafted)
    desk.look_alikes.sign(people.alice, drafted, sign(verified_alice.key, content, "signer").as_dict())
    return drafted
