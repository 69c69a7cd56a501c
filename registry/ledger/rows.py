"""Rows as the database holds them, and their digests.

A digest is over what is stored, not over what a type makes of it: a 2 where a 1 stood is another row, although both mean
yes to Python and only one of them to a WHERE clause.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping, Select

from registry.ledger.layout import Table

Row = Mapping[str, Any] | RowMapping
Values = tuple[Any, ...]
"""One value for each column of a lookup."""

DOMAIN = b"likeness-registry/record/1\n"
AT_ONCE = 500
"""Values in one statement."""


def digest(table: Table, row: Row) -> bytes:
    """SHA-256 over the table's name and every bound column of one row, each with its name and its kind of value."""
    content = {name: row[name] for name in table.columns}
    text = json.dumps([table.name, content], sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(DOMAIN + text.encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, datetime):
        return {"at": value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    raise TypeError(f"a column holds {type(value).__name__}, which no digest is made of")


def key_text(values: Sequence[Any]) -> str:
    """A primary key as text: plain where it is one value, JSON where it is several."""
    return str(values[0]) if len(values) == 1 else json.dumps(list(values), separators=(",", ":"), default=str)


def name_of(table: Table, row: Row) -> str:
    """The text of a row's primary key."""
    return key_text([row[name] for name in table.key])


def sets_of(table: Table, row: Row) -> dict[str, Values]:
    """The set of each register to which a row belongs. A row without a lookup's first value is in none of its sets."""
    found = {register: tuple(row[name] for name in columns) for register, columns in table.registers.items()}
    return {register: values for register, values in found.items() if not values or values[0] is not None}


def all_rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Every row of a table, as it is stored."""
    yield from connection.execute(_stored(table), execution_options={"yield_per": AT_ONCE}).mappings()


def rows_where(connection: Connection, table: Table, columns: Sequence[str], wanted: Iterable[Values]) -> list[Row]:
    """The rows whose `columns` hold one of the wanted values, as they are stored."""
    rows: list[Row] = []
    for statement, parameters in _selects(table, tuple(columns), list(wanted)):
        rows += connection.execute(statement, parameters).mappings().all()
    return rows


def _selects(table: Table, columns: Values, wanted: list[Values]) -> Iterator[tuple[Select[Any], Mapping[str, Any]]]:
    if not columns:
        yield _stored(table), {}
    elif len(columns) == 1:
        some = [values[0] for values in wanted if values[0] is not None]
        for start in range(0, len(some), AT_ONCE):
            yield _with_one_of(table, columns[0]), {"wanted": some[start : start + AT_ONCE]}
        if len(some) < len(wanted):
            yield _with(table, columns, (True,)), {}
    else:
        for values in wanted:
            nulls = tuple(value is None for value in values)
            yield _with(table, columns, nulls), {f"wanted{at}": value for at, value in enumerate(values)}


@cache
def _stored(table: Table) -> Select[Any]:
    # columns without a type: nothing converts what the driver hands over
    names = dict.fromkeys((*table.columns, *table.key))
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in names]
    return sa.select(*columns).select_from(sa.table(table.name))


@cache
def _with_one_of(table: Table, column: str) -> Select[Any]:
    return _stored(table).where(sa.column(column).in_(sa.bindparam("wanted", expanding=True)))


@cache
def _with(table: Table, columns: Values, nulls: tuple[bool, ...]) -> Select[Any]:
    conditions = [
        sa.column(name).is_(None) if null else sa.column(name) == sa.bindparam(f"wanted{at}")
        for at, (name, null) in enumerate(zip(columns, nulls, strict=True))
    ]
    return _stored(table).where(*conditions)
