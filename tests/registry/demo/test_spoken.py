"""The demo's spoken lines, heard with the networks themselves: one that is allowed, one that is not until its speaker has signed for
his voice, and one that was put into somebody's mouth."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from consent.keyfile import read_key
from consent.signature import sign
from registry.core.config import Config
from registry.demo import people, scenes
from registry.desk import Desk
from registry.records import tables as models_of
from tests.registry.attended import AttendedDesk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SPOKEN = {"mara-lind", "rafiq-sandanal", "yuna-castellan"}
RAFIQ = "rafiq-sandanal"


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any) -> Iterator[Desk]:
    """An instance with the senses that are installed, and the real reading of files."""
    config = Config(home=tmp_path / "instance", database_url="")
    config.home.mkdir()
    desk = AttendedDesk(config, clock, hasher=fast_hasher)
    models_of.Base.metadata.create_all(desk.db.engine)
    desk.instance_key.load_or_create()
    yield desk
    desk.close()


def test_a_line_is_blocked_by_its_clause_and_cleared_once_performer_and_union_have_signed(
    desk: Desk, browser: Browser, origin: str, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "CAST", {slug: one for slug, one in people.CAST.items() if slug in SPOKEN})
    monkeypatch.setattr(people, "SCOPES", {slug: one for slug, one in people.SCOPES.items() if slug in SPOKEN})
    spoken = [replace(scene, approved=True) for scene in scenes.SCENES if scene.heard]
    monkeypatch.setattr(scenes, "SCENES", spoken)
    cast = people.fill(desk, tmp_path, lambda _said: None)
    lines = {line.file: line for line in scenes.check(desk, cast, lambda _said: None)}
    page = browser.new_context(base_url=origin).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("production@demo.example")
    page.get_by_label("Password").fill(cast.passwords["production@demo.example"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")

    def shows(file: str, *words: str) -> None:
        page.goto(f"/checks/{lines[file].check_id}")
        for one in words:
            expect(page.locator("main")).to_contain_text(one)

    shows("line-lamp.mp4", "Cleared")
    shows("line-dubbed.mp4", "Blocked", "lip sync new dialogue")
    shows("line-quay.mp4", "Blocked", "The consent covers face; this use also needs voice.")
    page.screenshot(path=tmp_path / "blocked.png", full_page=True)

    producer, union = (desk.accounts.identity(one.id) for one in (cast.producer, cast.union))
    scope = people.scope_for(cast.production_id, desk.clock().date()) | {"modalities": ["face", "voice"]}
    consent = desk.consents.draft(producer, cast.performers[RAFIQ], cast.production_id, scope)
    content = desk.consents.document_bytes(union, consent.id)
    signed = sign(read_key(tmp_path / f"{RAFIQ}-key.json"), content, "signer").as_dict()
    desk.consents.add_signature(people._owner(desk, cast, RAFIQ), consent.id, signed)
    desk.redecider.run_due()
    shows("line-quay.mp4", "Blocked")  # his union has not countersigned
    counter = sign(read_key(tmp_path / "union-key.json"), content, "countersigner").as_dict()
    desk.consents.countersign(union, consent.id, counter, "yes")
    desk.redecider.run_due()
    shows("line-quay.mp4", "Cleared")
    page.screenshot(path=tmp_path / "cleared.png", full_page=True)
