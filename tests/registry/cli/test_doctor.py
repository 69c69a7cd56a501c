"""`likeness doctor` sees what is missing, says how to get it, and its exit status can be relied upon."""

import json
import re
import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message

from consent.texts import Catalogue
from matching.encoders import EDGEFACE, SFACE
from matching.media import picture
from matching.weights import KNOWN
from registry.checks.examining.limits import NEED, Room
from registry.cli import doctor as command
from registry.core import texts
from registry.core.config import Config
from registry.core.database import Database
from registry.desk import Desk
from registry.gallery.encoders import choose
from registry.health import checks as doctor
from registry.health import machine
from registry.health.finding import HealthFinding, run, said, some
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.schema import revisions, upgrade
from tests.registry.conftest import People

ENGLISH = Path(texts.__file__).parent / "en.ftl"


@pytest.fixture
def config(own_home: Path) -> Config:
    return Config()


def a_database(config: Config, revision: str = "head") -> None:
    config.home.mkdir(mode=0o700)
    db = Database(config.url)
    upgrade(db, revision)
    db.close()


def test_each_finding_that_is_not_fine_names_its_remedy(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for finding in doctor.examine(config):
        assert finding.state in {"ok", "missing", "optional"}
        assert finding.says
        assert bool(finding.remedy) == (finding.state != "ok"), finding


def test_every_line_has_its_text_and_names_what_it_says(config: Config) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(doctor.__file__).parent.glob("*.py"))
    named = set(re.findall(r'"(health-[\w-]+)"', source)) | {
        *(f"health-weights-{state}" for state in ("missing", "altered")),
        *(
            f"health-{what}{of}"
            for what in ("reviews", "disputes", "consents")
            for of in ("", "-no-instance", "-nobody", "-appoint")
        ),
    }
    assert len(named) > 70
    entries = [
        one for one in FluentParser().parse(ENGLISH.read_text(encoding="utf-8")).body if isinstance(one, Message)
    ]
    there = {one.id.name for one in entries if one.id.name.startswith("health-")}
    assert named == there, "no line without a text, and no text without a line"
    for finding in doctor.examine(config):
        assert "{" not in finding.says + finding.remedy


def test_many_things_that_are_wrong_are_counted_after_the_first_five() -> None:
    few, many = (said("health-reviews-nobody", **some(f"R-{n}" for n in range(count))).words() for count in (5, 7))
    assert few == "nobody is entitled to answer R-0, R-1, R-2, R-3, R-4"
    assert many == f"{few} and 2 more"


def test_parts_of_a_line_are_said_in_the_reader_s_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.ftl").write_text(ENGLISH.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "de.ftl").write_text(
        "health-weights-wrong = { $wrong } in { $folder }!\nhealth-weights-missing = { $name } fehlt\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(texts, "CATALOGUE", Catalogue(tmp_path))
    wrong = tuple(said("health-weights-missing", name=name) for name in ("yunet", "sface"))
    finding = HealthFinding("weights", "missing", said("health-weights-wrong", wrong=wrong, folder="models"))
    assert finding.says_in("de") == "yunet fehlt; sface fehlt in models!"
    assert finding.says == "yunet is missing; sface is missing in models"


def test_missing_weights_are_named_with_the_command_that_gets_them(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path / "none"))
    finding = doctor.model_weights(config)
    assert finding.state == "missing"
    assert "sface is missing" in finding.says
    assert finding.remedy == "likeness models fetch"


def test_weights_of_one_wrong_byte_are_not_the_known_file(
    config: Config, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("yunet", "sface", "mesh"):
        shutil.copy(models / KNOWN[name].file, tmp_path)
    file = tmp_path / KNOWN["yunet"].file
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path))
    finding = doctor.model_weights(config)
    assert finding.state == "missing"
    assert "yunet is not the known file" in finding.says
    assert "sface" not in finding.says.split(" in ")[0]


def test_an_encoder_in_force_whose_weights_are_gone_is_named_with_the_command_that_gets_it(
    config: Config, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in KNOWN.values():
        if not one.optional:
            shutil.copy(models / one.file, tmp_path)
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path))
    assert doctor.encoders_in_force(config).state == "ok"
    a_database(config)
    assert doctor.encoders_in_force(config).state == "ok"
    desk = Desk(config)
    with desk.db.write() as session:
        choose(session, [SFACE, EDGEFACE])
        record(session, "system", EventKind.ENCODERS_SWITCHED, "instance")
    desk.close()
    finding = doctor.encoders_in_force(config)
    assert (finding.state, finding.remedy) == ("missing", "likeness models fetch edgeface")
    assert EDGEFACE in finding.says
    assert doctor.model_weights(config).state == "ok"


