"""The key store: a 32-byte key for each sense of a performer, for the evidence of each review, for each recording that somebody was
enrolled from, and for what a performer is shown of a check, apart from the database and its backups.

Whoever has only the database (or an old copy of it) can read no template. Destroying the key is forgetting.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Protocol

_NAME = re.compile(r"[A-Z]-[0-9A-Z]{1,29}(-[a-z]{1,16})?")
KEY_BYTES = 32


def named(name: str) -> str:
    """The name of a key, as it is. Raises ValueError for anything else: a form may make a path of it."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a key")
    return name


class KeyMissing(LookupError):
    """There is no usable key for this performer: their templates cannot be read."""


class KeyStore(Protocol):
    """A key for each name, kept apart from the database and its backups: `P-...` of a performer's first sense and `P-...-voice` of
    another, `V-...` of a review, `K-...` of
    the pieces of a check, `I-...` of its picture, `H-...` of what copies of it are known by, `N-...` of what is known of it when its next
    version comes, `Y-...` of a performer in one check, `L-...` of a
    recording that somebody was enrolled from."""

    def get(self, name: str) -> bytes:
        """The key. Raises `KeyMissing` where there is none that is whole, ValueError for what is no name."""

    def get_or_create(self, name: str) -> bytes:
        """The key, made from the system's random source if there is none, and durable before it is used. Raises `KeyMissing`
        where a damaged one is in its place (destroy it first), `OSError` where none can be kept."""

    def names(self, prefix: str) -> list[str]:
        """Whose keys there are, of those that begin like this, sorted."""

    def versions(self, prefix: str) -> dict[str, bytes]:
        """Of each key whose name begins like this, something that is another once the key was replaced or altered."""

    def destroy(self, name: str) -> bool:
        """The key is gone for good; whether there was one. Raises `OSError` where that fails."""


class KeyFolder:
    """The local form: a folder (mode 0700) of key files (mode 0600)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes:
        try:
            file = os.open(self._path(name), os.O_RDONLY | os.O_CLOEXEC)
            try:
                key = os.read(file, KEY_BYTES + 1)
            finally:
                os.close(file)
        except OSError:
            raise KeyMissing(name) from None
        if len(key) != KEY_BYTES:
            raise KeyMissing(name)
        return key

    def get_or_create(self, name: str) -> bytes:
        try:
            return self.get(name)
        except KeyMissing:
            pass
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._folder / f".{name}.{secrets.token_hex(8)}"
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(temporary, self._file(name))  # unlike a rename, this never replaces another's key
            except FileExistsError:
                pass
        finally:
            temporary.unlink(missing_ok=True)
        self._sync()
        return self.get(name)

    def names(self, prefix: str) -> list[str]:
        return sorted(path.stem for path in self._folder.glob(f"{prefix}*.key"))

    def versions(self, prefix: str) -> dict[str, bytes]:
        try:
            entries = [entry for entry in os.scandir(self._folder) if entry.name.startswith(prefix)]
        except OSError:
            return {}  # then none can be read either
        found = {}
        for entry in entries:
            try:
                state = entry.stat()
            except OSError:
                continue  # destroyed just now
            found[entry.name.removesuffix(".key")] = b"%d %d %d" % (state.st_ino, state.st_mtime_ns, state.st_size)
        return found

    def destroy(self, name: str) -> bool:
        """Overwritten, then removed. Overwriting reaches the old block on plain disks; flash and copying file systems may
        keep it for a while, which is why the folder belongs on an encrypted volume.
        """
        path = self._file(name)
        found = False
        for place in (path, *self._folder.glob(f".{name}.*")):  # a killed process may have left a key unnamed
            try:
                with place.open("r+b") as file:
                    file.write(secrets.token_bytes(max(KEY_BYTES, place.stat().st_size)))
                    file.flush()
                    os.fsync(file.fileno())
                place.unlink()
            except FileNotFoundError:
                continue
            found = True
        if found:
            self._sync()
        return found

    def _file(self, name: str) -> Path:
        return Path(self._path(name))

    def _path(self, name: str) -> str:  # of hundreds of thousands at once, where making a `Path` is half the work
        return f"{self._folder}/{named(name)}.key"

    def _sync(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
