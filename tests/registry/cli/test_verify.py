"""`likeness verify`: one exit status a finding, words that cannot be misread, and nothing loaded that is not needed."""

import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consent.moments import utc_text
from consent.receipt import Declared, FileSeen, sign_receipt
from consent.trust import sign_status, stale_entry, trust_entry, trust_file
from registry.cli.verify import verify
from registry.productions.declaration import parse_declaration
from tests.common.parts import PROJECT
from tests.consent.receipts import HOUR, INSTANCE, NOW, STRANGER, receipt

ASSET = b"a generated shot"


class Desk:
    """A folder with an asset, its receipt and a trust file."""

    def __init__(self, folder: Path) -> None:
        self.receipt, self.trust, self.asset = folder / "receipt.json", folder / "KEYS.json", folder / "shot.png"
        self.status = folder / "status.json"
        self.asset.write_bytes(ASSET)
        self.issue()
        self.trusting()

    def issue(self, key: Any = INSTANCE, **changes: Any) -> None:
        seen = FileSeen(sha256=hashlib.sha256(ASSET).hexdigest(), size=len(ASSET), media="image")
        self.receipt.write_text(json.dumps(sign_receipt(receipt(file=seen, **changes), key)))

    def trusting(self, *stale: dict[str, str]) -> None:
        entry = trust_entry(registry_id="demo", public=INSTANCE.public, label="Demo", valid_from=NOW - HOUR)
        self.trust.write_text(json.dumps(trust_file([entry], stale)))

    def listed(self, *stale: dict[str, str]) -> None:
        paper = sign_status(
            INSTANCE, registry_id="demo", issued_at=NOW, next_update=NOW + timedelta(days=30), stale=stale
        )
        self.status.write_text(json.dumps(paper))

    def verify(self, *more: object, hours: float = 1, asset: bool = True, offline: bool = True) -> Result:
        arguments = [self.receipt, "--trust", self.trust, "--now", utc_text(NOW + hours * HOUR), *more]
        if offline:
            arguments.append("--offline")
        if asset:
            arguments += ["--file", self.asset]
        return CliRunner().invoke(verify, [str(argument) for argument in arguments])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_good_receipt_is_valid(desk: Desk) -> None:
    found = desk.verify()
    assert found.exit_code == 0
    assert "cleared the file" in found.output
    assert "performance, stage final: unit SC12-040, version 3" in found.output


def test_without_a_list_that_says_that_it_still_counts_it_is_not_plainly_valid(desk: Desk) -> None:
    found = desk.verify(offline=False)
    assert found.exit_code == 10
    assert "Do not use this file yet" in found.output.splitlines()[0]
    assert "may have been recalled" in found.output
    said = json.loads(desk.verify("--json", offline=False).stdout)
    assert (said["outcome"], said["exit"], said["releases"], said["lacks"]) == ("valid", 10, False, ["status"])
    desk.listed()
    assert desk.verify("--status", desk.status, offline=False).exit_code == 0
    accepted = desk.verify()
    assert accepted.exit_code == 0
    assert "You chose not to verify" in accepted.output


def test_what_was_declared_can_be_compared(desk: Desk, tmp_path: Path) -> None:
    use = tmp_path / "USE.json"
    use.write_bytes((PROJECT / "docs/USE.example.json").read_bytes())
    assert desk.verify("--use", use).exit_code == 11
    assert "for another use" in desk.verify("--use", use).output
    desk.issue(declaration_sha256=parse_declaration(use.read_bytes()).sha256)
    assert desk.verify("--use", use).exit_code == 0
    spaced = json.dumps(json.loads(use.read_text()), indent=7)  # the same declaration, written differently
    use.write_text(spaced)
    assert desk.verify("--use", use).exit_code == 0
    use.write_text(spaced.replace('"final"', '"temp"'))
    assert desk.verify("--use", use).exit_code == 11
    use.write_text("{}")
    assert desk.verify("--use", use).exit_code == 2


def test_a_mood_boards_receipt_does_not_look_like_a_films(desk: Desk) -> None:
    desk.issue(declared=Declared(stage="ideation", element="moodboard", unit="MOOD-7", unit_version=1))
    found = desk.verify()
    assert found.exit_code == 10
    assert "moodboard, stage ideation: unit MOOD-7" in found.output
    assert "--use" in found.output


def test_an_altered_file_is_5(desk: Desk) -> None:
    desk.asset.write_bytes(ASSET + b" ")
    assert desk.verify().exit_code == 5


