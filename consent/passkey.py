"""Signatures that are made with a passkey: an assertion of WebAuthn whose challenge is what is signed.

A passkey signs no text of ours. It signs its own authenticator data and the SHA-256 of the browser's client data, and in the
client data stands the challenge. So the challenge is the SHA-256 of a domain tag, the role and the canonical bytes: the
stored assertion is the signature, and holds for no other paper, no other role, and for nothing that was signed to sign in.

The public key of such a signature is a small paper of its own, which names the key, the relying party and the one origin at
which assertions count. Its digest is the key's fingerprint, so whoever fixed the fingerprint fixed all three, and an offline
verifier needs nothing else. Sources: W3C Web Authentication Level 3, sections 6.1, 5.8.1 and 7.2; RFC 9053 (COSE).
"""

import hashlib
import re
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from consent.canonical import JsonError, canonical, from_base64url, strict_mapping, to_base64url

PUBLIC_TYPE: Final = "likeness-registry/passkey"
DOMAIN: Final = b"likeness-registry/passkey-signature/v1"
"""What the challenge of a signature begins with; no other program makes a challenge that does."""
LONGEST: Final = {"public_key": 384, "authenticator_data": 37, "client_data": 4096, "signature": 72}
"""The most bytes of each part. A public key of 384 bytes has 512 characters of base64url."""

_PUBLIC_ENTRIES = {"type", "version", "rp_id", "origin", "key"}
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_ORIGIN = re.compile(r"(https?)://([a-z0-9.-]+)(:[1-9][0-9]{0,4})?")
# The COSE key of ES256 in the one spelling that CTAP2 allows: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
_COSE = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", b"\x22\x58\x20"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256's group (FIPS 186-5)
_PRESENT, _VERIFIED, _ELIGIBLE, _BACKED_UP, _KEY, _EXTENSIONS = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80


class PasskeyError(ValueError):
    """A passkey or an assertion that does not hold. The message says why and never shows key material."""


class Authenticator(NamedTuple):
    """What the authenticator says of itself in an assertion. sign_count: 0 where it keeps none."""

    sign_count: int
    backup_eligible: bool
    backed_up: bool


class Public(NamedTuple):
    """What the public key of a passkey names."""

    rp_id: str
    origin: str
    key: ec.EllipticCurvePublicKey


def cose_key(x: bytes, y: bytes) -> bytes:
    """The COSE spelling of an ES256 key from its coordinates, 32 bytes each. Raises `PasskeyError`."""
    if len(x) != 32 or len(y) != 32:
        raise PasskeyError("the coordinates of a P-256 key have 32 bytes each")
    return _COSE[0] + x + _COSE[1] + y


def public_key(rp_id: str, origin: str, cose: bytes) -> bytes:
    """The bytes of a passkey's public key, whose SHA-256 is its fingerprint. Raises `PasskeyError` for unusable parts."""
    said = {"type": PUBLIC_TYPE, "version": 1, "rp_id": rp_id, "origin": origin, "key": to_base64url(cose)}
    public = canonical(said)
    read_public_key(public)
    return public


def read_public_key(public: bytes) -> Public:
    """Reads what `public_key` writes, in its one spelling. Raises `PasskeyError`."""
    if len(public) > LONGEST["public_key"]:
        raise PasskeyError(f"a passkey's public key has {LONGEST['public_key']} bytes at most")
    try:
        said = strict_mapping(public)
        one_spelling = canonical(said) == public
    except JsonError as error:
        raise PasskeyError("a passkey's public key is a JSON object") from error
    if set(said) != _PUBLIC_ENTRIES or not one_spelling:
        raise PasskeyError(f"a passkey's public key has exactly these entries: {', '.join(sorted(_PUBLIC_ENTRIES))}")
    version = said["version"]
    if said["type"] != PUBLIC_TYPE or isinstance(version, bool) or version != 1:
        raise PasskeyError("not a passkey's public key of version 1")
    rp_id, origin, key = said["rp_id"], said["origin"], said["key"]
    if not (isinstance(rp_id, str) and isinstance(origin, str) and isinstance(key, str)):
        raise PasskeyError("relying party, origin and key of a passkey are text")
    _check_place(rp_id, origin)
    try:
        cose = from_base64url(key)
    except ValueError as error:
        raise PasskeyError("the key of a passkey is not base64url") from error
    return Public(rp_id, origin, _read_cose(cose))


def _check_place(rp_id: str, origin: str) -> None:
    """The origin is the relying party's own host, over TLS but on the machine itself."""
    found = _ORIGIN.fullmatch(origin)
    if not _HOST.fullmatch(rp_id) or found is None or found[2] != rp_id:
        raise PasskeyError("the origin of a passkey is a page of its relying party's own host")
    local = rp_id == "localhost" or rp_id.endswith(".localhost")
    if found[1] != "https" and not local:
        raise PasskeyError("the origin of a passkey begins with https://")


