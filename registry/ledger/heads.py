"""The signed head: in the database, and a copy of the latest in the instance's folder.

Whoever can write to the database can put last week's in its place, with a head that was signed then. The copy stands
outside: a database that is behind it, or that does not hold its entry, is refused until somebody says that a backup was
put back (`likeness restore`), which goes on record.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, select

from consent.canonical import JsonError
from consent.head import HeadError, SignedHead, read_head, sign_head, verify_head
from consent.keyfile import KeyFileError
from consent.ledger import Head
from consent.signature import SignatureError, SigningKey, parse_signature, unsigned_bytes, verify
from registry.core.errors import RecordsAltered
from registry.records.schema import SchemaOutdated
from registry.records.tables.ledger import Event, LedgerHead

log = logging.getLogger(__name__)

ONLY = 1
"""The id of the one row that holds the head."""

_HEAD, _EVENT = LedgerHead.__table__.c, Event.__table__.c


class Key(Protocol):
    """The instance's own key (registry.ledger.signing.KeyFile)."""

    def load(self) -> SigningKey: ...
    def load_or_create(self) -> SigningKey: ...


class Heads:
    """Signs heads, checks the database's, and keeps the latest at `path`."""

    def __init__(self, key: Key, path: Path) -> None:
        self._instance_key = key
        self._path = path
        self._key: SigningKey | None = None
        self._verified: dict[str, SignedHead] = {}  # the one that was verified last, by its text
        self._copy: dict[tuple[int, int], SignedHead] = {}  # the copy that was read last, by its file

    def kept(self) -> SignedHead | None:
        """The copy in the instance's folder, read before the database is: then an honest database is never behind it.

        A copy that is not whole says nothing: it was written when the machine stopped.
        """
        try:
            state = os.stat(self._path)
            file = state.st_ino, state.st_mtime_ns  # it is never written in place
            if file not in self._copy:
                self._copy = {file: read_head(json.loads(self._path.read_bytes()))[0]}
            return self._copy[file]
        except FileNotFoundError:
            return None
        except (ValueError, HeadError):
            log.warning("%s cannot be read; the next change writes it anew", self._path)
            return None

    def check(self, connection: Connection, kept: SignedHead | None) -> SignedHead | None:
        """The head on record, found to be signed and to go on from `kept`; None where nothing was ever recorded.

        Raises `RecordsAltered` for any other, `SchemaOutdated` where an older program left records that are not bound.
        """
        rows = connection.execute(select(_HEAD.id, _HEAD.index, _HEAD.hash, _HEAD.signed)).all()
        if rows and [row.id for row in rows] != [ONLY]:
            raise RecordsAltered("ledger_head", str(rows[-1].id), "unknown")
        index, digest, signed = tuple(rows[0])[1:] if rows else (-1, "", None)
        if signed is None:
            if kept is not None:
                raise RecordsAltered("ledger_head", "1", "unsigned" if rows else "rolled_back")
            if not rows:
                return None
            raise SchemaOutdated("The records are not bound to the ledger yet. Run: likeness init")
        head = self.verified(signed)
        if (index, digest) != (head.index, head.hash):
            raise RecordsAltered("ledger_head", "1")
        if kept is not None and not _goes_on(connection, head, kept):
            raise RecordsAltered("ledger_head", "1", "rolled_back")
        return head

    def verified(self, content: Any) -> SignedHead:
        """A signed head, if this instance's key signed it. Raises `RecordsAltered`."""
        text = json.dumps(content, sort_keys=True)
        if text not in self._verified:
            try:
                head = self._verify(content)
            except (HeadError, KeyFileError) as error:
                log.error("the ledger's head: %s", error)
                raise RecordsAltered("ledger_head", "1", "unsigned") from error
            self._verified = {text: head}
        return self._verified[text]

    def _verify(self, content: Any) -> SignedHead:
        key = self._key or self._instance_key.load()
        try:
            head = verify_head(content, key.fingerprint)
        except HeadError:
            key = self._instance_key.load()  # another may have been put in its place
            head = self._of_former_key(content) or verify_head(content, key.fingerprint)
        if head.registry_id != key.label:
            raise HeadError("the head is another registry's")
        self._key = key
        return head

    def _of_former_key(self, content: Any) -> SignedHead | None:
        """A head that the key before this one signed: the copy in the instance's folder is the very same. Whoever puts
        another key into that folder runs the instance; whoever only writes to the database has no hand in either."""
        try:
            same = json.loads(self._path.read_bytes()) == content
        except (OSError, ValueError):
            return None
        return read_head(content)[0] if same else None

    def signed_here(self, content: Any) -> SignedHead:
        """A head that somebody brings, once it was found to be signed by this instance. Raises `HeadError`."""
        try:
            return self._verify(content)
        except KeyFileError as error:
            raise HeadError(str(error)) from error

    def of_receipt(self, content: dict[str, Any]) -> Head:
        """The place in the ledger that a receipt of this instance names. Raises `HeadError`."""
        try:
            key, signature = self._instance_key.load(), parse_signature(content.get("signature"))
            if signature.fingerprint != key.fingerprint:
                raise HeadError("the receipt is signed by another key than this instance's")
            verify(signature, unsigned_bytes(content))
            return Head(content["ledger"]["index"], content["ledger"]["head"])
        except (KeyFileError, SignatureError, JsonError, KeyError, TypeError) as error:
            raise HeadError(f"not a receipt of this instance: {error}") from error

    def sign(self, head: Head, records: str, at: datetime) -> dict[str, Any]:
        """A new head. An instance that has none yet gets its key with it."""
        self._key = self._key or self._instance_key.load_or_create()
        return sign_head(self._key, head, records, at)

    def keep(self, signed: dict[str, Any], *, declared: bool = False) -> None:
        """Writes the copy, unless a later one stands there; `declared`: somebody said that a backup was put back.

        It is written after the change was committed. Where that fails the next change writes it; until then what would
        not be noticed is the loss of this one.
        """
        try:
            with self._locked():
                kept = self.kept()
                if declared or kept is None or kept.index < signed["index"]:
                    fresh = self._path.with_suffix(".new")
                    fresh.write_text(json.dumps(signed))
                    os.replace(fresh, self._path)
        except OSError as error:
            log.error("%s cannot be written: %s", self._path, error.strerror)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        handle = os.open(self._path.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _goes_on(connection: Connection, head: SignedHead, kept: SignedHead) -> bool:
    if head.index == kept.index:
        return (head.hash, head.records) == (kept.hash, kept.records)
    if head.index < kept.index:
        return False
    return connection.scalar(select(_EVENT.hash).where(_EVENT.index == kept.index)) == kept.hash
