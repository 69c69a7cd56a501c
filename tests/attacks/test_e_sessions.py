"""E3: who is out stays out, and whoever is wrong keeps nobody else out."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from limits.errors import StorageError
from sqlalchemy import event, select

from registry.core.errors import NotFound
from registry.ledger.tree import Remembered
from registry.people.accounts.sessions import GRACE
from registry.people.accounts.throttle import (
    FEW,
    PASSWORDS,
    WATCHED,
    Throttle,
    ThrottleUnusable,
    subscriber,
)
from registry.people.accounts.tries import TooManyTries
from registry.records.tables.accounts import WebSession
from registry.records.tables.consents import Consent
from registry.serving.app import create_app
from tests.registry.api.conftest import program, stranger
from tests.registry.conftest import PASSWORD
from tests.registry.web.conftest import ORIGIN, Visitor, app, path_of, visit, visitor
from tests.registry.web.seed import Seed

__all__ = ["app", "program", "stranger", "visit", "visitor"]

Visit = Callable[[str], Visitor]
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def copied(app: Any, browser: Visitor) -> Visitor:
    """A thief's browser with the same cookie."""
    thief = app.test_client()
    cookie = browser.client.get_cookie("likeness", domain="localhost")
    assert cookie is not None
    thief.set_cookie("likeness", cookie.value, domain="localhost")
    return Visitor(thief)


def is_in(browser: Visitor) -> bool:
    return browser.get("/password").status_code == 200


@pytest.mark.attack("E3.after_sign_out")
def test_a_copied_cookie_dies_with_the_sign_out(app: Any, visit: Visit) -> None:
    alice = visit("alice")
    thief = copied(app, alice)
    assert is_in(thief)
    alice.post("/sign-out")
    assert not is_in(thief)


@pytest.mark.attack("E3.after_password_change")
def test_a_new_password_ends_every_other_session_and_the_old_cookie_of_this_one(app: Any, visit: Visit) -> None:
    alice, elsewhere = visit("alice"), visit("alice")
    thief = copied(app, alice)
    assert alice.post("/password", {"current": PASSWORD, "new": "another long password"}).status_code == 303
    assert is_in(alice)
    assert not is_in(elsewhere)
    assert not is_in(thief)


@pytest.mark.attack("E3.after_disabling")
def test_a_session_does_not_come_back_with_the_account(visit: Visit, people: Any, desk: Any) -> None:
    nora = visit("nora")
    desk.accounts.disable(people.ada, people.accounts["nora"])
    desk.accounts.enable(people.ada, people.accounts["nora"])
    assert not is_in(nora)


@pytest.mark.attack("E3.everywhere")
def test_all_of_ones_sessions_end_at_will_and_nobody_elses(visit: Visit, people: Any, desk: Any) -> None:
    here, there, bob = visit("alice"), visit("alice"), visit("bob")
    page = here.get("/sessions").text
    assert page.count("/sessions/S-") == 1
    assert "this browser" in page
    (other,) = desk.sessions.own(people.bob)
    assert here.post(f"/sessions/{other.id}/end").status_code == 404
    assert path_of(here.post("/sessions/end")) == "/"
    assert [is_in(browser) for browser in (here, there, bob)] == [False, False, True]


@pytest.mark.attack("E3.one_of_them")
def test_one_session_ends_at_will(visit: Visit, people: Any, desk: Any) -> None:
    here, there = visit("alice"), visit("alice")
    unknown = next(
        one for one in desk.sessions.own(people.alice) if f"/sessions/{one.id}/end" in here.get("/sessions").text
    )
    here.post(f"/sessions/{unknown.id}/end")
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.attack("E3.for_ever")
def test_a_session_ends_when_it_is_not_used_and_when_it_is_old(app: Any, desk: Any, people: Any, visit: Visit) -> None:
    clock, config = desk.clock, desk.config
    alice = visit("alice")
    for _ in range(3):
        clock.forward(minutes=config.session_idle_minutes - 1)
        assert is_in(alice)
    clock.forward(minutes=config.session_idle_minutes)
    assert not is_in(alice)
    used = visit("alice")
    for _ in range(config.session_hours * 2 - 1):
        clock.forward(minutes=30)
        assert is_in(used)
    clock.forward(minutes=30)
    assert not is_in(used)


@pytest.mark.attack("E3.fixation")
def test_signing_in_begins_a_session_of_its_own(app: Any, visit: Visit, people: Any, desk: Any) -> None:
    planted = visit("bob")
    thief = copied(app, planted)
    planted.get("/sign-in")
    answer = planted.post("/sign-in", {"email": "alice@example.org", "password": PASSWORD})
    assert answer.status_code == 303
    assert "Alice" in planted.get("/").text
    assert not is_in(thief)
    assert desk.sessions.own(people.bob) == []


