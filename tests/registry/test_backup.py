"""A backup is whole, a restored one forgets nobody's forgetting, and nothing is replaced by something broken."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner

from registry.backup import BackupError, backup, restore
from registry.cli import main
from registry.core.database import Database
from registry.gallery.coverage import generation
from tests.common.parts import PROJECT


@pytest.fixture
def lively(desk, verified_alice):
    """A desk with somebody enrolled, its database at the newest schema."""
    with desk.db.engine.begin() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory(str(PROJECT / "migrations")), "head")
    return desk


def test_a_backup_opens_as_a_whole_registry_and_holds_no_key(lively, tmp_path):
    copied = backup(lively.config, tmp_path / "copy.sqlite")
    assert copied.entries > 3
    assert (tmp_path / "copy.sqlite").stat().st_mode & 0o077 == 0
    content = (tmp_path / "copy.sqlite").read_bytes()
    for key in lively.config.keystore.iterdir():
        assert key.read_bytes() not in content


def test_a_backup_never_overwrites(lively, tmp_path):
    (tmp_path / "copy.sqlite").write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        backup(lively.config, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "precious"
    assert [path.name for path in tmp_path.glob(".copy*")] == []


def test_who_was_forgotten_stays_unreadable_after_a_restore(lively, people, verified_alice, tmp_path):
    backup(lively.config, tmp_path / "copy.sqlite")
    lively.performers.forget(people.alice, verified_alice.id)
    with lively.db.read() as session:
        forgotten_at = generation(session)
    lively.db.close()
    restore(lively.config, tmp_path / "copy.sqlite")
    restored = Database(lively.config.url)
    with restored.look() as session:
        assert generation(session) > forgotten_at
    restored.close()
    loaded = lively.gallery.load()
    assert [loss.performer_id for loss in loaded.losses] == [verified_alice.id]
    assert verified_alice.id not in loaded.gallery.subjects


def test_nothing_is_replaced_while_somebody_is_at_work(lively, tmp_path):
    backup(lively.config, tmp_path / "copy.sqlite")
    path = lively.config.home / "registry.sqlite"
    with closing(sqlite3.connect(path)) as somebody:
        somebody.execute("BEGIN")
        somebody.execute("SELECT count(*) FROM event").fetchone()
        with pytest.raises(BackupError, match=r"Stop the server"):
            restore(lively.config, tmp_path / "copy.sqlite")


def test_a_broken_backup_changes_nothing(lively, tmp_path):
    backup(lively.config, tmp_path / "copy.sqlite")
    shutil.copy(tmp_path / "copy.sqlite", tmp_path / "altered.sqlite")
    with closing(sqlite3.connect(tmp_path / "altered.sqlite")) as database:
        database.execute("UPDATE event SET actor = 'nobody' WHERE \"index\" = 1")
        database.commit()
    (tmp_path / "text.sqlite").write_text("this is no database at all, and long enough to be looked at as one")
    before = (lively.config.home / "registry.sqlite").stat().st_ino
    for broken in ("altered.sqlite", "text.sqlite"):
        with pytest.raises(ValueError, match=r"altered|not a backup"):
            restore(lively.config, tmp_path / broken)
    assert (lively.config.home / "registry.sqlite").stat().st_ino == before
    assert list(lively.config.home.glob(".restore-*")) == []


def test_the_commands_say_plainly_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("LIKENESS_HOME", str(tmp_path / "none"))
    result = CliRunner().invoke(main, ["backup", str(tmp_path / "copy.sqlite")])
    assert result.exit_code == 2
    assert "There is no instance" in result.stderr
