"""Reviews: findings that wait for a person, and who did what in each matter."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base

EARLIER = "earlier"
"""The side of a review that was answered in an earlier check of the same file, and is taken over from there."""


class Review(Base):
    """One question to a person: is this performer in this file, at this place?"""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_answered_at_due", "answered_at", "due", "id"),)
    silent: ClassVar[frozenset[str]] = frozenset({"told_overdue", "heard"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    ref: Mapped[str] = mapped_column(String(16))  # the appearance; empty: declared, and not found
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)  # the candidate
    kind: Mapped[str] = mapped_column(String(16))  # possible | not_found | match | again
    side: Mapped[str] = mapped_column(String(16))  # who asked: check | production | performer | union | earlier
    band: Mapped[str | None] = mapped_column(String(16))  # how alike, in words; see matching.index
    error: Mapped[dict[str, Any]] = mapped_column(JSON)  # the words' parameters of the stated error
    why: Mapped[str | None] = mapped_column(String(64))  # why a person is asked, where it is not the score
    heard: Mapped[bool] = mapped_column(
        server_default=false()
    )  # about voices alone: by it a list asks as the page does
    opened_at: Mapped[datetime]
    due: Mapped[date]  # in business days of the union's calendar
    told_overdue: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str | None] = mapped_column(String(16))  # confirm | not_this_person | cannot_tell
    answered_at: Mapped[datetime | None]  # when it was closed; without an answer: settled by something else


class ReviewCrop(Base):
    """Evidence to look at, cut out of the file: the one in question, or one without a name where somebody declared was not
    found. Sealed under the review's own key; gone with the answer, or 14 days after it was cut out."""

    __tablename__ = "review_crop"
    __table_args__ = (UniqueConstraint("review_id", "ref"),)
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"))
    ref: Mapped[str] = mapped_column(String(16))
    crop_nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    crop: Mapped[bytes] = mapped_column(LargeBinary)
    crop_at: Mapped[datetime]


class ReviewAct(Base):
    """Somebody did something in a matter. Nobody does so twice, whatever it is: the database itself refuses."""

    __tablename__ = "review_act"
    __table_args__ = (UniqueConstraint("matter", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(String(128), index=True)  # check, appearance and candidate
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    review_id: Mapped[str] = mapped_column(ForeignKey("review.id"), index=True)
    act: Mapped[str] = mapped_column(String(16))  # answer | countersign | appeal
    standing: Mapped[str] = mapped_column(String(80))  # production, performer, neutral, or union:<id>
    answer: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))  # a code
    at: Mapped[datetime]


def matter(review: Review) -> str:
    """What nobody acts in twice: one performer at one place of one check."""
    return f"{review.check_id}/{review.ref}/{review.performer_id}"
