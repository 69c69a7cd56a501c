"""E4: a receipt is not taken for more than it is, and a key does not speak before its time."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consent.keyfile import KeyFileError, read_key, write_key
from consent.moments import parse_utc, utc_text
from consent.receipt import FileSeen, Receipt, sign_receipt
from consent.signature import new_key
from consent.trust import parse_trust, sign_status, stale_entry, trust_entry, trust_file
from registry.checks.receipts.issued import recall
from registry.checks.viewed import exit_status
from registry.cli import main
from registry.core.config import Config
from registry.core.errors import Conflict
from registry.core.home import close_to_others
from registry.productions.declaration import parse_declaration
from tests.consent.receipts import HOUR, INSTANCE, NOW, older, receipt
from tests.registry.checks.conftest import as_replica


def verify(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@pytest.fixture
def cleared(studio: Any, shows: Any, verified_alice: Any, tmp_path: Path) -> Any:
    """A cleared check of a real instance, with its receipt, the file, the declaration, the trust file and the list."""
    studio.consent(verified_alice, "alice")
    use = studio.declare(as_replica(verified_alice.id))
    content = shows("alice")
    view = studio.check(content, use)
    assert view.verdict == "cleared"
    desk = studio.desk

    class Papers:
        check, now = view.id, utc_text(desk.clock())
        receipt, asset, use_file = tmp_path / "receipt.json", tmp_path / "shot.jpg", tmp_path / "USE.json"
        trust, status = tmp_path / "trust.json", tmp_path / "status.json"
        declared = use

        def fresh(self) -> None:
            self.status.write_text(json.dumps(desk.status.stale_list()))

        def ask(self, *more: object) -> int:
            always = (self.receipt, "--trust", self.trust, "--now", self.now)
            return verify(*always, *more).exit_code

    papers = Papers()
    papers.receipt.write_text(json.dumps(desk.checks.receipt(studio.people.petra, view.id)))
    papers.asset.write_bytes(content)
    papers.use_file.write_text(json.dumps(use))
    papers.trust.write_text(json.dumps(desk.instance_key.trust()))
    papers.fresh()
    return papers


@pytest.mark.attack("E4.recalled_and_unasked")
def test_a_recalled_receipt_never_ends_with_0_whether_or_not_anybody_asks(cleared: Any, studio: Any) -> None:
    compared = ("--use", cleared.use_file, "--file", cleared.asset)
    assert cleared.ask(*compared, "--status", cleared.status) == 0
    with studio.desk.db.write() as session:
        recall(session, cleared.check, "redecided", studio.desk.clock())
        session.info["recorded"] = True
    assert cleared.ask(*compared) == 10
    cleared.fresh()
    assert cleared.ask(*compared, "--status", cleared.status) == 9
    assert cleared.ask(*compared, "--status", cleared.status, "--offline") == 9


@pytest.mark.attack("E4.other_declaration")
def test_a_receipt_is_not_one_for_another_declaration_of_the_same_file(cleared: Any) -> None:
    assert cleared.ask("--use", cleared.use_file, "--file", cleared.asset, "--offline") == 0
    for change in ({"medium": "commercial"}, {"territory": "DE"}, {"content": ["political"]}):
        other = cleared.declared | {"use": cleared.declared["use"] | change}
        assert parse_declaration(other).sha256 != parse_declaration(cleared.declared).sha256
        cleared.use_file.write_text(json.dumps(other))
        assert cleared.ask("--use", cleared.use_file, "--offline") == 11


class Paper:
    """A receipt of the first days of 2026 in a folder, as somebody hands it on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asset = folder / "shot.png"
        self.asset.write_bytes(b"a shot")
        entry = trust_entry(registry_id="demo", public=INSTANCE.public, label="Demo", valid_from=NOW - HOUR)
        (folder / "trust.json").write_text(json.dumps(trust_file([entry])))

    def ask(self, *more: object, old: bool = False, **changes: Any) -> Result:
        from registry.cli.files import file_sha256

        seen = FileSeen(sha256=file_sha256(self.asset), size=6, media="image")
        content = receipt(file=seen, **changes)
        path = self.folder / "receipt.json"
        path.write_text(json.dumps(sign_receipt(older(content) if old else content, INSTANCE)))
        trust = ("--trust", self.folder / "trust.json", "--file", self.asset)
        return verify(path, *trust, "--now", utc_text(NOW + HOUR), *more)

    def status(self, *stale: dict[str, str], **how: Any) -> Path:
        path = self.folder / "status.json"
        issued = how.get("issued", NOW)
        paper = sign_status(
            how.get("key", INSTANCE), registry_id="demo", issued_at=issued, next_update=issued + HOUR * 2, stale=stale
        )
        path.write_text(json.dumps(paper))
        return path


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


