"""Which sets of rows a statement reads, from its conditions alone.

A statement is understood as far as it says `column = value` (or in several, or is null, or equals a column of a table
that is understood already), joined by AND and OR: what it can read of a table lies within the sets with those values.
Of a table about which it says nothing of the kind, all rows may be read. What is answered is never too little; it may
be too much.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any, TypeAlias

from sqlalchemy.sql import operators
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    Grouping,
    Null,
)
from sqlalchemy.sql.schema import Column
from sqlalchemy.sql.schema import Table as SqlTable
from sqlalchemy.sql.selectable import Alias, Join, ScalarSelect, Select, SelectBase
from sqlalchemy.sql.visitors import iterate

from registry.audit.layout import Table
from registry.audit.rows import Row, Values

MOST_BRANCHES = 64
"""Alternatives of one statement that are told apart; of more than these nothing is known."""

MOST_VALUES = 2000
"""Combinations of values of a lookup with several columns."""

MOST_SHAPES = 1000
"""Statements that are remembered as understood."""


@dataclass(frozen=True)
class Given:
    """The value, or the values, that a statement's bound parameter has: by its place among them."""

    place: int
    many: bool


@dataclass(frozen=True)
class Of:
    """The values that another column has in the rows that are read of its table."""

    table: str
    column: str


@dataclass(frozen=True, eq=False)
class Inner:
    """The values that a subquery of one column gives."""

    select: Select[Any]


NOTHING = frozenset({None})
"""What a column is among that has to be NULL."""

Source: TypeAlias = frozenset[None] | Given | Of | Inner
Branch: TypeAlias = Mapping[str, Mapping[str, tuple[Source, ...]]]
"""table -> column -> what its values are known to be among (each source by itself)."""

Read = Callable[[Table, str, Iterable[Values] | None], Sequence[Row]]
"""Reads and proves sets of a register (None: all rows of the table), and answers their rows."""


@dataclass(eq=False)
class _Scope:
    """One SELECT (or UPDATE, DELETE) of a statement, without those inside it. own: the tables that it names itself;
    inner: the subqueries."""

    above: "_Scope | None"
    select: Any
    tables: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    branches: list[Branch] = field(default_factory=lambda: [{}])
    inner: "list[_Scope]" = field(default_factory=list)


_UNDERSTOOD: dict[Any, list[_Scope]] = {}
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
        scopes = list(_all_of(_understood(statement, None, places)))
        if shape is not None:
            if len(_UNDERSTOOD) >= MOST_SHAPES:
                _UNDERSTOOD.clear()
            _UNDERSTOOD[shape.key] = scopes
    _Proof(scopes, [parameters.get(bind.key, bind.effective_value) for bind in binds], tables, read).make()


class _Proof:
    """The proof of one statement, with the values that its parameters have now."""

    def __init__(self, scopes: list[_Scope], given: list[Any], tables: Mapping[str, Table], read: Read) -> None:
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

    def _rows(self, scope: _Scope, table: str, waiting: frozenset[tuple[int, str]]) -> Sequence[Row] | None:
        """The proven rows of a table in a scope; None where that is asked for while it is being found out."""
        at = id(scope), table
        if at in self._known:
            return self._known[at]
        if scope.above is not None and table in scope.above.tables - scope.own and len(scope.tables) > 1:
            return self._rows(scope.above, table, waiting)  # a correlated subquery
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

    def _values(self, scope: _Scope, source: Source, waiting: frozenset[tuple[int, str]]) -> frozenset[Any] | None:
        """What a source says at the moment; None where that is not known."""
        if isinstance(source, frozenset):
            return source
        if isinstance(source, Given):
            value = self._given[source.place]
            values = (list(value) if isinstance(value, Iterable) else [object()]) if source.many else [value]
            return frozenset(values) if all(map(_comparable, values)) else None
        if isinstance(source, Of):
            home: _Scope | None = scope
            while home is not None and source.table not in home.tables:
                home = home.above
            of = source
        else:
            home, column = self._by_select.get(id(source.select)), _only_column(source.select)
            if column is None:
                return None
            of = column
        rows = None if home is None else self._rows(home, of.table, waiting)
        if rows is None or any(of.column not in row for row in rows):
            return None
        return frozenset(row[of.column] for row in rows)


def _all_of(scope: _Scope) -> Iterator[_Scope]:
    yield scope
    for inner in scope.inner:
        yield from _all_of(inner)


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


# --- understanding a statement ---


