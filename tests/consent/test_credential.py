"""The statement of a file that carries credentials: what it makes of a receipt, and what the credentials say."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.credential import (
    SOURCES,
    Credential,
    ManifestSigner,
    Written,
    clearance,
    disclosed_source,
    sign_credential,
    verify_credential,
)
from consent.moments import utc_text
from consent.receipt import FileSeen, LedgerPlace, Outcome
from consent.statements import digest_of
from consent.trust import parse_trust, stale_entry, trust_entry, trust_file
from tests.consent.receipts import CONSENT, FILE, HOUR, INSTANCE, NOW, STRANGER, handed_out, receipt

WRITTEN, SIDECAR = "9" * 64, "8" * 64
RECEIPT = handed_out()
KEYS = [trust_entry(registry_id="demo", public=INSTANCE.public, label="Demo", valid_from=NOW - HOUR)]


def statement(key: Any = INSTANCE, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "registry_id": "demo",
        "statement_id": "CR-1",
        "receipt_id": RECEIPT["receipt_id"],
        "receipt_sha256": digest_of(RECEIPT),
        "file": FileSeen(**RECEIPT["file"]),
        "written": Written(sha256=WRITTEN, size=20_000),
        "sidecar": None,
        "manifest": "urn:c2pa:1",
        "signer": ManifestSigner(name="Operator", certificate="7" * 64, listed=False),
        "issued_at": utc_text(NOW),
        "expires_at": RECEIPT["expires_at"],
        "ledger": LedgerPlace(index=42, head="2" * 64),
    }
    paper: dict[str, Any] = json.loads(json.dumps(sign_credential(Credential(**said | changes), key)))
    return paper


def verified(paper: dict[str, Any], paper_of: dict[str, Any] = RECEIPT, *stale: Any, **more: Any) -> Any:
    trust = parse_trust(trust_file(KEYS, stale))
    asked = {"now": NOW + HOUR, "file_sha256": WRITTEN, "offline": True}
    return verify_credential(paper, paper_of, trust, **asked | more)


def test_the_file_may_be_used_with_its_credentials_and_without() -> None:
    found = verified(statement())
    assert (found.outcome, found.message, found.exit_status) == (Outcome.VALID, "verify-credential-carried", 0)
    assert verified(statement(), file_sha256=FILE).exit_status == 0
    assert verified(statement(), file_sha256=None).exit_status == 10  # no file was compared
    assert verified(statement(), file_sha256="1" * 64).outcome is Outcome.FILE_ALTERED


def test_a_manifest_beside_the_file_is_the_one_that_was_written() -> None:
    beside = statement(sidecar=SIDECAR, written=Written(sha256=FILE, size=1234))
    assert verified(beside, file_sha256=FILE, sidecar_sha256=SIDECAR).exit_status == 0
    assert verified(beside, file_sha256=FILE, sidecar_sha256=WRITTEN).outcome is Outcome.FILE_ALTERED
    assert verified(statement(), sidecar_sha256=SIDECAR).outcome is Outcome.FILE_ALTERED  # there is none


@pytest.mark.parametrize("name", ["receipt_id", "receipt_sha256", "expires_at", "manifest", "issued_at"])
def test_an_altered_statement_counts_for_nothing(name: str) -> None:
    altered = statement() | {name: "2027-01-01T00:00:00Z" if name.endswith("_at") else "3" * 64}
    assert verified(altered).outcome is Outcome.RECEIPT_ALTERED


def test_it_counts_by_a_trusted_key_and_with_its_own_receipt_alone() -> None:
    assert verified(statement(STRANGER)).outcome is Outcome.KEY_NOT_TRUSTED
    assert verified(statement(), handed_out(receipt_id="R-2")).outcome is Outcome.RECEIPT_ALTERED
    other = FileSeen(sha256="5" * 64, size=9, media="image")
    assert verified(statement(file=other)).message == "verify-credential-other"


def test_a_receipt_s_statement_of_another_kind_is_none() -> None:
    assert verified(RECEIPT | {"type": "likeness-registry/credential"}).outcome is Outcome.RECEIPT_ALTERED


@given(
    st.sampled_from(
        [("receipt_id", "R-1"), ("file_sha256", FILE), ("file_sha256", WRITTEN), ("consent_digest", CONSENT)]
    )
)
def test_what_recalls_the_receipt_or_either_file_recalls_it(named: tuple[str, str]) -> None:
    entry = stale_entry(*named, reason="superseded", since=NOW)
    assert verified(statement(), RECEIPT, entry).outcome is Outcome.STALE


@given(st.integers(0, 400))
def test_it_counts_no_longer_than_its_receipt(hours: int) -> None:
    long_lived = statement(expires_at=utc_text(NOW + timedelta(days=366)))
    outcome = verified(long_lived, now=NOW + timedelta(hours=hours)).outcome
    assert outcome is (Outcome.VALID if hours < 72 else Outcome.EXPIRED)
    short = statement(expires_at=utc_text(NOW + HOUR))
    assert verified(short, now=NOW + timedelta(hours=1 + hours)).outcome is Outcome.EXPIRED


def test_the_assertion_names_nobody() -> None:
    paper = receipt()
    said = clearance(paper, digest_of(RECEIPT), "K-1", "https://registry.example/verify/R-1")
    assert said["consents"] == [CONSENT]
    assert (said["outcome"], said["expires_at"]) == ("cleared", paper.expires_at)
    words = json.dumps(said)
    assert all(person.pseudonym not in words for person in paper.persons)
    assert {"persons", "gallery", "versions", "reasons", "duties", "declared"}.isdisjoint(said)


@given(st.sampled_from([None, "trainedAlgorithmicMedia", "compositeSynthetic", "digitalCapture", "humanEdits"]))
def test_what_is_told_is_told_where_the_rules_ask_and_is_never_a_capture(source: str | None) -> None:
    assert disclosed_source([{"kind": "notify", "whom": "performer", "done": True}], source) is None
    told = disclosed_source([{"kind": "disclose", "whom": "public", "done": True}], source)
    made = source in ("trainedAlgorithmicMedia", "compositeSynthetic")
    assert told == SOURCES + (str(source) if made else "compositeSynthetic")
