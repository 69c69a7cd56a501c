"""Keeping a copy of a large table in step: only what was bound anew since is proven again.

Whoever holds a table's content in memory proved it when it was read. As long as a bucket of the tree has the same hash,
nothing that lies in it may have changed, so what was proven still holds, whatever the database says by now.
"""

from collections.abc import Collection, Iterable
from itertools import islice

from sqlalchemy.orm import Session

from registry.core.errors import RecordsAltered
from registry.ledger.binding import watch_of
from registry.ledger.layout import Table
from registry.ledger.tree import EMPTY, bucket_number, place
from registry.ledger.watching import Watch

AT_ONCE = 500


class Followed:
    """What a table's owners were proven to have: one more time for each reading of the table.

    `column`: whose rows belong together, a lookup of the table.
    """

    def __init__(self, table: str, column: str) -> None:
        self._table = table
        self._column = column
        self._hashes: list[bytes] | None = None
        self._numbers: dict[str, int] = {}

    def follow(
        self, session: Session, owners: Collection[str], before: Collection[str], wanted: Iterable[str]
    ) -> list[bytes]:
        """Proves that `owners` are all that have rows in the table, and the rows of whoever anything was bound anew of, and
        of those whose rows are wanted. `before`: the owners of the last time, none for the first.

        Answers what `keep` is told once the caller has made use of it. Raises `RecordsAltered`.
        """
        watch = watch_of(session)
        table = watch.tables[self._table]
        register = f"{self._table}({self._column})"
        now = watch.tree.hashes(register)
        first = self._hashes is None
        then = self._hashes or [EMPTY] * len(now)
        moved = {
            number for number, hashed in enumerate(now) if hashed != then[number]
        }  # at first, all that hold something
        changed = {owner for owner in {*owners, *before} if first or self._number(register, owner) in moved}
        known = {place(register, (owner,)) for owner in changed}
        _require_known(watch, table, register, moved, known)
        # whoever came or went although nothing was bound anew there is found out with them
        names = iter(changed.union(wanted, frozenset(owners) ^ frozenset(before)))
        while some := list(islice(names, AT_ONCE)):
            watch.prove(table, register, [(owner,) for owner in some])
        return now

    def keep(self, hashes: list[bytes]) -> None:
        """What was followed is in memory now."""
        self._hashes = hashes

    def forget(self) -> None:
        """Nothing is in memory any more."""
        self._hashes = None

    def _number(self, register: str, owner: str) -> int:
        if owner not in self._numbers:
            self._numbers[owner] = bucket_number(place(register, (owner,)))
        return self._numbers[owner]


def _require_known(watch: Watch, table: Table, register: str, moved: Iterable[int], known: Collection[bytes]) -> None:
    numbers = iter(moved)
    while some := list(islice(numbers, AT_ONCE)):
        for entries in watch.tree.entries(register, some).values():
            for where, key in entries:
                if where not in known:
                    watch.found(RecordsAltered(table.name, key, "missing"))
