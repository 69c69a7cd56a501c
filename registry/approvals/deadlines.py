"""When a union's clocks run out: the numbers are those of its agreements' rules, the days those of its own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.clearance import shipped
from registry.approvals.answers import on_record
from registry.core.business_days import business_days_between, deadline
from registry.records.tables.checks import Check
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union, UnionAgreement

_BUSINESS = {"synthetic_clock": ("bargaining_days", "arbitration_days", "latest")}
_CALENDAR = {"transfer_unapproved": ("days",)}


@dataclass(frozen=True)
class Deadline:
    """One clock that a notice started. rule: whose number it is; stage: bargaining_days, arbitration_days, latest or
    days (of a transfer; calendar days). passed: business days since the notice."""

    union_id: str
    rule: str
    stage: str
    sent_on: date
    passed: int
    due_on: date


def deadlines(session: Session, check: Check, today: date) -> list[Deadline]:
    """Every clock that runs for a check's declaration, the nearest first; whether it matters, the decision says."""
    zone = ZoneInfo(session.get_one(Production, check.production_id).time_zone)
    answers = on_record(session, check.production_id, check.declaration_sha256, check.file_sha256)
    sent = [
        (answer.union_id, answer.given_at.astimezone(zone).date())
        for answer in answers
        if answer.kind == "notice" and answer.revoked_at is None and answer.union_id is not None
    ]
    return Clocks(session).of(sent, today)


class Clocks:
    """The clocks of unions, each union's numbers read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[str, tuple[str, list[tuple[str, str, int, bool]]]] = {}

    def of(self, notices: Iterable[tuple[str, date]], today: date) -> list[Deadline]:
        """What runs from these notices, the nearest first. notices: (union, day on which it was sent)."""
        found = []
        for union, sent in notices:
            place, numbers = self._of_union(union)
            passed = business_days_between(sent, today, place)
            for rule, stage, days, business in numbers:
                due = deadline(sent, days, place) if business else sent + timedelta(days)
                found.append(Deadline(union, rule, stage, sent, passed, due))
        return sorted(found, key=lambda one: (one.due_on, one.rule, one.stage))

    def _of_union(self, union: str) -> tuple[str, list[tuple[str, str, int, bool]]]:
        if union not in self._read:
            self._read[union] = self._session.get_one(Union, union).calendar, _numbers(self._session, union)
        return self._read[union]


def _numbers(session: Session, union_id: str) -> list[tuple[str, str, int, bool]]:
    agreements = set(session.scalars(select(UnionAgreement.agreement).where(UnionAgreement.union_id == union_id)))
    return [
        (rule.name, stage, rule.params[stage], rule.condition.name in _BUSINESS)
        for ruleset in shipped()
        if ruleset.id in agreements
        for rule in ruleset.rules
        for stage in (_BUSINESS | _CALENDAR).get(rule.condition.name, ())
    ]
