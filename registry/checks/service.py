"""Checks: asked for by a production, worked on by a worker, looked at by everybody whom they concern."""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consent.moments import parse_utc
from consent.verdicts import ALLOWED
from matching.origin.findings import Origin
from registry.checks.deciding import uses
from registry.checks.deciding.redeciding import continued
from registry.checks.examining.kept import KeptPictures, in_clear
from registry.checks.intake.endings import cancel
from registry.checks.intake.jobs import before
from registry.checks.intake.pieces import Pace, pace
from registry.checks.intake.uploads import Uploads, clean_name
from registry.checks.receipts.issued import is_over
from registry.checks.viewed import CheckView
from registry.core.database import UNPROVEN, Database, new_id
from registry.core.days import day_in
from registry.core.errors import Busy, Conflict, Invalid, NotFound
from registry.core.permissions import Identity, On, Permission, allowed, require
from registry.ledger.concerns import is_due
from registry.ledger.record import record
from registry.productions.contradictions import too_late
from registry.productions.declaration import Declaration, parse_declaration, read_declaration, refuse
from registry.productions.drafts.service import sent_in
from registry.records.checks import people_of, viewer_of
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.jobs import FileJob
from registry.records.tables.productions import Production
from registry.records.visibility import Role, Viewer, project

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
        keeps: timedelta,
        pictures: KeptPictures,
    ) -> None:
        self._db = db
        self._clock = clock
        self._uploads = uploads
        self._most = most
        self._keeps = keeps
        self._pictures = pictures

    def register(
        self,
        who: Identity,
        production_id: str,
        source: BinaryIO,
        file_name: str,
        declaration: dict[str, Any] | bytes,
        draft_id: str | None = None,
    ) -> Check:
        """Take a file in and queue its check. Workers look for it by themselves. draft_id: the draft that the declaration was
        written as, which is marked as sent in with it.

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
            return self._queue(who, declared, upload.name, upload.sha256, upload.size, clean_name(file_name), draft_id)
        except BaseException:
            self._uploads.delete(upload.name)
            raise

    def _queue(
        self,
        who: Identity,
        declared: Declaration,
        upload: str,
        sha256: str,
        size: int,
        file_name: str,
        draft_id: str | None,
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
                EventKind.CHECK_QUEUED,
                check.id,
                at=moment,
                file=sha256,
                declaration=check.declaration_sha256,
            )
            if draft_id is not None:
                sent_in(session, who, draft_id, declared, moment)
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
            moment = self._clock()
            if check.state in OVER:
                return _view(session, check, viewer, moment, self._pictures.opened)
            return _view(
                session,
                check,
                viewer,
                moment,
                self._pictures.opened,
                before(session, check.id, moment),
                pace(session, check.id, moment),
            )

    def pace(self, check_id: str) -> Pace | None:
        """How far the pieces of a check are; None where it has none."""
        with self._db.read() as session:
            return pace(session, check_id, self._clock())

    def cancel(self, who: Identity, check_id: str) -> None:
        """End a check that is under way: it is not decided, whoever works on it stops, and its file is deleted. Raises `Conflict`
        for one that is over, `NotFound`."""
        with self._db.write() as session:
            check = session.scalars(select(Check).where(Check.id == check_id).with_for_update()).one_or_none()
            if check is None or not allowed(who, Permission.CHECK_REQUEST, On(production_id=check.production_id)):
                raise NotFound("check", check_id)
            if check.state not in UNDER_WAY:
                raise Conflict("check-over", check=check_id)
            upload = check.upload
            cancel(session, check, self._clock(), who.account_id)
        if upload is not None:
            self._uploads.delete(upload)

    def state(self, check_id: str) -> str:
        """queued, examining, decided or failed. Raises `NotFound`."""
        with self._db.read() as session:
            found = session.scalar(select(Check.state).where(Check.id == check_id))
            if found is None:
                raise NotFound("check", check_id)
            return found

    def picture(self, who: Identity, check_id: str) -> bytes | None:
        """The small picture (JPEG) that is kept of a check, for whoever makes or approves it; None where none is. Raises
        `NotFound`, for everybody else as well."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None or not viewer.role.makes_it:
                raise NotFound("check", check_id)
            picture = self._pictures.opened(check)
            return None if picture is None else base64.b64decode(picture)

    def receipt(self, who: Identity, check_id: str) -> dict[str, Any]:
        """The signed receipt, for the production. Raises `Conflict` where the check is not decided, `NotFound`."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            if check is None or check.production_id not in who.productions:
                raise NotFound("check", check_id)
            if not is_over(check, self._clock()) and _stale(session, check):
                raise Conflict("check-stale", check=check_id)
            if check.receipt is None:
                raise Conflict("check-no-receipt", check=check_id)
            return check.receipt

    def purge(self) -> int:
        """Delete the previews of checks whose receipt has expired, files that were kept for as long as they may be, and
        uploads that no job refers to.

        Where nothing is due nothing is written.
        """
        now = self._clock()
        over = Check.upload.is_not(None), Check.state.in_(OVER), Check.decided_at <= now - self._keeps
        with self._db.look() as session:
            rows = session.execute(select(Check.id, Check.receipt).where(Check.preview.is_not(None)))
            expired = [check for check, receipt in rows if receipt and parse_utc(receipt["expires_at"]) <= now]
            expired += session.scalars(select(Check.id).where(in_clear()))  # left by a program that did not seal them
            rows = session.execute(select(Check.id, Check.upload).where(*over))
            kept = {check: upload for check, upload in rows if upload is not None}
            wanted = [*session.scalars(select(Check.upload).where(Check.upload.is_not(None)))]
            others = session.scalars(select(FileJob.uploads).where(FileJob.state.in_(UNDER_WAY)))
            wanted += [upload for uploads in others for upload in uploads]
        if expired or kept:
            with self._db.write() as session:
                session.execute(update(Check).where(Check.id.in_(expired)).values(preview=None))
                session.execute(update(Check).where(Check.id.in_(kept), *over).values(upload=None))
        for upload in kept.values():
            self._uploads.delete(upload)
        self._pictures.purge(self._db)
        return len(expired) + len(kept) + self._uploads.sweep([name for name in wanted if name])


def _view(
    session: Session,
    check: Check,
    viewer: Viewer,
    moment: datetime,
    opened: Callable[[Check], str | None],
    before: int | None = None,
    pieces: Pace | None = None,
) -> CheckView:
    production = session.get_one(Production, check.production_id)
    declared = read_declaration(check.declaration)
    whole, over = viewer.role.makes_it, is_over(check, moment)
    stale = over or _stale(session, check)
    result = None
    if check.state in OVER and check.decision is not None:
        result = project({"persons": []} | check.decision, viewer, people_of(session, check.id))
        if stale:
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
        progress=pieces.per_cent if pieces else check.progress if before is None else 0,
        pieces=pieces,
        before=before,
        status="cannot_decide" if stale else check.status,
        verdict=result["verdict"] if result else None,
        file_name=check.file_name if whole else None,
        file_sha256=check.file_sha256 if whole else None,
        unit=declared.unit.id if whole else None,
        use=declared.use.model_dump(mode="json", exclude_none=True),
        declared=declared.model_dump(mode="json", exclude_unset=True) if whole else None,
        result=result,
        preview=opened(check) if whole else None,
        width=(check.findings or {}).get("width") if whole else None,
        height=(check.findings or {}).get("height") if whole else None,
        length=(check.findings or {}).get("length") if whole else None,
        sampling=(check.findings or {}).get("sampling") if whole else None,
        waveform=(check.findings or {}).get("waveform") if whole else None,
        known=(check.findings or {}).get("known") if whole else None,
        origin=Origin.of_note(noted) if whole and (noted := (check.findings or {}).get("origin")) else None,
        has_receipt=viewer.role is Role.PRODUCTION and check.receipt is not None and (over or not stale),
        superseded=check.superseded_by is not None and check.state != "stale",
        stale=stale,
        over=over,
        continued=check.superseded_by if whole and check.state == "stale" else None,
        file_kept=whole and check.state == "decided" and _waits_for_a_look(result),
    )


def _waits_for_a_look(result: Mapping[str, Any] | None) -> bool:
    """Whether the file may be here because a person looks, by what the viewer is told: whether it is, would tell of somebody
    declared whether there is anybody to look for."""
    reasons = [] if result is None else [*result["reasons"], *(r for p in result["persons"] for r in p["reasons"])]
    return any((reason["remedy"] or {}).get("ask") == "review" for reason in reasons)


def is_stale(state: str, *, due: bool, allowed: bool) -> bool:
    """Whether what a check says no longer counts; allowed: whether the verdict that the production is told lets it use the file.
    Of one that releases nothing that is not said: a change that concerns others would show in it."""
    return state == "stale" or (due and allowed)


def _stale(session: Session, check: Check) -> bool:
    return is_stale(check.state, due=is_due(session, check), allowed=check.verdict in ALLOWED)
