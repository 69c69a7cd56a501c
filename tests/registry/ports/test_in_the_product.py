"""The product on other forms of its ports: enrolment, check, receipt and forgetting notice nothing of it."""

import io
from pathlib import Path
from typing import Any

import pytest

from registry.ports.keys import KeyMissing
from tests.registry.checks.conftest import Studio, as_replica, studio, tell_contact
from tests.registry.ports.forms import MemoryBlobs, MemoryKeys

__all__ = ["studio"]


@pytest.fixture
def desk(desk: Any) -> Any:
    vars(desk).update(blobs=MemoryBlobs(), keystore=MemoryKeys())
    return desk


def test_a_check_from_enrolment_to_receipt(studio: Studio, make_verified: Any, people: Any, fake_matching: Any) -> None:
    desk, alice = studio.desk, make_verified("alice")
    studio.consent(alice, "alice")
    declared, content = studio.declare(as_replica(alice.id)), fake_matching.picture("alice").read_bytes()
    tell_contact(studio, declared, content)
    queued = desk.checks.register(people.petra, studio.production, io.BytesIO(content), "x.jpg", declared)
    assert len(list(desk.blobs.names())) == 1
    desk.examiner.run(queued.id)
    view = desk.checks.get(people.petra, queued.id)
    assert (view.verdict, view.has_receipt) == ("cleared", True)
    assert list(desk.blobs.names()) == []
    desk.performers.withdraw_release(people.alice, alice.id)
    with pytest.raises(KeyMissing):
        desk.keystore.get(alice.id)
    home: Path = desk.config.home
    assert not [path for path in (desk.config.keystore, home / "uploads") if path.exists() and list(path.iterdir())]
