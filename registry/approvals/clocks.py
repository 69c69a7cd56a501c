"""What runs out by itself: a union's clocks, answers, and the terms of consents. Whom it concerns is told once."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.approvals.deadlines import deadlines
from registry.core.database import Database
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check
from registry.records.tables.consents import Consent
from registry.records.tables.ledger import Event
from registry.records.tables.productions import Production

log = logging.getLogger(__name__)

SYSTEM = "system"
REACH = timedelta(days=30)
"""How long ago something may have run out for somebody to be told: what is older was over before anybody was told of such."""
LONGEST = timedelta(days=200)
"""No clock that a notice starts runs longer, with every holiday in it."""


@dataclass(frozen=True)
class Over:
    """Something that has run out. subject, what: by which it is known to have been told."""

    subject: str
    what: str
    message: str
    production: str
    performer: str | None = None
    union: str | None = None
    params: tuple[tuple[str, Any], ...] = ()


class TimeLimits:
    """Tells of what has run out."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def tell_due(self) -> int:
        """Tells of everything that ran out and was not told; answers of how much."""
        moment = self._clock()
        with self._db.look() as session:
            told = _told(session)
            due = [one for one in _over(session, moment) if (one.subject, one.what) not in told]
        for one in due:
            with self._db.write() as session:
                if (one.subject, one.what) not in _told(session, one.subject):
                    self._tell(session, one, moment)
        return len(due)

    @staticmethod
    def _tell(session: Session, one: Over, moment: datetime) -> None:
        record(session, SYSTEM, EventKind.TIME_RAN_OUT, one.subject, at=moment, what=one.what)
        params = dict(one.params)
        notify(session, one.message, production=one.production, **params)
        if one.performer is not None:
            notify(session, one.message, performer=one.performer, **params)
        if one.union is not None:
            notify(session, one.message, union=one.union, **params)


def _told(session: Session, subject: str | None = None) -> set[tuple[str, str]]:
    rows = select(Event).where(Event.kind == EventKind.TIME_RAN_OUT)
    if subject is not None:
        rows = rows.where(Event.subject == subject)
    return {(event.subject, str(event.details["what"])) for event in session.scalars(rows)}


def _over(session: Session, at: datetime) -> Iterator[Over]:
    yield from _answers(session, at)
    yield from _consents(session, at)
    yield from _clocks(session, at)


def _answers(session: Session, at: datetime) -> Iterator[Over]:
    """Answers that counted until now. Nobody is told of one to which its side said something since."""
    rows = select(Approval).where(
        Approval.expires_at.is_not(None), Approval.expires_at <= at, Approval.expires_at > at - REACH,
        Approval.revoked_at.is_(None), Approval.performer_id.is_(None),
    )  # fmt: skip
    for answer in session.scalars(rows):
        yield Over(
            answer.id, "answer", "notice-approval-over", answer.production_id, params=(("approval", answer.kind),)
        )


def _consents(session: Session, at: datetime) -> Iterator[Over]:
    rows = select(Consent).where(Consent.state == "given", Consent.ends_at <= at, Consent.ends_at > at - REACH)
    for consent in session.scalars(rows):
        yield Over(
            consent.id, "term", "notice-consent-ended", consent.production_id, consent.performer_id,
            params=(("consent", consent.id),),
        )  # fmt: skip


def _clocks(session: Session, at: datetime) -> Iterator[Over]:
    notices = select(Approval.production_id, Approval.declaration_sha256).where(
        Approval.kind == "notice", Approval.revoked_at.is_(None), Approval.given_at > at - LONGEST - REACH
    )
    started = set(map(tuple, session.execute(notices)))
    checks = select(Check).where(
        Check.declaration_sha256.in_({declaration for _production, declaration in started}),
        Check.superseded_by.is_(None),
    )
    for check in session.scalars(checks.order_by(Check.requested_at.desc(), Check.id)):
        if (check.production_id, check.declaration_sha256) not in started:
            continue
        today = at.astimezone(ZoneInfo(session.get_one(Production, check.production_id).time_zone)).date()
        for clock in deadlines(session, check, today):
            if clock.due_on < today and today - clock.due_on <= REACH:
                what = f"{clock.union_id}/{clock.rule}/{clock.stage}/{clock.sent_on.isoformat()}"
                params = (("check", check.id), ("due", clock.due_on.isoformat()))
                yield Over(
                    check.id, what, "notice-clock-ran-out", check.production_id, union=clock.union_id, params=params
                )
