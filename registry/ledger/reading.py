"""Proves what a statement can read: the sets of rows that it names, and nothing more where it names them.

What it can read of a table lies within the sets with the values that its conditions allow. Of a table about which they say
nothing of the kind, all rows may be read. What is proven is never too little; it may be too much.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.visitors import iterate

from registry.ledger.layout import Table
from registry.ledger.rows import Row, Values
from registry.ledger.understanding import Given, Inner, LedgerScope, Of, Source, only_column, understood

MOST_VALUES = 2000
"""Combinations of values of a lookup with several columns."""

MOST_SHAPES = 1000
"""Statements that are remembered as understood."""

Read = Callable[[Table, str, Iterable[Values] | None], Sequence[Row]]
"""Reads and proves sets of a register (None: all rows of the table), and answers their rows."""

_UNDERSTOOD: dict[Any, list[LedgerScope]] = {}
"""Statements of one shape are understood once; what they differ in is their parameters."""


def prove(statement: Any, parameters: Mapping[str, Any], tables: Mapping[str, Table], read: Read) -> None:
    """Calls `read` for every set of rows of these tables that the statement can read."""
    shape = statement._generate_cache_key()  # as for SQLAlchemy's own cache of compiled statements
    binds = (
        [node for node in iterate(statement) if isinstance(node, BindParameter)] if shape is None else shape.bindparams
    )
    scopes = _UNDERSTOOD.get(shape.key) if shape is not None else None
    if scopes is None:
        places = {bind.key: number for number, bind in enumerate(binds)}
        scopes = understood(statement, places)
        if shape is not None:
            if len(_UNDERSTOOD) >= MOST_SHAPES:
                _UNDERSTOOD.clear()
            _UNDERSTOOD[shape.key] = scopes
    _Proof(scopes, [parameters.get(bind.key, bind.effective_value) for bind in binds], tables, read).make()


class _Proof:
    """The proof of one statement, with the values that its parameters have now."""

    def __init__(self, scopes: list[LedgerScope], given: list[Any], tables: Mapping[str, Table], read: Read) -> None:
        self._scopes = scopes
        self._by_select = {id(scope.select): scope for scope in scopes}
        self._given = given
        self._tables = tables
        self._read = read
        self._known: dict[tuple[int, str], Sequence[Row]] = {}

    def make(self) -> None:
        for scope in self._scopes:
            for table in sorted(scope.tables):
                if table in self._tables:
                    self._rows(scope, table, frozenset())

    def _rows(self, scope: LedgerScope, table: str, waiting: frozenset[tuple[int, str]]) -> Sequence[Row] | None:
        """The proven rows of a table in a scope; None where that is asked for while it is being found out."""
        at = id(scope), table
        if at in self._known:
            return self._known[at]
        above = scope.above if scope.correlated and len(scope.tables) > 1 else None
        if above is not None and table in above.tables - scope.own:
            return self._rows(above, table, waiting)
        bound = self._tables.get(table)
        if bound is None or at in waiting:
            return None
        chosen: dict[str, set[Values]] = {}
        for branch in scope.branches:
            register, wanted = _best(
                bound, branch.get(table, {}), lambda source: self._values(scope, source, waiting | {at})
            )
            if register is None:
                chosen = {}
                break
            chosen.setdefault(register, set()).update(wanted)
        if chosen:
            rows = [row for register, wanted in chosen.items() for row in self._read(bound, register, wanted)]
            self._known[at] = rows
        else:
            self._known[at] = self._read(bound, bound.name, None)
        return self._known[at]

    def _values(self, scope: LedgerScope, source: Source, waiting: frozenset[tuple[int, str]]) -> frozenset[Any] | None:
        """What a source says at the moment; None where that is not known."""
        if isinstance(source, frozenset):
            return source
        if isinstance(source, Given):
            value = self._given[source.place]
            values = (list(value) if isinstance(value, Iterable) else [object()]) if source.many else [value]
            return frozenset(values) if all(map(_comparable, values)) else None
        if isinstance(source, Of):
            home: LedgerScope | None = scope
            while home is not None and source.table not in home.tables:
                home = home.above
            of = source
        else:
            home, column = self._by_select.get(id(source.select)), only_column(source.select)
            if column is None:
                return None
            of = column
        rows = None if home is None else self._rows(home, of.table, waiting)
        if rows is None or any(of.column not in row for row in rows):
            return None
        return frozenset(row[of.column] for row in rows)


def _best(
    table: Table,
    facts: Mapping[str, tuple[Source, ...]],
    values: Callable[[Source], frozenset[Any] | None],
) -> tuple[str | None, list[Values]]:
    """The first register of which every column's values are known, with those values."""
    for plain in (True, False):  # what is written out first, before what has to be read from other tables
        for register, columns in table.registers.items():
            among: list[frozenset[Any]] = []
            for column in columns:
                sources = facts.get(column, ())
                found = _first(values, [one for one in sources if isinstance(one, frozenset | Given)])
                if found is None and not plain:
                    found = _first(values, [one for one in sources if isinstance(one, Of | Inner)])
                if found is None or (not among and None in found):
                    break  # rows without a first value are in no set
                among.append(found)
            else:
                if len(among) == 1 or prod(map(len, among)) <= MOST_VALUES:
                    return register, list(product(*among))
    return None, []


def _first(values: Callable[[Source], frozenset[Any] | None], sources: Iterable[Source]) -> frozenset[Any] | None:
    return next((found for found in map(values, sources) if found is not None), None)


def _comparable(value: Any) -> bool:
    """Whether a value is stored as it is written: text and whole numbers are, moments and yes or no are not."""
    return isinstance(value, str | int) and not isinstance(value, bool)
