"""A picture file -> pixels. The file is copied once, hashed on the way, and decoded from that very copy by
a child.
"""

import hashlib
import importlib.util
import json
import math
import mmap
import os
import signal
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from matching.findings import Picture
from matching.media import children
from matching.media.child import HEADER, NAMES
from matching.reasons import REASONS, Undecidable

MEGABYTE = 1_000_000
FILE_LIMIT = 250 * MEGABYTE
PIXEL_LIMIT = 100 * MEGABYTE
SIDE_LIMIT = 32_768
WHOLE = 3  # so many times the largest picture may all views of one have together, in pixels
SECONDS = 30
MEMORY = 4_000 * MEGABYTE

CHILD = Path(__file__).with_name("child.py")
# The smallest picture that there is, for asking a child how it is walled in: one black pixel, BMP.
PIXEL = bytes.fromhex("424d1e000000000000001a0000000c000000010001000100180000000000")


@dataclass(frozen=True, eq=False)
class Decoded:
    """views: what somebody may see of the picture, the first as most people do; with transparency over white, over black
    and without it; then the other pictures of a camera's multi-picture file. All show one scene: a view of other sides lies
    on the first when each of its sides is scaled to the first's. names: what each view is, of `child.NAMES`.
    sha256, size (bytes): of exactly what was decoded. walls: which limits held the child.
    """

    sha256: str
    size: int
    format: str
    views: tuple[Picture, ...] = field(repr=False)
    names: tuple[str, ...]
    walls: dict[str, bool]


def decode(path: Path, *, seconds: int = SECONDS, pixels: int = PIXEL_LIMIT) -> Decoded:
    """Decode one still picture: JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF or HEIC, whatever its name says.

    The orientation is applied, CMYK, palette, grey and 16-bit become RGB. Raises `Undecidable` with a
    `file.*`, `picture.*` or `decoder.*` reason for everything else: a truncated file is damaged, never
    filled up; an animation is a film; more than `pixels` are refused before they are decoded; after
    `seconds` the child is stopped.
    """
    name = printable(path.name)
    with _memory("file") as source:
        sha256, size = _copy(path, name, source.fileno())
        return _decoded(source.fileno(), sha256, size, name, seconds, pixels)


def decode_bytes(content: bytes, name: str, *, seconds: int = SECONDS, pixels: int = PIXEL_LIMIT) -> Decoded:
    """The same of a picture that is part of a file. name: of that file."""
    with _memory("file") as source:
        source.write(content)
        source.seek(0)
        return _decoded(source.fileno(), hashlib.sha256(content).hexdigest(), len(content), name, seconds, pixels)


def _decoded(source: int, sha256: str, size: int, name: str, seconds: int, pixels: int) -> Decoded:
    with _memory("picture") as target:
        header = _run_child(source, target.fileno(), name, seconds, pixels)
        names, shapes = _views(header, name)
        ends = list(accumulate((math.prod(shape) for shape in shapes), initial=HEADER))
        if max(map(math.prod, shapes)) > WHOLE * pixels or os.fstat(target.fileno()).st_size != ends[-1]:
            raise Undecidable("decoder.failed", name=name)
        content = np.frombuffer(mmap.mmap(target.fileno(), ends[-1], access=mmap.ACCESS_READ), np.uint8)
        views = tuple(content[a:b].reshape(shape) for (a, b), shape in zip(pairwise(ends), shapes, strict=True))
        return Decoded(sha256, size, str(header.get("format")), views, names, header["walls"])


def _views(header: dict[str, Any], name: str) -> tuple[tuple[str, ...], list[tuple[int, int, int]]]:
    """What the child says that it shows: the name and the shape (height, width, 3) of each view."""
    try:
        views = [(str(kind), (_whole(height), _whole(width), 3)) for kind, width, height in header["views"]]
    except (KeyError, TypeError, ValueError):
        views = []
    if not views or any(kind not in NAMES or not math.prod(shape) for kind, shape in views):
        raise Undecidable("decoder.failed", name=name)
    return tuple(kind for kind, _ in views), [shape for _, shape in views]


def prepare() -> None:
    """Have a warm process ready from which the next decoding child is forked. Not needed, and waits for nothing."""
    with suppress(OSError, Undecidable):
        children.prepare(CHILD, _pillow())


