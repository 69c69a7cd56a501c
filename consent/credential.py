"""The credential statement: which file is a cleared file with our Content Credentials in it or beside it, signed, so that a receipt knows
both. And what those credentials say of the check.

A manifest inside a file makes another file of it, with another SHA-256. The statement names the two, and the manifest's own bytes where
they lie beside it. It allows nothing by itself: it counts as long as the receipt, and not a moment longer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from consent.moments import parse_utc
from consent.parts import Digest, Moment, Part
from consent.receipt import Count, FileSeen, LedgerPlace, Outcome, Receipt, Verification, verify_receipt
from consent.signature import SigningKey, signed
from consent.statements import statement_of
from consent.trust import StatusList, Trust

CREDENTIAL_TYPE: Final = "likeness-registry/credential"
CLEARANCE: Final = "org.likeness-registry.clearance"
"""The label of our own assertion in a C2PA manifest."""
SOURCES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""What IPTC's digital source types begin with (https://cv.iptc.org/newscodes/digitalsourcetype/)."""
SYNTHETIC: Final = "compositeSynthetic"
"""The source type that says least of how something was made and still says that part of it is synthetic."""


class Written(Part):
    """The file that carries the credentials: the SHA-256 of its bytes and its size in bytes."""

    sha256: Digest
    size: Count


class ManifestSigner(Part):
    """Who signed the manifest, by the certificate: its subject's words, and the SHA-256 of its DER bytes (certificate). listed:
    whether it was on a list of signers that readers trust."""

    name: str
    certificate: Digest
    listed: bool


class Credential(Part):
    """The content of a statement, without its signature. receipt_sha256: of the receipt's canonical bytes, its signature among them.
    file: as it was checked. written: with the manifest in it; the same as the file where the manifest lies beside it. sidecar: of the
    manifest that lies beside it, else none. manifest: its label."""

    type: Literal["likeness-registry/credential"] = CREDENTIAL_TYPE
    version: Literal[1] = 1
    registry_id: str
    statement_id: str
    receipt_id: str
    receipt_sha256: Digest
    file: FileSeen
    written: Written
    sidecar: Digest | None
    manifest: str
    signer: ManifestSigner
    issued_at: Moment
    expires_at: Moment
    ledger: LedgerPlace


def sign_credential(statement: Credential, key: SigningKey) -> dict[str, Any]:
    """The statement as the JSON object that is handed out, signed."""
    return signed(statement.model_dump(mode="json"), key)


def clearance(receipt: Receipt, receipt_sha256: str, decision_id: str, status_url: str) -> dict[str, Any]:
    """What our assertion says: the check, what came of it and until when, the digests of what it rests on, and where to ask whether
    it still counts. Nobody's name, no score, nothing of how anybody was recognised."""
    return {
        "version": 1,
        "registry": receipt.registry_id,
        "decision": {"id": decision_id, "sha256": receipt.decision_sha256},
        "outcome": receipt.answer,
        "receipt": {"id": receipt.receipt_id, "sha256": receipt_sha256},
        "file": {"sha256": receipt.file.sha256, "size": receipt.file.size},
        "consents": sorted(consent.sha256 for consent in receipt.consents),
        "ledger": receipt.ledger.model_dump(),
        "issued_at": receipt.issued_at,
        "expires_at": receipt.expires_at,
        "status": status_url,
    }


def disclosed_source(duties: Iterable[Mapping[str, Any]], source_type: str | None) -> str | None:
    """The digital source type that a file has to say because the rules ask that the public be told; None where they do not.

    source_type: as it is declared. Where that is nothing synthetic, or was not said, what is told is that part of it is.
    """
    from consent.clearance.needs import GENERATED  # here: a receipt is verified without the rules

    if not any(duty.get("kind") == "disclose" for duty in duties):
        return None
    return SOURCES + (source_type if source_type is not None and source_type in GENERATED else SYNTHETIC)


def verify_credential(
    statement: Mapping[str, Any],
    receipt: Mapping[str, Any],
    trust: Trust,
    *,
    now: datetime,
    file_sha256: str | None = None,
    declaration_sha256: str | None = None,
    status: StatusList | None = None,
    offline: bool = False,
    sidecar_sha256: str | None = None,
) -> Verification:
    """Check a receipt together with the statement of the file that carries its credentials, without an instance.

    As `verify_receipt`, where the file may be the one that was checked or the one that was written. sidecar_sha256: of the manifest
    beside it, where there is one. Raises `ReceiptError` as `verify_receipt` does.
    """
    opened = statement_of(Credential, statement, receipt, trust, "verify-credential-altered")
    if isinstance(opened, Verification):
        return opened
    said, same = opened
    found = verify_receipt(
        receipt, trust, now=now, declaration_sha256=declaration_sha256, status=status, offline=offline
    )
    if found.outcome is not Outcome.VALID or found.receipt is None:
        return found
    if not same or said.file != found.receipt.file or said.registry_id != found.receipt.registry_id:
        return replace(
            found, outcome=Outcome.RECEIPT_ALTERED, message="verify-credential-other", params={}, receipt=None
        )
    found = replace(found, file_compared=file_sha256 is not None)
    if file_sha256 not in (None, said.file.sha256, said.written.sha256):
        return replace(found, outcome=Outcome.FILE_ALTERED, message="verify-credential-other-file", params={})
    if sidecar_sha256 not in (None, said.sidecar):
        return replace(found, outcome=Outcome.FILE_ALTERED, message="verify-credential-other-sidecar", params={})
    for entry in [*trust.stale, *(status.stale if status is not None else ())]:
        if entry.file_sha256 == said.written.sha256 and parse_utc(entry.since) <= now:
            params = {"reason": entry.reason, "since": entry.since}
            return replace(found, outcome=Outcome.STALE, message="verify-stale", params=params)
    if now >= parse_utc(said.expires_at):
        return replace(found, outcome=Outcome.EXPIRED, message="verify-expired", params={"expired": said.expires_at})
    params = {"signer": said.signer.name, "expires": said.expires_at}
    return replace(found, message="verify-credential-carried", params=params)
