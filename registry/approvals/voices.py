"""Whose word an answer is: a performer's own, that of somebody who acts for them, or one union's among several."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.approvals.answers import is_yes
from registry.approvals.kinds import KINDS
from registry.core.days import of_age_on, over_anywhere
from registry.core.errors import Conflict
from registry.core.permissions import Forbidden, Identity
from registry.records.performers import speaks_over
from registry.records.tables.approvals import Approval
from registry.records.tables.performers import Performer


def require_own_word(session: Session, who: Identity, approval: Approval, moment: datetime) -> None:
    """Refuses a yes on the performer's side that is not theirs to give: a minor's own, which a guardian gives, and that of
    whoever acts for somebody who said no themselves and has not taken it back. Raises `Conflict`."""
    if approval.side != "performer" or approval.performer_id is None or not is_yes(approval):
        return
    performer = session.get_one(Performer, approval.performer_id)
    if who.account_id == performer.account_id:
        if performer.born is not None and over_anywhere(moment) < of_age_on(performer.born):
            raise Conflict("approval-by-minor")
        return
    own = performer.account_id
    if own is not None and speaks_over(who, performer, own) and _said_no(session, approval, own):
        raise Conflict("approval-performer-said-no")


def _said_no(session: Session, approval: Approval, account_id: str) -> bool:
    """Whether the last that this account said in the same matter is a no that still stands."""
    rows = select(Approval).where(
        Approval.given_by == account_id,
        Approval.kind == approval.kind,
        Approval.production_id == approval.production_id,
        Approval.declaration_sha256 == approval.declaration_sha256,
        Approval.file_sha256 == approval.file_sha256,
        Approval.performer_id == approval.performer_id,
        Approval.revoked_at.is_(None),
    )
    said = [one for one in session.scalars(rows) if _about(one.params) == _about(approval.params)]
    last = max(said, key=lambda one: (one.given_at, not is_yes(one)), default=None)
    return last is not None and not is_yes(last)


def _about(params: Mapping[str, str]) -> str | None:
    return params.get("fact") or params.get("consent")


def require_own_to_revoke(session: Session, who: Identity, approval: Approval) -> None:
    """What a performer said themselves nobody takes back for them, nor one union what another one said. Raises `Forbidden`."""
    others = approval.side == "union" and approval.union_id is not None and approval.union_id not in who.unions
    if approval.side == "performer" and approval.performer_id is not None:
        others = speaks_over(who, session.get_one(Performer, approval.performer_id), approval.given_by)
    if others:
        raise Forbidden(KINDS[approval.kind].permission)
