"""The small picture that is kept of a check, sealed under a key of the check's own: gone with the key, however old a backup is.

It stands in the check's row as `sealed:` and the base64 of nonce and ciphertext. What stands there in any other way, as an
earlier version of the program left it, is never shown, and dropped by the first worker that comes by.
"""

import base64
import binascii

from sqlalchemy import ColumnElement, Select, and_, or_, select

from registry.core.database import Database
from registry.gallery.sealing import Sealed, Unreadable, open_preview, seal_preview
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.checks import Check

MARK = "sealed:"
NONCE = 12
UNDER_WAY = ("queued", "examining")


class KeptPictures:
    """Seals and opens them."""

    def __init__(self, keystore: KeyStore) -> None:
        self._keystore = keystore

    def sealed(self, check_id: str, picture: str | None) -> str | None:
        """picture: JPEG as base64; answers what is kept of it. Raises `KeyMissing`, `OSError`."""
        if picture is None:
            return None
        key = self._keystore.get_or_create(_key_of(check_id))
        sealed = seal_preview(key, picture.encode(), check_id=check_id)
        return MARK + base64.b64encode(sealed.nonce + sealed.ciphertext).decode()

    def opened(self, check: Check) -> str | None:
        """The picture again, as base64; None where none is kept that can be opened."""
        if check.preview is None or not check.preview.startswith(MARK):
            return None
        try:
            content = base64.b64decode(check.preview.removeprefix(MARK), validate=True)
            key = self._keystore.get(_key_of(check.id))
            return open_preview(key, Sealed(content[:NONCE], content[NONCE:]), check_id=check.id).decode()
        except (binascii.Error, KeyMissing, Unreadable):
            return None

    def purge(self, db: Database) -> int:
        """Destroy the keys of pictures that are gone; how many there were."""
        keys = self._keystore.names("I-")  # before the rows: a key that is made meanwhile is no stray
        if not keys:
            return 0
        with db.look() as session:
            live = {_key_of(check) for check in session.scalars(_needed())}
        return sum(self._keystore.destroy(name) for name in keys if name not in live)


def in_clear() -> ColumnElement[bool]:
    """Whether a check's picture is not sealed, as a condition on `Check`."""
    return and_(Check.preview.is_not(None), Check.preview.not_like(f"{MARK}%"))


def _needed() -> Select[str]:
    """Checks with a picture, and those that may be getting one."""
    return select(Check.id).where(or_(Check.preview.is_not(None), Check.state.in_(UNDER_WAY)))


def _key_of(check_id: str) -> str:
    return "I-" + check_id.removeprefix("K-")
