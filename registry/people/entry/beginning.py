"""What is still missing until a registry works: computed from the records whenever it is shown, and kept nowhere.

Each step is one person's to take. Whoever can take it sees it; an administrator sees all that a union needs, and a union's
representative what the union needs, also where somebody else has to act.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.permissions import Identity, Permission, decides, require
from registry.people.accounts.factors import has_factor
from registry.people.accounts.offices import Office
from registry.people.entry import links
from registry.records.performers import IdentityStanding
from registry.records.tables.accounts import ProductionMember, UnionRepresentative
from registry.records.tables.checks import Check
from registry.records.tables.entry import EntryLink
from registry.records.tables.passkeys import SignInPasskey
from registry.records.tables.performers import BiometricRelease, Performer, PerformerKey, Template
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union, UnionAgreement, UnionKey, UnionMembership


@dataclass(frozen=True)
class FirstStep:
    """One step. key: of its texts; of, name: the union, performer or production that it is about; done: it is taken; mine: the
    acting account can take it; invited: the address that was invited to it and has not accepted yet."""

    key: str
    done: bool
    mine: bool
    of: str = ""
    name: str = ""
    invited: str = ""


class Beginning:
    """Reads alone. mail: whether letters go to a mail server."""

    def __init__(self, db: Database, clock: Callable[[], datetime], *, mail: bool) -> None:
        self._db = db
        self._clock = clock
        self._mail = mail

    def steps(self, who: Identity) -> list[FirstStep]:
        """The steps that concern the acting account, in the order in which they are taken; those that are taken as well."""
        require(who, Permission.SIGNED_IN)
        if who.dormant:
            return []  # it decides nothing before its second factor, and its start page says so
        with self._db.look() as session:
            return list(self._steps(session, who))

    def _steps(self, session: Session, who: Identity) -> Iterator[FirstStep]:
        if decides(who):
            yield FirstStep("factor", _has_both(session, who.account_id), True)
        if who.is_administrator:
            yield from self._instance(session)
        for union in sorted(who.unions):
            yield from self._union(session, session.get_one(Union, union), representative=True)
        if who.performer_id is not None:
            yield from _performer(session, who.performer_id)
        for production in sorted(who.productions):
            yield from self._production(session, session.get_one(Production, production))

    def _instance(self, session: Session) -> Iterator[FirstStep]:
        yield FirstStep("mail", self._mail, False)
        unions = session.scalars(select(Union).order_by(Union.created_at, Union.id)).all()
        yield FirstStep("union", bool(unions), True)
        for union in unions:
            yield from self._union(session, union, representative=False)
        yield FirstStep("production", _any(session, select(Production.id)), True)

    def _union(self, session: Session, union: Union, *, representative: bool) -> Iterator[FirstStep]:
        about = {"of": union.id, "name": union.name}
        if not representative:
            yield FirstStep("agreement", _any(session, select(UnionAgreement.agreement).filter_by(union_id=union.id)),
                       True, **about)  # fmt: skip
            there = _any(session, select(UnionRepresentative.id).filter_by(union_id=union.id, ended_at=None))
            yield FirstStep(
                "representative", there, True, invited=self._invited(session, Office.UNION, union.id), **about
            )
        keys = select(UnionKey.fingerprint).filter_by(union_id=union.id, revoked_at=None)
        yield FirstStep("key", _any(session, keys), representative, **about)
        members = select(UnionMembership.id).where(
            UnionMembership.union_id == union.id, UnionMembership.ended_at.is_(None)
        )
        invited = self._invited(session, Office.PERFORMER, union.id) if representative else ""
        yield FirstStep("member", _any(session, members), representative, invited=invited, **about)
        verified = members.join(Performer, Performer.id == UnionMembership.performer_id).where(
            UnionMembership.confirmed_at.is_not(None), Performer.status == IdentityStanding.VERIFIED
        )
        yield FirstStep("identity", _any(session, verified), representative, **about)

    def _production(self, session: Session, production: Production) -> Iterator[FirstStep]:
        if _any(session, select(Check.id).filter_by(production_id=production.id)):
            return
        about = {"of": production.id, "name": production.title}
        contacts = select(ProductionMember.id).filter_by(
            production_id=production.id, role=str(Office.COMMISSIONER), ended_at=None
        )
        invited = self._invited(session, Office.COMMISSIONER, production.id)
        yield FirstStep("contact", _any(session, contacts), True, invited=invited, **about)
        yield FirstStep("check", False, True, **about)

    def _invited(self, session: Session, office: Office, of: str) -> str:
        rows = select(EntryLink).where(EntryLink.of == of, EntryLink.office == str(office))
        waiting = [row for row in session.scalars(rows) if links.is_open(row, self._clock())]
        return waiting[-1].email if waiting else ""


def _performer(session: Session, performer_id: str) -> Iterator[FirstStep]:
    performer = session.get_one(Performer, performer_id)
    if performer.status == IdentityStanding.FORGOTTEN:
        return
    about: dict[str, Any] = {"of": performer.id, "name": performer.name}
    released = select(BiometricRelease.id).filter_by(performer_id=performer_id, withdrawn_at=None)
    yield FirstStep("release", _any(session, released), True, **about)
    yield FirstStep("likeness", _any(session, select(Template.id).filter_by(performer_id=performer_id)), True, **about)
    keys = select(PerformerKey.fingerprint).filter_by(performer_id=performer_id, revoked_at=None)
    yield FirstStep("passkey", _any(session, keys), True, **about)
    yield FirstStep("confirmed", performer.status == IdentityStanding.VERIFIED, False, **about)


def _has_both(session: Session, account_id: str) -> bool:
    """Whether the account signs in with two factors: a passkey that verifies its user is both."""
    passkeys = select(SignInPasskey.id).filter_by(account_id=account_id, revoked_at=None)
    return has_factor(session, account_id) or _any(session, passkeys)


def _any(session: Session, rows: Any) -> bool:
    return session.scalar(rows.limit(1)) is not None
