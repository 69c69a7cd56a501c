"""Which earlier checks show the same frames as a file: looked for before the decision, and once more within it for what came meanwhile."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from consent.spans import Span, joined
from registry.checks.copies.kept import KeptPrints, not_allowed
from registry.core.database import UNPROVEN, Database
from registry.gallery.sealing import Unreadable
from registry.ports.keys import KeyMissing
from registry.records.tables.checks import Check
from registry.records.tables.copies import CheckCopy, CheckPrints

if TYPE_CHECKING:
    from matching.copies.prints import Prints
    from matching.copies.search import SameFrames

log = logging.getLogger(__name__)

Opened = tuple[str, "Prints"]

_NEWEST = select(func.max(CheckPrints.id))
_UNPROVEN = {UNPROVEN: frozenset({"check_prints"})}
"""To prove that none is missing would mean to read all there are, for every check; the audit does."""


@dataclass(frozen=True)
class CopiesSeen:
    """What was looked for and found. prints: of the file. agreeing: check -> the frames that both show. up_to: the last that was
    looked through (`CheckPrints.id`). moments: when the file shows, in seconds and most exactly, what shows somebody there whose use is
    not allowed."""

    prints: "Prints" = field(repr=False)
    agreeing: "dict[str, list[SameFrames]]" = field(default_factory=dict, repr=False)
    up_to: int = 0
    moments: tuple[float, ...] = ()


SHOWN, APART = 3, 1.0
"""Moments of a copy that a reviewer is shown, and seconds between two of them."""


class Copies:
    """Looks for copies of one registry's checks. What was opened once stays in memory: a worker looks through the same for every
    file."""

    def __init__(self, db: Database, clock: Callable[[], datetime], kept: KeptPrints) -> None:
        self._db = db
        self._clock = clock
        self._kept = kept
        self._opened: dict[int, Opened] = {}

    def look(self, prints: "Prints | None") -> CopiesSeen | None:
        """Which checks so far show frames of a file; None where nothing of it can be known again."""
        if prints is None or not len(prints):
            return None
        with self._db.look() as session:
            up_to = session.scalar(_NEWEST) or 0
            agreeing = _agreeing(prints, self._through(session, 0, up_to))
            return CopiesSeen(prints, agreeing, up_to, _moments(session, agreeing))

    def link(self, session: Session, check: Check, looked: CopiesSeen) -> None:
        """Keep what a check's file is known by, and which checks show the same: of another production only those before it, so that
        nobody can unsettle what others were told by copying it. In the deciding transaction, which decides alone."""
        newest = session.scalar(_NEWEST, execution_options=_UNPROVEN) or 0
        agreeing = looked.agreeing | _agreeing(looked.prints, self._through(session, looked.up_to, newest))
        for other, frames in sorted(agreeing.items()):
            earlier = session.get_one(Check, other)
            if earlier.file_sha256 == check.file_sha256:  # what was found in this very file is known by its hash
                continue
            here = _spans((one.start, one.end) for one in frames)
            there = _spans((one.other_start, one.other_end) for one in frames)
            session.add(CheckCopy(check_id=check.id, other_id=other, spans=here, other_spans=there))
            if earlier.production_id == check.production_id:
                session.add(CheckCopy(check_id=other, other_id=check.id, spans=there, other_spans=here))
        self._kept.keep(session, check.id, looked.prints, self._clock())
        session.flush()

    def purge(self) -> int:
        """Destroy what is kept no longer; how much that was."""
        return self._kept.purge(self._db, self._clock())

    def _through(self, session: Session, after: int, up_to: int) -> list[Opened]:
        between = select(CheckPrints.id).where(CheckPrints.id > after, CheckPrints.id <= up_to)
        ids = list(session.scalars(between, execution_options=_UNPROVEN))
        if after == 0:  # the rest is kept no longer
            self._opened = {at: one for at, one in self._opened.items() if at in set(ids)}
        new = [at for at in ids if at not in self._opened]
        rows = select(CheckPrints).where(CheckPrints.id.in_(new)).options(undefer(CheckPrints.content))
        for row in session.scalars(rows, execution_options=_UNPROVEN) if new else ():
            try:
                self._opened[row.id] = row.check_id, self._kept.opened(row)
            except (KeyMissing, Unreadable):  # destroyed a moment ago, or lost: nothing is known again by it
                log.warning("%s: what its copies are known by does not open", row.check_id)
        return [self._opened[at] for at in ids if at in self._opened]


def _agreeing(prints: "Prints", opened: list[Opened]) -> "dict[str, list[SameFrames]]":
    from matching.copies.search import Bank

    return Bank(dict(opened)).search(prints) if opened else {}


def _moments(session: Session, agreeing: "dict[str, list[SameFrames]]") -> tuple[float, ...]:
    frames: list[SameFrames] = []
    for other, same in agreeing.items():
        check = session.get(Check, other)
        for times in (not_allowed(check) if check is not None else {}).values():
            frames += [one for one in same if meet(times, _spans([(one.other_start, one.other_end)]))]
    found: list[float] = []
    for one in sorted(frames, key=lambda one: (one.apart, one.start)):
        if len(found) < SHOWN and all(abs(one.start - at) >= APART for at in found):
            found.append(one.start)
    return tuple(sorted(found))


def meet(seen: Iterable[Span], frames: Iterable[Sequence[int]]) -> bool:
    """Whether somebody is in one of these frames; without times they are in all of them."""
    times = list(seen)
    return not times or any(start <= last and first <= end for start, end in frames for first, last in times)


def _spans(times: Iterable[tuple[float, float]]) -> list[list[int]]:
    spans: list[Span] = [(int(start * 1000), round(end * 1000)) for start, end in times]
    return [list(span) for span in joined(spans)]


def linked(session: Session, check_id: str) -> list[tuple[CheckCopy, Check]]:
    """The checks whose files show frames of this one's, the oldest first."""
    rows = session.scalars(select(CheckCopy).where(CheckCopy.check_id == check_id)).all()
    found = [(row, session.get_one(Check, row.other_id)) for row in rows]
    return sorted(found, key=lambda one: (one[1].requested_at, one[1].id))
