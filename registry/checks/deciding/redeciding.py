"""Deciding again: a record has changed that decisions rest on or wait for.

The vectors are gone by then, and mostly the file, too; what was found is kept without them, so the same answers can be
judged by what is on record now. Where that would let the file be used and the gallery has changed since, somebody new may be
in the file. Then it is compared again: by itself, as a check of its own, where the file is still here because a person had to
look; else the check is stale and the production is told to show the same file again. Approvals, and what people have
answered, stay valid for that.
"""

import logging
import math
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consent.verdicts import ALLOWED
from matching.origin.findings import Origin
from registry.checks.deciding.decider import Decider, GalleryChanged, Seen
from registry.checks.deciding.marking import Marking
from registry.checks.deciding.people import Recognition, noted_in
from registry.checks.intake.endings import SYSTEM
from registry.checks.intake.uploads import Uploads
from registry.checks.receipts.issued import live, recall
from registry.checks.receipts.receipt import GalleryUsed
from registry.core.database import Database, new_id
from registry.ledger.concerns import settle
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.checks import Check, CheckCandidate
from registry.records.tables.ledger import LedgerHead

log = logging.getLogger(__name__)

SOME_SECONDS = 5.0
"""How long a worker decides again at a stretch."""
TOGETHER = 20
"""Checks that are decided again in one transaction at most."""
HELD_SECONDS = 0.5
"""How long after the first, which proves the most, no further one is taken into it: whoever else writes waits for it."""
LET_IN_SECONDS = 0.02
"""What is left to them between two."""


