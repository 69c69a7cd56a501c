"""Checks: asked for by a production, worked on by a worker, looked at by everybody whom they concern."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from consent.moments import parse_utc
from registry.approvals.established import unions
from registry.approvals.models import Approval
from registry.checks import uses
from registry.checks.models import Check, CheckPerson
from registry.checks.uploads import Uploads, clean_name
from registry.consents.records import member_unions
from registry.database import Database, new_id
from registry.declaration import Declaration, parse_declaration
from registry.errors import Conflict, Invalid, NotFound
from registry.events import Kind, record
from registry.performers.models import Performer
from registry.performers.records import hears_of_findings
from registry.permissions import Identity, On, Permission, require
from registry.productions.models import Production, ProductionAgreement
from registry.unions.models import UnionAgreement, UnionMembership
from registry.visibility import Role, Viewer, project

OVER = ("decided", "failed", "stale")


@dataclass(frozen=True)
class CheckView:
    """One check as its viewer may know it.

    role: as whom they look (see visibility.Role). file_name, unit, declared, preview: for those alone who make it or
    approve it, since the picture is not released. result: see visibility.project; None until the check is over. stale: what it
    says no longer counts; with state `stale` the file has to be checked again, else it is about to be decided again.
    """

    id: str
    role: str
    production_id: str
    production: str
    company: str
    requested_at: datetime
    decided_at: datetime | None
    state: str
    stage: str
    progress: int
    status: str | None
    verdict: str | None
    file_name: str | None
    file_sha256: str | None
    unit: str | None
    use: dict[str, Any]
    declared: dict[str, Any] | None
    result: dict[str, Any] | None
    preview: str | None
    width: int | None
    height: int | None
    has_receipt: bool
    superseded: bool
    stale: bool


class Checks:
    """Checks of one registry. `wake` tells a worker that there is something to do; that it is heard is not needed."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], uploads: Uploads, wake: Callable[[str], None]
    ) -> None:
        self._db = db
        self._clock = clock
        self._uploads = uploads
        self._wake = wake

    def request(
        self, who: Identity, production_id: str, source: BinaryIO, file_name: str, declaration: dict[str, Any] | bytes
    ) -> Check:
        """Take a file in and queue its check.

        The declaration must name this very production. Raises `DeclarationError` (an `Invalid`), `Invalid` for a file
        that is too large, `Conflict` for a full disk, `Forbidden`; then nothing is left behind.
        """
        check = self.register(who, production_id, source, file_name, declaration)
        self._wake(check.id)
        return check

    def register(
        self, who: Identity, production_id: str, source: BinaryIO, file_name: str, declaration: dict[str, Any] | bytes
    ) -> Check:
        """`request` without waking a worker: for whoever runs the check themselves."""
        require(who, Permission.CHECK_REQUEST, On(production_id=production_id))
        declared = parse_declaration(declaration)
        if declared.production != production_id:
            raise Invalid("declaration-other-production", {"production": "declaration-field-wrong"})
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
            if session.get(Production, declared.production) is None:
                raise NotFound("production", declared.production)
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
                unit_key=uses.unit_key(declared.production, declared.unit.id),
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
        return check

    def get(self, who: Identity, check_id: str) -> CheckView:
        """One check as this viewer may see it. Raises `NotFound` for an unknown one and for one that is not theirs."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None:
                raise NotFound("check", check_id)
            return _view(session, check, viewer)

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
        """Delete the previews of checks whose receipt has expired, and uploads that no check refers to.

        Where no preview is due nothing is written.
        """
        now = self._clock()
        with self._db.look() as session:
            rows = session.execute(select(Check.id, Check.receipt).where(Check.preview.is_not(None)))
            expired = [check for check, receipt in rows if receipt and parse_utc(receipt["expires_at"]) <= now]
            wanted = session.scalars(select(Check.upload).where(Check.upload.is_not(None))).all()
        if expired:
            with self._db.write() as session:
                session.execute(update(Check).where(Check.id.in_(expired)).values(preview=None))
        return len(expired) + self._uploads.sweep([name for name in wanted if name])


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


def _view(session: Session, check: Check, viewer: Viewer) -> CheckView:
    production = session.get_one(Production, check.production_id)
    declared = parse_declaration(check.declaration)
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
        state=check.state,
        stage=check.stage,
        progress=check.progress,
        status="cannot_decide" if _stale(check) else check.status,
        verdict=result["verdict"] if result else None,
        file_name=check.file_name if whole else None,
        file_sha256=check.file_sha256 if whole else None,
        unit=declared.unit.id if whole else None,
        use=declared.use.model_dump(mode="json", exclude_none=True),
        declared=declared.model_dump(mode="json", exclude_none=True) if whole else None,
        result=result,
        preview=check.preview if whole else None,
        width=(check.findings or {}).get("width") if whole else None,
        height=(check.findings or {}).get("height") if whole else None,
        has_receipt=viewer.role is Role.PRODUCTION and check.receipt is not None and not _stale(check),
        superseded=check.superseded_by is not None,
        stale=_stale(check),
    )


def _stale(check: Check) -> bool:
    return check.due or check.state == "stale"


def people_of(session: Session, check_id: str) -> dict[str, tuple[str, str]]:
    """Pseudonym -> (performer id, name) of the registered people of a check."""
    rows = session.execute(
        select(CheckPerson.pseudonym, Performer.id, Performer.name)
        .join(Performer, Performer.id == CheckPerson.performer_id)
        .where(CheckPerson.check_id == check_id)
    )
    return {pseudonym: (performer_id, name) for pseudonym, performer_id, name in rows}
