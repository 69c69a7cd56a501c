"""The second factor: one-time codes of an authenticator app (TOTP, RFC 6238), with recovery codes for who lost the telephone.

Whoever has one is asked for it at each sign-in. A passkey that verified its user is both factors at once.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consent.canonical import sha256_hex
from registry.core.database import ALPHABET, Database
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Identity, Permission, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.tries import TooManyTries
from registry.ports.keys import KeyStore
from registry.ports.sealing import Seal, SealBroken
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.entry import RecoveryCode, SecondFactor

if TYPE_CHECKING:
    from registry.people.accounts.throttle import Throttle

KEY = "M-FACTORS"
ISSUER = "Likeness Registry"
STEP = 30
DRIFT = 1
"""Steps before and after the present one whose codes are taken: telephones' clocks are a little off."""
ANYWHERE = "anywhere"
CODES, CODE_LENGTH = 10, 16
"""Recovery codes, and the signs of each: 76 random bits, so that there is nothing to guess in their hashes."""


@dataclass(frozen=True)
class Begun:
    """What an authenticator app has to be told: the secret by itself, and as the address that a QR code shows."""

    secret: str
    address: str


class Factors:
    """Sets one-time codes up, takes them, and takes them away again."""

    def __init__(self, db: Database, clock: Callable[[], datetime], keys: KeyStore, throttle: "Throttle") -> None:
        self._db = db
        self._clock = clock
        self._seal = Seal(keys, KEY)
        self._throttle = throttle

    def state(self, who: Identity) -> tuple[bool, int]:
        """Whether the account has a second factor, and how many recovery codes are left."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            codes = session.scalars(select(RecoveryCode).where(RecoveryCode.account_id == who.account_id))
            return has_factor(session, who.account_id), sum(code.used_at is None for code in codes)

    def begin(self, who: Identity) -> Begun:
        """A new secret, which counts once a code made from it was shown; the same one while it waits for that. Raises
        `Conflict` where the account has a second factor."""
        require(who, Permission.SIGNED_IN)
        with self._db.write() as session:
            row = session.get(SecondFactor, who.account_id)
            if row is not None and row.confirmed_at is not None:
                raise Conflict("second-factor-is-there")
            email = session.get_one(Account, who.account_id).email
            if row is not None:
                try:
                    secret = self._seal.open(row.sealed_secret, who.account_id)
                    return Begun(secret, _address(secret, email))
                except SealBroken:
                    session.delete(row)
                    session.flush()
            secret = pyotp.random_base32()
            session.add(
                SecondFactor(
                    account_id=who.account_id, sealed_secret=self._seal.close(secret, who.account_id),
                    begun_at=self._clock(), last_step=0,
                )
            )  # fmt: skip
            record(
                session, who.account_id, EventKind.SECOND_FACTOR_ADDED, who.account_id, at=self._clock(), state="begun"
            )
        return Begun(secret, _address(secret, email))

    def confirm(self, who: Identity, code: str, address: str = "") -> list[str]:
        """The second factor counts from now on, and a letter says so; answers the recovery codes, which are told this once.
        Raises `Invalid`, `Conflict`, `TooManyTries`."""
        require(who, Permission.SIGNED_IN)
        self._slow_down(who.account_id, address)
        with self._db.write() as session:
            row = session.get(SecondFactor, who.account_id)
            if row is None or row.confirmed_at is not None:
                raise Conflict("second-factor-is-there" if row is not None else "second-factor-missing")
            if not self._take(row, code):
                raise Invalid(fields={"code": "second-factor-wrong"})
            row.confirmed_at = self._clock()
            record(
                session, who.account_id, EventKind.SECOND_FACTOR_ADDED, who.account_id, at=self._clock(), state="counts"
            )
            notify(session, "notice-second-factor-added", account=who.account_id)
            told = self._fresh_codes(session, who.account_id)
        self._was_right(who.account_id, address)
        return told

    def check(self, account_id: str, code: str, address: str = "") -> bool:
        """Whether this is a code of the account, of the app or a recovery code; whichever it is, it is used up with it.
        Raises `TooManyTries`."""
        self._slow_down(account_id, address)
        with self._db.write() as session:
            row = session.get(SecondFactor, account_id)
            if row is None or row.confirmed_at is None:
                return False
            right = self._take(row, code) or self._recover(session, account_id, code)
        if right:
            self._was_right(account_id, address)
        else:
            self._throttle.was_wrong(address)
        return right

    def remove(self, who: Identity, code: str, address: str = "") -> None:
        """The account has no second factor any more; it takes a code. Raises `Invalid`, `TooManyTries`."""
        require(who, Permission.SIGNED_IN)
        if not self.check(who.account_id, code, address):
            raise Invalid(fields={"code": "second-factor-wrong"})
        with self._db.write() as session:
            self._end(session, who.account_id, who.account_id)

    def reset(self, who: Identity, account_id: str) -> None:
        """The operator takes somebody's second factor away, who has lost telephone and codes; they are told. Raises
        `Forbidden`, `Conflict` where there is none, or it is one's own."""
        require(who, Permission.INSTANCE_ADMINISTER)
        if account_id == who.account_id:
            raise Conflict("second-factor-own")
        with self._db.write() as session:
            self._end(session, account_id, who.account_id)

    def _end(self, session: Session, account_id: str, actor: str) -> None:
        row = session.get(SecondFactor, account_id)
        if row is None:
            raise Conflict("second-factor-missing")
        session.delete(row)
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        record(session, actor, EventKind.SECOND_FACTOR_REMOVED, account_id, at=self._clock())
        notify(session, "notice-second-factor-removed", account=account_id)

    def _fresh_codes(self, session: Session, account_id: str) -> list[str]:
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        told = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
        for code in told:
            session.add(RecoveryCode(account_id=account_id, code_sha256=_digest(account_id, code)))
        return ["-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4)) for code in told]

    def _take(self, row: SecondFactor, code: str) -> bool:
        """Whether it is the code of a step that is near, and later than any that was taken before."""
        try:
            totp = pyotp.TOTP(self._seal.open(row.sealed_secret, row.account_id), interval=STEP)
        except SealBroken:
            return False  # the key is gone: a recovery code still opens, and the operator may reset
        typed, now = "".join(code.split()), int(self._clock().timestamp()) // STEP
        fitting = [step for step in range(now - DRIFT, now + DRIFT + 1) if _same(totp.generate_otp(step), typed)]
        fresh = [step for step in fitting if step > row.last_step]
        if not fresh:
            return False
        row.last_step = fresh[0]
        return True

    def _recover(self, session: Session, account_id: str, code: str) -> bool:
        typed = "".join(sign for sign in code.upper() if sign.isalnum())
        rows = select(RecoveryCode).where(RecoveryCode.account_id == account_id)
        found = next((row for row in session.scalars(rows) if row.code_sha256 == _digest(account_id, typed)), None)
        if found is None or found.used_at is not None:
            return False
        found.used_at = self._clock()
        record(session, account_id, EventKind.RECOVERY_CODE_USED, account_id, at=self._clock())
        unused = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
        session.flush()
        left = session.scalar(unused.where(RecoveryCode.used_at.is_(None))) or 0
        notify(session, "notice-recovery-code-used", account=account_id, left=left)
        return True

    def _slow_down(self, account_id: str, address: str) -> None:
        # whoever is here knows the password already: so tries count for the account as well, from wherever they come
        if not all(self._throttle.may_try(_tries(account_id), place) for place in (address, ANYWHERE)):
            raise TooManyTries

    def _was_right(self, account_id: str, address: str) -> None:
        for place in (address, ANYWHERE):
            self._throttle.was_right(_tries(account_id), place)


def has_factor(session: Session, account_id: str) -> bool:
    """Whether an account is asked for a second factor when it signs in."""
    row = select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id)
    return session.scalar(row) is not None


def _address(secret: str, email: str) -> str:
    return str(pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER))


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode(errors="replace"))


def _digest(account_id: str, code: str) -> str:
    return sha256_hex(f"{account_id}.{code}".encode(errors="replace"))


def _tries(account_id: str) -> str:
    """Under what wrong codes are counted: apart from wrong passwords."""
    return f"second factor of {account_id}"
