"""Rows that are copied from decisions so that lists can be read from them: are they what the decisions say?

The ledger does not bind them, because each follows from a decision and from whom the check shows, which it binds: so they are
made again and compared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.errors import RecordsAltered
from registry.ledger.rows import key_text
from registry.records.tables.checks import Check, CheckPerson

AT_ONCE = 500

Rows = Callable[[str, Mapping[str, Any], Mapping[str, str]], Iterable[dict[str, Any]]]
"""Of which check, its decision, and pseudonym -> performer of the registered people in it: the rows to copy."""


def differences(session: Session, copies: Mapping[type[Any], Rows]) -> Iterator[RecordsAltered]:
    """Every copied row that is not what the check's decision says, every one that is missing, and every one too many. copies:
    each table, whose rows name their check in `check_id`, with how its rows are made.

    What it compares with has to be proven by whoever calls it.
    """
    last = ""
    while True:
        some = select(Check.id, Check.decision).where(Check.id > last).order_by(Check.id).limit(AT_ONCE)
        decisions: dict[str, dict[str, Any]] = {check: decision or {} for check, decision in session.execute(some)}
        if not decisions:
            break
        last = max(decisions)
        performers: dict[str, dict[str, str]] = defaultdict(dict)
        people = select(CheckPerson.check_id, CheckPerson.pseudonym, CheckPerson.performer_id)
        for check, pseudonym, performer in session.execute(people.where(CheckPerson.check_id.in_(decisions))):
            performers[check][pseudonym] = performer
        for table, rows in copies.items():
            expected = (row for check, made in decisions.items() for row in rows(check, made, performers[check]))
            yield from _compared(session, table, table.check_id.in_(decisions), expected)
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
