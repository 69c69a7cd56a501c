"""Checks: asked for by a production, worked on by a worker, looked at by everybody whom they concern."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from consent.moments import parse_utc
from consent.verdicts import ALLOWED
from registry.approvals.established import unions
from registry.approvals.models import Approval
from registry.checks import uses
from registry.checks.jobs import turns
from registry.checks.models import Check, CheckPerson
from registry.checks.redeciding import continued
from registry.checks.uploads import Uploads, clean_name
from registry.checks.viewed import CheckView
from registry.consents.records import member_unions
from registry.contradictions import too_late
from registry.database import UNPROVEN, Database, new_id
from registry.days import day_in
from registry.declaration import Declaration, parse_declaration, read_declaration, refuse
from registry.errors import Busy, Conflict, Invalid, NotFound
from registry.events import Kind, record
from registry.performers.models import Performer
from registry.performers.records import hears_of_findings
from registry.permissions import Identity, On, Permission, allowed, require
from registry.productions.models import Production, ProductionAgreement
from registry.unions.models import UnionAgreement, UnionMembership
from registry.visibility import Role, Viewer, project

OVER = ("decided", "failed", "stale")
UNDER_WAY = ("queued", "examining")


class Checks:
    """Checks of one registry. `most`: how many one production, and one account, may have waiting or at work. `keeps`: how
    long a file stays at most while a person has to look at it."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        uploads: Uploads,
        most: int,
        keeps: timedelta = timedelta(),
    ) -> None:
        self._db = db
        self._clock = clock
        self._uploads = uploads
        self._most = most
        self._keeps = keeps

    def register(
        self, who: Identity, production_id: str, source: BinaryIO, file_name: str, declaration: dict[str, Any] | bytes
    ) -> Check:
        """Take a file in and queue its check. Workers look for it by themselves.

        The declaration must name this very production. Raises `DeclarationError` (an `Invalid`), `Invalid` for a file
        that is too large or where another file of the unit is cleared under this version or a later one, `Busy` where too
        many wait already, `Conflict` for a full disk, `Forbidden`; then nothing is
        left behind.
        """
        require(who, Permission.CHECK_REQUEST, On(production_id=production_id))
        declared = parse_declaration(declaration)
        if declared.production != production_id:
            raise Invalid("declaration-other-production", {"production": "declaration-field-wrong"})
        with self._db.read() as session:  # before anything is stored
            self._require_room(session, production_id, who.account_id)
        upload = self._uploads.take(source)
        try:
            return self._queue(who, declared, upload.name, upload.sha256, upload.size, clean_name(file_name))
        except BaseException:
            self._uploads.delete(upload.name)
            raise

    def _queue(
        self, who: Identity, declared: Declaration, upload: str, sha256: str, size: int, file_name: str
    ) -> Check:
        moment = self._clock()
        with self._db.write() as session:
            production = session.get(Production, declared.production)
            if production is None:
                raise NotFound("production", declared.production)
            refuse(too_late(declared, day_in(moment, ZoneInfo(production.time_zone))))
            unit_key = uses.unit_key(declared.production, declared.unit.id)
            taken = uses.taken(session, unit_key, declared.unit.version, sha256)
            if taken is not None:
                raise Invalid("unit-version-taken", {"unit.version": "unit-version-taken"}, version=taken)
            check = Check(
                id=new_id("K"),
                production_id=declared.production,
                requested_by=who.account_id,
                requested_at=moment,
                file_name=file_name,
                file_sha256=sha256,
                file_size=size,
                declaration=declared.canonical().decode(),
                declaration_sha256=declared.sha256,
                unit_key=unit_key,
                unit_version=declared.unit.version,
                upload=upload,
                state="queued",
                stage="queued",
                progress=0,
                attempt=0,
                deaths=0,
            )
            session.add(check)
            record(
                session,
                who.account_id,
                Kind.CHECK_QUEUED,
                check.id,
                at=moment,
                file=sha256,
                declaration=check.declaration_sha256,
            )
            # again, because others asked meanwhile: the ledger lets one after the other come as far as this
            self._require_room(session, check.production_id, check.requested_by, new=1)
        return check

    def again(self, who: Identity, check_id: str, source: BinaryIO) -> Check:
        """Show the file of a stale check again: it is compared anew, under the same declaration, and what people answered
        about it is taken over. Raises `Conflict` for another file and for a check that is not stale, `Busy` where too many
        wait already, `Invalid`, `NotFound`.
        """
        with self._db.read() as session:
            check = session.get(Check, check_id)
            if check is None or not allowed(who, Permission.CHECK_REQUEST, On(production_id=check.production_id)):
                raise NotFound("check", check_id)
            self._require_room(session, check.production_id, who.account_id)
        upload = self._uploads.take(source)
        try:
            if upload.sha256 != check.file_sha256:
                raise Conflict("review-other-file")
            moment = self._clock()
            with self._db.write() as session:
                check = session.get_one(Check, check_id)
                if check.state != "stale" or check.superseded_by is not None:
                    raise Conflict("check-not-stale", check=check_id)
                return continued(session, check, upload.name, who.account_id, moment)
        except BaseException:
            self._uploads.delete(upload.name)
            raise

    def _require_room(self, session: Session, production_id: str, account_id: str, new: int = 0) -> None:
        """Raises `Busy` where the production or the account has as many under way as it may; `new`: of those counted, just
        added."""
        for message, theirs in (
            ("check-queue-full-production", Check.production_id == production_id),
            ("check-queue-full-account", Check.requested_by == account_id),
        ):
            under_way = select(func.count()).where(Check.state.in_(UNDER_WAY), theirs)
            # how long the queue is decides nothing about anybody: to prove it would mean to read every check
            waiting = session.scalar(under_way, execution_options={UNPROVEN: frozenset({"check_"})}) or 0
            if waiting - new >= self._most:
                raise Busy(message, most=self._most)

    def get(self, who: Identity, check_id: str) -> CheckView:
        """One check as this viewer may see it. Raises `NotFound` for an unknown one and for one that is not theirs."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None:
                raise NotFound("check", check_id)
            return _view(session, check, viewer, self._before(session, check))

    def _before(self, session: Session, check: Check) -> int | None:
        """How many are taken up before it; None where it does not wait."""
        if check.state in OVER:
            return None
        order = [one.check for one in turns(session, self._clock())]
        return order.index(check.id) if check.id in order else None

    def state(self, check_id: str) -> str:
        """queued, examining, decided or failed. Raises `NotFound`."""
        with self._db.read() as session:
            found = session.scalar(select(Check.state).where(Check.id == check_id))
            if found is None:
                raise NotFound("check", check_id)
            return found

    def list_for(self, who: Identity) -> list[CheckView]:
        """The checks of productions that one makes, commissions or counsels, and those that found oneself or a member of one's
        union, or that touch its agreements; newest first."""
        with self._db.look() as session:
            rows = session.scalars(select(Check).where(within_reach(who)).order_by(Check.requested_at.desc(), Check.id))
            found = ((check, viewer_of(session, who, check)) for check in rows)
            return [_view(session, check, viewer) for check, viewer in found if viewer is not None]

    def receipt(self, who: Identity, check_id: str) -> dict[str, Any]:
        """The signed receipt, for the production. Raises `Conflict` where the check is not decided, `NotFound`."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            if check is None or check.production_id not in who.productions:
                raise NotFound("check", check_id)
            if _stale(check):
                raise Conflict("check-stale", check=check_id)
            if check.receipt is None:
                raise Conflict("check-no-receipt", check=check_id)
            return check.receipt

    def purge(self) -> int:
        """Delete the previews of checks whose receipt has expired, files that were kept for as long as they may be, and
        uploads that no check refers to.

        Where nothing is due nothing is written.
        """
        now = self._clock()
        over = Check.upload.is_not(None), Check.state.in_(OVER), Check.decided_at <= now - self._keeps
        with self._db.look() as session:
            rows = session.execute(select(Check.id, Check.receipt).where(Check.preview.is_not(None)))
            expired = [check for check, receipt in rows if receipt and parse_utc(receipt["expires_at"]) <= now]
            kept = dict(session.execute(select(Check.id, Check.upload).where(*over)).all())
            wanted = session.scalars(select(Check.upload).where(Check.upload.is_not(None))).all()
        if expired or kept:
            with self._db.write() as session:
                session.execute(update(Check).where(Check.id.in_(expired)).values(preview=None))
                session.execute(update(Check).where(Check.id.in_(kept), *over).values(upload=None))
        for upload in kept.values():
            self._uploads.delete(upload)
        return len(expired) + len(kept) + self._uploads.sweep([name for name in wanted if name])


