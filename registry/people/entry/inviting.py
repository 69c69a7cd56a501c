"""Who may invite whom, and what becomes of an invitation that was accepted.

A performer is invited by a union, a union's representative by the others, a production's member by the others: they have
their part as soon as they accept. Whoever approves from outside, for the commissioner or as counsel, is invited by the
production as well, but approves nothing yet: a production must not choose who approves what it does. Somebody else first says
that the address is theirs: an administrator, or a contact of the same commissioner who was confirmed before.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.people.accounts.offices import Grant, Office, require_free, require_may_grant, take
from registry.people.performers.registering import begin_record, claim_in
from registry.records.tables.accounts import Account, ProductionMember
from registry.records.tables.entry import EntryLink
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from registry.records.tables.unions import UnionMembership

FROM_OUTSIDE = frozenset({Office.COMMISSIONER, Office.COUNSEL})
NO_ONES = "other"
"""The commissioner of productions whose commissioner the registry does not know by name: not one, but many."""


def require_may_invite(session: Session, who: Identity, office: Office, of: str) -> None:
    """Raises `Forbidden`."""
    if office is Office.PERFORMER:
        require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({of})))
    elif office in FROM_OUTSIDE:
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=of))
    else:
        require_may_grant(session, who, office, of)


def require_fitting(session: Session, office: Office, of: str, email: str, performer_id: str | None) -> None:
    """That the invitation can come to something. Raises `Invalid` naming the field, `NotFound`."""
    if office in FROM_OUTSIDE and is_of_the_house(session, of, email):
        raise Invalid(fields={"email": "invitation-same-domain"})
    if performer_id is not None and not _can_be_given(session, of, performer_id):
        raise NotFound("performer", performer_id)


def is_of_the_house(session: Session, production_id: str, email: str) -> bool:
    """Whether an address is of the same mail domain as a member's, or of one above or below it: whoever runs that domain could
    approve for the production what it does itself."""
    members = select(ProductionMember.account_id).where(
        ProductionMember.production_id == production_id, ProductionMember.ended_at.is_(None)
    )
    inside = members.where(ProductionMember.role == str(Office.MEMBER))
    emails = select(Account.email).where(Account.id.in_(list(session.scalars(inside))))
    own = _domain(email)
    return any(_related(own, _domain(member)) for member in session.scalars(emails))


def give(session: Session, link: EntryLink, account_id: str, name: str, at: datetime) -> str | None:
    """Gives an account what it was invited to, which it has just accepted; answers the performer's id where it is one's record.
    Of whom somebody else has to confirm nothing is given yet. Raises `Conflict`, `NotFound`."""
    office, of = Office(link.office or ""), link.of or ""
    if office in FROM_OUTSIDE:
        require_free(session, account_id, office, of)
        return None
    if office is Office.PERFORMER:
        require_free(session, account_id, office)
        performer_id = link.performer_id
        if performer_id is None:
            performer_id = begin_record(session, account_id, name, at).id
            claim_in(session, account_id, performer_id, [of], at)
        elif not _can_be_given(session, of, performer_id):
            raise Conflict("offer-withdrawn")
        take(session, Grant(account_id, office, performer_id, link.made_by, account_id, at))
        return performer_id
    require_free(session, account_id, office, of)
    take(session, Grant(account_id, office, of, link.made_by, account_id, at))
    return None


def require_may_confirm(session: Session, who: Identity, link: EntryLink) -> None:
    """Raises `Forbidden`: for everybody but an administrator, a contact for this production, and a contact of the same
    commissioner; never for the one who is to be confirmed, nor for a member."""
    of = link.of or ""
    theirs = of in who.commissions
    if link.office == Office.COMMISSIONER and not theirs:
        commissioner = session.get_one(Production, of).commissioner
        rows = select(Production.commissioner).where(Production.id.in_(sorted(who.commissions)))
        theirs = commissioner != NO_ONES and commissioner in session.scalars(rows).all()
    if not (allowed(who, Permission.INSTANCE_ADMINISTER) or theirs):
        raise Forbidden(Permission.INSTANCE_ADMINISTER)
    if who.account_id in (link.used_by, link.made_by) or of in who.productions:
        raise Forbidden(Permission.INSTANCE_ADMINISTER)


def _can_be_given(session: Session, union_id: str, performer_id: str) -> bool:
    """Whether a record is one of the union's members, and nobody's own yet."""
    performer = session.get(Performer, performer_id)
    rows = select(UnionMembership).where(
        UnionMembership.performer_id == performer_id, UnionMembership.union_id == union_id
    )
    membership = session.scalars(rows).one_or_none()
    member = membership is not None and membership.ended_at is None
    return member and performer is not None and performer.account_id is None


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
