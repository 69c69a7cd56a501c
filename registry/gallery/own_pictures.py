"""A performer as a checked file shows them: sealed under a key of this performer, check and sense, and when it is destroyed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.gallery.sealing import Sealed, Unreadable, open_own, seal_own
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.own_pictures import OwnPicture

DAYS = 14
CROP, SHOT = "crop", "shot"


@dataclass(frozen=True)
class OwnPiece:
    """modality: the sense that found them. kind: `CROP` or `SHOT`."""

    modality: str
    kind: str
    media_type: str
    content: bytes = field(repr=False)


def keep(
    session: Session, keystore: KeyStore, check_id: str, performer_id: str, pieces: Iterable[OwnPiece], at: datetime
) -> None:
    """Seals these, each sense under a fresh key of its own, in the place of what was kept of this performer in this check by the
    same sense. at: when they were made."""
    by_sense: dict[str, list[OwnPiece]] = {}
    for piece in pieces:
        by_sense.setdefault(piece.modality, []).append(piece)
    _drop(session, keystore, [row for row in _rows(session, check_id, performer_id) if row.modality in by_sense])
    for modality, found in by_sense.items():
        name = new_id("Y")
        key = keystore.get_or_create(name)
        for piece in found:
            sealed = seal_own(key, piece.content, check_id=check_id, performer_id=performer_id, kind=piece.kind)
            session.add(
                OwnPicture(
                    check_id=check_id, performer_id=performer_id, modality=modality, key_name=name, kind=piece.kind,
                    media_type=piece.media_type, nonce=sealed.nonce, content=sealed.ciphertext, made_at=at,
                )
            )  # fmt: skip
    session.flush()


def opened(session: Session, keystore: KeyStore, check_id: str, performer_id: str) -> tuple[OwnPiece, ...]:
    """What is kept, as far as it can be read; none where the key is gone. Whoever asks was found to be allowed."""
    found = []
    for row in _rows(session, check_id, performer_id):
        try:
            sealed, key = Sealed(row.nonce, row.content), keystore.get(row.key_name)
            content = open_own(key, sealed, check_id=row.check_id, performer_id=row.performer_id, kind=row.kind)
        except (KeyMissing, Unreadable):
            continue
        found.append(OwnPiece(row.modality, row.kind, row.media_type, content))
    return tuple(found)


def are_kept(session: Session, check_id: str, performer_id: str, modality: str) -> bool:
    """Whether something is kept of this performer in this check by this sense."""
    return any(row.modality == modality for row in _rows(session, check_id, performer_id))


def keep_only(session: Session, keystore: KeyStore, check_id: str, found: Collection[tuple[str, str]]) -> None:
    """Destroys what is kept of everybody else in this check. found: (performer, sense)."""
    rows = session.scalars(select(OwnPicture).where(OwnPicture.check_id == check_id))
    _drop(session, keystore, [row for row in rows if (row.performer_id, row.modality) not in found])


def erase(session: Session, keystore: KeyStore, performer_id: str, modality: str | None = None) -> None:
    """Destroys whatever is kept of a performer by one sense, or by all of them, in every check: the keys first."""
    rows = select(OwnPicture).where(OwnPicture.performer_id == performer_id)
    if modality is not None:
        rows = rows.where(OwnPicture.modality == modality)
    _drop(session, keystore, session.scalars(rows))


def purge(db: Database, keystore: KeyStore, at: datetime) -> int:
    """Destroys what was kept for 14 days, and keys that a transaction which failed left behind; how many there were. Where
    nothing is due nothing is written."""
    keys = set(keystore.names("Y-"))  # before the rows: a key that is made meanwhile is no stray
    old = OwnPicture.made_at <= at - timedelta(days=DAYS)
    with db.look() as session:
        due = session.scalar(select(exists(OwnPicture.id).where(old)))
        if not due and keys <= set(session.scalars(select(OwnPicture.key_name))):
            return 0
    with db.write() as session:
        faded = set(session.scalars(select(OwnPicture.key_name).where(old)))
        for name in faded:
            keystore.destroy(name)
        session.execute(delete(OwnPicture).where(OwnPicture.key_name.in_(faded)))
        live = set(session.scalars(select(OwnPicture.key_name)))
    strays = keys - live - faded
    for name in strays:
        keystore.destroy(name)
    return len(faded) + len(strays)


def _rows(session: Session, check_id: str, performer_id: str) -> list[OwnPicture]:
    rows = select(OwnPicture).where(OwnPicture.check_id == check_id, OwnPicture.performer_id == performer_id)
    return list(session.scalars(rows.order_by(OwnPicture.id)))


def _drop(session: Session, keystore: KeyStore, rows: Iterable[OwnPicture]) -> None:
    names = {row.key_name for row in rows}
    for name in names:
        keystore.destroy(name)
    if names:
        session.execute(delete(OwnPicture).where(OwnPicture.key_name.in_(names)))
