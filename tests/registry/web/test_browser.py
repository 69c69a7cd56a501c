"""The pages in a real browser: three doors, the keyboard, a phone, the dark, and no request to anybody else."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from registry.checks.examining.examination import Eyes
from registry.desk import Desk
from tests.registry.conftest import PASSWORD, FakeMatching, People
from tests.registry.web.conftest import DECLARED, answer, sign_in, until
from tests.registry.web.seed import Judgement, Seed, declaration, missing
from tests.registry.web.test_pages import PIXEL

pytestmark = pytest.mark.browser


@pytest.fixture
def blocked(desk: Desk, people: People, fake_matching: FakeMatching) -> str:
    seed = Seed(desk, lambda: people.ursula)
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    declared = {"performer": people.alice.performer_id, "modalities": ["face"], "treatment": "replica_no_scan",
                "role": "principal", "performed_as_shown": False}  # fmt: skip
    eyes = Eyes(fake_matching.examine, None, lambda _path, _boxes: PIXEL)
    picture = fake_matching.picture("alice", "stranger")
    return seed.checked(
        people.petra, "PR-PETRA", picture, [declared], Judgement("blocked", (missing("P1"),)), eyes=eyes
    )


@pytest.mark.parametrize(
    ("name", "door", "heading"),
    [("alice", "My likeness", "Alice"), ("ursula", "Players' Guild", "Players' Guild"),
     ("petra", "Productions", "Productions"), ("ada", "Administration", "Administration")],
)  # fmt: skip
def test_each_door_opens(page: Page, people: People, name: str, door: str, heading: str) -> None:
    sign_in(page, name)
    page.get_by_role("navigation").get_by_role("link", name=door).click()
    assert page.get_by_role("heading", level=1).inner_text() == heading


def test_signing_in_takes_only_the_keyboard(page: Page, people: People) -> None:
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "email"
    page.keyboard.type("alice@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(#content)?$"))
    assert "Alice" in page.get_by_role("heading", level=1).inner_text()


def test_a_blocked_check_shows_boxes_reason_and_whom_to_ask(page: Page, blocked: str) -> None:
    sign_in(page, "petra")
    page.goto(f"/checks/{blocked}")
    assert page.get_by_role("heading", name="Blocked").is_visible()
    picture = page.locator("figure.picture").bounding_box()
    boxes = page.locator("figure .line")
    assert boxes.count() == 2
    for number in range(2):
        box = boxes.nth(number).bounding_box()
        assert box["width"] > 10
        assert picture["x"] <= box["x"] <= picture["x"] + picture["width"]
    entry = page.locator("article", has_text="P1")
    assert "There is no consent on file" in entry.inner_text()
    assert "Ask the performer or their representative" in entry.inner_text()
    entry.hover()
    assert "pointed" in page.locator("#seen-A1").get_attribute("class")


def test_progress_is_followed_until_the_decision(
    page: Page, people: People, blocked: str, desk: Desk, fake_matching: FakeMatching
) -> None:
    seed = Seed(desk, lambda: people.ursula)
    sign_in(page, "petra")
    page.goto("/productions/PR-PETRA/drafts/new")
    for path, value in DECLARED.items():
        answer(page, path, value)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Picture, film or sound").set_input_files(fake_matching.picture("stranger"))
    page.get_by_role("button", name="Start check").click()
    page.wait_for_url("**/checks/*")
    assert page.get_by_role("status").inner_text()
    seed.examiner(lambda _case: Judgement("cleared")).run(page.url.rsplit("/", 1)[1])
    page.locator("section.banner").wait_for(timeout=15_000)
    assert page.get_by_role("heading", name="Cleared").is_visible()


@pytest.fixture
def under_way(page: Page, people: People, desk: Desk, fake_matching: FakeMatching) -> str:
    """A check that nobody takes up, with its page open."""
    declared = declaration("PR-PETRA", "SC12-040", [])
    with fake_matching.picture("stranger").open("rb") as file:
        check = desk.checks.register(people.petra, "PR-PETRA", file, "shot.jpg", declared).id
    sign_in(page, "petra")
    page.goto(f"/checks/{check}")
    return check


def test_whose_session_ends_while_a_check_is_under_way_is_asked_to_sign_in(
    page: Page, people: People, under_way: str, desk: Desk
) -> None:
    desk.sessions.end_own(people.petra)
    page.wait_for_url(re.compile(r"/sign-in\?next=/checks/"))


def test_progress_that_cannot_be_read_is_said(page: Page, under_way: str) -> None:
    page.route("**/progress.json", lambda route: route.fulfill(body="a proxy that says something else"))
    page.get_by_text("The registry has not responded for a while").wait_for(timeout=20_000)
    page.unroute("**/progress.json")
    page.get_by_text("Waiting for its turn").wait_for(timeout=20_000)


def test_a_declaration_takes_only_the_keyboard(page: Page, people: People) -> None:
    sign_in(page, "petra")
    page.goto("/productions/PR-PETRA/drafts/new")
    page.locator('[name="unit.id"]').focus()
    page.keyboard.type("MB-1")
    with page.expect_response("**/drafts/D-*"):
        page.keyboard.press("Tab")
    page.wait_for_url("**/drafts/D-*")
    until(page, "document.activeElement.name === 'asset.element'")
    page.keyboard.press("M")
    page.locator('[name="people"]').first.wait_for()
    until(page, "document.activeElement.name === 'asset.element'")
    assert page.locator('[name="asset.element"]').input_value() == "moodboard"


def test_a_file_that_is_chosen_while_a_declaration_is_saved_stays_chosen(
    page: Page, people: People, desk: Desk, fake_matching: FakeMatching
) -> None:
    drafted = desk.drafts.begin(people.petra, "PR-PETRA", DECLARED | {"names": ["Mara Lind"]})
    sign_in(page, "petra")
    page.goto(f"/drafts/{drafted.id}")
    held: list[Route] = []
    page.route(f"**/drafts/{drafted.id}", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request(f"**/drafts/{drafted.id}"):
        page.locator('[name="unit.id"]').fill("SC12-041")
        page.locator('[name="unit.id"]').blur()
    page.get_by_label("Picture, film or sound").set_input_files(fake_matching.picture("stranger"))
    with page.expect_response(lambda answer: answer.request.method == "GET" and answer.url.endswith(drafted.id)):
        held[0].continue_()
    until(page, "!document.querySelector('[data-draft] [name=\"unit.id\"]').matches(':focus')")
    page.wait_for_timeout(300)
    assert page.locator("input[type=file]").evaluate("field => field.files.length") == 1


def test_whoever_presses_the_button_right_after_typing_begins_one_declaration(
    page: Page, people: People, desk: Desk
) -> None:
    sign_in(page, "petra")
    page.goto("/productions/PR-PETRA/drafts/new")
    page.locator('[name="unit.id"]').fill("MB-1")
    with page.expect_navigation(url="**/drafts/D-*"):
        page.get_by_role("button", name="Save and continue").click()
    page.wait_for_load_state()
    assert page.locator('[name="unit.id"]').input_value() == "MB-1"
    assert len(desk.drafts.list_for(people.petra, "PR-PETRA")) == 1


def test_who_types_while_a_declaration_is_saved_goes_on_where_they_were(page: Page, people: People, draft: str) -> None:
    sign_in(page, "petra")
    page.goto(draft)
    field = page.locator('[name="unit.id"]')
    before = field.element_handle()
    before.evaluate("field => { field.value = 'SC12'; field.focus(); field.setSelectionRange(2, 4); }")
    field.dispatch_event("change")
    until(page, "field => !field.isConnected", before)
    page.keyboard.type("99")
    assert field.input_value() == "SC99"


@pytest.fixture
def draft(desk: Desk, people: People) -> str:
    """The page of a declaration whose questions are open, and its people named."""
    asked = DECLARED | {"names": ["Mara Lind"], "cast.0.who": str(people.alice.performer_id)}
    return f"/drafts/{desk.drafts.begin(people.petra, 'PR-PETRA', asked).id}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_in_either_light(page: Page, people: People, blocked: str, draft: str, scheme: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    performer = people.alice.performer_id
    doors = {
        "alice": ["/", f"/performers/{performer}", f"/performers/{performer}/keys", f"/checks/{blocked}"],
        "ursula": ["/unions/players-guild", f"/unions/players-guild/members/{performer}"],
        "petra": ["/productions/PR-PETRA", draft, f"/checks/{blocked}"],
        "ada": ["/administration"],
    }
    for name, paths in doors.items():
        sign_in(page, name)
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.dataset.bsTheme") == scheme
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.get_by_role("button", name="Sign out").click()


CONTRAST = """
() => {
  const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; }
    return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest("svg, .visually-hidden, :disabled")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 30)}`);
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_and_every_control_has_a_name(page: Page, blocked: str, draft: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    sign_in(page, "petra")
    for path in ("/", "/productions/PR-PETRA", draft, f"/checks/{blocked}"):
        page.goto(path)
        assert page.evaluate(CONTRAST) == [], path
        unnamed = "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
        assert page.evaluate(f"{unnamed}.filter(e => !e.labels.length).map(e => e.name)") == [], path
        assert page.locator("h1").count() == 1


def test_the_chosen_light_is_kept(page: Page, people: People) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="Light or dark").click()
    page.goto("/sign-in")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_reading_works_without_javascript(browser: Browser, origin: str, blocked: str, tmp_path: Path) -> None:
    context = browser.new_context(base_url=origin, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "petra")
    page.goto(f"/checks/{blocked}")
    assert page.get_by_role("heading", name="Blocked").is_visible()
    assert page.locator("figure .line").count() == 2
    assert not page.get_by_role("button", name="Copy").is_visible()
    context.close()


def test_declaring_and_sending_a_file_work_without_javascript(
    browser: Browser, origin: str, people: People, blocked: str, desk: Desk, fake_matching: FakeMatching
) -> None:
    context = browser.new_context(base_url=origin, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "petra")
    page.goto("/productions/PR-PETRA/drafts/new")
    go_on = page.get_by_role("button", name="Save and continue")
    for path, value in DECLARED.items():
        if not page.locator(f'[name="{path}"]').count():
            go_on.click()
        answer(page, path, value)
    go_on.click()
    page.get_by_label("Picture, film or sound").set_input_files(fake_matching.picture("stranger"))
    page.get_by_role("button", name="Start check").click()
    page.wait_for_url("**/checks/*")
    check = page.url.rsplit("/", 1)[1]
    Seed(desk, lambda: people.ursula).examiner(lambda _case: Judgement("cleared")).run(check)
    page.goto(f"/checks/{check}")
    assert page.get_by_role("heading", name="Cleared").is_visible()
    assert desk.checks.get(people.petra, check).use["medium"] == "feature"
    context.close()
