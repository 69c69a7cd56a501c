"""A twin on the pages: to review, decided by a union's reviewer, seen by the production, which cannot decide it itself."""

from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page

from tests.registry.checks.conftest import as_replica
from tests.registry.reviews.test_command import run
from tests.registry.web.conftest import Visitor, app, origin, page, sign_in

__all__ = ["app", "origin", "page", "run"]

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """What performers keep can be shown: the pictures of these tests are texts, so a grey one stands for each."""
    _, grey = cv2.imencode(".jpg", np.full((200, 160, 3), 128, np.uint8))
    monkeypatch.setattr("registry.gallery.enrolment._content", lambda _path, _examination: grey.tobytes())


@pytest.fixture
def twins(
    desk: Any,
    people: Any,
    studio: Any,
    verified_alice: Any,
    verified_bob: Any,
    account: Any,
    shows: Any,
) -> Any:
    """A check of a face that is near both twins; Petra has Alice's consent and declares her."""
    from consent.signature import sign

    una = account("una", "players-guild")
    pair = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    signature = sign(verified_alice.key, desk.look_alikes.document(people.alice, pair.id), "signer")
    desk.look_alikes.sign(people.alice, pair.id, signature.as_dict())
    desk.look_alikes.approve(una(), pair.id)
    studio.consent(verified_alice, "alice")
    return studio.check(shows("alice~0.7+bob~0.5"), studio.declare(as_replica(verified_alice.id)))


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def test_a_twin_is_decided_by_the_union_and_the_production_sees_it(
    page: Page, twins: Any, desk: Any, people: Any, app: Any
) -> None:
    sign_in(page, "petra")
    page.goto(f"/checks/{twins.id}")
    assert page.get_by_role("heading", name="Needs approval").is_visible()
    sign_out(page)
    sign_in(page, "ursula")
    page.get_by_role("navigation").get_by_role("link", name="Reviews").click()
    page.get_by_role("link", name="Is this Alice?").click()
    shown = page.get_by_alt_text("The finding in question, cut out of the file")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert page.get_by_alt_text("Reference picture 1 of Alice").count() == 1
    assert "%" not in page.locator("main").inner_text()
    page.get_by_label("It is this performer", exact=True).check()
    assert page.get_by_label("Why?").input_value() == ""  # nobody signs for a reason that they did not choose
    ursula, review = Visitor(app.test_client()).sign_in("ursula"), desk.review_lists.waiting(people.ursula).rows[0].id
    assert ursula.post(f"/reviews/{review}", {"answer": "confirm", "reason": ""}).status_code == 422
    page.get_by_label("Why?").select_option("same_person")
    page.get_by_role("button", name="Answer").click()
    assert "No reviews are waiting for you." in page.locator("main").inner_text()
    sign_out(page)
    sign_in(page, "petra")
    page.goto(f"/checks/{twins.id}")
    assert page.get_by_role("heading", name="Cleared").is_visible()


def test_a_production_is_refused_its_own_review_at_every_door(
    page: Page, twins: Any, desk: Any, people: Any, run: Any, app: Any
) -> None:
    review = desk.review_lists.waiting(people.ursula).rows[0].id
    sign_in(page, "petra")
    assert not page.get_by_role("navigation").get_by_role("link", name="Reviews").count()
    context = page.context
    for path in ("/reviews", f"/reviews/{review}", f"/reviews/{review}/evidence/1", f"/reviews/{review}/references/1"):
        answer = context.request.get(path)
        assert answer.status in (403, 404), path
        assert "Alice" not in answer.text()
    petra = Visitor(app.test_client()).sign_in("petra")
    refused = petra.post(f"/reviews/{review}", {"answer": "confirm", "reason": "same_person"})
    assert refused.status_code == 404
    command = run("decide", review, "confirm", "--reason", "same_person", by="petra")
    assert (command.exit_code, command.stdout) == (2, "")
    assert desk.checks.get(people.petra, twins.id).verdict == "needs_approval"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone(page: Page, twins: Any, desk: Any, people: Any, scheme: str) -> None:
    review = desk.review_lists.waiting(people.ursula).rows[0].id
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for name, paths in {
        "ursula": ["/reviews", f"/reviews/{review}"],
        "petra": [f"/checks/{twins.id}/looks"],
    }.items():
        sign_in(page, name)
        for path in paths:
            page.goto(path)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        sign_out(page)
