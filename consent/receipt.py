"""The receipt: the signed result of one check, which anyone can verify offline.

A receipt binds one file (SHA-256) and one declaration to one decision and to what it was decided from. It names
nobody: people are pseudonyms for this check, consents are digests. It is signed by the instance's key over the
RFC 8785 bytes of everything but the signature.

Since version 2 it says what the file was declared to be: a receipt for a mood board must not pass for one for the
finished film. Version 1, which did not, is still understood; with the declaration itself it can be compared. Version 3, of a medium
with time, says besides when each person is in it; a still picture's is of version 2. Version 4 is that of a file with Content
Credentials, with time or without, and says what they say; before it, versions 2 and 3 did.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError, model_validator

from consent.canonical import JsonError, to_base64url
from consent.ledger import Head
from consent.moments import parse_utc, utc_text
from consent.parts import Digest, Moment, Part, first_problem
from consent.signature import SignatureError, SigningKey, instance_signature, signed
from consent.trust import StaleEntry, StatusList, Trust
from consent.verdicts import Exit, answer, exit_status, releases

RECEIPT_TYPE: Final = "likeness-registry/receipt"
VERSION: Final = 2
TIMED: Final = 3
SOURCED: Final = 4
"""The versions of a receipt for a still picture, for a medium with time, and for a file that says where it comes from."""
FINAL: Final = "final"
"""The stage in which what is made is shown to an audience."""
LIFETIME = timedelta(hours=72)
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far two machines' clocks may lie apart before a receipt counts as issued in the future."""


class ReceiptError(ValueError):
    """Not a receipt that this program can read, or content that cannot become one."""


Count = Annotated[int, Field(ge=0)]
Json = dict[str, Any]


class FileSeen(Part):
    """The file that was checked: the SHA-256 of its bytes, its size in bytes, and its medium."""

    sha256: Digest
    size: Count
    media: Literal["image", "video", "audio", "text", "scan", "unknown"]


class Declared(Part):
    """What the production declared the file to be: words of the declaration (USE.json), and which version of which unit."""

    stage: str
    element: str
    unit: str
    unit_version: Annotated[int, Field(ge=1)]


class TimeSpan(Part):
    """When somebody is in the file: milliseconds from its beginning."""

    start_ms: Count
    end_ms: Count

    @model_validator(mode="after")
    def _forwards(self) -> "TimeSpan":
        if self.end_ms < self.start_ms:
            raise ValueError("a span ends before it begins")
        return self


class PersonSeen(Part):
    """One appearance: a pseudonym that means something within this check alone, the answer for it, and what that answer may be wrong
    by (message id, parameters, and the same in English). spans: where the medium has time; none of somebody not found."""

    pseudonym: str
    answer: Literal["match", "possible", "none", "not_identifiable", "cannot_decide"]
    error: Json = Field(default_factory=dict)
    spans: list[TimeSpan] | None = None


class OriginSeen(Part):
    """What the file said about its own origin: the state of its Content Credentials, who signed them, and the source types (IPTC)
    that it states. Who signed is proven in state `trusted` alone."""

    state: Literal["invalid", "valid", "trusted", "remote", "unreadable"]
    signer: str | None = None
    source_types: list[str] = Field(default_factory=list)


class ConsentUsed(Part):
    """A consent that the decision rests on: the SHA-256 of its canonical bytes and the end of its term."""

    sha256: Digest
    ends_at: Moment


class Versions(Part):
    """What decided: rulesets and their versions, models and the SHA-256 of their weights, the thresholds' id."""

    rulesets: dict[str, str]
    models: dict[str, Digest]
    thresholds: str
    software: str


class GallerySeen(Part):
    """Whom the file was compared with: how many people, the gallery's digest and its generation."""

    size: Count
    digest: Digest
    generation: Count


class LedgerPlace(Part):
    """Where the decision stands in the ledger: its entry's index and that entry's hash."""

    index: Count
    head: Digest


class Receipt(Part):
    """The content of a receipt, without its signature. declared: from version 2 on. origin: of Content Credentials."""

    type: Literal["likeness-registry/receipt"] = RECEIPT_TYPE
    version: Literal[1, 2, 3, 4]
    registry_id: str
    receipt_id: str
    file: FileSeen
    declaration_sha256: Digest
    declared: Declared | None = None
    decision_sha256: Digest
    status: Literal["decided", "cannot_decide"]
    verdict: Literal["cleared", "notify_only", "needs_approval", "blocked"]
    reasons: list[Json]
    duties: list[Json]
    persons: list[PersonSeen]
    origin: OriginSeen | None = None
    consents: list[ConsentUsed]
    versions: Versions
    gallery: GallerySeen
    issued_at: Moment
    expires_at: Moment
    ledger: LedgerPlace

    @model_validator(mode="after")
    def _declared_by_version(self) -> "Receipt":
        if (self.declared is None) is not (self.version == 1):
            raise ValueError("what was declared is said from version 2 on")
        timed = {person.spans is not None for person in self.persons}
        if len(timed) > 1 or (self.version != SOURCED and timed - {self.version == TIMED}):
            raise ValueError("when people are in the file is said from version 3 on")
        if (self.origin, self.version) == (None, SOURCED):
            raise ValueError("version 4 says where the file comes from")
        return self

    @property
    def releases(self) -> bool:
        """Whether the check it attests lets the file be used as declared: cleared, or told where that was due."""
        return releases(self.status, self.verdict, self.duties, self.reasons)

    @property
    def answer(self) -> str:
        """What it says first: the verdict, or that the check could not decide; `told` where everybody was told who had to be."""
        told = self.verdict == "notify_only" and self.releases
        return "told" if told else str(answer(self.status, self.verdict))

    @property
    def exit_status(self) -> Exit:
        """The exit status of the check that it attests."""
        return exit_status(self.status, self.verdict, self.duties, self.reasons)


