"""Files under examination: taken in under a random name, hashed while they are copied, deleted with the decision, or once no
person has to look at them any more."""

import unicodedata
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from registry.core.errors import Conflict, Invalid
from registry.ports.blobs import Blobs, NoRoom, Stored, TooLarge

LONGEST_NAME = 120


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
    """Files that productions send in, in `blobs`. `limit`: the largest in bytes."""

    def __init__(self, blobs: Blobs, limit: int) -> None:
        self._blobs = blobs
        self._limit = limit

    def room(self, size: int) -> bool:
        """Whether there is room for so many bytes more."""
        return self._blobs.room(size)

    def take(self, source: BinaryIO) -> Stored:
        """Keep a stream. Nothing stays behind when it cannot be done: `Invalid` for a file over the limit, `Conflict` where
        there is no room or nothing can be written."""
        try:
            return self._blobs.take(source, self._limit)
        except TooLarge:
            raise Invalid("upload-too-large", megabytes=self._limit // 1_000_000) from None
        except NoRoom as error:
            why = str(error)
            raise (Conflict("upload-not-stored", problem=why) if why else Conflict("upload-disk-full")) from error

    def file(self, name: str) -> AbstractContextManager[Path]:
        """A file of this machine with an upload's bytes, while the block lasts. Raises `registry.ports.blobs.Gone`."""
        return self._blobs.file(name)

    def has(self, name: str) -> bool:
        """Whether an upload is still here."""
        return self._blobs.has(name)

    def delete(self, name: str) -> None:
        """Remove an upload; one that is gone already is no problem."""
        self._blobs.delete(name)

    def sweep(self, wanted: Iterable[str], older_than_seconds: float = 3600) -> int:
        """Remove what no job refers to any more (a crash between a decision and its deletion). Returns how many.

        Young files are left: a request that is still copying has no job yet.
        """
        keep = set(wanted)
        forgotten = [name for name in self._blobs.names(older_than_seconds) if name not in keep]
        for name in forgotten:
            self.delete(name)
        return len(forgotten)
