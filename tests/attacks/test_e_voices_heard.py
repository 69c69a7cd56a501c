"""E: a dishonest production listens to what it was not given."""

from typing import Any

import pytest

from registry.desk import Desk
from tests.registry.checks.voices.conftest import (
    app,
    desk,
    enrol,
    heard_alice,
    keep_recordings,
    possible,
    studio,
    visit,
)

__all__ = ["app", "desk", "enrol", "heard_alice", "keep_recordings", "possible", "studio", "visit"]


@pytest.mark.attack("E.voices_heard")
def test_a_production_hears_no_recording_and_nothing_of_another_production(
    desk: Desk, people: Any, possible: Any, heard_alice: Any, visit: Any
) -> None:
    view, review = possible
    doors = [
        f"/reviews/{review}/evidence/1",
        f"/reviews/{review}/references/1",
        f"/performers/{heard_alice.id}/voice/references/1",
        f"/checks/{view.id}/own/1",
    ]
    for name in ("petra", "quentin", "bob", "victor", "nora", "ada"):
        for door in doors:
            answer = visit(name).get(door)
            assert answer.status_code in (403, 404), (name, door)
            assert b"RIFF" not in answer.data
    for name in ("quentin", "bob", "victor"):
        assert visit(name).get(f"/checks/{view.id}").status_code == 404
