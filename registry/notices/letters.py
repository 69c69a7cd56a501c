"""Letters to one person: each a row of the transaction of what it is about, handed over later by a worker.

A letter about a notice says that there is something to read, and nothing of what it is. A letter of its own (an invitation, a
new password) carries a link with a secret: it is sealed here until the letter is handed over, and then it is gone.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from registry.core.database import new_id, now
from registry.core.texts import say
from registry.ports.keys import KeyStore
from registry.ports.post import Letter
from registry.ports.sealing import Seal
from registry.records.tables.entry import OutgoingLetter

KEY = "M-LETTERS"
KEEP = timedelta(days=30)
"""How long a settled letter stays on record: to whom and of what kind, without its link."""
WAITING, SENT, REFUSED, GIVEN_UP, EXPIRED = "waiting", "sent", "refused", "given_up", "expired"


class Letters:
    """Writes letters, and puts them in words. address: what every link begins with, as the operator has set it."""

    def __init__(self, keys: KeyStore, address: str) -> None:
        self._seal = Seal(keys, KEY)
        self._address = address

    def write(
        self,
        session: Session,
        kind: str,
        recipient: str,
        language: str,
        path: str | None = None,
        *,
        id: str | None = None,
        expires: datetime | None = None,
        params: Mapping[str, str | int] = MappingProxyType({}),
    ) -> None:
        """Adds a letter to the caller's transaction. kind: of its texts, `KIND-subject` and `KIND-text`; path: of the link
        in it, with its secret, from the instance's address on."""
        letter_id = id or new_id("M")
        session.add(
            OutgoingLetter(
                id=letter_id,
                recipient=recipient,
                kind=kind,
                params=dict(params),
                language=language,
                sealed_path=self._seal.close(path, letter_id) if path is not None else None,
                created_at=now(),
                expires_at=expires,
                state=WAITING,
                tries=0,
            )
        )

    def worded(self, row: OutgoingLetter) -> Letter:
        """The letter as it leaves. Raises `SealBroken` where its link cannot be opened any more."""
        path = self._seal.open(row.sealed_path, row.id) if row.sealed_path is not None else ""
        params = {"address": self._address, "link": self._address + path, **row.params}
        return Letter(
            id=row.id,
            to=row.recipient,
            subject=say(f"{row.kind}-subject", row.language, **params),
            text=say(f"{row.kind}-text", row.language, **params),
        )


def settle(row: OutgoingLetter, state: str, at: datetime) -> None:
    """The letter waits no more, and its secret is gone."""
    row.state, row.settled_at, row.next_try_at, row.sealed_path = state, at, None, None
