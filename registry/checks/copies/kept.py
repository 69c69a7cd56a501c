"""The hashes that copies are known by, sealed under a key of each check's own: gone with the key, however old a backup is.

From a hash nobody is recognised, but whoever reads it learns in the coarse what a frame shows, and could tell whether a picture that
they hold was checked here. They are kept as long as the check's receipt may count, and for a year where a copy must not come back: of a
file with somebody whose use is not allowed, and of material that was cleared because it is temporary.
"""

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consent.moments import parse_utc
from consent.spans import Span, spans_in
from consent.verdicts import ALLOWED
from registry.checks.copies.temporary import is_temporary
from registry.core.database import Database
from registry.gallery.sealing import Sealed, open_prints, seal_prints
from registry.ports.keys import KeyStore
from registry.records.tables.checks import Check
from registry.records.tables.copies import CheckPrints

if TYPE_CHECKING:
    from matching.copies.prints import Prints

KEPT = timedelta(days=365)
UNDER_WAY = ("queued", "examining")


class KeptPrints:
    """Seals and opens them."""

    def __init__(self, keystore: KeyStore) -> None:
        self._keystore = keystore

    def keep(self, session: Session, check_id: str, prints: "Prints", at: datetime) -> None:
        """Raises `OSError`, `KeyMissing`."""
        key = self._keystore.get_or_create(_key_of(check_id))
        sealed = seal_prints(key, _written(prints), check_id=check_id)
        session.add(CheckPrints(check_id=check_id, made_at=at, nonce=sealed.nonce, content=sealed.ciphertext))

    def opened(self, row: CheckPrints) -> "Prints":
        """The same again. Raises `KeyMissing`, `Unreadable`."""
        key = self._keystore.get(_key_of(row.check_id))
        return _read(open_prints(key, Sealed(row.nonce, row.content), check_id=row.check_id))

    def purge(self, db: Database, now: datetime) -> int:
        """Destroy the keys of what is kept no longer, then its rows, and keys that nothing is sealed with; how many there were."""
        keys = self._keystore.names("H-")  # before the rows: a key that is made meanwhile is no stray
        if not keys:
            return 0
        with db.look() as session:
            rows = session.execute(select(CheckPrints.check_id, CheckPrints.made_at)).all()
            under_way = session.scalars(select(Check.id).where(Check.state.in_(UNDER_WAY)))
            live = {check for check, _ in rows} | set(under_way)
            over = [check for check, made in rows if not _is_kept(session.get_one(Check, check), made, now)]
        gone = [key for key in keys if key in set(map(_key_of, over)) or key not in set(map(_key_of, live))]
        for key in gone:
            self._keystore.destroy(key)
        if over:
            with db.write() as session:
                session.execute(delete(CheckPrints).where(CheckPrints.check_id.in_(over)))
        return len(gone)


def _is_kept(check: Check, made: datetime, now: datetime) -> bool:
    if made + KEPT <= now:
        return False
    if check.receipt is not None and parse_utc(check.receipt["expires_at"]) > now:
        return True
    return bool(not_allowed(check)) or is_temporary(check)


def not_allowed(check: Check) -> dict[str, list[Span]]:
    """Who was found in a check's file and may not be used as it says, by pseudonym: when they are there, in milliseconds; of a still
    picture no time at all."""
    if check.decision is None or check.state not in ("decided", "stale"):
        return {}
    found = {}
    for person in check.decision["persons"]:
        if person["answer"] == "match" and person["verdict"] not in ALLOWED:
            boxes = [box for box in person["boxes"] if "end" in box]
            found[person["pseudonym"]] = [span for box in boxes for span in spans_in(box)]
    return found


def _key_of(check_id: str) -> str:
    return "H-" + check_id.removeprefix("K-")


def _written(prints: "Prints") -> bytes:
    import numpy as np

    content = io.BytesIO()
    np.savez(content, starts=prints.starts, ends=prints.ends, hashes=prints.hashes)
    return content.getvalue()


def _read(content: bytes) -> "Prints":
    import numpy as np

    from matching.copies.prints import Prints

    with np.load(io.BytesIO(content), allow_pickle=False) as parts:
        return Prints(parts["starts"], parts["ends"], parts["hashes"])
