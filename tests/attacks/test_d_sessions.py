"""A way in that somebody wrote into the database opens nothing: a session, an office, what was said of a life."""

from typing import Any

import pytest

from consent.canonical import sha256_hex
from registry.core.errors import RecordsAltered
from registry.core.permissions import ANONYMOUS
from tests.registry.tampering import alter

COPIED = (
    "INSERT INTO web_session (id, account_id, secret_sha256, ties_sha256, browser, address, began_at, seen_at) "
    "SELECT 'S-INVENTED', '{account}', '{digest}', ties_sha256, browser, address, began_at, seen_at FROM web_session"
)


@pytest.fixture
def secret(desk: Any, people: Any) -> str:
    """Of the session that Petra has opened."""
    return desk.sessions.open(people.accounts["petra"], "Firefox", "192.0.2.7")


@pytest.mark.parametrize(
    "change",
    [
        "secret_sha256 = '{digest}'",
        "previous_sha256 = '{digest}', previous_until = '2031-01-01 00:00:00.000000'",
        "began_at = '2031-01-01 00:00:00.000000'",
        "ties_sha256 = 'x'",
        "account_id = '{other}'",
    ],
)
@pytest.mark.attack("D.session")
def test_an_altered_session_opens_nothing(desk: Any, people: Any, secret: str, change: str) -> None:
    guessed = f"{people.accounts['petra']}.guessed"
    names = {"digest": sha256_hex(guessed.encode()), "other": people.accounts["nora"]}
    alter(desk, f"UPDATE web_session SET {change.format(**names)}")
    for tried in (secret, guessed, guessed.replace(people.accounts["petra"], people.accounts["nora"])):
        try:
            assert desk.sessions.resume(tried) is None
            assert desk.sessions.peek(tried) == ANONYMOUS
        except RecordsAltered:
            continue
    with pytest.raises(RecordsAltered):
        desk.sessions.resume(secret)


@pytest.mark.attack("D.session-invented")
def test_an_invented_session_opens_nothing(desk: Any, people: Any, secret: str) -> None:
    invented = f"{people.accounts['ada']}.invented"
    alter(desk, COPIED.format(account=people.accounts["ada"], digest=sha256_hex(invented.encode())))
    for ask in (desk.sessions.resume, desk.sessions.peek, desk.sessions.end):
        with pytest.raises(RecordsAltered):
            ask(invented)
    assert desk.sessions.resume(secret).who == people.petra  # whoever it does not concern goes on


@pytest.mark.attack("D.session-revived")
def test_a_session_that_was_ended_is_not_put_back(desk: Any, people: Any, secret: str) -> None:
    other = desk.sessions.open(people.accounts["nora"])
    desk.sessions.end(secret)
    alter(desk, COPIED.format(account=people.accounts["petra"], digest=sha256_hex(secret.encode())))
    with pytest.raises(RecordsAltered):
        desk.sessions.resume(secret)
    assert desk.sessions.resume(other).who == people.nora


@pytest.mark.attack("D.session-used")
def test_using_a_session_binds_nothing_anew_and_the_audit_finds_nothing(
    desk: Any, people: Any, secret: str, clock: Any
) -> None:
    before = desk.audit.verify()
    clock.forward(minutes=5)
    assert desk.sessions.resume(secret).secret is None
    assert desk.audit.verify() == before
    assert desk.audit.altered_records() == []


@pytest.mark.attack("D.office-invented")
def test_an_offer_that_nobody_made_is_accepted_by_nobody(desk: Any, people: Any) -> None:
    alter(
        desk,
        "INSERT INTO office_offer (id, account_id, office, of, offered_by, offered_at) VALUES "
        f"('O-INVENTED', '{people.accounts['petra']}', 'neutral', '', '{people.accounts['ada']}', "
        f"'{desk.clock():%Y-%m-%d %H:%M:%S.%f}')",
    )
    with pytest.raises(RecordsAltered):
        desk.offers.waiting(people.petra)
    with pytest.raises(RecordsAltered):
        desk.offers.accept(people.petra, "O-INVENTED")


@pytest.mark.attack("D.life")
def test_a_death_that_nobody_recorded_is_none(desk: Any, people: Any, verified_alice: Any) -> None:
    alter(
        desk,
        "INSERT INTO life_event (id, performer_id, kind, day, proof, recorded_by, recorded_at) VALUES ('LE-INVENTED', "
        f"'{verified_alice.id}', 'death', '2026-10-01', 'seen', 'A', '2026-10-02 08:00:00.000000')",
    )
    with pytest.raises(RecordsAltered):
        desk.lives.of(people.ursula, verified_alice.id)
