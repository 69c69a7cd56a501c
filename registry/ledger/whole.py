"""All records at once: are they what the ledger says, and binding them for the first time or anew."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Session

from consent.ledger import Head
from registry.core.database import now
from registry.core.errors import RecordsAltered
from registry.ledger.heads import Heads
from registry.ledger.layout import Layout, Table
from registry.ledger.record import record
from registry.ledger.rows import Values, all_rows, digest, name_of, sets_of
from registry.ledger.tree import LAYOUT, Tree, place
from registry.records.events import EventKind
from registry.records.tables.ledger import Binding, BindingNode, LedgerHead

SYSTEM = "system"

_BUCKETS, _NODES = cast(SqlTable, Binding.__table__), cast(SqlTable, BindingNode.__table__)


def differences(connection: Connection, layout: Layout, root: str | None) -> Iterator[RecordsAltered]:
    """Every place where the records, or the tree that binds them, are not what the root says.

    Where the tree itself was altered, the records below that place cannot be told from it, and are not looked at.
    """
    known_buckets: set[str] = set()
    known_nodes = {"", LAYOUT}
    entries = 0
    for table in layout.tables.values():
        tree = Tree(connection, layout, root)
        bound: dict[str, dict[tuple[bytes, str], bytes]] = {}
        for register in table.registers:
            try:
                bound[register] = tree.all_entries(register)
            except RecordsAltered as altered:
                yield altered
                continue
            entries += len(bound[register])
        known_buckets |= tree.buckets
        known_nodes |= tree.nodes
        if len(bound) == len(table.registers):
            yield from _of_table(connection, table, bound)
    yield from _surplus(connection, layout, known_buckets, known_nodes, entries)


def _of_table(
    connection: Connection, table: Table, bound: dict[str, dict[tuple[bytes, str], bytes]]
) -> Iterator[RecordsAltered]:
    expected = {key: found for (_, key), found in bound[table.name].items()}
    for row in all_rows(connection, table):
        key, found = name_of(table, row), digest(table, row)
        known = expected.pop(key, None)
        if known != found:
            yield RecordsAltered(table.name, key, "unknown" if known is None else "altered")
            continue
        for register, values in sets_of(table, row).items():
            if bound[register].pop((place(register, values), key), None) != found:
                yield RecordsAltered("binding", f"{register} {key}", "missing")
    for key in sorted(expected):
        yield RecordsAltered(table.name, key, "missing")


def _surplus(
    connection: Connection, layout: Layout, buckets: set[str], nodes: set[str], entries: int
) -> Iterator[RecordsAltered]:
    """What lies beside the tree: no node above names it."""
    for (node,) in connection.execute(select(_NODES.c.id)):
        if node not in nodes:
            yield RecordsAltered("binding_node", node, "unknown")
    text = connection.scalar(select(_NODES.c.content).where(_NODES.c.id == LAYOUT))
    if text is not None and bytes(text) != layout.text.encode():
        yield RecordsAltered("binding_node", LAYOUT)
    if connection.scalar(select(func.count()).select_from(_BUCKETS)) != entries:
        for (bucket,) in connection.execute(select(_BUCKETS.c.bucket).distinct()):
            if bucket not in buckets:
                yield RecordsAltered("binding", bucket, "unknown")


def bind_all(connection: Connection, layout: Layout, heads: Heads, why: str) -> dict[str, Any]:
    """Binds every record as it is now, in the caller's transaction, and puts that on record; answers the signed head.

    Whoever calls it has verified what was bound before. `why`: first (by a program that binds records), or layout (a
    table, a column or a lookup is another than it was).
    """
    connection.execute(delete(_BUCKETS))
    connection.execute(delete(_NODES))
    rows, root = 0, None
    for table in layout.tables.values():
        changes: dict[str, dict[Values, dict[str, bytes | None]]] = defaultdict(lambda: defaultdict(dict))
        for row in all_rows(connection, table):
            rows += 1
            key, found = name_of(table, row), digest(table, row)
            for register, values in sets_of(table, row).items():
                changes[register][values][key] = found
        tree = Tree(connection, layout, root)
        root = tree.change(changes)
    tree.found()
    with Session(connection) as session:
        record(session, SYSTEM, EventKind.RECORDS_BOUND, "records", root=root, rows=rows, why=why)
        head = session.scalars(select(LedgerHead)).one()
        head.signed = signed = heads.sign(Head(head.index, head.hash), str(root), now())
        session.flush()
    return signed
