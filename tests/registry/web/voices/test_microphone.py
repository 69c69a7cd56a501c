"""In the browser: somebody is enrolled by what their microphone hears, by keyboard alone, and on a small screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from registry.desk import Desk
from registry.gallery import enrolment, reading
from scripts.screenshot import FLAGS
from tests.common.spoken import ALICE, hummed
from tests.registry.web.conftest import sign_in

pytestmark = pytest.mark.browser
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def microphone(browser: Any, chromium: str, origin: str, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser whose microphone hears Alice. Whatever it complains of fails the test."""
    heard = tmp_path / "heard.wav"
    heard.write_bytes(hummed(ALICE, seconds=10))
    flags = [*FLAGS, *FAKE, f"--use-file-for-fake-audio-capture={heard}"]
    started = browser.browser_type.launch(executable_path=chromium, args=flags)
    context = started.new_context(base_url=origin, reduced_motion="reduce", viewport={"width": 390, "height": 844})
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    started.close()
    assert complaints == []


def test_a_voice_is_enrolled_by_microphone(
    microphone: Page, desk: Desk, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FASTEST", 200.0)  # so that nobody waits for half a minute of speech
    monkeypatch.setattr(enrolment, "LEAST_SPEECH", 3)
    page = microphone
    desk.instance_key.load_or_create()
    sign_in(page, "alice")
    page.goto(f"/performers/{alice.performer_id}/voice")
    page.get_by_role("button", name="Show the texts").press("Enter")
    parts = page.locator("[data-recorder]")
    expect(parts).to_have_count(3)
    for number in range(3):
        part = parts.nth(number)
        button = part.locator("[data-button]")
        button.press("Space")
        expect(button).to_have_text("Stop")
        expect(part.locator("[data-advice]")).to_contain_text("Recording.")
        expect(part.locator("[data-time]")).to_have_text("0:02")
        assert float(part.locator("meter").evaluate("meter => meter.value")) > -42
        button.press("Space")
        expect(button).to_have_text("Record again")
        expect(part.locator("[data-advice]")).to_contain_text("Listen to it before you send it.")
        preview = part.locator("[data-preview]")
        expect(preview).to_be_visible()
        preview.evaluate("audio => audio.readyState || new Promise(done => audio.onloadedmetadata = done)")
        assert preview.evaluate("audio => audio.duration") > 1.5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Send the recordings").press("Enter")
    page.wait_for_url("**/voice/J-*")
    job = page.url.rsplit("/", 1)[1]
    assert desk.examiner.run(job)
    expect(page.get_by_text("Your union can now listen")).to_be_visible()
    done = desk.enrolments.get(alice, alice.performer_id, job)
    assert done.outcome["accepted"] == ["text-1.wav", "text-2.wav", "text-3.wav"]
    assert desk.galleries["voice"].load().parked.subjects == (alice.performer_id,)


def test_escape_stops_a_recording_and_another_text_takes_the_microphone_over(
    microphone: Page, desk: Desk, alice: Any
) -> None:
    page = microphone
    desk.instance_key.load_or_create()
    sign_in(page, "alice")
    page.goto(f"/performers/{alice.performer_id}/voice")
    page.get_by_role("button", name="Show the texts").click()
    first, second = (page.locator("[data-recorder]").nth(number) for number in range(2))
    first.locator("[data-button]").click()
    expect(first.locator("[data-button]")).to_have_text("Stop")
    second.locator("[data-button]").click()
    expect(second.locator("[data-button]")).to_have_text("Stop")
    expect(first.locator("[data-button]")).to_have_text("Record again")
    page.keyboard.press("Escape")
    expect(second.locator("[data-button]")).to_have_text("Record again")
    expect(second.locator("[data-advice]")).to_contain_text("That was short.")
