"""The player of a film's check: boxes lie where the people are, over the file that was checked and over no other one."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from matching.media.film.proxy import proxy
from registry.core.shipped import DEMO_PICTURES
from tests.common.clips import clip
from tests.registry.web.conftest import until

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


@pytest.fixture(autouse=True)
def player_allowed(page: Page) -> None:
    """The player is put into a page that has none, and may play what is chosen, as on the page of a check."""

    def answered(route: Any) -> None:
        response = route.fetch()
        policy = f"{response.headers['content-security-policy']}; media-src 'self' blob:"
        route.fulfill(response=response, headers=response.headers | {"content-security-policy": policy})

    page.route("**/verify", answered)


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


ASKS = """document.querySelector("[data-told]").insertAdjacentHTML("afterend", `
  <form action="/small-copy" method="post" data-proxy data-making="making" data-made="made" data-failed="failed" hidden>
    <button>copy</button></form>`);"""


def test_what_the_browser_cannot_play_comes_back_as_a_small_copy(page: Page, desk: Any, tmp_path: Path) -> None:
    desk.instance_key.load_or_create()
    film = clip(tmp_path / "shot.mov", "prores_ks", form="yuv422p10le", frames=48)
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    copy = b"".join(proxy(film, digest))
    sent: list[bytes] = []

    def answer(route: Any) -> None:
        sent.append(route.request.post_data_buffer)
        route.fulfill(body=copy, content_type="video/webm")

    page.route("**/small-copy", answer)
    page.goto("/verify")
    page.evaluate(
        PLAYER.replace("return import(script);", ASKS + "return import(script);"), [digest, "/static/film.js"]
    )
    page.locator("#film").set_input_files(film)
    page.get_by_role("button", name="copy").click()
    page.get_by_text("made", exact=True).wait_for()
    until(page, "document.querySelector('video').videoWidth === 192")
    assert b'filename="shot.mov"' in sent[0]
    place = "document.querySelector('video').currentTime"
    page.evaluate(f"{place} = 1.0")
    until(page, "document.querySelector('[data-path]').getAttribute('transform') === 'translate(200 50)'")
    page.keyboard.press("ArrowRight")
    until(page, f"Math.abs({place} - 1.04) < 0.001")


def test_of_another_file_no_small_copy_is_offered(page: Page, desk: Any, tmp_path: Path) -> None:
    desk.instance_key.load_or_create()
    film = clip(tmp_path / "shot.mov", "prores_ks", form="yuv422p10le", frames=4)
    page.goto("/verify")
    page.evaluate(
        PLAYER.replace("return import(script);", ASKS + "return import(script);"), ["0" * 64, "/static/film.js"]
    )
    page.evaluate("document.querySelector('[data-film]').dataset.unplayable = 'unplayable'")
    page.locator("#film").set_input_files(film)
    page.get_by_text("unplayable", exact=True).wait_for()
    assert not page.get_by_role("button", name="copy").is_visible()
