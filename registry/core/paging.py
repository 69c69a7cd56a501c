"""Long lists a page at a time, by keyset: where a page begins is said by the row before it, so the ten-thousandth page costs
what the first one does, and nothing moves when somebody adds a row meanwhile."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Select, func, literal, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

Row = TypeVar("Row")
Shown = TypeVar("Shown")

SIZE = 25
"""Rows of a page."""
LONGEST = 200
"""Characters of what is searched for."""
COUNTED = 2_000
"""So many rows are counted and no more: who sees a row is a question to each, and nobody pages through so many."""


@dataclass(frozen=True)
class PageRequest:
    """What of a list is wanted. page: as an earlier page named it, none for the first; search: words; sort and chosen (filter
    -> value): of those that the list offers."""

    page: str | None = None
    search: str = ""
    sort: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search or any(self.chosen.values()))


@dataclass(frozen=True)
class PageOf:
    """Whose rows are listed: of at most one production, performer, union or account; without any, all that the viewer sees."""

    production: str | None = None
    performer: str | None = None
    union: str | None = None
    account: str | None = None


ALL, FIRST = PageOf(), PageRequest()


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """One page of a list. count: of all rows that were asked for, on this page and others, but at most `COUNTED`; more:
    whether there are more than that. next, previous: the names of the pages beside it; none where there is none."""

    rows: tuple[Row, ...]
    count: int
    next: str | None = None
    previous: str | None = None
    more: bool = False

    @property
    def counted(self) -> dict[str, Any]:
        """The count as texts say it."""
        return {"count": self.count, "more": "yes" if self.more else "no"}

    def shown(self, show: Callable[[Row], Shown]) -> "ListPage[Shown]":
        """The same page of what `show` makes of each row."""
        return replace(cast("ListPage[Any]", self), rows=tuple(show(row) for row in self.rows))


def listed(
    session: Session,
    rows: Select[*tuple[Any, ...]],
    asked: PageRequest,
    size: int = SIZE,
    every: Select[*tuple[Any, ...]] | None = None,
) -> ListPage[Any]:
    """The page that is asked for of these rows, which are ordered by columns that are never null and together name one row.
    `every`: what is counted, where `rows` leaves out what lies far from the page.

    A page that nobody ever named reads as the first. Rows of one column or entity come as that, others as named tuples.
    """
    from sqlakeyset import InvalidPage, select_page  # here: most commands list nothing

    try:
        found = select_page(session, rows, per_page=size, page=asked.page)
    except (InvalidPage, csv.Error, ValueError, TypeError, OverflowError, StatementError):
        session.rollback()  # a value that the database could not compare ends its transaction
        found = select_page(session, rows, per_page=size)
    single = len(rows.column_descriptions) == 1
    paging = found.paging
    whole = not paging.has_next and not paging.has_previous
    count = len(found) if whole else _count(session, rows if every is None else every)
    return ListPage(
        tuple(row[0] if single else row for row in found),
        min(count, COUNTED),
        paging.bookmark_next if paging.has_next else None,
        paging.bookmark_previous if paging.has_previous else None,
        count > COUNTED,
    )


def _count(session: Session, rows: Select[*tuple[Any, ...]]) -> int:
    """How many there are, or one more than are counted. SQLite counts them in their order, which it reads them in without
    sorting, as for the page; PostgreSQL would sort them all before it counts the first."""
    some = rows.with_only_columns(literal(1), maintain_column_froms=True).limit(COUNTED + 1)
    if session.get_bind().dialect.name != "sqlite":
        some = some.order_by(None)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def like(words: str) -> str:
    """A pattern for LIKE with ESCAPE '\\\\' that finds the words anywhere, whatever signs are in them."""
    plain = words[:LONGEST].replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{plain}%"