def within_reach(who: Identity) -> ColumnElement[bool]:
    """Checks that somebody may have a part in; `viewer_of` says of each whether they have."""
    own = {performer for performer, _kind in who.represents} | ({who.performer_id} - {None})
    members = select(UnionMembership.performer_id).where(
        UnionMembership.union_id.in_(who.unions),
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )
    theirs = CheckPerson.performer_id.in_(own) | CheckPerson.performer_id.in_(members)
    under = (
        select(ProductionAgreement.production_id)
        .join(UnionAgreement, UnionAgreement.agreement == ProductionAgreement.agreement)
        .where(UnionAgreement.union_id.in_(who.unions))
    )
    return or_(
        Check.production_id.in_(who.productions | who.commissions | who.counsels),
        Check.id.in_(select(CheckPerson.check_id).where(theirs)),
        Check.production_id.in_(under),
        Check.declaration_sha256.in_(notices_to(who.unions)),
    )


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
    concerned = _touches_unions(check) and who.unions & unions(session, check.production_id)
    if members or concerned or _told(session, check, who.unions):
        return Viewer(Role.UNION, frozenset(members))
    return None


def _touches_unions(check: Check) -> bool:
    """Whether a rule of an agreement, not of a person alone, kept it from being cleared."""
    reasons = (check.decision or {}).get("reasons", ())
    return any(reason["layer"] == "union" and reason["verdict"] != "cleared" for reason in reasons)


