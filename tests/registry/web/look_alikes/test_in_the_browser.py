"""Twins in a real browser: one declares and signs with a key of their own, a union decides, and both doors show it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from consent.keyfile import write_key
from registry.cli import main
from registry.core.permissions import Identity
from registry.desk import Desk
from tests.registry.conftest import FakeMatching, People, Verified
from tests.registry.web.conftest import sign_in
from tests.registry.web.test_browser import CONTRAST

pytestmark = pytest.mark.browser


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def test_a_twin_declares_signs_and_is_approved(
    page: Page,
    people: People,
    verified_alice: Verified,
    verified_bob: Verified,
    una: Callable[[], Identity],
    tmp_path: Path,
) -> None:
    key = tmp_path / "likeness.key"
    write_key(key, verified_alice.key)
    sign_in(page, "alice")
    page.get_by_role("navigation").get_by_role("link", name="My likeness").click()
    page.get_by_role("link", name="Twins and look-alikes").click()
    page.get_by_label("Registry id of the other person").fill(verified_bob.id)
    page.get_by_role("button", name="Create the document").click()
    page.get_by_role("heading", name="Sign the document").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the document").first.click()
    paper = tmp_path / download.value.suggested_filename
    download.value.save_as(paper)
    command = page.locator("#sign-command").inner_text().split()
    assert command[:4] == ["likeness", "look-alike", "sign", paper.name]
    arguments = ["look-alike", "sign", str(paper), "--key", str(key), "--yes"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    page.get_by_label("Signature file").set_input_files(tmp_path / f"{paper.stem}.signature.json")
    page.get_by_role("button", name="Send the signature").click()
    page.get_by_text("Your signature is valid and on record.").wait_for()
    sign_out(page)
    sign_in(page, "una")
    page.get_by_role("navigation").get_by_role("link", name="Reviews").click()
    page.get_by_role("link", name="Alice and Bob").click()
    page.get_by_role("button", name="Approve: they are two").click()
    page.get_by_text("The two are known as look-alikes now.").wait_for()
    assert not page.get_by_role("link", name="Alice and Bob").count()
    sign_out(page)
    sign_in(page, "alice")
    page.goto(f"/look-alikes/{paper.stem}")
    assert "approved" in page.locator(".lead").inner_text()
    assert "Approved by a union" in page.locator("main").inner_text()


def test_declaring_pasting_and_deciding_work_without_javascript(
    browser: Browser,
    origin: str,
    desk: Desk,
    people: People,
    verified_alice: Verified,
    verified_bob: Verified,
    una: Callable[[], Identity],
) -> None:
    from consent.signature import sign

    context = browser.new_context(base_url=origin, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "alice")
    page.goto(f"/performers/{verified_alice.id}/look-alikes")
    page.get_by_label("Registry id of the other person").fill(verified_bob.id)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/look-alikes/L-"))
    pair = page.url.rsplit("/", 1)[1]
    signature = sign(verified_alice.key, desk.look_alikes.document(people.alice, pair), "signer").as_dict()
    page.get_by_label("Or what the file says").fill(json.dumps(signature, indent=2))
    page.get_by_role("button", name="Send the signature").click()
    page.get_by_text("Your signature is valid").wait_for()
    sign_out(page)
    sign_in(page, "una")
    page.goto(f"/look-alikes/{pair}")
    page.get_by_role("button", name="Refuse").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The declaration is refused.").wait_for()
    assert desk.look_alikes.get(people.alice, pair).state == "refused"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_and_can_be_read(
    page: Page,
    desk: Desk,
    people: People,
    signed: str,
    una: Callable[[], Identity],
    fake_matching: FakeMatching,
    scheme: str,
) -> None:
    alice, bob = people.alice.performer_id, people.bob.performer_id
    back = desk.look_alikes.draft(people.bob, str(bob), str(alice)).id
    desk.neutrals.appoint(people.ada, people.accounts["nora"])
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for name, paths in {
        "alice": [f"/performers/{alice}", f"/performers/{alice}/look-alikes", f"/look-alikes/{signed}"],
        "bob": [f"/look-alikes/{back}"],
        "una": ["/unions/players-guild", "/reviews", f"/look-alikes/{signed}"],
        "ada": ["/administration"],
    }.items():
        sign_in(page, name)
        for path in paths:
            page.goto(path)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert page.evaluate(CONTRAST) == [], path
            unnamed = "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
            assert page.evaluate(f"{unnamed}.filter(e => !e.labels.length).map(e => e.name)") == [], path
        sign_out(page)
