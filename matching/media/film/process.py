"""Running a decoding child of films, and reading what it says while it works.

It is forked from a warm process, which has read no file; no other file is read in the same process.
"""

import importlib.util
import json
import math
import mmap
import os
import re
import select
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fcntl import fcntl
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from matching.media import children
from matching.media.film import wire
from matching.media.picture import MEMORY, SIDE_LIMIT, printable
from matching.reasons import REASONS, Undecidable

CHILD = Path(__file__).with_name("child.py")
_CORES = 4  # that a decoder may keep busy
_ADD_SEALS, _SEALS = 1033, 0x1 | 0x2 | 0x4  # fcntl(2): none more, nothing shorter, nothing longer


def limits(pixels: int, waits: float) -> dict[str, int]:
    """Of a child. pixels: of a frame. waits: seconds of its work, on one core."""
    return {"memory": MEMORY, "seconds": math.ceil(waits * _CORES), "pixels": pixels, "side": SIDE_LIMIT}


class DecodingChild:
    """A child at work on the descriptor `source`; it is killed when it is let go.

    longest: bytes of a record. wait: seconds until the next one; waits: for all of them together, without the time that the reader
    takes. largest: bytes of a picture. Raises `Undecidable`.
    """

    def __init__(
        self,
        source: int,
        job: Mapping[str, Any],
        name: str,
        *,
        wait: float,
        waits: float,
        longest: int,
        largest: int = 0,
    ) -> None:
        self._name, self._longest, self._largest, self._taken = name, longest, largest, 0
        ours, theirs = socket.socketpair()
        with theirs, _shelf(largest) as shelf:
            told = {**job, "largest": largest}
            self._shelf = np.frombuffer(
                mmap.mmap(shelf.fileno(), wire.shelf(largest), access=mmap.ACCESS_READ), np.uint8
            )
            try:
                self._child = _begun(source, theirs.fileno(), shelf.fileno(), told, wait)
            except children.TimeOut:
                ours.close()
                raise Undecidable("decoder.timeout", name=name, seconds=math.ceil(wait)) from None
            except OSError:
                ours.close()
                raise Undecidable("decoder.failed", name=name) from None
        self._said = ours
        self._pipe = _Patient(ours.fileno(), name, wait, waits)

    def __enter__(self) -> "DecodingChild":
        return self

    def __exit__(self, *_: object) -> None:
        self._said.close()
        self._child.end(ended=self._pipe.ended)

    def records(self) -> Iterator[tuple[bytes, NDArray[np.uint8]]]:
        """Kind and content of each record, until it says that it has ended."""
        while True:
            kind, length = wire.HEAD.unpack(self._pipe.read(wire.HEAD.size).data)
            if length > self._longest:
                raise Undecidable("decoder.failed", name=self._name)
            content = self._pipe.read(length)
            if kind == wire.END:
                return
            if kind == wire.REFUSED:
                raise refusal(content.tobytes(), self._name)
            yield kind, content

    def picture(self, width: int, height: int) -> NDArray[np.uint8]:
        """The next picture that lies on the shelf: RGB [height, width, 3]."""
        length = width * height * 3
        if length > self._largest:
            raise Undecidable("decoder.failed", name=self._name)
        start = self._taken % wire.PLACES * self._largest
        found = self._shelf[start : start + length].reshape(height, width, 3).copy()
        self._taken += 1
        with suppress(OSError):  # it has ended: the next record says how
            self._said.send(b"\0")
        return found


def _begun(
    source: int, target: int, shelf: int, job: Mapping[str, Any], wait: float
) -> children.Working | children.ColdWorking:
    """What few files need is not kept warm: see `child.prepare`."""
    if job["drawn"] or job["do"] == "noted":
        return children.begin_cold(CHILD, _packages(), source, target, shelf, job)
    return children.begin(CHILD, _packages(), source, target, shelf, job, wait)


def _shelf(largest: int) -> BinaryIO:
    """Memory for pictures that the child lays down and we take up: it cannot be made smaller behind our back."""
    shelf = os.fdopen(os.memfd_create("shelf", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "w+b", buffering=0)
    os.ftruncate(shelf.fileno(), wire.shelf(largest))
    fcntl(shelf.fileno(), _ADD_SEALS, _SEALS)
    return shelf


class _Patient:
    """What comes out of a child, as long as the patience lasts. Raises `Undecidable`, where it ends as well: then `ended` is true."""

    def __init__(self, descriptor: int, name: str, wait: float, waits: float) -> None:
        self._descriptor, self._name, self._wait, self._waits = descriptor, name, wait, waits
        self._waited = 0.0
        self.ended = False
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def read(self, length: int) -> NDArray[np.uint8]:
        content = np.empty(length, np.uint8)
        rest = content.data
        until = time.monotonic() + self._wait
        while rest:
            began = time.monotonic()
            patience = min(until - began, self._waits - self._waited)
            if patience <= 0 or not self._poll.poll(1000 * patience):
                limit = self._wait if until - time.monotonic() <= 0 else self._waits
                raise Undecidable("decoder.timeout", name=self._name, seconds=math.ceil(limit))
            self._waited += time.monotonic() - began
            count = os.readv(self._descriptor, [rest])
            if not count:
                self.ended = True
                raise Undecidable("decoder.failed", name=self._name)
            rest = rest[count:]
        return content


def refusal(content: bytes, name: str) -> Undecidable:
    """The child's own reason, if it is one that we know with nothing but numbers and plain words as parameters."""
    try:
        told = json.loads(content)
        reason, params = told["reason"], told["params"]
        known = {*REASONS[reason]}
        if {*params} != known - {"name"}:
            raise ValueError
        plain = {key: _file(value) if key in ("member", "other") else _plain(value) for key, value in params.items()}
    except (KeyError, TypeError, ValueError, RecursionError):
        return Undecidable("decoder.failed", name=name)
    return Undecidable(reason, **plain, **({"name": name} if "name" in known else {}))


def _file(value: object) -> str:
    """The name of a file in an archive, as it may be shown."""
    if not isinstance(value, str):
        raise ValueError
    return printable(value)


def _plain(value: object) -> str | int | float:
    if isinstance(value, int) and 0 <= value < 1 << 40:
        return value
    if isinstance(value, float) and 0 <= value < 1 << 40:
        return round(value, 2)
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9_]{1,32}", value):
        return value
    raise ValueError


def _packages() -> str:
    specs = [importlib.util.find_spec(name) for name in ("av", "PIL")]
    found = [spec.origin for spec in specs if spec is not None and spec.origin is not None]
    if len(found) < len(specs):
        raise Undecidable("decoder.failed", name="")
    return os.pathsep.join(dict.fromkeys(str(Path(one).parent.parent) for one in found))
