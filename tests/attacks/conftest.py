"""What an attack on the front desk begins with: an instance, its people and workers, a production that may be dishonest."""

from typing import Any

import pytest

from tests.registry.checks.conftest import behind_one_row, crew, hand, sends, shows, studio, unattended
from tests.registry.conftest import (
    clock,
    compiled_once,
    desk,
    fake_matching,
    fast_hasher,
    keep_pictures,
    make_verified,
    people,
    prepared,
    release,
    unpeopled,
    verified_alice,
    verified_bob,
)

__all__ = [
    "behind_one_row",
    "clock",
    "compiled_once",
    "crew",
    "desk",
    "fake_matching",
    "fast_hasher",
    "hand",
    "keep_pictures",
    "make_verified",
    "people",
    "prepared",
    "release",
    "sends",
    "shows",
    "studio",
    "unattended",
    "unpeopled",
    "verified_alice",
    "verified_bob",
]


@pytest.fixture(scope="session")
def cases() -> Any:
    """The demo's people as a gallery, which takes many seconds to make."""
    from benchmarks.hidden import Cases

    return Cases()
