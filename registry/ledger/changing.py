"""A session that writes: whatever it changes was proven before, so that no change covers up another, and is bound with it.

Rows are read once more after they were written, as they are stored. At the end of the transaction the tree gets their
digests, the ledger an event with its root, and the head a signature.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.dml import UpdateBase

from consent.ledger import Head
from registry.core.database import now
from registry.core.errors import RecordsAltered
from registry.ledger.layout import Table
from registry.ledger.record import record
from registry.ledger.rows import Row, Values, digest, name_of, rows_where, sets_of
from registry.ledger.triggers import require_none
from registry.ledger.watching import Watch, small
from registry.records.events import EventKind
from registry.records.tables.ledger import LedgerHead

if TYPE_CHECKING:
    from registry.ledger.binding import Bindings

SYSTEM = "system"

Changed = dict[str, bytes | None]
"""Primary key -> the digest that a row has now; none where it left the set."""


class UnboundChange(RuntimeError):
    """Records were about to be changed by a statement that does not pass through the session's own ways."""


class ChangingWatch(Watch):
    """The watch over one session that writes. What it expects is what was bound, with what it has changed itself since."""

    writes = True

    def __init__(self, session: Session, bindings: "Bindings") -> None:
        super().__init__(session, bindings)
        self._writing = False  # whether what runs now is the session's own way of writing
        self._before: dict[tuple[str, str], Row] = {}
        self._changes: dict[str, dict[Values, Changed]] = defaultdict(lambda: defaultdict(dict))
        self._signed: dict[str, Any] | None = None

    def _look_around(self, connection: Connection) -> None:
        require_none(connection)
        event.listen(connection, "before_cursor_execute", self._on_cursor)

    def _on_cursor(
        self, _connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        """There is no other way to write: what it changed would be found as altered."""
        writes = context.isinsert or context.isupdate or context.isdelete
        if context.compiled is None:
            writes = not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE"))
        if writes and not self._writing:
            raise UnboundChange("records are changed through the session: add, delete, or its execute")

    # --- what was bound, and changed since ---

    def expected(self, register: str, wanted: Iterable[Values]) -> dict[Values, dict[str, bytes]]:
        sets = super().expected(register, wanted)
        own = self._changes.get(register, {})
        return {values: _changed(rows, own.get(values, {})) for values, rows in sets.items()}

    def expected_whole(self, table: Table) -> dict[str, bytes]:
        rows = super().expected_whole(table)
        for own in self._changes.get(table.name, {}).values():
            rows = _changed(rows, own)
        return rows

    def _remember(self, table: Table, keys: Iterable[Values]) -> None:
        """Proves rows that are about to be changed, and notes which sets they are in."""
        for row in self.read(table, table.name, keys):
            self._before[table.name, name_of(table, row)] = row

    def _enter(self, table: Table, keys: Sequence[Values]) -> None:
        """Notes what became of rows, as they are stored now."""
        after = {name_of(table, row): row for row in rows_where(self._connection, table, table.key, keys)}
        fresh = [
            tuple(row[name] for name in table.key)
            for key, row in after.items()
            if (table.name, key) not in self._before
        ]
        for taken in self.expected(table.name, fresh).values():
            for key in taken:  # somebody took a row away, and its key was given out once more
                self.found(RecordsAltered(table.name, key, "missing"))
        for key in {name_of(table, dict(zip(table.key, values, strict=True))) for values in keys}:
            before, stands = self._before.pop((table.name, key), None), after.get(key)
            for at in sets_of(table, before).items() if before is not None else ():
                self._change(at, key, None, None)
            if stands is not None:
                for at in sets_of(table, stands).items():
                    self._change(at, key, stands, digest(table, stands))
        self._whole.pop(table.name, None)

    def _change(self, at: tuple[str, Values], key: str, row: Row | None, bound: bytes | None) -> None:
        """One row of one set is this now. A set that was proven stays so, with what this session made of its row: to prove all of
        a large set again for each of its rows would take longer with every one."""
        register, values = at
        self._changes[register][values][key] = bound
        if (rows := self._rows.get(at)) is not None:
            rows.pop(key, None)
            if row is not None:
                rows[key] = small(row)

    # --- records that are changed one by one ---

    def on_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        self.start()
        for table, keys in self._keys_of([*filter(self._touches, session.dirty), *session.deleted]).items():
            self._remember(table, keys)
        self._writing = True

    def on_flushed(self, session: Session, _context: Any) -> None:
        self._writing = False
        changed = [*session.new, *filter(self._touches, session.dirty), *session.deleted]
        for table, keys in self._keys_of(changed).items():
            self._enter(table, keys)

    def _touches(self, record: Any) -> bool:
        """Whether a bound column of a record is changed."""
        state = inspect(record)
        table = self.tables.get(state.mapper.local_table.name)
        changed = (one for one in state.mapper.column_attrs if state.attrs[one.key].history.has_changes())
        return table is not None and any(one.columns[0].name in table.columns for one in changed)

    def _keys_of(self, records: Iterable[Any]) -> dict[Table, list[Values]]:
        keys: dict[Table, list[Values]] = {}
        for one in records:
            mapper = inspect(one).mapper
            table = self.tables.get(mapper.local_table.name)
            if table is not None:
                keys.setdefault(table, []).append(tuple(mapper.primary_key_from_instance(one)))
        return keys

    # --- records that are changed many at once ---

    def on_execute(self, execution: ORMExecuteState) -> Any:
        self.start()
        if execution.is_insert:
            return self._insert(execution)
        if execution.is_update or execution.is_delete:
            return self._change_many(execution)
        if not execution.is_select:
            raise UnboundChange("no SQL as text: records are changed through the session")
        return super().on_execute(execution)

    def _insert(self, execution: ORMExecuteState) -> Any:
        """An INSERT of rows that are given with their keys."""
        table = self.tables.get(_changed_table(execution).name)
        sent: Any = execution.parameters or {}
        given: list[Mapping[str, Any]] = sent if isinstance(sent, list) else [sent]
        if table is not None and not all(name in row for row in given for name in table.key):
            raise UnboundChange(f"rows of {table.name} are inserted without their keys: use session.add")
        with self._as_its_own():
            result = execution.invoke_statement()
        if table is not None:
            self._enter(table, [tuple(row[name] for name in table.key) for row in given])
        return result

    def _change_many(self, execution: ORMExecuteState) -> Any:
        """An UPDATE or DELETE: the rows are looked up first, and proven."""
        self._session.flush()
        self.prove_statement(execution)
        table = self.tables.get(_changed_table(execution).name)
        keys: list[Values] = []
        if table is not None and _touches(execution, table):
            keys = self._matching(execution, table)
            self._remember(table, keys)
        with self._as_its_own():
            result = execution.invoke_statement()
        if table is not None and keys:
            self._enter(table, keys)
        return result

    def _matching(self, execution: ORMExecuteState, table: Table) -> list[Values]:
        among = select(*(_changed_table(execution).c[name] for name in table.key))
        condition = getattr(execution.statement, "whereclause", None)
        if condition is not None:
            among = among.where(condition)
        parameters = execution.parameters if isinstance(execution.parameters, dict) else {}
        return [tuple(row) for row in self._connection.execute(among, parameters)]

    @contextmanager
    def _as_its_own(self) -> Iterator[None]:
        self._writing = True
        try:
            yield
        finally:
            self._writing = False

    # --- the transaction's end ---

    def on_commit(self, session: Session) -> None:
        session.flush()
        changes = {register: dict(sets) for register, sets in self._changes.items()}
        if not changes and not session.info.get("recorded"):
            return
        rows = sum(len(keys) for name in self.tables for keys in changes.get(name, {}).values())
        with self._as_its_own():
            root = self._tree.change(changes)
            if self._head is None:
                self._tree.found()
        self._changes.clear()
        if rows:
            record(session, SYSTEM, EventKind.RECORDS_BOUND, "records", root=root, rows=rows)
            session.flush()
        head = session.scalars(select(LedgerHead)).one()
        head.signed = self._signed = self._bindings.heads.sign(Head(head.index, head.hash), root, now())
        session.flush()

    def on_committed(self, _session: Session) -> None:
        if self._signed is not None:
            self._bindings.heads.keep(self._signed)


def _changed_table(execution: ORMExecuteState) -> SqlTable:
    """The table of an INSERT, UPDATE or DELETE. Raises `UnboundChange` where it is not one by its own name."""
    statement = execution.statement
    if not isinstance(statement, UpdateBase) or not isinstance(statement.table, SqlTable):
        raise UnboundChange("rows are changed in one table, by its own name")
    return statement.table


def _touches(execution: ORMExecuteState, table: Table) -> bool:
    """Whether a statement deletes rows, or sets a bound column of them."""
    if not execution.is_update:
        return True
    values = getattr(execution.statement, "_values", None)  # there is no public name
    names = {getattr(column, "name", column) for column in values or ()}
    names |= set(execution.parameters or ()) if isinstance(execution.parameters, dict) else set()
    return bool(names & set(table.columns))


def _changed(rows: Mapping[str, bytes], own: Changed) -> dict[str, bytes]:
    return {key: digest for key, digest in {**rows, **own}.items() if digest is not None}
