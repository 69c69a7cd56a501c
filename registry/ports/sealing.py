"""Short secrets that the database keeps for a while: AES-256-GCM (NIST SP 800-38D), under a key of the key store.

What a sealed text belongs to is bound in as associated data: copied to another row it does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.ports.keys import KeyMissing, KeyStore

_NONCE = 12


class SealBroken(ValueError):
    """It does not open: another key, altered, or moved."""


class Seal:
    """Seals under one named key, made on first use."""

    def __init__(self, keys: KeyStore, name: str) -> None:
        self._keys = keys
        self._name = name

    def close(self, content: str, belongs_to: str) -> bytes:
        """Raises `KeyMissing` where the key is damaged, `OSError` where none can be kept."""
        nonce = secrets.token_bytes(_NONCE)
        cipher = AESGCM(self._keys.get_or_create(self._name))
        return nonce + cipher.encrypt(nonce, content.encode(), belongs_to.encode())

    def open(self, sealed: bytes, belongs_to: str) -> str:
        """Raises `SealBroken`, also without the key."""
        try:
            cipher = AESGCM(self._keys.get(self._name))
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs_to.encode()).decode()
        except (KeyMissing, InvalidTag, ValueError):
            raise SealBroken("a sealed text cannot be opened") from None