def pseudonym(key: bytes, subject: str) -> str:
    """A name for a person that is stable within one check and says nothing outside it.

    `key`: at least 16 random bytes made for this check and kept with it (HMAC-SHA-256, 60 bits shown).
    """
    if len(key) < 16:
        raise ValueError("a pseudonym key has at least 16 random bytes")
    return "p-" + to_base64url(hmac.digest(key, subject.encode("utf-8"), hashlib.sha256))[:10]


def build_receipt(
    *,
    registry_id: str,
    receipt_id: str,
    file: FileSeen,
    declaration_sha256: str,
    declared: Declared,
    decision_sha256: str,
    status: str,
    verdict: str,
    reasons: Iterable[Mapping[str, Any]],
    duties: Iterable[Mapping[str, Any]],
    persons: Iterable[PersonSeen],
    consents: Iterable[tuple[str, datetime]],
    outlived: Collection[str] = (),
    versions: Versions,
    gallery: GallerySeen,
    ledger: Head,
    issued_at: datetime,
    lifetime: timedelta = LIFETIME,
    timed: bool = False,
    origin: OriginSeen | None = None,
) -> Receipt:
    """Put a receipt together.

    `reasons` and `duties` come already projected for the one who will hold the receipt. `consents` are the ones that
    the decision rests on: (SHA-256 of the canonical document, instant its term ends). The receipt ends after `lifetime`, or with the
    first of them but those `outlived` (SHA-256), whose terms let finished work be used after their end; with any other that has ended
    it is expired from the start. `timed`: the medium has time, and every person their spans. Raises `ReceiptError` for no receipt.
    """
    used = list(consents)
    end = min([issued_at + lifetime, *(end for sha256, end in used if sha256 not in outlived)])
    try:
        return Receipt.model_validate(
            {
                "version": SOURCED if origin is not None else TIMED if timed else VERSION,
                "registry_id": registry_id,
                "receipt_id": receipt_id,
                "file": file,
                "declaration_sha256": declaration_sha256,
                "declared": declared,
                "decision_sha256": decision_sha256,
                "status": status,
                "verdict": verdict,
                "reasons": [dict(reason) for reason in reasons],
                "duties": [dict(duty) for duty in duties],
                "persons": list(persons),
                "origin": origin,
                "consents": [ConsentUsed(sha256=sha256, ends_at=utc_text(end)) for sha256, end in used],
                "versions": versions,
                "gallery": gallery,
                "issued_at": utc_text(issued_at),
                "expires_at": utc_text(max(end, issued_at)),
                "ledger": LedgerPlace(index=ledger.index, head=ledger.hash),
            }
        )
    except ValidationError as error:
        raise ReceiptError(first_problem(error)) from error


def sign_receipt(receipt: Receipt, key: SigningKey) -> dict[str, Any]:
    """The receipt as the JSON object that is handed out, signed. Raises `JsonError` for fractions in `reasons`."""
    unsaid: dict[str, Any] = {name: True for name in ("declared", "origin") if getattr(receipt, name) is None}
    if all(person.spans is None for person in receipt.persons):
        unsaid["persons"] = {"__all__": {"spans"}}
    return signed(receipt.model_dump(mode="json", exclude=unsaid), key)


class Outcome(IntEnum):
    """What a verification found. What is not valid has its value as the exit status of `likeness verify`; see
    `Verification.exit_status` for what is."""

    VALID = 0
    FILE_ALTERED = 5
    RECEIPT_ALTERED = 6
    KEY_NOT_TRUSTED = 7
    EXPIRED = 8
    STALE = 9
    OTHER_USE = 11


INCOMPLETE = 10
"""Exit status of `likeness verify` for a valid receipt that would release the file, where something was not looked at. One that
releases nothing ends with the check's own."""


