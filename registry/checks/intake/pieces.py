"""A check whose file is looked at in pieces: their rows, from the cut to the last one that is done.

While they wait or are worked on, nobody holds the check itself. The last one that is done queues it again: whoever takes it up then
joins what was found, so that this, too, is done once, and by somebody else where a worker dies over it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.checks.intake.endings import SYSTEM
from registry.checks.intake.jobs import queue_again
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckPiece

if TYPE_CHECKING:
    from matching.media.stream import Stretch

PLANNED, LOOKED_AT = 5, 60
"""Per cent of a check that is done when its file is cut, and when all of its pieces are."""


@dataclass(frozen=True)
class Pace:
    """How far a check in pieces is. seconds_left: until all of them are done, at the pace of those that are; None before the first
    is."""

    done: int
    pieces: int
    seconds_left: int | None = None

    @property
    def per_cent(self) -> int:
        """Of the whole check."""
        return PLANNED + (LOOKED_AT - PLANNED) * self.done // self.pieces


def cut(session: Session, check: Check, stretches: "Sequence[Stretch]", moment: datetime) -> None:
    """Make a job of each stretch. The caller holds the check, and holds it no longer afterwards."""
    for one in stretches:
        session.add(
            CheckPiece(
                id=f"{check.id}.{one.number:05}",
                check_id=check.id,
                production_id=check.production_id,
                requested_by=check.requested_by,
                requested_at=check.requested_at,
                number=one.number,
                pieces=one.of,
                starts_at=one.start,
                ends_at=one.end,
            )
        )
    _wait(session, check, moment, pieces=len(stretches))


def _wait(session: Session, check: Check, moment: datetime, **why: int) -> None:
    """The check is in its pieces' hands: whoever held it, does so no more."""
    record(session, SYSTEM, EventKind.CHECK_CUT, check.id, at=moment, **why)
    check.state, check.stage, check.progress, check.lease_until = "examining", "pieces", PLANNED, None
    check.attempt += 1


def finish(session: Session, piece: CheckPiece, moment: datetime) -> None:
    """A piece is done; with the last one the check goes on. The caller holds the piece."""
    piece.state, piece.stage, piece.progress, piece.lease_until = "done", "done", 100, None
    piece.done_at = moment
    record(session, SYSTEM, EventKind.PIECE_DONE, piece.id, at=moment, attempt=piece.attempt)
    if all(state == "done" for state in states(session, piece.check_id)):
        queue_again(session, piece.check, moment, pieces=piece.pieces)


def do_again(session: Session, check: Check, pieces: Collection[CheckPiece], moment: datetime) -> None:
    """These pieces have to be done once more. The caller holds the check, and holds it no longer afterwards."""
    for piece in pieces:
        piece.nonce = piece.findings = piece.done_at = piece.content_sha256 = None
        queue_again(session, piece, moment, unreadable=piece.attempt)
    _wait(session, check, moment, again=len(pieces))


def stretch_of(piece: CheckPiece) -> "Stretch":
    """What a piece is of the file."""
    from matching.media.stream import Stretch

    return Stretch(piece.number, piece.pieces, piece.starts_at, piece.ends_at)


def states(session: Session, check_id: str) -> Sequence[str]:
    """What became of each piece so far; none where the check is not cut."""
    return session.scalars(select(CheckPiece.state).where(CheckPiece.check_id == check_id)).all()


def pace(session: Session, check_id: str, moment: datetime) -> Pace | None:
    """How far its pieces are; None where the check is not cut."""
    found = states(session, check_id)
    done = found.count("done")
    if not found:
        return None
    began = session.scalar(select(func.min(CheckPiece.taken_up_at)).where(CheckPiece.check_id == check_id))
    if not done or began is None:
        return Pace(done, len(found))
    return Pace(done, len(found), round((moment - began).total_seconds() / done * (len(found) - done)))
