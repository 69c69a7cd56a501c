"""A hash chain of events: whatever is altered behind its back is found, and where.

Each entry's hash is the SHA-256 of its RFC 8785 bytes, which hold the hash of the entry before. The chain alone shows
edits, gaps and swaps; that nothing was cut off at the end, or rewritten as a whole, shows only against a head that
somebody else kept (a receipt, a checkpoint).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from consent.canonical import JsonError, canonical, sha256_hex

GENESIS = sha256_hex(b"likeness-registry/ledger/1")
"""What stands for "the entry before" in the first entry (index 0)."""


@dataclass(frozen=True)
class Head:
    """The end of a chain as somebody saw it: the last entry's index (-1: empty) and hash."""

    index: int
    hash: str


EMPTY = Head(-1, GENESIS)


class Entry(Protocol):
    """One event in its place, as a database row or an exported line holds it.

    `at` is UTC text in ISO 8601, the very text that was hashed; `details` holds JSON without fractions.
    """

    @property
    def index(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


class LedgerError(ValueError):
    """The chain is broken at `index`; `what` is altered, gap, reordered, unlinked, truncated or rewritten."""

    def __init__(self, index: int, what: str) -> None:
        super().__init__(f"entry {index}: {what}")
        self.index = index
        self.what = what


def entry_hash(previous: str, event: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the RFC 8785 bytes of {index, at, actor, kind, subject, details, previous}.

    `event` holds all of these but `previous`. Raises `JsonError` for details that JSON cannot say exactly.
    """
    return sha256_hex(canonical({**event, "previous": previous}))


def _holds(entry: Entry) -> bool:
    event = {name: getattr(entry, name) for name in ("index", "at", "actor", "kind", "subject", "details")}
    try:
        return entry_hash(entry.previous, event) == entry.hash
    except JsonError:
        return False


def verify_chain(entries: Iterable[Entry], expected: Head | None = None) -> Head:
    """Check a whole chain from its first entry and return its head.

    `expected` is a head seen earlier: the chain must still hold that entry unchanged (it may have grown since).
    Raises `LedgerError` naming the first bad index and what is wrong there: `altered` (the entry does not fit its
    hash), `gap` (an entry is missing), `reordered` (it comes at another place), `unlinked` (it does not follow the
    entry before), `truncated` (the chain ends before the expected head), `rewritten` (another entry stands there).
    """
    head = EMPTY
    left = iter(entries)
    for entry in left:
        due = head.index + 1
        if entry.index != due:
            elsewhere = entry.index < due or any(later.index == due for later in left)
            raise LedgerError(due, "reordered" if elsewhere else "gap")
        if not _holds(entry):
            raise LedgerError(due, "altered")
        if entry.previous != head.hash:
            raise LedgerError(due, "unlinked")
        head = Head(entry.index, entry.hash)
        if expected is not None and head.index == expected.index and head.hash != expected.hash:
            raise LedgerError(due, "rewritten")
    if expected is not None and head.index < expected.index:
        raise LedgerError(head.index + 1, "truncated")
    return head