@pytest.mark.attack("E3.kept_through_a_new_office")
def test_a_cookie_stolen_before_opens_nothing_once_the_account_may_do_more(
    app: Any, visit: Visit, people: Any, desk: Any
) -> None:
    nora = visit("nora")
    thief = copied(app, nora)
    desk.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    assert nora.get("/unions/players-guild").status_code == 200
    assert is_in(copied(app, nora))
    desk.clock.forward(seconds=GRACE.total_seconds() + 1)
    assert is_in(nora)
    assert not is_in(thief)


@pytest.mark.attack("E3.stolen_database")
def test_what_is_kept_of_a_session_opens_nothing(app: Any, visit: Visit, desk: Any) -> None:
    visit("alice")
    with desk.db.read() as session:
        (row,) = session.scalars(select(WebSession)).all()
    for known in (row.id, row.secret_sha256, row.account_id):
        assert desk.sessions.resume(known) is None
        with app.test_request_context():
            forged = app.session_interface.get_signing_serializer(app).dumps({"_user_id": known})
        thief = app.test_client()
        thief.set_cookie("likeness", forged, domain="localhost")
        assert not is_in(Visitor(thief))


@pytest.mark.attack("E3.changed_database")
def test_nobody_makes_their_session_somebody_elses_by_changing_its_record(visit: Visit, people: Any, desk: Any) -> None:
    petra = visit("petra")
    assert is_in(petra)
    with desk.db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE web_session SET account_id = '{people.accounts['ursula']}'")
    assert not is_in(petra)
    assert petra.get("/unions/players-guild").status_code == 303


@pytest.mark.attack("E3.database_brought_back")
def test_a_restored_backup_signs_everybody_out(tmp_path: Any, desk: Any, people: Any, visit: Visit) -> None:
    from registry import backup
    from registry.records.schema import upgrade

    home = replace(desk.config, home=tmp_path / "other")
    home.home.mkdir()
    from registry.desk import Desk

    other = Desk(home, desk.clock)
    upgrade(other.db)
    ada = other.accounts.create_first_administrator("ada@example.org", "Ada", None)
    secret = other.sessions.open(ada.id)
    backup.backup(home, tmp_path / "copy")
    other.sessions.end(secret)
    other.close()
    backup.restore(home, tmp_path / "copy")
    again = Desk(home, desk.clock)
    assert again.sessions.resume(secret) is None
    again.close()


@pytest.mark.attack("E3.locked_out_by_others")
def test_whoever_is_wrong_about_an_account_locks_its_owner_out_nowhere_else(desk: Any, people: Any) -> None:
    for number in range(40):
        address = f"203.0.113.{number}"
        for _ in range(PASSWORDS.amount):
            desk.accounts.authenticate("alice@example.org", "guess", address)
    assert desk.accounts.authenticate("alice@example.org", PASSWORD, HERE) is not None


@pytest.mark.attack("E3.behind_one_proxy")
def test_whoever_is_wrong_behind_a_proxy_locks_nobody_else_behind_it_out(desk: Any, people: Any) -> None:
    for number in range(WATCHED.amount * 3):
        desk.accounts.authenticate(f"guess{number}@example.org", "guess", HERE)
    for _ in range(PASSWORDS.amount):
        try:
            desk.accounts.authenticate("bob@example.org", "guess", HERE)
        except TooManyTries:
            pass
    assert desk.accounts.authenticate("alice@example.org", PASSWORD, HERE) is not None


@pytest.mark.attack("E3.guessing")
def test_guessing_is_bounded_for_one_account_and_for_one_password_tried_on_all(desk: Any, people: Any) -> None:
    def tries(email: str, address: str) -> int:
        for number in range(50):
            try:
                desk.accounts.authenticate(email, f"guess{number}", address)
            except TooManyTries:
                return number
        return 50

    assert tries("alice@example.org", HERE) == PASSWORDS.amount
    for number in range(WATCHED.amount):
        desk.accounts.authenticate(f"guess{number}@example.org", "guess", ELSEWHERE)
    assert tries("bob@example.org", ELSEWHERE) == FEW


@pytest.mark.attack("E3.guessing_at_once")
def test_many_tries_at_once_count_too(desk: Any, people: Any) -> None:
    tried = []

    def guess(number: int) -> None:
        try:
            desk.accounts.authenticate("alice@example.org", f"guess{number}", HERE)
            tried.append(number)
        except TooManyTries:
            pass

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(guess, range(64)))
    assert len(tried) <= PASSWORDS.amount


@pytest.mark.attack("E3.one_subscriber_many_addresses")
def test_all_addresses_of_one_subscriber_count_as_one(desk: Any) -> None:
    assert subscriber("2001:db8:1:2::7") == subscriber("2001:db8:1:2:ffff::1") != subscriber("2001:db8:1:3::7")
    assert subscriber("::ffff:192.0.2.1") == "192.0.2.1"


