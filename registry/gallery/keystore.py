"""The key store: one 32-byte key a performer, and one a face under review, each in a file of its own, apart from the
database and its backups.

Whoever has only the database (or an old copy of it) can read no template. Destroying the file is forgetting.
"""

import os
import re
import secrets
from pathlib import Path

_NAME = re.compile(r"[A-Z]-[0-9A-Z]{1,29}")
KEY_BYTES = 32


class KeyMissing(LookupError):
    """There is no usable key for this performer: their templates cannot be read."""


class KeyStore:
    """A folder (mode 0700) of key files (mode 0600), named by performer id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, performer_id: str) -> bytes:
        """The performer's key. Raises `KeyMissing` where the file is absent, unreadable or of another length."""
        try:
            file = os.open(self._path(performer_id), os.O_RDONLY | os.O_CLOEXEC)
            try:
                key = os.read(file, KEY_BYTES + 1)
            finally:
                os.close(file)
        except OSError:
            raise KeyMissing(performer_id) from None
        if len(key) != KEY_BYTES:
            raise KeyMissing(performer_id)
        return key

    def get_or_create(self, performer_id: str) -> bytes:
        """The performer's key, made from the system's random source if there is none, and on the disk before it is
        used. Raises `KeyMissing` where a damaged file is in its place (destroy it first), `OSError` where the folder
        cannot be written."""
        try:
            return self.get(performer_id)
        except KeyMissing:
            pass
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._folder / f".{performer_id}.{secrets.token_hex(8)}"
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(temporary, self._file(performer_id))  # unlike a rename, this never replaces another's key
            except FileExistsError:
                pass
        finally:
            temporary.unlink(missing_ok=True)
        self._sync()
        return self.get(performer_id)

    def names(self, prefix: str) -> list[str]:
        """Whose keys there are, of those that begin like this."""
        return sorted(path.stem for path in self._folder.glob(f"{prefix}*.key"))

    def versions(self, prefix: str) -> dict[str, bytes]:
        """Of each key whose name begins like this, something that is another once its file was replaced or altered."""
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

    def destroy(self, performer_id: str) -> bool:
        """Overwrite and remove the key; whether there was one. Raises `OSError` where that fails.

        Overwriting reaches the old block on plain disks; flash and copying file systems may keep it for a while,
        which is why the folder belongs on an encrypted volume.
        """
        path = self._file(performer_id)
        found = False
        for place in (path, *self._folder.glob(f".{performer_id}.*")):  # a killed process may have left a key unnamed
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

    def _file(self, performer_id: str) -> Path:
        return Path(self._path(performer_id))

    def _path(
        self, performer_id: str
    ) -> str:  # of hundreds of thousands at once, where making a `Path` is half the work
        if not _NAME.fullmatch(performer_id):
            raise ValueError("not the id of a performer")
        return f"{self._folder}/{performer_id}.key"

    def _sync(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
