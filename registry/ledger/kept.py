"""Answers that were made of proven rows, kept for as long as the signed head says that these rows are the same.

Nothing is ever out of date for it, whoever changed it: each transaction reads the head that is in force in it, and what that
says of the rows decides whether an answer still holds. So it costs the head, and no statement about the rows.
"""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from registry.ledger.binding import watch_of
from registry.ledger.watching import Proven

Answer = TypeVar("Answer")

Standing = Mapping[Proven, Mapping[str, bytes]]
"""Set of rows -> primary key -> digest of each row that belongs to it."""


class KeptAnswers(Generic[Answer]):
    """Answers by a name of their own, such as an account's id. `make` finds one out in a session, and what it reads there is noted:
    it has to rest on bound columns alone and on no clock, and to ask for them by `select` (what a session has loaded, `get` does not
    read again). For sessions that read; in one that writes nothing is kept."""

    MOST = 5000

    def __init__(self, make: Callable[[Session, str], Answer]) -> None:
        self._make = make
        self._known: dict[str, tuple[Standing, Answer]] = {}

    def of(self, session: Session, name: str) -> Answer:
        """The answer as it is in this session. Raises what `make` raises, and `RecordsAltered`."""
        watch = watch_of(session)
        if watch.writes:
            return self._make(session, name)
        known = self._known.get(name)
        if known is not None and watch.standing(known[0]) == known[0]:
            return known[1]
        with watch.noting() as noted:
            answer = self._make(session, name)
        sets = [one for one in noted if one is not None]
        if len(sets) == len(noted):
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[name] = watch.standing(sets), answer
        return answer
