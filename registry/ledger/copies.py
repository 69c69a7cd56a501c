"""Rows that are copied from decisions so that lists can be read from them: are they what the decisions say?

The ledger does not bind them, because each follows from a decision and from whom the check shows, which it binds: so they are
made again and compared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.errors import RecordsAltered
from registry.ledger.rows import key_text
from registry.records.tables.checks import Check, CheckPerson

AT_ONCE = 500


class Decided(Protocol):
    """What is copied of a check."""

    @property
    def id(self) -> str: ...
    @property
    def production_id(self) -> str: ...
    @property
    def requested_at(self) -> datetime: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def decision(self) -> dict[str, Any] | None: ...


Rows = Callable[[Decided, Mapping[str, str]], Iterable[dict[str, Any]]]
"""Of which check, and pseudonym -> performer of the registered people in it: the rows to copy."""


def differences(session: Session, copies: Mapping[type[Any], Rows]) -> Iterator[RecordsAltered]:
    """Every copied row that is not what the check's decision says, every one that is missing, and every one too many. copies:
    each table, whose rows name their check in `check_id`, with how its rows are made.

    What it compares with has to be proven by whoever calls it.
    """
    last = ""
    while True:
        some = select(Check.id, Check.production_id, Check.requested_at, Check.decided_at, Check.decision)
        decided: dict[str, Any] = {
            row.id: row for row in session.execute(some.where(Check.id > last).order_by(Check.id).limit(AT_ONCE))
        }
        if not decided:
            break
        last = max(decided)
        performers: dict[str, dict[str, str]] = defaultdict(dict)
        people = select(CheckPerson.check_id, CheckPerson.pseudonym, CheckPerson.performer_id)
        for check, pseudonym, performer in session.execute(people.where(CheckPerson.check_id.in_(decided))):
            performers[check][pseudonym] = performer
        for table, rows in copies.items():
            expected = (row for check in decided.values() for row in rows(check, performers[check.id]))
            yield from _compared(session, table, table.check_id.in_(decided), expected)
    for table in copies:  # of no check at all
        yield from _compared(session, table, table.check_id.not_in(select(Check.id)), ())


def _compared(session: Session, table: Any, among: Any, expected: Iterable[dict[str, Any]]) -> Iterator[RecordsAltered]:
    columns = table.__table__.columns.keys()
    keys = [column.name for column in table.__table__.primary_key]
    left = {key_text([row[name] for name in keys]): row for row in expected}
    for found in session.execute(select(*table.__table__.columns).where(among)).mappings():
        key = key_text([found[name] for name in keys])
        row = left.pop(key, None)
        if row is None or any(row[name] != found[name] for name in columns):
            yield RecordsAltered(table.__tablename__, key, "unknown" if row is None else "altered")
    for key in sorted(left):
        yield RecordsAltered(table.__tablename__, key, "missing")