@dataclass(frozen=True)
class Verification:
    """The outcome, why (a message id with parameters), and the receipt once it may be believed.

    file_compared, use_compared: with the file, and with the declaration of its use. current: a list that is in force does
    not name the receipt as one that no longer counts; without a list nobody knows. offline: whoever relies on the receipt
    accepts not to know that.
    """

    outcome: Outcome
    message: str
    params: Mapping[str, str]
    receipt: Receipt | None = None
    file_compared: bool = False
    use_compared: bool = False
    current: bool = False
    offline: bool = False

    @property
    def lacks(self) -> tuple[str, ...]:
        """What was not looked at and has to be, before anybody may use a file because of this receipt.

        file; use: the declaration, where the receipt does not say, or says that it is not, for the finished work; status:
        whether it was recalled since.
        """
        if self.receipt is None:
            return ()
        declared = self.receipt.declared
        looked = {
            "file": self.file_compared,
            "use": self.use_compared or (declared is not None and declared.stage == FINAL),
            "status": self.current or self.offline,
        }
        return tuple(name for name, done in looked.items() if not done)

    @property
    def releases(self) -> bool:
        """Valid, of a check that lets the file be used, and nothing was left unlooked at."""
        return self.outcome is Outcome.VALID and self.receipt is not None and self.receipt.releases and not self.lacks

    @property
    def exit_status(self) -> int:
        """0 where the file may be used as declared, and never otherwise."""
        if self.outcome is not Outcome.VALID or self.receipt is None:
            return int(self.outcome) or Exit.CANNOT_DECIDE
        return self.receipt.exit_status or (INCOMPLETE if self.lacks else 0)


def verify_receipt(
    receipt: Mapping[str, Any],
    trust: Trust,
    *,
    now: datetime,
    file_sha256: str | None = None,
    declaration_sha256: str | None = None,
    status: StatusList | None = None,
    offline: bool = False,
) -> Verification:
    """Check a receipt as it was handed out, without an instance and without a network.

    The first finding decides, in this order: an altered receipt (nothing in it may be believed), a key that the
    relying party does not trust for that registry at the time of issue, another file than the one checked, another
    declaration than the one decided on, stale (listed in the trust file or in `status`), outside its period. What is not
    given is not compared, and the result says so (`Verification.lacks`); `offline`: that there is no `status` is accepted.
    Raises `ReceiptError` if a well signed receipt is of a form this program does not know, or if `status` belongs to
    another registry or was issued before the receipt (it cannot know of it).
    """
    try:
        signature = instance_signature(receipt)
    except (SignatureError, JsonError):
        return Verification(Outcome.RECEIPT_ALTERED, "verify-receipt-altered", {})
    try:
        content = Receipt.model_validate({name: part for name, part in receipt.items() if name != "signature"})
    except ValidationError as error:
        # Whoever holds any key can sign nonsense: only a trusted signer's unknown form is worth a different answer.
        if not trust.knows(signature):
            return _untrusted(signature.fingerprint)
        raise ReceiptError(f"signed, but not in a form that this program knows ({first_problem(error)})") from error
    if not trust.accepts(signature, content.registry_id, parse_utc(content.issued_at)):
        return _untrusted(signature.fingerprint)
    valid = Verification(
        Outcome.VALID,
        "verify-valid",
        {"expires": content.expires_at},
        content,
        file_compared=file_sha256 is not None,
        use_compared=declaration_sha256 is not None,
        current=status is not None,
        offline=offline,
    )
    if file_sha256 not in (None, content.file.sha256):
        return replace(valid, outcome=Outcome.FILE_ALTERED, message="verify-file-altered", params={})
    if declaration_sha256 not in (None, content.declaration_sha256):
        return replace(valid, outcome=Outcome.OTHER_USE, message="verify-other-use", params={})
    stale = [*trust.stale, *_entries_of(status, content)]
    digests = {"receipt_id": {content.receipt_id}, "file_sha256": {content.file.sha256}}
    digests["consent_digest"] = {consent.sha256 for consent in content.consents}
    for entry in stale:
        if entry.value in digests[entry.names] and parse_utc(entry.since) <= now:
            params = {"reason": entry.reason, "since": entry.since}
            return replace(valid, outcome=Outcome.STALE, message="verify-stale", params=params)
    if parse_utc(content.issued_at) - now > CLOCK_TOLERANCE:  # no sum: it may lie beyond the last day there is
        params = {"issued": content.issued_at}
        return replace(valid, outcome=Outcome.EXPIRED, message="verify-not-yet", params=params)
    if now >= parse_utc(content.expires_at):
        params = {"expired": content.expires_at}
        return replace(valid, outcome=Outcome.EXPIRED, message="verify-expired", params=params)
    return valid


def _untrusted(fingerprint: str) -> Verification:
    return Verification(Outcome.KEY_NOT_TRUSTED, "verify-key-not-trusted", {"fingerprint": fingerprint})


def _entries_of(status: StatusList | None, receipt: Receipt) -> Iterable[StaleEntry]:
    if status is None:
        return ()
    if status.registry_id != receipt.registry_id:
        raise ReceiptError(f"the status list is of another registry ({status.registry_id})")
    if parse_utc(status.issued_at) < parse_utc(receipt.issued_at):
        raise ReceiptError("the status list is older than the receipt and cannot know of it: fetch a newer one")
    return status.stale