class Redecider:
    """Makes the decisions that are due, some in a transaction."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        decider: Callable[[], Decider],
        uploads: Uploads,
        marking: Marking,
    ) -> None:
        self._db = db
        self._clock = clock
        self._decider = decider
        self._uploads = uploads
        self._marking = marking
        self._failed: set[str] = set()

    def run_due(self, seconds: float = math.inf) -> int:
        """Mark what large changes concern, then decide every check that is due again, for about so many seconds at most;
        answers how many decisions came out differently.

        One that fails stays due, which means that its receipt does not count; the others are made all the same.
        """
        until = time.monotonic() + seconds
        self._marking.run()
        with self._db.look() as session:
            due = list(session.scalars(self.due()))
        self._failed.intersection_update(due)
        due.sort(key=self._failed.__contains__)  # none that fails keeps another waiting
        changed = done = 0
        while done < len(due) and time.monotonic() <= until:
            if done:
                time.sleep(LET_IN_SECONDS)
            some = due[done : done + TOGETHER]
            try:
                found = self._decide(some)
            except Exception:  # which of them it is shows when each is alone
                found = [self._alone(check_id) for check_id in some]
            changed, done = changed + sum(found), done + len(found)
        return changed

    def _alone(self, check_id: str) -> bool:
        try:
            changed = self.redecide(check_id)
        except Exception as problem:  # stays due: nothing is released by it, and another run tries again
            self._failed.add(check_id)
            log.error("%s: deciding again failed: %s", check_id, type(problem).__name__)
            return False
        self._failed.discard(check_id)
        return changed

    def run_some(self) -> int:
        """The same for a few seconds, so that whoever does other things besides gets to them."""
        return self.run_due(SOME_SECONDS)

    @staticmethod
    def due() -> Select[str]:
        """The checks that are marked as due, in the order in which they are decided again."""
        return select(Check.id).where(Check.due).order_by(Check.requested_at, Check.id)

    def redecide(self, check_id: str) -> bool:
        """Decide one check again, if it is due; whether anything changed."""
        return self._decide([check_id])[0]

    def _decide(self, checks: Sequence[str]) -> list[bool]:
        """Decides the first of these again in one transaction, so that what several rest on is proven once; answers for each
        of those whether anything changed. Where one fails, nothing is written of any."""
        until, files, changed = math.inf, list[str](), list[bool]()
        with self._db.write() as session:
            session.scalars(select(LedgerHead).with_for_update()).one_or_none()
            for check_id in checks:
                changed.append(self._again(session, check_id, files))
                until = min(until, time.monotonic() + HELD_SECONDS)
                if time.monotonic() > until:
                    break
        for upload in files:
            self._uploads.delete(upload)
        return changed

    def _again(self, session: Session, check_id: str, files: list[str]) -> bool:
        """files: takes in what is not needed any more once this is written."""
        check = session.scalars(select(Check).where(Check.id == check_id).with_for_update()).one_or_none()
        if check is None or check.state != "decided" or not check.due:
            return False
        settle(session, check)
        moment, upload = self._clock(), check.upload
        if not _matters(session, check, moment):
            return False
        try:
            changed = self._decider().conclude(session, check, seen_before(session, check))
        except (GalleryChanged, KeyError):  # KeyError: what was found is not on record
            changed = True
            if self._stale(session, check, moment):
                upload = None
        if upload is not None and check.upload is None:
            files.append(upload)
        return changed

    def _stale(self, session: Session, check: Check, moment: datetime) -> bool:
        """The check cannot be decided from what was found; whether another compares its file again, since it is here."""
        check.state, check.status = "stale", "cannot_decide"
        recall(session, check.id, "recheck", moment)
        record(session, SYSTEM, EventKind.CHECK_STALE, check.id, at=moment)
        if check.upload is None or not self._uploads.has(check.upload):
            check.upload = None
            notify(session, "notice-check-stale", production=check.production_id, check=check.id, file=check.file_name)
            return False
        follows = continued(session, check, check.upload, SYSTEM, moment)
        check.upload = None
        notify(session, "notice-check-compared", production=check.production_id, check=follows.id, earlier=check.id)
        return True


def continued(session: Session, check: Check, upload: str, actor: str, moment: datetime) -> Check:
    """A check of the same file under the same declaration, queued to compare it again; the earlier one names it."""
    follows = Check(
        id=new_id("K"),
        production_id=check.production_id,
        requested_by=check.requested_by,
        requested_at=moment,
        file_name=check.file_name,
        file_sha256=check.file_sha256,
        file_size=check.file_size,
        declaration=check.declaration,
        declaration_sha256=check.declaration_sha256,
        unit_key=check.unit_key,
        unit_version=check.unit_version,
        upload=upload,
        state="queued",
        stage="queued",
        progress=0,
        attempt=0,
        deaths=0,
    )
    session.add(follows)
    check.superseded_by = follows.id
    record(
        session, actor, EventKind.CHECK_QUEUED, follows.id, at=moment, file=check.file_sha256,
        declaration=check.declaration_sha256, earlier=check.id,
    )  # fmt: skip
    return follows


def _matters(session: Session, check: Check, moment: datetime) -> bool:
    """Whether the check is still waiting for a yes, or has a receipt that counts.

    What was cleared and has run out is over: no record brings it back to life. Nor does one bring back a version of a
    unit whose successor is cleared.
    """
    if check.superseded_by is not None:
        return False
    if check.verdict in ALLOWED:
        return live(session, check.id, moment) or _waits(check)
    later = select(Check.id).where(
        Check.unit_key == check.unit_key,
        Check.unit_version > check.unit_version,
        Check.state == "decided",
        Check.verdict.in_(ALLOWED),
    )
    return session.scalars(later).first() is None


def _waits(check: Check) -> bool:
    return any(not duty.get("done") for duty in (check.decision or {}).get("duties", ()))


def seen_before(session: Session, check: Check) -> Seen:
    """What the examination found, from what is on record. Raises `KeyError` where it is not."""
    findings: dict[str, Any] = check.findings or {}
    versions: dict[str, Any] = check.versions or {}
    candidates: dict[str, list[CheckCandidate]] = {}
    of_check = select(CheckCandidate).where(CheckCandidate.check_id == check.id)
    for row in session.scalars(of_check.order_by(CheckCandidate.ref, CheckCandidate.rank)):
        candidates.setdefault(row.ref, []).append(row)
    return Seen(
        sha256=check.file_sha256,
        size=check.file_size,
        media=findings["media"],
        width=findings["width"],
        height=findings["height"],
        models=versions["models"],
        thresholds=versions["thresholds"],
        found=tuple(
            Recognition.of_note(
                note,
                subject=next((row.performer_id for row in candidates.get(note["ref"], ()) if row.named), None),
                candidates=tuple(row.performer_id for row in candidates.get(note["ref"], ())),
                bands=tuple(row.band for row in candidates.get(note["ref"], ())),
            )
            for note in noted_in(findings)
        ),
        gallery=GalleryUsed(**versions["gallery"]),
        length=findings.get("length", 0.0),
        sampling=findings.get("sampling"),
        waveform=findings.get("waveform"),
        known=findings.get("known"),
        origin=Origin.of_note(findings["origin"]) if "origin" in findings else None,
        preview=check.preview,
    )
