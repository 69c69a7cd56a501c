"""The signed head: nobody else signs it, and a database that is behind it is refused."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from consent.head import sign_head, verify_head
from consent.keyfile import write_key
from consent.ledger import EMPTY, GENESIS, Head, LedgerError, entry_hash
from consent.signature import new_key
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.records.tables.ledger import Event
from tests.registry.tampering import alter, chain, written


def act(desk: Any, what: str = "A") -> None:
    with written(desk):
        pass


def last_weeks(desk: Any, target: Path) -> Path:
    with (
        closing(sqlite3.connect(desk.config.home / "registry.sqlite")) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return target


def put_in_place(desk: Any, database: Path) -> Desk:
    desk.db.close()
    for leftover in desk.config.home.glob("registry.sqlite*"):
        leftover.unlink()
    shutil.copy(database, desk.config.home / "registry.sqlite")
    return Desk(desk.config, desk.clock)


def refused(desk: Any) -> str:
    with pytest.raises(RecordsAltered) as caught:
        act(desk)
    with pytest.raises(RecordsAltered):
        desk.audit.verify()
    with pytest.raises(RecordsAltered), desk.db.read() as session:
        session.get(Event, 0)
    return caught.value.what


@pytest.mark.attack("D.last-week")
def test_last_weeks_database_is_refused(desk, people, tmp_path):
    older = last_weeks(desk, tmp_path / "older.sqlite")
    act(desk)
    assert refused(put_in_place(desk, older)) == "rolled_back"


@pytest.mark.attack("D.emptied")
def test_an_emptied_or_unsigned_database_is_no_fresh_one(desk, people, tmp_path):
    whole = last_weeks(desk, tmp_path / "whole.sqlite")
    for statement, what in (
        ("DELETE FROM ledger_head", "rolled_back"),
        ("UPDATE ledger_head SET signed = NULL", "unsigned"),
        ("UPDATE ledger_head SET signed = '{}'", "unsigned"),
        ('UPDATE ledger_head SET "index" = "index" + 1', "altered"),
        ("UPDATE ledger_head SET hash = '0'", "altered"),
        ('INSERT INTO ledger_head SELECT 2, "index", hash, signed FROM ledger_head', "unknown"),
        ("UPDATE ledger_head SET id = 2", "unknown"),
    ):
        fresh = put_in_place(desk, whole)
        alter(fresh, statement)
        assert refused(fresh) == what, statement
        fresh.db.close()


@pytest.mark.attack("D.rewritten-chain")
def test_a_rewritten_chain_has_no_signature(desk, people):
    with desk.db.engine.execution_options(write=True).begin() as connection:
        table = Event.__table__
        rows = connection.execute(table.select().order_by(table.c.index)).mappings().all()
        previous = GENESIS
        for row in rows:
            entry = {name: row[name] for name in ("index", "at", "actor", "kind", "subject", "details")}
            entry["actor"] = "somebody-else"
            hash = entry_hash(previous, entry)
            connection.execute(table.update().where(table.c.index == row["index"]).values(
                actor="somebody-else", previous=previous, hash=hash))  # fmt: skip
            previous = hash
    alter(desk, f"UPDATE ledger_head SET hash = '{previous}'")
    assert refused(desk) == "altered"
    assert chain(desk).hash == previous  # the chain by itself is whole


@pytest.mark.attack("D.other-key")
def test_a_head_that_another_key_signed_is_none(desk, people):
    with desk.db.look() as session:
        from registry.records.tables.ledger import LedgerHead

        head = session.get_one(LedgerHead, 1)
        foreign = sign_head(
            new_key(desk.instance_key.load().label), Head(head.index, head.hash), "0" * 64, desk.clock()
        )
    with desk.db.engine.begin() as connection:
        connection.execute(LedgerHead.__table__.update().values(signed=foreign))
    assert refused(desk) == "unsigned"


@pytest.mark.attack("D.head-outside")
def test_whoever_keeps_a_head_finds_what_was_changed_before_it(desk, people, tmp_path):
    kept = desk.audit.head()
    seen = desk.bindings.heads.signed_here(kept).head
    act(desk)
    assert desk.audit.verify(seen) == chain(desk)
    assert desk.audit.verify(EMPTY) == chain(desk)
    for wrong in (Head(seen.index, "0" * 64), Head(seen.index + 1, seen.hash)):
        with pytest.raises(LedgerError) as caught:
            desk.audit.verify(wrong)
        assert caught.value.what == "rewritten"
    with pytest.raises(LedgerError) as caught:
        desk.audit.verify(Head(seen.index + 100, seen.hash))
    assert caught.value.what == "truncated"


def test_the_copy_outside_goes_only_forward_and_a_damaged_one_is_written_anew(desk, people):
    path = desk.config.ledger_head
    early = json.loads(path.read_text())
    act(desk)
    late = path.read_text()
    desk.bindings.heads.keep(early)
    assert path.read_text() == late
    path.write_text("")  # the machine stopped while it was written
    act(desk)
    assert json.loads(path.read_text())["index"] > json.loads(late)["index"]
    path.unlink()
    act(desk)
    assert json.loads(path.read_text())["index"] == chain(desk).index


def test_a_change_that_was_committed_before_its_copy_was_written_is_gone_on_from(desk, people, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(desk.bindings.heads, "keep", lambda *_told, **_more: None)  # the process was killed here
        act(desk)
    assert json.loads(desk.config.ledger_head.read_text())["index"] < chain(desk).index
    fresh = Desk(desk.config, desk.clock)
    fresh.audit.verify()
    act(fresh)
    assert json.loads(desk.config.ledger_head.read_text())["index"] == chain(desk).index
    fresh.close()


def test_a_copy_that_cannot_be_written_stops_nobody(desk, people, monkeypatch, caplog):
    monkeypatch.setattr("os.replace", lambda *_paths: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    act(desk)
    assert "No space left" in caplog.text


def test_a_key_that_the_operator_puts_in_the_place_of_another_signs_from_then_on(desk, people, tmp_path):
    act(desk)
    label = desk.instance_key.load().label
    older = last_weeks(desk, tmp_path / "older.sqlite")
    desk.config.signing_key.unlink()
    write_key(desk.config.signing_key, new_key(label))
    fresh = Desk(desk.config, desk.clock)
    fresh.audit.verify()
    act(fresh)
    assert fresh.audit.verify() == chain(fresh)
    assert verify_head(fresh.audit.head(), fresh.instance_key.load().fingerprint)
    assert refused(put_in_place(fresh, older)) == "unsigned"


@pytest.mark.attack("D.exchanged-key")
def test_a_key_of_another_registry_takes_nobodys_place(desk, people):
    act(desk)
    desk.config.signing_key.unlink()
    write_key(desk.config.signing_key, new_key("R-OTHER"))
    assert refused(Desk(desk.config, desk.clock)) == "unsigned"


@pytest.mark.attack("D.no-key")
def test_without_the_instances_key_nothing_is_relied_on(desk, people):
    desk.config.signing_key.unlink()
    assert refused(Desk(desk.config, desk.clock)) == "unsigned"
    assert not desk.config.signing_key.exists()  # no other key takes its place
