"""Passkeys: those that sign, those that sign in, what is waiting to be signed, and the acts that were.

The two kinds have a table each, because they are never taken for each other: they belong to different hosts, and one that
signs is a key of a performer or a union, while one that signs in opens an account and nothing else.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base

LONGEST_ID = 1364
"""A credential's id has at most 1023 bytes: so many characters of base64url."""


class Passkey(Base):
    """What is known of a key of the kind `passkey` beside the key itself (`PerformerKey`, `UnionKey`)."""

    __tablename__ = "passkey"
    silent: ClassVar[frozenset[str]] = frozenset({"backed_up", "sign_count", "last_used_at"})

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    credential_id: Mapped[str] = mapped_column(String(LONGEST_ID), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)  # who made it and alone uses it
    label: Mapped[str] = mapped_column(String(80))
    backup_eligible: Mapped[bool]  # whether its maker may keep it in more than one place
    backed_up: Mapped[bool]  # whether it was, when it was used last
    sign_count: Mapped[int] = mapped_column(BigInteger)  # 0 where its authenticator counts nothing
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class SignInPasskey(Base):
    """A passkey with which an account signs in. It signs nothing else."""

    __tablename__ = "sign_in_passkey"
    silent: ClassVar[frozenset[str]] = frozenset({"backed_up", "sign_count", "last_used_at", "last_challenge_at"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    credential_id: Mapped[str] = mapped_column(String(LONGEST_ID), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    public_key: Mapped[str] = mapped_column(String(512))  # COSE, in base64url
    label: Mapped[str] = mapped_column(String(80))
    backup_eligible: Mapped[bool]
    backed_up: Mapped[bool]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    last_challenge_at: Mapped[datetime | None]  # of the newest challenge that it answered: no older one counts again
    revoked_at: Mapped[datetime | None]


class SigningRequest(Base):
    """Something that one account wants to sign, or the passkey that it wants to make for that: once, and soon. The secret is
    told to its browser alone."""

    __tablename__ = "signing_request"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})  # what comes of it leaves events

    secret_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))  # see registry.signing.requests
    subject: Mapped[str] = mapped_column(String(64))
    document: Mapped[str | None] = mapped_column(Text)  # the canonical bytes as text; none: a passkey is made
    text: Mapped[str] = mapped_column(Text)  # the plain words of the document, or the label of a passkey
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    sign_origin: Mapped[str] = mapped_column(String(300))  # where alone it may be answered
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ActOnRecord(Base):
    """A withdrawal or an answer that was signed: the act, its words, and the signature, as they can be handed out."""

    __tablename__ = "signed_act"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32), index=True)  # the consent withdrawn, or the answer given
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(32), unique=True)  # each act counts once
    document: Mapped[str] = mapped_column(Text)  # the RFC 8785 bytes as text: exactly what is signed
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[dict[str, Any]] = mapped_column(JSON)
    signed_by: Mapped[str] = mapped_column(String(32))
    signed_at: Mapped[datetime]
