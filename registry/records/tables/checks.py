"""Checks: the job's own row is the truth about a check, and who was found in it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, validates

from consent.terms import VERDICTS
from registry.core.database import Base
from registry.records.tables.jobs import Job


def unit_of(declaration: str) -> str:
    """The shot, line or asset that a declaration (canonical JSON) is about."""
    return str(json.loads(declaration)["unit"]["id"])


def shared_by_unions(decision: Mapping[str, Any] | None) -> str | None:
    """The strictest verdict of what is said to every union that sees a check: of an agreement, or of the file as a whole."""
    said = [reason for reason in (decision or {}).get("reasons", ()) if reason["layer"] in ("union", "check")]
    return max((reason["verdict"] for reason in said if not reason.get("person")), key=VERDICTS.index, default=None)


def touches_unions(decision: Mapping[str, Any] | None) -> bool:
    """Whether a rule of an agreement, not of a person alone, kept a check from being cleared."""
    reasons = (decision or {}).get("reasons", ())
    return any(reason["layer"] == "union" and reason["verdict"] != "cleared" for reason in reasons)


class Check(Job, Base):
    """One file under one declaration: queued, examining, decided, failed (which means: cannot decide), or stale (decided
    once, and no longer decidable from what was found: the file has to be checked again)."""

    __tablename__ = "check_"  # CHECK is a word of SQL
    __table_args__ = (  # who was served last is asked whenever somebody waits
        Index("ix_check__production_id_taken_up_at", "production_id", "taken_up_at"),
        Index("ix_check__requested_by_taken_up_at", "requested_by", "taken_up_at"),
        # Lists read these alone: the row itself, with its documents, is read of the few that a page shows.
        Index(
            "ix_check__of_production", "production_id", "requested_at", "id", "state", "status", "verdict", "due",
            "file_name", "unit_id",
        ),
        Index(
            "ix_check__by_age", "requested_at", "id", "production_id", "state", "status", "verdict", "due",
            "touches_unions", "shared_verdict", "declaration_sha256",
        ),
        Index("ix_check__verdict", "verdict", "id"),
        Index("ix_check__shared_verdict", "shared_verdict", "id"),
        Index(
            "ix_check__by_id", "id", "production_id", "state", "verdict", "superseded_by", "touches_unions",
            "declaration_sha256", "file_sha256",
        ),
    )  # fmt: skip
    silent: ClassVar[frozenset[str]] = Job.silent | {"upload", "preview", "due", "as_of"}

    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))  # cleaned of path parts and control characters, for people only
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    file_size: Mapped[int]
    declaration: Mapped[str] = mapped_column(Text)  # canonical JSON of USE.json
    declaration_sha256: Mapped[str] = mapped_column(String(64), index=True)
    unit_key: Mapped[str] = mapped_column(String(200), index=True)  # production and unit: the same unit is the same use
    unit_id: Mapped[str] = mapped_column(
        String(200), default=lambda row: unit_of(row.get_current_parameters()["declaration"])
    )
    unit_version: Mapped[int]
    superseded_by: Mapped[str | None] = mapped_column(String(32))  # the check of a later version of the unit
    upload: Mapped[str | None] = mapped_column(String(64))  # name in the uploads folder; none once it is deleted

    due: Mapped[bool] = mapped_column(
        default=False, index=True
    )  # a record that the decision rests on has changed since; whoever asks asks registry.ledger.concerns
    as_of: Mapped[
        int | None
    ]  # the last entry of the ledger that the decision takes account of; none: from before that was kept

    status: Mapped[str | None] = mapped_column(String(16))  # decided | cannot_decide
    verdict: Mapped[str | None] = mapped_column(String(16))  # as the production is told it
    shared_verdict: Mapped[str | None] = mapped_column(String(16))  # see `shared_by_unions`; set with the decision
    touches_unions: Mapped[bool] = mapped_column(default=False, server_default=false())  # likewise
    findings: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # boxes, times, answers by pseudonym; no vectors
    case: Mapped[dict[str, Any] | None] = mapped_column(
        JSON
    )  # with its persons by pseudonym, and the source of each fact
    decision: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    versions: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # rulesets, weights, thresholds, gallery
    receipt: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    decided_at: Mapped[datetime | None]
    preview: Mapped[str | None] = mapped_column(
        Text
    )  # small JPEG, sealed (registry.checks.examining.kept), shown to the production only, with its boxes

    @validates("declaration")
    def _note_unit(self, _column: str, declaration: str) -> str:
        self.unit_id = unit_of(declaration)
        return declaration

    @validates("decision")
    def _note_unions(self, _column: str, decision: dict[str, Any] | None) -> dict[str, Any] | None:
        self.shared_verdict, self.touches_unions = shared_by_unions(decision), touches_unions(decision)
        return decision


class CheckPerson(Base):
    """A registered performer behind a pseudonym of one check. This table is what a production never sees."""

    __tablename__ = "check_person"
    __table_args__ = (
        UniqueConstraint("check_id", "pseudonym"),
        Index("ix_check_person_check_id_answer", "check_id", "answer", "performer_id", "verdict"),
        Index("ix_check_person_performer_id_answer", "performer_id", "answer", "check_id"),
        Index("ix_check_person_verdict", "verdict", "check_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(16))  # match | possible | declared (named by the production, not found)
    verdict: Mapped[str | None] = mapped_column(String(16))


class CheckReason(Base):
    """One reason of a check's decision, as lists and counts read it. The decision itself says it; these rows follow it."""

    __tablename__ = "check_reason"
    __table_args__ = (
        Index(
            "ix_check_reason_rule",
            *("told", "verdict", "rule", "message", "check_id", "layer", "person", "performer_id", "clause"),
        ),
    )

    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), primary_key=True)
    told: Mapped[bool] = mapped_column(primary_key=True)  # as the production is told it, else as it is
    position: Mapped[int] = mapped_column(primary_key=True)  # among those of its kind, the strictest first
    layer: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str | None] = mapped_column(String(200))  # whose clause it is: ruleset/id
    clause: Mapped[str | None] = mapped_column(String(500))  # what of the case or the consent it turned on
    message: Mapped[str] = mapped_column(String(100))
    person: Mapped[str | None] = mapped_column(String(16))  # their pseudonym; none: of the whole
    performer_id: Mapped[str | None] = mapped_column(ForeignKey("performer.id"))  # never of what is told


class CheckCandidate(Base):
    """Whom an appearance may be, as it was found: what people find later is kept beside it, never written over it."""

    __tablename__ = "check_candidate"
    __table_args__ = (UniqueConstraint("check_id", "ref", "performer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    ref: Mapped[str] = mapped_column(String(16))  # the appearance
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    rank: Mapped[int]  # 0: the likeliest
    band: Mapped[str] = mapped_column(String(16))  # how alike, in words
    named: Mapped[bool]  # the one whom the answer names: of a match, or the likeliest of a possible


class IssuedReceipt(Base):
    """Every receipt that was handed out for a check. A stale one no longer counts; the status list says so."""

    __tablename__ = "issued_receipt"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # as written in the receipt
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    generation: Mapped[int]  # of the gallery that the file was compared with
    unnamed: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # it shows whom somebody enrolled later may be
    expires_at: Mapped[datetime]
    expires_on: Mapped[str] = mapped_column(String(10), index=True)  # the same as a day of UTC, to be looked up by
    stale_since: Mapped[datetime | None]
    stale_reason: Mapped[str | None] = mapped_column(String(32))  # redecided | superseded | recheck