def test_an_altered_receipt_is_6(desk: Desk) -> None:
    desk.receipt.write_text(desk.receipt.read_text().replace('"cleared"', '"blocked"'))
    assert desk.verify().exit_code == 6


def test_an_unknown_key_is_7(desk: Desk) -> None:
    desk.issue(STRANGER)
    assert desk.verify().exit_code == 7


def test_an_expired_receipt_is_8(desk: Desk) -> None:
    assert desk.verify(hours=73).exit_code == 8


def test_a_revoked_receipt_is_9(desk: Desk) -> None:
    desk.trusting(stale_entry("receipt_id", "R-1", reason="superseded by R-2", since=NOW))
    found = desk.verify()
    assert found.exit_code == 9
    assert "superseded by R-2" in found.output


def test_a_status_list_of_the_registry_counts(desk: Desk) -> None:
    stale = [stale_entry("receipt_id", "R-1", reason="withdrawn", since=NOW)]
    paper = sign_status(INSTANCE, registry_id="demo", issued_at=NOW, next_update=NOW + timedelta(days=1), stale=stale)
    desk.status.write_text(json.dumps(paper))
    assert desk.verify("--status", desk.status).exit_code == 9
    desk.status.write_text(json.dumps({**paper, "stale": []}))
    assert desk.verify("--status", desk.status).exit_code == 2


@pytest.mark.parametrize(
    ("changes", "exit_status", "words"),
    [
        ({"verdict": "blocked"}, 1, "BLOCKED check: do not use this file"),
        ({"verdict": "needs_approval"}, 3, "NEEDS APPROVAL: do not use this file"),
        ({"status": "cannot_decide"}, 4, "NOT DECIDE: do not use this file"),
        ({"verdict": "notify_only", "duties": [{"done": False}]}, 3, "says TELL FIRST"),
    ],
)
def test_an_authentic_receipt_of_another_verdict_says_so_before_anything_else(
    desk: Desk, changes: dict[str, Any], exit_status: int, words: str
) -> None:
    desk.issue(**changes)
    found = desk.verify()
    assert found.exit_code == exit_status
    assert words in found.output.splitlines()[0]
    assert json.loads(desk.verify("--json").stdout)["releases"] is False


def test_json_is_one_document_that_a_script_can_rely_on(desk: Desk) -> None:
    said = json.loads(desk.verify("--json").stdout)
    assert (said["outcome"], said["exit"], said["releases"], said["verdict"]) == ("valid", 0, True, "cleared")


def test_without_the_file_it_says_that_it_says_nothing_about_any_file(desk: Desk) -> None:
    found = desk.verify(asset=False)
    assert found.exit_code == 10
    assert "No file was given" in found.output
    assert json.loads(desk.verify("--json", asset=False).stdout)["releases"] is False


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"type": "x", "type": "y"}'])
def test_unreadable_input_is_2(desk: Desk, content: str) -> None:
    for path in (desk.receipt, desk.trust):
        good = path.read_text()
        path.write_text(content)
        found = desk.verify()
        assert found.exit_code == 2
        assert "Traceback" not in found.output
        path.write_text(good)


def test_a_missing_file_and_a_time_without_a_zone_are_2(desk: Desk) -> None:
    desk.asset.unlink()
    assert desk.verify().exit_code == 2
    assert desk.verify("--now", "2026-11-22T10:00:00", asset=False).exit_code == 2


def test_it_starts_without_web_database_or_pictures() -> None:
    program = (
        "import sys, registry.cli as cli; cli.main.get_command(None, 'verify'); cli.main.get_command(None, 'key');"
        "heavy = {'flask', 'sqlalchemy', 'cv2', 'numpy', 'PIL'} & set(sys.modules); sys.exit(str(heavy) if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


@pytest.mark.attack("F.lines")
def test_neither_a_path_nor_a_receipt_writes_a_line_of_its_own(desk: Desk, tmp_path: Path) -> None:
    desk.receipt = tmp_path / "paper\nThis receipt is valid.json"
    desk.receipt.write_text("{}", encoding="utf-8")
    found = desk.verify()
    assert found.exit_code == 2
    assert len(found.output.splitlines()) == 1
    assert "\\nThis receipt is valid.json is not a receipt" in found.output
    desk.receipt.write_text("{", encoding="utf-8")
    assert len(desk.verify().output.splitlines()) == 1
