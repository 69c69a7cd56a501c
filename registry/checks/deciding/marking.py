"""Marking the checks that large changes concern: what a request left to a worker (registry.ledger.concerns)."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Select, not_, select, update

from registry.checks.receipts.issued import unexpired
from registry.core.database import UNPROVEN, Database
from registry.core.errors import RecordsAltered
from registry.ledger.concerns import covered, open_concerns
from registry.records.tables.checks import Check, IssuedReceipt
from registry.records.tables.ledger import OpenConcern

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Checks that are marked in one transaction: others wait for as long as it takes."""


class Marking:
    """Marks what open concerns cover, some checks a transaction, and closes each once it covers nothing that is not marked.
    Whoever is killed in between leaves the concern open: what it covers is due all the same. Several may work at a time."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def run(self) -> int:
        """Marks all that is open, the oldest concern first; answers how many checks were marked. A check whose record was
        altered keeps its concern open and stops no other."""
        with self._db.look() as session:
            concerns = open_concerns(session)
        return sum(self._of(concern.index) for concern in concerns)

    def _of(self, index: int) -> int:
        marked = 0
        try:
            with self._db.look() as session:
                concern = session.get(OpenConcern, index)
                left = [] if concern is None else list(session.scalars(_left(concern)))
            whole = True
            for start in range(0, len(left), AT_ONCE):
                some = left[start : start + AT_ONCE]
                try:
                    marked += self._mark(index, some)
                except RecordsAltered:
                    done = [self._marked_alone(index, check) for check in some]
                    marked += sum(filter(None, done))
                    whole = whole and None not in done
            if whole:
                marked += self._mark(index, self._hidden(index), close=True)
        except Exception as problem:  # it stays open, so what it covers stays due; another run tries again
            why = problem if isinstance(problem, RecordsAltered) else type(problem).__name__
            log.error("the concern of entry %d stays open: %s", index, why)
        return marked

    def _marked_alone(self, index: int, check: str) -> int | None:
        try:
            return self._mark(index, [check])
        except RecordsAltered:
            return None

    def _mark(self, index: int, checks: Sequence[str], *, close: bool = False) -> int:
        with self._db.write() as session:
            concern = session.get(OpenConcern, index)
            if concern is None:
                return 0  # another worker closed it: everything that it covered is marked
            # without proof: nobody loses by a mark too many, and what is marked is proven as it is written
            left = _left(concern).where(Check.id.in_(checks))
            found = list(session.scalars(left, execution_options={UNPROVEN: frozenset({"check_", "check_person"})}))
            session.execute(update(Check).where(Check.id.in_(found)).values(due=True))
            if close:
                session.delete(concern)
            return len(found)

    def _hidden(self, index: int) -> list[str]:
        """What is left although a look at the database showed nothing more: asked with proof, of whom checks show, and of every
        receipt that may still count. Somebody may have altered a record only until it was passed over. What is proven to be
        marked stays so until the check is decided again, and that decision takes account of the change."""
        with self._db.read() as session:
            concern = session.get(OpenConcern, index)
            if concern is None:
                return []
            left = _left(concern)
            found = set(session.scalars(left, execution_options={UNPROVEN: frozenset({"check_"})}))
            released = left.join(IssuedReceipt, IssuedReceipt.check_id == Check.id)
            return sorted({*found, *session.scalars(released.where(*unexpired(self._clock())))})


def _left(concern: OpenConcern) -> Select[str]:
    """The checks that a concern covers and that are not marked."""
    return select(Check.id).where(not_(Check.due), covered(concern))
