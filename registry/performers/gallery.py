"""The gallery: every template that can be read, in memory, and a loud list of those that cannot."""

from registry.database import Database
from registry.performers.keystore import KeyStore


class GallerySource:
    def __init__(self, db: Database, keystore: KeyStore) -> None:
        self._db = db
        self._keystore = keystore
