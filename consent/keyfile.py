"""Key files: where a signer keeps a private key. They never reach the server.

A key file is JSON, made with mode 0600 and never overwritten. With a passphrase the private key is sealed by
AES-256-GCM under a key from scrypt (RFC 7914), with the public key as associated data.
"""

import os
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from consent.canonical import JsonError, canonical, from_base64url, strict_mapping, to_base64url
from consent.signature import SigningKey, fingerprint

KEY_TYPE = "likeness-registry/key"
VERSION = 1
OTHERS = 0o077
"""Every permission of the group and of everybody else."""
_ENTRIES = {"type", "version", "kind", "label", "fingerprint", "public_key", "private_key"}
_SEALED_ENTRIES = {"sealed", "salt", "nonce"}


class KeyFileError(ValueError):
    """A key file that cannot be made or used. The message never shows key material."""


class PassphraseNeeded(KeyFileError):
    """The private key is sealed and no passphrase was given."""


def _sealing_key(passphrase: str, salt: bytes) -> AESGCM:
    # n = 2**15, r = 8 takes 32 MB and some tens of milliseconds: dear for guessing, unnoticed by the owner.
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode("utf-8")))


def write_key(path: Path, key: SigningKey, passphrase: str | None = None) -> None:
    """Write a new key file (mode 0600). Raises `KeyFileError` if the file exists or cannot be written."""
    content: dict[str, Any] = {
        "type": KEY_TYPE,
        "version": VERSION,
        "kind": "ed25519",
        "label": key.label,
        "fingerprint": key.fingerprint,
        "public_key": to_base64url(key.public),
    }
    secret = key.private.private_bytes_raw()
    if passphrase is None:
        content["private_key"] = to_base64url(secret)
    else:
        salt, nonce = os.urandom(16), os.urandom(12)
        sealed = _sealing_key(passphrase, salt).encrypt(nonce, secret, key.public)
        content |= {
            "private_key": "sealed",
            "sealed": to_base64url(sealed),
            "salt": to_base64url(salt),
            "nonce": to_base64url(nonce),
        }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyFileError(f"{path} exists; a key file is never overwritten, choose another name") from error
    except OSError as error:
        raise KeyFileError(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(canonical(content) + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise KeyFileError(f"{path} cannot be written: {error.strerror}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = strict_mapping(path.read_bytes())
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}") from error
    except JsonError as error:
        raise KeyFileError(f"{path} is not a key file") from error
    expected = _ENTRIES | _SEALED_ENTRIES if content.get("private_key") == "sealed" else _ENTRIES
    if content.get("type") != KEY_TYPE or set(content) != expected:
        raise KeyFileError(f"{path} is not a key file of likeness key new")
    if content["version"] != VERSION or content["kind"] != "ed25519":
        raise KeyFileError(f"{path} is of a version or kind that this program does not know")
    if not all(isinstance(content[name], str) for name in expected - {"version"}):
        raise KeyFileError(f"{path} is damaged")
    return content


def read_public(path: Path) -> tuple[bytes, str]:
    """The public key and the label of a key file, without touching the private key. Raises `KeyFileError`."""
    content = _read(path)
    try:
        public = from_base64url(content["public_key"])
    except ValueError as error:
        raise KeyFileError(f"{path} is damaged: its public key is unreadable") from error
    if fingerprint(public) != content["fingerprint"]:
        raise KeyFileError(f"{path} is damaged: the fingerprint does not belong to the public key")
    return public, content["label"]


def read_key(path: Path, passphrase: str | None = None) -> SigningKey:
    """The key pair of a key file.

    Raises `PassphraseNeeded` if it is sealed and none was given, `KeyFileError` for anything else that is wrong, and for an
    unsealed key that others on this machine may read: whoever did can sign with it.
    """
    content = _read(path)
    public, label = read_public(path)
    if content["private_key"] != "sealed" and path.stat().st_mode & OTHERS:
        raise KeyFileError(
            f"{path} holds a private key, and others on this machine may read or change it. If nobody has: chmod go= {path}"
        )
    try:
        if content["private_key"] == "sealed":
            if passphrase is None:
                raise PassphraseNeeded(f"{path} is sealed with a passphrase")
            box = _sealing_key(passphrase, from_base64url(content["salt"]))
            secret = box.decrypt(from_base64url(content["nonce"]), from_base64url(content["sealed"]), public)
        else:
            secret = from_base64url(content["private_key"])
        private = Ed25519PrivateKey.from_private_bytes(secret)
    except InvalidTag as error:
        raise KeyFileError(f"{path}: wrong passphrase, or the file is damaged") from error
    except KeyFileError:
        raise
    except ValueError:
        # Without its cause: a message from further down could quote what it could not read.
        raise KeyFileError(f"{path} is damaged: its private key is unreadable") from None
    if private.public_key().public_bytes_raw() != public:
        raise KeyFileError(f"{path} is damaged: private and public key do not belong together")
    return SigningKey(private, public, label)
