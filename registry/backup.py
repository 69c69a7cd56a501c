"""Backups of an instance's database. Template keys are never in one: what was forgotten stays forgotten.

A database that is older than the last signed head is refused, whoever put it there. Putting a backup back is therefore a
declared act: it is verified, it goes on record with the head that was given up for it, and only then the copy of the head
in the instance's folder follows.
"""

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, delete, select
from sqlalchemy.orm import Session

from registry.core.config import Config
from registry.core.database import Database, now, sqlite_url
from registry.gallery.coverage import generation, supersede
from registry.ledger.binding import Bindings
from registry.ledger.heads import Heads
from registry.ledger.layout import layout_of
from registry.ledger.noticed import Noticed
from registry.ledger.record import record
from registry.ledger.service import Audit
from registry.ledger.signing import KeyFile
from registry.ledger.upgrading import require_bound
from registry.notices.letters import EXPIRED, WAITING, settle
from registry.records.events import EventKind
from registry.records.schema import require_newest
from registry.records.tables import Base
from registry.records.tables.accounts import WebSession
from registry.records.tables.entry import EntryLink, EntryRequest, OutgoingLetter

BUSY_SECONDS = 5


class BackupError(ValueError):
    """A backup that cannot be made or restored; the text says why and what to do."""


@dataclass(frozen=True)
class LastBackup:
    """The last copy that this program made. name: of its file, without the folder."""

    at: datetime
    name: str
    entries: int
    head: str


@dataclass(frozen=True)
class Copied:
    """What is in a copy: how many ledger entries, and the hash of the last."""

    entries: int
    head: str


def backup(config: Config, target: Path) -> Copied:
    """Copies the SQLite database into one file (mode 0600), whole and consistent, while the instance goes on working.

    Raises `BackupError` where the target exists or the database is not SQLite, `LedgerError` where the copy's ledger is
    broken, `RecordsAltered` where its records are not what the ledger says, OSError where it cannot be written; then no
    file is left.
    """
    source = _database(config)
    if target.exists():
        raise BackupError(f"{target} exists already. Name a new file.")
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    os.close(handle)
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(name)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        copied = _examined(config, sqlite_url(Path(name)))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _remember(config, LastBackup(now(), target.name, copied.entries, copied.head))
    return copied


def last_backup(config: Config) -> LastBackup | None:
    """The last copy that `backup` made of this instance; None where none is known. Nothing rests on it: it is a reminder."""
    try:
        kept = json.loads(config.last_backup.read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(kept["at"]), kept["name"], int(kept["entries"]), kept["head"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(config: Config, made: LastBackup) -> None:
    written = json.dumps({"at": made.at.isoformat(), "name": made.name, "entries": made.entries, "head": made.head})
    with suppress(OSError):  # the copy is there, whether or not it is remembered
        fresh = config.last_backup.with_suffix(".new")
        fresh.write_text(written, encoding="utf-8")
        os.replace(fresh, config.last_backup)


def restore(config: Config, source: Path) -> Copied:
    """Puts a backup in the place of the instance's database, after its ledger, records and schema were verified.

    Nothing may be running on the instance. The gallery's generation goes on from the higher of both, so that no
    decision rests on what was compared before; everybody is signed out; that it happened is an event. Raises
    `BackupError`, `LedgerError`, `RecordsAltered`, `SchemaOutdated`; then the database stands as it was.
    """
    target = _database(config, must_exist=False)
    with tempfile.TemporaryDirectory(dir=config.home, prefix=".restore-") as folder:
        fresh = Path(folder) / "registry.sqlite"
        try:
            with (
                closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
                closing(sqlite3.connect(fresh)) as copy,
            ):
                original.backup(copy)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{source} is not a backup of a registry: {error}") from error
        copied = _examined(config, sqlite_url(fresh))
        before = _let_go(target) if target.exists() else 0
        signed = _declared(config, sqlite_url(fresh), copied, before)
        with closing(sqlite3.connect(fresh)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        os.replace(fresh, target)
    _heads(config).keep(signed, declared=True)
    return copied


def restored_in_place(config: Config) -> Copied:
    """Says that the database was put back by its own tools, after its ledger, records and schema were verified.

    Nothing may be running on the instance. Raises `LedgerError`, `RecordsAltered`, `SchemaOutdated`; then everything
    stands as it was.
    """
    copied = _examined(config, config.url)
    _heads(config).keep(_declared(config, config.url, copied, 0), declared=True)
    return copied


def _heads(config: Config) -> Heads:
    return Heads(KeyFile(config.signing_key), config.ledger_head)


@contextmanager
def _apart(config: Config, url: str | URL) -> Iterator[tuple[Database, Bindings]]:
    """A database by itself: its head is the instance's, but need not go on from the one that the instance knows."""
    with tempfile.TemporaryDirectory() as folder:
        heads = Heads(KeyFile(config.signing_key), Path(folder) / "head.json")
        bindings = Bindings(layout_of(Base.metadata), heads, Noticed(Path(folder) / "noticed.jsonl"))
        database = Database(url, bindings)
        try:
            yield database, bindings
        finally:
            database.close()


def _examined(config: Config, url: str | URL) -> Copied:
    with _apart(config, url) as (database, bindings):
        require_newest(database)
        require_bound(database, bindings.layout)
        audit = Audit(database, bindings)
        head = audit.verify()
        for altered in audit.altered_records():
            raise altered
    return Copied(head.index + 1, head.hash)


def _declared(config: Config, url: str | URL, copied: Copied, known: int) -> dict[str, Any]:
    """Records that this database was put back, and which head was given up for it; answers the new head."""
    kept = _heads(config).kept()
    replaced = None if kept is None else {"index": kept.index, "hash": kept.hash}
    with _apart(config, url) as (database, bindings):
        with database.write() as session:
            # every generation had an entry of its own, so the gallery that was given up was not beyond its entries
            reached = max(known, generation(session), 0 if kept is None else kept.index + 1)
            supersede(session, reached)
            session.execute(delete(WebSession))  # one that was ended since would open the pages again
            session.execute(delete(EntryRequest))
            _void_links(session)
            details = {"entries": copied.entries, "replaced": replaced}
            record(session, "system", EventKind.INSTANCE_RESTORED, "instance", at=now(), **details)
        return Audit(database, bindings).head()


def _void_links(session: Session) -> None:
    """A link that was used or withdrawn since would work again, and a letter that was sent would be sent again."""
    for link in session.scalars(select(EntryLink).where(EntryLink.used_at.is_(None), EntryLink.closed_at.is_(None))):
        link.closed_at, link.closed_by, link.closed_how = now(), "system", "withdrawn"
    for letter in session.scalars(select(OutgoingLetter).where(OutgoingLetter.state == WAITING)):
        settle(letter, EXPIRED, now())


def _database(config: Config, *, must_exist: bool = True) -> Path:
    if config.database_url:
        raise BackupError("LIKENESS_DATABASE_URL names another database: use its own tools, such as pg_dump.")
    path = config.database
    if must_exist and not path.is_file():
        raise BackupError(f"There is no instance in {config.home}. Run: likeness init")
    return path


def _let_go(path: Path) -> int:
    """The generation of the database that is to be replaced; nobody may have it open, and its journal is folded in."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            found = connection.execute("SELECT max(generation) FROM gallery_state").fetchone()[0] or 0
            # leaving WAL mode needs the database for oneself: it fails while anybody else has it open
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is in use or damaged ({error}). Stop the server and its workers first.") from error
    if mode != "delete":
        raise BackupError(f"{path} is in use. Stop the server and its workers first.")
    return int(found)
