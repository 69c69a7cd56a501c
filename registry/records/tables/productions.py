"""Productions, the agreements they work under, and what they declare."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class Production(Base):
    """A film, series, game, ... with the id that the registry issued for it."""

    __tablename__ = "production"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    company: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    commissioner: Mapped[str] = mapped_column(String(32), default="other")
    photography_start: Mapped[date | None]
    jurisdiction: Mapped[str | None] = mapped_column(String(16))
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class ProductionAgreement(Base):
    """A union agreement that a production works under: declared by it, established once the union confirms."""

    __tablename__ = "production_agreement"
    __table_args__ = (UniqueConstraint("production_id", "agreement"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    agreement: Mapped[str] = mapped_column(ForeignKey("union_agreement.agreement"))
    declared_by: Mapped[str] = mapped_column(String(64))
    declared_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(String(32))
    confirmed_at: Mapped[datetime | None]


class Declaration(Base):
    """What a production says that it wants to do. A draft may change; a declared one is bound by its digest."""

    __tablename__ = "declaration"
    silent: ClassVar[frozenset[str]] = frozenset({"draft", "updated_at"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)  # the form's answers
    declared: Mapped[str | None] = mapped_column(Text)  # canonical JSON
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ShotNote(Base):
    """What somebody who makes or approves a shot wrote about it. unit: the shot, as its declarations name it."""

    __tablename__ = "shot_note"
    __table_args__ = (Index("ix_shot_note_shot", "production_id", "unit", "written_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"))
    unit: Mapped[str] = mapped_column(String(64))
    check_id: Mapped[str | None] = mapped_column(ForeignKey("check_.id"))
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
