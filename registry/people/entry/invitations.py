"""Invitations: sent as a one-use link, listed, sent again, withdrawn, accepted, and, from outside, confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.core.database import UNPROVEN, Database
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_email, clean_line
from registry.core.permissions import Forbidden, Identity, Permission, require
from registry.ledger.record import record
from registry.notices.letters import Letters
from registry.notices.service import notify
from registry.people.accounts.identities import identity_of
from registry.people.accounts.offices import Grant, Office, require_free, take
from registry.people.accounts.service import Accounts
from registry.people.entry import links
from registry.people.entry.inviting import (
    FROM_OUTSIDE,
    give,
    is_of_the_house,
    require_fitting,
    require_may_confirm,
    require_may_invite,
)
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.entry import EntryLink
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union, UnionMembership

MOST = 100
"""Invitations of one union or production that wait at a time: whoever sends more sends them to strangers."""


@dataclass(frozen=True)
class Invitation:
    """An invitation, as whoever sent or got it sees it. of, of_name: the union or production; by: who sent it; state: waiting,
    expired, accepted, withdrawn, unconfirmed (accepted, and somebody else has to say whose address it is), confirmed, refused.
    account: there is one with this address; told to whoever holds the link, and never to whoever sent it."""

    id: str
    office: str
    of: str
    of_name: str
    email: str
    name: str
    by: str
    made_at: datetime
    expires_at: datetime
    state: str
    account: bool = False


class Invitations:
    """lasts: how long a link can be used."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], accounts: Accounts, letters: Letters, lasts: timedelta
    ) -> None:
        self._db = db
        self._clock = clock
        self._accounts = accounts
        self._letters = letters
        self._lasts = lasts

    def send(
        self, who: Identity, office: Office, of: str, email: str, name: str = "", performer_id: str | None = None,
        language: str = "en",
    ) -> str:  # fmt: skip
        """Invites whoever reads the mail of an address; answers the invitation's id. of: the union or production that
        invites. performer_id: of a member's record that is to be theirs; without one a new record begins when they accept.
        Raises `Invalid`, `Conflict`, `NotFound`, `Forbidden`."""
        address, words, at = clean_email(email), clean_line(name) if name else "", self._clock()
        wrong = {"email": "field-email"} if address is None else {}
        if words is None:
            wrong["name"] = "field-line"
        if address is None or words is None or wrong:
            raise Invalid(fields=wrong)
        with self._db.write() as session:
            self._require_there(session, office, of)
            require_may_invite(session, who, office, of)
            require_fitting(session, office, of, address, performer_id)
            sent = session.scalars(select(EntryLink).where(EntryLink.of == of)).all()
            waiting = [row for row in sent if links.is_open(row, at)]
            if any((row.email, row.office) == (address, str(office)) for row in waiting):
                raise Conflict("invitation-waits-already")
            if len(waiting) >= MOST:
                raise Conflict("invitation-too-many", most=MOST)
            row, path = links.make(
                session, links.INVITATION, address, who.account_id, at, self._lasts,
                name=words, language=language, office=str(office), of=of, performer_id=performer_id,
            )  # fmt: skip
            self._write(session, row, path, who)
            record(session, who.account_id, EventKind.INVITATION_SENT, row.id, at=at, office=str(office), of=of)
            return row.id

    def _require_there(self, session: Session, office: Office, of: str) -> None:
        table = Union if office in (Office.PERFORMER, Office.UNION) else Production
        if session.get(table, of) is None:
            raise NotFound("union" if table is Union else "production", of)

    def _write(self, session: Session, row: EntryLink, path: str, who: Identity) -> None:
        view = self._view(session, row)
        self._letters.write(
            session, "letter-invitation", row.email, row.language, path, expires=row.expires_at,
            params={"office": view.office, "of": view.of_name, "by": who.name, "until": f"{row.expires_at:%Y-%m-%d}"},
        )  # fmt: skip

    def sent(self, who: Identity, office: Office, of: str) -> list[Invitation]:
        """What a union or production sent of one kind, the latest first. Raises `Forbidden`."""
        rows = select(EntryLink).where(EntryLink.of == of, EntryLink.office == str(office))
        with self._db.read() as session:
            require_may_invite(session, who, office, of)
            found = sorted(session.scalars(rows), key=lambda row: (row.made_at, row.id), reverse=True)
            return [self._view(session, row) for row in found]

    def records(self, who: Identity, union_id: str) -> list[tuple[str, str]]:
        """Id and name of the members' records that an invitation may hand to whom they are about. Raises `Forbidden`."""
        members = select(UnionMembership.performer_id).where(
            UnionMembership.union_id == union_id, UnionMembership.ended_at.is_(None)
        )
        free = select(Performer.id, Performer.name).where(Performer.id.in_(members), Performer.account_id.is_(None))
        with self._db.look() as session:
            require_may_invite(session, who, Office.PERFORMER, union_id)
            return [(id, name) for id, name in session.execute(free.order_by(Performer.name, Performer.id).limit(MOST))]

    def resend(self, who: Identity, invitation_id: str) -> str:
        """Sends another link to the same address; the one before is dead. Answers of which union or production it is. Raises
        `NotFound`, also for somebody else's and one that was answered."""
        with self._db.write() as session:
            row = self._own(session, who, invitation_id)
            office, of = Office(row.office or ""), row.of or ""
            require_fitting(session, office, of, row.email, row.performer_id)
            row.made_by = who.account_id
            self._write(session, row, links.renew(row, self._clock(), self._lasts), who)
            record(
                session, who.account_id, EventKind.INVITATION_SENT, row.id, at=self._clock(), office=str(office), of=of
            )
            return of

    def withdraw(self, who: Identity, invitation_id: str) -> str:
        """Its link is dead from now on. Answers of which union or production it is. Raises `NotFound`."""
        with self._db.write() as session:
            row = self._own(session, who, invitation_id)
            self._close(row, who, "withdrawn")
            record(session, who.account_id, EventKind.INVITATION_WITHDRAWN, row.id, at=self._clock(), of=row.of)
            return row.of or ""

    def _own(self, session: Session, who: Identity, invitation_id: str) -> EntryLink:
        require(who, Permission.SIGNED_IN)
        row = session.get(EntryLink, invitation_id)
        if row is None or row.purpose != links.INVITATION or row.used_at is not None or row.closed_at is not None:
            raise NotFound("invitation", invitation_id)
        try:
            require_may_invite(session, who, Office(row.office or ""), row.of or "")
        except Forbidden:
            raise NotFound("invitation", invitation_id) from None
        return row

    def look(self, secret: str) -> Invitation:
        """What a link invites to. It changes nothing, so that whatever opens links in letters uses none up. Raises
        `NotFound`."""
        with self._db.read() as session:
            row = links.find(session, links.INVITATION, secret, self._clock())
            there = select(func.count()).select_from(Account).where(Account.email == row.email)
            return replace(self._view(session, row), account=bool(session.scalar(there)))

    def join(self, secret: str, name: str, password: str) -> tuple[str, str | None]:
        """Opens an account for whoever holds the link, and gives it what it was invited to; answers the account's id, and the
        performer's. Raises `NotFound`, `Invalid`, `Conflict`."""
        seen = self.look(secret)
        hashed = self._accounts.hashed(password, seen.email, name)
        with self._db.write() as session:
            row = links.find(session, links.INVITATION, secret, self._clock())
            account = self._accounts.open_account(session, row.email, name, hashed)
            return account.id, self._accepted(session, row, account)

    def accept(self, who: Identity, secret: str) -> str | None:
        """Gives the acting account, to whose address the link was sent, what it was invited to; answers the performer's id.
        Raises `NotFound`, `Conflict`, `Forbidden`."""
        require(who, Permission.ACCOUNT_ACT)
        with self._db.write() as session:
            row = links.find(session, links.INVITATION, secret, self._clock())
            account = session.get_one(Account, who.account_id)
            if account.email != row.email:
                raise Conflict("invitation-not-yours")
            return self._accepted(session, row, account)

    def _accepted(self, session: Session, row: EntryLink, account: Account) -> str | None:
        office, of, at = Office(row.office or ""), row.of or "", self._clock()
        try:
            require_may_invite(session, identity_of(session, row.made_by), office, of)
        except Forbidden:
            raise Conflict("offer-withdrawn") from None
        links.use(row, account.id, at)
        performer_id = give(session, row, account.id, account.name, at)
        record(session, account.id, EventKind.INVITATION_ACCEPTED, row.id, at=at, office=str(office), of=of)
        if office in FROM_OUTSIDE:
            _tell_administrators(session, row.email, self._view(session, row).of_name)
        return performer_id

    def to_confirm(self, who: Identity) -> list[Invitation]:
        """Who waits for the acting account to say that their address is the commissioner's, or counsel's."""
        rows = select(EntryLink).where(
            EntryLink.used_at.is_not(None), EntryLink.closed_at.is_(None), EntryLink.office.in_(map(str, FROM_OUTSIDE))
        )
        with self._db.look() as session:
            found = session.scalars(rows.order_by(EntryLink.used_at, EntryLink.id)).all()
            return [self._view(session, row) for row in found if _may_confirm(session, who, row)]

    def confirm(self, who: Identity, invitation_id: str) -> None:
        """The address is the commissioner's, or counsel's own, the acting account says: from now on they approve. Raises
        `NotFound`, `Conflict`."""
        with self._db.write() as session:
            row = self._unconfirmed(session, who, invitation_id)
            office, of, account_id = Office(row.office or ""), row.of or "", row.used_by or ""
            if is_of_the_house(session, of, row.email):
                raise Conflict("invitation-same-domain")
            require_free(session, account_id, office, of)
            take(session, Grant(account_id, office, of, who.account_id, who.account_id, self._clock()))
            self._close(row, who, "confirmed")
            record(session, who.account_id, EventKind.INVITATION_CONFIRMED, row.id, at=self._clock(), of=of)
            notify(session, "notice-approver-confirmed", account=account_id, office=str(office))
            notify(session, "notice-approver-confirmed", production=of, office=str(office))

    def refuse(self, who: Identity, invitation_id: str) -> None:
        """It is not. Raises `NotFound`, `Conflict`."""
        with self._db.write() as session:
            row = self._unconfirmed(session, who, invitation_id)
            self._close(row, who, "refused")
            record(session, who.account_id, EventKind.INVITATION_REFUSED, row.id, at=self._clock(), of=row.of)
            notify(session, "notice-approver-refused", account=row.used_by, office=row.office)
            notify(session, "notice-approver-refused", production=row.of, office=row.office)

    def _unconfirmed(self, session: Session, who: Identity, invitation_id: str) -> EntryLink:
        row = session.get(EntryLink, invitation_id)
        accepted = row is not None and row.used_at is not None and row.office in FROM_OUTSIDE
        if row is None or not accepted or not _may_confirm(session, who, row):
            raise NotFound("invitation", invitation_id)
        if row.closed_at is not None:
            raise Conflict("invitation-answered")
        return row

    def _close(self, row: EntryLink, who: Identity, how: str) -> None:
        row.closed_at, row.closed_by, row.closed_how = self._clock(), who.account_id, how

    def _view(self, session: Session, row: EntryLink) -> Invitation:
        of = row.of or ""
        union, production = session.get(Union, of), session.get(Production, of)
        by = session.get(Account, row.made_by)
        return Invitation(
            id=row.id,
            office=row.office or "",
            of=of,
            of_name=union.name if union is not None else production.title if production is not None else of,
            email=row.email,
            name=row.name,
            by=by.name if by is not None else row.made_by,
            made_at=row.made_at,
            expires_at=row.expires_at,
            state=self._state(row),
        )

    def _state(self, row: EntryLink) -> str:
        if row.closed_how is not None:
            return row.closed_how
        if row.used_at is not None:
            return "unconfirmed" if row.office in FROM_OUTSIDE else "accepted"
        return "waiting" if links.is_open(row, self._clock()) else "expired"


def _tell_administrators(session: Session, email: str, of: str) -> None:
    rows = select(Account.id).where(Account.is_administrator, Account.disabled_at.is_(None))
    # whom to tell: nothing rests on it, and all accounts would have to be compared to prove that there is no other
    for account_id in session.scalars(rows, execution_options={UNPROVEN: {"account"}}).all():
        notify(session, "notice-approver-waits", account=account_id, email=email, of=of)


def _may_confirm(session: Session, who: Identity, row: EntryLink) -> bool:
    try:
        require_may_confirm(session, who, row)
    except Forbidden:
        return False
    return True
