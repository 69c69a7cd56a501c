"""The ways to a yes: each a record with its actor, time and expiry; and the switches that turn a yes off."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class Approval(Base):
    """One answer that somebody entitled gave, bound to what it was given for. Never changed; only revoked."""

    __tablename__ = "approval"
    __table_args__ = (  # what was answered about one declaration is asked of every check on a list
        Index(
            "ix_approval__of_declaration", "production_id", "declaration_sha256", "kind", "union_id", "revoked_at"
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)  # see kinds.py
    answer: Mapped[str] = mapped_column(String(32))
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    declaration_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    file_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    performer_id: Mapped[str | None] = mapped_column(ForeignKey("performer.id"), index=True)
    union_id: Mapped[str | None] = mapped_column(ForeignKey("union_.id"), index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)  # closed per kind: place of a disclosure, confirmed fact, ...
    side: Mapped[str] = mapped_column(String(16))  # performer | union | commissioner | counsel | production
    given_by: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(32))


class CheckNeed(Base):
    """One answer that a check's decision waits for, as lists read it. The decision itself asks for it; these rows follow it,
    and whether it was answered is a question to the approvals."""

    __tablename__ = "check_need"
    __table_args__ = (
        # each in the order of the list
        Index("ix_check_need_told", "told", "since", "check_id", "position"),
        Index("ix_check_need_kind", "kind", "told", "since", "check_id", "position"),
        Index("ix_check_need_production_id", "production_id", "told", "since", "check_id", "position"),
        Index("ix_check_need_performer_id", "performer_id", "told", "since", "check_id", "position"),
    )

    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), primary_key=True)
    told: Mapped[bool] = mapped_column(primary_key=True)  # as whoever makes the file is told it, else as it is
    position: Mapped[int] = mapped_column(primary_key=True)  # among those of its kind, as the decision names them
    production_id: Mapped[str] = mapped_column(String(32))  # of the check, as is the next
    since: Mapped[datetime]  # when it was decided
    kind: Mapped[str] = mapped_column(String(32))  # of the answer, see kinds.py
    verdict: Mapped[str] = mapped_column(String(16))  # of the reason that asks for it
    person: Mapped[str | None] = mapped_column(String(16))  # the pseudonym of whom it is about
    performer_id: Mapped[str | None] = mapped_column(ForeignKey("performer.id"))  # and who that is, if registered
    fact: Mapped[str | None] = mapped_column(String(32))  # the claim that has to be confirmed
    consent_id: Mapped[str | None] = mapped_column(String(32))  # whose description has to be judged
    of_unions: Mapped[bool]  # a rule of an agreement kept the check from being cleared


class Strike(Base):
    """A union's strike under one agreement; the union alone throws and lifts it."""

    __tablename__ = "strike"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    agreement: Mapped[str] = mapped_column(ForeignKey("union_agreement.agreement"), index=True)
    production_id: Mapped[str | None] = mapped_column(ForeignKey("production.id"))  # none: against all producers
    performer_may_refuse: Mapped[str] = mapped_column(String(8), default="yes")  # yes | no | unclear
    began_at: Mapped[datetime]
    began_by: Mapped[str] = mapped_column(String(32))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(32))


class FloorTerm(Base):
    """The least that a union accepts in its members' consents: a member may tighten it, nobody may loosen it."""

    __tablename__ = "floor_term"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("union_.id"), index=True)
    agreement: Mapped[str | None] = mapped_column(ForeignKey("union_agreement.agreement"))  # none: under all
    dimension: Mapped[str] = mapped_column(String(32))  # a dimension of the consent's scope
    value: Mapped[Any] = mapped_column(JSON)  # the widest that is allowed in that dimension
    in_force_from: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(32))
    ended_at: Mapped[datetime | None]


class StandingPreference(Base):
    """What a performer said once and for all, here or in a public register. Never shown to a production."""

    __tablename__ = "standing_preference"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    source: Mapped[str] = mapped_column(String(32))  # own | human_consent_registry
    value: Mapped[str] = mapped_column(String(32))  # allowed | allowed_with_terms | prohibited
    modality: Mapped[str | None] = mapped_column(String(16))  # none: every modality
    declared_on: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(32))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
