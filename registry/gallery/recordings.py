"""What somebody read aloud to be enrolled, for whoever confirms that it is them: sealed, each recording under a key of its own, and
when it is destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.gallery.sealing import Sealed, Unreadable, open_recording, seal_recording
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.readings import Recording

DAYS = 14
"""How long one is kept for somebody to listen to who confirms the identity."""

TYPES: tuple[tuple[int, bytes, str], ...] = (
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xfa", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
)
"""Where, and with what, a recording begins that any browser plays and runs nothing in: (offset, bytes, media type)."""


@dataclass(frozen=True)
class Read:
    """A text that was to be read aloud, and by which language's rules."""

    text: str
    language: str


@dataclass(frozen=True)
class Heard:
    """A recording that may be listened to. text: what was to be read."""

    id: str
    text: str
    language: str
    made_at: datetime


@dataclass(frozen=True)
class Kept:
    """media_type: one of `TYPES`."""

    media_type: str
    content: bytes = field(repr=False)


def media_type_of(head: bytes) -> str | None:
    """What a recording is, by its first dozen bytes and whatever its name says; None for what no browser plays."""
    return next((kind for at, sign, kind in TYPES if head[at : at + len(sign)] == sign), None)


def keep(
    session: Session,
    keystore: KeyStore,
    performer_id: str,
    modality: str,
    recordings: Iterable[tuple[Read, Kept]],
    at: datetime,
) -> None:
    """Seals these in the caller's transaction."""
    for read, piece in recordings:
        name = new_id("L")
        bound = {"recording_id": name, "performer_id": performer_id}
        sealed = seal_recording(keystore.get_or_create(name), piece.content, **bound)
        session.add(
            Recording(
                id=name, performer_id=performer_id, modality=modality, key_name=name, language=read.language,
                text=read.text, media_type=piece.media_type, nonce=sealed.nonce, content=sealed.ciphertext, made_at=at,
            )
        )  # fmt: skip
    session.flush()


def kept(session: Session, performer_id: str) -> list[Heard]:
    """What there is to listen to, the latest first. Whoever asks was found to be allowed."""
    rows = select(Recording.id, Recording.text, Recording.language, Recording.made_at)
    rows = rows.where(Recording.performer_id == performer_id).order_by(Recording.made_at.desc(), Recording.id)
    return [Heard(*row) for row in session.execute(rows)]


def opened(session: Session, keystore: KeyStore, performer_id: str, recording_id: str) -> Kept | None:
    """A recording of this performer; None where there is none, or its key is gone."""
    row = session.get(Recording, recording_id)
    if row is None or row.performer_id != performer_id:
        return None
    bound = {"recording_id": row.id, "performer_id": row.performer_id}
    try:
        content = open_recording(keystore.get(row.key_name), Sealed(row.nonce, row.content), **bound)
    except (KeyMissing, Unreadable):
        return None
    return Kept(row.media_type, content)


def erase(session: Session, keystore: KeyStore, performer_id: str, modality: str | None = None) -> None:
    """Destroys what is kept of a performer, of one sense or of all: the keys first."""
    rows = select(Recording).where(Recording.performer_id == performer_id)
    _drop(session, keystore, [row for row in session.scalars(rows) if modality in (None, row.modality)])


def purge(db: Database, keystore: KeyStore, at: datetime) -> int:
    """Destroys what was kept for 14 days, and keys that a transaction which failed left behind; how many there were. Where
    nothing is due nothing is written."""
    keys = set(keystore.names("L-"))  # before the rows: a key that is made meanwhile is no stray
    old = Recording.made_at <= at - timedelta(days=DAYS)
    with db.look() as session:
        due = session.scalar(select(exists(Recording.id).where(old)))
        if not due and keys <= set(session.scalars(select(Recording.key_name))):
            return 0
    with db.write() as session:
        faded = list(session.scalars(select(Recording).where(old)))
        names = {row.key_name for row in faded}
        _drop(session, keystore, faded)
        live = set(session.scalars(select(Recording.key_name)))
    strays = keys - live - names
    for name in strays:
        keystore.destroy(name)
    return len(names) + len(strays)


def _drop(session: Session, keystore: KeyStore, rows: Iterable[Recording]) -> None:
    for row in rows:
        keystore.destroy(row.key_name)
        session.delete(row)
    session.flush()
