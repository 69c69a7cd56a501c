"""Binds the records to the ledger: nothing that somebody relies on is read without proof, nothing is changed without it.

While a session is watched
- whatever a statement can read is compared, before it runs, with the tree under the signed head: a row that was altered,
  one that is missing from a set, and one that nobody recorded are found alike (`RecordsAltered`);
- whatever is changed was proven before, so that no change covers up another; at the end of the transaction the tree
  gets the new digests, the ledger an event with its root, and the head a signature.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from consent.head import SignedHead
from consent.ledger import Head
from registry.audit.heads import Heads
from registry.audit.layout import Layout, Table
from registry.audit.models import LedgerHead
from registry.audit.noticed import Noticed
from registry.audit.reading import prove
from registry.audit.rows import Row, Values, all_rows, digest, name_of, rows_where, sets_of
from registry.audit.tree import Remembered, Tree
from registry.audit.triggers import require_none
from registry.database import UNPROVEN, now
from registry.errors import RecordsAltered
from registry.events import Kind, record

log = logging.getLogger(__name__)

SYSTEM = "system"
SMALL = 255
"""Longest text that is remembered of a proven row, so that a joined table can be proven by it."""


class UnboundChange(RuntimeError):
    """Records were about to be changed by a statement that does not pass through the session's own ways."""


class Bindings:
    """What is bound, and how a session is watched. `noticed`: where the operator is told of what was found."""

    def __init__(self, layout: Layout, heads: Heads, noticed: Noticed) -> None:
        self.layout = layout
        self.heads = heads
        self.noticed = noticed
        self.remembered = Remembered()

    def watch(self, session: Session, *, writing: bool) -> "Watch":
        """Watches a session that has not begun yet."""
        watch = session.info["watch"] = Watch(session, self, self.heads.kept(), writing=writing)
        event.listen(session, "do_orm_execute", watch.on_execute)
        if writing:
            event.listen(session, "before_flush", watch.on_flush)
            event.listen(session, "after_flush", watch.on_flushed)
            event.listen(session, "before_commit", watch.on_commit)
            event.listen(session, "after_commit", watch.on_committed)
        return watch


def watch_of(session: Session) -> "Watch":
    """The watch over a session that `Database.read` or `write` gave."""
    return session.info["watch"]


