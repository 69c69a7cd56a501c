"""The file is hashed in the browser and never sent."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.registry.web.receipts.conftest import Cleared
from tests.registry.web.test_browser import CONTRAST

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 119, 128, 4 * 1024 * 1024, 4 * 1024 * 1024 + 77])
def test_the_digest_is_the_one_of_the_standard(page: Page, desk: Any, tmp_path: Path, size: int) -> None:
    desk.instance_key.load_or_create()
    content = bytes(index * 31 % 251 for index in range(min(size, 4096))) * (size // 4096 + 1)
    (tmp_path / "file.bin").write_bytes(content[:size])
    page.goto("/verify")
    page.get_by_label("The file you want to use").set_input_files(tmp_path / "file.bin")
    page.get_by_text("Only the SHA-256 below will be sent").wait_for()
    assert page.locator("#sha256").input_value() == hashlib.sha256(content[:size]).hexdigest()


def test_a_stranger_verifies_a_receipt_and_the_file_stays(page: Page, cleared: Cleared, tmp_path: Path) -> None:
    bodies: list[bytes] = []
    page.on("request", lambda request: bodies.append(request.post_data_buffer or b""))
    (tmp_path / "receipt.json").write_text(json.dumps(cleared.receipt))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/verify/{cleared.receipt['receipt_id']}")
    page.get_by_label("Receipt", exact=True).set_input_files(tmp_path / "receipt.json")
    page.get_by_label("The file you want to use").set_input_files(cleared.file)
    page.get_by_text("Only the SHA-256 below will be sent").wait_for()
    page.get_by_role("button", name="Verify").click()
    page.get_by_role("heading", name="You may use this file as declared").wait_for()
    assert not any(cleared.file.read_bytes() in body for body in bodies)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_the_pages_can_be_read_in_either_light(page: Page, cleared: Cleared, light: Any) -> None:
    page.emulate_media(color_scheme=light)
    page.goto("/verify")
    assert page.evaluate(CONTRAST) == []
