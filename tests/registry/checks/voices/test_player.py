"""A turn is played from the reader's own disk, and stops at its end."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.common.speaking import spoken
from tests.common.spoken import ALICE, BOB
from tests.registry.checks.conftest import as_replica
from tests.registry.web.conftest import sign_in

pytestmark = pytest.mark.browser
DIALOGUE = ((0, 1.0), (ALICE, 3.0), (0, 0.5), (BOB, 4.0), (0, 0.5), (ALICE, 0.6), (0, 2.4))
NOW = "document.querySelector('audio').currentTime"


def test_a_turn_is_played_and_stops_at_its_end(page: Page, studio: Any, heard_alice: Any, tmp_path: Path) -> None:
    content = spoken(*DIALOGUE)
    declared = studio.declare(as_replica(heard_alice.id, modalities=["voice"]))
    view = studio.check(content, declared, '"><img src=x onerror=alert(1)>.wav')
    file = tmp_path / "line.wav"
    file.write_bytes(content)
    sign_in(page, "petra")
    page.goto(f"/checks/{view.id}")
    turn = page.get_by_role("button", name="0:09 to 0:09.6")
    turn.click()
    assert page.locator("#film-file").evaluate("field => field === document.activeElement")  # the file is not here yet
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    page.locator("#film-file").set_input_files(file)
    page.get_by_text("This is the file that was checked.").wait_for()
    page.evaluate(
        "() => { window.paused = new Promise(done => document.querySelector('audio').addEventListener('pause', done)); }"
    )
    turn.focus()
    page.keyboard.press("Enter")
    assert turn.get_attribute("aria-current") == "true"
    page.evaluate("() => window.paused.then(() => null)")
    assert turn.get_attribute("aria-current") is None
    assert 9.55 < page.evaluate(NOW) < 9.9
    heads = page.locator("[data-head]")
    places = {float(str(head.get_attribute("x"))) for head in heads.all()}
    assert len(places) == 1
    assert 100 * 9.5 / 12 < places.pop() < 100 * 10 / 12
    wave = page.locator("[data-wave]")
    box = wave.bounding_box()
    assert box is not None
    wave.click(position={"x": box["width"] / 2, "y": 10})
    assert abs(page.evaluate(NOW) - 6.0) < 0.1
    assert sent == []
