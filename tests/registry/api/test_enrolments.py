"""Enrolment by voice at the door for programs."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from registry.desk import Desk
from registry.people.readings import service
from tests.common.spoken import ALICE
from tests.registry.api.conftest import Program
from tests.registry.people.readings.conftest import desk, read_aloud, released

__all__ = ["desk"]


@pytest.fixture
def alice(desk: Desk, verified_alice: Any, people: Any) -> Any:
    released(desk, people.alice, verified_alice.id)
    return people.alice


def test_texts_recordings_and_what_becomes_of_them(desk: Desk, alice: Any, program: Callable[[str], Program]) -> None:
    her, here = program("alice"), f"/performers/{alice.performer_id}/voice"
    texts = her.post(f"{here}/texts", json={"count": 3}).json
    assert len(texts) == service.USUAL
    assert all({"id", "text", "language", "until"} == set(one) for one in texts)
    files = {one["id"]: (io.BytesIO(sound), "a.wav") for one, sound in zip(texts, read_aloud(ALICE), strict=True)}
    queued = her.post(here, data={"keep": "yes", **files})
    assert (queued.status_code, queued.json["state"]) == (202, "queued")
    job = queued.json["enrolment"]
    assert queued.headers["Location"].endswith(f"{here}/{job}")
    desk.examiner.run(job)
    over = her.get(f"{here}/{job}")
    assert (over.status_code, over.json["accepted"], over.json["parked"]) == (200, ["a.wav"] * 3, True)
    assert desk.readings.references(alice, alice.performer_id) == 3
    again = {one["id"]: (io.BytesIO(sound), "a.wav") for one, sound in zip(texts, read_aloud(ALICE), strict=True)}
    assert her.post(here, data=again).status_code == 409


def test_advice_is_told_in_words(desk: Desk, alice: Any, program: Callable[[str], Program]) -> None:
    her, here = program("alice"), f"/performers/{alice.performer_id}/voice"
    texts = her.post(f"{here}/texts", json={"count": 3}).json
    queued = her.post(here, data={texts[0]["id"]: (io.BytesIO(read_aloud(ALICE, 1)[0]), "a.wav")})
    desk.examiner.run(queued.json["enrolment"])
    (advice,) = her.get(f"{here}/{queued.json['enrolment']}").json["advice"]
    assert advice["message"] == "enrol.too-little-speech"
    assert "15 seconds" in advice["words"]


def test_nobody_else_draws_sends_or_asks(
    desk: Desk, alice: Any, program: Callable[[str], Program], stranger: Program
) -> None:
    here = f"/performers/{alice.performer_id}/voice"
    texts = program("alice").post(f"{here}/texts", json={"count": 3}).json

    def recording() -> dict[str, Any]:
        return {texts[0]["id"]: (io.BytesIO(read_aloud(ALICE, 1)[0]), "a.wav")}

    for other in (program("bob"), program("ursula"), program("petra"), stranger):
        assert other.post(f"{here}/texts", json={"count": 3}).status_code in (401, 403, 404)
        assert other.post(here, data=recording()).status_code in (401, 403, 404, 413)
        assert other.get(f"{here}/J-2222222222").status_code in (401, 403, 404)
    assert len(desk.readings.open(alice, alice.performer_id)) == 3


def test_unknown_parts_and_none_are_named(alice: Any, program: Callable[[str], Program]) -> None:
    her, here = program("alice"), f"/performers/{alice.performer_id}/voice"
    for wrong in ({"keep": "perhaps"}, {"texts": "RT-X"}, {"keep": "no"}):
        assert her.post(here, data=wrong, content_type="multipart/form-data").status_code == 400
    assert her.post(here, json={}).status_code == 415
