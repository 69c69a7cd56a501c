"""Tampering: a registry with rows in every table, and every single change that somebody could make to one of them.

What is made here follows from the schema, so that a new table or column is tampered with as soon as there is one.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from registry.core.database import Base, UTCDateTime, new_id
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.ledger.layout import CHAINED, UNBOUND, layout_of
from registry.ledger.rows import all_rows
from registry.records.tables.ledger import OpenConcern
from registry.records.tables.performers import Dispute, LookAlike
from registry.records.tables.reviews import Review
from tests.registry.checks.conftest import shot
from tests.registry.tampering import written

KINDS = ("kind", "state", "status", "verdict", "answer", "side", "role", "outcome", "is_administrator")
"""Columns that tell kinds of rows apart: of each kind one row is tampered with."""


def populate(studio: Any, alice: Any, bob: Any, shows: Any) -> dict[str, Any]:
    """Two performers, one who consented and one who said no; a check that was cleared, one that was not; and what else a
    registry comes to hold. Answers what the doors need."""
    desk, people = studio.desk, studio.people
    desk.consents.confirm_coverage(people.ursula, alice.id, studio.production, "sag_tvtheatrical_2026", True)
    given = studio.consent(alice, "alice")
    refused = studio.draft(bob.id)
    desk.consents.refuse(people.bob, refused)
    withdrawn = studio.consent(bob, "bob")
    desk.consents.withdraw(people.bob, withdrawn)
    studio.draft(alice.id)
    picture = shows("alice")
    cleared = studio.check(picture, shot(studio, alice.id, "SH1"))
    studio.check(shows("bob", "alice"), shot(studio, bob.id, "SH2"))
    desk.preferences.set(people.bob, bob.id, "prohibited", modality="voice")
    desk.floors.set(people.ursula, "players-guild", "max_uses", 100)
    desk.strikes.lift(people.ursula, desk.strikes.throw(people.ursula, "sag_tvtheatrical_2026", studio.production).id)
    _token, secret = desk.tokens.create(people.petra, "render farm")
    at = desk.clock()
    over: dict[str, Any] = {"opened_at": at, "resolved_at": at, "resolved_by": "A", "outcome": "claim_refused"}
    signed = {"document": "{}", "fingerprint": "SHA256:", "drafted_by": "A", "drafted_at": at, "ended_at": at}
    looked = {"kind": "match", "side": "performer", "error": {}, "opened_at": at, "due": at.date()}
    answered = {"answer": "confirm", "answered_at": at}
    with written(desk) as session:
        session.add(Dispute(id="D-OVER", performer_id=alice.id, claimant_id=bob.id, **over))
        session.add(LookAlike(id="LA-OVER", performer_id=alice.id, other_id=bob.id, **signed))
        session.add_all(OpenConcern(index=at, concerned={"check": f"K-{at}"}) for at in (1, 2))  # of nobody
        session.add(Review(id="W-OVER", check_id=cleared.id, ref="A1", performer_id=alice.id, **looked, **answered))
    return {"given": given, "refused": refused, "cleared": cleared.id, "secret": secret, "picture": picture}


def fill(desk: Desk) -> None:
    """At least two rows in every table that can have them."""
    classes = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}
    for table in Base.metadata.sorted_tables:
        if table.name in CHAINED or table.name == "gallery_state":
            continue
        for number in range(2):
            for other in range(number, number + 4):  # what is there already may tie the same two records
                with suppress(IntegrityError):
                    _seed(desk, classes[table.name], table, number, other)
                    break


def _seed(desk: Desk, record: Any, table: sa.Table, number: int, other: int) -> None:
    with written(desk) as session:
        if session.scalar(sa.select(sa.func.count()).select_from(record)) > number:
            return
        row = {
            column.name: _value(session, column, other)
            for column in table.columns
            if not (column.primary_key and column.autoincrement is True)
            and not (column.primary_key and isinstance(column.type, sa.Integer))
        }
        session.add(record(**row))
        session.flush()


def _value(session: Any, column: sa.Column[Any], number: int) -> Any:
    if column.foreign_keys:
        (key,) = column.foreign_keys
        found = session.connection().scalars(sa.select(key.column).order_by(key.column)).all()
        return found[number % len(found)] if found and not column.nullable else None
    if column.nullable:
        return None
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer | sa.Float):
        return number
    if isinstance(kind, UTCDateTime | sa.DateTime):
        return datetime(2026, 10, 1 + number, tzinfo=UTC)
    if isinstance(kind, sa.Date):
        return date(2026, 10, 1 + number)
    if isinstance(kind, sa.LargeBinary):
        return bytes([number]) * 12
    if isinstance(kind, sa.JSON):
        return {"number": number}
    return new_id("X")[-(getattr(kind, "length", None) or 12) :]


@dataclass(frozen=True)
class Change:
    """One change behind the ledger's back. what: a column, or `deleted`, `invented`, `exchanged`; row: of which kind."""

    table: str
    what: str
    row: str
    make: Callable[[Connection], None]

    @property
    def name(self) -> str:
        return f"{self.table}.{self.what} {self.row}".strip()

    @property
    def allowed(self) -> str | None:
        """The reason why it may go unnoticed, if the reviewed list has one."""
        return UNBOUND.get(f"{self.table}.{self.what}") or UNBOUND.get(f"{self.table}.*")


def changes(connection: Connection) -> Iterator[Change]:
    """Every column of every kind of row in every table, each row taken away, one invented, two exchanged."""
    for table in Base.metadata.sorted_tables:
        rows = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
        key = [column.name for column in table.primary_key]
        for kind, row in _kinds(rows):
            here = sa.and_(*(table.c[name] == row[name] for name in key))
            for column in table.columns:
                yield Change(table.name, column.name, kind, _alter(table, here, column, row[column.name]))
            yield Change(table.name, "deleted", kind, _execute(sa.delete(table).where(here)))
            yield Change(table.name, "invented", kind, _invent(table, row))
        yield from _exchange(table, key, rows)


