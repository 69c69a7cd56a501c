"""Which decided checks a change concerns: each feature says it of its own kinds of events, and `record` asks.

What a change concerns is due in the transaction of the change itself: until the decision is made again nothing of it
releases, and a crash right after leaves a check due, never a receipt that looks sound. A kind of which nobody said what it
concerns cannot be recorded at all, so that a new one is thought about before it is used.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from registry.core.database import UNPROVEN
from registry.records.events import Kind
from registry.records.tables.checks import Check

Concern = Callable[[Session, str, Mapping[str, Any]], ColumnElement[bool] | None]
"""The event's subject and details -> which checks it concerns, as a condition on `Check`; None: none."""

_said: dict[Kind, Concern] = {}


class Unheard(LookupError):
    """Nobody has said which checks this kind of event concerns."""


def concerning(*kinds: Kind) -> Callable[[Concern], Concern]:
    """Declares which checks events of these kinds concern. Raises `ValueError` where it was said already."""

    def say(concern: Concern) -> Concern:
        for kind in kinds:
            if kind in _said:
                raise ValueError(f"what {kind} concerns is said twice")
            _said[kind] = concern
        return concern

    return say


def concerning_none(*kinds: Kind) -> None:
    """Declares that no decision rests on events of these kinds."""
    concerning(*kinds)(lambda session, subject, details: None)


def declared() -> frozenset[Kind]:
    """The kinds that were spoken of so far, by the features that are loaded."""
    return frozenset(_said)


def mark(session: Session, kind: Kind, subject: str, details: Mapping[str, Any]) -> None:
    """Marks the decided checks that this change concerns as due. Raises `Unheard`."""
    if kind not in _said:
        raise Unheard(str(kind))
    concerned = _said[kind](session, subject, details)
    if concerned is None:
        return
    still = Check.state == "decided", Check.superseded_by.is_(None)
    # Whom it concerns is proven. A check that is missed all the same was altered itself, which shows at every door
    # that it is read at; to look for it here would mean to read all the checks of a production.
    found = update(Check).where(*still, concerned).values(due=True)
    session.execute(found, execution_options={UNPROVEN: {"check_"}})


concerning_none(Kind.INSTANCE_CREATED, Kind.INSTANCE_KEY_RECORDED, Kind.INSTANCE_RESTORED, Kind.RECORDS_BOUND)
