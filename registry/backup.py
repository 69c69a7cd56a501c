"""Backups of an instance's database. Template keys are never in one: what was forgotten stays forgotten."""

import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete

from registry.accounts.models import WebSession
from registry.audit.service import Audit
from registry.config import Config
from registry.database import Database, now, sqlite_url
from registry.events import Kind, record
from registry.performers.coverage import generation, supersede
from registry.schema import require_newest

BUSY_SECONDS = 5


class BackupError(ValueError):
    """A backup that cannot be made or restored; the text says why and what to do."""


@dataclass(frozen=True)
class Copied:
    """What is in a copy: how many ledger entries, and the hash of the last."""

    entries: int
    head: str


def backup(config: Config, target: Path) -> Copied:
    """Copies the SQLite database into one file (mode 0600), whole and consistent, while the instance goes on working.

    Raises `BackupError` where the target exists or the database is not SQLite, `LedgerError` where the copy's ledger is
    broken, OSError where it cannot be written; then no file is left.
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
        copied = _examined(Path(name))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return copied


def restore(config: Config, source: Path) -> Copied:
    """Puts a backup in the place of the instance's database, after its ledger and schema were verified.

    Nothing may be running on the instance. The gallery's generation goes on from the higher of both, so that no
    decision rests on faces compared before; everybody is signed out; that it happened is an event. Raises `BackupError`, `LedgerError`,
    `SchemaOutdated`; then the database stands as it was.
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
        copied = _examined(fresh)
        before = _let_go(target) if target.exists() else 0
        database = Database(sqlite_url(fresh))
        try:
            with database.write() as session:
                supersede(session, max(before, generation(session)))
                session.execute(delete(WebSession))  # one that was ended since would open the pages again
                record(session, "system", Kind.INSTANCE_RESTORED, "instance", at=now(), entries=copied.entries)
        finally:
            database.close()
        with closing(sqlite3.connect(fresh)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        os.replace(fresh, target)
    return copied


def _database(config: Config, *, must_exist: bool = True) -> Path:
    if config.database_url:
        raise BackupError("LIKENESS_DATABASE_URL names another database: use its own tools, such as pg_dump.")
    path = config.database
    if must_exist and not path.is_file():
        raise BackupError(f"There is no instance in {config.home}. Run: likeness init")
    return path


def _examined(path: Path) -> Copied:
    database = Database(sqlite_url(path))
    try:
        require_newest(database)
        head = Audit(database).verify()
    finally:
        database.close()
    return Copied(head.index + 1, head.hash)


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