def notices_to(union_ids: Collection[str]) -> Select[tuple[str | None]]:
    """The digests of declarations of which these unions were told; whoever was told may follow the matter."""
    return select(Approval.declaration_sha256).where(
        Approval.kind == "notice", Approval.union_id.in_(union_ids), Approval.revoked_at.is_(None)
    )


def _told(session: Session, check: Check, union_ids: Collection[str]) -> bool:
    of_it = Approval.production_id == check.production_id, Approval.declaration_sha256 == check.declaration_sha256
    return session.scalars(notices_to(union_ids).where(*of_it)).first() is not None


def _view(session: Session, check: Check, viewer: Viewer, before: int | None = None) -> CheckView:
    production = session.get_one(Production, check.production_id)
    declared = read_declaration(check.declaration)
    whole = viewer.role.makes_it
    result = None
    if check.state in OVER and check.decision is not None:
        result = project({"persons": []} | check.decision, viewer, people_of(session, check.id))
        if _stale(check):
            result["status"] = "cannot_decide"
    return CheckView(
        id=check.id,
        role=str(viewer.role),
        production_id=production.id,
        production=production.title,
        company=production.company,
        requested_at=check.requested_at,
        decided_at=check.decided_at,
        # whose worker is gone waits again, although its row still names the attempt
        state=check.state if before is None else "queued",
        stage=check.stage if before is None else "queued",
        progress=check.progress if before is None else 0,
        before=before,
        status="cannot_decide" if _stale(check) else check.status,
        verdict=result["verdict"] if result else None,
        file_name=check.file_name if whole else None,
        file_sha256=check.file_sha256 if whole else None,
        unit=declared.unit.id if whole else None,
        use=declared.use.model_dump(mode="json", exclude_none=True),
        declared=declared.model_dump(mode="json", exclude_unset=True) if whole else None,
        result=result,
        preview=check.preview if whole else None,
        width=(check.findings or {}).get("width") if whole else None,
        height=(check.findings or {}).get("height") if whole else None,
        has_receipt=viewer.role is Role.PRODUCTION and check.receipt is not None and not _stale(check),
        superseded=check.superseded_by is not None and check.state != "stale",
        stale=_stale(check),
        continued=check.superseded_by if whole and check.state == "stale" else None,
        file_kept=whole and check.state == "decided" and _waits_for_a_look(result),
    )


def _waits_for_a_look(result: Mapping[str, Any] | None) -> bool:
    """Whether the file may be here because a person looks, by what the viewer is told: whether it is, would tell of somebody
    declared whether there is anybody to look for."""
    reasons = [] if result is None else [*result["reasons"], *(r for p in result["persons"] for r in p["reasons"])]
    return any((reason["remedy"] or {}).get("ask") == "review" for reason in reasons)


def _stale(check: Check) -> bool:
    """Whether what it says no longer counts. Of one that releases nothing that is not said: a change that concerns others
    would show in it."""
    return check.state == "stale" or (check.due and check.verdict in ALLOWED)


def people_of(session: Session, check_id: str) -> dict[str, tuple[str, str]]:
    """Pseudonym -> (performer id, name) of the registered people of a check."""
    rows = session.execute(
        select(CheckPerson.pseudonym, Performer.id, Performer.name)
        .join(Performer, Performer.id == CheckPerson.performer_id)
        .where(CheckPerson.check_id == check_id)
    )
    return {pseudonym: (performer_id, name) for pseudonym, performer_id, name in rows}
