"""Files are sent one by one, and the answers come into the table."""

from pathlib import Path

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


def answer_all(opened: Page, desk: Desk) -> None:
    """Examine three files once they have arrived. A row that is answered is none of those that wait, so their checks come first."""
    opened.locator("tr[data-progress]").nth(2).wait_for()
    waiting = [str(row.get_attribute("data-progress")) for row in opened.locator("tr[data-progress]").all()]
    for address in waiting:
        desk.examiner.run(address.split("/")[2])


def test_files_are_sent_and_answered_without_leaving_the_page(
    opened: Page, desk: Desk, fake_matching: FakeMatching
) -> None:
    files = [fake_matching.picture("alice", name=f"SH0{number}_v2.jpg") for number in (10, 20)]
    files.append(fake_matching.picture("bob", name="broken.jpg"))
    files[-1].write_bytes(b"damaged")
    opened.get_by_label("Files", exact=True).set_input_files(files)
    assert opened.get_by_text("Files still to be sent: 3").is_visible()
    opened.get_by_role("button", name="Check these files").click()
    answer_all(opened, desk)
    opened.locator("tr .verdict").nth(2).wait_for()
    assert opened.locator("tr[data-progress]").count() == 0
    assert opened.locator("tbody a").all_inner_texts() == ["broken.jpg", "SH010_v2.jpg", "SH020_v2.jpg"]
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_films_and_recordings_are_taken_by_type_or_by_name_and_only_what_cannot_be_seen_is_left_out(
    opened: Page,
) -> None:
    given = [
        ("a.mp4", "video/mp4"),
        ("b.MXF", ""),
        ("c.mkv", "application/x-unknown"),
        ("d.png", "image/png"),
        ("e.gif", "image/gif"),
        ("f.zip", "application/zip"),
        ("g.tar", ""),
        ("h.wav", "audio/wav"),
        ("i.rf64", ""),
        ("notes.txt", "text/plain"),
    ]
    files = [{"name": name, "mimeType": kind, "buffer": b"bytes"} for name, kind in given]
    opened.locator("#files").set_input_files(files)  # type: ignore[arg-type]
    assert opened.get_by_text("Files still to be sent: 9").is_visible()
    assert opened.get_by_text("neither pictures, films nor recordings: 1").is_visible()


@pytest.fixture
def reel(tmp_path: Path, fake_matching: FakeMatching) -> Path:
    """A folder with folders in it: three shots, a note, and what systems put beside them."""
    folder = tmp_path / "reel"
    for name in ("b/SH010_v10.jpg", "b/SH010_v9.jpg", "a/SH020_v1.jpg"):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(fake_matching.picture("alice", name=place.name).read_bytes())
    (folder / "notes.txt").write_text("for the editor")
    for name in (".cache/thumb.jpg", "__MACOSX/SH020_v1.jpg", "b/.DS_Store"):
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"hidden")
    return folder


def dropped(page: Page, *paths: Path) -> None:
    """Drags files and folders of this machine onto the form, as Chromium takes them from the desktop."""
    box = page.locator("form[data-batch]").bounding_box()
    assert box is not None
    protocol = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        where = {"x": box["x"] + 20, "y": box["y"] + 20}
        protocol.send("Input.dispatchDragEvent", {"type": kind, "data": data} | where)


@pytest.mark.parametrize("how", ["chosen", "dropped"])
def test_a_folder_is_taken_whole_and_checked_file_by_file(opened: Page, desk: Desk, reel: Path, how: str) -> None:
    if how == "chosen":
        opened.get_by_label("Or a whole folder").set_input_files(reel)
    else:
        dropped(opened, reel)
    opened.get_by_text("Files still to be sent: 3").wait_for()
    assert opened.get_by_text("neither pictures, films nor recordings: 1").is_visible()
    assert opened.locator("tbody tr td:last-child").all_inner_texts() == [
        "SH020_v1.jpg", "SH010_v9.jpg", "SH010_v10.jpg",
    ]  # fmt: skip
    opened.get_by_role("button", name="Check these files").click()
    answer_all(opened, desk)
    opened.get_by_text("3 / 3").wait_for()
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_files_and_folders_are_dropped_together(opened: Page, reel: Path, fake_matching: FakeMatching) -> None:
    dropped(opened, fake_matching.picture("bob", name="SH030_v1.jpg"), reel / "a", reel / "b")
    opened.get_by_text("Files still to be sent: 4").wait_for()
    dropped(opened, reel / "notes.txt")
    opened.get_by_text("neither pictures, films nor recordings: 1").wait_for()
    assert opened.get_by_text("Files still to be sent: 4").is_visible(), "what was chosen before stays chosen"


def test_a_folder_is_chosen_and_sent_by_keyboard(opened: Page, reel: Path) -> None:
    opened.get_by_label("Files", exact=True).focus()
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.id") == "folder"
    with opened.expect_file_chooser() as chooser:
        opened.keyboard.press("Enter")
    chooser.value.set_files(reel / "a")
    opened.get_by_text("Files still to be sent: 1").wait_for()
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    opened.locator("tr[data-progress]").wait_for()


def test_the_page_can_be_read_in_the_dark(opened: Page) -> None:
    opened.emulate_media(color_scheme="dark")
    opened.reload()
    assert opened.evaluate(CONTRAST) == []
