"""A performer who was invited by mail gets in on a telephone, and every page of getting in can be read by everybody."""

import pytest
from playwright.sync_api import Page

from registry.desk import Desk
from registry.people.accounts.offices import Office
from tests.registry.conftest import PASSWORD, People
from tests.registry.entering import path_to
from tests.registry.web.conftest import sign_in

pytestmark = pytest.mark.browser


def test_a_performer_invited_by_mail_gets_in_on_a_telephone(page: Page, desk: Desk, people: People) -> None:
    desk.invitations.send(people.ursula, Office.PERFORMER, "players-guild", "mara@example.net", "Mara Lind")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path_to(desk, "mara@example.net"))
    assert page.get_by_label("Your name").input_value() == "Mara Lind"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/performers/P-*")
    assert page.get_by_role("heading", level=1).inner_text() == "Mara Lind"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_getting_in_is_wider_than_the_screen(page: Page, desk: Desk, people: People, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    desk.invitations.send(
        people.petra, Office.MEMBER, "PR-PETRA", "a.colleague.with.a.rather.long.address@somewhere-far-away.example.net"
    )
    desk.invitations.send(people.petra, Office.COMMISSIONER, "PR-PETRA", "cora@network.example")
    joining = path_to(desk, "cora@network.example")
    desk.requests.ask("password", "alice@example.org", "en")
    desk.requests.resolve_due()
    for path in (joining, "/reset", path_to(desk, "alice@example.org")):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    sign_in(page, "petra")
    for path in ("/", "/productions/PR-PETRA/invitations", "/productions/PR-PETRA/members", "/second-factor/set-up"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