@pytest.mark.attack("E4.mood_board")
@pytest.mark.parametrize("stage", ["ideation", "temp", "capture", "library"])
def test_what_is_not_for_the_finished_work_does_not_pass_for_it(paper: Paper, stage: str) -> None:
    declared = {"stage": stage, "element": "moodboard", "unit": "MOOD-1", "unit_version": 1}
    found = paper.ask("--offline", declared=declared)
    assert found.exit_code == 10
    assert f"moodboard, stage {stage}: unit MOOD-1, version 1" in found.output


@pytest.mark.attack("E4.older_form")
def test_nor_does_the_older_form_that_said_nothing_of_it(paper: Paper) -> None:
    assert paper.ask("--offline", old=True).exit_code == 10
    assert "does not say what" in paper.ask("--offline", old=True).output


@pytest.mark.attack("E4.blocked_passes_a_script")
@pytest.mark.parametrize(
    ("changes", "exit_status"),
    [({"verdict": "blocked"}, 1), ({"verdict": "needs_approval"}, 3), ({"status": "cannot_decide"}, 4)],
)
def test_a_script_that_looks_at_the_exit_status_alone_uses_no_blocked_file(
    paper: Paper, changes: dict[str, str], exit_status: int
) -> None:
    found = paper.ask("--status", paper.status(), **changes)
    assert found.exit_code == exit_status
    assert "do not use this file" in found.output.splitlines()[0]


@pytest.mark.attack("E4.old_list")
def test_a_list_that_is_old_or_somebody_elses_is_no_list(paper: Paper) -> None:
    assert paper.ask("--status", paper.status()).exit_code == 0
    for wrong in ({"issued": NOW - timedelta(days=1)}, {"key": new_key("stranger")}):
        assert paper.ask("--status", paper.status(**wrong)).exit_code == 2
    listed = paper.status(stale_entry("receipt_id", "R-1", reason="withdrawn", since=NOW))
    assert paper.ask("--status", listed, "--offline").exit_code == 9


@pytest.mark.attack("E4.touched_key")
def test_a_key_does_not_begin_to_speak_when_its_file_is_touched(desk: Any, people: Any) -> None:
    desk.instance_key.load_or_create()
    desk.instance_key.put_on_record()
    before = desk.instance_key.trust()
    for moment in (0, 4_000_000_000):
        os.utime(desk.config.signing_key, (moment, moment))
        assert desk.instance_key.trust() == before
    began = parse_utc(parse_trust(before).keys[0].valid_from)
    assert began <= desk.clock()


@pytest.mark.attack("E4.exchanged_key")
def test_a_key_in_the_place_of_another_speaks_from_when_it_is_put_on_record(desk: Any, people: Any, clock: Any) -> None:
    label = desk.instance_key.load_or_create().label
    desk.instance_key.put_on_record()
    clock.forward(days=10)
    desk.config.signing_key.unlink()
    write_key(desk.config.signing_key, new_key(label))
    with pytest.raises(Conflict, match="instance-key-unrecorded"):
        desk.instance_key.trust()
    desk.instance_key.put_on_record()
    assert parse_trust(desk.instance_key.trust()).keys[0].valid_from == utc_text(clock())


