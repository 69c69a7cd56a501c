"""Approvals: who says yes or no to what, told, confirmed and taken back; each answer makes decisions anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consent.act import SignedAct, UseAnswer
from consent.moments import utc_text
from registry.approvals.answers import is_yes
from registry.approvals.kinds import KINDS, PARAMS, SIDES
from registry.approvals.voices import require_own_to_revoke, require_own_word
from registry.consents.records import countersigners
from registry.core.database import Database, new_id
from registry.core.days import end_of_day
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line, clean_sha256
from registry.core.permissions import Forbidden, Identity, On, Permission, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.acts import keep_act
from registry.records import productions
from registry.records.events import EventKind
from registry.records.performers import hears_of_findings, member_unions
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check
from registry.records.tables.productions import Production

LONGEST_TEXT = 500


@dataclass(frozen=True)
class Matter:
    """What an answer is about: a declaration of a production, and the file that it was declared for."""

    production_id: str
    declaration_sha256: str | None = None
    file_sha256: str | None = None
    check_id: str | None = None


class ApprovalService:
    """Answers on record. The decisions that they concern are due from then on, and a worker makes them."""

    def __init__(self, db: Database, clock: Callable[[], datetime], registry_id: Callable[[], str]) -> None:
        self._db = db
        self._clock = clock
        self._registry_id = registry_id

    def give(
        self,
        who: Identity,
        kind: str,
        answer: str,
        *,
        check_id: str | None = None,
        production_id: str | None = None,
        declaration_sha256: str | None = None,
        file_sha256: str | None = None,
        performer_id: str | None = None,
        union_id: str | None = None,
        params: Mapping[str, str] | None = None,
        expires_at: datetime | date | None = None,
        act: SignedAct | None = None,
    ) -> Approval:
        """Put an answer on record; a no is one, too. Decisions that wait for it are made again at once.

        What it is about is either a check, or a production with the digests that the kind is bound to (kinds.py): an
        answer may come before any file is checked. `expires_at` ends a yes earlier than the kind does (at an
        instant, or with a day, whole where the production is); a no stays until
        its side answers anew. `act`: the answer for one use, signed. Raises `Invalid` naming each wrong field,
        `NotFound`, `Conflict` for somebody who has another role in this matter, `Forbidden`.
        """
        asked = KINDS.get(kind)
        if asked is None:
            raise Invalid(fields={"kind": "field-choice"})
        moment = self._clock()
        said = _params(asked.params, params or {})
        if answer not in asked.answers:
            raise Invalid(fields={"answer": "field-choice"})
        with self._db.write() as session:
            matter = _matter(session, who, asked.permission, check_id, production_id, declaration_sha256, file_sha256)
            whom = performer_id if "performer" in asked.bound_to else None
            of = union_id if "union" in asked.bound_to else None
            side, by_union = _entitled(session, who, kind, matter, whom, of)
            _bound(asked.bound_to, matter, whom, of)
            _one_role(session, who, side, matter)
            until = _until(session, expires_at, matter)
            if until is not None and (answer != asked.yes or until <= moment):
                raise Invalid(fields={"expires_at": "field-date"})
            last = None if asked.days is None or answer != asked.yes else moment + timedelta(days=asked.days)
            approval = Approval(
                id=new_id("AP"),
                kind=kind,
                answer=answer,
                production_id=matter.production_id,
                declaration_sha256=matter.declaration_sha256 if "declaration" in asked.bound_to else None,
                file_sha256=matter.file_sha256 if "file" in asked.bound_to else None,
                performer_id=whom,
                union_id=of or by_union,
                params=said,
                side=side,
                given_by=who.account_id,
                given_at=moment,
                expires_at=min((end for end in (until, last) if end is not None), default=None),
            )
            require_own_word(session, who, approval, moment)
            session.add(approval)
            session.flush()
            signed = {}
            if act is not None:
                about, on = _signed_use(approval, matter, until), On(whom, production_id=matter.production_id)
                signed = keep_act(session, who, act, about, on, approval.id, self._registry_id(), moment)
            _written(session, who, EventKind.APPROVAL_GIVEN, approval, moment, **signed)
            _notify(session, approval, matter)
        return approval

    def revoke(self, who: Identity, approval_id: str) -> Approval:
        """Take an answer back: whoever may give such an answer may. Raises `NotFound`, `Conflict`, `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            approval = session.get(Approval, approval_id)
            if approval is None:
                raise NotFound("approval", approval_id)
            matter = Matter(approval.production_id, approval.declaration_sha256, approval.file_sha256)
            side, _by_union = _entitled(session, who, approval.kind, matter, approval.performer_id, approval.union_id)
            if side != approval.side:
                raise Forbidden(KINDS[approval.kind].permission)
            require_own_to_revoke(session, who, approval)
            if approval.revoked_at is not None:
                raise Conflict("approval-revoked", approval=approval_id)
            approval.revoked_at, approval.revoked_by = moment, who.account_id
            _written(session, who, EventKind.APPROVAL_REVOKED, approval, moment)
            _notify(session, approval, matter)
        return approval


def _signed_use(approval: Approval, matter: Matter, until: datetime | None) -> UseAnswer:
    """What an act has to say that goes with this answer. Raises `Invalid` for an answer that nobody signs."""
    if approval.kind != "use_approval" or not (matter.check_id and matter.file_sha256 and matter.declaration_sha256):
        raise Invalid(fields={"act": "act-differs"})
    return UseAnswer(
        check_id=matter.check_id,
        file_sha256=matter.file_sha256,
        declaration_sha256=matter.declaration_sha256,
        answer="approved" if is_yes(approval) else "refused",
        until=None if until is None else utc_text(until),
    )


def _until(session: Session, said: datetime | date | None, matter: Matter) -> datetime | None:
    """The instant at which an answer ends: as it was said, or with the last of its days, where the production is."""
    if said is None or isinstance(said, datetime):
        return said
    return end_of_day(said, ZoneInfo(session.get_one(Production, matter.production_id).time_zone))


def _params(wanted: tuple[str, ...], given: Mapping[str, str]) -> dict[str, str]:
    """The parameters of the kind, and no others; a text is optional and one line. Raises `Invalid`."""
    wrong = {name: "field-choice" for name in given if name not in wanted}
    said = {}
    for name in wanted:
        accepted, value = PARAMS[name], given.get(name)
        if accepted is not None and value not in accepted:
            wrong[name] = "field-choice"
        elif name == "consent" and not value:
            wrong[name] = "field-required"
        elif accepted is None and value:
            line = clean_line(value, LONGEST_TEXT)
            if line is None:
                wrong[name] = "field-line"
            else:
                said[name] = line
        elif value:
            said[name] = value
    if wrong:
        raise Invalid(fields=wrong)
    return said


def _matter(
    session: Session,
    who: Identity,
    permission: Permission,
    check_id: str | None,
    production_id: str | None,
    declaration_sha256: str | None,
    file_sha256: str | None,
) -> Matter:
    if (check_id is None) == (production_id is None):
        raise Invalid(fields={"check_id": "field-choice"})
    if check_id is not None:
        check = session.get(Check, check_id)
        if check is None:
            require(who, permission)
            raise NotFound("check", check_id)
        return Matter(check.production_id, check.declaration_sha256, check.file_sha256, check.id)
    if session.get(Production, production_id) is None:
        require(who, permission)
        raise NotFound("production", str(production_id))
    wrong = {}
    for name, digest in (("declaration_sha256", declaration_sha256), ("file_sha256", file_sha256)):
        if digest is not None and clean_sha256(digest) != digest:
            wrong[name] = "field-sha256"
    if wrong:
        raise Invalid(fields=wrong)
    return Matter(str(production_id), declaration_sha256, file_sha256)


def _entitled(
    session: Session, who: Identity, kind: str, matter: Matter, performer_id: str | None, union_id: str | None
) -> tuple[str, str | None]:
    """The side on which somebody may give such an answer; of a fact that a union confirms, which union it is, too. Each of
    several has a voice of its own. Raises `Forbidden`."""
    permission = KINDS[kind].permission
    unions: frozenset[str] = frozenset()
    if permission is Permission.APPROVAL_UNION:
        unions = _concerned(session, matter, performer_id) & {union_id}
    elif performer_id is not None:
        covering = countersigners(session, performer_id, matter.production_id)
        unions = member_unions(session, performer_id) | frozenset(covering)
    require(who, permission, On(performer_id, unions, matter.production_id))
    if permission is not Permission.FACT_CONFIRM:
        return SIDES[permission], None
    own = {performer for performer, _kind in who.represents} | {who.performer_id}
    return ("performer", None) if performer_id in own else ("union", min(who.unions & unions))


def _concerned(session: Session, matter: Matter, performer_id: str | None) -> frozenset[str]:
    """Unions that have a say: of the agreements in play, those that the production told, and the performer's own."""
    told = select(Approval.union_id).where(
        Approval.production_id == matter.production_id, Approval.kind == "notice", Approval.revoked_at.is_(None)
    )
    if matter.declaration_sha256 is not None:
        told = told.where(Approval.declaration_sha256 == matter.declaration_sha256)
    own = member_unions(session, performer_id) if performer_id is not None else frozenset()
    return productions.unions(session, matter.production_id) | {u for u in session.scalars(told) if u} | own


def _bound(bound_to: tuple[str, ...], matter: Matter, performer_id: str | None, union_id: str | None) -> None:
    """Everything that the answer is bound to must be named. Raises `Invalid`, `NotFound`."""
    given = {
        "declaration": matter.declaration_sha256,
        "file": matter.file_sha256,
        "performer": performer_id,
        "union": union_id,
    }
    names = {
        "declaration": "declaration_sha256",
        "file": "file_sha256",
        "performer": "performer_id",
        "union": "union_id",
    }
    missing = {names[part]: "field-required" for part in bound_to if given[part] is None}
    if missing:
        raise Invalid(fields=missing)


def _one_role(session: Session, who: Identity, side: str, matter: Matter) -> None:
    """Nobody stands on two sides of one matter, whatever offices they hold. Raises `Conflict`."""
    same = [
        column == digest
        for column, digest in (
            (Approval.declaration_sha256, matter.declaration_sha256),
            (Approval.file_sha256, matter.file_sha256),
        )
        if digest is not None
    ]
    before = select(Approval.id).where(
        Approval.given_by == who.account_id,
        Approval.production_id == matter.production_id,
        Approval.side != side,
        or_(*same),
    )
    asked = select(Check.id).where(
        Check.requested_by == who.account_id,
        Check.production_id == matter.production_id,
        or_(Check.declaration_sha256 == matter.declaration_sha256, Check.file_sha256 == matter.file_sha256),
    )
    if session.scalars(before).first() or (side != "production" and session.scalars(asked).first()):
        raise Conflict("approval-two-roles")


def _written(
    session: Session, who: Identity, kind: EventKind, approval: Approval, moment: datetime, **signed: str
) -> None:
    record(
        session,
        who.account_id,
        kind,
        approval.id,
        at=moment,
        approval=approval.kind,
        answer=approval.answer,
        production=approval.production_id,
        declaration=approval.declaration_sha256,
        file=approval.file_sha256,
        performer=approval.performer_id,
        union=approval.union_id,
        **signed,
    )


def _notify(session: Session, approval: Approval, matter: Matter) -> None:
    """Notices to those concerned. A production is not told that somebody said no to it in a matter of their own."""
    message = "notice-approval-revoked" if approval.revoked_at is not None else "notice-approval-given"
    words: dict[str, Any] = {"approval": approval.kind, "answer": approval.answer, "check": matter.check_id or ""}
    private = approval.performer_id is not None and not (is_yes(approval) and approval.revoked_at is None)
    if approval.side != "production" and not private:
        notify(session, message, production=approval.production_id, **words)
    if (
        approval.performer_id is not None
        and approval.side != "performer"
        and hears_of_findings(session, approval.performer_id)
    ):
        notify(session, message, performer=approval.performer_id, **words)
    if approval.union_id is not None and approval.side == "production":
        notify(session, message, union=approval.union_id, **words)
