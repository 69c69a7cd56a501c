"""What is found in the pieces of a check, sealed until all of it is here: under a key of the check's own, which is destroyed with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from matching.reasons import Undecidable
from registry.checks.intake import pieces
from registry.checks.intake.endings import fail
from registry.checks.intake.jobs import Jobs, Lease
from registry.core.database import Database
from registry.gallery.sealing import Sealed, Unreadable, open_findings, seal_findings
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckPiece

if TYPE_CHECKING:
    from matching.findings import Examination
    from matching.media.stream import Stretch
    from matching.modality import Modality

MOST_BYTES = 64 * 2**20
"""What was found in one piece takes no more than this: a crowd through a whole minute takes a tenth of it."""

ATTEMPTS = 10
"""After so many attempts a piece whose findings cannot be opened is not done once more."""


class PutBack(Exception):
    """Pieces of the check are not here yet, or have to be done again: the check waits for them, and nobody holds it."""


class Piecewise:
    """`senses`: by name, whatever they find is put down and joined."""

    def __init__(
        self, db: Database, jobs: Jobs, keystore: KeyStore, senses: "Callable[[], Mapping[str, Modality]]"
    ) -> None:
        self._db = db
        self._jobs = jobs
        self._keystore = keystore
        self._senses = senses

    def cut(self, lease: Lease, stretches: "Sequence[Stretch]") -> None:
        """Leave the file of a check to whoever takes up these stretches of it. Raises `LeaseLost`."""
        with self._jobs.ending(lease) as (session, check, moment):
            pieces.cut(session, check, stretches, moment)

    def put_down(self, lease: Lease, examination: "Examination", weights: Mapping[str, str]) -> None:
        """A piece is done: keep what was found in it. weights: encoder id -> SHA-256, of those that are searched with. Raises
        `LeaseLost`."""
        from matching.packing import packed

        content = packed(examination)
        if len(content) > MOST_BYTES:
            raise Undecidable("film.too-much-found", megabytes=MOST_BYTES // 2**20)
        with self._jobs.ending(lease) as (session, piece, moment):
            key = self._keystore.get_or_create(piece.check_id)
            sealed = seal_findings(key, content, _belongs_to(piece, piece.check, weights))
            piece.nonce, piece.findings = sealed.nonce, sealed.ciphertext
            piece.content_sha256 = examination.content_sha256
            pieces.finish(session, piece, moment)

    def take_up(self, lease: Lease, weights: Mapping[str, str]) -> "Examination":
        """What was found in all pieces of a check, as one examination of its file.

        What does not open (it belongs to another check or piece, was altered, or was seen by other encoders than `weights`) is
        done again. Raises `PutBack`, `LeaseLost`.
        """
        from matching.joining import joined
        from matching.packing import unpacked

        senses, found, unreadable = self._senses(), [], []
        with self._db.read() as session:
            check = session.get_one(Check, lease.job)
            for piece in session.scalars(_pieces_of(check.id).options(undefer(CheckPiece.findings))):
                try:
                    content = self._opened(piece, check, weights)
                except (KeyMissing, Unreadable):
                    unreadable.append(piece.id)
                else:
                    found.append(unpacked(content, senses.values()))
        if unreadable:
            self._again(lease, unreadable)
            raise PutBack(lease.job)
        return joined(found, senses)

    def _opened(self, piece: CheckPiece, check: Check, weights: Mapping[str, str]) -> bytes:
        if piece.state != "done" or piece.nonce is None or piece.findings is None:
            raise Unreadable("a piece is not done")
        key = self._keystore.get(check.id)
        return open_findings(key, Sealed(piece.nonce, piece.findings), _belongs_to(piece, check, weights))

    def _again(self, lease: Lease, unreadable: Sequence[str]) -> None:
        with self._jobs.ending(lease) as (session, check, moment):
            rows = session.scalars(_pieces_of(check.id)).all()
            again = [piece for piece in rows if piece.id in unreadable and piece.state == "done"]
            worn_out = next((piece for piece in again if piece.attempt >= ATTEMPTS), None)
            if worn_out is not None:
                fail(session, worn_out, moment, "check-failed", {})
            else:
                pieces.do_again(session, check, again, moment)

    def forget(self, check_id: str) -> None:
        """Destroy the key of a check that is over."""
        self._keystore.destroy(check_id)

    def purge(self) -> int:
        """Destroy the keys of checks that have no pieces any more; how many there were."""
        keys = self._keystore.names("K-")  # before the rows: a key that is made meanwhile is no stray
        if not keys:
            return 0
        with self._db.look() as session:
            live = set(session.scalars(select(CheckPiece.check_id).where(CheckPiece.check_id.in_(keys)).distinct()))
        return sum(self._keystore.destroy(name) for name in keys if name not in live)


def _pieces_of(check_id: str) -> Select[CheckPiece]:
    return select(CheckPiece).where(CheckPiece.check_id == check_id).order_by(CheckPiece.number)


def _belongs_to(piece: CheckPiece, check: Check, weights: Mapping[str, str]) -> dict[str, object]:
    """What findings are sealed for: this piece of this check, this file, and the encoders that saw it."""
    return {
        "piece": piece.id,
        "pieces": piece.pieces,
        "span": [piece.starts_at.hex(), piece.ends_at.hex()],
        "file_sha256": check.file_sha256,
        "encoders": dict(weights),
    }
