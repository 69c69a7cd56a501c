"""Sealing of templates, reference pictures and faces under review: AES-256-GCM (NIST SP 800-38D), under the performer's
key or the review's own.

What a sealed text is, is bound in as associated data: moved to another performer, modality or encoder it cannot be
opened. The nonce is random; at 96 bits a key may seal 2**32 texts, and a performer has some dozens.
"""

import secrets
from dataclasses import dataclass, field

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consent.canonical import canonical
from matching.findings import Vector


class Unreadable(ValueError):
    """A sealed text that does not open: another key, altered, or moved. Says nothing about what it held."""


@dataclass(frozen=True)
class Sealed:
    nonce: bytes
    ciphertext: bytes = field(repr=False)


def _template_context(performer_id: str, modality: str, encoder: str, weights_sha256: str) -> bytes:
    return canonical(
        {"performer": performer_id, "modality": modality, "encoder": encoder, "weights_sha256": weights_sha256}
    )


def _picture_context(performer_id: str, picture_id: str) -> bytes:
    return canonical({"performer": performer_id, "picture": picture_id})


def _seal(key: bytes, content: bytes, context: bytes) -> Sealed:
    nonce = secrets.token_bytes(12)
    return Sealed(nonce, AESGCM(key).encrypt(nonce, content, context))


def _open(key: bytes, sealed: Sealed, context: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, context)
    except (InvalidTag, ValueError):
        raise Unreadable("a sealed text cannot be opened") from None


def seal_template(
    key: bytes, vector: Vector, *, performer_id: str, modality: str, encoder: str, weights_sha256: str
) -> Sealed:
    """A template (float32 [d], stored little-endian) under the performer's key."""
    content = np.asarray(vector, dtype="<f4").tobytes()
    return _seal(key, content, _template_context(performer_id, modality, encoder, weights_sha256))


def open_template(
    key: bytes, sealed: Sealed, *, performer_id: str, modality: str, encoder: str, weights_sha256: str
) -> Vector:
    """The template again, float32 [d]. Raises `Unreadable`."""
    content = _open(key, sealed, _template_context(performer_id, modality, encoder, weights_sha256))
    if not content or len(content) % 4:
        raise Unreadable("a sealed text holds no template")
    return np.frombuffer(content, dtype="<f4").astype(np.float32)


def seal_picture(key: bytes, content: bytes, *, performer_id: str, picture_id: str) -> Sealed:
    """The bytes of a reference picture under the performer's key."""
    return _seal(key, content, _picture_context(performer_id, picture_id))


def open_picture(key: bytes, sealed: Sealed, *, performer_id: str, picture_id: str) -> bytes:
    """The picture's bytes again. Raises `Unreadable`."""
    return _open(key, sealed, _picture_context(performer_id, picture_id))


def seal_crop(key: bytes, content: bytes, *, review_id: str) -> Sealed:
    """A face that waits for a reviewer, under the review's own key."""
    return _seal(key, content, canonical({"review": review_id}))


def open_crop(key: bytes, sealed: Sealed, *, review_id: str) -> bytes:
    """The face's picture again. Raises `Unreadable`."""
    return _open(key, sealed, canonical({"review": review_id}))
