"""Writing Content Credentials: a cleared file comes in once more, goes out with a manifest, and its receipt knows both from then on."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import Any, BinaryIO, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.credential import Credential, ManifestSigner, Written, clearance, disclosed_source, sign_credential
from consent.moments import parse_utc, utc_text
from consent.receipt import LedgerPlace, Receipt
from consent.signature import SigningKey
from consent.statements import digest_of
from registry.checks.credentials.formats import FIRST, Format, format_of
from registry.checks.credentials.signing import LARGEST_MANIFEST, Manifest, NotWritten, content_of, write
from registry.checks.intake.uploads import Uploads
from registry.checks.receipts.issued import live
from registry.core.database import Database, new_id
from registry.core.errors import Busy, Conflict, NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.concerns import is_due
from registry.ledger.record import record
from registry.ports.blobs import Stored
from registry.ports.certificates import Certificate, CertificateUnusable
from registry.productions.declaration import read_declaration
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.credentials import CredentialWritten

log = logging.getLogger(__name__)

AT_ONCE = 2
"""Files that one process writes at a time."""


@dataclass(frozen=True)
class WrittenFile:
    """file: what was written, to be read from its beginning and gone once it is closed. media: its media type, name: what to call it."""

    file: BinaryIO
    media: str
    name: str
    statement: dict[str, Any]


class Credentials:
    """`certificate` raises `CertificateUnusable`. folder: where a file lies while it is written, without a name. address: of this
    registry, for whoever asks whether a receipt still counts. anchors: the list of signers that are trusted, the one by which files
    are read."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        key: Callable[[], SigningKey],
        uploads: Uploads,
        certificate: Callable[[], Certificate],
        folder: Path,
        address: str,
        anchors: Path,
    ) -> None:
        self._db = db
        self._clock = clock
        self._key = key
        self._uploads = uploads
        self._certificate = certificate
        self._folder = folder
        self._address = address
        self._anchors = anchors
        self._places = BoundedSemaphore(AT_ONCE)

    def signer(self) -> str:
        """Whose certificate signs. Raises `Conflict` where none can."""
        return self._signer().name

    def require(self, who: Identity, check_id: str) -> None:
        """Raises, before anything is taken in, what `write` would raise of the check."""
        with self._db.read() as session:
            self._released(session, who, check_id)

    def require_own(self, who: Identity, check_id: str) -> None:
        """Raises `NotFound` or `Forbidden` for whoever may not write into the file of this check."""
        with self._db.read() as session:
            check = _own(session, who, check_id)
            require(who, Permission.CHECK_REQUEST, On(production_id=check.production_id))

    def write(self, who: Identity, check_id: str, source: BinaryIO, *, beside: bool = False) -> WrittenFile:
        """The file with its manifest or, `beside`, the manifest alone.

        Raises `Conflict` where the check's receipt releases nothing now, the file is another than the one that was checked, its form
        takes no manifest or the operator has no certificate; `Busy`; `Invalid` for a file that is too large; `NotFound`, `Forbidden`.
        """
        certificate = self._signer()
        with self._db.read() as session:
            check, receipt = self._released(session, who, check_id)
            name, source_type = check.file_name or "file", _source_type(check)
            said = clearance(
                receipt, digest_of(check.receipt or {}), check.id, f"{self._address}/verify/{receipt.receipt_id}"
            )
        if not self._places.acquire(blocking=False):
            raise Busy("credential-busy")
        try:
            upload = self._uploads.take(source)
            try:
                _require_checked(upload, receipt)
                source_type = disclosed_source(receipt.duties, source_type)
                with self._uploads.file(upload.name) as path, path.open("rb", buffering=0) as file:
                    form = _form(file, beside=beside)
                    if not self._uploads.room(upload.size + LARGEST_MANIFEST):
                        raise Conflict("upload-disk-full")
                    target = self._target()
                    try:
                        manifest = write(
                            file,
                            target,
                            upload.size,
                            form,
                            content_of(said, source_type),
                            certificate,
                            self._anchors,
                            beside=beside,
                        )
                        if _measured(file) != (upload.sha256, upload.size):  # of the very file that was read
                            raise Conflict("check-file-changed")
                        statement = self._record(who, check_id, receipt, target, manifest, certificate, beside)
                    except BaseException:
                        target.close()
                        raise
            finally:
                self._uploads.delete(upload.name)
        except NotWritten as problem:
            log.warning("%s: no credentials were written (%s)", check_id, problem)
            raise Conflict(f"credential-not-written-{problem}") from None
        finally:
            self._places.release()
        target.seek(0)
        media = "application/c2pa" if beside else form.media
        return WrittenFile(target, media, f"{name}.c2pa" if beside else name, statement)

    def written(self, who: Identity, check_id: str) -> list[dict[str, Any]]:
        """The signed statements of a check of this account's own production, the newest first. Raises `NotFound`."""
        with self._db.read() as session:
            check = _own(session, who, check_id)
            rows = session.scalars(select(CredentialWritten).where(CredentialWritten.check_id == check.id)).all()
            newest = sorted(rows, key=lambda row: (row.written_at, row.id), reverse=True)
            return [row.statement for row in newest]

    def known(self, receipt_id: str, sha256: str) -> dict[str, Any] | None:
        """The signed statement by which a file of this digest is the one of a receipt; None: there is none."""
        with self._db.read() as session:
            rows = session.scalars(select(CredentialWritten).where(CredentialWritten.receipt_id == receipt_id)).all()
            return next((row.statement for row in rows if row.written_sha256 == sha256), None)

    def _released(self, session: Session, who: Identity, check_id: str) -> tuple[Check, Receipt]:
        """The check and its receipt, which releases the file at this moment. Raises `Conflict`, `NotFound`, `Forbidden`."""
        check = _own(session, who, check_id)
        require(who, Permission.CHECK_REQUEST, On(production_id=check.production_id))
        if check.state != "decided" or check.receipt is None or is_due(session, check):
            raise Conflict("credential-not-current", check=check.id)
        receipt = Receipt.model_validate({name: part for name, part in check.receipt.items() if name != "signature"})
        if not receipt.releases:
            raise Conflict("credential-not-cleared", check=check.id)
        moment = self._clock()
        if parse_utc(receipt.expires_at) <= moment or not live(session, check.id, moment):
            raise Conflict("credential-not-current", check=check.id)
        return check, receipt

    def _record(
        self,
        who: Identity,
        check_id: str,
        receipt: Receipt,
        target: BinaryIO,
        manifest: Manifest,
        certificate: Certificate,
        beside: bool,
    ) -> dict[str, Any]:
        """Note the written file in the transaction in which the very receipt that it speaks of still releases: what changed while it
        was written leaves nothing behind."""
        sha256, size = _measured(target)
        with self._db.write() as session:
            check, now = self._released(session, who, check_id)
            if now.receipt_id != receipt.receipt_id:
                raise Conflict("credential-not-current", check=check.id)
            moment, key = self._clock(), self._key()
            written = (
                Written(sha256=now.file.sha256, size=now.file.size) if beside else Written(sha256=sha256, size=size)
            )
            told = {"receipt": now.receipt_id, "written": written.sha256, "sidecar": sha256 if beside else None}
            event = record(session, who.account_id, EventKind.CREDENTIAL_WRITTEN, check.id, at=moment, **told)
            statement = Credential(
                registry_id=key.label,
                statement_id=new_id("CR"),
                receipt_id=now.receipt_id,
                receipt_sha256=digest_of(check.receipt or {}),
                file=now.file,
                written=written,
                sidecar=sha256 if beside else None,
                manifest=manifest.label,
                signer=ManifestSigner(name=certificate.name, certificate=certificate.sha256, listed=manifest.trusted),
                issued_at=utc_text(moment),
                expires_at=now.expires_at,
                ledger=LedgerPlace(index=event.index, head=event.hash),
            )
            signed = sign_credential(statement, key)
            session.add(
                CredentialWritten(
                    id=statement.statement_id,
                    check_id=check.id,
                    receipt_id=now.receipt_id,
                    written_sha256=written.sha256,
                    written_at=moment,
                    statement=signed,
                )
            )
            return signed

    def _signer(self) -> Certificate:
        try:
            return self._certificate()
        except CertificateUnusable as problem:
            raise Conflict(f"credential-certificate-{problem}") from None

    def _target(self) -> BinaryIO:
        """Without a buffer: children move the place in the file at which we read on, and a buffer would not know."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cast(BinaryIO, TemporaryFile(dir=self._folder, buffering=0))


def _own(session: Session, who: Identity, check_id: str) -> Check:
    check = session.get(Check, check_id)
    if check is None or check.production_id not in who.productions:
        raise NotFound("check", check_id)
    return check


def _source_type(check: Check) -> str | None:
    return read_declaration(check.declaration).asset.source_type


def _require_checked(upload: Stored, receipt: Receipt) -> None:
    if (upload.sha256, upload.size) != (receipt.file.sha256, receipt.file.size):
        raise Conflict("credential-other-file")


def _form(file: BinaryIO, *, beside: bool) -> Format:
    form = format_of(file.read(FIRST))
    if form is None:
        raise Conflict("credential-no-format")
    if not beside and form.inside is None:
        raise Conflict("credential-beside-only")
    return form


def _measured(file: BinaryIO) -> tuple[str, int]:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest(), file.tell()
