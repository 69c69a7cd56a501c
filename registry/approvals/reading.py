"""Reading answers: what waits for somebody, and what was said about a check, as its viewer may know it."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from registry.approvals.answers import counting, is_yes, on_record
from registry.approvals.deadlines import Clocks, Deadline, deadlines
from registry.approvals.kinds import KINDS
from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.permissions import Identity
from registry.records.checks import notice_to, people_of, viewer_of
from registry.records.sight import Viewpoint
from registry.records.tables.accounts import Account
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check
from registry.records.tables.productions import Production
from registry.records.visibility import Role

MOST_NOTICES = 50


@dataclass(frozen=True)
class Received:
    """A check of whose declaration the viewer's unions were told, with the clocks that run for them."""

    check_id: str
    production: str
    company: str
    clocks: list[Deadline]


@dataclass(frozen=True)
class Answered:
    """One answer as its viewer may know it. by: who gave it, empty for whom it does not concern. counts: that it is
    the newest of its side, neither revoked nor expired. person: the pseudonym in the check."""

    id: str
    kind: str
    answer: str
    side: str
    by: str
    given_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    counts: bool
    person: str | None
    union_id: str | None
    params: dict[str, str]


class ApprovalReader:
    """Reads what was answered, and of what somebody was told."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def list_for(self, who: Identity, check_id: str) -> list[Answered]:
        """What was answered about a check's declaration and file, oldest first. Raises `NotFound` as the check does."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None:
                raise NotFound("check", check_id)
            said = on_record(session, check.production_id, check.declaration_sha256, check.file_sha256)
            valid = {answer.id for answer in counting(said, self._clock())}
            names = {performer: alias for alias, (performer, _name) in people_of(session, check.id).items()}
            return [
                _answered(session, answer, answer.id in valid, names, outside=viewer.role.makes_it)
                for answer in said
                if _may_know(answer, viewer.role, viewer.performers, who)
            ]

    def notices(self, who: Identity) -> list[Received]:
        """The checks of whose declarations the viewer's unions were told, the latest first, each with its clocks."""
        if not who.unions:
            return []
        with self._db.look() as session:
            seen = Viewpoint(session, who)
            received = (
                select(Check, Production.title, Production.company, Production.time_zone)
                .options(load_only(Check.id, Check.production_id, Check.declaration_sha256))
                .join(Production, Production.id == Check.production_id)
                .where(Check.superseded_by.is_(None), seen.as_told)
                .order_by(Check.requested_at.desc(), Check.id)
                .limit(MOST_NOTICES)
            )
            rows = session.execute(received).all()
            sent = _sent(session, who.unions, {row.Check.declaration_sha256 for row in rows})
            moment, clocks = self._clock(), Clocks(session)
            found = []
            for row in rows:
                zone, check = ZoneInfo(row.time_zone), row.Check
                told = sent[check.production_id, check.declaration_sha256]
                days = [(union, at.astimezone(zone).date()) for union, at in told]
                run = clocks.of(days, moment.astimezone(zone).date())
                found.append(Received(check.id, row.title, row.company, run))
            return found

    def deadlines(self, who: Identity, check_id: str) -> list[Deadline]:
        """The clocks that notices to unions started for a check. Raises `NotFound` as the check does."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None or viewer.role is Role.PERFORMER:
                raise NotFound("check", check_id)
            zone = ZoneInfo(session.get_one(Production, check.production_id).time_zone)
            return deadlines(session, check, self._clock().astimezone(zone).date())


def _sent(
    session: Session, unions: frozenset[str], declarations: Collection[str]
) -> dict[tuple[str, str], list[tuple[str, datetime]]]:
    """(Production, declaration) -> (union, when) of the notices of it that these unions were sent."""
    rows = select(Approval.production_id, Approval.declaration_sha256, Approval.union_id, Approval.given_at).where(
        Approval.declaration_sha256.in_(declarations), notice_to(unions)
    )
    found: defaultdict[tuple[str, str], list[tuple[str, datetime]]] = defaultdict(list)
    for production, declaration, union, at in session.execute(rows.order_by(Approval.given_at, Approval.id)):
        found[production, str(declaration)].append((str(union), at))  # a notice has both
    return found


def _asked_of(answer: Approval) -> str | None:
    """The union that was to answer; a fact may be confirmed by whichever union it is."""
    return answer.union_id if "union" in KINDS[answer.kind].bound_to else None


def _may_know(answer: Approval, role: Role, performers: frozenset[str], who: Identity) -> bool:
    """Whoever makes or commissions it does not learn that somebody said no in a matter of their own likeness."""
    if role.makes_it:
        return answer.performer_id is None or (is_yes(answer) and answer.revoked_at is None)
    if answer.performer_id is not None:
        return answer.performer_id in performers
    return role is Role.UNION and answer.union_id in who.unions


def _answered(session: Session, answer: Approval, counts: bool, names: dict[str, str], *, outside: bool) -> Answered:
    account = session.get(Account, answer.given_by)
    private = outside and answer.side in ("performer", "union")
    return Answered(
        id=answer.id,
        kind=answer.kind,
        answer=answer.answer,
        side=answer.side,
        by="" if private or account is None else account.name,
        given_at=answer.given_at,
        expires_at=answer.expires_at,
        revoked_at=answer.revoked_at,
        counts=counts,
        person=names.get(answer.performer_id or ""),
        union_id=_asked_of(answer) if outside else answer.union_id,
        params=dict(answer.params),
    )
