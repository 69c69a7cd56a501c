"""Before an account is opened to another device, whoever sits there shows once more that it is theirs."""

import json
from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from consent.canonical import from_base64url
from registry.desk import Desk
from tests.common.passkeys import Passkey
from tests.registry.conftest import Clock, People
from tests.registry.web.conftest import Visitor, path_of
from tests.registry.web.signing_host import PAGES

Visit = Callable[[str], Visitor]


@pytest.mark.attack("E.open_session_taken_over")
def test_an_open_session_alone_opens_the_account_to_nothing_else(visit: Visit, desk: Desk, people: People) -> None:
    thief = visit("petra")
    page = thief.get("/second-factor/set-up").text
    assert 'class="scan"' not in page
    totp = pyotp.TOTP(desk.factors.begin(people.petra).secret)
    assert thief.post("/second-factor/set-up", {"code": totp.at(desk.clock())}).status_code == 422
    assert desk.factors.state(people.petra) == (False, 0)
    assert thief.post("/prove", {"password": "not hers at all"}).status_code == 422
    assert thief.post("/passkeys/options").status_code == 409
    made = Passkey("localhost", PAGES).registration(b"0" * 32)
    assert thief.post("/passkeys", {"label": "mine", "credential": str(made)}).status_code == 409
    assert desk.sign_in_passkeys.own(people.petra) == []
    assert 'name="days"' not in thief.get("/tokens").text
    answer = thief.post("/tokens", {"label": "mine", "days": "30"})
    assert (answer.status_code, "likeness_" in answer.text) == (409, False)
    assert desk.tokens.page(people.petra).rows == ()


def test_the_password_opens_it_for_five_minutes_and_for_this_account(
    visit: Visit, visitor: Visitor, clock: Clock, people: People
) -> None:
    petra = visit("petra").prove()
    assert 'class="scan"' in petra.get("/second-factor/set-up").text
    clock.forward(minutes=6)
    assert 'class="scan"' not in petra.get("/second-factor/set-up").text
    petra.prove()
    petra.post("/sign-out")
    petra.sign_in("quentin")
    assert 'class="scan"' not in petra.get("/second-factor/set-up").text


def test_it_leads_where_it_was_asked_and_nowhere_else(visit: Visit, people: People) -> None:
    petra = visit("petra")
    petra.get("/prove?next=/passkeys")
    assert path_of(petra.post("/prove?next=/passkeys", {"password": "correct horse battery"})) == "/passkeys"
    petra.get("/password")
    assert path_of(petra.post("/prove?next=//evil.example", {"password": "correct horse battery"})) == "/"


def test_a_passkey_of_the_account_proves_it_and_somebody_elses_does_not(
    visit: Visit, people: People, clock: Clock
) -> None:
    def made(of: Visitor) -> Passkey:
        key = Passkey("localhost", PAGES)
        asked: Any = of.prove().post("/passkeys/options").json
        sent = {"label": "phone", "credential": json.dumps(key.registration(from_base64url(asked["challenge"])))}
        assert of.post("/passkeys", sent).status_code == 303
        return key

    def proves(of: Visitor, key: Passkey) -> int:
        asked: Any = of.post("/prove/passkey/options").json
        sent = {"credential": json.dumps(key.answer(from_base64url(asked["challenge"])))}
        return of.post("/prove/passkey", sent).status_code

    petra, quentin = visit("petra"), visit("quentin")
    hers, his = made(petra), made(quentin)
    clock.forward(minutes=6)
    assert proves(petra, his) == 422
    assert 'class="scan"' not in petra.get("/second-factor/set-up").text
    assert proves(petra, hers) == 303
    assert 'class="scan"' in petra.get("/second-factor/set-up").text
