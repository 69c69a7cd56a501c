"""Page, API and command line write the same, and a receipt is verified with the written file at each of them."""

import hashlib
import io
import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli.credential import credential
from registry.cli.dev_ca import dev_ca
from registry.cli.verify import verify
from registry.core.texts import say
from registry.ports import trial_authority
from registry.ports.certificates import CertificateUnusable, certificate
from tests.registry.api.conftest import Program, program
from tests.registry.checks.credentials.conftest import coded
from tests.registry.checks.credentials.test_writing import receipt_of
from tests.registry.web.conftest import app, origin, page, sign_in, visit, visitor

__all__ = ["app", "origin", "page", "program", "visit", "visitor"]


def verified(studio: Any, folder: Path, receipt: Any, statement: Any, file: bytes, *more: str) -> Any:
    """`likeness verify`, by somebody who has the papers, a trust file and the file, and nothing of this instance."""
    named = {"receipt": receipt, "trust": studio.desk.instance_key.trust(), "statement": statement}
    for name, content in named.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    (folder / "asset").write_bytes(file)
    asked = [str(folder / "receipt.json"), "--trust", str(folder / "trust.json"), "--file", str(folder / "asset")]
    asked += ["--credential", str(folder / "statement.json"), "--offline", "--now", studio.desk.clock().isoformat()]
    return CliRunner().invoke(verify, [*asked, *more])


