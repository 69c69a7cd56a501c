"""Bringing an instance to the newest program: what was bound is verified, the schema moves, and everything is bound anew."""

import json
from typing import Any

from sqlalchemy import Connection, inspect, select

from consent.head import SignedHead
from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.ledger.binding import Bindings
from registry.ledger.layout import Layout, parse_layout
from registry.ledger.tree import LAYOUT
from registry.ledger.whole import bind_all, differences
from registry.records import schema
from registry.records.schema import SchemaOutdated
from registry.records.tables.ledger import BindingNode, LedgerHead

_NODES, _HEAD = BindingNode.__table__.c, LedgerHead.__table__.c


def upgrade(db: Database, bindings: Bindings) -> None:
    """Brings the database to the newest schema, with every record in it bound: one transaction, or nothing.

    Raises `RecordsAltered` where what was bound before is not whole: then nothing is changed, because binding it anew
    would bury what was altered.
    """
    kept = bindings.heads.kept()
    signed: dict[str, Any] | None = None

    def before(connection: Connection) -> None:
        head = _signed(connection, bindings, kept)
        if head is not None:
            bound_by = stored_layout(connection)
            for altered in differences(connection, bound_by or bindings.layout, head.records):
                bindings.noticed.add(altered)
                raise altered

    def after(connection: Connection) -> None:
        nonlocal signed
        if connection.execute(select(_HEAD.index)).first() is None:
            return  # nothing is recorded yet
        bound_by = stored_layout(connection)
        if bound_by is None or bound_by.digest != bindings.layout.digest:
            why = "first" if bound_by is None else "layout"
            signed = bind_all(connection, bindings.layout, bindings.heads, why)

    schema.upgrade(db, before=before, after=after)
    if signed is not None:
        bindings.heads.keep(signed)


def _signed(connection: Connection, bindings: Bindings, kept: SignedHead | None) -> SignedHead | None:
    """The head of a database of whatever schema; None where its records were never bound."""
    names = {column["name"] for column in _columns(connection, "ledger_head")}
    if "signed" not in names:
        if kept is not None:
            raise RecordsAltered("ledger_head", "1", "rolled_back")
        return None
    try:
        return bindings.heads.check(connection, kept)
    except SchemaOutdated:
        return None


def _columns(connection: Connection, table: str) -> list[Any]:
    return inspect(connection).get_columns(table) if inspect(connection).has_table(table) else []


def stored_layout(connection: Connection) -> Layout | None:
    """The layout by which the records are bound; None where they are not. It is taken as it stands there: a tree that was
    made by another one has another root."""
    if not inspect(connection).has_table("binding_node"):
        return None
    text = connection.scalar(select(_NODES.content).where(_NODES.id == LAYOUT))
    if text is None:
        return None
    try:
        return parse_layout(bytes(text).decode())
    except (ValueError, TypeError, AttributeError) as error:
        raise RecordsAltered("binding_node", LAYOUT) from error


def require_bound(db: Database, layout: Layout) -> None:
    """Raises `SchemaOutdated` where records were written by a program that bound none of them, or by another layout."""
    with db.engine.connect() as connection:
        if connection.execute(select(_HEAD.index)).first() is None:
            return
        bound_by = stored_layout(connection)
    if bound_by is None:
        raise SchemaOutdated("The records are not bound to the ledger yet. Run: likeness init")
    if json.loads(bound_by.text) != json.loads(layout.text):
        raise SchemaOutdated("The records were bound by another version of this program. Run: likeness init")
