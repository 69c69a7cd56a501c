"""The signed status list: which receipts no longer count, for everybody who relies on one without an instance."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from consent.signature import SigningKey
from consent.trust import sign_status
from registry.checks.receipts.issued import stale_entries
from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.ledger.noticed import Noticed

HOLDS = timedelta(hours=1)
"""How long a list may be relied on: as long at most may somebody go on with a receipt that was just recalled."""


class Status:
    """Signs what is stale at this moment. `key`: the instance's own; `noticed`: what was found altered."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], key: Callable[[], SigningKey], noticed: Noticed
    ) -> None:
        self._db = db
        self._clock = clock
        self._key = key
        self._noticed = noticed

    def stale_list(self) -> dict[str, Any]:
        """The signed list (consent.trust.StatusList). It names receipts by their ids, and nobody and nothing else.

        Raises `RecordsAltered` while any record is known to be altered: what should have recalled a receipt may be what
        somebody changed.
        """
        for place in self._noticed.read():
            raise RecordsAltered(place["table"], place["key"], place["what"])
        moment, key = self._clock(), self._key()
        with self._db.read() as session:
            entries = stale_entries(session, moment)
        return sign_status(key, registry_id=key.label, issued_at=moment, next_update=moment + HOLDS, stale=entries)