class Watch:
    """One session under watch. Expected and found are compared as they are within its transaction: the tree as it was
    committed, with what this transaction itself has changed since."""

    def __init__(self, session: Session, bindings: Bindings, kept: SignedHead | None, *, writing: bool) -> None:
        self._session = session
        self._writing_session = writing
        self._bindings = bindings
        self._layout = bindings.layout
        self._kept = kept
        self._started = False
        self._own = False  # whether what runs now is the session's own way of writing
        self._rows: dict[tuple[str, Values], list[Row]] = {}
        self._whole: dict[str, list[Row]] = {}
        self._before: dict[tuple[str, str], Row] = {}
        self._changes: dict[str, dict[Values, dict[str, bytes | None]]] = defaultdict(lambda: defaultdict(dict))
        self._signed: dict[str, Any] | None = None

    # --- proving ---

    @property
    def tables(self) -> Mapping[str, Table]:
        """Every bound table."""
        return self._layout.tables

    @property
    def tree(self) -> Tree:
        """The tree, as it was when this session began."""
        self._start()
        return self._tree

    def on_execute(self, execution: ORMExecuteState) -> Any:
        self._start()
        if execution.is_insert:
            return self._insert(execution)
        if execution.is_update or execution.is_delete:
            return self._change_many(execution)
        if not execution.is_select:
            raise UnboundChange("a statement as text cannot be proven: use select, update or delete")
        self._prove(execution)
        return None

    def _prove(self, execution: ORMExecuteState) -> None:
        parameters = execution.parameters if isinstance(execution.parameters, dict) else {}
        elsewhere = execution.execution_options.get(UNPROVEN, frozenset())
        tables = {name: table for name, table in self._layout.tables.items() if name not in elsewhere}
        prove(execution.statement, parameters, tables, self.read)

    def read(self, table: Table, register: str, wanted: Iterable[Values] | None) -> Sequence[Row]:
        """Proves sets of a register (None: the whole table); answers their rows, without long values."""
        self._start()
        with self._telling():
            if wanted is None:
                return self._read_whole(table)
            wanted = set(wanted)
            lacking = {values for values in wanted if (register, values) not in self._rows}
            for values, rows in self._proven(table, register, lacking).items():
                self._rows[register, values] = [_small(row) for row in rows]
            return [row for values in wanted for row in self._rows[register, values]]

    def prove(self, table: Table, register: str, wanted: Iterable[Values]) -> None:
        """Proves sets, and remembers none of their rows: for very many."""
        self._start()
        with self._telling():
            self._proven(table, register, set(wanted))

    def _proven(self, table: Table, register: str, wanted: set[Values]) -> dict[Values, list[Row]]:
        """The rows of sets, each compared with its digest, and none missing."""
        if not wanted:
            return {}
        rows: dict[Values, list[Row]] = {values: [] for values in wanted}
        for row in rows_where(self._connection, table, table.registers[register], wanted):
            rows.setdefault(tuple(row[name] for name in table.registers[register]), []).append(row)
        for values, expected in self._expected(register, rows).items():
            _compare(table, {name_of(table, row): digest(table, row) for row in rows[values]}, expected)
        return rows

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except RecordsAltered as altered:
            self._bindings.noticed.add(altered)
            raise

    def _read_whole(self, table: Table) -> list[Row]:
        if table.name not in self._whole:
            log.info("all of %s was compared", table.name)
            found: dict[str, bytes] = {}
            kept = []
            for row in all_rows(self._connection, table):
                found[name_of(table, row)] = digest(table, row)
                kept.append(_small(row))
            expected = self._tree.whole(table.name)
            for rows in self._changes.get(table.name, {}).values():
                _overlay(expected, rows)
            _compare(table, found, expected)
            self._whole[table.name] = kept
        return self._whole[table.name]

    def _expected(self, register: str, wanted: Iterable[Values]) -> dict[Values, dict[str, bytes]]:
        sets = self._tree.sets(register, wanted)
        own = self._changes.get(register, {})
        for values, rows in sets.items():
            _overlay(rows, own.get(values, {}))
        return sets

    # --- changing ---

    def on_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        self._start()
        touched = [one for one in session.dirty if self._bound_change(one)]
        for table, keys in self._keys_of([*touched, *session.deleted]).items():
            self._remember(table, keys)
        self._own = True

    def on_flushed(self, session: Session, _context: Any) -> None:
        self._own = False
        stays = [one for one in session.dirty if self._bound_change(one)]
        for table, keys in self._keys_of([*session.new, *stays]).items():
            self._enter(table, keys)
        for table, keys in self._keys_of(session.deleted).items():
            self._enter(table, keys)

    def _bound_change(self, record: Any) -> bool:
        state = inspect(record)
        table = self._layout.tables.get(state.mapper.local_table.name)
        if table is None:
            return False
        changed = (one for one in state.mapper.column_attrs if state.attrs[one.key].history.has_changes())
        return any(one.columns[0].name in table.columns for one in changed)

    def _keys_of(self, records: Iterable[Any]) -> dict[Table, list[Values]]:
        keys: dict[Table, list[Values]] = {}
        for one in records:
            state = inspect(one)
            table = self._layout.tables.get(state.mapper.local_table.name)
            if table is not None:
                keys.setdefault(table, []).append(tuple(state.mapper.primary_key_from_instance(one)))
        return keys

    def _remember(self, table: Table, keys: Sequence[Values]) -> None:
        """Proves rows that are about to be changed, and notes which sets they are in."""
        for row in self.read(table, table.name, keys):
            self._before[table.name, name_of(table, row)] = row

    def _enter(self, table: Table, keys: Sequence[Values]) -> None:
        """Notes what became of rows: they are read once more as they are stored now."""
        now_there = {name_of(table, row): row for row in rows_where(self._connection, table, table.key, keys)}
        fresh = [tuple(row[name] for name in table.key) for key, row in now_there.items()
                 if (table.name, key) not in self._before]  # fmt: skip
        for taken in self._expected(table.name, fresh).values():
            for key in taken:  # somebody took a row away, and its key was given out once more
                self.found(RecordsAltered(table.name, key, "missing"))
        for key in {name_of(table, dict(zip(table.key, values, strict=True))) for values in keys}:
            before, after = self._before.pop((table.name, key), None), now_there.get(key)
            for register, values in sets_of(table, before).items() if before is not None else ():
                self._changes[register][values][key] = None
            for register, values in sets_of(table, after).items() if after is not None else ():
                self._changes[register][values][key] = digest(table, after)
        self._rows = {at: rows for at, rows in self._rows.items() if at[0] not in table.registers}
        self._whole.pop(table.name, None)

    def _change_many(self, execution: ORMExecuteState) -> Any:
        """An UPDATE or DELETE over many rows: they are looked up first, and proven."""
        statement = execution.statement
        self._session.flush()
        self._prove(execution)
        table = self._layout.tables.get(statement.table.name)
        if execution.is_update:
            names = {getattr(column, "name", column) for column in statement._values or ()}  # there is no public name
            names |= set(execution.parameters or ()) if isinstance(execution.parameters, dict) else set()
            if table is not None and not names & set(table.columns):
                table = None
        if table is None:
            with self._writing():
                return execution.invoke_statement()
        key = [statement.table.c[name] for name in table.key]
        among = select(*key) if statement.whereclause is None else select(*key).where(statement.whereclause)
        parameters = execution.parameters if isinstance(execution.parameters, dict) else {}
        keys = [tuple(row) for row in self._connection.execute(among, parameters)]
        self._remember(table, keys)
        with self._writing():
            result = execution.invoke_statement()
        self._enter(table, keys)
        return result

    def _insert(self, execution: ORMExecuteState) -> Any:
        """An INSERT of rows that are given with their keys."""
        table = self._layout.tables.get(execution.statement.table.name)
        given = execution.parameters if isinstance(execution.parameters, list) else [execution.parameters or {}]
        if table is not None and not all(name in row for row in given for name in table.key):
            raise UnboundChange(f"rows of {table.name} are inserted without their keys: use session.add")
        with self._writing():
            result = execution.invoke_statement()
        if table is not None:
            self._enter(table, [tuple(row[name] for name in table.key) for row in given])
        return result

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._own = True
        try:
            yield
        finally:
            self._own = False

    def on_cursor(
        self, _connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        """No other way to write: what it changed would be found as altered."""
        writes = context.isinsert or context.isupdate or context.isdelete
        if context.compiled is None:
            writes = not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE"))
        if writes and not self._own:
            raise UnboundChange("records are changed through the session: add, delete, or its execute")

    # --- the transaction's end ---

    def on_commit(self, session: Session) -> None:
        session.flush()
        changes = {register: dict(sets) for register, sets in self._changes.items()}
        if not changes and not session.info.get("recorded"):
            return
        rows = sum(len(keys) for name in self._layout.tables for keys in changes.get(name, {}).values())
        first = self._head is None
        with self._writing():
            root = self._tree.change(changes)
            if first:
                self._tree.found()
        self._changes.clear()
        if rows:
            record(session, SYSTEM, Kind.RECORDS_BOUND, "records", root=root, rows=rows)
            session.flush()
        head = session.scalars(select(LedgerHead)).one()
        head.signed = self._signed = self._bindings.heads.sign(Head(head.index, head.hash), root, now())
        session.flush()

    def on_committed(self, _session: Session) -> None:
        if self._signed is not None:
            self._bindings.heads.keep(self._signed)

    # --- the transaction's beginning ---

    def _start(self) -> None:
        if self._started:
            return
        self._connection = self._session.connection()
        with self._telling():
            self._head = self._bindings.heads.check(self._connection, self._kept)
            if self._writing_session:
                require_none(self._connection)
        root = self._head.records if self._head else None
        self._tree = Tree(self._connection, self._layout, root, self._bindings.remembered)
        if self._writing_session:
            event.listen(self._connection, "before_cursor_execute", self.on_cursor)
        self._started = True

    def found(self, altered: RecordsAltered) -> NoReturn:
        """Tells the operator, and raises it."""
        self._bindings.noticed.add(altered)
        raise altered


def _small(row: Row) -> Row:
    return {
        name: value
        for name, value in row.items()
        if value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= SMALL)
    }


def _overlay(rows: dict[str, bytes], own: dict[str, bytes | None]) -> None:
    for key, changed in own.items():
        if changed is None:
            rows.pop(key, None)
        else:
            rows[key] = changed


def _compare(table: Table, found: dict[str, bytes], expected: dict[str, bytes]) -> None:
    if found == expected:
        return
    key = min(key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key))
    what = "missing" if key not in found else "altered" if key in expected else "unknown"
    raise RecordsAltered(table.name, key, what)
