"""Counter-proposals: other terms than those that were asked for, said by whoever was asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class CounterProposal(Base):
    """What a performer's side or a union would agree to, in the place of a consent or a use that they were asked for."""

    __tablename__ = "counter_proposal"
    __table_args__ = (Index("ix_counter_proposal_shot", "production_id", "unit", "made_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"))
    consent_id: Mapped[str | None] = mapped_column(ForeignKey("consent.id"), index=True)  # what was asked: this, or
    check_id: Mapped[str | None] = mapped_column(ForeignKey("check_.id"), index=True)  # the use of this check
    unit: Mapped[str | None] = mapped_column(String(64))  # the check's shot
    performer_id: Mapped[str | None] = mapped_column(ForeignKey("performer.id"))  # whose side spoke, or about whom
    union_id: Mapped[str | None] = mapped_column(
        ForeignKey("union_.id")
    )  # which union spoke; none: the performer's side
    terms: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # term, asked, proposed: each that would be another
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    taken_up_at: Mapped[datetime | None]
    taken_up_by: Mapped[str | None] = mapped_column(String(32))
    led_to: Mapped[str | None] = mapped_column(String(32))  # the consent or the draft that came of it
