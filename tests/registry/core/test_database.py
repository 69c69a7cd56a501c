from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import StatementError

from consent.ledger import LedgerError
from registry.core.database import ALPHABET, UnrecordedChange, new_id
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.ledger import Event, LedgerHead, Notice
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union
from tests.registry.tampering import chain


def a_union(id: str = "crew", name: str = "Crew") -> Union:
    return Union(id=id, name=name, contact="", calendar="US", created_at=datetime.now(UTC))


def test_a_change_without_an_event_is_not_committed(desk):
    with pytest.raises(UnrecordedChange, match="Union"), desk.db.write() as session:
        session.add(a_union())
    with desk.db.read() as session:
        assert session.scalars(select(Union)).all() == []


@pytest.mark.parametrize("act", [update(Union).values(contact="x"), delete(Union)], ids=["update", "delete"])
def test_a_change_of_many_rows_at_once_needs_an_event_too(desk, act):
    with desk.db.write() as session:
        session.add(a_union())
        record(session, "system", EventKind.UNION_CREATED, "crew")
    with pytest.raises(UnrecordedChange, match="Union"), desk.db.write() as session:
        session.execute(act)


def test_a_change_with_its_event_is_committed_together_with_it(desk):
    with desk.db.write() as session:
        session.add(a_union())
        record(session, "A-1", EventKind.UNION_CREATED, "crew", calendar="US")
    with desk.db.read() as session:
        event = session.scalars(select(Event).where(Event.kind != EventKind.RECORDS_BOUND)).one()
        assert (event.index, event.actor, event.kind, event.subject) == (0, "A-1", "union.created", "crew")
        assert event.details == {"calendar": "US"}


def test_a_failed_transaction_leaves_neither_change_nor_event(desk):
    def fail() -> None:
        with desk.db.write() as session:
            session.add(a_union())
            record(session, "system", EventKind.UNION_CREATED, "crew")
            session.flush()
            raise RuntimeError("power failure")

    with pytest.raises(RuntimeError):
        fail()
    with desk.db.read() as session:
        assert session.scalars(select(Event)).all() == session.scalars(select(Union)).all() == []


def test_silent_columns_change_without_an_event(desk, people):
    with desk.db.write() as session:
        session.get_one(Account, people.accounts["alice"]).locale = "de"
    assert people.alice.locale == "de"
    with pytest.raises(UnrecordedChange), desk.db.write() as session:
        session.get_one(Account, people.accounts["alice"]).is_administrator = True


def test_what_a_reading_session_changes_is_thrown_away(desk, people):
    with desk.db.read() as session:
        session.get_one(Account, people.accounts["alice"]).name = "Mallory"
        session.flush()
    assert people.alice.name == "Alice"


def test_the_ledger_is_a_chain_and_an_alteration_behind_its_back_is_found(desk, people):
    assert chain(desk).index > 10
    with desk.db.engine.begin() as connection:
        connection.execute(text("UPDATE event SET subject = 'somebody-else' WHERE \"index\" = 3"))
    with pytest.raises(LedgerError) as error:
        chain(desk)
    assert (error.value.index, error.value.what) == (3, "altered")


def test_the_head_is_the_last_entry(desk, people):
    with desk.db.read() as session:
        head = session.scalars(select(LedgerHead)).one()
    assert (head.index, head.hash) == (chain(desk).index, chain(desk).hash)


def test_moments_are_kept_in_utc_and_a_moment_without_a_zone_is_refused(desk, people):
    there = datetime(2026, 10, 5, 23, 30, tzinfo=timezone(timedelta(hours=2)))
    with desk.db.write() as session:
        session.get_one(Production, "PR-PETRA").created_at = there
        record(session, "system", EventKind.PRODUCTION_CREATED, "PR-PETRA")
    with desk.db.read() as session:
        kept = session.get_one(Production, "PR-PETRA").created_at
    assert kept == there
    assert kept.utcoffset() == timedelta(0)
    naive = update(Production).values(created_at=datetime(2026, 10, 5))
    with pytest.raises(StatementError, match="without a time zone"), desk.db.write() as session:
        session.execute(naive)


def test_foreign_keys_hold_and_deleted_content_is_overwritten(desk):
    with desk.db.engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                   ("foreign_keys", "secure_delete", "journal_mode")}  # fmt: skip
    assert pragmas == {"foreign_keys": 1, "secure_delete": 1, "journal_mode": "wal"}


def test_ids_are_random_and_read_aloud_without_doubt():
    made = {new_id("P") for _ in range(1000)}
    assert len(made) == 1000
    assert all(id.startswith("P-") and len(id) == 12 and set(id[2:]) <= set(ALPHABET) for id in made)
    assert not set(ALPHABET) & set("AEIOU01L")


def test_reading_a_notice_is_no_event(desk, people, clock):
    with desk.db.write() as session:
        session.scalars(select(Notice).limit(1)).one().read_at = clock()