def test_a_package_in_another_version_than_locked_is_named(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    real = machine.version
    monkeypatch.setattr(machine, "version", lambda name: "0.0.1" if name == "flask" else real(name))
    finding = doctor.packages(config)
    assert finding.state == "missing"
    assert "flask 0.0.1, not " in finding.says
    assert "click" not in finding.says


def test_an_installed_program_is_held_to_what_it_requires_and_has_no_make(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "is_checkout", lambda: False)
    monkeypatch.setattr(machine, "is_checkout", lambda: False)
    monkeypatch.setattr(
        machine, "requires", lambda _name: ["flask", "numpy>=1", "no-such-package<2", 'mypy; extra == "test"']
    )
    finding = doctor.packages(config)
    assert (finding.state, finding.says) == ("missing", "absent: no-such-package")
    monkeypatch.setenv("PATH", "")
    assert [found.remedy for found in doctor.examine(config) if "make" in found.remedy] == []


def test_an_open_wall_of_the_decoding_process_is_missing(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    walls = {"limits": True, "no_exec": True, "no_files": False, "no_network": True}
    monkeypatch.setattr(picture, "isolation", lambda: walls)
    finding = doctor.decoding(config)
    assert finding.state == "missing"
    assert "no_files" in finding.says
    assert "limits" not in finding.says


def test_the_postgresql_driver_is_needed_only_where_a_database_address_asks_for_it(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _name: None)
    assert doctor.postgresql(config).state == "optional"
    monkeypatch.setenv("LIKENESS_DATABASE_URL", "postgresql+psycopg:///likeness")
    assert doctor.postgresql(Config()).state == "missing"


def test_no_instance_is_no_fault_but_a_half_made_one_is(config: Config) -> None:
    assert doctor.instance(config).state == "optional"
    config.home.mkdir()
    assert doctor.instance(config).state == "missing"


def test_an_instance_at_an_older_schema_is_named(config: Config) -> None:
    a_database(config, revisions()[0])
    finding = doctor.instance(config)
    assert finding.state == "missing"
    assert revisions()[-1] in finding.says


def test_an_instance_at_the_newest_schema_is_fine(config: Config) -> None:
    a_database(config)
    assert doctor.instance(config).state == "ok"
    assert doctor.private_files(config).state == "ok"


def test_a_damaged_database_is_a_finding_not_a_crash(config: Config) -> None:
    config.home.mkdir(mode=0o700)
    (config.home / "registry.sqlite").write_bytes(b"this is no database, whatever its name says" * 100)
    findings = {finding.check: finding for finding in doctor.examine(config)}
    assert findings["instance"].state == "missing"
    assert set(findings) == set(doctor.CHECKS)


@pytest.mark.parametrize("open_path", ["", "keystore", "keystore/P-2345", "instance-key.json", "session-secret"])
def test_a_key_that_others_may_read_is_named(config: Config, open_path: str) -> None:
    config.home.mkdir(mode=0o700)
    config.keystore.mkdir(mode=0o700)
    for file in (config.keystore / "P-2345", config.signing_key, config.secret_key):
        file.touch(mode=0o600)
    assert doctor.private_files(config).state == "ok"
    path = config.home / open_path
    path.chmod(path.stat().st_mode | 0o044)
    finding = doctor.private_files(config)
    assert finding.state == "missing"
    assert str(path) in finding.says


@pytest.mark.parametrize(
    ("found", "wanted", "state", "says"),
    [
        (Room(4, 24 * NEED), 0, "ok", "5 checks at a time"),
        (Room(4, NEED), 0, "optional", "1 check at a time"),
        (Room(4, NEED), 3, "optional", "3 checks at a time"),
        (Room(4, None), 3, "ok", "3 checks at a time, on 4 cores"),
    ],
)
def test_whether_a_check_that_takes_long_holds_up_others_is_said(
    config: Config, monkeypatch: pytest.MonkeyPatch, found: Room, wanted: int, state: str, says: str
) -> None:
    monkeypatch.setattr("registry.checks.examining.limits.room", lambda: found)
    finding = doctor.workers(replace(config, workers=wanted))
    assert (finding.state, finding.says[: len(says)]) == (state, says)
    assert bool(finding.remedy) == (state == "optional")


def test_keys_that_are_missing_are_a_loss_of_coverage(desk: Desk, verified_alice: object, people: People) -> None:
    assert doctor.templates(desk.config).state == "ok"
    (desk.config.keystore / f"{people.alice.performer_id}.key").unlink()
    finding = doctor.templates(desk.config)
    assert (finding.state, "1 of 1" in finding.says) == ("missing", True)


def test_a_full_disk_is_missing_space(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: usage(10**12, 10**12 - 10**8, 10**8))
    assert doctor.disk(config).state == "missing"


def test_a_clock_before_the_program_was_written_is_wrong(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    class Past(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(1970, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(machine, "datetime", Past)
    assert doctor.clock(config).state == "missing"


@pytest.mark.parametrize(("state", "status"), [("ok", 0), ("optional", 0), ("missing", 1)])
def test_the_exit_status_is_1_only_where_something_needed_is_missing(
    monkeypatch: pytest.MonkeyPatch, state: str, status: int
) -> None:
    finding = HealthFinding("one", state, said("health-python", found="4.0"), None if state == "ok" else run("do that"))
    monkeypatch.setattr(doctor, "CHECKS", {"one": lambda _config: finding})
    plain = CliRunner().invoke(command.doctor, [])
    assert plain.exit_code == status
    assert "Python 4.0" in plain.output
    told = CliRunner().invoke(command.doctor, ["--json"])
    assert told.exit_code == status
    assert json.loads(told.stdout) == {
        "fine": status == 0,
        "findings": [
            {
                "check": "one",
                "state": state,
                "message": "health-python",
                "says": "Python 4.0",
                "remedy": "" if state == "ok" else "do that",
            }
        ],
    }


def test_a_setting_that_cannot_be_meant_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIKENESS_PORT", "eighty")
    answer = CliRunner().invoke(command.doctor, [])
    assert answer.exit_code == 2
    assert "LIKENESS_PORT" in answer.output
