"""Access tokens: with one a program acts exactly as its account, through the same permission map."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from consent.canonical import sha256_hex
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import ANONYMOUS, Identity, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.accounts import AccessToken, Account

PREFIX = "likeness_"
"""What every secret begins with, so that programs that look for leaked secrets can tell what they found."""
SECRET_BYTES = 32
LONGEST_DAYS, USUAL_DAYS = 365, 90
LONGEST_LABEL = 80
STATES = ("in_force", "expired", "revoked")
MOST = 20
"""Tokens in force of one account: more are forgotten rather than needed."""


@dataclass(frozen=True)
class TokenView:
    """A token without its secret, which nobody has any more. account: its name. state: in_force, expired or revoked."""

    id: str
    account_id: str
    account: str
    label: str
    state: str
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None


class Tokens:
    """`identity` answers who an account is right now, with its ties; `ANONYMOUS` where it may not act."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], identity: Callable[[Session, str], Identity]
    ) -> None:
        self._db = db
        self._clock = clock
        self._identity = identity

    def create(self, who: Identity, label: str, days: int = USUAL_DAYS) -> tuple[TokenView, str]:
        """A token of one's own account, and its secret, which is told this once.

        256 random bits need no slow hash: there is nothing to guess. Raises `Invalid`, `Conflict` where the account
        has too many, `Forbidden`.
        """
        require(who, Permission.ACCOUNT_ACT)
        words, wrong = clean_line(label, LONGEST_LABEL), {}
        if words is None:
            wrong["label"] = "token-label-wrong"
        if not 1 <= days <= LONGEST_DAYS:
            wrong["days"] = "token-days-wrong"
        if words is None or wrong:
            raise Invalid(fields=wrong)
        secret, moment = PREFIX + secrets.token_urlsafe(SECRET_BYTES), self._clock()
        with self._db.write() as session:
            live = select(func.count()).select_from(AccessToken).where(AccessToken.account_id == who.account_id)
            in_force = live.where(AccessToken.revoked_at.is_(None), AccessToken.expires_at > moment)
            if (session.scalar(in_force) or 0) >= MOST:
                raise Conflict("token-too-many", most=MOST)
            token = AccessToken(
                id=new_id("TK"),
                account_id=who.account_id,
                label=words,
                secret_sha256=sha256_hex(secret.encode()),
                created_at=moment,
                expires_at=moment + timedelta(days=days),
            )
            session.add(token)
            record(
                session, who.account_id, EventKind.TOKEN_CREATED, token.id, at=moment,
                account=who.account_id, expires=token.expires_at.date().isoformat(),
            )  # fmt: skip
            notify(session, "notice-token-created", account=who.account_id, label=token.label)
        return self._view(token, who.name), secret

    def page(
        self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE, *, everybodys: bool = False
    ) -> ListPage[TokenView]:
        """One page of one's own tokens, the latest first; or, for an administrator, of everybody's. asked.chosen: `state` (of
        `STATES`); searched for: what it is for, of everybody's the owner's name as well. Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER if everybodys else Permission.SIGNED_IN)
        rows = select(AccessToken, Account.name).join(Account, Account.id == AccessToken.account_id)
        if not everybodys:
            rows = rows.where(AccessToken.account_id == who.account_id)
        if asked.search:
            searched = (AccessToken.label, Account.name, AccessToken.id)
            rows = rows.where(or_(*(column.ilike(like(asked.search), escape="\\") for column in searched)))
        if asked.chosen.get("state"):
            rows = rows.where(self._in_state(asked.chosen["state"]))
        latest_first = rows.order_by(AccessToken.created_at.desc(), AccessToken.id.desc())
        with self._db.look() as session:
            return listed(session, latest_first, asked, size).shown(lambda row: self._view(*row))

    def _in_state(self, state: str) -> ColumnElement[bool]:
        revoked, over = AccessToken.revoked_at.is_not(None), AccessToken.expires_at <= self._clock()
        return {
            "revoked": revoked,
            "expired": and_(not_(revoked), over),
            "in_force": and_(not_(revoked), not_(over)),
        }[state]

    def revoke(self, who: Identity, token_id: str) -> TokenView:
        """From this moment the token opens nothing. Its owner may say so, or an administrator; to everybody else it is not
        there. Raises `NotFound`, `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        with self._db.write() as session:
            token = session.get(AccessToken, token_id)
            mine = token is not None and token.account_id == who.account_id
            if token is None or not (mine or allowed(who, Permission.INSTANCE_ADMINISTER)):
                raise NotFound("token", token_id)
            if token.revoked_at is None:
                token.revoked_at, token.revoked_by = self._clock(), who.account_id
                record(
                    session,
                    who.account_id,
                    EventKind.TOKEN_REVOKED,
                    token.id,
                    at=self._clock(),
                    account=token.account_id,
                )
            return self._view(token, session.get_one(Account, token.account_id).name)

    def identity(self, secret: str) -> Identity:
        """Who acts with this secret, as they are now; `ANONYMOUS` for one that is unknown, over or revoked, and for one of
        an account that is disabled: these look alike."""
        token, who, moment = *self._found(secret), self._clock()
        if token is not None and who != ANONYMOUS and token.last_used_on != moment.date():
            with self._db.write() as session:
                session.get_one(AccessToken, token.id).last_used_on = moment.date()
        return who

    def peek(self, secret: str) -> Identity:
        """The same, without noting that it was used."""
        return self._found(secret)[1]

    def _found(self, secret: str) -> tuple[AccessToken | None, Identity]:
        with self._db.read() as session:
            token = self._usable(session, sha256_hex(secret.encode(errors="replace")), self._clock())
            return token, self._identity(session, token.account_id) if token is not None else ANONYMOUS

    def _usable(self, session: Session, digest: str, moment: datetime) -> AccessToken | None:
        rows = select(AccessToken).where(
            AccessToken.secret_sha256 == digest, AccessToken.revoked_at.is_(None), AccessToken.expires_at > moment
        )
        return session.scalars(rows).one_or_none()

    def _view(self, token: AccessToken, account: str) -> TokenView:
        over = "revoked" if token.revoked_at is not None else "expired"
        in_force = token.revoked_at is None and token.expires_at > self._clock()
        return TokenView(
            id=token.id,
            account_id=token.account_id,
            account=account,
            label=token.label,
            state="in_force" if in_force else over,
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_on=token.last_used_on,
        )


def revoke_all(session: Session, actor: str, account_id: str, at: datetime) -> None:
    """Every token of an account that is not revoked is, in the caller's transaction."""
    rows = select(AccessToken).where(AccessToken.account_id == account_id, AccessToken.revoked_at.is_(None))
    for token in session.scalars(rows).all():
        token.revoked_at, token.revoked_by = at, actor
        record(session, actor, EventKind.TOKEN_REVOKED, token.id, at=at, account=account_id)
