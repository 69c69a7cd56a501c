"""The player of a film's check: boxes lie where the people are, over the file that was checked and over no other one."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from registry.core.shipped import DEMO_PICTURES

pytestmark = pytest.mark.browser
FILM = DEMO_PICTURES / "film.mp4"
PLAYER = """([sha256, script]) => {
  document.querySelector("main").innerHTML = `
    <section data-film="${sha256}" data-length="12" data-same="same" data-other="other" hidden>
      <input type="file" id="film">
      <figure class="picture film" hidden><video muted></video>
        <svg viewBox="0 0 640 360"><g data-path="[[0, 100, 50, 80, 90], [2, 300, 50, 80, 90]]" visibility="hidden">
          <rect class="edge"/><rect class="line"/></g></svg>
      </figure><p data-told></p>
    </section>`;
  return import(script);
}"""


@pytest.mark.parametrize(("same", "told"), [(True, "same"), (False, "other")])
def test_a_box_follows_whom_it_marks(page: Page, desk: Any, tmp_path: Path, same: bool, told: str) -> None:
    desk.instance_key.load_or_create()
    page.goto("/verify")
    digest = hashlib.sha256(FILM.read_bytes()).hexdigest() if same else "0" * 64
    page.evaluate(PLAYER, [digest, "/static/film.js"])
    page.locator("#film").set_input_files(shutil.copy(FILM, tmp_path / "film.mp4"))
    page.get_by_text(told, exact=True).wait_for()
    mark = page.locator("[data-path]")
    seen = {}
    for second in (0.5, 1.5, 3.0):
        page.evaluate(
            "at => new Promise(done => { const film = document.querySelector('video');"
            " film.addEventListener('seeked', () => setTimeout(done, 50), { once: true }); film.currentTime = at; })",
            second,
        )
        seen[second] = mark.get_attribute("visibility"), mark.get_attribute("transform")
    if not same:
        assert {shown for shown, _ in seen.values()} == {"hidden"}
        return
    assert seen[0.5] == ("visible", "translate(150 50)")
    assert seen[1.5] == ("visible", "translate(250 50)")
    assert seen[3.0][0] == "hidden"
