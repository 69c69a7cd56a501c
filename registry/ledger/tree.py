"""The tree that binds the records: a Merkle tree over sets of rows, whose root stands in the signed head.

Each register (a table by its primary key, or by the columns of a lookup) has 64 x 64 buckets. A set of rows lies in one
bucket, chosen by the SHA-256 of the value that its rows share; in it each row has an entry: its primary key and its
digest. So whatever the size of the registry, a set is proven, with nothing missing, by reading one bucket and three
nodes above it. Hashes are SHA-256, each level with a tag of its own (RFC 6962, section 2.1, on why), an empty part is
zeros.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, Connection, Table, bindparam, delete, insert, select, update

from registry.core.errors import RecordsAltered
from registry.ledger.layout import Layout
from registry.ledger.rows import AT_ONCE, Values
from registry.records.tables.ledger import Binding, BindingNode

FAN = 64
SIZE = 32
EMPTY = bytes(SIZE)
NOTHING = EMPTY * FAN
"""The content of a node that has nothing below it."""
LAYOUT = "layout"
"""The id of the node that holds the layout's text."""

Hash = TypeVar("Hash", str, bytes)
Entries = dict[tuple[bytes, str], bytes]
"""(place of the set, primary key) -> digest of the row: the content of one bucket."""
Changes = Mapping[str, Mapping[Values, Mapping[str, bytes | None]]]
"""Register -> value of a set -> primary key -> the row's digest, none where it left the set."""

_BUCKETS, _NODES = cast(Table, Binding.__table__), cast(Table, BindingNode.__table__)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_IN_BUCKETS = select(_BUCKETS.c.bucket, _BUCKETS.c.place, _BUCKETS.c.key, _BUCKETS.c.digest).where(
    _BUCKETS.c.bucket.in_(_WANTED)
)
_OF_NODES = select(_NODES.c.id, _NODES.c.content).where(_NODES.c.id.in_(_WANTED))


def place(register: str, values: Values) -> bytes:
    """Where a set lies: 16 bytes, of which the first twelve bits are its bucket."""
    text = json.dumps([register, *values], separators=(",", ":"), default=str)
    return sha256(b"likeness-registry/binding/place/1\n" + text.encode()).digest()[:16]


def bucket_of(place: bytes) -> tuple[int, int]:
    """The bucket of a place: which of the 64 below its register, and which of the 64 below that."""
    return place[0] >> 2, (place[0] & 3) << 4 | place[1] >> 4


def bucket_number(place: bytes) -> int:
    """The bucket of a place among the 4,096 of its register, as `Tree.hashes` counts them."""
    group, slot = bucket_of(place)
    return group * FAN + slot


def bucket_hash(entries: Entries) -> bytes:
    """The hash of a bucket's entries, in the order of their places and keys."""
    if not entries:
        return EMPTY
    found = sha256(b"likeness-registry/binding/bucket/1\n")
    for (where, key), digest in sorted(entries.items()):
        name = key.encode()
        found.update(where + len(name).to_bytes(4) + name + digest)
    return found.digest()


def node_hash(content: bytes) -> bytes:
    """The hash of a node, of the hashes below it."""
    return sha256(b"likeness-registry/binding/node/1\n" + content).digest() if content.strip(b"\0") else EMPTY


def root_hash(layout: Layout, content: bytes) -> str:
    """The root (hex): over the layout, and the registers' nodes in its order."""
    return sha256(b"likeness-registry/binding/root/1\n" + layout.digest + content).hexdigest()


class Remembered:
    """Nodes and buckets that were read before, by their hashes: whatever has one of these hashes is this content.

    One for all sessions of a process; most of what a session needs of the tree was needed by the one before.
    """

    MOST = 2000

    def __init__(self) -> None:
        self.roots: dict[str, bytes] = {}
        self.nodes: dict[bytes, bytes] = {}
        self.buckets: dict[bytes, Entries] = {}

    def trim(self) -> None:
        """Forgets the older half where it has become too much."""
        _trim(self.roots, self.MOST)
        _trim(self.nodes, self.MOST)
        _trim(self.buckets, self.MOST)


