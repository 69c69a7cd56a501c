"""An instance of an older program is bound once, on record; from then on nothing that is not bound counts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from registry.core.config import Config
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.ledger.layout import Layout
from registry.ledger.upgrading import require_bound, upgrade
from registry.records import schema
from registry.records.schema import SchemaOutdated
from registry.records.tables.ledger import Event
from tests.registry.tampering import alter, chain, written

BEFORE = "0016_issue_tokens"


@pytest.fixture
def older(tmp_path: Path, clock: Any) -> Iterator[Desk]:
    """An instance as an older program left it: one account, one performer, one receipt, three events."""
    home = tmp_path / "older"
    home.mkdir()
    desk = Desk(Config(home=home, database_url=""), clock)
    schema.upgrade(desk.db, BEFORE)
    with desk.db.engine.begin() as connection:
        for statement in STATEMENTS:
            connection.execute(text(statement))
        previous = GENESIS
        for index in range(3):
            entry = {"index": index, "at": "2026-10-05T09:00:00.000000Z", "actor": "A", "kind": "account.created",
                     "subject": f"A-{index}", "details": {}}  # fmt: skip
            hash = entry_hash(previous, entry)
            columns = 'INSERT INTO event ("index", at, actor, kind, subject, details, previous, hash) VALUES '
            connection.execute(
                text(columns + "(:index, :at, :actor, :kind, :subject, '{}', :previous, :hash)"),
                {**entry, "previous": previous, "hash": hash} | {"details": None},
            )
            previous = hash
        head = 'INSERT INTO ledger_head (id, "index", hash) VALUES (1, 2, :hash)'
        connection.execute(text(head), {"hash": previous})
    yield desk
    desk.close()


from consent.ledger import GENESIS, entry_hash  # noqa: E402

STATEMENTS = (
    "INSERT INTO account (id, email, name, locale, is_administrator, created_at, failed_attempts) "
    "VALUES ('A-1', 'ada@example.org', 'Ada', 'en', 1, '2026-10-05 09:00:00.000000', 0)",
    "INSERT INTO performer (id, name, status, life, keep_pictures, registered_by, registered_at) "
    "VALUES ('P-1', 'Zoë  STRASSE', 'unverified', 'living', 0, 'A-1', '2026-10-05 09:00:00.000000')",
    "INSERT INTO production (id, title, company, kind, commissioner, time_zone, created_by, created_at) "
    "VALUES ('PR-1', 'T', 'C', 'feature', 'other', 'UTC', 'A-1', '2026-10-05 09:00:00.000000')",
    "INSERT INTO check_ (id, production_id, requested_by, requested_at, file_name, file_sha256, file_size, declaration, "
    "declaration_sha256, unit_key, unit_version, state, stage, progress, attempt, deaths, due) VALUES ('K-1', 'PR-1', 'A-1', "
    "'2026-10-05 09:00:00.000000', 'f', 'f', 1, '{\"unit\": {\"id\": \"u\"}}', 'd', 'u', 1, 'decided', 'decided', 100, 1, 0, 0)",
    "INSERT INTO issued_receipt (id, check_id, generation, expires_at) "
    "VALUES ('RC-1', 'K-1', 0, '2026-10-08 09:30:00.000000')",
)


def test_an_older_instance_is_bound_once_and_says_so_in_its_ledger(older):
    upgrade(older.db, older.bindings)
    assert older.audit.verify() == chain(older)
    assert older.audit.altered_records() == []
    with older.db.look() as session:
        events = session.scalars(select(Event).order_by(Event.index)).all()
        assert [(event.kind, event.details.get("why")) for event in events[-1:]] == [("records.bound", "first")]
        assert events[-1].details["rows"] == len(STATEMENTS)
        rows = session.execute(text("SELECT folded_name FROM performer UNION SELECT expires_on FROM issued_receipt"))
        assert {row[0] for row in rows} == {"zoë strasse", "2026-10-08"}
    upgrade(older.db, older.bindings)
    assert chain(older).index == events[-1].index  # nothing more to do
    alter(older, "UPDATE account SET name = 'Mallory'")
    with pytest.raises(RecordsAltered):
        older.accounts.identity("A-1")


def test_until_then_nothing_is_read_and_nothing_is_written(older):
    schema.upgrade(older.db)
    with pytest.raises(SchemaOutdated, match="likeness init"):
        require_bound(older.db, older.bindings.layout)
    with pytest.raises(SchemaOutdated, match="likeness init"):
        older.accounts.identity("A-1")


def test_binding_anew_does_not_bury_what_was_altered(older):
    upgrade(older.db, older.bindings)
    alter(older, "UPDATE account SET is_administrator = 0")
    with pytest.raises(RecordsAltered):
        upgrade(older.db, older.bindings)
    for statement in ("UPDATE ledger_head SET signed = NULL", "DELETE FROM binding", "DELETE FROM binding_node"):
        alter(older, statement)
        with pytest.raises(RecordsAltered):  # it was bound before: the head beside the database says so
            upgrade(older.db, older.bindings)


def test_an_older_database_without_a_head_is_not_taken_for_one_that_was_never_bound(older, tmp_path):
    home = older.config.home
    before = (home / "registry.sqlite").read_bytes()
    upgrade(older.db, older.bindings)
    older.close()
    for leftover in home.glob("registry.sqlite*"):
        leftover.unlink()
    (home / "registry.sqlite").write_bytes(before)
    desk = Desk(older.config, older.clock)
    with pytest.raises(RecordsAltered):
        upgrade(desk.db, desk.bindings)
    desk.close()


def test_another_layout_is_bound_anew_after_what_was_bound_is_verified(older):
    upgrade(older.db, older.bindings)
    ours = older.bindings.layout
    other = Layout({name: replace(table, lookups=()) for name, table in ours.tables.items()})
    older.bindings.layout = other
    with pytest.raises(SchemaOutdated, match="another version"):
        require_bound(older.db, other)
    upgrade(older.db, older.bindings)
    require_bound(older.db, other)
    assert older.audit.altered_records() == []
    with older.db.look() as session:
        last = session.scalars(select(Event).order_by(Event.index.desc()).limit(1)).one()
    assert last.details["why"] == "layout"
    alter(older, "UPDATE account SET name = 'Mallory'")
    older.bindings.layout = ours
    with pytest.raises(RecordsAltered):
        upgrade(older.db, older.bindings)


def test_a_new_instance_is_bound_from_its_first_record_on(tmp_path, clock):
    home = tmp_path / "new"
    home.mkdir()
    desk = Desk(Config(home=home, database_url=""), clock)
    upgrade(desk.db, desk.bindings)
    require_bound(desk.db, desk.bindings.layout)
    desk.accounts.create_first_administrator("ada@example.org", "Ada", None)
    require_bound(desk.db, desk.bindings.layout)
    assert desk.audit.altered_records() == []
    assert json.loads(desk.config.ledger_head.read_text())["index"] == chain(desk).index
    with written(desk):
        pass
    desk.close()
