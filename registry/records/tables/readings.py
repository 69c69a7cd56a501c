"""Texts that somebody reads aloud to be enrolled by their voice, and what they recorded, until their identity is confirmed."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class Reading(Base):
    """One text, drawn anew for one recording of one performer. It can be used once, and not for long."""

    __tablename__ = "reading"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})  # it comes and goes; what is recorded of it leaves events

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    drawn_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Recording(Base):
    """What somebody was enrolled from, beside the text that they were to read, for whoever confirms that it is them. Sealed under
    a key of its own; gone once the identity is confirmed, 14 days after it was made, or when the performer is erased."""

    __tablename__ = "recording"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    modality: Mapped[str] = mapped_column(String(16))
    key_name: Mapped[str] = mapped_column(String(32), index=True)
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(32))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
