"""What a statement says of the rows that it reads: for each table, what the values of its columns are among.

Understood is `column = value`, `column in values`, `column is null`, and a column that equals one of another table or what
a subquery gives, joined by AND and OR. Whatever else it says is left aside, which makes what may be read more, never less.
SQL as text is not understood at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeGuard

from sqlalchemy.sql import operators
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    ColumnClause,
    Grouping,
    Null,
    TextClause,
)
from sqlalchemy.sql.schema import Column
from sqlalchemy.sql.schema import Table as SqlTable
from sqlalchemy.sql.selectable import Alias, Join, ScalarSelect, Select, SelectBase, TableClause

MOST_BRANCHES = 64
"""Alternatives of one statement that are told apart; of more than these nothing is known."""


class Unprovable(RuntimeError):
    """A statement of which nobody can tell what it reads."""


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


@dataclass(eq=False)
class LedgerScope:
    """One SELECT (or UPDATE, DELETE) of a statement, without those inside it.

    own: the tables that it names itself. correlated: whether a table that it does not name itself is that of the one
    around it. branches: the alternatives of its conditions. inner: the subqueries.
    """

    above: "LedgerScope | None"
    select: Any
    correlated: bool = False
    tables: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    branches: list[Branch] = field(default_factory=lambda: [{}])
    inner: "list[LedgerScope]" = field(default_factory=list)


def understood(statement: Any, parameters: Mapping[str, int]) -> list[LedgerScope]:
    """The statement and each subquery in it. `parameters`: the names of its bound parameters, each with its place.

    Raises `Unprovable` for SQL as text.
    """
    return list(_all_of(_understood(statement, None, parameters, correlated=False)))


def _all_of(scope: LedgerScope) -> Iterator[LedgerScope]:
    yield scope
    for inner in scope.inner:
        yield from _all_of(inner)


def _understood(
    statement: Any, above: LedgerScope | None, parameters: Mapping[str, int], *, correlated: bool
) -> LedgerScope:
    scope = LedgerScope(above, statement, correlated)
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
        scope.own |= {name for name in (_table_name(statement.table),) if name}
        where = getattr(statement, "whereclause", None)
    else:
        where = None
    if where is not None:
        conditions.append((where, None))
    subqueries: dict[int, tuple[Any, bool]] = {}
    renamed: set[str] = set()
    for node in _nodes(statement, subqueries):
        if isinstance(node, TextClause) or (isinstance(node, ColumnClause) and node.is_literal and node.name != "*"):
            raise Unprovable("a statement with SQL as text cannot be proven")
        for table in (node, getattr(node, "table", None)):
            if name := _table_name(table):
                scope.tables.add(name)
                renamed |= {name} if isinstance(table, Alias) else set()
    scope.tables |= scope.own
    for condition, only in conditions:
        # what is said of a table says nothing of its rows under another name, nor of those that an outer join leaves in
        silent = renamed | (outer - (only or set()))
        scope.branches = _both(scope.branches, _branches(condition, parameters, only, silent))
    scope.inner = [_understood(one, scope, parameters, correlated=by) for one, by in subqueries.values()]
    return scope


def _nodes(element: ClauseElement, subqueries: dict[int, tuple[Any, bool]]) -> Iterator[ClauseElement]:
    """Everything in a statement but the insides of subqueries, which are put aside, each with whether it may be correlated."""
    for child in element.get_children():
        if isinstance(child, SelectBase):
            subqueries[id(child)] = child, isinstance(element, ScalarSelect)
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
    return str(element.name) if isinstance(element, TableClause) else None


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
    condition: Any, parameters: Mapping[str, int], only: set[str | None] | None, silent: set[str]
) -> list[Branch]:
    """The alternatives of a condition. only: the tables that it restricts, where it is an outer join's; silent: tables that
    it does not restrict."""
    if isinstance(condition, Grouping):
        return _branches(condition.element, parameters, only, silent)
    if isinstance(condition, BooleanClauseList):
        parts = [_branches(part, parameters, only, silent) for part in condition.clauses]
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
        if name and name not in silent and (only is None or name in only):
            facts = _merged(facts, {name: {column.name: (source,)}})
    return [facts]


def _facts(condition: Any, parameters: Mapping[str, int]) -> Iterator[tuple[Column[Any], Source]]:
    """What one comparison says of a column's values."""
    if not isinstance(condition, BinaryExpression):
        return
    left: Any = condition.left
    right: Any = condition.right
    operator = condition.operator
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


def _is_column(element: Any) -> TypeGuard[Column[Any]]:
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


def only_column(select: Select[Any]) -> Of | None:
    columns = select._raw_columns
    only = columns[0] if len(columns) == 1 else None
    if _is_column(only):
        return Of(str(only.table.name), only.name)
    return None
