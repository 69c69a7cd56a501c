"""The pages of an instance that knows faces and voices."""

from typing import Any

import pytest

from registry.desk import Desk
from tests.registry.people.readings.conftest import desk, enrol, released, studio

__all__ = ["desk", "enrol", "studio"]


@pytest.fixture
def alice(desk: Desk, verified_alice: Any, people: Any) -> Any:
    """Confirmed by her face; her release for the voice is signed."""
    released(desk, people.alice, verified_alice.id)
    return people.alice
