"""Tells whoever a decision waits for that it does: performer, union, the commissioner's contact, counsel.

A production is told nothing by it, and a performer only of a file in which they were found and are known to be themselves.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.approvals.kinds import KINDS
from registry.core.permissions import Permission
from registry.notices.service import notify
from registry.records import productions
from registry.records.performers import hears_of_findings, member_unions
from registry.records.tables.accounts import ProductionMember
from registry.records.tables.approvals import CheckNeed
from registry.records.tables.checks import Check, CheckPerson

Asked = frozenset[tuple[str, str]]
"""(who: performer, union or account; their id) of everybody of whom a check asks something."""
_OUTSIDE = {Permission.APPROVAL_COMMISSION: "commissioner", Permission.APPROVAL_LEGAL: "counsel"}


def asked_of(session: Session, check: Check) -> Asked:
    """Everybody whose answer the check's decision waits for, as the rows of `CheckNeed` say it now."""
    found: set[tuple[str, str]] = set()
    shows = set(
        session.scalars(
            select(CheckPerson.performer_id).where(CheckPerson.check_id == check.id, CheckPerson.answer == "match")
        )
    )
    for need in session.scalars(select(CheckNeed).where(CheckNeed.check_id == check.id)):
        permission = KINDS[need.kind].permission
        if need.told and permission in _OUTSIDE:
            found |= {("account", account) for account in _outside(session, check, _OUTSIDE[permission])}
        elif not need.told and permission is Permission.APPROVAL_UNION and need.of_unions:
            found |= {("union", union) for union in productions.unions(session, check.production_id)}
        elif not need.told and need.performer_id in shows:
            found |= _concerned(session, permission, str(need.performer_id))
    return frozenset(found)


def tell(session: Session, check: Check, before: Asked) -> None:
    """A notice to each who is asked now and was not `before`: once a check, however many answers it waits for."""
    for kind, whom in sorted(asked_of(session, check) - before):
        addressee = {kind: whom}
        notify(session, "notice-answer-asked", check=check.id, **addressee)


def _concerned(session: Session, permission: Permission, performer_id: str) -> set[tuple[str, str]]:
    if permission not in (Permission.APPROVAL_PERFORMER, Permission.FACT_CONFIRM):
        return set()
    found = {("performer", performer_id)} if hears_of_findings(session, performer_id) else set()
    if permission is Permission.FACT_CONFIRM:
        found |= {("union", union) for union in member_unions(session, performer_id)}
    return found


def _outside(session: Session, check: Check, role: str) -> list[str]:
    rows = select(ProductionMember.account_id).filter_by(production_id=check.production_id, role=role, ended_at=None)
    return list(session.scalars(rows))
