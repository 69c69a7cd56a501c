"""What a thing is called for whoever reads of it: its name where they may know it, and none where they may not.

Texts and rows carry ids, which stay what they are. A name is looked up when somebody reads, by what they may read then, so a
notice tells nobody a name that the page behind it would not.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from sqlalchemy import case, exists, or_, select
from sqlalchemy.orm import Session

from registry.core.permissions import Identity
from registry.records.sight import Viewpoint, member_of
from registry.records.tables.checks import Check
from registry.records.tables.consents import Consent
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union, UnionMembership


class Thing(StrEnum):
    """What an id is of."""

    PERFORMER = "performer"
    CHECK = "check"
    CONSENT = "consent"
    OFFICE_OF = "office_of"  # a union, or a production


def names(session: Session, who: Identity, wanted: Iterable[tuple[Thing, str]]) -> Mapping[tuple[Thing, str], str]:
    """The names of those things whose names this account may know; the others are not in it.

    A performer has a name for themselves, for who acts for them, and for the unions to which they say they belong. A check is
    called by its file for whoever makes or approves it, and by its production for everybody else who sees it. A consent is
    called by whom it is of and what it is for, as on the list of consents.
    """
    ids: dict[Thing, set[str]] = {}
    for thing, of in wanted:
        ids.setdefault(thing, set()).add(of)
    found: dict[tuple[Thing, str], str] = {}
    for thing, look in _LOOKS.items():
        if thing in ids:
            found |= {(thing, of): name for of, name in look(session, who, ids[thing]).items()}
    return found


def name_of(session: Session, of: str) -> str:
    """The name of a union or the title of a production; of a performer the id, for the record is not open to everybody."""
    union = session.scalar(select(Union.name).where(Union.id == of))
    title = session.scalar(select(Production.title).where(Production.id == of))
    return union or title or of


def _own(who: Identity) -> set[str]:
    return {performer for performer, _kind in who.represents} | ({who.performer_id} if who.performer_id else set())


def _performers(session: Session, who: Identity, ids: set[str]) -> dict[str, str]:
    """As `Permission.PERFORMER_READ` says of each."""
    member = exists().where(
        UnionMembership.performer_id == Performer.id,
        UnionMembership.union_id.in_(who.unions),
        UnionMembership.ended_at.is_(None),
    )
    rows = select(Performer.id, Performer.name).where(Performer.id.in_(ids), or_(Performer.id.in_(_own(who)), member))
    return {row.id: row.name for row in session.execute(rows)}


def _checks(session: Session, who: Identity, ids: set[str]) -> dict[str, str]:
    sight = Viewpoint(session, who).anywhere()
    name = case((sight.maker, Check.file_name), else_=Production.title)
    rows = select(Check.id, name.label("name")).join(Production, Production.id == Check.production_id)
    return {row.id: row.name for row in session.execute(rows.where(Check.id.in_(ids), sight.checks)) if row.name}


def _consents(session: Session, who: Identity, ids: set[str]) -> dict[str, str]:
    seen = or_(
        Consent.performer_id.in_(_own(who)),
        Consent.production_id.in_(who.productions),
        member_of(Consent.performer_id, who.unions),
    )
    rows = (
        select(Consent.id, Performer.name, Production.title)
        .join(Performer, Performer.id == Consent.performer_id)
        .join(Production, Production.id == Consent.production_id)
        .where(Consent.id.in_(ids), seen)
    )
    return {row.id: f"{row.name}, {row.title}" for row in session.execute(rows)}


def _offices(session: Session, _who: Identity, ids: set[str]) -> dict[str, str]:
    return {of: name for of in ids if (name := name_of(session, of)) != of}


_LOOKS = {
    Thing.PERFORMER: _performers,
    Thing.CHECK: _checks,
    Thing.CONSENT: _consents,
    Thing.OFFICE_OF: _offices,
}
