"""Whether all of a picture's coded data are there, and used to their end.

Decoders fill up with grey what is missing, and skip what is left over, both without a word. So the picture is decoded once
more from data whose ends were exchanged: a whole picture changes where its last bytes draw, and nowhere else.
"""

import zlib
from collections.abc import Callable, Iterable
from io import BytesIO

from PIL import Image

from matching.media.contents import Contents
from matching.media.gif import blocks, in_blocks

TAIL = 8
"""Bytes at the end of each piece of data that are exchanged; encoders leave one or two without use."""

SPARE = 2048
"""Bytes of short pieces of data that may be left untried, or seem too long: an exchanged end may draw the same by chance."""

_CODED = 64
"""The same of a WebP, whose arithmetic ends early."""

_STEP = 1 << 22  # bytes that are unpacked at once

# Each draws something unlike anything, brighter or darker; without FF, which begins a marker.
JUNK = tuple(bytes.fromhex(half) * 8 for half in ("5ac3176e94b12df8", "a53ce8916b4ed207", "03fc71d8264bb59e"))

_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's colour types


def png(data: bytes, parts: Contents) -> bool:
    """Whether the packed rows of a PNG are as many as its sides ask for, with nothing behind them."""
    header = parts.says["IHDR"]
    width, height, depth, colours, interlaced = (
        *(int.from_bytes(header[place : place + 4], "big") for place in (0, 4)), header[8], header[9], header[12],
    )  # fmt: skip
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    sides = [(max(-(-(width - x) // across), 0), max(-(-(height - y) // down), 0)) for x, y, across, down in passes]
    rows = sum(high * (1 + -(-wide * _CHANNELS[colours] * depth // 8)) for wide, high in sides if wide)
    return unpacks_to(rows, (data[start : start + length] for start, length in parts.coded))


def unpacks_to(expected: int, packed: Iterable[bytes]) -> bool:
    stream, length = zlib.decompressobj(), 0
    try:
        for piece in packed:
            rest = piece
            while rest and length <= expected:
                length += len(stream.decompress(rest, _STEP))
                rest = stream.unconsumed_tail
            if len(stream.unused_data.strip(b"\0")) > TAIL:
                return False
        length += len(stream.flush())
    except zlib.error:
        return False
    return stream.eof and length == expected


def webp(data: bytes, parts: Contents) -> bool:
    """Whether the last bytes of each part of a WebP's data matter to who decodes it; what is missing, libwebp says."""
    ends = [start + length for start, length in parts.coded]
    return all(
        any(matters(data, "WEBP", bytes, data[: end - _CODED] + junk[:_CODED] + data[end:]) for junk in JUNK)
        for end in ends
    )


def gif(data: bytes, parts: Contents) -> bool:
    """The same of a GIF."""
    for start, length in parts.coded:
        content, end = blocks(data, start)

        def file(changed: bytes, start: int = start, end: int = end) -> bytes:
            return data[:start] + in_blocks(changed) + data[end:]

        if end != start + length or not any(
            matters(content, "GIF", file, content[:-TAIL] + junk[:TAIL]) for junk in JUNK
        ):
            return False
    return True


def matters(content: bytes, form: str, file: Callable[[bytes], bytes], changed: bytes) -> bool:
    """Whether changed content draws something else, or nothing at all: then the change was read. `file` makes a picture's file
    of such content."""
    try:
        other = _opened(file(changed), form)
    except (MemoryError, PermissionError):  # the walls, not the data
        raise
    except Exception:
        return True
    return differ(_opened(file(content), form), other)


def differ(one: Image.Image, other: Image.Image) -> bool:
    return one.size != other.size or one.mode != other.mode or one.tobytes() != other.tobytes()


def _opened(data: bytes, form: str) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=(form,))
    picture.load()
    return picture
