"""Second forms of the ports, in memory: what holds for these and for the local ones is what a port promises."""

import hashlib
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from registry.ports.blobs import CHUNK, Gone, NoRoom, Stored, TooLarge
from registry.ports.keys import KEY_BYTES, KeyMissing, named


class MemoryBlobs:
    """Files in this process; one is written to a disk only while somebody needs it as a file."""

    def __init__(self, capacity: int = 1 << 40) -> None:
        self._kept: dict[str, tuple[bytes, float]] = {}
        self._capacity = capacity

    def room(self, size: int) -> bool:
        return sum(len(content) for content, _ in self._kept.values()) + size <= self._capacity

    def take(self, source: BinaryIO, most: int) -> Stored:
        content = b""
        while chunk := source.read(CHUNK):
            content += chunk
            if len(content) > most:
                raise TooLarge
            if not self.room(len(content)):
                raise NoRoom
        name = secrets.token_hex(16)
        self._kept[name] = content, time.time()
        return Stored(name, hashlib.sha256(content).hexdigest(), len(content))

    @contextmanager
    def file(self, name: str) -> Iterator[Path]:
        if name not in self._kept:
            raise Gone(name)
        with tempfile.NamedTemporaryFile() as file:
            file.write(self._kept[name][0])
            file.flush()
            yield Path(file.name)

    def has(self, name: str) -> bool:
        return name in self._kept

    def delete(self, name: str) -> None:
        self._kept.pop(name, None)

    def names(self, older_than_seconds: float = 0.0) -> Iterator[str]:
        yield from [name for name, (_, at) in self._kept.items() if time.time() - at >= older_than_seconds]


class MemoryKeys:
    """Keys in this process."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[bytes, bytes]] = {}
        self._lock = Lock()

    def get(self, name: str) -> bytes:
        if named(name) not in self._keys:
            raise KeyMissing(name)
        return self._keys[name][0]

    def get_or_create(self, name: str) -> bytes:
        with self._lock:
            fresh = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(8)
            return self._keys.setdefault(named(name), fresh)[0]

    def names(self, prefix: str) -> list[str]:
        return sorted(name for name in self._keys if name.startswith(prefix))

    def versions(self, prefix: str) -> dict[str, bytes]:
        return {name: version for name, (_, version) in self._keys.items() if name.startswith(prefix)}

    def destroy(self, name: str) -> bool:
        return self._keys.pop(named(name), None) is not None
