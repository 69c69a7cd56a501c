"""`likeness key` and `likeness consent sign`: signing on one's own machine, with one's own key file."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consent.document import canonical_bytes, parse_signed, verify_consent
from consent.keyfile import read_key
from consent.signature import SigningKey
from registry.cli.consent_sign import sign, verify
from registry.cli.key import key
from tests.consent.papers import document


def run(command: Any, *arguments: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], input=typed)


@pytest.fixture
def alices(tmp_path: Path) -> Path:
    path = tmp_path / "alice.key"
    assert run(key, "new", "--out", path, "--label", "Alice").exit_code == 0
    return path


@pytest.fixture
def unions(tmp_path: Path) -> Path:
    path = tmp_path / "union.key"
    assert run(key, "new", "--out", path).exit_code == 0
    return path


@pytest.fixture
def terms(alices: Path, tmp_path: Path) -> Path:
    path = tmp_path / "terms.json"
    path.write_bytes(canonical_bytes(document(opened(alices))))
    return path


def opened(path: Path) -> SigningKey:
    return read_key(path)


def test_a_new_key_is_readable_by_its_owner_alone_and_shows_no_secret(alices: Path) -> None:
    assert stat.S_IMODE(alices.stat().st_mode) == 0o600
    shown = run(key, "show", alices)
    assert opened(alices).fingerprint in shown.output
    assert json.loads(alices.read_text())["private_key"] not in shown.output


def test_show_prints_one_json_document(alices: Path) -> None:
    facts = json.loads(run(key, "show", alices, "--json").stdout)
    assert facts["fingerprint"] == opened(alices).fingerprint
    assert facts["label"] == "Alice"


def test_an_existing_key_is_not_overwritten(alices: Path) -> None:
    before = alices.read_bytes()
    again = run(key, "new", "--out", alices)
    assert again.exit_code == 2
    assert "never overwritten" in again.output
    assert alices.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b'{"type":"likeness-registry/key"}'])
def test_what_is_no_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.key"
    path.write_bytes(content)
    assert run(key, "show", path).exit_code == 2
    assert run(key, "show", tmp_path / "missing.key").exit_code == 2


def test_a_passphrase_seals_the_key_and_is_asked_for_when_signing(tmp_path: Path) -> None:
    path, terms = tmp_path / "sealed.key", tmp_path / "terms.json"
    made = run(key, "new", "--out", path, "--passphrase-prompt", "--json", typed="horse\nhorse\n")
    assert made.exit_code == 0
    assert "horse" not in made.output
    terms.write_bytes(canonical_bytes(document(read_key(path, "horse"))))
    assert run(sign, terms, "--key", path, "--yes", typed="mule\n").exit_code == 2
    assert run(sign, terms, "--key", path, "--yes", typed="horse\n").exit_code == 0


def test_a_signer_reads_the_plain_words_and_signs(terms: Path, alices: Path, tmp_path: Path) -> None:
    done = run(sign, terms, "--key", alices, typed="y\n")
    assert done.exit_code == 0
    assert "It covers at most this many uses: 5" in done.output
    signed = parse_signed((tmp_path / "terms.signed.json").read_bytes())
    assert verify_consent(signed.document, signed.signatures, text=signed.text).signer == opened(alices).fingerprint


def test_who_says_no_signs_nothing(terms: Path, alices: Path, tmp_path: Path) -> None:
    assert run(sign, terms, "--key", alices, typed="n\n").exit_code == 2
    assert not (tmp_path / "terms.signed.json").exists()


def test_a_union_countersigns_what_the_signer_signed(terms: Path, alices: Path, unions: Path, tmp_path: Path) -> None:
    first, both = tmp_path / "first.json", tmp_path / "both.json"
    assert run(sign, terms, "--key", unions, "--countersign", "--yes").exit_code == 2
    assert run(sign, terms, "--key", alices, "--yes", "--out", first).exit_code == 0
    assert run(sign, first, "--key", unions, "--yes", "--out", both).exit_code == 2
    assert run(sign, first, "--key", unions, "--countersign", "--yes", "--out", both).exit_code == 0
    answer = run(verify, both, "--countersigner", opened(unions).fingerprint, "--json")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["countersigners"] == [opened(unions).fingerprint]
    assert run(verify, first, "--countersigner", opened(unions).fingerprint).exit_code == 7


def test_a_foreign_key_cannot_sign(terms: Path, unions: Path, tmp_path: Path) -> None:
    refused = run(sign, terms, "--key", unions, "--yes")
    assert refused.exit_code == 2
    assert "names the signer's key" in refused.output
    assert not (tmp_path / "terms.signed.json").exists()


def test_terms_changed_after_signing_are_found(terms: Path, alices: Path, tmp_path: Path) -> None:
    out = tmp_path / "signed.json"
    run(sign, terms, "--key", alices, "--yes", "--out", out)
    content = json.loads(out.read_text())
    content["document"]["scope"]["max_uses"] = 500
    out.write_text(json.dumps(content))
    assert run(verify, out).exit_code == 6
    assert run(verify, out, "--json").exit_code == 6
    content["signatures"] = []
    out.write_text(json.dumps(content))
    assert run(sign, out, "--key", alices, "--yes", "--out", tmp_path / "again.json").exit_code == 2


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"type":"likeness-registry/signed-consent"}', b'{"a":1,"a":2}']
)
def test_what_is_no_consent_is_refused_in_words(tmp_path: Path, alices: Path, content: bytes) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    for refused in (run(verify, path), run(sign, path, "--key", alices, "--yes")):
        assert refused.exit_code == 2
        assert "Traceback" not in refused.output


def test_nothing_is_written_where_nothing_can_be_written(terms: Path, alices: Path, tmp_path: Path) -> None:
    refused = run(sign, terms, "--key", alices, "--yes", "--out", tmp_path / "no" / "such" / "folder.json")
    assert refused.exit_code == 2
    assert "cannot be written" in refused.output