def isolation() -> dict[str, bool]:
    """How a decoding child is walled in on this machine, as told by a real one: `limits`, `no_exec`,
    `no_files`, `no_network`. All False where no child could be run.
    """
    with _memory("file") as source, _memory("picture") as target:
        source.write(PIXEL)
        source.seek(0)
        try:
            header = _run_child(source.fileno(), target.fileno(), "", SECONDS, PIXEL_LIMIT)
        except Undecidable:
            return dict.fromkeys(("limits", "no_exec", "no_files", "no_network"), False)
    return dict(header["walls"])


def printable(name: str) -> str:
    """The end of a file's name, as it may be shown."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[-80:]


def _memory(name: str) -> Any:
    """A file in memory only: what is examined never touches a disk of ours."""
    return os.fdopen(os.memfd_create(name), "w+b", buffering=0)


def readable(path: Path, name: str) -> int:
    """A descriptor that reads an ordinary file. Raises `Undecidable`."""
    try:
        # non-blocking: a named pipe in place of a file must not hold us up
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Undecidable("file.missing", name=name) from None
    except (OSError, ValueError):
        raise Undecidable("file.unreadable", name=name) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Undecidable("file.not-a-file", name=name)
    return descriptor


def _copy(path: Path, name: str, target: int) -> tuple[str, int]:
    descriptor = readable(path, name)
    with os.fdopen(descriptor, "rb", buffering=0) as source:
        digest, size = hashlib.sha256(), 0
        try:
            while chunk := source.read(1 << 20):
                size += len(chunk)
                if size > FILE_LIMIT:
                    limit = FILE_LIMIT // MEGABYTE
                    megabytes = os.fstat(descriptor).st_size // MEGABYTE
                    raise Undecidable("file.too-large", name=name, megabytes=megabytes, limit=limit)
                digest.update(chunk)
                os.write(target, chunk)
        except OSError:
            raise Undecidable("file.unreadable", name=name) from None
    if size == 0:
        raise Undecidable("file.empty", name=name)
    os.lseek(target, 0, os.SEEK_SET)
    return digest.hexdigest(), size


def _run_child(source: int, target: int, name: str, seconds: int, pixels: int) -> dict[str, Any]:
    output = HEADER + pixels * 3 * WHOLE
    limits = {"memory": MEMORY, "output": output, "seconds": seconds, "pixels": pixels, "side": SIDE_LIMIT}
    try:
        code = children.run(CHILD, _pillow(), source, target, limits, seconds)
    except children.TimeOut:
        raise Undecidable("decoder.timeout", name=name, seconds=seconds) from None
    except (children.Lost, OSError):
        raise Undecidable("decoder.failed", name=name) from None
    if code == -signal.SIGXCPU:
        raise Undecidable("decoder.timeout", name=name, seconds=seconds)
    try:
        header = json.loads(os.pread(target, HEADER, 0))
    except (ValueError, RecursionError):
        raise Undecidable("decoder.failed", name=name) from None
    if code != 0 or not isinstance(header, dict) or not isinstance(header.get("walls"), dict):
        raise Undecidable("decoder.failed", name=name)
    if "reason" in header:
        raise _refusal(header, name)
    return header


def _refusal(header: dict[str, Any], name: str) -> Undecidable:
    """The child's own reason, if it is one that we know with nothing but numbers as parameters."""
    reason, params = header["reason"], header.get("params")
    known = REASONS.get(reason) if isinstance(reason, str) else None
    if known is None or not isinstance(params, dict) or {*params} != {*known} - {"name"}:
        return Undecidable("decoder.failed", name=name)
    numbers = {key: _whole(value) for key, value in params.items()}
    return Undecidable(reason, **numbers, **({"name": name} if "name" in known else {}))


def _whole(value: object) -> int:
    """A number that a text can show; 0 for everything else that a child may claim."""
    return value if isinstance(value, int) and 0 < value < 1 << 40 else 0


def _pillow() -> str:
    spec = importlib.util.find_spec("PIL")
    if spec is None or spec.origin is None:
        raise Undecidable("decoder.failed", name="")
    return str(Path(spec.origin).parent.parent)
