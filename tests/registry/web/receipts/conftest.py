"""A cleared check of Petra's, the file of which lies on disk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.registry.checks.conftest import as_replica, shows, studio

__all__ = ["shows", "studio"]


@dataclass(frozen=True)
class Cleared:
    check: str
    receipt: dict[str, Any]
    file: Path
    consent: str


@pytest.fixture
def cleared(studio: Any, verified_alice: Any, shows: Any, people: Any, tmp_path: Path) -> Cleared:
    consent, content = studio.consent(verified_alice, "alice"), shows("alice")
    (tmp_path / "shot.jpg").write_bytes(content)
    check = studio.check(content, studio.declare(as_replica(verified_alice.id)))
    assert check.result["verdict"] == "cleared"
    return Cleared(check.id, studio.desk.checks.receipt(people.petra, check.id), tmp_path / "shot.jpg", consent)
