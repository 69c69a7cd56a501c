"""With the networks themselves: a real voice is enrolled by microphone, and confirmed."""

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import expect

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.config import Config
from registry.desk import Desk
from registry.records import tables as models_of
from scripts.screenshot import FLAGS
from tests.registry.attended import AttendedDesk
from tests.registry.people.readings.conftest import released
from tests.registry.web.conftest import sign_in
from tests.registry.web.voices.test_microphone import FAKE

pytestmark = [pytest.mark.browser, pytest.mark.data, pytest.mark.slow]
RATE = 16_000
SPEAKER = "367"


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any) -> Iterator[Desk]:
    """An instance with the senses that are installed, and the real reading of files."""
    config = Config(home=tmp_path / "instance", database_url="")
    config.home.mkdir()
    desk = AttendedDesk(config, clock, hasher=fast_hasher)
    models_of.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


def spoken(data: Path, seconds: float) -> np.ndarray:
    """So much of what the speaker says, one utterance after the other."""
    parts: list[np.ndarray] = []
    for file in sorted((data / "voices/real" / SPEAKER).glob("*.flac")):
        with av.open(str(file)) as opened:
            sampled = av.AudioResampler("s16", "mono", RATE)
            parts += [one.to_ndarray().ravel() for frame in opened.decode(audio=0) for one in sampled.resample(frame)]
        if sum(map(len, parts)) >= seconds * RATE:
            break
    return np.concatenate(parts)[: int(seconds * RATE)]


def written(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def test_a_real_voice_is_enrolled_by_microphone_and_confirmed(
    desk: Desk, people: Any, browser: Any, chromium: str, origin: str, data: Path, models: Path, tmp_path: Path
) -> None:
    alice = people.alice
    desk.instance_key.load_or_create()
    released(desk, alice, alice.performer_id)
    sound = spoken(data, 56)
    heard = written(tmp_path / "heard.wav", sound)
    flags = [*FLAGS, *FAKE, f"--use-file-for-fake-audio-capture={heard}"]
    started = browser.browser_type.launch(executable_path=chromium, args=flags)
    page = started.new_context(base_url=origin).new_page()
    sign_in(page, "alice")
    page.goto(f"/performers/{alice.performer_id}/voice")
    page.get_by_role("button", name="Show the texts").click()
    first = page.locator(
        "[data-recorder]"
    ).first  # whatever is recorded next begins with the same words, and is refused
    first.locator("[data-button]").click()
    expect(first.locator("[data-time]")).to_have_text("0:37", timeout=90_000)
    first.locator("[data-button]").click()
    expect(first.locator("[data-button]")).to_have_text("Record again")
    page.get_by_role("button", name="Send the recordings").click()
    page.wait_for_url("**/voice/J-*")
    job = page.url.rsplit("/", 1)[1]
    assert desk.examiner.run(job)
    outcome = desk.enrolments.get(alice, alice.performer_id, job).outcome
    started.close()
    assert outcome["accepted"] == ["text-1.wav"], outcome
    key = new_key("alice")
    desk.performers.add_key(alice, alice.performer_id, "ed25519", to_base64url(key.public))
    assert len(desk.readings.heard(people.ursula, alice.performer_id)) == 1
    desk.performers.verify(people.ursula, alice.performer_id, "Alice", key.fingerprint, "heard and seen")
    assert desk.galleries["voice"].load().gallery.subjects == (alice.performer_id,)
