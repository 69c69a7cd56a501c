"""Accounts and what ties them to unions, productions and performers."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class Account(Base):
    """Somebody who can sign in. What they may do follows from their ties, not from a role stored here."""

    __tablename__ = "account"
    silent: ClassVar[frozenset[str]] = frozenset({"locale"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # stored case-folded
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(255))  # argon2id; none: cannot sign in with a password
    locale: Mapped[str] = mapped_column(String(8), default="en")
    is_administrator: Mapped[bool] = mapped_column(
        default=False
    )  # runs the instance; sees no biometrics, releases nothing
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class UnionRepresentative(Base):
    """An account that acts for a union."""

    __tablename__ = "union_representative"
    __table_args__ = (UniqueConstraint("account_id", "union_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("union_.id"), index=True)
    granted_by: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ProductionMember(Base):
    """An account tied to a production: as its member, or from outside as the commissioner's contact or as counsel.

    One account has one tie to a production: who approves for the commissioner does not also declare and upload.
    """

    __tablename__ = "production_member"
    __table_args__ = (UniqueConstraint("account_id", "production_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    production_id: Mapped[str] = mapped_column(ForeignKey("production.id"), index=True)
    role: Mapped[str] = mapped_column(String(16), default="member")  # member | commissioner | counsel
    granted_by: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Representation(Base):
    """An account that acts for a named performer, with the kind and the proof of its authority on record."""

    __tablename__ = "representation"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    kind: Mapped[str] = mapped_column(
        String(32)
    )  # as consents[].signer_role: guardian, authorised_representative, manager, estate
    proof: Mapped[str] = mapped_column(String(500))  # what document proves it, in words
    proof_sha256: Mapped[str | None] = mapped_column(String(64))  # of the document, which is kept by the union
    granted_by: Mapped[str] = mapped_column(String(32))  # who put it on record; never who confirms it
    granted_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(
        String(32)
    )  # the union representative who saw it; none: no authority yet
    confirmed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]  # when the account itself said yes; none: no authority yet
    ended_at: Mapped[datetime | None]


class NeutralReviewer(Base):
    """An account that an administrator appointed for second reviews; it speaks for no union and no production."""

    __tablename__ = "neutral_reviewer"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    granted_by: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OfficeOffer(Base):
    """An office that somebody wants an account to hold. It changes nothing until the account accepts it."""

    __tablename__ = "office_offer"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    office: Mapped[str] = mapped_column(
        String(16)
    )  # union | neutral | member | commissioner | counsel | performer | agent
    of: Mapped[str] = mapped_column(String(64))  # the union, production or performer; empty for a neutral's
    number: Mapped[int | None]  # of the representation, for an agent's
    offered_by: Mapped[str] = mapped_column(String(32))
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(16))  # accepted | declined


class AccessToken(Base):
    """With its secret a program acts as the account. The secret itself is nowhere: what is kept only recognises it."""

    __tablename__ = "access_token"
    silent: ClassVar[frozenset[str]] = frozenset({"last_used_on"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))  # what it is for, in the owner's words
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(32))


class WebSession(Base):
    """A browser in which an account is signed in. What the browser holds is nowhere here; this only recognises it."""

    __tablename__ = "web_session"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})  # it comes and goes; what is done in it leaves events

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    previous_sha256: Mapped[str | None] = mapped_column(String(64), index=True)  # of the secret that was replaced
    previous_until: Mapped[datetime | None]  # and until when it still opens the session
    ties_sha256: Mapped[str] = mapped_column(String(64))  # of what the account might do when the secret was made
    browser: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_at: Mapped[datetime | None]  # when its second factor was given; none: by a password alone
