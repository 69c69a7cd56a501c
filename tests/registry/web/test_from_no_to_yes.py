"""From no to yes in a browser: a performer approves with her picture before her, a production is led from blocked to cleared."""

import base64
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from registry.desk import Desk
from tests.registry.checks.conftest import Studio, as_replica, shows, studio
from tests.registry.conftest import People, Verified
from tests.registry.reviews.conftest import pixels
from tests.registry.web.conftest import sign_in
from tests.registry.web.test_browser import CONTRAST

__all__ = ["pixels", "shows", "studio"]
pytestmark = pytest.mark.browser


@pytest.fixture
def with_shots(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every examination has a picture of the shot."""
    _, data = cv2.imencode(".jpg", np.full((180, 320, 3), 120, np.uint8))
    shot = base64.b64encode(data.tobytes()).decode()
    eyes = replace(desk.eyes, picture=lambda _examination, _others: shot)
    monkeypatch.setattr(desk.examiner, "_eyes", lambda: eyes)


def test_a_performer_approves_one_use_on_a_phone_with_its_picture_before_her(
    page: Page,
    desk: Desk,
    people: People,
    studio: Studio,
    verified_alice: Verified,
    shows: Callable[..., bytes],
    with_shots: None,
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict != "cleared"
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "alice")
    page.get_by_role("navigation").get_by_role("link", name="Waiting").click()
    page.get_by_role("listitem").filter(has_text="The Long Night").get_by_role("link").click()
    pictures = page.get_by_role("region", name="What the file shows of you").get_by_role("img")
    expect(pictures).to_have_count(2)
    for picture in pictures.all():
        assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 0
    told = page.get_by_role("region", name="What the file shows of you")
    for words in (view.unit, "Replica, made with the performer's participation", "United States", "Series"):
        expect(told).to_contain_text(str(words), ignore_case=True)
    approve = page.get_by_role("button", name="Approve", exact=True)
    assert pictures.last.bounding_box()["y"] < approve.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CONTRAST) == []
    approve.click()
    expect(page.get_by_role("status")).to_contain_text("Your answer is on record")
    desk.redecider.run_due()
    assert desk.checks.get(people.petra, view.id).verdict == "cleared"


def test_a_production_gets_from_blocked_to_cleared_by_the_controls_alone(
    page: Page,
    desk: Desk,
    people: People,
    studio: Studio,
    verified_alice: Verified,
    shows: Callable[..., bytes],
) -> None:
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    sign_in(page, "petra")
    page.get_by_role("navigation").get_by_role("link", name="Productions").click()
    page.locator(f'a[href="/productions/{studio.production}"]').click()
    page.get_by_role("link", name="Shots").click()
    page.get_by_role("link", name=str(view.file_name)).first.click()
    expect(page.get_by_role("heading", name="Blocked")).to_be_visible()
    page.get_by_role("link", name=f"Ask {verified_alice.id} for consent").click()
    expect(page.locator("[name=notice_days]")).to_be_hidden()
    page.locator("[name=description]").fill(
        "Mara is shown ten years younger in the flashback of episode four, in the kitchen."
    )
    page.locator("[name=business_reason]").fill("The flashback shows the character at another age.")
    page.locator("[name=valid_until]").fill("2027-12-31")
    page.locator("[name=pay_terms]").fill("One day at scale for each shot.")
    page.get_by_role("button", name="Create the document").click()
    page.wait_for_url("**/consents/C-*")
    asked = page.url.rpartition("/")[2]
    counter = desk.counters.to_consent(people.alice, asked, {"valid_until": "2026-12-31"}, "One year is enough.")
    page.reload()
    expect(page.get_by_role("table")).to_contain_text("2026-12-31")
    page.get_by_role("button", name="Ask again on these terms").click()
    page.wait_for_url(lambda url: "/consents/C-" in url and not url.endswith(asked))
    agreed = page.url.rpartition("/")[2]
    assert desk.consents.get(people.petra, agreed).scope["valid_until"] == "2026-12-31"
    assert [one.id for one in desk.counters.of_consent(people.petra, asked) if not one.open] == [counter]
    studio.signed(agreed, verified_alice.key, "alice")
    studio.countersigned(agreed)
    desk.redecider.run_due()
    page.goto(f"/checks/{view.id}")
    expect(page.get_by_role("heading", name="Cleared")).to_be_visible()
