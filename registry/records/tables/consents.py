"""Consents: the signed terms, which never change, and apart from them what became of it."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consent.moments import end_of_day, parse_day
from registry.core.database import Base


def end_of_term(document: str, zone: str = "UTC") -> datetime:
    """The instant at which the last day of signed terms (canonical JSON) is over. zone: where their days are counted, unless
    they name it, as those of the first version do not."""
    terms = json.loads(document)
    return end_of_day(parse_day(terms["scope"]["valid_until"]), ZoneInfo(terms.get("time_zone") or zone))


class Consent(Base):
    """The terms as canonical JSON, and their status."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_production_id_drafted_at", "production_id", "drafted_at", "id"),
        Index("ix_consent_performer_id_drafted_at", "performer_id", "drafted_at", "id"),
        Index("ix_consent_drafted_at", "drafted_at", "id"),
        # what waits for a signature, and what for a countersignature, without the documents
        Index("ix_consent_signed_at", "signed_at", "id", "state", "performer_id", "production_id", "ends_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    document: Mapped[str] = mapped_column(Text)  # the RFC 8785 bytes as text: exactly what is signed
    text: Mapped[str] = mapped_column(Text)  # the plain words that were shown, whose digest is in the document
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of those bytes
    language: Mapped[str] = mapped_column(String(8))
    # requested | deferred | refused | given | suspended | withdrawn | terminated | invalidated | lapsed | superseded
    # (expiry is a date in the terms, not a state that somebody must remember to set; whose countersignature is
    # needed follows from the coverage as it is known now)
    state: Mapped[str] = mapped_column(String(16), default="requested")
    drafted_by: Mapped[str] = mapped_column(String(64))
    drafted_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    given_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(String(64))
    suspended_from: Mapped[datetime | None]
    ends_at: Mapped[datetime] = mapped_column(
        default=lambda row: end_of_term(row.get_current_parameters()["document"])
    )  # as the terms say; for lists, which open none
    barred: Mapped[str | None] = mapped_column(
        String(16)
    )  # terminated | invalidated: what a birth or a death on record has made of it, likewise
    description_specific: Mapped[str | None] = mapped_column(
        String(8)
    )  # judged by the countersigning union: yes | no | unsure


class ConsentSignature(Base):
    """A signature over the consent's bytes. `kind` says how to verify it, so that passkeys fit beside key files."""

    __tablename__ = "consent_signature"
    __table_args__ = (UniqueConstraint("consent_id", "fingerprint"),)  # several unions may have to countersign

    id: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[str] = mapped_column(ForeignKey("consent.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))  # signer | countersigner
    union_id: Mapped[str | None] = mapped_column(ForeignKey("union_.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    signature: Mapped[dict[str, Any]] = mapped_column(JSON)  # the whole signature record
    submitted_by: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime]


class Coverage(Base):
    """A union confirmed that this performer's work on this production is (or is not) covered by an agreement."""

    __tablename__ = "coverage"
    __table_args__ = (UniqueConstraint("performer_id", "production_id", "agreement"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    agreement: Mapped[str] = mapped_column(ForeignKey("union_agreement.agreement"))
    covered: Mapped[bool]
    confirmed_by: Mapped[str] = mapped_column(String(32))
    confirmed_at: Mapped[datetime]


class ConsentUse(Base):
    """One declared unit counted under one consent. Versions of a unit share the row; a released one no longer counts."""

    __tablename__ = "consent_use"
    __table_args__ = (UniqueConstraint("consent_id", "unit_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[str] = mapped_column(ForeignKey("consent.id"), index=True)
    unit_key: Mapped[str] = mapped_column(
        String(200)
    )  # production and the declaration's unit: the same unit is the same use
    check_id: Mapped[str] = mapped_column(String(32))  # the check that holds it
    amount: Mapped[int]  # of the consent's unit: its lines where it counts lines, else 1
    counted_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
