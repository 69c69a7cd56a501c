"""Small copies of films for the player: made of the file that was checked, for whoever has it, and kept by nobody here."""

import logging
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import BinaryIO, cast

from registry.checks.intake.uploads import Uploads
from registry.core.database import Database
from registry.core.errors import Busy, Conflict, NotFound
from registry.core.permissions import Identity
from registry.records.checks import viewer_of
from registry.records.tables.checks import Check

log = logging.getLogger(__name__)

MEDIA = "video/webm"


class Proxies:
    """folder: where a copy lies until it is sent, without a name."""

    def __init__(self, db: Database, uploads: Uploads, folder: Path) -> None:
        self._db = db
        self._uploads = uploads
        self._folder = folder
        self._place = BoundedSemaphore(1)  # one at a time: it takes a core for as long as half of the film

    def require(self, who: Identity, check_id: str) -> str:
        """The SHA-256 of the file that was checked. Raises `NotFound` for everybody but those who make or approve it, who may
        see its picture."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            viewer = None if check is None else viewer_of(session, who, check)
            if check is None or viewer is None or not viewer.role.makes_it or check.file_sha256 is None:
                raise NotFound("check", check_id)
            return check.file_sha256

    def make(self, who: Identity, check_id: str, source: BinaryIO) -> BinaryIO:
        """A WebM file, to be read from its beginning and gone once it is closed. What was sent in is deleted. Raises `NotFound`,
        `Conflict` where it is another file than the one that was checked, is too long or cannot be decoded in time, `Invalid`
        for one that is too large, `Busy`."""
        checked = self.require(who, check_id)
        if not self._place.acquire(blocking=False):
            raise Busy("proxy-busy")
        try:
            upload = self._uploads.take(source)
            try:
                if upload.sha256 != checked:
                    raise Conflict("proxy-other-file")
                with self._uploads.file(upload.name) as path:
                    return self._made(path, checked)
            finally:
                self._uploads.delete(upload.name)
        finally:
            self._place.release()

    def _made(self, path: Path, sha256: str) -> BinaryIO:
        from matching.media.film.proxy import LONGEST, NoProxy, proxy
        from matching.reasons import Undecidable

        target = self._target()
        try:
            for part in proxy(path, sha256):
                if not self._uploads.room(len(part)):
                    raise Conflict("upload-disk-full")
                target.write(part)
        except NoProxy as none:
            target.close()
            if none.too_long:
                raise Conflict("proxy-too-long", minutes=LONGEST // 60) from None
            raise Conflict("proxy-no-film") from None
        except Undecidable as problem:
            target.close()
            log.warning("no small copy was made: %s", problem.reason)
            raise Conflict("proxy-not-made") from None
        except BaseException:
            target.close()
            raise
        target.seek(0)
        return target

    def _target(self) -> BinaryIO:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cast(BinaryIO, TemporaryFile(dir=self._folder))
