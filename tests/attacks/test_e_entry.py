"""E: the ways in that a dishonest person tries: links of others, words in letters, questions that tell who is here."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
from sqlalchemy import event, func, select

from registry.backup import backup, restore
from registry.core.config import Config
from registry.core.errors import Conflict, Invalid, NotFound, RegistryError
from registry.desk import Desk
from registry.people.accounts.factors import STEP
from registry.people.accounts.offices import Office
from registry.records.tables.accounts import Account
from registry.records.tables.entry import EntryRequest
from tests.registry.conftest import PASSWORD
from tests.registry.entering import letters_to, path_to, secret_to
from tests.registry.web.conftest import Visitor, app, path_of, visit, visitor

__all__ = ["app", "visit", "visitor"]

Visit = Callable[[str], Visitor]
NIGHT = "PR-PETRA"
NEW = "another long password"


def accounts(desk: Any) -> int:
    with desk.db.read() as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


def invite(desk: Any, people: Any, email: str = "new@example.net", office: Office = Office.MEMBER) -> str:
    desk.invitations.send(people.petra, office, NIGHT, email)
    return secret_to(desk, email)


@pytest.mark.attack("E.link_twice")
def test_a_link_lets_one_in_however_many_use_it_at_once(desk: Any, people: Any) -> None:
    secret, before = invite(desk, people), accounts(desk)

    def try_it(number: int) -> bool:
        try:
            desk.invitations.join(secret, f"Newt {number}", PASSWORD)
        except RegistryError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(try_it, range(4))) == 1
    assert accounts(desk) == before + 1


@pytest.mark.attack("E.link_guessed")
@pytest.mark.parametrize("path", ["/join/", "/reset/", "/register/"])
def test_a_link_that_is_guessed_over_or_for_something_else_says_the_same(
    visitor: Visitor, desk: Any, people: Any, path: str
) -> None:
    used = invite(desk, people)
    desk.invitations.join(used, "Newt", PASSWORD)
    late = invite(desk, people, "late@example.net")
    desk.clock.forward(days=15)
    desk.requests.ask("password", "alice@example.org", "en")
    desk.requests.resolve_due()
    live = {"/reset/": secret_to(desk, "alice@example.org"), "/join/": invite(desk, people, "live@example.net")}
    wrong = [used, late, "guess", "x" * 500, "%00", used[:-1], *(one for key, one in live.items() if key != path)]
    said = {re.sub(r'value="[^"]+"', "", visitor.get(path + one).text) for one in wrong}
    assert len(said) == 1
    assert {visitor.post(path + one, {"name": "Eve", "password": NEW}).status_code for one in wrong} == {404}


@pytest.mark.attack("E.link_after_restore")
def test_no_link_comes_back_to_life_with_an_old_backup(
    desk: Any, people: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.backup.require_newest", lambda _database: None)  # it was made without migrations
    secret = invite(desk, people)
    backup(desk.config, tmp_path / "backup.sqlite")
    desk.invitations.withdraw(people.petra, desk.invitations.sent(people.petra, Office.MEMBER, NIGHT)[0].id)
    desk.close()
    restore(desk.config, tmp_path / "backup.sqlite")
    again = Desk(desk.config, desk.clock)
    with pytest.raises(NotFound):
        again.invitations.look(secret)
    assert list(letters_to(again, "new@example.net")) == []
    again.close()


@pytest.mark.attack("E.link_scanned")
def test_a_scanner_that_opens_every_link_uses_none_up(visitor: Visitor, desk: Any, people: Any) -> None:
    secret = invite(desk, people)
    desk.requests.ask("password", "alice@example.org", "en")
    desk.requests.resolve_due()
    for path in (f"/join/{secret}", path_to(desk, "alice@example.org")):
        for _ in range(3):
            assert visitor.get(path).status_code == 200
            assert visitor.client.head(path, base_url="http://localhost:8000").status_code == 200
    assert visitor.post(f"/join/{secret}", {"name": "Newt", "password": PASSWORD}).status_code == 303


@pytest.mark.attack("E.link_of_another")
def test_another_signed_in_person_takes_nothing_with_somebodys_link(visit: Visit, desk: Any, people: Any) -> None:
    secret = invite(desk, people, "nora@example.org")
    assert visit("bob").post(f"/join/{secret}").status_code == 409
    assert NIGHT not in people.bob.productions
    assert desk.invitations.look(secret).state == "waiting"


@pytest.mark.attack("E.link_to_a_stopped_account")
def test_a_stopped_account_gets_no_link_and_uses_none(desk: Any, people: Any) -> None:
    desk.requests.ask("password", "nora@example.org", "en")
    desk.requests.resolve_due()
    secret = secret_to(desk, "nora@example.org")
    desk.accounts.disable(people.ada, people.accounts["nora"])
    with pytest.raises(NotFound):
        desk.requests.choose_password(secret, NEW)
    before = len(list(letters_to(desk, "nora@example.org")))
    desk.requests.ask("password", "nora@example.org", "en")
    desk.requests.resolve_due()
    assert len(list(letters_to(desk, "nora@example.org"))) == before


@pytest.mark.attack("E.old_reset")
def test_one_new_password_voids_every_other_link_to_one(desk: Any, people: Any) -> None:
    desk.requests.ask("password", "nora@example.org", "en")
    desk.requests.resolve_due()
    first = secret_to(desk, "nora@example.org")
    desk.requests.ask("password", "nora@example.org", "en")
    desk.requests.resolve_due()
    desk.requests.choose_password(secret_to(desk, "nora@example.org"), NEW)
    with pytest.raises(NotFound):
        desk.requests.choose_password(first, "a third long password")


@pytest.mark.attack("E.who_is_here")
def test_asking_for_a_link_tells_nobody_who_is_here(visitor: Visitor, desk: Any, people: Any) -> None:
    statements: list[str] = []
    event.listen(desk.db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    seen = []
    for email in ("alice@example.org", "nobody@example.net", "nora@example.org"):
        visitor.get("/reset")
        statements.clear()
        answer = visitor.post("/reset", {"email": email})
        assert email not in answer.text
        said = re.sub(r'value="[^"]+"', "", answer.text)
        seen.append((answer.status_code, said, [one for one in statements if not one.startswith("PRAGMA")]))
    assert seen[0][:2] == seen[1][:2] == seen[2][:2]
    assert not any(re.search(r"\baccount\b", one) for _status, _said, ran in seen for one in ran), (
        "it did not even look"
    )
    with desk.db.look() as session:
        assert session.scalar(select(func.count()).select_from(EntryRequest)) == 3
    desk.requests.resolve_due()
    assert list(letters_to(desk, "nobody@example.net")) == []


@pytest.mark.attack("E.flood_of_letters")
def test_strangers_cause_few_letters_to_one_person(visitor: Visitor, desk: Any, people: Any) -> None:
    answers = {visitor.post("/reset", {"email": "alice@example.org"}).status_code for _ in range(10)}
    desk.requests.resolve_due()
    assert answers == {200}
    assert len(list(letters_to(desk, "alice@example.org"))) == 3
    many = [visitor.post("/reset", {"email": f"n{number}@example.net"}).status_code for number in range(15)]
    assert many[-1] == 429


@pytest.mark.attack("E.poisoned_host")
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "Origin", "Referer"])
def test_what_a_request_says_never_stands_in_a_letter(app: Any, desk: Any, people: Any, header: str) -> None:
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/reset", base_url="https://localhost").text)
    assert token
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    client.post(
        "/reset", data={"csrf_token": token[1], "email": "alice@example.org"}, base_url="https://localhost",
        headers={header: value, "Sec-Fetch-Site": "same-origin", **({"Referer": "https://localhost/"} if header != "Referer" else {})},
    )  # fmt: skip
    desk.requests.ask("password", "alice@example.org", "en")
    desk.requests.resolve_due()
    for letter in letters_to(desk, "alice@example.org"):
        assert "evil" not in letter.text + letter.subject
        assert "http://localhost:8000/reset/" in letter.text


@pytest.mark.attack("E.poisoned_host")
def test_an_address_that_is_none_is_refused_at_the_start(monkeypatch: Any) -> None:
    for wrong in (
        "registry.example",
        "javascript:alert(1)",
        "https://",
        "https://a.example/?x=1",
        "https://a.example/#x",
    ):
        monkeypatch.setenv("LIKENESS_BASE_URL", wrong)
        with pytest.raises(ValueError, match="LIKENESS_BASE_URL"):
            Config()


@pytest.mark.attack("E.lines_in_letters")
@pytest.mark.parametrize(
    "email",
    ["a@example.net\r\nBcc: eve@evil.example", "a@example.net\nBcc:x", "a@example.net,eve", "eve,a@example.net",
     "<eve>@example.net", "a@example.net;eve", '"a"@example.net', "a@[192.0.2.1]", "a b@example.net"],
)  # fmt: skip
def test_an_address_is_one_address(desk: Any, people: Any, email: str) -> None:
    with pytest.raises(Invalid):
        desk.invitations.send(people.petra, Office.MEMBER, NIGHT, email)
    with pytest.raises(Invalid):
        desk.requests.ask("password", email, "en")


@pytest.mark.attack("E.lines_in_letters")
def test_no_name_adds_a_line_to_a_letters_head(desk: Any, people: Any) -> None:
    for name in ("Newt\r\nBcc: eve@evil.example", "Newt\u2028x", "Newt\x00"):
        with pytest.raises(Invalid):
            desk.invitations.send(people.petra, Office.MEMBER, NIGHT, "new@example.net", name)


@pytest.mark.attack("E.elsewhere_after_sign_in")
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/%2e%2e/"]
)
def test_no_link_leads_elsewhere_after_the_second_factor(visit: Visit, desk: Any, people: Any, target: str) -> None:
    nora = visit("nora")
    totp = pyotp.TOTP(desk.factors.begin(people.nora).secret)
    nora.prove().post("/second-factor/set-up", {"code": totp.at(desk.clock())})
    desk.clock.forward(seconds=STEP)
    again = visit("nora")
    again.get("/second-factor")
    answer = again.post("/second-factor", {"code": totp.at(desk.clock())}, query_string={"next": target})
    assert answer.headers["Location"] == "/"
    signed_in = again.get("/sign-in", query_string={"next": target})
    assert signed_in.headers["Location"] == "/"


@pytest.mark.attack("E.second_factor_skipped")
def test_no_form_is_taken_from_who_has_only_the_password(visit: Visit, app: Any, desk: Any, people: Any) -> None:
    ursula = visit("ursula")
    totp = pyotp.TOTP(desk.factors.begin(people.ursula).secret)
    ursula.prove().post("/second-factor/set-up", {"code": totp.at(desk.clock())})
    thief = visit("ursula")
    for path in ("/unions/players-guild/strikes", "/password", "/tokens", "/sessions/end", "/second-factor/remove",
                 "/second-factor/set-up", "/unions/players-guild/invitations"):  # fmt: skip
        assert path_of(thief.post(path, {"code": "1"})) == "/second-factor"
    cookie = thief.client.get_cookie("likeness", domain="localhost")
    assert cookie is not None
    assert ursula.get("/unions/players-guild").status_code == 200, "nothing of hers was ended"
    thief.get("/second-factor")
    assert thief.post("/second-factor", {"code": totp.at(desk.clock())}).status_code == 422, "that code was used"


@pytest.mark.attack("E.session_fixed")
def test_a_session_from_before_the_invitation_or_the_code_does_not_live_on(
    visitor: Visitor, visit: Visit, app: Any, desk: Any, people: Any
) -> None:
    def cookie(of: Visitor) -> str:
        found = of.client.get_cookie("likeness", domain="localhost")
        assert found is not None
        return found.value

    path = f"/join/{invite(desk, people)}"
    visitor.get(path)
    before = cookie(visitor)
    visitor.post(path, {"name": "Newt", "password": PASSWORD})
    planted = app.test_client()
    planted.set_cookie("likeness", before, domain="localhost")
    assert path_of(Visitor(planted).get("/password")) == "/sign-in"
    nora = visit("nora")
    totp = pyotp.TOTP(desk.factors.begin(people.nora).secret)
    nora.prove().post("/second-factor/set-up", {"code": totp.at(desk.clock())})
    desk.clock.forward(seconds=STEP)
    again = visit("nora")
    halfway = cookie(again)
    again.get("/second-factor")
    assert again.post("/second-factor", {"code": totp.at(desk.clock())}).status_code == 303
    planted = app.test_client()
    planted.set_cookie("likeness", halfway, domain="localhost")
    assert path_of(Visitor(planted).get("/password")) == "/sign-in"


@pytest.mark.attack("E.own_approver")
def test_a_production_does_not_make_its_own_approver(desk: Any, people: Any) -> None:
    with pytest.raises(Invalid):
        desk.invitations.send(people.petra, Office.COMMISSIONER, NIGHT, "petra.two@example.org")
    sent = desk.invitations.send(people.petra, Office.COMMISSIONER, NIGHT, "petra@freemail.example")
    account, _ = desk.invitations.join(secret_to(desk, "petra@freemail.example"), "Network", PASSWORD)
    second = desk.accounts.identity(account)
    assert second.commissions == frozenset()
    for who in (people.petra, second):
        with pytest.raises(NotFound):
            desk.invitations.confirm(who, sent)
    desk.invitations.send(people.petra, Office.COUNSEL, NIGHT, "petra@freemail.example")
    desk.invitations.accept(second, secret_to(desk, "petra@freemail.example"))
    assert desk.accounts.identity(account).counsels == frozenset()


@pytest.mark.attack("E.long_password")
def test_a_long_password_is_judged_as_fast_as_a_short_one(desk: Any, people: Any) -> None:
    secret, began = invite(desk, people), time.process_time()
    for hard in ("x" * 1024, "4@8({[</369&#!1/|0$5+7%2" * 40):
        try:
            desk.invitations.join(secret, "Newt", hard)
        except (Invalid, Conflict, NotFound):
            pass
    assert time.process_time() - began < 20  # without a limit the first alone takes minutes
