"""Sealing of templates, reference pictures, evidence under review and what was found in a part of a file: AES-256-GCM (NIST SP
800-38D), under the performer's key, or one of the review's or the check's own.

What a sealed text is, is bound in as associated data: moved to another performer, modality or encoder it cannot be
opened. The nonce is random; at 96 bits a key may seal 2**32 texts, and a performer has some dozens.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

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


@lru_cache(64)
def _around(modality: str, encoder: str, weights_sha256: str) -> list[bytes]:
    context = {"performer": "", "modality": modality, "encoder": encoder, "weights_sha256": weights_sha256}
    return canonical(context).split(b'"performer":""')  # in a value the quotes would be escaped


def _template_context(performer: bytes, modality: str, encoder: str, weights_sha256: str) -> bytes:
    """The canonical bytes of what a template is bound to; `performer`: the id, canonical already. Written anew for every
    template they would take ten times as long as opening it."""
    before, after = _around(modality, encoder, weights_sha256)
    return b'%b"performer":%b%b' % (before, performer, after)


def _picture_context(performer_id: str, picture_id: str) -> bytes:
    return canonical({"performer": performer_id, "picture": picture_id})


def _seal(key: bytes, content: bytes, context: bytes) -> Sealed:
    nonce = secrets.token_bytes(12)
    return Sealed(nonce, AESGCM(key).encrypt(nonce, content, context))


def _open(cipher: AESGCM, sealed: Sealed, context: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed.nonce, sealed.ciphertext, context)
    except (InvalidTag, ValueError):
        raise Unreadable("a sealed text cannot be opened") from None


class Opener:
    """Opens one performer's templates, one after the other, with their key."""

    def __init__(self, key: bytes, performer_id: str) -> None:
        self._cipher = AESGCM(key)
        self._performer = canonical(performer_id)

    def open(self, sealed: Sealed, *, modality: str, encoder: str, weights_sha256: str) -> bytes:
        """The template as float32, little-endian. Raises `Unreadable`."""
        content = _open(self._cipher, sealed, _template_context(self._performer, modality, encoder, weights_sha256))
        if not content or len(content) % 4:
            raise Unreadable("a sealed text holds no template")
        return content


def seal_template(
    key: bytes, vector: Vector, *, performer_id: str, modality: str, encoder: str, weights_sha256: str
) -> Sealed:
    """A template (float32 [d], stored little-endian) under the performer's key."""
    content = np.asarray(vector, dtype="<f4").tobytes()
    return _seal(key, content, _template_context(canonical(performer_id), modality, encoder, weights_sha256))


def open_template(
    key: bytes, sealed: Sealed, *, performer_id: str, modality: str, encoder: str, weights_sha256: str
) -> Vector:
    """The template again, float32 [d]. Raises `Unreadable`."""
    content = Opener(key, performer_id).open(sealed, modality=modality, encoder=encoder, weights_sha256=weights_sha256)
    return np.frombuffer(content, dtype="<f4").astype(np.float32)


def seal_picture(key: bytes, content: bytes, *, performer_id: str, picture_id: str) -> Sealed:
    """The bytes of a reference picture under the performer's key."""
    return _seal(key, content, _picture_context(performer_id, picture_id))


def open_picture(key: bytes, sealed: Sealed, *, performer_id: str, picture_id: str) -> bytes:
    """The picture's bytes again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, _picture_context(performer_id, picture_id))


def seal_crop(key: bytes, content: bytes, *, review_id: str) -> Sealed:
    """Evidence that waits for a reviewer, under the review's own key."""
    return _seal(key, content, canonical({"review": review_id}))


def open_crop(key: bytes, sealed: Sealed, *, review_id: str) -> bytes:
    """The evidence again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, canonical({"review": review_id}))


def seal_preview(key: bytes, content: bytes, *, check_id: str) -> Sealed:
    """The small picture of a check, under a key of its own."""
    return _seal(key, content, canonical({"preview": check_id}))


def open_preview(key: bytes, sealed: Sealed, *, check_id: str) -> bytes:
    """The picture again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, canonical({"preview": check_id}))


def seal_own(key: bytes, content: bytes, *, check_id: str, performer_id: str, kind: str) -> Sealed:
    """What a performer is shown of themselves in a checked file, under the key of both."""
    return _seal(key, content, canonical({"check": check_id, "kind": kind, "performer": performer_id}))


def open_own(key: bytes, sealed: Sealed, *, check_id: str, performer_id: str, kind: str) -> bytes:
    """The same again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, canonical({"check": check_id, "kind": kind, "performer": performer_id}))


def seal_findings(key: bytes, content: bytes, belongs_to: Mapping[str, Any]) -> Sealed:
    """What was found in a part of a file, under the check's own key. belongs_to: what it is only good for, as JSON."""
    return _seal(key, content, canonical({"findings": dict(belongs_to)}))


def open_findings(key: bytes, sealed: Sealed, belongs_to: Mapping[str, Any]) -> bytes:
    """The content again. Raises `Unreadable`, also where it belongs to anything else."""
    return _open(AESGCM(key), sealed, canonical({"findings": dict(belongs_to)}))


def seal_prints(key: bytes, content: bytes, *, check_id: str) -> Sealed:
    """What copies of a check's file are known by, under a key of its own."""
    return _seal(key, content, canonical({"prints": check_id}))


def open_prints(key: bytes, sealed: Sealed, *, check_id: str) -> bytes:
    """The content again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, canonical({"prints": check_id}))


def seal_known(key: bytes, content: bytes, *, check_id: str, number: int, production_id: str) -> Sealed:
    """Where people are in a stretch of a check's film, under a key of the check's own."""
    return _seal(key, content, canonical({"known": check_id, "number": number, "production": production_id}))


def open_known(key: bytes, sealed: Sealed, *, check_id: str, number: int, production_id: str) -> bytes:
    """The content again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, canonical({"known": check_id, "number": number, "production": production_id}))


def seal_recording(key: bytes, content: bytes, *, recording_id: str, performer_id: str) -> Sealed:
    """What somebody read aloud to be enrolled, under a key of its own."""
    return _seal(key, content, canonical({"performer": performer_id, "recording": recording_id}))


def open_recording(key: bytes, sealed: Sealed, *, recording_id: str, performer_id: str) -> bytes:
    """The recording again. Raises `Unreadable`."""
    return _open(AESGCM(key), sealed, canonical({"performer": performer_id, "recording": recording_id}))