def _trim(part: dict[Hash, Any], most: int) -> None:
    if len(part) > most:
        for hashed in list(part)[: len(part) - most // 2]:
            part.pop(hashed, None)


class Tree:
    """The tree in one transaction. Nothing is taken from it that does not lead up to `root`, the root in a head whose
    signature was verified; None for a registry that has bound nothing yet.

    Every method raises `RecordsAltered` where a node or a bucket is not what the one above it says.
    """

    def __init__(
        self, connection: Connection, layout: Layout, root: str | None, remembered: Remembered | None = None
    ) -> None:
        self._connection = connection
        self._layout = layout
        self._places = {register: number for number, register in enumerate(layout.registers)}
        self._nothing = EMPTY * len(self._places)
        self.root = root or root_hash(layout, self._nothing)
        self._remembered = Remembered() if remembered is None else remembered
        self._nodes: dict[str, bytes] = {}
        self._buckets: dict[str, Entries] = {}

    def sets(self, register: str, wanted: Iterable[Values]) -> dict[Values, dict[str, bytes]]:
        """The sets of a register with these values: primary key -> digest of each row that belongs to it."""
        places = {values: place(register, values) for values in wanted}
        self._load({register: {bucket_of(where) for where in places.values()}})
        found = {}
        for values, where in places.items():
            entries = self._buckets[_bucket_id(register, *bucket_of(where))]
            found[values] = {key: digest for (other, key), digest in entries.items() if other == where}
        return found

    def whole(self, register: str) -> dict[str, bytes]:
        """Every row of a register: primary key -> digest."""
        return {key: digest for (_, key), digest in self.all_entries(register).items()}

    def standing(self, registers: Iterable[str]) -> tuple[bytes, ...]:
        """The hash over all that each register holds: while these are the same, no row in them was added, changed or removed."""
        self._load_nodes({})
        top = self._nodes[""]
        return tuple(top[self._places[one] * SIZE : (self._places[one] + 1) * SIZE] for one in registers)

    def all_entries(self, register: str) -> Entries:
        """Every entry of a register, with the places of the sets."""
        self._load_nodes({register: set(range(FAN))})
        filled = {
            (group, slot)
            for group in range(FAN)
            if (node := self._nodes[_node_id(register, group)]) is not NOTHING
            for slot in range(FAN)
            if node[slot * SIZE : (slot + 1) * SIZE] != EMPTY
        }
        self._load({register: filled})
        buckets = (self._buckets[_bucket_id(register, *bucket)] for bucket in filled)
        return {at: digest for bucket in buckets for at, digest in bucket.items()}

    @property
    def buckets(self) -> set[str]:
        """The ids of the buckets that hold something, of those that were read."""
        return {bucket for bucket, entries in self._buckets.items() if entries}

    @property
    def nodes(self) -> set[str]:
        """The ids of the nodes that hold something, of those that were read."""
        return {node for node, content in self._nodes.items() if content.strip(b"\0")}

    def hashes(self, register: str) -> list[bytes]:
        """The hashes of a register's 4,096 buckets: one that is another than it was holds other rows."""
        self._load_nodes({register: set(range(FAN))})
        joined = b"".join(self._nodes[_node_id(register, group)] for group in range(FAN))
        return [joined[start : start + SIZE] for start in range(0, len(joined), SIZE)]

    def entries(self, register: str, numbers: Iterable[int]) -> dict[int, Entries]:
        """The content of a register's buckets, by their numbers in `hashes`."""
        numbers = list(numbers)
        self._load({register: {divmod(number, FAN) for number in numbers}})
        return {number: self._buckets[_bucket_id(register, *divmod(number, FAN))] for number in numbers}

    def change(self, changes: Changes) -> str:
        """Writes changed sets and everything above them; answers the new root."""
        placed = {
            register: {place(register, values): rows for values, rows in sets.items()}
            for register, sets in changes.items()
            if sets
        }
        self._load({register: {bucket_of(where) for where in sets} for register, sets in placed.items()})
        written = _Written()
        touched: dict[str, bytes] = {}
        for register, sets in placed.items():
            for where, rows in sets.items():
                bucket = _bucket_id(register, *bucket_of(where))
                self._buckets[bucket] = written.enter(bucket, self._buckets[bucket], where, rows)
            for group, slot in {bucket_of(where) for where in sets}:
                entries = self._buckets[_bucket_id(register, group, slot)]
                hashed = bucket_hash(entries)
                self._remembered.buckets[hashed] = entries
                self._set(touched, _node_id(register, group), slot, hashed)
            for group in {bucket_of(where)[0] for where in sets}:
                self._set(touched, register, group, self._hashed(touched[_node_id(register, group)]))
            self._set(touched, "", self._places[register], self._hashed(touched[register]))
        written.save(self._connection)
        self._save_nodes(touched)
        self.root = root_hash(self._layout, self._nodes[""])
        self._remembered.roots[self.root] = self._nodes[""]
        return self.root

    def _hashed(self, content: bytes) -> bytes:
        hashed = node_hash(content)
        self._remembered.nodes[hashed] = content
        return hashed

    def found(self) -> None:
        """Keeps the layout beside the tree, so that another program knows how it was made."""
        self._connection.execute(insert(_NODES), [{"id": LAYOUT, "content": self._layout.text.encode()}])

    def _set(self, touched: dict[str, bytes], node: str, position: int, value: bytes) -> None:
        content = touched.get(node, self._nodes[node])
        touched[node] = content[: position * SIZE] + value + content[(position + 1) * SIZE :]

    def _save_nodes(self, touched: Mapping[str, bytes]) -> None:
        # a node without anything below it has no row
        there = {node for node in touched if any(self._nodes[node])}
        fresh = [{"id": node, "content": now} for node, now in touched.items() if node not in there and any(now)]
        changed = [{"node": node, "now": touched[node]} for node in there if any(touched[node])]
        gone = [{"node": node} for node in there if not any(touched[node])]
        same = _NODES.c.id == bindparam("node")
        if fresh:
            self._connection.execute(insert(_NODES), fresh)
        if changed:
            self._connection.execute(update(_NODES).where(same).values(content=bindparam("now")), changed)
        if gone:
            self._connection.execute(delete(_NODES).where(same), gone)
        self._nodes |= touched

    def _load(self, wanted: Mapping[str, set[tuple[int, int]]]) -> None:
        """Reads and verifies buckets, and the nodes above them, that were not yet."""
        lacking = {
            register: {bucket for bucket in buckets if _bucket_id(register, *bucket) not in self._buckets}
            for register, buckets in wanted.items()
        }
        self._load_nodes({register: {group for group, _ in buckets} for register, buckets in lacking.items()})
        expected: dict[str, bytes] = {}
        for register, buckets in lacking.items():
            for group, slot in buckets:
                node = self._nodes[_node_id(register, group)]
                expected[_bucket_id(register, group, slot)] = node[slot * SIZE : (slot + 1) * SIZE]
        unread = {bucket for bucket, hashed in expected.items() if hashed != EMPTY}
        for bucket, hashed in expected.items():
            known = {} if hashed == EMPTY else self._remembered.buckets.get(hashed)
            if known is not None:
                self._buckets[bucket] = known
                unread.discard(bucket)
        for bucket, entries in self._read_buckets(unread).items():
            if bucket_hash(entries) != expected[bucket]:
                raise RecordsAltered("binding", bucket)
            self._buckets[bucket] = self._remembered.buckets[expected[bucket]] = entries
        self._remembered.trim()

    def _read_buckets(self, unread: Collection[str]) -> dict[str, Entries]:
        found: dict[str, Entries] = {bucket: {} for bucket in unread}
        for some in _parts(unread):
            for bucket, where, key, digest in self._connection.execute(_IN_BUCKETS, {"wanted": some}):
                found[bucket][bytes(where), key] = bytes(digest)
        return found

    def _load_nodes(self, wanted: Mapping[str, set[int]]) -> None:
        """Reads and verifies nodes, those above first. Where one is unknown, those below it are read with it."""
        if "" not in self._nodes:
            content = self._remembered.roots.get(self.root)
            if content is None:
                content = self._read_nodes([""]).get("", self._nothing)
                if root_hash(self._layout, content) != self.root:
                    raise RecordsAltered("binding_node", "")
                self._remembered.roots[self.root] = content
            self._nodes[""] = content
        below = {
            _node_id(register, group): (register, group) for register, groups in wanted.items() for group in groups
        }
        read: dict[str, bytes] = {}
        for level in ({register: ("", self._places[register]) for register in wanted}, below):
            lacking = {
                node: self._nodes[above][position * SIZE : (position + 1) * SIZE]
                for node, (above, position) in level.items()
                if node not in self._nodes
            }
            unread = [
                node for node, hashed in lacking.items() if hashed not in self._remembered.nodes and hashed != EMPTY
            ]
            if any(node not in read for node in unread):
                read |= self._read_nodes({*unread, *(node for node, (above, _) in below.items() if above in unread)})
            for node, hashed in lacking.items():
                if hashed == EMPTY:
                    self._nodes[node] = NOTHING
                    continue
                content = self._remembered.nodes.get(hashed, read.get(node, b""))
                if node_hash(content) != hashed or len(content) != FAN * SIZE:
                    raise RecordsAltered("binding_node", node)
                self._nodes[node] = self._remembered.nodes[hashed] = content

    def _read_nodes(self, unread: Collection[str]) -> dict[str, bytes]:
        rows = (self._connection.execute(_OF_NODES, {"wanted": some}) for some in _parts(unread))
        return {node: bytes(content) for some in rows for node, content in some}


class _Written:
    """What becomes of the entries of buckets, to be written in as few statements as there are kinds of change."""

    def __init__(self) -> None:
        self._fresh: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self._gone: list[dict[str, Any]] = []

    def enter(self, bucket: str, before: Entries, where: bytes, rows: Mapping[str, bytes | None]) -> Entries:
        entries = dict(before)  # others may remember what was there before
        for key, digest in rows.items():
            old = entries.pop((where, key), None)
            if digest is not None:
                entries[where, key] = digest
            if old is None and digest is not None:
                self._fresh.append({"bucket": bucket, "place": where, "key": key, "digest": digest})
            elif old is not None and digest is None:
                self._gone.append({"in": bucket, "at": where, "of": key})
            elif old != digest:
                self._changed.append({"in": bucket, "at": where, "of": key, "now": digest})
        return entries

    def save(self, connection: Connection) -> None:
        table = _BUCKETS.c
        same = (table.bucket == bindparam("in")) & (table.place == bindparam("at")) & (table.key == bindparam("of"))
        if self._gone:
            connection.execute(delete(_BUCKETS).where(same), self._gone)
        if self._changed:
            connection.execute(update(_BUCKETS).where(same).values(digest=bindparam("now")), self._changed)
        if self._fresh:
            connection.execute(insert(_BUCKETS), self._fresh)


def _node_id(register: str, group: int) -> str:
    return f"{register}/{group:02x}"


def _bucket_id(register: str, group: int, slot: int) -> str:
    return f"{register}/{group:02x}{slot:02x}"


def _parts(wanted: Collection[str]) -> Iterable[list[str]]:
    names = list(wanted)
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
