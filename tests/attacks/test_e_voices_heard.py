"""E: a dishonest production listens to what it was not given."""

from typing import Any

import pytest

from registry.desk import Desk
from tests.common.speaking import spoken
from tests.common.spoken import ALICE
from tests.registry.checks.conftest import as_replica
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


@pytest.mark.attack("E.voice_gone_meanwhile")
@pytest.mark.parametrize("gone", ["withdraw_release", "forget"])
def test_a_voice_that_is_deleted_while_a_file_is_decided_is_not_taken_for_heard(
    desk: Desk, people: Any, studio: Any, heard_alice: Any, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.consent(heard_alice, "alice", modalities=["voice"])
    declared = studio.declare(as_replica(heard_alice.id, modalities=["voice"]))
    decider, decide = desk.examiner._decider, desk.examiner._decider.decide
    done: list[bool] = []

    def late(*what: Any) -> None:
        if not done:
            done.append(True)
            how = {"modality": "voice"} if gone == "withdraw_release" else {}
            getattr(desk.performers, gone)(people.alice, heard_alice.id, **how)
        decide(*what)

    monkeypatch.setattr(decider, "decide", late)
    view = studio.check(spoken((ALICE, 5.0)), declared, "line.wav")
    assert done
    assert view.verdict != "cleared"
    assert "match" not in [one["answer"] for one in view.result["persons"]]
