"""What was said in a dispute, and who objected to what was found."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class DisputeVoice(Base):
    """What one person found, and as whom they spoke. In one round each standing speaks once, in all of them each person."""

    __tablename__ = "dispute_voice"
    __table_args__ = (
        UniqueConstraint("dispute_id", "account_id", name="uq_dispute_voice_account"),
        UniqueConstraint("dispute_id", "round", "standing", name="uq_dispute_voice_standing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("dispute.id"), index=True)
    round: Mapped[int]
    account_id: Mapped[str] = mapped_column(String(32))
    standing: Mapped[str] = mapped_column(String(80))  # neutral, or union:<id>
    outcome: Mapped[str] = mapped_column(String(32))
    said_at: Mapped[datetime]


class DisputeObjection(Base):
    """One side objects to what was found, before it is carried out: once in a dispute."""

    __tablename__ = "dispute_objection"
    __table_args__ = (UniqueConstraint("dispute_id", "side_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("dispute.id"), index=True)
    side_id: Mapped[str] = mapped_column(ForeignKey("performer.id"))
    round: Mapped[int]
    finding: Mapped[str] = mapped_column(String(32))
    objected_by: Mapped[str] = mapped_column(String(32))
    objected_at: Mapped[datetime]
