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
from registry.records.tables.checks import IssuedReceipt

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
        self._require_unaltered()
        moment, key = self._clock(), self._key()
        with self._db.read() as session:
            entries = stale_entries(session, moment)
        return sign_status(key, registry_id=key.label, issued_at=moment, next_update=moment + HOLDS, stale=entries)

    def counts(self, receipt_id: str) -> bool | None:
        """Whether a receipt still counts; None for one that was never issued, and for one whose period is over. Says nothing of
        what it allows. Raises `RecordsAltered` as `stale_list` does."""
        self._require_unaltered()
        moment = self._clock()
        with self._db.read() as session:
            issued = session.get(IssuedReceipt, receipt_id)
            if issued is None or issued.expires_at <= moment:
                return None
            return all(entry["receipt_id"] != receipt_id for entry in stale_entries(session, moment))

    def _require_unaltered(self) -> None:
        for place in self._noticed.read():
            raise RecordsAltered(place["table"], place["key"], place["what"])
