"""Files that are kept for a while: under examination, or shown again. The local form is a folder of the instance."""

import errno
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 1 << 20


@dataclass(frozen=True)
class Stored:
    """A file that was taken in. name: by which the store knows it. sha256: of its bytes. size: bytes."""

    name: str
    sha256: str
    size: int


class TooLarge(Exception):
    """More bytes came than were to be taken; nothing of them was kept."""


class NoRoom(Exception):
    """The store is full, or cannot be written; `str` says why where the system did. Nothing was kept."""


class Gone(LookupError):
    """There is no such file."""


class Blobs(Protocol):
    """A store of files under random names that it gives itself. Whoever may ask for one is decided above."""

    def room(self, size: int) -> bool:
        """Whether so many bytes more can be taken, with what is kept free for others."""

    def take(self, source: BinaryIO, most: int) -> Stored:
        """Keep a stream of at most `most` bytes. Raises `TooLarge` and `NoRoom`; then nothing stays behind."""

    def file(self, name: str) -> AbstractContextManager[Path]:
        """A file on this machine with exactly these bytes, as long as the block lasts. Raises `Gone`."""

    def has(self, name: str) -> bool:
        """Whether it is there."""

    def delete(self, name: str) -> None:
        """Remove it; one that is gone already is no problem."""

    def names(self, older_than_seconds: float = 0.0) -> Iterator[str]:
        """What is there that was last written to so long ago."""


class Folder:
    """Files in one folder (mode 0700, each 0600). `keep_free`: bytes of the disk that no file takes, so that decisions,
    receipts and the database's journal always find room."""

    def __init__(self, folder: Path, keep_free: int = 0) -> None:
        self._folder = folder
        self._keep_free = keep_free

    def room(self, size: int) -> bool:
        nearest = next(path for path in (self._folder, *self._folder.parents) if path.exists())
        return shutil.disk_usage(nearest).free - size >= self._keep_free

    def take(self, source: BinaryIO, most: int) -> Stored:
        name = secrets.token_hex(16)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(handle, "wb") as target:
                    return self._copy(source, target, name, most)
            except BaseException:
                self.delete(name)
                raise
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise NoRoom("" if full else error.strerror or "the folder cannot be written") from error

    def _copy(self, source: BinaryIO, target: BinaryIO, name: str, most: int) -> Stored:
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise TooLarge
            if not self.room(len(chunk)):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
        return Stored(name, digest.hexdigest(), size)

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        if not self.has(name):
            raise Gone(name)
        yield self._path(name)

    def has(self, name: str) -> bool:
        return self._path(name).is_file()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self, older_than_seconds: float = 0.0) -> Iterator[str]:
        if not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            if time.time() - file.stat().st_mtime >= older_than_seconds:
                yield file.name

    def _path(self, name: str) -> Path:
        """Names are made here, so one with a folder in it is a defect: ValueError."""
        if Path(name).name != name:
            raise ValueError("not the name of a file here")
        return self._folder / name
