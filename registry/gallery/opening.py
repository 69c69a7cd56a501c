"""Opening sealed templates, many at once: what can be searched, and what is lost and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Row, case, select
from sqlalchemy.orm import Session

from matching.averages import Averages, Owned
from matching.thresholds import Thresholds
from registry.core.database import UNPROVEN
from registry.gallery.keys import key_name
from registry.gallery.sealing import Opener, Sealed, Unreadable
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.performers import Template

AT_ONCE = 500
"""Performers whose templates are read together."""

PROVEN_BY_CALLER = {UNPROVEN: frozenset({"template"})}

ROWS = 5000
"""Rows without sealed texts that are read together."""

Contents = dict[str, list[bytes]]
"""encoder id -> opened templates, float32"""


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of one performer in full, or set aside.

    readable: how many templates opened, or are of weights for which there are no thresholds, which nobody compares and
    nobody has to open. encoders: of which some opened.
    """

    readable: int
    encoders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of one performer's templates.

    mark: what they were opened from (the sealed rows, how they may answer, and the key); with another mark they have to
    be opened again. lost: row id -> why it cannot be opened. live, aside: what there is apart from that.
    """

    mark: bytes
    lost: Mapping[str, str]
    live: Held
    aside: Held


@dataclass(frozen=True, slots=True)
class Listed:
    """Every template of one sense on record without its sealed text: the ids of those that answer in full, of those that are
    set aside, and of those for whose weights there are no thresholds; and each performer's mark. owners: of the templates of
    every sense."""

    live: list[str]
    parked: list[str]
    unknown: list[str]
    marks: dict[str, bytes]
    owners: frozenset[str]


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
    """What is on record now, not compared with the ledger; `versions`: of the performers' keys, see
    `KeyStore.versions`."""
    columns = (_T.id, _T.performer_id, _T.nonce, _space(thresholds), _IN_FULL, _T.modality == thresholds.modality)
    owners: set[str] = set()
    live: list[str] = []
    parked: list[str] = []
    unknown: list[str] = []
    parts: dict[str, list[bytes]] = defaultdict(list)
    rows = session.execute(select(*columns), execution_options=PROVEN_BY_CALLER)
    for some in rows.partitions(ROWS):
        for row_id, performer_id, nonce, space, in_full, own in some:
            owners.add(performer_id)
            if not own:
                continue
            (unknown if space < 0 else live if in_full else parked).append(row_id)
            parts[performer_id].append(_part(nonce, space, in_full))
    marks = {name: _mark(own, versions.get(name, b"")) for name, own in parts.items()}
    return Listed(live, parked, unknown, marks, frozenset(owners))


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
    *,
    proven: bool = False,
) -> Iterator[tuple[str, Opened, Contents, Contents]]:
    """For each of these performers who has such templates: their id, what became of them, and the contents of those that
    answer in full and of those that are set aside. `proven`: the caller has compared the rows with the ledger."""
    bound = (_T.modality, _T.encoder, _T.weights_sha256)
    columns = (_T.performer_id, _T.id, *bound, _T.nonce, _T.ciphertext, _space(thresholds), _IN_FULL)

    for start in range(0, len(performers), AT_ONCE):
        some = select(*columns).where(
            _T.performer_id.in_(performers[start : start + AT_ONCE]), _T.modality == thresholds.modality
        )
        options = PROVEN_BY_CALLER if proven else {}
        rows = session.execute(some.order_by(_T.performer_id, _T.id), execution_options=options).all()
        for performer_id, group in groupby(rows, key=itemgetter(0)):
            key = key_name(performer_id, thresholds.modality)
            yield performer_id, *_opened(group, keystore, performer_id, key, versions.get(performer_id, b""))


def _opened(
    rows: Iterable[Row[*tuple[Any, ...]]], keystore: KeyStore, performer_id: str, key: str, version: bytes
) -> tuple[Opened, Contents, Contents]:
    parts: list[bytes] = []
    lost: dict[str, str] = {}
    live: Contents = {}
    aside: Contents = {}
    readable: Counter[bool] = Counter()
    try:
        opener = Opener(keystore.get(key), performer_id)
    except KeyMissing:
        opener = None
    for _, row_id, modality, encoder, weights, nonce, ciphertext, space, in_full in rows:
        parts.append(_part(nonce, space, in_full))
        if space < 0:
            readable[bool(in_full)] += 1
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
                (live if in_full else aside).setdefault(encoder, []).append(content)
                readable[bool(in_full)] += 1
    sides = _held(readable[True], frozenset(live)), _held(readable[False], frozenset(aside))
    return Opened(_mark(parts, version), lost, *sides), live, aside


@cache
def _held(readable: int, encoders: frozenset[str]) -> Held:
    return Held(readable, encoders)  # one for all who have the same: there are hundreds of thousands of performers


class Side:
    """Averages in the making: the templates of one performer after the other."""

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

    def averages(self) -> Averages:
        """Raises ValueError where templates of one encoder are not of one length."""
        owned = {
            encoder: Owned(np.array(self._owners[encoder], np.int64), matrix(own))
            for encoder, own in self._contents.items()
        }
        return Averages.of(self._subjects, owned)


def matrix(contents: Sequence[bytes]) -> np.ndarray:
    """Templates as float32 [k, d]. Raises ValueError where they are not of one length."""
    if len({len(content) for content in contents}) != 1:
        raise ValueError("templates of one encoder are not of one length")
    return np.frombuffer(b"".join(contents), dtype="<f4").reshape(len(contents), -1).astype(np.float32, copy=False)
