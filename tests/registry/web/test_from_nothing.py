"""From an instance that `likeness init` has just made to one that works, in a browser and without a shell."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from registry.cli import main
from registry.core.config import Config
from registry.desk import Desk
from tests.registry.attended import AttendedDesk
from tests.registry.conftest import PASSWORD, THRESHOLDS, Clock, FakeMatching
from tests.registry.entering import path_to
from tests.registry.web.test_browser import CONTRAST
from tests.registry.web.test_passkey_story import AUTHENTICATOR

pytestmark = pytest.mark.browser


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of the link that `likeness init` printed, of the instance that it made."""
    monkeypatch.setenv("LIKENESS_HOME", str(tmp_path / "instance"))
    made = CliRunner().invoke(main, ["init", "--admin", "ada@example.org", "--name", "Ada", "--link"])
    assert made.exit_code == 0, made.output
    found = re.search(r"http://localhost:\d+(/\S+)", made.stdout)
    assert found
    return found[1]


@pytest.fixture
def desk(
    printed: str, tmp_path: Path, clock: Clock, fast_hasher: object, fake_matching: FakeMatching
) -> Iterator[Desk]:
    config = Config(home=tmp_path / "instance", database_url="")
    desk = AttendedDesk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    yield desk
    desk.close()


@pytest.fixture
def sit_down(browser: Browser, origin: str) -> Iterator[Callable[[int], Page]]:
    """`sit_down(390)`: a browser of one's own, so wide, with an authenticator."""
    contexts, complaints = [], []

    def take(width: int) -> Page:
        context = browser.new_context(
            base_url=origin, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        session = context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield take
    for context in contexts:
        context.close()
    assert complaints == []


def missing(page: Page) -> list[str]:
    """The steps that the start page says are still missing, and whoever sits there can read it."""
    page.goto("/")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    return [row.inner_text() for row in page.locator("section[aria-labelledby=steps] li strong").all()]


def step(page: Page, words: str) -> None:
    """Takes the way of a step that is missing."""
    page.goto("/")
    page.locator("section[aria-labelledby=steps]").get_by_role("link", name=words).click()


def invited(page: Page, desk: Desk, address: str, name: str) -> None:
    """Opens the link in the letter, and accepts."""
    page.goto(path_to(desk, address))
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_load_state()


def chosen(page: Page, path: str, address: str) -> None:
    """Opens a link to choose a password, chooses one, and signs in."""
    page.goto(path)
    page.get_by_label("New password").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/sign-in")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def signing_passkey(page: Page, label: str) -> None:
    page.get_by_label("What you call it").fill(label)
    page.get_by_role("button", name="Make it on the signing page").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is made")
    page.get_by_role("link", name="Back to the registry").click()


def test_a_union_its_key_a_representative_a_member_and_a_production(
    sit_down: Callable[[int], Page], desk: Desk, clock: Clock, printed: str, fake_matching: FakeMatching
) -> None:
    ada, ursula, mara, petra = sit_down(1280), sit_down(390), sit_down(390), sit_down(1280)

    chosen(ada, printed, "ada@example.org")
    assert missing(ada) == ["A mail server", "The first union", "The first production"]
    step(ada, "Create it")
    union = ada.locator("form[aria-labelledby=new-union]")
    union.locator("[name=union-id]").fill("harbour-players")
    union.locator("[name=union-name]").fill("Harbour Players")
    union.get_by_role("button").click()
    assert missing(ada)[1:4] == ["Its agreement", "Its first representative", "The union’s key"]
    step(ada, "Assign it")
    ada.locator("form[aria-labelledby=assign]").get_by_role("button").click()
    step(ada, "Invite them")
    ada.get_by_label("E-mail").fill("ursula@harbour.example")
    ada.get_by_role("button", name="Send").click()
    ada.goto("/")
    expect(ada.get_by_text("Invited: ursula@harbour.example")).to_be_visible()
    ada.goto("/administration")
    account = ada.locator("form[aria-labelledby=new-account]")
    account.locator("[name=account-email]").fill("petra@northlight.example")
    account.locator("[name=account-name]").fill("Petra")
    account.get_by_role("button").click()

    invited(ursula, desk, "ursula@harbour.example", "Ursula")
    assert missing(ursula) == ["The union’s key", "The first member", "The first confirmed identity"]
    step(ursula, "Make it")
    signing_passkey(ursula, "Ursula's phone")
    step(ursula, "Invite them")
    ursula.locator("[name=office]").select_option("performer")
    ursula.get_by_label("E-mail").fill("mara@example.net")
    ursula.get_by_role("button", name="Send").click()

    invited(mara, desk, "mara@example.net", "Mara Lind")
    assert missing(mara) == ["Your release", "Your likeness", "Your signing passkey", "Your identity"]
    step(mara, "Read it")
    for box in mara.locator("main input[type=checkbox]").all():
        box.check()
    mara.locator("main form button").first.click()
    step(mara, "Enrol")
    mara.locator("input[type=file]").set_input_files([fake_matching.picture("mara") for _ in range(3)])
    mara.locator("main form button").first.click()
    mara.wait_for_load_state()
    clock.forward(minutes=1)
    step(mara, "Make it")
    signing_passkey(mara, "Mara's phone")

    chosen(petra, path_to(desk, "petra@northlight.example"), "petra@northlight.example")
    petra.get_by_role("link", name="Register a production").click()
    petra.get_by_label("Title").fill("The Quiet Harbour")
    petra.get_by_label("Company").fill("Northlight")
    petra.locator("main form button.btn-primary").first.click()
    petra.wait_for_url("**/productions/PR-*")
    assert missing(petra) == ["The commissioner’s contact", "The first check"]
    assert missing(ada) == ["A mail server", "The first confirmed identity"]
