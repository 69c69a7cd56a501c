"""The front door: who gets in, how often one may try, and what a session may carry."""

from collections.abc import Callable

import pytest

from registry.desk import Desk
from tests.registry.conftest import PASSWORD, People
from tests.registry.web.conftest import ORIGIN, Visitor, path_of

Visit = Callable[[str], Visitor]


def try_password(visitor: Visitor, email: str, password: str) -> int:
    return visitor.post("/sign-in", {"email": email, "password": password}).status_code


def test_a_right_password_opens_the_start_page(visitor: Visitor, people: People) -> None:
    answer = visitor.post("/sign-in", {"email": "Alice@Example.org ", "password": PASSWORD})
    assert (answer.status_code, path_of(answer)) == (303, "/")
    assert "Alice" in visitor.get("/").text


@pytest.mark.parametrize(("email", "password"), [("alice@example.org", "not hers"), ("nobody@example.org", PASSWORD)])
def test_wrong_and_unknown_look_alike(visitor: Visitor, people: People, email: str, password: str) -> None:
    answer = visitor.post("/sign-in", {"email": email, "password": password})
    assert answer.status_code == 401
    assert "Incorrect e-mail or password" in answer.text
    assert password not in answer.text


def test_an_empty_form_says_what_is_missing(visitor: Visitor, people: People) -> None:
    answer = visitor.post("/sign-in", {"email": "", "password": ""})
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 2


def test_tries_are_limited_for_an_account_and_right_ones_are_not_counted(visitor: Visitor, people: People) -> None:
    for _ in range(8):
        assert try_password(visitor, "bob@example.org", "wrong") == 401
    refused = visitor.post("/sign-in", {"email": "bob@example.org", "password": PASSWORD})
    assert refused.status_code == 429
    assert "Wait five minutes" in refused.text
    assert try_password(visitor, "BOB@example.org ", PASSWORD) == 429
    for _ in range(10):
        assert try_password(visitor, "alice@example.org", PASSWORD) == 303


def test_whoever_is_wrong_a_lot_locks_nobody_else_behind_the_same_address_out(visitor: Visitor, people: People) -> None:
    answers = [try_password(visitor, f"guess{number}@example.org", "wrong") for number in range(40)]
    assert answers == [401] * 40
    assert try_password(visitor, "alice@example.org", PASSWORD) == 303


def test_a_session_that_was_set_before_sign_in_does_not_survive_it(visitor: Visitor, people: People) -> None:
    visitor.get("/sign-in")
    with visitor.client.session_transaction(base_url=ORIGIN) as session:
        session["planted"], before = "by somebody else", session["csrf_token"]
    visitor.post("/sign-in", {"email": "alice@example.org", "password": PASSWORD})
    visitor.get("/")
    with visitor.client.session_transaction(base_url=ORIGIN) as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_the_cookie_is_closed_to_scripts_and_other_sites(visitor: Visitor, people: People) -> None:
    local = visitor.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in local
    assert "SameSite=Lax" in local
    assert "Secure" not in local
    elsewhere = visitor.client.get("/sign-in", base_url="http://registry.example.org").headers["Set-Cookie"]
    assert "Secure" in elsewhere


def test_signing_out_ends_it(visit: Visit) -> None:
    alice = visit("alice")
    alice.post("/sign-out")
    assert path_of(alice.get("/password")) == "/sign-in"


def test_a_disabled_account_is_out_at_once(visit: Visit, people: People, desk: Desk) -> None:
    nora = visit("nora")
    assert nora.get("/password").status_code == 200
    desk.accounts.disable(people.ada, people.accounts["nora"])
    assert path_of(nora.get("/password")) == "/sign-in"


def test_one_comes_back_to_the_page_that_was_wanted(visitor: Visitor, people: People) -> None:
    wanted = visitor.get("/productions")
    assert wanted.headers["Location"] == "/sign-in?next=/productions"
    answer = visitor.post(wanted.headers["Location"], {"email": "petra@example.org", "password": PASSWORD})
    assert path_of(answer) == "/productions"


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example/x", "/\\evil.example", "javascript:1", ""])
def test_a_link_cannot_send_anybody_elsewhere(visitor: Visitor, people: People, target: str) -> None:
    answer = visitor.post(
        "/sign-in", {"email": "alice@example.org", "password": PASSWORD}, query_string={"next": target}
    )
    assert answer.headers["Location"] == "/"


def test_a_form_without_its_token_does_nothing(visitor: Visitor, people: People) -> None:
    answer = visitor.client.post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD}, base_url=ORIGIN)
    assert answer.status_code == 400
    assert path_of(visitor.get("/password")) == "/sign-in"


def test_a_password_is_changed_with_the_current_one_only(visit: Visit, visitor: Visitor) -> None:
    alice, fresh = visit("alice"), "another long password"
    assert alice.post("/password", {"current": "wrong", "new": fresh}).status_code == 422
    assert alice.post("/password", {"current": PASSWORD, "new": "short"}).status_code == 422
    assert alice.post("/password", {"current": PASSWORD, "new": fresh}).status_code == 303
    assert try_password(visitor, "alice@example.org", PASSWORD) == 401
    assert try_password(visitor, "alice@example.org", fresh) == 303
