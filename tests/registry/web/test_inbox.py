"""The inbox on its page: what is new stands out, leads to its thing, and is marked for oneself; with the keyboard, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from registry.notices.inbox import Message
from registry.notices.kinds import KINDS
from registry.notices.service import notify
from registry.web.inbox.links import leads_to
from tests.registry.tampering import written
from tests.registry.web.conftest import Visitor, path_of, sign_in
from tests.registry.web.test_browser import CONTRAST

Visit = Callable[[str], Visitor]


@pytest.fixture
def told(desk: Any, people: Any) -> list[str]:
    """Three notices to Alice, the latest one first."""
    desk.inbox.read_all(people.alice)
    with written(desk) as session:
        made = [
            notify(session, "notice-consent-given", performer=people.alice.performer_id, consent="C-NOWHERE"),
            notify(session, "notice-preference-set", performer=people.alice.performer_id),
            notify(session, "notice-password-changed", account=people.accounts["alice"]),
        ]
        return [one.id for one in reversed(made)]


def test_opening_a_notice_reads_it_and_leads_to_its_thing(
    visit: Visit, desk: Any, people: Any, told: list[str]
) -> None:
    alice = visit("alice")
    page = alice.get("/inbox").text
    assert page.count('class="new"') == 3
    assert "3 unread" in page
    answer = alice.post(f"/inbox/{told[1]}/open")
    assert path_of(answer) == f"/performers/{people.alice.performer_id}/preferences"
    assert path_of(alice.post(f"/inbox/{told[0]}/open")) == "/sessions"
    page = alice.get("/inbox").text
    assert page.count('class="new"') == 1
    assert "1 unread" in page
    assert path_of(alice.post("/inbox/read")) == "/inbox"
    assert 'class="new"' not in alice.get("/inbox").text


def test_unions_productions_and_contracts_are_told_by_their_names(visit: Visit, desk: Any, people: Any) -> None:
    with written(desk) as session:
        for office, of in (("union", "players-guild"), ("counsel", "PR-PETRA")):
            notify(session, "notice-office-given", account=people.accounts["alice"], office=office, of=of)
        notify(session, "notice-membership-confirmed", performer=people.alice.performer_id, union_id="players-guild")
        notify(session, "notice-agreement-confirmed", production="PR-PETRA", agreement="sag_tvtheatrical_2026")
    for page in (visit("alice").get("/inbox").text, visit("alice").get("/notices").text):
        assert "players-guild" not in page
        assert "PR-PETRA" not in page
    assert "works under SAG-AFTRA TV/Theatrical 2026" in visit("petra").get("/inbox").text


def test_what_is_put_away_is_found_again(visit: Visit, told: list[str]) -> None:
    alice = visit("alice")
    back = "/inbox?kind=consents"
    assert path_of(alice.post(f"/inbox/{told[2]}", {"state": "archived", "back": back})) == "/inbox"
    assert "C-NOWHERE" not in alice.get(back).text
    assert "C-NOWHERE" in alice.get("/inbox?state=archived").text
    assert path_of(alice.post(f"/inbox/{told[2]}", {"state": "read", "back": "//evil.example"})) == "/"
    assert "C-NOWHERE" in alice.get(back).text


@pytest.mark.attack("E.inbox")
def test_a_link_that_somebody_else_makes_marks_nothing(visit: Visit, desk: Any, people: Any, told: list[str]) -> None:
    alice = visit("alice")
    assert alice.get(f"/inbox/{told[0]}/open").status_code == 405
    for path in (f"/inbox/{told[0]}", f"/inbox/{told[0]}/open", "/inbox/read", "/inbox/settings"):
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert alice.post(path, {"state": "read", "consents": "inbox"}, headers=elsewhere).status_code == 400
        assert alice.post(path, {"state": "read", "csrf_token": "forged"}).status_code == 400
    assert desk.inbox.unread(people.alice) == 3
    assert desk.notice_settings.of(people.alice)["consents"] == "at_once"
    for other in ("bob", "ursula", "nora"):
        assert visit(other).post(f"/inbox/{told[0]}", {"state": "archived"}).status_code == 404


def test_settings_are_kept_and_security_stays(visit: Visit, desk: Any, people: Any) -> None:
    alice = visit("alice")
    page = alice.get("/inbox/settings").text
    assert 'name="consents"' in page
    assert 'name="security"' not in page
    assert path_of(alice.post("/inbox/settings", {"consents": "digest", "used": "inbox"})) == "/inbox/settings"
    assert '<option value="digest" selected>' in alice.get("/inbox/settings").text
    assert alice.post("/inbox/settings", {"security": "inbox"}).status_code == 422
    assert alice.post("/inbox/settings", {"consents": "never"}).status_code == 422
    assert desk.notice_settings.of(people.alice)["consents"] == "digest"


def test_every_notice_leads_somewhere_that_there_is(app: Any, desk: Any, people: Any) -> None:
    readers = (("performer", "P-1"), ("union", "players-guild"), ("production", "PR-PETRA"), ("account", None))
    with app.test_request_context():
        for message, kind in KINDS.items():
            for whom, whose in readers:
                for params in ({}, {"check": "K-1"}, {"performer_id": "P-1"}):
                    one = Message("N-1", whom, whose, str(kind), message, params, desk.clock(), "unread")
                    assert leads_to(one).startswith("/")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_inbox_fits_a_phone_and_takes_only_the_keyboard(
    page: Any, desk: Any, people: Any, told: list[str], scheme: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, "alice")
    for path in ("/inbox", "/inbox/settings", "/waiting", "/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert page.evaluate(CONTRAST) == [], path
        assert page.locator("h1").count() == 1
        unnamed = (
            "[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => !e.labels.length).length"
        )
        assert page.evaluate(unnamed) == 0, path
    page.goto("/inbox")
    page.locator("main").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Archive"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("li.new").count() == 2
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Open"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/inbox" not in url)
    assert desk.inbox.unread(people.alice) == 1
