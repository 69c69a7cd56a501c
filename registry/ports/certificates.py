"""The operator's certificate for Content Credentials: a chain and a key in files of their own, which never leave this process.

The key signs and is asked for nothing else. No message, no log and no `repr` says anything of it.
"""

import hashlib
import os
import stat
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PURPOSES: Final = (ExtendedKeyUsageOID.EMAIL_PROTECTION, x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"))
"""What a certificate has to be for (C2PA 2.2, 14.5.1): e-mail protection, or signing documents (RFC 9336)."""
_LONGEST = 100_000  # bytes of either file
_CURVES: Final = {"secp256r1": ("ES256", hashes.SHA256()), "secp384r1": ("ES384", hashes.SHA384())}

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class CertificateUnusable(Exception):
    """Why nothing can be signed; `str` is a word for a text: unset, chain, key, open, other-key, self-signed, purpose, period,
    algorithm."""


@dataclass(frozen=True)
class Certificate:
    """chain: PEM, the signer's own first. algorithm: as COSE names it. name: whose it is, for people. sha256: of its DER bytes."""

    chain: str
    algorithm: str
    name: str
    sha256: str
    _key: Key = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """The signature as COSE has it (RFC 9053): of an elliptic curve r and s, each as long as the curve's numbers."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(content)
        _, digest = _CURVES[self._key.curve.name]
        r, s = decode_dss_signature(self._key.sign(content, ec.ECDSA(digest)))
        length = (self._key.curve.key_size + 7) // 8
        return r.to_bytes(length, "big") + s.to_bytes(length, "big")


def certificate(chain_file: str, key_file: str, now: datetime) -> Certificate:
    """The certificate that the settings name. Raises `CertificateUnusable`."""
    if not chain_file or not key_file:
        raise CertificateUnusable("unset")
    chain = _read(chain_file, "chain", private=False)
    key = _key(_read(key_file, "key", private=True))
    try:
        certificates = x509.load_pem_x509_certificates(chain)
    except ValueError:
        raise CertificateUnusable("chain") from None
    own = certificates[0]
    if own.public_key() != key.public_key():
        raise CertificateUnusable("other-key")
    if own.issuer == own.subject:
        raise CertificateUnusable("self-signed")
    if not own.not_valid_before_utc <= now < own.not_valid_after_utc:
        raise CertificateUnusable("period")
    try:
        purposes = own.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        raise CertificateUnusable("purpose") from None
    if not any(purpose in PURPOSES for purpose in purposes):
        raise CertificateUnusable("purpose")
    text = "".join(one.public_bytes(serialization.Encoding.PEM).decode("ascii") for one in certificates)
    sha256 = hashlib.sha256(own.public_bytes(serialization.Encoding.DER)).hexdigest()
    algorithm = "ED25519" if isinstance(key, ed25519.Ed25519PrivateKey) else _CURVES[key.curve.name][0]
    return Certificate(text, algorithm, _name(own), sha256, key)


def _read(path: str, which: str, *, private: bool) -> bytes:
    try:
        handle = os.open(Path(path), os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError):
        raise CertificateUnusable(which) from None
    try:
        found = os.fstat(handle)  # of the very file that is read
        if not stat.S_ISREG(found.st_mode):
            raise CertificateUnusable(which)
        if private and (found.st_mode & 0o077 or found.st_uid not in (os.geteuid(), 0)):
            raise CertificateUnusable("open")
        return os.read(handle, _LONGEST)
    except OSError:
        raise CertificateUnusable(which) from None
    finally:
        os.close(handle)


def _key(pem: bytes) -> Key:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise CertificateUnusable("key") from None
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return key
    raise CertificateUnusable("algorithm")


def _name(own: x509.Certificate) -> str:
    """Organisation and common name, as they may be shown."""
    words = [
        str(part.value)
        for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for part in own.subject.get_attributes_for_oid(kind)
    ]
    shown = "".join(sign if sign.isprintable() else " " for sign in ", ".join(dict.fromkeys(words)))
    return shown[:120] or own.serial_number.to_bytes(20, "big").hex()
