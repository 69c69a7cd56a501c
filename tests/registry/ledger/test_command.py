"""`likeness audit verify` and `head`: what an operator, and whoever kept a head, is told."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli import main
from registry.core.config import Config
from registry.desk import Desk
from registry.ledger.upgrading import upgrade
from tests.registry.checks.conftest import Inline, shot
from tests.registry.conftest import THRESHOLDS
from tests.registry.tampering import alter, written


@pytest.fixture
def instance(studio: Any, verified_alice: Any, shows: Any, monkeypatch: Any) -> Any:
    """A studio with a cleared check, whose folder the command line works on."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from tests.common.parts import PROJECT

    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1"))
    studio.receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    with studio.desk.db.engine.begin() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory(str(PROJECT / "migrations")), "head")
    monkeypatch.setenv("LIKENESS_HOME", str(studio.desk.config.home))
    return studio


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(main, ["audit", *arguments, "--json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout else {"error": result.stderr}


def test_a_whole_registry_is_whole_by_every_head_that_was_given_out(instance, tmp_path):
    head, receipt = tmp_path / "HEAD.json", tmp_path / "receipt.json"
    assert CliRunner().invoke(main, ["audit", "head", "--out", str(head)]).exit_code == 0
    receipt.write_text(json.dumps(instance.receipt))
    with written(instance.desk):
        pass
    for arguments in ((), ("--head", str(head)), ("--head", str(receipt))):
        status, said = run("verify", *arguments)
        assert (status, said["whole"]) == (0, True), said
    assert said["entries"] == json.loads(instance.desk.config.ledger_head.read_text())["index"] + 1


def test_what_was_altered_is_named_by_table_and_key(instance, verified_alice):
    alter(instance.desk, "UPDATE performer SET born = '2001-01-01' WHERE name = 'Alice'")
    status, said = run("verify")
    assert (status, said["records"]) == (6, [f"performer {verified_alice.id}: altered"])


@pytest.mark.attack("D.exchanged-past")
def test_a_past_that_was_exchanged_whole_shows_against_a_head_that_somebody_kept(instance, tmp_path):
    """Whoever runs the instance holds its key, and can sign another past; only a head from outside shows that."""
    head, receipt = tmp_path / "HEAD.json", tmp_path / "receipt.json"
    CliRunner().invoke(main, ["audit", "head", "--out", str(head)])
    receipt.write_text(json.dumps(instance.receipt))
    config: Config = instance.desk.config
    instance.desk.close()
    for leftover in (*config.home.glob("registry.sqlite*"), config.ledger_head):
        leftover.unlink()
    other = Desk(config, instance.desk.clock)
    upgrade(other.db, other.bindings)
    other.accounts.create_first_administrator("ada@example.org", "Ada", None)
    other.close()
    assert run("verify")[0] == 0
    for kept in (head, receipt):
        status, said = run("verify", "--head", str(kept))
        assert (status, said["what"]) == (6, "truncated")


@pytest.mark.attack("D.forged-head")
def test_a_head_that_this_instance_has_not_signed_is_no_head(instance, tmp_path):
    head = tmp_path / "HEAD.json"
    CliRunner().invoke(main, ["audit", "head", "--out", str(head)])
    good = json.loads(head.read_text())
    for wrong in (good | {"index": 0}, good | {"type": "x"}, instance.receipt | {"verdict": "blocked"}, {}):
        head.write_text(json.dumps(wrong))
        status, said = run("verify", "--head", str(head))
        assert status == 2, said


def test_a_backup_that_was_put_back_is_told_from_a_past_that_was_cut_off(instance, tmp_path):
    from registry.backup import backup, restore

    backup(instance.desk.config, tmp_path / "copy.sqlite")
    with written(instance.desk):
        pass
    head = tmp_path / "HEAD.json"
    CliRunner().invoke(main, ["audit", "head", "--out", str(head)])
    instance.desk.db.close()
    restore(instance.desk.config, tmp_path / "copy.sqlite")
    assert run("verify")[0] == 0
    status, said = run("verify", "--head", str(head))
    assert (status, said["what"]) == (6, "restored")


@pytest.mark.attack("D.exchanged-database")
def test_a_database_that_was_exchanged_is_refused_until_that_is_declared(instance, tmp_path):
    config: Config = instance.desk.config
    from registry.backup import backup

    backup(config, tmp_path / "copy.sqlite")
    with written(instance.desk):
        pass
    instance.desk.db.close()
    for leftover in config.home.glob("registry.sqlite-*"):
        leftover.unlink()
    shutil.copy(tmp_path / "copy.sqlite", config.home / "registry.sqlite")
    status, said = run("verify")
    assert (status, said["records"]) == (6, ["ledger_head 1: rolled_back"])
    refused = CliRunner().invoke(main, ["user", "list", "--as", "ada@example.org"])
    assert (refused.exit_code, "likeness audit verify" in refused.stderr) == (4, True)
    doctor = CliRunner().invoke(main, ["doctor"])
    assert "likeness restore --in-place" in doctor.output
    restored = CliRunner().invoke(main, ["restore", "--in-place", "--yes"])
    assert restored.exit_code == 0, restored.stderr
    assert run("verify")[0] == 0
    assert CliRunner().invoke(main, ["user", "list", "--as", "ada@example.org"]).exit_code == 0


def test_the_doctor_and_the_check_say_plainly_what_is_wrong(instance, verified_alice, tmp_path, monkeypatch):
    told = {"examine": instance.desk._examine, "thresholds": THRESHOLDS}
    monkeypatch.setattr("registry.cli.common.Desk", lambda config: Desk(config, instance.desk.clock, **told))
    monkeypatch.setattr(Desk, "hand", lambda desk: Inline(desk))
    monkeypatch.setattr("registry.cli.checking.begin", lambda: None)
    (tmp_path / "shot.jpg").write_bytes(b"alice\n# another picture")
    (tmp_path / "USE.json").write_text(json.dumps(shot(instance, verified_alice.id, "SH9")))
    alter(instance.desk, "UPDATE consent SET language = 'xx'")
    arguments = ["check", str(tmp_path / "shot.jpg"), "--use", str(tmp_path / "USE.json"), "--as", "petra@example.org"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 4, result.output
    assert "likeness audit verify" in result.output
    doctor = CliRunner().invoke(main, ["doctor", "--json"])
    (finding,) = [one for one in json.loads(doctor.stdout)["findings"] if one["check"] == "ledger"]
    assert (finding["state"], finding["remedy"]) == ("missing", "likeness audit verify")
    assert "consent C-" in finding["says"]
    assert Path(instance.desk.config.noticed).exists()
