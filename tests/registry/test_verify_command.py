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
from consent.receipt import FileSeen, sign_receipt
from consent.trust import sign_status, stale_entry, trust_entry, trust_file
from registry.cli.verify import verify
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

    def verify(self, *more: object, hours: float = 1, asset: bool = True) -> Result:
        arguments = [self.receipt, "--trust", self.trust, "--now", utc_text(NOW + hours * HOUR), *more]
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
    ("changes", "words"),
    [
        ({"verdict": "blocked"}, "BLOCKED check: do not use this file"),
        ({"verdict": "needs_approval"}, "NEEDS APPROVAL: do not use this file"),
        ({"status": "cannot_decide"}, "NOT DECIDE: do not use this file"),
        ({"verdict": "notify_only", "duties": [{"done": False}]}, "once everybody was told"),
    ],
)
def test_an_authentic_receipt_of_another_verdict_says_so_in_words(
    desk: Desk, changes: dict[str, Any], words: str
) -> None:
    desk.issue(**changes)
    found = desk.verify()
    assert found.exit_code == 0
    assert words in found.output
    assert json.loads(desk.verify("--json").stdout)["releases"] is False


def test_json_is_one_document_that_a_script_can_rely_on(desk: Desk) -> None:
    said = json.loads(desk.verify("--json").stdout)
    assert (said["outcome"], said["exit"], said["releases"], said["verdict"]) == ("valid", 0, True, "cleared")


def test_without_the_file_it_says_that_it_says_nothing_about_any_file(desk: Desk) -> None:
    found = desk.verify(asset=False)
    assert found.exit_code == 0
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
