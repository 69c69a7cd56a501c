"""Which decided checks a change concerns: each feature says it of its own kinds of events, and `record` asks.

What a change concerns is due from the transaction of the change itself on: until the decision is made again nothing of it
releases, and a crash right after leaves a check due, never a receipt that looks sound. A few checks are marked there and then.
More are left to a worker, behind one row that says which they are (`OpenConcern`), so that a request takes no longer for ten
thousand checks than for ten; `due` counts them as marked. A kind of which nobody said what it concerns cannot be recorded at
all, so that a new one is thought about before it is used.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from registry.core.database import UNPROVEN
from registry.records.concerned import Concerned
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.ledger import LedgerHead, OpenConcern

FEW = 20
"""Checks that a request marks itself."""

MOST_OPEN = 20
"""Changes that are left to a worker at a time. Where none has come by for so long, a request marks however many there are."""

Concern = Callable[[Session, str, Mapping[str, Any]], Concerned | None]
"""The event's subject and details -> which checks it concerns; None: none."""

_said: dict[EventKind, Concern] = {}

# Whom a change concerns is proven. A check that is missed all the same was altered itself, which shows at every door that it is
# read at; to look for it here would mean to read all the checks of a production.
_AMONG_CHECKS = {UNPROVEN: frozenset({"check_"})}
_UNPROVEN = {UNPROVEN: frozenset({"check_", "check_person"})}


class Unheard(LookupError):
    """Nobody has said which checks this kind of event concerns."""


def concerning(*kinds: EventKind) -> Callable[[Concern], Concern]:
    """Declares which checks events of these kinds concern. Raises `ValueError` where it was said already."""

    def say(concern: Concern) -> Concern:
        for kind in kinds:
            if kind in _said:
                raise ValueError(f"what {kind} concerns is said twice")
            _said[kind] = concern
        return concern

    return say


def concerning_none(*kinds: EventKind) -> None:
    """Declares that no decision rests on events of these kinds."""
    concerning(*kinds)(lambda session, subject, details: None)


def declared() -> frozenset[EventKind]:
    """The kinds that were spoken of so far, by the features that are loaded."""
    return frozenset(_said)


def raise_concern(session: Session, kind: EventKind, subject: str, details: Mapping[str, Any], index: int) -> None:
    """From now on the decided checks that this change concerns are due. index: of its event. Raises `Unheard`."""
    if kind not in _said:
        raise Unheard(str(kind))
    concerned = _said[kind](session, subject, details)
    if concerned is None:
        return
    among = _decided_before(index, concerned)
    # That they are many needs no proof: then every door asks with proof whether a check is one of them.
    many = select(Check.id).where(among).limit(FEW + 1)
    if len(session.scalars(many, execution_options=_UNPROVEN).all()) > FEW and len(open_concerns(session)) < MOST_OPEN:
        session.add(OpenConcern(index=index, concerned=concerned.content()))
        return
    session.execute(update(Check).where(among).values(due=True), execution_options=_AMONG_CHECKS)


def due(session: Session, check_id: str | None = None) -> ColumnElement[bool]:
    """Whether a check's decision is to be made again, so that nothing of it counts, as a condition on `Check`: it is marked,
    or a change that a worker has not taken up yet concerns it. This is the one place that knows.

    check_id: where only this check is asked for. In a session that proves, what is open is proven with it, none missing.
    """
    return or_(Check.due, *(covered(one, check_id) for one in open_concerns(session)))


def is_due(session: Session, check: Check) -> bool:
    """The same of one check."""
    if check.due or not open_concerns(session):
        return check.due
    return bool(session.scalar(select(due(session, check.id)).where(Check.id == check.id)))


def covered(concern: OpenConcern, check_id: str | None = None) -> ColumnElement[bool]:
    """The checks for whose marks an open concern stands, as a condition on `Check`."""
    return _decided_before(concern.index, Concerned.of(concern.concerned), check_id)


def open_concerns(session: Session) -> list[OpenConcern]:
    """The changes whose checks a worker has to mark, the oldest first."""
    return list(session.scalars(select(OpenConcern).order_by(OpenConcern.index)))


def settle(session: Session, check: Check) -> None:
    """The check's decision takes account of everything that is on record now."""
    head = session.scalars(select(LedgerHead)).one_or_none()
    check.due, check.as_of = False, -1 if head is None else head.index


def _decided_before(index: int, concerned: Concerned, check_id: str | None = None) -> ColumnElement[bool]:
    decided = Check.state == "decided", Check.superseded_by.is_(None), func.coalesce(Check.as_of, -1) < index
    return and_(*decided, concerned.condition(check_id))


concerning_none(
    EventKind.INSTANCE_CREATED, EventKind.INSTANCE_KEY_RECORDED, EventKind.INSTANCE_RESTORED, EventKind.RECORDS_BOUND
)