def _kinds(rows: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(" ".join(str(row[name]) for name in KINDS if row.get(name) is not None), row)
    return sorted(found.items())


def _execute(*statements: Any) -> Callable[[Connection], None]:
    def make(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return make


def _alter(table: sa.Table, here: Any, column: sa.Column[Any], value: Any) -> Callable[[Connection], None]:
    def make_room(connection: Connection) -> None:
        connection.execute(sa.delete(table).where(sa.not_(here)))
        connection.execute(sa.update(table).where(here).values({column.name: not value}))

    def make(connection: Connection) -> None:
        for other in _others(column, value):
            try:
                with connection.begin_nested():
                    connection.execute(sa.update(table).where(here).values({column.name: other}))
                return
            except DBAPIError:  # a constraint stands in the way of this value
                continue
        if column.primary_key and isinstance(column.type, sa.Boolean):  # the other row has the only other value
            return make_room(connection)
        raise AssertionError(f"{table.name}.{column.name} cannot be altered")

    return make


def _others(column: sa.Column[Any], value: Any) -> list[Any]:
    """Other values of a column, the likeliest first."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value + 1000]
    if isinstance(value, datetime):
        return [value + timedelta(days=400)]
    if isinstance(value, date):
        return [value + timedelta(days=400)]
    if isinstance(value, bytes):
        return [bytes([value[0] ^ 1]) + value[1:]]
    if isinstance(value, dict | list):
        return [{"altered": value}]
    if isinstance(value, str):
        return [value[:-1] + ("x" if value[-1:] != "x" else "y"), "other"]
    kind = column.type
    if isinstance(kind, sa.JSON):
        return [{"altered": True}]
    if isinstance(kind, UTCDateTime | sa.DateTime):
        return [datetime(2026, 10, 4, tzinfo=UTC)]
    if isinstance(kind, sa.Date):
        return [date(2010, 1, 1)]
    if isinstance(kind, sa.Integer | sa.Float):
        return [1]
    if isinstance(kind, sa.LargeBinary):
        return [b"\x01" * 12]
    return ["other"]


def _invent(table: sa.Table, row: dict[str, Any]) -> Callable[[Connection], None]:
    """The same once more, under other keys."""

    def make(connection: Connection) -> None:
        unique = {column.name for column in table.primary_key}
        for constraint in table.constraints:
            if isinstance(constraint, sa.UniqueConstraint):
                unique.add(list(constraint.columns)[-1].name)
        unique |= {column.name for column in table.columns if column.unique}
        other = {name: _others(table.c[name], row[name])[-1] for name in unique}
        connection.execute(sa.insert(table).values(row | other))

    return make


def _exchange(table: sa.Table, key: list[str], rows: list[dict[str, Any]]) -> Iterator[Change]:
    """Two rows change places: each gets the other's primary key. Between two that say the same, that changes nothing."""
    said = [{name: value for name, value in row.items() if name not in key} for row in rows]
    differ = ((one, other) for one, other in itertools.pairwise(range(len(rows))) if said[one] != said[other])
    for one, other in ((rows[first], rows[second]) for first, second in itertools.islice(differ, 1)):
        first = sa.and_(*(table.c[name] == one[name] for name in key))
        second = sa.and_(*(table.c[name] == other[name] for name in key))
        aside = {name: _others(table.c[name], one[name])[-1] for name in key}
        third = sa.and_(*(table.c[name] == aside[name] for name in key))
        yield Change(
            table.name,
            "exchanged",
            "",
            _execute(
                sa.update(table).where(first).values(aside),
                sa.update(table).where(second).values({name: one[name] for name in key}),
                sa.update(table).where(third).values({name: other[name] for name in key}),
            ),
        )


def unguarded(connection: Connection) -> None:
    """Foreign keys stand in nobody's way who can write to the database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET session_replication_role = replica")


def noticed_by_audit(desk: Desk, connection: Connection) -> bool:
    """Whether the audit finds what was changed in this connection's transaction."""
    from consent.ledger import EMPTY, LedgerError, verify_chain
    from registry.ledger.whole import differences
    from registry.records.tables.ledger import Event

    class Entry:
        def __init__(self, row: Any) -> None:
            self.__dict__.update(row)

    try:
        head = desk.bindings.heads.check(connection, desk.bindings.heads.kept())
        table = Event.__table__
        rows = connection.execute(sa.select(table).order_by(table.c.index)).mappings()
        expected = head.head if head is not None else EMPTY
        if verify_chain(map(Entry, rows), expected) != expected:
            return True
        root = None if head is None else head.records
        return next(differences(connection, layout_of(Base.metadata), root), None) is not None
    except (LedgerError, RecordsAltered):
        return True


def copied(desk: Desk, folder: Path) -> Path:
    """The instance's folder once more: the database as it stands, the head that is kept beside it, and the keys."""
    folder.mkdir(parents=True)
    with sa.create_engine(desk.config.url).connect() as source:
        source.exec_driver_sql("VACUUM INTO ?", (str(folder / "registry.sqlite"),))
    shutil.copy(desk.config.ledger_head, folder)
    shutil.copy(desk.config.signing_key, folder)
    shutil.copytree(desk.config.keystore, folder / "keystore")
    return folder


__all__ = ["Change", "all_rows", "changes", "copied", "fill", "noticed_by_audit", "populate", "unguarded"]
