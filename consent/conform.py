"""The conform statement: where a master shows what its checked proxy shows, signed, and whether the proxy's receipt holds for it.

It allows nothing by itself, and a likeness of frames alone never carries a receipt over: the master was checked as well, and the same
people were found in it, nobody else, and nobody who has to be looked at. What it carries over is what was said about the proxy: the
answers that are bound to its file. It counts as long as the proxy's receipt, and not where the master's own was recalled.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal

from pydantic import Field, model_validator

from consent.moments import parse_utc
from consent.parts import Digest, Moment, Part
from consent.receipt import (
    Count,
    FileSeen,
    LedgerPlace,
    Outcome,
    TimeSpan,
    Verification,
    verify_receipt,
)
from consent.signature import SigningKey, signed
from consent.spans import clock
from consent.statements import statement_of
from consent.trust import StatusList, Trust

CONFORM_TYPE: Final = "likeness-registry/conform"

Lacking = Literal["frames", "unseen", "people", "stopped", "declaration"]
"""Why a receipt is not carried over: the master shows other frames; somebody is there where no frames could be compared; others are found
in it, or somebody has to be looked at; its own check stops it; it is declared to be something else."""


class Conform(Part):
    """The content of a statement, without its signature. receipt_sha256: of the receipt's canonical bytes, its signature among them.
    proxy: the file of that receipt. master_receipt: of the master's own check. agrees, differs: in the master; what is in neither was
    too even to compare; in a still picture each is the whole or nothing, from 0 to 0. lacks: why the receipt is not carried over;
    empty where it is."""

    type: Literal["likeness-registry/conform"] = CONFORM_TYPE
    version: Literal[1] = 1
    registry_id: str
    statement_id: str
    receipt_id: str
    receipt_sha256: Digest
    proxy: FileSeen
    master: FileSeen
    master_receipt: str
    hash: Literal["pdq"] = "pdq"
    bits: Count = Field(description="By how many of 256 two frames may differ and agree.")
    agrees: list[TimeSpan]
    differs: list[TimeSpan]
    lacks: list[Lacking]
    issued_at: Moment
    expires_at: Moment
    ledger: LedgerPlace

    @model_validator(mode="after")
    def _is_of_frames(self) -> "Conform":
        if not self.lacks and (self.differs or not self.agrees):
            raise ValueError("a receipt is carried over where the frames agree, and nowhere else")
        return self

    @property
    def carries(self) -> bool:
        return not self.lacks


def sign_conform(statement: Conform, key: SigningKey) -> dict[str, Any]:
    """The statement as the JSON object that is handed out, signed."""
    return signed(statement.model_dump(mode="json"), key)


def verify_conform(
    statement: Mapping[str, Any],
    receipt: Mapping[str, Any],
    trust: Trust,
    *,
    now: datetime,
    file_sha256: str | None = None,
    declaration_sha256: str | None = None,
    status: StatusList | None = None,
    offline: bool = False,
) -> Verification:
    """Check a proxy's receipt together with the statement that carries it over to a master, without an instance.

    As `verify_receipt`, with the master in place of the file that was checked: `file_sha256` is the master's. Where the statement
    carries nothing over, the master is another file than the one that was checked. Raises `ReceiptError` as `verify_receipt` does.
    """
    opened = statement_of(Conform, statement, receipt, trust, "verify-conform-altered")
    if isinstance(opened, Verification):
        return opened
    said, same = opened
    found = verify_receipt(
        receipt,
        trust,
        now=now,
        declaration_sha256=declaration_sha256,
        status=status,
        offline=offline,
    )
    if found.outcome is not Outcome.VALID or found.receipt is None:
        return found
    if not same or said.proxy != found.receipt.file or said.registry_id != found.receipt.registry_id:
        return replace(found, outcome=Outcome.RECEIPT_ALTERED, message="verify-conform-other", params={}, receipt=None)
    found = replace(found, file_compared=file_sha256 is not None)
    if file_sha256 not in (None, said.master.sha256):
        return replace(found, outcome=Outcome.FILE_ALTERED, message="verify-conform-other-file", params={})
    return _counts(found, said, trust, status, now)


def _counts(found: Verification, said: Conform, trust: Trust, status: StatusList | None, now: datetime) -> Verification:
    for entry in [*trust.stale, *(status.stale if status is not None else ())]:
        named = {"receipt_id": said.master_receipt, "file_sha256": said.master.sha256}.get(entry.names)
        if entry.value == named and parse_utc(entry.since) <= now:
            params = {"reason": entry.reason, "since": entry.since}
            return replace(found, outcome=Outcome.STALE, message="verify-stale", params=params)
    if not said.carries:
        params = {"where": ", ".join(f"{clock(span.start_ms)}–{clock(span.end_ms)}" for span in said.differs) or "–"}
        return replace(found, outcome=Outcome.FILE_ALTERED, message="verify-conform-differs", params=params)
    if now >= parse_utc(said.expires_at):
        return replace(found, outcome=Outcome.EXPIRED, message="verify-expired", params={"expired": said.expires_at})
    return replace(found, message="verify-conform-carried")
