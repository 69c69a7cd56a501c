"""Signatures of people and instances over canonical bytes.

A signature is made with the signer's own key, directly over the RFC 8785 bytes of what is signed. Its `kind` names
the way it was made; `VERIFIERS` holds one function a kind, so that passkeys fit beside key files. The `type` inside
the signed bytes keeps a signature on one kind of paper from serving on another.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from consent.canonical import canonical, from_base64url, to_base64url
from consent.passkey import PasskeyError, read_public_key, verify_assertion

ROLES = ("signer", "countersigner", "instance")
"""Who signs: the person whose consent it is (or who may act for them), the union, or the registry's instance."""


class SignatureError(ValueError):
    """A signature that does not hold. The message says why and never shows key material."""


def fingerprint(public: bytes) -> str:
    """The name of a public key: "SHA256:" and the base64url SHA-256 of its bytes (32 for Ed25519; see passkey.public_key)."""
    return "SHA256:" + to_base64url(hashlib.sha256(public).digest())


@dataclass(frozen=True)
class Signature:
    """One signature record. `public_key` and `signature` are base64url without padding; of a passkey `signature` is three
    such texts (see passkey.pack)."""

    kind: str
    role: str
    fingerprint: str
    public_key: str
    signature: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def parse_signature(data: object) -> Signature:
    """A signature record from JSON. Raises `SignatureError` for missing, unknown or wrong entries."""
    names = Signature.__dataclass_fields__.keys()
    if not isinstance(data, Mapping) or set(data) != set(names):
        raise SignatureError(f"a signature record has exactly these entries: {', '.join(names)}")
    if not all(isinstance(value, str) for value in data.values()):
        raise SignatureError("every entry of a signature record is text")
    record = Signature(**data)
    if record.role not in ROLES:
        raise SignatureError(f"unknown role {record.role[:40]!r}; known: {', '.join(ROLES)}")
    if record.kind not in VERIFIERS:
        raise SignatureError(f"unknown kind {record.kind[:40]!r} of signature; known: {', '.join(VERIFIERS)}")
    if not re.fullmatch(r"SHA256:[A-Za-z0-9_-]{43}", record.fingerprint):
        raise SignatureError("a key's fingerprint is SHA256: and 43 characters of base64url")
    return record


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key pair of a performer, a union or an instance."""

    private: Ed25519PrivateKey = field(repr=False, compare=False)
    public: bytes
    label: str = ""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)


def new_key(label: str = "") -> SigningKey:
    """A fresh Ed25519 key from the operating system's random source."""
    private = Ed25519PrivateKey.generate()
    return SigningKey(private, private.public_key().public_bytes_raw(), label)


def sign(key: SigningKey, message: bytes, role: str) -> Signature:
    """Sign canonical bytes in a role of `ROLES`. Raises `SignatureError` for another role."""
    if role not in ROLES:
        raise SignatureError(f"unknown role {role[:40]!r}; known: {', '.join(ROLES)}")
    return Signature(
        "ed25519", role, key.fingerprint, to_base64url(key.public), to_base64url(key.private.sign(message))
    )


# Points of small order (and their second spellings) without the sign bit, as libsodium refuses them. Under such a
# "public key" one signature fits many messages, so its owner could deny what was signed.
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)


def check_public_key(public: bytes) -> None:
    """Refuse bytes that are no usable Ed25519 public key. Raises `SignatureError`."""
    if len(public) != 32:
        raise SignatureError("an Ed25519 public key has 32 bytes")
    if public[:31] + bytes([public[31] & 0x7F]) in _SMALL_ORDER:
        raise SignatureError("the public key is of small order: signatures under it prove nothing")


def _verify_ed25519(signature: Signature, public: bytes, message: bytes) -> None:
    check_public_key(public)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(from_base64url(signature.signature), message)
    except (InvalidSignature, ValueError) as error:
        raise SignatureError("the signature does not fit the document") from error


def _check_passkey(public: bytes) -> None:
    try:
        read_public_key(public)
    except PasskeyError as error:
        raise SignatureError(str(error)) from error


def _verify_passkey(signature: Signature, public: bytes, message: bytes) -> None:
    try:
        verify_assertion(public, signature.signature, signature.role, message)
    except PasskeyError as error:
        raise SignatureError(str(error)) from error


VERIFIERS: Mapping[str, Callable[[Signature, bytes, bytes], None]] = {
    "ed25519": _verify_ed25519,
    "passkey": _verify_passkey,
}
"""How each kind of signature is checked: (record, raw public key, message), raising `SignatureError`.

A kind that proves with several values (a passkey's assertion) packs them into the one text `signature`.
"""

PUBLIC_KEYS: Mapping[str, Callable[[bytes], None]] = {"ed25519": check_public_key, "passkey": _check_passkey}
"""Whether bytes are a usable public key of each kind, raising `SignatureError`."""


def verify(signature: Signature, message: bytes) -> None:
    """Check a signature over canonical bytes and that its fingerprint is its key's. Raises `SignatureError`."""
    check = VERIFIERS.get(signature.kind)
    if check is None:
        raise SignatureError(f"unknown kind {signature.kind[:40]!r} of signature; known: {', '.join(VERIFIERS)}")
    try:
        public = from_base64url(signature.public_key)
    except ValueError as error:
        raise SignatureError("the public key is not base64url") from error
    if fingerprint(public) != signature.fingerprint:
        raise SignatureError("the fingerprint does not belong to the public key")
    check(signature, public, message)


def signed(content: Mapping[str, Any], key: SigningKey) -> dict[str, Any]:
    """An instance's paper with its signature: over the RFC 8785 bytes of everything but `signature`."""
    return {**content, "signature": sign(key, unsigned_bytes(content), "instance").as_dict()}


def instance_signature(content: Mapping[str, Any]) -> Signature:
    """The signature of a paper that an instance signed, verified. Raises `SignatureError`, `JsonError`."""
    signature = parse_signature(content.get("signature"))
    if signature.role != "instance":
        raise SignatureError("not an instance's signature")
    verify(signature, unsigned_bytes(content))
    return signature


def unsigned_bytes(content: Mapping[str, Any]) -> bytes:
    """The RFC 8785 bytes of a paper without its `signature` entry."""
    return canonical({name: value for name, value in content.items() if name != "signature"})
