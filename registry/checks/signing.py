"""The instance's own key: it signs receipts, and its label is the registry's id."""

from datetime import UTC, datetime
from typing import Any

from consent.keyfile import KeyFileError, read_key, write_key
from consent.signature import SigningKey, new_key
from consent.trust import trust_entry, trust_file
from registry.config import Config
from registry.database import new_id


class InstanceKey:
    """The key file of an instance (JSON, mode 0600). Its label names the registry, and outlives the key itself."""

    def __init__(self, config: Config) -> None:
        self._path = config.signing_key

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

    def trust(self) -> dict[str, Any]:
        """A trust file (KEYS.json) that names this instance's key, for those who rely on its receipts."""
        key = self.load()
        made = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        return trust_file(
            [
                trust_entry(
                    registry_id=key.label,
                    public=key.public,
                    label="likeness registry",
                    valid_from=made,
                )
            ]
        )
