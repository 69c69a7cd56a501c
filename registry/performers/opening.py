"""Opening sealed templates, many at once: what can be searched, and what is lost and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

import numpy as np
from sqlalchemy import ColumnElement, Row, case, select
from sqlalchemy.orm import Session

from matching.gallery import Gallery, Owned
from matching.thresholds import Thresholds
from registry.performers.keystore import KeyMissing, KeyStore
from registry.performers.models import Template
from registry.performers.templates import Opener, Sealed, Unreadable

AT_ONCE = 500
"""Performers whose templates are read together."""

ROWS = 5000
"""Rows without sealed texts that are read together."""

Contents = dict[str, list[bytes]]
"""encoder id -> opened templates, float32"""


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of one performer's templates.

    mark: what they were opened from (the sealed rows, how they may answer, and the key); with another mark they have to
    be opened again. lost: row id -> why it cannot be searched; see `gallery.Loss`. overlooked: how many open and can
    still not be searched, because the encoders that the first search needs are missing.
    """

    mark: bytes
    lost: Mapping[str, str]
    overlooked: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Every template on record without its sealed text: the ids of those that answer in full and of those that are set
    aside, and each performer's mark."""

    live: list[str]
    parked: list[str]
    marks: dict[str, bytes]


_T = Template.__table__.c  # columns and no objects: hundreds of thousands of rows are read at once
_IN_FULL = _T.parked_at.is_(None) & _T.crowded_at.is_(None)


def _space(thresholds: Thresholds) -> ColumnElement[int]:
    """The number of a template's encoder and weights among those that are calibrated; -1 for all others."""
    calibrated = [
        ((_T.encoder == encoder) & (_T.weights_sha256 == weights), number)
        for number, (encoder, weights) in enumerate(thresholds.encoders.items())
    ]
    return case(*calibrated, else_=-1)


def listed(session: Session, thresholds: Thresholds, versions: Mapping[str, bytes]) -> Listed:
    """What is on record now; `versions`: of the performers' keys, see `KeyStore.versions`."""
    columns = (_T.id, _T.performer_id, _T.nonce, _space(thresholds), _IN_FULL)
    live: list[str] = []
    parked: list[str] = []
    parts: dict[str, list[bytes]] = defaultdict(list)
    for some in session.execute(select(*columns)).partitions(ROWS):
        for row_id, performer_id, nonce, space, in_full in some:
            (live if in_full else parked).append(row_id)
            parts[performer_id].append(_part(nonce, space, in_full))
    return Listed(live, parked, {name: _mark(own, versions.get(name, b"")) for name, own in parts.items()})


def _part(nonce: bytes, space: int, in_full: bool) -> bytes:
    return b"%b%d%d" % (nonce, space, in_full)


def _mark(parts: list[bytes], version: bytes) -> bytes:
    """A nonce is random and never used twice under a key, so it stands for the text that was sealed with it."""
    return b" ".join([*sorted(parts), version])


def open_all(
    session: Session,
    keystore: KeyStore,
    thresholds: Thresholds,
    performers: Sequence[str],
    versions: Mapping[str, bytes],
) -> Iterator[tuple[str, Opened, Contents, Contents]]:
    """For each of these performers who has templates: their id, what became of them, and the contents of those that
    answer in full and of those that are set aside."""
    bound = (_T.modality, _T.encoder, _T.weights_sha256)
    columns = (_T.performer_id, _T.id, *bound, _T.nonce, _T.ciphertext, _space(thresholds), _IN_FULL)

    @cache
    def searchable(encoders: frozenset[str]) -> bool:
        return any(scorer.weights.keys() <= encoders for scorer in thresholds.scorers.values())

    for start in range(0, len(performers), AT_ONCE):
        some = select(*columns).where(_T.performer_id.in_(performers[start : start + AT_ONCE]))
        rows = session.execute(some.order_by(_T.performer_id, _T.id)).all()
        for performer_id, group in groupby(rows, key=itemgetter(0)):
            parts, lost, live, parked = _opened(group, keystore, performer_id)
            overlooked = 0
            for contents in (live, parked):
                # one person without the first opinion would make a search by it overlook them, or fail for everybody
                if contents and not searchable(frozenset(contents)):
                    overlooked += sum(map(len, contents.values()))
                    contents.clear()
            yield performer_id, Opened(_mark(parts, versions.get(performer_id, b"")), lost, overlooked), live, parked


def _opened(
    rows: Iterable[Row], keystore: KeyStore, performer_id: str
) -> tuple[list[bytes], dict[str, str], Contents, Contents]:
    parts: list[bytes] = []
    lost: dict[str, str] = {}
    live: Contents = {}
    parked: Contents = {}
    try:
        opener = Opener(keystore.get(performer_id), performer_id)
    except KeyMissing:
        opener = None
    for _, row_id, modality, encoder, weights, nonce, ciphertext, space, in_full in rows:
        parts.append(_part(nonce, space, in_full))
        if space < 0:
            lost[row_id] = "encoder-unknown"
        elif opener is None:
            lost[row_id] = "key-missing"
        else:
            try:
                content = opener.open(
                    Sealed(nonce, ciphertext), modality=modality, encoder=encoder, weights_sha256=weights
                )
            except Unreadable:
                lost[row_id] = "unreadable"
            else:
                (live if in_full else parked).setdefault(encoder, []).append(content)
    return parts, lost, live, parked


class Side:
    """A gallery in the making: the templates of one performer after the other."""

    def __init__(self) -> None:
        self._subjects: list[str] = []
        self._owners: dict[str, list[int]] = defaultdict(list)
        self._contents: Contents = defaultdict(list)

    def add(self, performer_id: str, contents: Contents) -> None:
        """One performer more; nobody without templates."""
        if not contents:
            return
        for encoder, own in contents.items():
            self._owners[encoder] += [len(self._subjects)] * len(own)
            self._contents[encoder] += own
        self._subjects.append(performer_id)

    def gallery(self, generation: int, digest: str) -> Gallery:
        """Raises ValueError where templates of one encoder are not of one length."""
        owned = {
            encoder: Owned(np.array(self._owners[encoder], np.int64), matrix(own))
            for encoder, own in self._contents.items()
        }
        return Gallery.of(self._subjects, owned, generation=generation, digest=digest)


def matrix(contents: Sequence[bytes]) -> np.ndarray:
    """Templates as float32 [k, d]. Raises ValueError where they are not of one length."""
    if len({len(content) for content in contents}) != 1:
        raise ValueError("templates of one encoder are not of one length")
    return np.frombuffer(b"".join(contents), dtype="<f4").reshape(len(contents), -1).astype(np.float32, copy=False)
