"""Whoever approves from outside does their whole part in a browser: counsel from the invitation to the review, and the
commissioner's contact with a last day."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.desk import Desk
from registry.people.accounts.offices import Office
from tests.registry.checks.conftest import AGREEMENT, Studio, as_replica, shows, studio
from tests.registry.conftest import PASSWORD, Clock, FakeMatching, People, Verified
from tests.registry.entering import path_to
from tests.registry.web.conftest import sign_in
from tests.registry.web.seed import declaration
from tests.registry.web.test_browser import CONTRAST

__all__ = ["shows", "studio"]
pytestmark = pytest.mark.browser


@pytest.fixture
def sit_down(browser: Browser, origin: str) -> Iterator[Callable[[int], Page]]:
    """`sit_down(390)`: somebody's own browser, so wide."""
    contexts = []

    def take(width: int) -> Page:
        context = browser.new_context(
            base_url=origin, viewport={"width": width, "height": 800}, reduced_motion="reduce"
        )
        contexts.append(context)
        return context.new_page()

    yield take
    for context in contexts:
        context.close()


def can_be_read(page: Page) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(CONTRAST) == []


def waits(page: Page, check: str) -> None:
    """Opens what waits for an answer, from wherever they are."""
    page.get_by_role("navigation").get_by_role("link", name="Waiting").click()
    page.locator(f'a[href="/checks/{check}/answers"]').first.click()
    page.wait_for_url(f"**/checks/{check}/answers")


@pytest.fixture
def creation(studio: Studio, verified_alice: Verified, shows: Callable[..., bytes]) -> str:
    """A check of the making of Alice's replica, for a commissioner who asks for legal review: everybody else has agreed."""
    desk, people = studio.desk, studio.people
    made = desk.productions.create(people.petra, "Quay", "Long Night Ltd", "series", "netflix", [AGREEMENT])
    desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT)
    studio.production = made.id
    studio.consent(verified_alice, "alice")
    asset = {"stage": "capture", "element": "replica_creation"}
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id), asset=asset))
    assert view.verdict == "needs_approval"
    return view.id


def test_counsel_is_invited_confirmed_and_reviews_what_is_theirs_alone(
    sit_down: Callable[[int], Page],
    desk: Desk,
    people: People,
    studio: Studio,
    creation: str,
    fake_matching: FakeMatching,
) -> None:
    picture = fake_matching.picture("bob")
    with picture.open("rb") as file:
        foreign = desk.checks.register(
            people.quentin, "PR-QUENTIN", file, "shot.jpg", declaration("PR-QUENTIN", "SC1", [])
        ).id
    desk.examiner.run(foreign)
    petra, clara, ada = sit_down(1280), sit_down(390), sit_down(1280)
    sign_in(petra, "petra")
    petra.goto(f"/productions/{studio.production}/members")
    petra.get_by_label("As").select_option(label="Legal counsel")
    petra.get_by_label("E-mail").fill("clara@lawyers.example")
    petra.get_by_role("button", name="Send the invitation").click()

    clara.goto(path_to(desk, "clara@lawyers.example"))
    clara.get_by_label("Your name").fill("Clara")
    clara.get_by_label("Password").fill(PASSWORD)
    clara.get_by_role("button", name="Accept").click()
    clara.wait_for_load_state()
    can_be_read(clara)
    assert clara.request.get(f"/checks/{creation}").status == 404, "nobody but the production says that she is counsel"

    sign_in(ada, "ada")
    ada.goto("/approvers")
    row = ada.get_by_role("listitem").filter(has_text="clara@lawyers.example")
    row.get_by_role("button", name="The address is theirs").click()
    expect(ada.get_by_role("status")).to_contain_text("They can approve from now on")

    clara.goto("/")
    can_be_read(clara)
    waits(clara, creation)
    can_be_read(clara)
    expect(clara.get_by_text("Counsel's review of exactly this file, as declared.")).to_be_visible()
    expect(clara.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    expect(clara.locator("main")).not_to_contain_text("Alice")
    clara.get_by_label("Valid until").fill("2026-12-31")
    clara.get_by_role("button", name="Passed").click()
    expect(clara.get_by_role("status")).to_contain_text("Your answer is on record")
    desk.redecider.run_due()
    assert desk.checks.get(people.petra, creation).verdict == "cleared"
    for path in (
        f"/checks/{foreign}", f"/checks/{foreign}/answers", "/productions/PR-QUENTIN", "/reviews",
        f"/checks/{creation}/receipt.json", f"/productions/{studio.production}/members",
    ):  # fmt: skip
        assert clara.request.get(path).status in (403, 404), path
    clara.get_by_role("navigation").get_by_role("link", name="Waiting").click()
    expect(clara.locator(f'a[href="/checks/{creation}/answers"]')).to_have_count(0)


def test_the_contact_approves_until_a_day_and_the_file_is_cleared_until_then(
    sit_down: Callable[[int], Page],
    desk: Desk,
    people: People,
    clock: Clock,
    studio: Studio,
    verified_alice: Verified,
    shows: Callable[..., bytes],
) -> None:
    studio.consent(verified_alice, "alice")
    studio.approves = False
    desk.accounts.grant_production(people.ada, people.accounts["nora"], studio.production, Office.COMMISSIONER)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "needs_approval"
    nora, petra = sit_down(390), sit_down(1280)
    sign_in(nora, "nora")
    waits(nora, view.id)
    can_be_read(nora)
    last = clock().date() + timedelta(days=1)
    nora.get_by_label("Valid until").fill("2020-01-01")
    nora.get_by_role("button", name="Approve", exact=True).click()
    expect(nora.get_by_role("alert")).to_be_visible()
    nora.get_by_label("Valid until").fill(last.isoformat())
    nora.get_by_role("button", name="Approve", exact=True).click()
    expect(nora.get_by_role("status")).to_contain_text("Your answer is on record")
    desk.redecider.run_due()
    sign_in(petra, "petra")
    petra.goto(f"/checks/{view.id}")
    expect(petra.get_by_role("heading", name="Cleared", exact=True)).to_be_visible()
    ends = desk.checks.receipt(people.petra, view.id)["expires_at"]
    zone = ZoneInfo(desk.productions.get(people.petra, studio.production).time_zone)
    assert datetime.fromisoformat(ends).astimezone(zone).date() == last + timedelta(days=1), "it ends with the last day"
    clock.forward(days=3)
    desk.clocks.tell_due()
    sign_in(petra, "petra")  # the session of three days ago is over
    petra.goto("/inbox")
    expect(petra.locator("main")).to_contain_text("has run out")
