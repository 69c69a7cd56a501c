"""Signing in with a passkey: without a name, once, and slowed down like a password."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from consent.canonical import from_base64url
from registry.core.errors import NotFound
from registry.desk import Desk
from registry.notices.kinds import ALWAYS_AT_ONCE, kind_of
from registry.records.tables.passkeys import SignInPasskey
from tests.common.passkeys import PRESENT, Passkey
from tests.registry.conftest import Clock, People
from tests.registry.web.conftest import Visitor
from tests.registry.web.signing_host import PAGES, SIGNING


def test_signing_in_with_a_passkey_needs_no_name_and_counts_once(
    visit: Callable[[str], Visitor], app: Flask, desk: Desk, people: People, clock: Clock
) -> None:
    alice, own = visit("alice"), Passkey("localhost", PAGES)
    made = own.registration(from_base64url(alice.prove().post("/passkeys/options").json["challenge"]))
    sent = {"label": "phone", "credential": json.dumps(made)}
    assert alice.post("/passkeys", sent).status_code == 303
    assert alice.post("/passkeys", sent).status_code == 422, "a challenge is answered once"
    clock.forward(seconds=1)

    def options(browser: Visitor) -> bytes:
        browser.get("/sign-in")
        return from_base64url(browser.post("/sign-in/passkey/options").json["challenge"])

    browser = Visitor(app.test_client())
    challenge = options(browser)
    kept = browser.client.get_cookie("likeness", domain="localhost")
    answer = json.dumps(own.answer(challenge))
    for spoiled in (
        own.answer(bytes(32)),
        replace(own, flags=PRESENT).answer(challenge),
        own.answer(challenge, origin=SIGNING),
        Passkey("localhost", PAGES, id=own.id).answer(challenge),
        {"id": "x" * 5000, "response": {}},
    ):
        assert kept is not None
        browser.client.set_cookie("likeness", kept.value, domain="localhost")
        assert browser.post("/sign-in/passkey", {"credential": json.dumps(spoiled)}).status_code == 401
    browser.client.set_cookie("likeness", kept.value, domain="localhost")
    assert browser.post("/sign-in/passkey?next=/tokens", {"credential": answer}).headers["Location"] == "/tokens"
    assert browser.get("/password").status_code == 200
    thief = Visitor(app.test_client())  # has the cookie of before, and the answer
    thief.client.set_cookie("likeness", kept.value, domain="localhost")
    thief.get("/sign-in")
    assert thief.post("/sign-in/passkey", {"credential": answer}).status_code == 401
    clock.forward(minutes=6)
    late = Visitor(app.test_client())
    challenge = options(late)
    clock.forward(minutes=6)
    assert late.post("/sign-in/passkey", {"credential": json.dumps(own.answer(challenge))}).status_code == 401
    (row,) = desk.sign_in_passkeys.own(people.alice)
    with pytest.raises(NotFound):
        desk.sign_in_passkeys.remove(people.bob, row.id)
    assert alice.get("/passkeys").status_code in (200, 303)
    desk.sign_in_passkeys.remove(people.alice, row.id)
    told = next(one for one in desk.inbox.page(people.alice).rows if one.message == "notice-passkey-removed")
    assert (told.params["label"], told.whom) == (row.label, "account")
    assert kind_of(told.message) in ALWAYS_AT_ONCE, "whoever removed it may not be its owner"
    challenge = options(late)
    assert late.post("/sign-in/passkey", {"credential": json.dumps(own.answer(challenge))}).status_code == 401
    with desk.db.read() as session:
        assert session.get_one(SignInPasskey, row.id).revoked_at is not None


def test_wrong_passkeys_are_slowed_down_like_wrong_passwords(app: Flask, people: People) -> None:
    statuses = []
    browser, stranger = Visitor(app.test_client()), Passkey("localhost", PAGES)
    for _ in range(9):
        browser.get("/sign-in")
        challenge = from_base64url(browser.post("/sign-in/passkey/options").json["challenge"])
        credential = json.dumps(stranger.answer(challenge))
        statuses.append(browser.post("/sign-in/passkey", {"credential": credential}).status_code)
    assert statuses == [401] * 8 + [429]
