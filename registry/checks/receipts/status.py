"""The signed status list: which receipts no longer count, for everybody who relies on one without an instance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from consent.signature import SigningKey
from consent.trust import sign_status, stale_entry
from registry.checks.receipts.issued import RESTS_ON, is_stale, stale_receipts
from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.ledger.binding import watch_of
from registry.ledger.noticed import Noticed
from registry.records.tables.checks import IssuedReceipt

HOLDS = timedelta(hours=1)
"""How long a list may be relied on: as long at most may somebody go on with a receipt that was just recalled."""

PROVEN_FOR = timedelta(minutes=5)
"""How long rows that were proven are not proven again while the ledger says that they are the same. What somebody altered behind
its back since then cannot show in the list; it is to be noticed all the same."""


@dataclass(frozen=True)
class _Known:
    """What was stale when the ledger bound just these records. receipts: id, since when, until when it would have counted."""

    standing: tuple[bytes, ...]
    proven_at: datetime
    receipts: tuple[tuple[str, datetime, datetime], ...]

    def holds(self, standing: tuple[bytes, ...], moment: datetime) -> bool:
        return self.standing == standing and timedelta() <= moment - self.proven_at < PROVEN_FOR


class Status:
    """Signs what is stale at this moment. `key`: the instance's own; `noticed`: what was found altered."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], key: Callable[[], SigningKey], noticed: Noticed
    ) -> None:
        self._db = db
        self._clock = clock
        self._key = key
        self._noticed = noticed
        self._known: _Known | None = None

    def stale_list(self) -> dict[str, Any]:
        """The signed list (consent.trust.StatusList). It names receipts by their ids, and nobody and nothing else. The reason says
        only that the file has to be checked again, never why.

        Raises `RecordsAltered` while any record is known to be altered: what should have recalled a receipt may be what
        somebody changed.
        """
        self._require_unaltered()
        moment, key = self._clock(), self._key()
        entries = [
            stale_entry("receipt_id", receipt, reason="superseded", since=since)
            for receipt, since, ends in self._stale(moment)
            if ends > moment
        ]
        return sign_status(key, registry_id=key.label, issued_at=moment, next_update=moment + HOLDS, stale=entries)

    def _stale(self, moment: datetime) -> tuple[tuple[str, datetime, datetime], ...]:
        """Read anew only when what it rests on is not what it was. That is asked of the signed head on record in each request,
        whichever process made the change: nothing that kills a receipt can be younger than what is answered."""
        with self._db.read() as session:
            standing = watch_of(session).tree.standing(RESTS_ON)
            known = self._known
            if known is None or not known.holds(standing, moment):
                rows = stale_receipts(session, moment)
                found = tuple((row.id, row.stale_since or moment, row.expires_at) for row in rows)
                known = self._known = _Known(standing, moment, found)
        return known.receipts

    def counts(self, receipt_id: str) -> bool | None:
        """Whether a receipt still counts; None for one that was never issued, and for one whose period is over. Says nothing of
        what it allows. Raises `RecordsAltered` as `stale_list` does."""
        self._require_unaltered()
        moment = self._clock()
        with self._db.read() as session:
            issued = session.get(IssuedReceipt, receipt_id)
            if issued is None or issued.expires_at <= moment:
                return None
            return not is_stale(session, issued)

    def _require_unaltered(self) -> None:
        for place in self._noticed.read():
            raise RecordsAltered(place["table"], place["key"], place["what"])
