"""Unions, the agreements that they countersign, their keys and their members."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class Union(Base):
    """A performers' or crafts' union."""

    __tablename__ = "union_"  # UNION is a word of SQL

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # a slug such as "players-guild"
    name: Mapped[str] = mapped_column(String(200), unique=True)
    contact: Mapped[str] = mapped_column(String(254), default="")  # whom a production is told to ask
    calendar: Mapped[str] = mapped_column(
        String(8), default="US"
    )  # ISO 3166 country or subdivision of its business days
    created_at: Mapped[datetime]


class UnionAgreement(Base):
    """Which union countersigns under an agreement of the rules (`sag_tvtheatrical_2026`, ...)."""

    __tablename__ = "union_agreement"

    agreement: Mapped[str] = mapped_column(String(64), primary_key=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("union_.id"), index=True)


class UnionKey(Base):
    """A public key with which a union countersigns. The private half never reaches the server."""

    __tablename__ = "union_key"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("union_.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    public_key: Mapped[str] = mapped_column(String(512))  # base64
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class UnionMembership(Base):
    """A performer's membership, as the union confirmed it. A performer may be in several unions."""

    __tablename__ = "union_membership"
    __table_args__ = (UniqueConstraint("union_id", "performer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("union_.id"), index=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    claimed_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(String(32))  # a representative; none: only claimed
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
