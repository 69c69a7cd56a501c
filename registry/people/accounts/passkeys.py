"""Passkeys that sign in: made and used at the pages' host, by one account. They sign nothing.

The challenge that a browser has to answer travels in its own signed cookie, so nothing is written for strangers. That each
answer counts once is kept with the passkey: only a challenge newer than the last one it answered counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.canonical import from_base64url, to_base64url
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import Identity, Permission, require
from registry.core.places import Places
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.tries import TooManyTries
from registry.ports import authenticators
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.passkeys import LONGEST_ID, SignInPasskey

if TYPE_CHECKING:
    from registry.people.accounts.throttle import Throttle

CHALLENGE_LIVES = timedelta(minutes=5)
LONGEST_LABEL = 80
MOST = 20


@dataclass(frozen=True)
class Challenge:
    """What a browser was asked to answer, and when."""

    value: bytes
    asked_at: datetime


class SignInPasskeys:
    """Makes, lists and removes them, and lets people in."""

    def __init__(self, db: Database, clock: Callable[[], datetime], throttle: "Throttle") -> None:
        self._db = db
        self._clock = clock
        self._throttle = throttle

    def creation(self, who: Identity, places: Places, challenge: Challenge) -> dict[str, Any]:
        """What a browser is asked for to make one. Raises `Conflict` for an account that has too many."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            account, there = session.get_one(Account, who.account_id), _live(session, who.account_id)
        if len(there) >= MOST:
            raise Conflict("passkey-too-many", most=MOST)
        exclude = [from_base64url(row.credential_id) for row in there]
        handle = account.id.encode()
        return authenticators.creation(
            places.host, account.email, handle, challenge.value, exclude=exclude, discoverable=True
        )

    def request(self, places: Places, challenge: Challenge) -> dict[str, Any]:
        """What a browser is asked for to sign in, whoever sits there."""
        return authenticators.request(places.host, challenge.value)

    def add(
        self, who: Identity, places: Places, challenge: Challenge | None, credential: object, label: str
    ) -> SignInPasskey:
        """The passkey that was made opens this account from now on. Raises `Invalid`, `Conflict`."""
        require(who, Permission.SIGNED_IN)
        name, moment = clean_line(label, LONGEST_LABEL), self._clock()
        if name is None:
            raise Invalid(fields={"label": "field-line"})
        found = authenticators.made(credential, self._asked(challenge), places.host, places.pages)
        with self._db.write() as session:
            known = to_base64url(found.credential_id)
            same = select(SignInPasskey.id).where(SignInPasskey.credential_id == known)
            if session.scalar(same) is not None:
                raise Conflict("passkey-known")
            made = SignInPasskey(
                id=new_id("PK"), credential_id=known, account_id=who.account_id, public_key=to_base64url(found.cose),
                label=name, backup_eligible=found.backup_eligible, backed_up=found.backed_up,
                sign_count=found.sign_count, created_at=moment,
            )  # fmt: skip
            session.add(made)
            record(session, who.account_id, EventKind.PASSKEY_ADDED, who.account_id, at=moment, passkey=made.id)
            notify(session, "notice-passkey-added", account=who.account_id, label=name)
        return made

    def own(self, who: Identity) -> list[SignInPasskey]:
        """One's own, the oldest first."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            return _live(session, who.account_id)

    def remove(self, who: Identity, passkey_id: str) -> None:
        """It opens nothing any more. Raises `NotFound`, also for somebody else's."""
        require(who, Permission.SIGNED_IN)
        with self._db.write() as session:
            row = session.get(SignInPasskey, passkey_id)
            if row is None or row.account_id != who.account_id or row.revoked_at is not None:
                raise NotFound("passkey", passkey_id)
            row.revoked_at = self._clock()
            record(
                session, who.account_id, EventKind.PASSKEY_REMOVED, who.account_id, at=row.revoked_at, passkey=row.id
            )
            notify(session, "notice-passkey-removed", account=who.account_id, label=row.label)

    def authenticate(
        self, places: Places, challenge: Challenge | None, credential: object, address: str = ""
    ) -> Account | None:
        """The account whose passkey answered the challenge; None for whatever is wrong: unknown, removed, disabled, answered
        before and not verified look alike. `address`: from where it is tried. Raises `TooManyTries` as for passwords."""
        named = credential.get("id") if isinstance(credential, dict) else None
        name = named if isinstance(named, str) and len(named) <= LONGEST_ID else ""
        if not self._throttle.may_try(name, address):
            raise TooManyTries
        account = self._authenticate(places, challenge, credential, name)
        if account is None:
            self._throttle.was_wrong(address)
        else:
            self._throttle.was_right(name, address)
        return account

    def _authenticate(
        self, places: Places, challenge: Challenge | None, credential: object, name: str
    ) -> Account | None:
        with self._db.read() as session:
            row = _by_credential(session, name)
        if row is None or challenge is None:
            return None
        try:
            asked, cose = self._asked(challenge), from_base64url(row.public_key)
            used = authenticators.used(credential, asked, places, cose, row.sign_count)
        except (Invalid, Conflict):
            return None
        moment = self._clock()
        with self._db.write() as session:
            current = _by_credential(session, name)
            account = None if current is None else session.get(Account, current.account_id)
            if current is None or account is None or account.disabled_at is not None:
                return None
            if current.last_challenge_at is not None and challenge.asked_at <= current.last_challenge_at:
                return None  # it was answered before, or a later one was
            if current.sign_count != row.sign_count:
                return None
            current.sign_count, current.backed_up = used.sign_count, used.backed_up
            current.last_used_at, current.last_challenge_at = moment, challenge.asked_at
        return account

    def _asked(self, challenge: Challenge | None) -> bytes:
        """Raises `Conflict` for a challenge that nobody was given, or that is over."""
        moment = self._clock()
        if challenge is None or not moment - CHALLENGE_LIVES < challenge.asked_at <= moment:
            raise Conflict("signing-request-expired")
        return challenge.value


def _live(session: Session, account_id: str) -> list[SignInPasskey]:
    rows = select(SignInPasskey).where(SignInPasskey.account_id == account_id)
    ordered = session.scalars(rows.order_by(SignInPasskey.created_at, SignInPasskey.id))
    return [row for row in ordered if row.revoked_at is None]


def _by_credential(session: Session, name: str) -> SignInPasskey | None:
    row = session.scalars(select(SignInPasskey).where(SignInPasskey.credential_id == name)).one_or_none()
    return row if row is not None and row.revoked_at is None else None


def remove_all(session: Session, actor: str, account_id: str, at: datetime) -> None:
    """None of an account's passkeys opens it any more, in the caller's transaction."""
    for row in _live(session, account_id):
        row.revoked_at = at
        record(session, actor, EventKind.PASSKEY_REMOVED, account_id, at=at, passkey=row.id)
