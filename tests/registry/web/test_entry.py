"""Getting in by pages: with an invitation, with a forgotten password, by oneself where that is allowed, with a second factor."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyotp
import pytest

from registry.people.accounts.factors import STEP
from registry.people.accounts.offices import Office
from registry.serving.app import create_app
from tests.registry.conftest import PASSWORD, People
from tests.registry.entering import letters_to, path_to
from tests.registry.web.conftest import Visitor, path_of

Visit = Callable[[str], Visitor]
NEW = "another long password"


def invited(desk: Any, people: People, email: str = "mara@example.net") -> str:
    desk.invitations.send(people.ursula, Office.PERFORMER, "players-guild", email, "Mara Lind")
    return path_to(desk, email)


def test_whoever_is_invited_chooses_name_and_password_and_is_in(visitor: Visitor, desk: Any, people: People) -> None:
    path = invited(desk, people)
    page = visitor.get(path)
    assert (page.status_code, "Mara Lind" in page.text, "Ursula" in page.text) == (200, True, True)
    answer = visitor.post(path, {"name": "Mara L.", "password": PASSWORD})
    assert path_of(answer).startswith("/performers/P-")
    assert visitor.get(path_of(answer)).status_code == 200
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    ("password", "said"), [("short", "10 to 1024"), ("password123", "too easy to guess"), ("mara lind 12", "your name")]
)
def test_a_bad_password_is_said_at_its_field_and_costs_no_link(
    visitor: Visitor, desk: Any, people: People, password: str, said: str
) -> None:
    path = invited(desk, people)
    answer = visitor.post(path, {"name": "Mara Lind", "password": password})
    assert answer.status_code == 422
    assert said in answer.text
    assert password not in answer.text
    assert visitor.post(path, {"name": "Mara Lind", "password": PASSWORD}).status_code == 303


def test_whoever_has_an_account_signs_in_and_accepts(visitor: Visitor, desk: Any, people: People) -> None:
    desk.invitations.send(people.petra, Office.MEMBER, "PR-PETRA", "nora@example.org")
    path = path_to(desk, "nora@example.org")
    assert f"/sign-in?next={path}" in visitor.get(path).text
    answer = visitor.post(f"/sign-in?next={path}", {"email": "nora@example.org", "password": PASSWORD})
    assert path_of(answer) == path
    assert "signed in as Nora" in visitor.get(path).text
    assert visitor.post(path).status_code == 303
    assert "PR-PETRA" in people.nora.productions


def test_a_production_sends_resends_and_withdraws_on_its_page(visit: Visit, desk: Any, people: People) -> None:
    petra, there = visit("petra"), "/productions/PR-PETRA/invitations"
    petra.get(there)
    form = {"office": "member", "email": "new@example.net", "name": "Newt", "performer": ""}
    assert petra.post(there, form).status_code == 303
    assert petra.post(there, form).status_code == 422  # it waits already
    page = petra.get(there).text
    assert "waits for an answer" in page
    assert path_to(desk, "new@example.net").rpartition("/")[2] not in page
    (sent,) = desk.invitations.sent(people.petra, Office.MEMBER, "PR-PETRA")
    assert path_of(petra.post(f"/invitations/{sent.id}/resend")) == "/productions/PR-PETRA/members"
    assert path_of(petra.post(f"/invitations/{sent.id}/withdraw")) == "/productions/PR-PETRA/members"
    assert "withdrawn" in petra.get(there).text
    refused = petra.post(there, form | {"office": "commissioner", "email": "eve@example.org"})
    assert refused.status_code == 422
    assert "same mail domain" in refused.text


def test_a_union_invites_a_performer_to_a_record_of_its_members(visit: Visit, desk: Any, people: People) -> None:
    record = desk.performers.register(people.ursula, "Mara Lind", unions=["players-guild"]).id
    ursula, there = visit("ursula"), "/unions/players-guild/invitations"
    assert record in ursula.get(there).text
    form = {"office": "performer", "email": "mara@example.net", "name": "", "performer": record}
    assert ursula.post(there, form).status_code == 303
    assert desk.invitations.sent(people.ursula, Office.PERFORMER, "players-guild")[0].state == "waiting"


def test_an_administrator_invites_the_first_representative_and_opens_accounts_without_a_password(
    visit: Visit, visitor: Visitor, desk: Any, people: People
) -> None:
    desk.unions.create(people.ada, "dancers", "Dancers", "d@dancers.example")
    ada = visit("ada")
    assert ada.get("/unions/dancers/invitations").status_code == 200
    form = {"office": "union", "email": "dora@example.net", "name": "", "performer": ""}
    assert ada.post("/unions/dancers/invitations", form).status_code == 303
    ada.get("/administration")
    opened = ada.post("/administration/accounts", {"account-email": "newt@example.net", "account-name": "Newt"})
    assert opened.status_code == 303
    path = path_to(desk, "newt@example.net")
    assert path_of(visitor.post(path, {"password": NEW})) == "/sign-in"
    assert visitor.post("/sign-in", {"email": "newt@example.net", "password": NEW}).status_code == 303


def test_the_operator_confirms_who_approves_from_outside(
    visit: Visit, visitor: Visitor, desk: Any, people: People
) -> None:
    sent = desk.invitations.send(people.petra, Office.COMMISSIONER, "PR-PETRA", "cora@network.example")
    path = path_to(desk, "cora@network.example")
    assert "counts only once" in visitor.get(path).text
    visitor.post(path, {"name": "Cora", "password": PASSWORD})
    assert visitor.get("/approvers").status_code == 403
    ada = visit("ada")
    assert "cora@network.example" in ada.get("/approvers").text
    assert ada.post(f"/approvers/{sent}/confirm").status_code == 303
    assert "Approvers" in visitor.get("/approvers").text  # a confirmed contact may confirm others


def test_a_forgotten_password_is_chosen_anew_and_ends_every_session(
    visitor: Visitor, visit: Visit, desk: Any, people: People
) -> None:
    alice = visit("alice")
    assert "mail" in visitor.post("/reset", {"email": "Alice@example.org"}).text
    desk.requests.resolve_due()
    path = path_to(desk, "alice@example.org")
    assert visitor.get(path).status_code == visitor.get(path).status_code == 200
    assert visitor.post(path, {"password": "alice2026!"}).status_code == 422
    assert path_of(visitor.post(path, {"password": NEW})) == "/sign-in"
    assert path_of(alice.get("/password")) == "/sign-in"
    assert visitor.post("/sign-in", {"email": "alice@example.org", "password": PASSWORD}).status_code == 401
    assert visitor.post("/sign-in", {"email": "alice@example.org", "password": NEW}).status_code == 303
    told = [one.message for one in desk.notices.about(people.alice, account_id=people.accounts["alice"]).rows]
    assert "notice-password-changed" in told
    assert visitor.get(path).status_code == 404


def test_a_link_for_a_new_password_is_over_after_half_an_hour(visitor: Visitor, desk: Any, people: People) -> None:
    visitor.post("/reset", {"email": "alice@example.org"})
    desk.requests.resolve_due()
    path = path_to(desk, "alice@example.org")
    desk.clock.forward(minutes=30)
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, {"password": NEW}).status_code == 404


def test_nobody_registers_where_the_operator_does_not_allow_it(visitor: Visitor, people: People) -> None:
    assert "/register" not in visitor.get("/sign-in").text
    assert [
        visitor.get("/register").status_code,
        visitor.post("/register", {"email": "new@example.net"}).status_code,
    ] == [404, 404]


def test_where_it_is_allowed_an_account_begins_with_a_link_to_the_address(desk: Any, people: People) -> None:
    desk.config = replace(desk.config, registration=True)
    vars(desk).pop("requests", None)
    visitor = Visitor(create_app(desk).test_client())
    assert "/register" in visitor.get("/sign-in").text
    assert visitor.post("/register", {"email": "new@example.net"}).status_code == 200
    assert visitor.post("/register", {"email": "alice@example.org"}).status_code == 200
    desk.requests.resolve_due()
    assert [letter.subject for letter in letters_to(desk, "alice@example.org")] == [
        "Likeness Registry: you have an account"
    ]
    path = path_to(desk, "new@example.net")
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, {"name": "Newt", "password": PASSWORD}).status_code == 303
    assert "Newt" in visitor.get("/").text
    assert visitor.post(path, {"name": "Newt", "password": PASSWORD}).status_code == 404


def set_up(desk: Any, visitor: Visitor, people: People, name: str) -> tuple[pyotp.TOTP, str]:
    """A second factor by the page; the app, and the page with the recovery codes."""
    assert 'class="scan"' not in visitor.get("/second-factor/set-up").text, "it asks first whose account it is"
    assert 'class="scan"' in visitor.prove().get("/second-factor/set-up").text
    totp = pyotp.TOTP(desk.factors.begin(getattr(people, name)).secret)
    answer = visitor.post("/second-factor/set-up", {"code": totp.at(desk.clock())})
    assert answer.status_code == 200
    desk.clock.forward(seconds=STEP)
    return totp, answer.text


def test_whoever_has_a_second_factor_is_asked_for_it_and_nothing_else_is_open(
    visit: Visit, visitor: Visitor, desk: Any, people: People
) -> None:
    ursula = visit("ursula")
    totp, page = set_up(desk, ursula, people, "ursula")
    assert page.count("-") > 30
    assert ursula.get("/unions/players-guild").status_code == 200, "the session that set it up has shown it"
    visitor.sign_in("ursula")
    for path in ("/", "/unions/players-guild", "/password", "/second-factor/set-up"):
        assert path_of(visitor.get(path)) == "/second-factor"
    visitor.get("/second-factor")
    assert visitor.post("/second-factor", {"code": "000000"}).status_code == 422
    visitor.get("/second-factor?next=/unions/players-guild")
    answer = visitor.post("/second-factor?next=/unions/players-guild", {"code": totp.at(desk.clock())})
    assert path_of(answer) == "/unions/players-guild"
    assert visitor.get("/unions/players-guild").status_code == 200
    desk.clock.forward(seconds=STEP)
    visitor.get("/second-factor/set-up")
    assert visitor.post("/second-factor/remove", {"code": totp.at(desk.clock())}).status_code == 303
    assert Visitor(visitor.client).get("/unions/players-guild").status_code == 200


def test_where_it_is_required_whoever_decides_does_nothing_in_their_office_without_it(
    desk: Any, people: People
) -> None:
    desk.config = replace(desk.config, second_factor="required")
    vars(desk).pop("sessions", None)
    app = create_app(desk)
    ursula, ada, alice = (Visitor(app.test_client()).sign_in(name) for name in ("ursula", "ada", "alice"))
    assert "decide nothing" in ursula.get("/").text
    assert "/administration" not in ada.get("/").text
    assert ursula.get("/unions/players-guild").status_code == 404
    assert ursula.post("/unions/players-guild/strikes").status_code == 404
    assert ada.get("/administration").status_code == 403
    assert ada.post("/administration/accounts").status_code == 403
    ursula.prove()
    for own in ("/tokens", "/offices/lay-down"):  # with a token, or by laying the office down, she would decide
        sent = {"label": "x", "days": "30", "office": "union", "of": "players-guild", "last": "yes"}
        assert ursula.post(own, sent).status_code == 403
    assert alice.get(f"/performers/{people.alice.performer_id}").status_code == 200
    desk.clock.forward(minutes=6)
    set_up(desk, ursula, people, "ursula")
    assert ursula.get("/unions/players-guild").status_code == 200


def test_a_new_browser_is_told_and_a_known_one_is_not(visitor: Visitor, app: Any, desk: Any, people: People) -> None:
    def told() -> int:
        return len([one for one in letters_to(desk, "alice@example.org") if "new sign-in" in one.subject])

    visitor.sign_in("alice")
    assert told() == 0, "the first there is"
    visitor.post("/sign-out")
    visitor.sign_in("alice")
    assert told() == 0
    elsewhere = Visitor(app.test_client()).sign_in("alice")
    assert told() == 1
    elsewhere.post("/sign-out")
    elsewhere.sign_in("bob")
    elsewhere.post("/sign-out")
    elsewhere.sign_in("alice")
    assert told() == 1
    assert "has not used before" in elsewhere.get("/notices").text
    cookie = elsewhere.client.get_cookie("likeness-browser", domain="localhost")
    assert cookie is not None
    assert cookie.http_only
