"""Reading checks: who may see one, as whom, and whom it shows."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from registry.core.permissions import Identity
from registry.records.performers import hears_of_findings, member_unions
from registry.records.productions import unions
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check, CheckPerson, touches_unions
from registry.records.tables.performers import Performer
from registry.records.visibility import Role, Viewer


def viewer_of(session: Session, who: Identity, check: Check) -> Viewer | None:
    """As whom somebody sees a check; None: not at all. Whoever asked for it sees it whole, as the production."""
    if check.production_id in who.productions:
        return Viewer(Role.PRODUCTION)
    if check.production_id in who.commissions:
        return Viewer(Role.COMMISSIONER)
    if check.production_id in who.counsels:
        return Viewer(Role.COUNSEL)
    matched = session.scalars(
        select(CheckPerson.performer_id).where(CheckPerson.check_id == check.id, CheckPerson.answer == "match")
    ).all()
    own = {performer for performer, _kind in who.represents} | {who.performer_id}
    mine = {performer for performer in matched if performer in own and hears_of_findings(session, performer)}
    if mine:
        return Viewer(Role.PERFORMER, frozenset(mine))
    members = {performer for performer in matched if who.unions & member_unions(session, performer)}
    concerned = touches_unions(check.decision) and who.unions & unions(session, check.production_id)
    if members or concerned or _told(session, check, who.unions):
        return Viewer(Role.UNION, frozenset(members))
    return None


def told_of(union_ids: Collection[str]) -> ColumnElement[bool]:
    """As a condition on `Approval` with `Check`: one of these unions was told of its declaration; whoever was told may follow
    the matter."""
    return and_(
        Approval.production_id == Check.production_id,
        Approval.declaration_sha256 == Check.declaration_sha256,
        notice_to(union_ids),
    )


def notice_to(union_ids: Collection[str]) -> ColumnElement[bool]:
    """As a condition on `Approval`: one of these unions was told of something."""
    return and_(Approval.kind == "notice", Approval.union_id.in_(union_ids), Approval.revoked_at.is_(None))


def _told(session: Session, check: Check, union_ids: Collection[str]) -> bool:
    of_it = Approval.production_id == check.production_id, Approval.declaration_sha256 == check.declaration_sha256
    return session.scalars(select(Approval.id).where(*of_it, notice_to(union_ids))).first() is not None


def people_of(session: Session, check_id: str) -> dict[str, tuple[str, str]]:
    """Pseudonym -> (performer id, name) of the registered people of a check."""
    rows = session.execute(
        select(CheckPerson.pseudonym, Performer.id, Performer.name)
        .join(Performer, Performer.id == CheckPerson.performer_id)
        .where(CheckPerson.check_id == check_id)
    )
    return {pseudonym: (performer_id, name) for pseudonym, performer_id, name in rows}