@pytest.mark.attack("E3.invented_address")
@pytest.mark.parametrize("trusted", [(), ("127.0.0.1",)])
def test_nobody_chooses_the_address_that_they_are_counted_under(
    desk: Any, people: Any, trusted: tuple[str, ...]
) -> None:
    proxied = replace(desk.config, trusted_proxies=tuple(map(ip_network, trusted)))
    desk.config = proxied
    client = create_app(desk).test_client()
    browser, answers = Visitor(client), []
    for number in range(PASSWORDS.amount + 1):
        # a trusted proxy writes its client at the end; what stands before that, the client wrote itself
        told = {"X-Forwarded-For": f"10.0.0.{number}, {HERE}", "Forwarded": f"for=10.0.1.{number}"}
        sent = {"email": "alice@example.org", "password": "guess"}
        answers.append(browser.post("/sign-in", sent, headers=told).status_code)
    assert answers == [401] * PASSWORDS.amount + [429]
    other = {"X-Forwarded-For": ELSEWHERE}
    right = browser.post("/sign-in", {"email": "alice@example.org", "password": PASSWORD}, headers=other)
    assert right.status_code == (303 if trusted else 429)


@pytest.mark.attack("E3.wrong_tokens")
def test_wrong_tokens_keep_no_right_one_out(program: Any, stranger: Any, people: Any) -> None:
    stranger.headers = {"Authorization": "Bearer guess"}
    answers = [stranger.get("/me").status_code for _ in range(60)]
    assert answers == [401] * 30 + [429] * 30
    assert program("petra").get("/me").status_code == 200


@pytest.mark.attack("E3.withdrawal_throttled")
def test_a_consent_is_withdrawn_however_much_is_going_on_at_the_door(
    app: Any, visit: Visit, visitor: Visitor, people: Any, desk: Any, verified_alice: Any
) -> None:
    seed = Seed(desk, lambda: people.ursula)
    consent = seed.asked(people.petra, verified_alice.id, "PR-PETRA")
    seed.signed(people.alice, consent, verified_alice.key)
    alice = visit("alice")
    for number in range(60):
        visitor.post("/sign-in", {"email": f"{'alice' if number % 2 else number}@example.org", "password": "guess"})
    assert alice.post("/password", {"current": "guess", "new": "x" * 12}).status_code == 429
    assert alice.post(f"/consents/{consent}/withdraw").status_code == 303
    with desk.db.read() as session:
        assert session.get_one(Consent, consent).state == "withdrawn"


@pytest.mark.attack("E3.broken_storage")
def test_a_storage_that_fails_neither_opens_the_door_nor_closes_it(desk: Any, people: Any, monkeypatch: Any) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StorageError(ConnectionError("gone"))

    for name in ("hit", "test", "clear", "get_window_stats"):
        monkeypatch.setattr(desk.throttle._shared, name, broken)
    assert desk.accounts.authenticate("alice@example.org", PASSWORD, HERE) is not None
    for _ in range(PASSWORDS.amount):
        assert desk.accounts.authenticate("alice@example.org", "guess", HERE) is None
    with pytest.raises(TooManyTries):
        desk.accounts.authenticate("alice@example.org", PASSWORD, HERE)
    for nonsense in ("nowhere://x", "not an address"):
        with pytest.raises(ThrottleUnusable):
            Throttle(nonsense)


@pytest.mark.attack("E3.known_by_its_time")
def test_known_and_unknown_accounts_cost_the_same(desk: Any, people: Any, monkeypatch: Any) -> None:
    def cost(email: str) -> tuple[int, int]:
        hashed, asked = [], []
        verify = type(desk.accounts._hasher).verify
        with monkeypatch.context() as patch:
            patch.setattr(
                type(desk.accounts._hasher), "verify",
                lambda self, stored, password: hashed.append(1) or verify(self, stored, password),
            )  # fmt: skip

            def note(*_: object) -> None:
                asked.append(1)

            event.listen(desk.db.engine, "before_cursor_execute", note)
            desk.accounts.authenticate(email, "guess", HERE)
            event.remove(desk.db.engine, "before_cursor_execute", note)
        return len(hashed), len(asked)

    desk.accounts.disable(people.ada, people.accounts["nora"])
    desk.accounts.create(people.ada, "silent@example.org", "Without a password")
    desk.bindings.remembered = Remembered()  # as after a start of the process
    costs = {cost(f"{name}@example.org") for name in ("alice", "nobody", "nora", "silent", "alice")}
    assert {hashes for hashes, _statements in costs} == {1}
    assert len(costs) == 1


@pytest.mark.attack("E3.other_sites_form")
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_from_elsewhere_does_nothing_even_with_its_token(visit: Visit, headers: dict[str, str]) -> None:
    alice = visit("alice")
    assert alice.post("/sign-out", headers=headers).status_code == 400
    assert is_in(alice)
    assert alice.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN}).status_code == 303


def test_ending_what_is_not_there_says_so(desk: Any, people: Any) -> None:
    with pytest.raises(NotFound):
        desk.sessions.end_one(people.alice, "S-NONE")
    assert desk.sessions.resume("nothing") is None
    assert json.dumps(desk.sessions.own(people.alice)) == "[]"
    assert timedelta(0) < GRACE < timedelta(minutes=2)