@pytest.mark.attack("E4.open_home")
def test_an_open_home_is_closed_before_anything_is_done_in_it(own_home: Path) -> None:
    own_home.mkdir(mode=0o755)
    own_home.chmod(0o755)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    for path in (own_home, own_home / "keystore"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for open_again, mode in (
        (own_home, 0o755),
        (own_home / "keystore", 0o777),
        (own_home / "instance-key.json", 0o644),
    ):
        open_again.chmod(mode)
        told = CliRunner().invoke(main, ["union", "list"])
        assert told.exit_code == 0
        assert "was open to others" in told.stderr
        assert stat.S_IMODE(open_again.stat().st_mode) & 0o077 == 0


@pytest.mark.attack("E4.home_that_stays_open")
def test_a_home_that_cannot_be_closed_is_refused(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_home.mkdir(mode=0o755)
    own_home.chmod(0o755)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    told = CliRunner().invoke(main, ["init"])
    assert told.exit_code == 2
    assert "others on this machine may enter" in told.output
    assert "chmod -R go=" in told.output


@pytest.mark.attack("E4.open_key_file")
def test_an_open_private_key_signs_nothing(tmp_path: Path) -> None:
    path, sealed = tmp_path / "key.json", tmp_path / "sealed.json"
    write_key(path, new_key("Alice"))
    write_key(sealed, new_key("Alice"), "a passphrase")
    for mode in (0o640, 0o604, 0o666, 0o660):
        path.chmod(mode)
        with pytest.raises(KeyFileError, match="chmod go="):
            read_key(path)
    path.chmod(0o600)
    assert read_key(path)
    sealed.chmod(0o644)
    assert read_key(sealed, "a passphrase")


@pytest.mark.attack("E4.readable_by_default")
def test_what_an_instance_writes_is_private_whatever_the_account_usually_writes(own_home: Path) -> None:
    before = os.umask(0o022)
    try:
        assert CliRunner().invoke(main, ["init"]).exit_code == 0
    finally:
        os.umask(before)
    written = [path for path in own_home.rglob("*") if path.is_file()]
    assert written
    assert [path for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert close_to_others(Config()) == []


@pytest.mark.attack("E4.nobody_to_tell")
def test_what_may_go_ahead_once_somebody_is_told_is_not_released_by_having_told_somebody_else(
    studio: Any, shows: Any, verified_alice: Any
) -> None:
    """The production names the bill whose cap the licence exceeds, and tells its commissioner's contact, as it always does."""
    studio.consent(verified_alice, "alice", valid_until="2036-01-01")
    use = studio.declare(as_replica(verified_alice.id), rule_packs=["no_fakes_bill_2026"])
    view = studio.check(shows("alice"), use)
    assert (view.verdict, exit_status(view)) == ("notify_only", 3)
    signed = studio.desk.checks.receipt(studio.people.petra, view.id)
    paper = Receipt.model_validate({key: part for key, part in signed.items() if key != "signature"})
    assert (paper.releases, paper.exit_status) == (False, 3)
    assert [duty["whom"] for duty in paper.duties if not duty["done"]] == ["performer"]
    earlier = paper.model_copy(
        update={"duties": [duty for duty in paper.duties if duty["done"]]}
    )  # as it was once written
    assert (earlier.releases, earlier.exit_status, bool(earlier.duties)) == (False, 3, True)


@pytest.mark.attack("E4.end_of_time")
def test_a_receipt_is_not_valid_on_the_last_day_there_is(cleared: Any) -> None:
    """A fault would end with 1, which says something of the check."""
    asked = ("--file", cleared.asset, "--use", cleared.use_file, "--offline", "--now", "9999-12-31T23:59:59Z")
    assert cleared.ask(*asked) == 8
