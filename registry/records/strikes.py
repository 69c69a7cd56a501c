"""Reading strikes: which one touches a production."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consent.moments import utc_text
from registry.records.tables.approvals import Strike

_STRICTEST = ("no", "unclear", "yes")


def since(session: Session, production_id: str, agreements: frozenset[str]) -> datetime | None:
    """When the strike began that is on now under one of the agreements, for this production; None: none is on."""
    rows = select(Strike.began_at).where(
        Strike.agreement.in_(agreements),
        Strike.ended_at.is_(None),
        or_(Strike.production_id.is_(None), Strike.production_id == production_id),
    )
    return min(session.scalars(rows), default=None)


def in_play(session: Session, production_id: str, agreements: frozenset[str], at: datetime) -> dict[str, Any] | None:
    """`union.strike` of a case: the strike that touches the production's agreements; None where there never was one.

    A case has room for one: of several that are on, the strictest answer to "may a performer refuse?" counts, and no
    agreement is named, so that it reaches the rules of each. Where none is on, the one that ended last.
    """
    touching = Strike.agreement.in_(agreements), Strike.began_at <= at
    rows = session.scalars(select(Strike).where(*touching).order_by(Strike.began_at, Strike.id))
    reaching = [strike for strike in rows if strike.production_id in (None, production_id)]
    on = [strike for strike in reaching if strike.ended_at is None or strike.ended_at > at]
    if on:
        found: dict[str, Any] = {
            "active": True,
            "against_producer": True,
            "performer_may_refuse": max((strike.performer_may_refuse for strike in on), key=_STRICTEST.index),
        }
        named = {strike.agreement for strike in on}
        return found | ({"agreement": named.pop()} if len(named) == 1 else {})
    over = [(strike.ended_at, strike.agreement) for strike in reaching if strike.ended_at is not None]
    if not over:
        return None
    ended, agreement = max(over)
    return {"agreement": agreement, "active": False, "ended": utc_text(ended), "against_producer": True}
