"""Checks: the job's own row is the truth about a check, and who was found in it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base
from registry.records.tables.jobs import Job


class Check(Job, Base):
    """One file under one declaration: queued, examining, decided, failed (which means: cannot decide), or stale (decided
    once, and no longer decidable from what was found: the file has to be checked again)."""

    __tablename__ = "check_"  # CHECK is a word of SQL
    __table_args__ = (  # who was served last is asked whenever somebody waits
        Index("ix_check__production_id_taken_up_at", "production_id", "taken_up_at"),
        Index("ix_check__requested_by_taken_up_at", "requested_by", "taken_up_at"),
    )
    silent: ClassVar[frozenset[str]] = Job.silent | {"upload", "preview", "due"}

    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))  # cleaned of path parts and control characters, for people only
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    file_size: Mapped[int]
    declaration: Mapped[str] = mapped_column(Text)  # canonical JSON of USE.json
    declaration_sha256: Mapped[str] = mapped_column(String(64), index=True)
    unit_key: Mapped[str] = mapped_column(String(200), index=True)  # production and unit: the same unit is the same use
    unit_version: Mapped[int]
    superseded_by: Mapped[str | None] = mapped_column(String(32))  # the check of a later version of the unit
    upload: Mapped[str | None] = mapped_column(String(64))  # name in the uploads folder; none once it is deleted

    due: Mapped[bool] = mapped_column(
        default=False, index=True
    )  # a record that the decision rests on has changed since

    status: Mapped[str | None] = mapped_column(String(16))  # decided | cannot_decide
    verdict: Mapped[str | None] = mapped_column(String(16))
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
    )  # small JPEG as base64, shown to the production only, with its boxes


class CheckPerson(Base):
    """A registered performer behind a pseudonym of one check. This table is what a production never sees."""

    __tablename__ = "check_person"
    __table_args__ = (UniqueConstraint("check_id", "pseudonym"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(16))  # match | possible | declared (named by the production, not found)
    verdict: Mapped[str | None] = mapped_column(String(16))


class CheckCandidate(Base):
    """Whom a face may be, as it was found: what people find later is kept beside it, never written over it."""

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
