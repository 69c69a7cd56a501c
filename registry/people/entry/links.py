"""Links that do one thing once: made with a secret that only the letter holds, found again by its hash, and over in time."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.canonical import sha256_hex
from registry.core.database import new_id
from registry.core.errors import NotFound
from registry.records.tables.entry import EntryLink

SECRET_BYTES = 32
INVITATION, PASSWORD, REGISTRATION = "invitation", "password", "registration"
PATHS = {INVITATION: "/join/", PASSWORD: "/reset/", REGISTRATION: "/register/"}


def make(session: Session, purpose: str, email: str, made_by: str, at: datetime, lasts: timedelta,
         **what: str | None) -> tuple[EntryLink, str]:  # fmt: skip
    """A link in the caller's transaction, and the path that leads to it, with its secret, which is told this once."""
    row = EntryLink(
        id=new_id("I"), purpose=purpose, secret_sha256="", email=email, made_by=made_by,
        **({"name": "", "language": "en"} | what),
    )  # fmt: skip
    path = renew(row, at, lasts)
    session.add(row)
    return row, path


def renew(row: EntryLink, at: datetime, lasts: timedelta) -> str:
    """Another secret in the place of the old one, whose link is dead from now on; answers the path that leads to it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.secret_sha256, row.made_at, row.expires_at = _digest(secret), at, at + lasts
    return PATHS[row.purpose] + secret


def find(session: Session, purpose: str, secret: str, at: datetime) -> EntryLink:
    """The link, where it can still be used. Raises `NotFound`: unknown, of another purpose, used, withdrawn and over look
    alike."""
    row = session.scalars(select(EntryLink).where(EntryLink.secret_sha256 == _digest(secret))).one_or_none()
    if row is None or row.purpose != purpose or not is_open(row, at):
        raise NotFound("link", "")
    return row


def is_open(row: EntryLink, at: datetime) -> bool:
    """Whether a link still does what it was made for."""
    return row.used_at is None and row.closed_at is None and at < row.expires_at


def use(row: EntryLink, account_id: str, at: datetime) -> None:
    """It has done what it was made for."""
    row.used_at, row.used_by = at, account_id


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess
    return sha256_hex(secret.encode(errors="replace"))