def test_the_command_writes_a_new_file_that_verifies_offline(
    studio: Any, cleared: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    check, content = cleared()
    monkeypatch.setattr("registry.cli.credential.at_desk", lambda: nullcontext(studio.desk))
    source, out, paper = tmp_path / "shot.jpg", tmp_path / "out.jpg", tmp_path / "paper.json"
    source.write_bytes(content)
    asked = [check.id, str(source), "--out", str(out), "--statement", str(paper), "--as", "petra@example.org"]
    found = CliRunner().invoke(credential, asked)
    assert found.exit_code == 0, found.output
    assert "not on the trust list" in found.output
    assert source.read_bytes() == content
    receipt, statement, after = receipt_of(studio, check), json.loads(paper.read_text()), out.read_bytes()
    assert (answer := verified(studio, tmp_path, receipt, statement, after)).exit_code == 0, answer.output
    assert "with its Content Credentials" in answer.output
    assert verified(studio, tmp_path, receipt, statement, content).exit_code == 0
    assert verified(studio, tmp_path, receipt, statement, after[:-1] + b"\1").exit_code == 5
    assert verified(studio, tmp_path, receipt, statement | {"expires_at": "2099-01-01T00:00:00Z"}, after).exit_code == 6
    again = CliRunner().invoke(credential, asked)
    assert again.exit_code == 2
    assert out.read_bytes() == after  # nothing is replaced
    assert sorted(one.name for one in tmp_path.glob(".*")) == []


def test_the_command_writes_a_manifest_beside_the_file(
    studio: Any, cleared: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    check, content = cleared("png")
    monkeypatch.setattr("registry.cli.credential.at_desk", lambda: nullcontext(studio.desk))
    (source := tmp_path / "shot.png").write_bytes(content)
    out = tmp_path / "shot.c2pa"
    asked = [check.id, str(source), "--sidecar", "--out", str(out), "--json", "--as", "petra@example.org"]
    found = CliRunner().invoke(credential, asked)
    assert found.exit_code == 0, found.output
    statement = json.loads(found.stdout)
    assert statement["sidecar"] == hashlib.sha256(out.read_bytes()).hexdigest()
    receipt = receipt_of(studio, check)
    assert verified(studio, tmp_path, receipt, statement, content, "--sidecar", str(out)).exit_code == 0
    out.write_bytes(out.read_bytes()[:-1] + b"\1")
    assert verified(studio, tmp_path, receipt, statement, content, "--sidecar", str(out)).exit_code == 5


def test_the_page_writes_and_the_verify_page_knows_the_written_file(studio: Any, cleared: Any, visit: Any) -> None:
    check, content = cleared()
    petra = visit("petra")
    assert f"/checks/{check.id}/credentials" in petra.get(f"/checks/{check.id}").text
    shown = petra.get(f"/checks/{check.id}/credentials").text
    assert trial_authority.ORGANISATION in shown
    assert "whether that signer is on the trust list" in shown
    wrong = petra.post(f"/checks/{check.id}/credentials", {"file": (io.BytesIO(content + b"\0"), "x.jpg")})
    assert (wrong.status_code, say("credential-other-file") in wrong.text) == (422, True)
    answer = petra.post(f"/checks/{check.id}/credentials", {"file": (io.BytesIO(content), "x.jpg")})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    after, statement = answer.data, answer.headers["Likeness-Statement"]
    assert say("credential-unlisted") in petra.get(f"/checks/{check.id}/credentials").text
    assert len(after) == int(answer.headers["Content-Length"])
    assert hashlib.sha256(after).hexdigest() in (listed := petra.get(f"/checks/{check.id}/credentials").text)
    assert "not on the trust list" in listed
    paper = petra.get(f"/checks/{check.id}/credentials/{statement}.json")
    assert json.loads(paper.data)["written"]["sha256"] == hashlib.sha256(after).hexdigest()
    assert petra.get(f"/checks/{check.id}/credentials/CR-OTHER.json").status_code == 404
    assert visit("quentin").get(f"/checks/{check.id}/credentials/{statement}.json").status_code == 404
    receipt = json.dumps(receipt_of(studio, check)).encode()

    def said(file: bytes) -> str:
        sent = {"receipt": (io.BytesIO(receipt), "r.json"), "sha256": hashlib.sha256(file).hexdigest()}
        return re.sub(r"\s+", " ", str(petra.post("/verify", sent).text))

    assert say("verify-yes") in (page := said(after))
    assert "with its Content Credentials" in page
    assert say("verify-yes") in said(content)
    assert say("verify-no") in said(after[:-1] + b"\1")


def test_a_program_writes_and_lists(studio: Any, cleared: Any, program: Callable[[str], Program]) -> None:
    check, content = cleared("mp4")
    petra = program("petra")
    sent = petra.post(f"/checks/{check.id}/credential", data={"file": (io.BytesIO(content), "x.mp4")})
    assert (sent.status_code, sent.mimetype) == (200, "application/octet-stream"), sent.text
    [one] = petra.get(f"/checks/{check.id}/credentials").json["credentials"]
    assert one["statement_id"] == sent.headers["Likeness-Statement"]
    assert one["written"]["sha256"] == hashlib.sha256(sent.data).hexdigest()
    beside = petra.post(f"/checks/{check.id}/credential?sidecar=yes", data={"file": (io.BytesIO(content), "x.mp4")})
    listed = petra.get(f"/checks/{check.id}/credentials").json["credentials"]
    assert hashlib.sha256(beside.data).hexdigest() in [one["sidecar"] for one in listed]
    wrong = petra.post(f"/checks/{check.id}/credential?sidecar=maybe", data={"file": (io.BytesIO(content), "x.mp4")})
    assert wrong.status_code == 400
    other = petra.post(f"/checks/{check.id}/credential", data={"file": (io.BytesIO(coded("mp4", 2)), "x.mp4")})
    assert other.status_code == 409
    assert program("quentin").get(f"/checks/{check.id}/credentials").status_code == 404


def test_without_a_certificate_the_page_says_so(studio: Any, cleared: Any, visit: Any) -> None:
    check, _ = cleared()
    object.__setattr__(studio.desk.config, "credential_key", "")
    assert say("credential-certificate-unset") in visit("petra").get(f"/checks/{check.id}/credentials").text


@pytest.mark.browser
def test_the_button_gives_the_written_file_back(
    studio: Any, cleared: Any, page: Any, tmp_path: Path, desk: Any
) -> None:
    check, content = cleared()
    (source := tmp_path / "shot.jpg").write_bytes(content)
    sign_in(page, "petra")
    page.goto(f"/checks/{check.id}")
    page.get_by_role("link", name=say("credential")).click()
    page.get_by_label(say("credential-file")).set_input_files(source)
    with page.expect_download() as download:
        page.get_by_role("button", name=say("credential-write")).click()
    after = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "shot.jpg"
    page.reload()
    page.get_by_text(hashlib.sha256(after).hexdigest()).wait_for()


def test_dev_ca_makes_what_can_be_signed_with_and_replaces_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "authority"
    found = CliRunner().invoke(dev_ca, [str(folder)])
    assert found.exit_code == 0, found.output
    assert "trying only" in found.output
    assert (folder / "key.pem").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    made = certificate(str(folder / "chain.pem"), str(folder / "key.pem"), datetime.now(UTC))
    assert "for trying only" in made.name
    again = CliRunner().invoke(dev_ca, [str(folder)])
    assert (again.exit_code, "already" in again.output) == (2, True)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_key_that_others_can_reach_is_not_used(tmp_path: Path, mode: int) -> None:
    _, chain, key = trial_authority.make(tmp_path / "a", datetime.now(UTC))
    key.chmod(mode)
    with pytest.raises(CertificateUnusable, match="open"):
        certificate(str(chain), str(key), datetime.now(UTC))


def test_what_cannot_be_signed_with_is_named(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    authority, chain, key = trial_authority.make(tmp_path / "a", now)
    _, _, other = trial_authority.make(tmp_path / "b", now)
    (empty := tmp_path / "empty.pem").write_text("")
    empty.chmod(0o600)
    for chain_file, key_file, when, why in (
        (chain, "", now, "unset"),
        (chain, tmp_path / "none", now, "key"),
        (chain, empty, now, "key"),
        (chain, tmp_path, now, "key"),
        (empty, key, now, "chain"),
        (chain, other, now, "other-key"),
        (authority, key, now, "other-key"),
        (chain, key, now + timedelta(days=91), "period"),
    ):
        with pytest.raises(CertificateUnusable, match=f"^{why}$"):
            certificate(str(chain_file), str(key_file), when)
