"""Jobs of the workers: whatever a file has to be looked at for. Their own rows are the truth about them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.database import Base

if TYPE_CHECKING:
    from registry.records.tables.checks import Check


class Job:
    """What every kind of job has: queued, examining, and then over, in states of its own."""

    silent: ClassVar[frozenset[str]] = frozenset({"progress", "stage", "lease_until"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    requested_by: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="queued", index=True)
    stage: Mapped[str] = mapped_column(String(32), default="queued")  # what is going on, as a message id
    progress: Mapped[int] = mapped_column(default=0)  # per cent of the examination
    attempt: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)  # workers that died or fell silent over it
    timeouts: Mapped[int] = mapped_column(default=0)  # attempts that took longer than they may
    taken_up_at: Mapped[datetime | None]  # by the last attempt
    lease_until: Mapped[datetime | None]


class FileJob(Job, Base):
    """Files to be looked at that are no check: references of a performer, or a check's file for those who have to look at it.
    It ends done, or failed, which has no effect but its reason."""

    __tablename__ = "file_job"
    __table_args__ = (
        Index("ix_file_job__production_id_taken_up_at", "production_id", "taken_up_at"),
        Index("ix_file_job__requested_by_taken_up_at", "requested_by", "taken_up_at"),
    )
    silent: ClassVar[frozenset[str]] = Job.silent | {"uploads"}

    kind: Mapped[str] = mapped_column(String(16))  # enrolment | showing
    performer_id: Mapped[str | None] = mapped_column(ForeignKey("performer.id"), index=True)
    production_id: Mapped[str | None] = mapped_column(ForeignKey("production.id"))
    check_id: Mapped[str | None] = mapped_column(ForeignKey("check_.id"), index=True)
    options: Mapped[dict[str, Any]] = mapped_column(JSON)  # what was asked for
    uploads: Mapped[dict[str, dict[str, str]]] = mapped_column(
        JSON
    )  # name in the uploads folder -> the file's own name, its sha256; none once over
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what came of it, as its asker may know it
    over_at: Mapped[datetime | None]


class CheckPiece(Job, Base):
    """One stretch of the file of a check, looked at by itself: done, once what was found in it is here. All pieces of a check are
    gone when it is over; where one of them cannot be looked at, so is the check."""

    __tablename__ = "check_piece"
    __table_args__ = (
        Index("ix_check_piece__production_id_taken_up_at", "production_id", "taken_up_at"),
        Index("ix_check_piece__requested_by_taken_up_at", "requested_by", "taken_up_at"),
    )
    silent: ClassVar[frozenset[str]] = Job.silent

    # the id: that of the check, a dot and the number, as digits that sort
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"))
    number: Mapped[int]  # 0, 1, ... in the order of time
    pieces: Mapped[int]  # how many there are
    starts_at: Mapped[float]  # seconds from the beginning of the file
    ends_at: Mapped[float]
    done_at: Mapped[datetime | None]
    content_sha256: Mapped[str | None] = mapped_column(String(64))  # of what was seen of it, decoded
    nonce: Mapped[bytes | None] = mapped_column(LargeBinary(12))
    findings: Mapped[bytes | None] = mapped_column(
        LargeBinary, deferred=True
    )  # sealed under a key of the check's own, and bound to this piece of it

    check: Mapped["Check"] = relationship()


class CheckKnown(Base):
    """What was told about where people are in one stretch of a check's film, for its next version: sealed under a key of the check's
    own, and bound by its seal to this stretch of it. How long it is kept says `registry.checks.examining.known`."""

    __tablename__ = "check_known"
    __table_args__ = (UniqueConstraint("check_id", "number"),)
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"))
    number: Mapped[int]  # of the piece; 0 of what is looked at as a whole
    earlier_id: Mapped[str | None] = mapped_column(
        ForeignKey("check_.id")
    )  # the check from which something could be known
    made_at: Mapped[datetime]
    sections: Mapped[list[Any]] = mapped_column(JSON)  # [number of a half minute, whether all of it was known]
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