def _understood(statement: Any, above: _Scope | None, parameters: Mapping[str, int]) -> _Scope:
    scope = _Scope(above, statement)
    conditions: list[Any] = []
    outer: set[str] = set()
    if isinstance(statement, Select):
        for target, onclause, _from, flags in statement._setup_joins:  # there is no public name for them
            name = _table_name(target)
            if flags.get("full") or onclause is None:
                continue
            if flags.get("isouter"):
                outer |= {name} if name else set()
            conditions.append((onclause, {name} if flags.get("isouter") else None))
        for column in statement._raw_columns:
            scope.own |= {name for name in map(_table_name, (column, getattr(column, "table", None))) if name}
        for source in statement._from_obj:
            scope.own |= {name for name in (_table_name(part) for part in _flat(source)) if name}
        scope.own |= {name for target, *_ in statement._setup_joins if (name := _table_name(target))}
        where = statement.whereclause
    elif isinstance(statement, UpdateBase):
        scope.own.add(str(statement.table.name))
        where = getattr(statement, "whereclause", None)
    else:
        where = None
    if where is not None:
        conditions.append((where, None))
    subqueries: dict[int, Any] = {}
    for node in _nodes(statement, subqueries):
        name = _table_name(node) or _table_name(getattr(node, "table", None))
        if name:
            scope.tables.add(name)
    scope.tables |= scope.own
    branches: list[Branch] = [{}]
    for condition, only in conditions:
        branches = _both(branches, _branches(condition, parameters, only, outer if only is None else set()))
    scope.branches = branches
    scope.inner = [_understood(one, scope, parameters) for one in subqueries.values()]
    return scope


def _nodes(element: ClauseElement, subqueries: dict[int, Any]) -> Iterator[ClauseElement]:
    """Everything in a statement but the insides of subqueries, which are put aside."""
    for child in element.get_children():
        if isinstance(child, SelectBase) and not isinstance(child, ScalarSelect):
            subqueries[id(child)] = child
        else:
            yield child
            yield from _nodes(child, subqueries)


def _flat(source: Any) -> Iterator[Any]:
    if isinstance(source, Join):
        yield from _flat(source.left)
        yield from _flat(source.right)
    else:
        yield source


def _table_name(element: Any) -> str | None:
    """The name of a table, also of one that goes by another name in the statement."""
    if isinstance(element, Alias):
        element = element.element
    return str(element.name) if isinstance(element, SqlTable) else None


def _both(some: list[Branch], others: list[Branch]) -> list[Branch]:
    """The branches of "this and that"; where they would be too many, those of "this" alone."""
    if len(some) * len(others) > MOST_BRANCHES:
        return some
    return [_merged(one, other) for one in some for other in others]


def _merged(one: Branch, other: Branch) -> Branch:
    merged = {table: dict(facts) for table, facts in one.items()}
    for table, facts in other.items():
        own = merged.setdefault(table, {})
        for column, sources in facts.items():
            own[column] = (*own.get(column, ()), *sources)
    return merged


def _branches(
    condition: Any, parameters: Mapping[str, int], only: set[str | None] | None, outer: set[str]
) -> list[Branch]:
    """The alternatives of a condition. only: the tables that it restricts, where it is an outer join's; outer: tables that
    it does not restrict."""
    if isinstance(condition, Grouping):
        return _branches(condition.element, parameters, only, outer)
    if isinstance(condition, BooleanClauseList):
        parts = [_branches(part, parameters, only, outer) for part in condition.clauses]
        if condition.operator is operators.or_:
            joined = [branch for part in parts for branch in part]
            return joined if len(joined) <= MOST_BRANCHES else [{}]
        branches: list[Branch] = [{}]
        for part in parts:
            branches = _both(branches, part)
        return branches
    facts: Branch = {}
    for column, source in _facts(condition, parameters):
        name = _table_name(column.table)
        if name and name not in outer and (only is None or name in only):
            facts = _merged(facts, {name: {column.name: (source,)}})
    return [facts]


def _facts(condition: Any, parameters: Mapping[str, int]) -> Iterator[tuple[Column[Any], Source]]:
    """What one comparison says of a column's values."""
    if not isinstance(condition, BinaryExpression):
        return
    left, right, operator = condition.left, condition.right, condition.operator
    if operator is operators.eq:
        for one, other in ((left, right), (right, left)):
            source = _source(other, parameters, many=False) if _is_column(one) else None
            if source is not None:
                yield one, source
    elif operator is operators.in_op and _is_column(left):
        source = _source(right, parameters, many=True)
        if source is not None:
            yield left, source
    elif operator is operators.is_ and _is_column(left) and isinstance(right, Null):
        yield left, NOTHING


def _is_column(element: Any) -> bool:
    """Whether it is a column of a table that goes by its own name."""
    return isinstance(element, Column) and isinstance(element.table, SqlTable)


def _source(element: Any, parameters: Mapping[str, int], *, many: bool) -> Source | None:
    while isinstance(element, Grouping):
        element = element.element
    if isinstance(element, BindParameter):
        place = parameters.get(element.key)
        return None if place is None else Given(place, many)
    if _is_column(element) and not many:
        return Of(element.table.name, element.name)
    if isinstance(element, ScalarSelect):
        element = element.element
    return Inner(element) if isinstance(element, Select) else None


def _comparable(value: Any) -> bool:
    """Whether a value is stored as it is written: text and whole numbers are, moments and yes or no are not."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def _only_column(select: Select[Any]) -> Of | None:
    columns = select._raw_columns
    if len(columns) == 1 and _is_column(columns[0]):
        return Of(str(columns[0].table.name), columns[0].name)
    return None
