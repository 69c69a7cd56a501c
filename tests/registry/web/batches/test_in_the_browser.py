"""Files are sent one by one, and the answers come into the table."""

import pytest
from playwright.sync_api import Page

from registry.desk import Desk
from tests.registry.conftest import FakeMatching, People
from tests.registry.web.conftest import DECLARED, sign_in
from tests.registry.web.test_browser import CONTRAST

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(page: Page, people: People, desk: Desk) -> Page:
    """The page of Petra's many files, on a telephone."""
    page.set_viewport_size({"width": 390, "height": 844})
    draft = desk.drafts.begin(people.petra, "PR-PETRA", DECLARED | {"names": ["Mara Lind"]})
    sign_in(page, "petra")
    page.goto(f"/drafts/{draft.id}")
    page.get_by_role("link", name="Check several files with this declaration").click()
    page.get_by_role("heading", name="Check several files", exact=True).wait_for()
    return page


def test_files_are_sent_and_answered_without_leaving_the_page(
    opened: Page, desk: Desk, fake_matching: FakeMatching
) -> None:
    files = [fake_matching.picture("alice", name=f"SH0{number}_v2.jpg") for number in (10, 20)]
    files.append(fake_matching.picture("bob", name="broken.jpg"))
    files[-1].write_bytes(b"damaged")
    opened.get_by_label("Files", exact=True).set_input_files(files)
    assert opened.get_by_text("Files still to be sent: 3").is_visible()
    opened.get_by_role("button", name="Check these files").click()
    opened.locator("tr[data-progress]").nth(2).wait_for()
    for row in opened.locator("tr[data-progress]").all():
        desk.examiner.run(str(row.get_attribute("data-progress")).split("/")[2])
    opened.locator("tr .verdict").nth(2).wait_for()
    assert opened.locator("tr[data-progress]").count() == 0
    assert opened.locator("tbody a").all_inner_texts() == [file.name for file in files]
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_films_are_taken_by_type_or_by_name_and_only_what_cannot_be_seen_is_left_out(opened: Page) -> None:
    given = [
        ("a.mp4", "video/mp4"),
        ("b.MXF", ""),
        ("c.mkv", "application/x-unknown"),
        ("d.png", "image/png"),
        ("e.gif", "image/gif"),
        ("f.zip", "application/zip"),
        ("g.tar", ""),
        ("notes.txt", "text/plain"),
    ]
    files = [{"name": name, "mimeType": kind, "buffer": b"bytes"} for name, kind in given]
    opened.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    assert opened.get_by_text("Files still to be sent: 7").is_visible()
    assert opened.get_by_text("neither pictures nor films: 1").is_visible()


def test_the_page_can_be_read_in_the_dark(opened: Page) -> None:
    opened.emulate_media(color_scheme="dark")
    opened.reload()
    assert opened.evaluate(CONTRAST) == []
