"""Running a decoding child of films, and reading what it says while it works.

It starts from nothing: a film takes long enough for that, and no other file is read in the same process.
"""

import importlib.util
import json
import math
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fcntl import fcntl
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.media.film import wire
from matching.media.picture import MEMORY, SIDE_LIMIT
from matching.reasons import REASONS, Undecidable

CHILD = Path(__file__).with_name("child.py")
_CORES = 4  # that a decoder may keep busy
_SET_PIPE_SIZE, _PIPE = 1031, 1 << 20  # fcntl(2); bytes that a process of any user may ask for


def limits(pixels: int, waits: float) -> dict[str, int]:
    """Of a child. pixels: of a frame. waits: seconds of its work, on one core."""
    return {"memory": MEMORY, "seconds": math.ceil(waits * _CORES), "pixels": pixels, "side": SIDE_LIMIT}


def records(
    source: int, job: Mapping[str, Any], name: str, *, longest: int, wait: float, waits: float
) -> Iterator[tuple[bytes, NDArray[np.uint8]]]:
    """Kind and content of each record of a child that reads the descriptor `source`, until it says that it has ended; it is killed as
    soon as nobody reads on.

    longest: bytes of a record. wait: seconds until the next one; waits: for all of them together, without the time that the reader
    takes. Raises `Undecidable`.
    """
    command = [sys.executable, "-I", "-S", str(CHILD), _packages(), json.dumps(job)]
    try:
        child = subprocess.Popen(  # noqa: S603 - our own script, nothing of the file's in the command
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", bufsize=0
        )
    except OSError:
        raise Undecidable("decoder.failed", name=name) from None
    with child:
        try:
            assert child.stdout is not None
            with suppress(OSError):  # a smaller pipe is only slower
                fcntl(child.stdout, _SET_PIPE_SIZE, _PIPE)
            pipe = _Pipe(child.stdout.fileno(), name, wait, waits)
            while True:
                kind, length = wire.HEAD.unpack(pipe.read(wire.HEAD.size).data)
                if length > longest:
                    raise Undecidable("decoder.failed", name=name)
                content = pipe.read(length)
                if kind == wire.END:
                    return
                if kind == wire.REFUSED:
                    raise refusal(content.tobytes(), name)
                yield kind, content
        finally:
            child.kill()


class _Pipe:
    """What comes out of a child, as long as the patience lasts. Raises `Undecidable`, where it ends as well."""

    def __init__(self, descriptor: int, name: str, wait: float, waits: float) -> None:
        self._descriptor, self._name, self._wait, self._waits = descriptor, name, wait, waits
        self._waited = 0.0
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
        plain = {key: _plain(value) for key, value in params.items()}
    except (KeyError, TypeError, ValueError, RecursionError):
        return Undecidable("decoder.failed", name=name)
    return Undecidable(reason, **plain, **({"name": name} if "name" in known else {}))


def _plain(value: object) -> str | int | float:
    if isinstance(value, int) and 0 <= value < 1 << 40:
        return value
    if isinstance(value, float) and 0 <= value < 1 << 40:
        return round(value, 2)
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9_]{1,32}", value):
        return value
    raise ValueError


def _packages() -> str:
    spec = importlib.util.find_spec("av")
    if spec is None or spec.origin is None:
        raise Undecidable("decoder.failed", name="")
    return str(Path(spec.origin).parent.parent)
