"""The signed status list: which receipts no longer count, for everybody who relies on one without an instance."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from consent.signature import SigningKey
from consent.trust import sign_status
from registry.checks.issued import stale_entries
from registry.database import Database

HOLDS = timedelta(hours=1)
"""How long a list may be relied on: as long at most may somebody go on with a receipt that was just recalled."""


class Status:
    """Signs what is stale at this moment. `key`: the instance's own."""

    def __init__(self, db: Database, clock: Callable[[], datetime], key: Callable[[], SigningKey]) -> None:
        self._db = db
        self._clock = clock
        self._key = key

    def stale_list(self) -> dict[str, Any]:
        """The signed list (consent.trust.StatusList). It names receipts by their ids, and nobody and nothing else."""
        moment, key = self._clock(), self._key()
        with self._db.read() as session:
            entries = stale_entries(session, moment)
        return sign_status(key, registry_id=key.label, issued_at=moment, next_update=moment + HOLDS, stale=entries)
