"""The file of a film, held open while it is decoded: a short one as a copy in memory, a long one where it lies, watched for
changes."""

import hashlib
import os
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matching.media.picture import MEGABYTE, printable, readable
from matching.reasons import Undecidable

IN_MEMORY = 64 * MEGABYTE
FILE_LIMIT = 100_000 * MEGABYTE
_SETTLED = 0.05
"""Seconds after a change in which a second one may leave no trace: clocks of file systems tick slower than that."""

_MOST = 64  # long files whose hash is remembered: each stretch of one asks for it

State = tuple[int, int, int, int, int]

_lock = threading.Lock()
_known: dict[State, str] = {}


class Source:
    """name: of the file, printable. sha256, size (bytes): of what is read through it. state: the same as long as nobody changes the
    file. Raises `Undecidable` where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.name = printable(path.name)
        self._file = readable(path, self.name)
        weakref.finalize(self, os.close, self._file)
        found = os.fstat(self._file)
        self.size = found.st_size
        if self.size == 0:
            raise Undecidable("file.empty", name=self.name)
        if self.size > FILE_LIMIT:
            megabytes, limit = self.size // MEGABYTE, FILE_LIMIT // MEGABYTE
            raise Undecidable("file.too-large", name=self.name, megabytes=megabytes, limit=limit)
        time.sleep(max(0.0, min(_SETTLED, found.st_ctime + _SETTLED - time.time())))
        self.state = _state(self._file)
        self.sha256 = self._copied() if self.size <= IN_MEMORY else self._hashed()

    @contextmanager
    def descriptor(self) -> Iterator[int]:
        """One that reads from the beginning, whoever else reads. Raises `Undecidable` where the file was changed by the end."""
        found = os.open(f"/proc/self/fd/{self._file}", os.O_RDONLY | os.O_CLOEXEC)
        try:
            yield found
        finally:
            os.close(found)
        self._check()

    def _copied(self) -> str:
        copy = os.memfd_create("film")
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(part)
            os.write(copy, part)
        self._check()
        os.dup2(copy, self._file)  # from here on nobody else can change it
        os.close(copy)
        self.state = _state(self._file)
        return digest.hexdigest()

    def _hashed(self) -> str:
        with _lock:
            if (known := _known.get(self.state)) is not None:
                return known
        digest = hashlib.sha256()
        for part in self._parts():
            digest.update(part)
        self._check()
        with _lock:
            while len(_known) >= _MOST:
                del _known[next(iter(_known))]
            _known[self.state] = digest.hexdigest()
        return digest.hexdigest()

    def _parts(self) -> Iterator[bytes]:
        try:
            while part := os.read(self._file, 1 << 20):
                yield part
        except OSError:
            raise Undecidable("file.unreadable", name=self.name) from None

    def _check(self) -> None:
        if _state(self._file) != self.state:
            raise Undecidable("file.unreadable", name=self.name)


def _state(descriptor: int) -> State:
    found = os.fstat(descriptor)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
