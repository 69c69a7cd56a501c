"""A session under watch: whatever a statement can read is compared, before it runs, with the tree under the signed head.

A row that was altered, one that is missing from a set, and one that nobody recorded are found alike.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from sqlalchemy import Connection
from sqlalchemy.orm import ORMExecuteState, Session

from registry.core.database import UNPROVEN
from registry.core.errors import RecordsAltered
from registry.ledger.layout import Table
from registry.ledger.reading import prove
from registry.ledger.rows import Row, Values, all_rows, digest, name_of, rows_where
from registry.ledger.tree import Tree
from registry.ledger.understanding import Unprovable

if TYPE_CHECKING:
    from registry.ledger.binding import Bindings

log = logging.getLogger(__name__)

SMALL = 255
"""Longest text that is remembered of a proven row, so that a joined table can be proven by it."""

Proven = tuple[str, Values]
"""A set of rows: a register, and the values that its rows share."""


class Watch:
    """The watch over one session that reads. Everything that it proves is as it was when the session began."""

    writes = False

    def __init__(self, session: Session, bindings: "Bindings") -> None:
        self._session = session
        self._bindings = bindings
        self._kept = bindings.heads.kept()  # before the session sees the database
        self._started = False
        self._rows: dict[Proven, dict[str, Row]] = {}  # primary key -> row, by set
        self._whole: dict[str, list[Row]] = {}
        self._noted: set[Proven | None] | None = None

    @property
    def tables(self) -> Mapping[str, Table]:
        """Every bound table."""
        return self._bindings.layout.tables

    @property
    def tree(self) -> Tree:
        """The tree, as it was when this session began."""
        self.start()
        return self._tree

    def start(self) -> None:
        """Checks the head, once, before anything is read. Raises `RecordsAltered`, `SchemaOutdated`."""
        if self._started:
            return
        self._connection = self._session.connection()
        with self.telling():
            self._head = self._bindings.heads.check(self._connection, self._kept)
            self._look_around(self._connection)
        root = self._head.records if self._head is not None else None
        self._tree = Tree(self._connection, self._bindings.layout, root, self._bindings.remembered)
        self._started = True

    def _look_around(self, connection: Connection) -> None:
        """What else has to be so at the beginning."""

    def on_execute(self, execution: ORMExecuteState) -> Any:
        """A statement is about to run."""
        self.start()
        if not execution.is_select:
            raise Unprovable("a session that reads takes select, and no SQL as text")
        self.prove_statement(execution)

    def prove_statement(self, execution: ORMExecuteState) -> None:
        """Proves every set of rows that a statement can read. Raises `RecordsAltered`, `Unprovable`."""
        parameters = execution.parameters if isinstance(execution.parameters, dict) else {}
        elsewhere = execution.execution_options.get(UNPROVEN, frozenset())
        tables = {name: table for name, table in self.tables.items() if name not in elsewhere}
        prove(execution.statement, parameters, tables, self.read)

    def read(self, table: Table, register: str, wanted: Iterable[Values] | None) -> Sequence[Row]:
        """Proves sets of a register (None: the whole table); answers their rows, without long values."""
        self.start()
        with self.telling():
            if wanted is None:
                self._note([None])
                return self._read_whole(table)
            wanted = set(wanted)
            self._note((register, values) for values in wanted)
            lacking = {values for values in wanted if (register, values) not in self._rows}
            for values, rows in self._proven(table, register, lacking).items():
                self._rows[register, values] = {name_of(table, row): small(row) for row in rows}
            return [row for values in wanted for row in self._rows[register, values].values()]

    def prove(self, table: Table, register: str, wanted: Iterable[Values]) -> None:
        """Proves sets, and remembers none of their rows: for very many."""
        self.start()
        with self.telling():
            self._proven(table, register, set(wanted))

    @contextmanager
    def noting(self) -> Iterator[set[Proven | None]]:
        """The sets that are read in this block; None among them where a whole table was."""
        before, noted = self._noted, set[Proven | None]()
        self._noted = noted
        try:
            yield noted
        finally:
            self._noted = before
            if before is not None:
                before |= noted

    def _note(self, sets: Iterable[Proven | None]) -> None:
        if self._noted is not None:
            self._noted.update(sets)

    def standing(self, sets: Iterable[Proven]) -> dict[Proven, dict[str, bytes]]:
        """What the signed head says of sets, whose rows are not read: primary key -> digest of each row that belongs to one."""
        self.start()
        by_register: dict[str, list[Values]] = {}
        for register, values in sets:
            by_register.setdefault(register, []).append(values)
        with self.telling():
            return {
                (register, values): rows
                for register, wanted in by_register.items()
                for values, rows in self.expected(register, wanted).items()
            }

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Whatever is found altered in this block is noted for the operator."""
        try:
            yield
        except RecordsAltered as altered:
            self._bindings.noticed.add(altered)
            raise

    def found(self, altered: RecordsAltered) -> NoReturn:
        """Notes for the operator what was found, and raises it."""
        with self.telling():
            raise altered

    def _proven(self, table: Table, register: str, wanted: set[Values]) -> dict[Values, list[Row]]:
        """The rows of sets, each compared with its digest, and none missing."""
        if not wanted:
            return {}
        rows: dict[Values, list[Row]] = {values: [] for values in wanted}
        for row in rows_where(self._connection, table, table.registers[register], wanted):
            rows.setdefault(tuple(row[name] for name in table.registers[register]), []).append(row)
        for values, expected in self.expected(register, rows).items():
            _compare(table, {name_of(table, row): digest(table, row) for row in rows[values]}, expected)
        return rows

    def _read_whole(self, table: Table) -> list[Row]:
        if table.name not in self._whole:
            log.info("all of %s was compared", table.name)
            found: dict[str, bytes] = {}
            rows = []
            for row in all_rows(self._connection, table):
                found[name_of(table, row)] = digest(table, row)
                rows.append(small(row))
            _compare(table, found, self.expected_whole(table))
            self._whole[table.name] = rows
        return self._whole[table.name]

    def expected(self, register: str, wanted: Iterable[Values]) -> dict[Values, dict[str, bytes]]:
        """What belongs to sets: primary key -> digest."""
        return self._tree.sets(register, wanted)

    def expected_whole(self, table: Table) -> dict[str, bytes]:
        """The same of all rows of a table."""
        return self._tree.whole(table.name)


def small(row: Row) -> Row:
    """What is remembered of a row: no long values."""
    return {
        name: value
        for name, value in row.items()
        if value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= SMALL)
    }


def _compare(table: Table, found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> None:
    if found == expected:
        return
    key = min(key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key))
    what = "missing" if key not in found else "altered" if key in expected else "unknown"
    raise RecordsAltered(table.name, key, what)
