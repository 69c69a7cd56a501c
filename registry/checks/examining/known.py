"""What an earlier version of a check's file told about where people are in it, so that only what was changed is searched again.

Kept is what the networks that find somebody answered (`matching.known`): places and points in pixels, by the hash of the pixels that
they were shown; nothing that anybody is recognised by. It is sealed under a key of the check's own, serves the same production alone,
and goes with the key: when the next version of the unit is cleared, after `KEPT`, and where the check comes to nothing. Whatever does
not open is searched for again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from consent.spans import Span, joined, whole
from matching.shots import SECTION
from registry.checks.intake.jobs import Jobs, Lease
from registry.core.database import Database
from registry.gallery.sealing import Sealed, Unreadable, open_known, seal_known
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckKnown, CheckPiece

if TYPE_CHECKING:
    from matching.known import KnownAnswers
    from matching.media.stream import Stretch

KEPT = timedelta(days=30)
MOST_BYTES = 64 * 2**20
"""What is kept of one stretch takes no more than this, or nothing is."""

OVER, UNDER_WAY = ("decided", "stale"), ("queued", "examining")


@dataclass(frozen=True)
class EarlierVersion:
    """known: what it told, none if there is none. check: which one that is."""

    known: "KnownAnswers"
    check: str | None = None


class KnownVersions:
    """What is kept of one registry's checks."""

    def __init__(self, db: Database, clock: Callable[[], datetime], jobs: Jobs, keystore: KeyStore) -> None:
        self._db = db
        self._clock = clock
        self._jobs = jobs
        self._keystore = keystore

    def earlier(self, check: Check, stretch: "Stretch | None" = None) -> EarlierVersion:
        """The latest other check of the same file, or else of the same unit, in the same production; of a stretch, what was told near
        it. Nobody relies on what is read here: what was altered does not open, and what opens answers for the very same pixels alone."""
        from matching.known import KnownAnswers, read

        with self._db.look() as session:
            of = session.scalar(_latest(check, self._clock() - KEPT))
            if of is None:
                return EarlierVersion(KnownAnswers())
            answers: dict[bytes, bytes] = {}
            rows = select(CheckKnown).where(CheckKnown.check_id == of)
            for row in session.scalars(rows):
                if stretch is None or _near(row, stretch):
                    with suppress(KeyMissing, Unreadable, ValueError):
                        answers |= read(self._opened(session, row, check.production_id))
            return EarlierVersion(KnownAnswers(answers), of)

    def _opened(self, session: Session, row: CheckKnown, production_id: str) -> bytes:
        content = session.scalar(select(CheckKnown.content).where(CheckKnown.id == row.id))
        key = self._keystore.get(_key_of(row.check_id))
        return open_known(key, Sealed(row.nonce, content or b""), **_bound(row, production_id))

    def put_down(self, lease: Lease, found: EarlierVersion) -> None:
        """Keep what an examination told, for the next version. Raises `LeaseLost`, `KeyMissing`, `OSError`."""
        from matching.known import written

        if not found.known.sections:  # it does not move
            return
        content = written(found.known.given)
        with self._jobs.ending(lease) as (session, job, moment):
            check_id, number = (job.check_id, job.number) if isinstance(job, CheckPiece) else (job.id, 0)
            row = CheckKnown(
                check_id=check_id,
                number=number,
                earlier_id=found.check,
                made_at=moment,
                sections=[[at, known] for at, known in found.known.sections.items()],
            )
            key = self._keystore.get_or_create(_key_of(check_id))
            kept = content if len(content) <= MOST_BYTES else b""
            sealed = seal_known(key, kept, **_bound(row, job.production_id))
            row.nonce, row.content = sealed.nonce, sealed.ciphertext
            session.execute(delete(CheckKnown).where(CheckKnown.check_id == check_id, CheckKnown.number == number))
            session.add(row)

    def told(self, check_id: str, length: float) -> dict[str, Any] | None:
        """Which half minutes of a check's film were known from an earlier version, and from which: `known` of `of`, with their `spans`
        in milliseconds; None where there is no earlier one. length: of the film, in seconds."""
        with self._db.read() as session:
            of_check = select(CheckKnown).where(CheckKnown.check_id == check_id).order_by(CheckKnown.number)
            rows = session.scalars(of_check).all()
            earlier = next((row.earlier_id for row in rows if row.earlier_id is not None), None)
            if earlier is None:
                return None
            version = session.get_one(Check, earlier).unit_version
        sections: dict[int, bool] = {}
        for row in rows:
            for number, known in row.sections:
                sections[number] = sections.get(number, True) and known and row.earlier_id == earlier
        spans = [_span(number, length) for number, known in sections.items() if known]
        return {
            "check": earlier,
            "version": version,
            "known": len(spans),
            "of": len(sections),
            "spans": [list(span) for span in joined(spans)],
        }

    def purge(self) -> int:
        """Destroy what is kept no longer; how much that was."""
        keys = self._keystore.names("N-")  # before the rows: a key that is made meanwhile is no stray
        if not keys:
            return 0
        oldest = self._clock() - KEPT
        with self._db.look() as session:
            rows = session.execute(select(CheckKnown.check_id, CheckKnown.made_at)).all()
            checks = {check: session.get_one(Check, check) for check, _ in rows}
            live = {_key_of(check) for check in session.scalars(select(Check.id).where(Check.state.in_(UNDER_WAY)))}
        over = {check for check, made in rows if made <= oldest or not _is_kept(checks[check])}
        live |= {_key_of(check) for check in checks if check not in over}
        gone = [key for key in keys if key not in live]
        for key in gone:
            self._keystore.destroy(key)
        if over:
            with self._db.write() as session:
                session.execute(delete(CheckKnown).where(CheckKnown.check_id.in_(over)))
        return len(gone)


def _latest(check: Check, since: datetime) -> Any:
    same = or_(Check.unit_key == check.unit_key, Check.file_sha256 == check.file_sha256)
    kept = select(CheckKnown.check_id).where(CheckKnown.made_at > since)
    return (
        select(Check.id)
        .where(Check.production_id == check.production_id, same, Check.id != check.id)
        .where(Check.state.in_(OVER), Check.id.in_(kept))
        .order_by((Check.file_sha256 == check.file_sha256).desc(), Check.requested_at.desc(), Check.id.desc())
        .limit(1)
    )


def _is_kept(check: Check) -> bool:
    return check.state in UNDER_WAY or (check.state in OVER and check.superseded_by is None)


def _near(row: CheckKnown, stretch: "Stretch") -> bool:
    """Whether it told of a half minute of the stretch, or of one beside it, where a shot goes on."""
    return any(
        stretch.start - SECTION < (number + 1) * SECTION and number * SECTION < stretch.end + SECTION
        for number, _ in row.sections
    )


def _bound(row: CheckKnown, production_id: str) -> dict[str, Any]:
    """What it is only good for: this stretch of this check of this production."""
    return {"check_id": row.check_id, "number": row.number, "production_id": production_id}


def _span(number: int, length: float) -> Span:
    return whole(number * SECTION, min((number + 1) * SECTION, length))


def _key_of(check_id: str) -> str:
    return "N-" + check_id.removeprefix("K-")
