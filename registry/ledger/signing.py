"""The instance's own key: it signs receipts, and its label is the registry's id."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.keyfile import KeyFileError, read_key, write_key
from consent.moments import parse_utc, utc_text
from consent.signature import SigningKey, new_key
from consent.trust import trust_entry, trust_file
from registry.core.config import Config
from registry.core.database import Database, new_id
from registry.core.errors import Conflict
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.ledger import Event


class KeyFile:
    """The key file of an instance (JSON, mode 0600). Its label names the registry, and outlives the key itself."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> SigningKey:
        """The key. Raises `KeyFileError` where there is none or it is damaged: then nothing can be signed."""
        return read_key(self._path)

    def load_or_create(self) -> SigningKey:
        """The key; a fresh instance gets one, with a fresh registry id as its label."""
        if not self._path.exists():
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                write_key(self._path, new_key(new_id("R")))
            except KeyFileError:
                if not self._path.exists():  # else another process was faster
                    raise
        return self.load()


class InstanceKey(KeyFile):
    """The key of an instance at work, and since when it speaks for the registry."""

    def __init__(self, config: Config, db: Callable[[], Database], clock: Callable[[], datetime]) -> None:
        super().__init__(config.signing_key)
        self._db = db
        self._clock = clock

    def put_on_record(self) -> None:
        """Notes in the ledger since when this key speaks for the registry, once. A file's own time says nothing: copying
        changes it, and anybody who can touch the file can set it.

        The first key of an instance that is older than this record has spoken since the ledger began; a key that took its
        place speaks from now on.
        """
        key, moment = self.load(), self._clock()
        with self._db().write() as session:
            known = _on_record(session)
            if key.fingerprint not in known:
                began = _beginning(session) if not known else None
                record(
                    session, "system", EventKind.INSTANCE_KEY_RECORDED, key.fingerprint, at=moment,
                    since=utc_text(began or moment),
                )  # fmt: skip

    def trust(self) -> dict[str, Any]:
        """A trust file (KEYS.json) that names this instance's key, for those who rely on its receipts, from when it is on
        record. Raises `Conflict` for a key of which the ledger does not know."""
        key = self.load()
        with self._db().read() as session:
            known = _on_record(session)
            since = known.get(key.fingerprint) or (None if known else _beginning(session))
        if since is None:
            raise Conflict("instance-key-unrecorded")
        entry = trust_entry(registry_id=key.label, public=key.public, label="likeness registry", valid_from=since)
        return trust_file([entry])


def _on_record(session: Session) -> dict[str, datetime]:
    """Fingerprint of each key that ever spoke for this instance -> since when."""
    rows = select(Event.subject, Event.details).where(Event.kind == EventKind.INSTANCE_KEY_RECORDED)
    return {fingerprint: parse_utc(details["since"]) for fingerprint, details in session.execute(rows)}


def _beginning(session: Session) -> datetime | None:
    """The moment of the ledger's first entry."""
    at = session.scalar(select(Event.at).order_by(Event.index).limit(1))
    return datetime.fromisoformat(at.replace("Z", "+00:00")) if at is not None else None
