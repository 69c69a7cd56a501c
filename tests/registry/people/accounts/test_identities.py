"""Who is signed in costs no statement about their records while these are the same, and is never out of date."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

import pyotp
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.people.accounts.identities import identity_of
from registry.records.tables.accounts import (
    Account,
    NeutralReviewer,
    ProductionMember,
    Representation,
    UnionRepresentative,
)
from registry.records.tables.performers import Performer
from tests.registry.tampering import alter, written

KNOWN = ["ledger_head", "web_session", "web_session"]
"""What a request reads to know who is signed in: the head, the session to prove it, and the session."""


@contextmanager
def read_from(desk: Any) -> Iterator[list[str]]:
    """The tables that statements read in this block, in their order."""
    tables: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            tables.append(statement.partition(" \nFROM ")[2].split()[0])

    event.listen(desk.db.engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(desk.db.engine, "before_cursor_execute", note)


@pytest.fixture
def elsewhere(desk: Any, people: Any) -> Iterator[Desk]:
    """Another process of the same instance."""
    with closing(Desk(desk.config, desk.clock)) as other:
        yield other


@pytest.mark.parametrize("name", ["petra", "ursula", "alice", "ada", "nora"])
def test_who_is_signed_in_takes_no_statement_about_what_they_hold(desk: Any, people: Any, name: str) -> None:
    secret = desk.sessions.open(people.accounts[name])
    first = desk.sessions.resume(secret)
    with read_from(desk) as tables:
        again = desk.sessions.resume(secret)
    assert tables == KNOWN
    assert again == first


def test_a_program_with_a_token_takes_none_either(desk: Any, people: Any) -> None:
    secret = desk.tokens.create(people.petra, "render farm", days=30)[1]
    first = desk.tokens.identity(secret)
    with read_from(desk) as tables:
        again = desk.tokens.identity(secret)
    assert again == first == people.petra
    assert tables == ["ledger_head", "access_token", "access_token"]


def test_somebody_elses_change_costs_nothing(desk: Any, people: Any, elsewhere: Desk) -> None:
    secret = desk.sessions.open(people.accounts["petra"])
    desk.sessions.resume(secret)
    elsewhere.accounts.disable(people.ada, people.accounts["nora"])
    with read_from(desk) as tables:
        desk.sessions.resume(secret)
    assert tables.count("account") == tables.count("production_member") == 0


def _set(kind: Any, **changed: Any) -> Callable[[Session, str, datetime], None]:
    def change(session: Session, account: str, at: datetime) -> None:
        column = kind.id if kind is Account else kind.account_id
        for row in session.scalars(select(kind).where(column == account)):
            for name, value in changed.items():
                setattr(row, name, at if value == "now" else value)

    return change


def _add(kind: Any, **columns: Any) -> Callable[[Session, str, datetime], None]:
    def change(session: Session, account: str, at: datetime) -> None:
        session.add(
            kind(account_id=account, **{name: at if value == "now" else value for name, value in columns.items()})
        )

    return change


GIVEN = {"granted_by": "x", "granted_at": "now"}
CHANGES = {
    "a production ends": ("petra", _set(ProductionMember, ended_at="now")),
    "another part in it": ("petra", _set(ProductionMember, role="counsel")),
    "an office in a union ends": ("ursula", _set(UnionRepresentative, ended_at="now")),
    "an office in a union": ("nora", _add(UnionRepresentative, union_id="stage-alliance", **GIVEN)),
    "a production": ("nora", _add(ProductionMember, production_id="PR-PETRA", **GIVEN)),
    "neutral": ("nora", _add(NeutralReviewer, **GIVEN)),
    "the performer": ("alice", _set(Performer, account_id=None)),
    "an administrator": ("nora", _set(Account, is_administrator=True)),
    "an administrator no more": ("ada", _set(Account, is_administrator=False)),
    "another name": ("nora", _set(Account, name="Nora N.")),
}
"""What changes in the records of whom, in another process."""


@pytest.mark.parametrize("what", CHANGES)
def test_what_an_account_holds_is_so_with_the_next_request(desk: Any, people: Any, elsewhere: Desk, what: str) -> None:
    name, change = CHANGES[what]
    account = people.accounts[name]
    secret, token = desk.sessions.open(account), None
    if name == "petra":
        token = desk.tokens.create(people.petra, "render farm", days=30)[1]
    before = desk.sessions.resume(secret).who
    with written(elsewhere) as session:
        change(session, account, desk.clock())
    with desk.db.read() as session:
        now = identity_of(session, account)
    assert now != before
    assert desk.sessions.resume(secret).who == desk.accounts.identity(account) == now
    if token:
        assert desk.tokens.identity(token) == now


def test_authority_for_somebody_holds_and_ends_with_the_next_request(desk: Any, people: Any, elsewhere: Desk) -> None:
    claim = desk.representations.claim(
        people.alice, people.accounts["nora"], people.alice.performer_id, "manager", "contract"
    )
    secret = desk.sessions.open(people.accounts["nora"])
    assert desk.sessions.resume(secret).who.represents == ()
    elsewhere.representations.confirm(people.ursula, claim.id)
    secret = desk.sessions.resume(secret).secret or secret
    with written(elsewhere) as session:
        session.get_one(Representation, claim.id).accepted_at = desk.clock()
    held = desk.sessions.resume(secret)
    secret = held.secret or secret
    assert held.who.represents == ((people.alice.performer_id, "manager"),)
    elsewhere.representations.end(people.alice, claim.id)
    assert desk.sessions.resume(secret).who.represents == ()


def test_a_disabled_account_and_an_ended_session_are_nobody_with_the_next_request(
    desk: Any, people: Any, elsewhere: Desk
) -> None:
    petra, nora = (desk.sessions.open(people.accounts[name]) for name in ("petra", "nora"))
    token = desk.tokens.create(people.petra, "render farm", days=30)[1]
    for secret in (petra, nora):
        assert desk.sessions.resume(secret) is not None
    assert desk.tokens.identity(token) == people.petra
    elsewhere.sessions.end(nora)
    assert desk.sessions.resume(nora) is None
    with written(elsewhere) as session:  # its sessions and tokens still there
        session.get_one(Account, people.accounts["petra"]).disabled_at = desk.clock()
    assert desk.sessions.resume(petra) is None
    assert desk.tokens.identity(token).account_id == "anonymous"
    assert desk.accounts.identity(people.accounts["petra"]).account_id == "anonymous"


def test_a_second_factor_is_asked_for_with_the_next_request(desk: Any, people: Any, elsewhere: Desk) -> None:
    secret = desk.sessions.open(people.accounts["petra"])
    assert not desk.sessions.resume(secret).halfway
    seed = elsewhere.factors.begin(people.petra).secret
    assert not desk.sessions.resume(secret).halfway
    elsewhere.factors.confirm(people.petra, pyotp.TOTP(seed).at(desk.clock()))
    assert desk.sessions.resume(secret).halfway


@pytest.mark.attack("D.kept")
def test_an_office_that_ended_is_not_put_back_behind_the_ledger(desk: Any, people: Any, elsewhere: Desk) -> None:
    secret = desk.sessions.open(people.accounts["petra"])
    desk.sessions.resume(secret)
    with written(elsewhere) as session:
        _set(ProductionMember, ended_at="now")(session, people.accounts["petra"], desk.clock())
    alter(desk, "UPDATE production_member SET ended_at = NULL")
    with pytest.raises(RecordsAltered):
        desk.sessions.resume(secret)


@pytest.mark.attack("D.kept")
def test_what_somebody_writes_into_an_account_gives_it_nothing(desk: Any, people: Any) -> None:
    desk.accounts.identity(people.accounts["nora"])
    alter(desk, "UPDATE account SET is_administrator = 1")
    assert not desk.accounts.identity(people.accounts["nora"]).is_administrator
    with closing(Desk(desk.config, desk.clock)) as fresh, pytest.raises(RecordsAltered):
        fresh.accounts.identity(people.accounts["nora"])


def test_a_transaction_that_writes_sees_what_it_wrote(desk: Any, people: Any) -> None:
    account = people.accounts["petra"]
    assert desk.accounts.identity(account).productions
    with written(desk) as session:
        _set(ProductionMember, ended_at="now")(session, account, desk.clock())
        assert not desk.accounts.identity_in(session, account).productions
