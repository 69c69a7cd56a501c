"""The pictures that a performer chose to keep, for people who have to compare a finding with them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.gallery.sealing import Sealed, Unreadable, open_picture
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.performers import ReferencePicture

MOST = 3
"""A person compares with the latest few; more would only be more to look at."""


def kept(session: Session, keystore: KeyStore, performer_id: str) -> int:
    """How many pictures there are to compare with; none where the performer's key is gone."""
    try:
        keystore.get(performer_id)
    except KeyMissing:
        return 0
    rows = select(func.count()).select_from(ReferencePicture).where(ReferencePicture.performer_id == performer_id)
    return min(session.scalar(rows) or 0, MOST)


def opened(session: Session, keystore: KeyStore, performer_id: str) -> list[bytes]:
    """The latest kept pictures, the latest first, as far as they can be read. Whoever asks was found to be allowed."""
    rows = select(ReferencePicture).where(ReferencePicture.performer_id == performer_id)
    found = []
    for row in session.scalars(rows.order_by(ReferencePicture.created_at.desc(), ReferencePicture.id).limit(MOST)):
        try:
            sealed, key = Sealed(row.nonce, row.ciphertext), keystore.get(performer_id)
            found.append(open_picture(key, sealed, performer_id=row.performer_id, picture_id=row.id))
        except (KeyMissing, Unreadable):
            continue
    return found
