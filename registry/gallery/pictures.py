"""The files that a performer was enrolled from and chose to keep, for people who have to compare a finding with them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from registry.gallery.keys import key_name
from registry.gallery.recordings import Kept
from registry.gallery.sealing import Sealed, Unreadable, open_picture
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.performers import ReferencePicture

MOST = 3
"""A person compares with the latest few; more would only be more to look at."""
PICTURES = "image/"


def kept(session: Session, keystore: KeyStore, performer_id: str, modality: str | None = None) -> int:
    """How many there are to compare with of one sense; without one, how many pictures. None where the performer's key is
    gone."""
    senses = session.scalars(_some(select(ReferencePicture.modality), performer_id, modality))
    return sum(_has_key(keystore, key_name(performer_id, sense)) for sense in senses)


def kinds(session: Session, keystore: KeyStore, performer_id: str, senses: Iterable[str]) -> tuple[str, ...]:
    """The media type of each that there is to compare with of these senses, as `opened_of_all` has them."""
    found: list[str] = []
    for modality in senses:
        if _has_key(keystore, key_name(performer_id, modality)):
            found += session.scalars(_some(select(ReferencePicture.media_type), performer_id, modality))
    return tuple(found)


def opened_of_all(session: Session, keystore: KeyStore, performer_id: str, senses: Iterable[str]) -> list[Kept]:
    """The latest few of each of these senses."""
    return [piece for modality in senses for piece in opened_of(session, keystore, performer_id, modality)]


def opened(session: Session, keystore: KeyStore, performer_id: str) -> list[bytes]:
    """The latest kept pictures, the latest first, as far as they can be read. Whoever asks was found to be allowed."""
    return [piece.content for piece in opened_of(session, keystore, performer_id, None)]


def opened_of(session: Session, keystore: KeyStore, performer_id: str, modality: str | None) -> list[Kept]:
    """The same of one sense (without one: pictures), each with what it is."""
    found = []
    for row in session.scalars(_some(select(ReferencePicture), performer_id, modality)):
        try:
            sealed, key = Sealed(row.nonce, row.ciphertext), keystore.get(key_name(performer_id, row.modality))
            content = open_picture(key, sealed, performer_id=row.performer_id, picture_id=row.id)
        except (KeyMissing, Unreadable):
            continue
        found.append(Kept(row.media_type, content))
    return found


def _some(what: Select[Any], performer_id: str, modality: str | None) -> Select[Any]:
    """The latest few of a performer."""
    pictures = ReferencePicture.media_type.startswith(PICTURES)
    own = pictures if modality is None else ReferencePicture.modality == modality
    rows = what.where(ReferencePicture.performer_id == performer_id, own)
    return rows.order_by(ReferencePicture.created_at.desc(), ReferencePicture.id).limit(MOST)


def _has_key(keystore: KeyStore, name: str) -> bool:
    try:
        keystore.get(name)
    except KeyMissing:
        return False
    return True
