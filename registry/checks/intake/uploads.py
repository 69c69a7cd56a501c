"""Files under examination: taken in under a random name, hashed while they are copied, deleted with the decision, or once no
person has to look at them any more."""

import errno
import hashlib
import os
import secrets
import shutil
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from registry.core.errors import Conflict, Invalid

CHUNK = 1 << 20
LONGEST_NAME = 120


@dataclass(frozen=True)
class Upload:
    """A file taken in. name: in the uploads folder. sha256: of its bytes. size: bytes."""

    name: str
    sha256: str
    size: int


def clean_name(name: str) -> str:
    """A file's name as people may be shown it: no folders, no control or direction signs, at most 120 characters."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    short = " ".join(visible.split()).strip(". ")
    if len(short) > LONGEST_NAME:
        stem, dot, suffix = short.rpartition(".")
        end = dot + suffix if stem and len(suffix) <= 10 else ""
        short = short[: LONGEST_NAME - len(end)] + end
    return short or "file"


class Uploads:
    """The uploads folder (mode 0700). `limit`: the largest file in bytes. `keep_free`: bytes of the disk that no upload
    takes, so that decisions, receipts and the database's journal always find room."""

    def __init__(self, folder: Path, limit: int, keep_free: int = 0) -> None:
        self._folder = folder
        self._limit = limit
        self._keep_free = keep_free

    def room(self, size: int) -> bool:
        """Whether so many bytes more leave enough of the disk free."""
        nearest = next(path for path in (self._folder, *self._folder.parents) if path.exists())
        return shutil.disk_usage(nearest).free - size >= self._keep_free

    def take(self, source: BinaryIO) -> Upload:
        """Copy a stream into the folder (mode 0600).

        Nothing stays behind when it cannot be done: `Invalid` for a file over the limit, `Conflict` for a full or
        unwritable disk.
        """
        name = secrets.token_hex(16)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(handle, "wb") as target:
                    return self._copy(source, target, name)
            except BaseException:
                self.delete(name)
                raise
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Conflict("upload-disk-full") from error
            raise Conflict("upload-not-stored", problem=error.strerror or "") from error

    def _copy(self, source: BinaryIO, target: BinaryIO, name: str) -> Upload:
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > self._limit:
                raise Invalid("upload-too-large", megabytes=self._limit // 1_000_000)
            if not self.room(len(chunk)):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
        return Upload(name, digest.hexdigest(), size)

    def path(self, name: str) -> Path:
        """Where an upload lies. Names are made here, so a name with a folder in it is a defect: ValueError."""
        if Path(name).name != name:
            raise ValueError("not the name of an upload")
        return self._folder / name

    def digest(self, name: str) -> str | None:
        """The SHA-256 of an upload as it lies there now; None where it is gone."""
        try:
            with self.path(name).open("rb") as source:
                return hashlib.file_digest(source, "sha256").hexdigest()
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        """Remove an upload; one that is gone already is no problem."""
        self.path(name).unlink(missing_ok=True)

    def sweep(self, wanted: Iterable[str], older_than_seconds: float = 3600) -> int:
        """Remove what no job refers to any more (a crash between a decision and its deletion). Returns how many.

        Young files are left: a request that is still copying has no job yet.
        """
        keep, removed = set(wanted), 0
        if not self._folder.is_dir():
            return 0
        for file in self._folder.iterdir():
            if file.name not in keep and time.time() - file.stat().st_mtime > older_than_seconds:
                file.unlink(missing_ok=True)
                removed += 1
        return removed
