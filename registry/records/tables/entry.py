"""How people get in: one-use links, the letters that carry them, and what is asked beside a password."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class OutgoingLetter(Base):
    """One letter to one person, until it was handed over.

    sealed_path: what its link ends with, under the key store's own key for letters; gone once the letter is settled.
    """

    __tablename__ = "outgoing_letter"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})  # what it is about leaves the event

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(64))  # of its texts: KIND-subject and KIND-text
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(8))
    sealed_path: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]  # of its link: sent later it would only disappoint
    state: Mapped[str] = mapped_column(String(16), index=True)  # waiting | sent | refused | given_up | expired
    tries: Mapped[int]
    next_try_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))  # what the server said last, where it did not take it
    settled_at: Mapped[datetime | None]


class EntryLink(Base):
    """What somebody may do once with a link that was sent to them. The secret in it is nowhere here."""

    __tablename__ = "entry_link"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})  # what is done with it leaves events

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))  # invitation | password | registration
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))  # to which it was sent, case-folded
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[str | None] = mapped_column(String(32), index=True)  # whose password it sets
    office: Mapped[str | None] = mapped_column(String(16))  # what an invitation is to
    of: Mapped[str | None] = mapped_column(String(64), index=True)  # the union or production that invites
    performer_id: Mapped[str | None] = mapped_column(String(32))  # of a record that is there already
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[str | None] = mapped_column(String(32))
    closed_at: Mapped[
        datetime | None
    ]  # withdrawn, or, where an office needs somebody else's word, confirmed or refused
    closed_by: Mapped[str | None] = mapped_column(String(64))
    closed_how: Mapped[str | None] = mapped_column(String(16))  # withdrawn | confirmed | refused


class EntryRequest(Base):
    """Somebody who is not signed in asked for a link. Whether it leads to a letter is found out later, out of their sight."""

    __tablename__ = "entry_request"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))  # password | registration
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]


class SecondFactor(Base):
    """The secret from which an account's one-time codes are made, sealed. It counts once the account has shown a code."""

    __tablename__ = "second_factor"
    silent: ClassVar[frozenset[str]] = frozenset({"last_step"})

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int]  # of the last code that was taken: no code is taken twice


class RecoveryCode(Base):
    """A code for who lost the telephone: good for one time."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class KnownBrowser(Base):
    """A browser in which an account signed in before, known by a random mark that it keeps; another account's is another."""

    __tablename__ = "known_browser"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    mark_sha256: Mapped[str] = mapped_column(String(64))
    first_at: Mapped[datetime]