def _read_cose(cose: bytes) -> ec.EllipticCurvePublicKey:
    head, middle = _COSE
    x, y = cose[len(head) : len(head) + 32], cose[len(head) + 32 + len(middle) :]
    if len(y) != 32 or cose != head + x + middle + y:
        raise PasskeyError("the key of a passkey is an ES256 key in COSE's one spelling")
    try:
        return ec.EllipticCurvePublicNumbers(
            int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
        ).public_key()
    except ValueError as error:
        raise PasskeyError("the key of a passkey is no point of its curve") from error


def challenge(role: str, message: bytes) -> bytes:
    """What a passkey is asked to sign so that it signs canonical bytes in a role: 32 bytes."""
    return hashlib.sha256(b"\0".join((DOMAIN, role.encode("ascii"), message))).digest()


def pack(authenticator_data: bytes, client_data: bytes, signature: bytes) -> str:
    """An assertion as the one text of a signature record: three parts in base64url, separated by dots.

    Of the two values that ECDSA lets anybody make of a signature, the lower is kept, so that a signature has one spelling.
    Raises `PasskeyError` where the signature is no DER of two whole numbers.
    """
    try:
        r, s = decode_dss_signature(signature)
    except ValueError as error:
        raise PasskeyError("the assertion's signature is not DER") from error
    low = encode_dss_signature(r, min(s, _ORDER - s)) if 0 < s < _ORDER else signature
    return ".".join(to_base64url(part) for part in (authenticator_data, client_data, low))


def _unpack(proof: str) -> tuple[bytes, bytes, bytes]:
    parts = proof.split(".")
    if len(parts) != 3:
        raise PasskeyError("a passkey's signature has three parts, separated by dots")
    try:
        data, client, signature = (from_base64url(part) for part in parts)
    except ValueError as error:
        raise PasskeyError("a part of the passkey's signature is not base64url") from error
    if len(client) > LONGEST["client_data"] or len(signature) > LONGEST["signature"]:
        raise PasskeyError("a part of the passkey's signature is too long")
    return data, client, signature


def verify_assertion(public: bytes, proof: str, role: str, message: bytes) -> Authenticator:
    """Checks an assertion (see `pack`) over canonical bytes in a role, with nothing but the key. Answers what its
    authenticator says of itself. Raises `PasskeyError`."""
    place = read_public_key(public)
    data, client, signature = _unpack(proof)
    _check_client_data(client, place, challenge(role, message))
    said = _read_authenticator_data(data, place.rp_id)
    try:
        _r, s = decode_dss_signature(signature)
        if s > _ORDER // 2:
            raise PasskeyError("the assertion's signature is not in its one spelling")
        place.key.verify(signature, data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
    except (InvalidSignature, OverflowError) as error:
        raise PasskeyError("the signature does not fit the document") from error
    except PasskeyError:
        raise
    except ValueError as error:
        raise PasskeyError("the assertion's signature is not DER") from error
    return said


def _check_client_data(client: bytes, place: Public, wanted: bytes) -> None:
    try:
        said = strict_mapping(client)
    except JsonError as error:
        raise PasskeyError("the browser's client data is not a JSON object") from error
    if said.get("type") != "webauthn.get":
        raise PasskeyError("the assertion was not made to sign: its type is not webauthn.get")
    if said.get("origin") != place.origin:
        raise PasskeyError("the assertion was made on another site than the key's")
    if said.get("crossOrigin", False) is not False or "topOrigin" in said:
        raise PasskeyError("the assertion was made inside a page of another site")
    if said.get("challenge") != to_base64url(wanted):
        raise PasskeyError("the assertion was made for something else than this document in this role")


def _read_authenticator_data(data: bytes, rp_id: str) -> Authenticator:
    if len(data) != LONGEST["authenticator_data"] or data[32] & (_KEY | _EXTENSIONS):
        raise PasskeyError("the authenticator's data is 37 bytes, without a key and without extensions")
    if data[:32] != hashlib.sha256(rp_id.encode("ascii")).digest():
        raise PasskeyError("the assertion was made for another relying party than the key's")
    flags = data[32]
    if not flags & _PRESENT:
        raise PasskeyError("nobody was present when the assertion was made")
    if not flags & _VERIFIED:
        raise PasskeyError("the authenticator did not verify who signed")
    if flags & _BACKED_UP and not flags & _ELIGIBLE:
        raise PasskeyError("the authenticator contradicts itself about its backup")
    return Authenticator(int.from_bytes(data[33:], "big"), bool(flags & _ELIGIBLE), bool(flags & _BACKED_UP))
