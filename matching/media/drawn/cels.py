"""An animated picture -> its cels: what each frame lays upon the ones before, as the file of a still picture.

So each is read, and found whole, as still pictures are. A file that goes on beside its cels is refused as theirs are.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from matching.media import gif, notes, png, webp
from matching.media.contents import Contents, filled

SLOWEST, USUAL = 0.010, 0.100
"""Seconds: a frame that is to last no longer than the first lasts the second, as browsers have it."""

_UNTRUE = "frames that programs would draw differently"
_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Cel:
    """left, top: where it lies, pixels. seconds: for how long its frame is shown. after: what becomes of its place then ("keep",
    "clear", "restore" what was there before). over: whether it is laid over what is there; else it takes its place. file: a still
    picture."""

    left: int
    top: int
    seconds: float
    after: str
    over: bool
    file: bytes = field(repr=False)


@dataclass(frozen=True)
class Cels:
    """width, height: pixels of the whole. contents: what lies in the file beside its cels. first: the still picture that is shown by
    whatever does not know that the file is animated, where that is no cel."""

    width: int
    height: int
    contents: Contents
    cels: list[Cel]
    first: bytes | None = None


def of(data: bytes) -> Cels:
    """Raises ValueError, IndexError or struct.error where the structure breaks off or is ambiguous."""
    read = _png if data.startswith(_HEAD) else _webp if data.startswith(b"RIFF") else _gif
    found = read(data)
    contents = found.contents
    if not found.cels or contents.surplus + notes.strange(contents) + filled(data[contents.end :]):
        raise ValueError("more than an animated picture")
    return found


def _lasts(seconds: float) -> float:
    return seconds if seconds > SLOWEST else USUAL


def _gif(data: bytes) -> Cels:
    contents = gif.read(data)
    width, height = struct.unpack_from("<HH", data, 6)
    palette = data[13 : 13 + gif.palette(data[10])]
    place, control, cels = 13 + len(palette), b"\0\0\0\0", list[Cel]()
    while data[place] != 0x3B:
        if data[place] == 0x21:
            label = data[place + 1]
            content, place = gif.blocks(data, place + 2)
            if label == 0x01 or (label == 0xF9 and len(content) != 4):
                raise ValueError(_UNTRUE)  # text that some draw
            control = content if label == 0xF9 else control
            continue
        left, top, wide, high, flags = struct.unpack_from("<HHHHB", data, place + 1)
        begin = place + 11 + gif.palette(flags)
        _, end = gif.blocks(data, begin)
        after = control[0] >> 2 & 7
        if after > 3:
            raise ValueError(_UNTRUE)
        still = b"".join(
            (
                *(b"GIF89a", struct.pack("<HH", wide, high), data[10:13], palette, b"\x21\xf9\x04", control, b"\0"),
                *(b"\x2c\0\0\0\0", data[place + 5 : end], b";"),
            )
        )
        seconds = int.from_bytes(control[1:3], "little") / 100
        cels.append(Cel(left, top, _lasts(seconds), ("keep", "keep", "clear", "restore")[after], True, still))
        width, height = max(width, left + wide), max(height, top + high)
        place, control = end, b"\0\0\0\0"
    return Cels(width, height, contents, cels)


def _png(data: bytes) -> Cels:
    header, shared, plain, parts = b"", list[bytes](), [_HEAD], list[tuple[bytes, list[bytes]]]()
    body, default, promised, number = list[bytes](), list[bytes](), -1, 0
    for kind, start, length in png.chunks(data):
        content = data[start : start + length]
        if kind in (b"fcTL", b"fdAT"):
            if int.from_bytes(content[:4], "big") != number or zlib.crc32(kind + content) != _crc(data, start + length):
                raise ValueError(_UNTRUE)
            number += 1
        if kind == b"acTL" and length == 8 and promised < 0 and not default:
            promised = int.from_bytes(content[:4], "big")
        elif kind == b"fcTL" and length == 26:
            body = list[bytes]()
            parts.append((content[4:], body))
        elif kind == b"fdAT" and parts and length > 4 and default and not (body and body[0] is default[0]):
            body.append(content[4:])
        elif kind in (b"acTL", b"fcTL", b"fdAT"):
            raise ValueError(_UNTRUE)
        else:
            plain.append(data[start - 8 : start + length + 4])
            if kind == b"IHDR":
                header = content
            elif kind == b"IDAT":
                default.append(content)
                if parts and len(parts) == 1:
                    body.append(content)
                elif parts:
                    raise ValueError(_UNTRUE)
            elif not default and kind != b"IEND":
                shared.append(plain[-1])
    still = b"".join(plain)
    contents = png.read(still)
    contents.surplus += filled(data[png.end(data) :])
    if promised != len(parts):
        raise ValueError(_UNTRUE)
    cels = [_of_png(header, shared, control, coded) for control, coded in parts]
    width, height = struct.unpack(">II", header[:8])
    first = None if parts and default and parts[0][1][:1] and parts[0][1][0] is default[0] else still
    contents.end = len(data)
    return Cels(width, height, contents, cels, first)


def _of_png(header: bytes, shared: list[bytes], control: bytes, coded: list[bytes]) -> Cel:
    wide, high, left, top, ticks, a_second, after, over = struct.unpack(">IIIIHHBB", control)
    if after > 2 or over > 1 or not coded:
        raise ValueError(_UNTRUE)
    chunks = [_chunk(b"IHDR", struct.pack(">II", wide, high) + header[8:]), *shared]
    file = b"".join((_HEAD, *chunks, *(_chunk(b"IDAT", part) for part in coded), _chunk(b"IEND", b"")))
    return Cel(left, top, _lasts(ticks / (a_second or 100)), ("keep", "clear", "restore")[after], bool(over), file)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _crc(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "big")


def _webp(data: bytes) -> Cels:
    beside, cels, size, seen = list[bytes](), list[Cel](), (0, 0), set[bytes]()
    for kind, content in _riff(data, 12, min(8 + int.from_bytes(data[4:8], "little"), len(data))):
        if kind == b"VP8X" and len(content) >= 10:
            size = (_small(content, 4) + 1, _small(content, 7) + 1)
        if kind == b"ANMF":
            cels.append(_of_webp(content))
        elif kind != b"ANIM" or kind in seen or len(content) != 6:
            beside.append(_box(kind, content))
        seen.add(kind)
    contents = webp.read(_whole(beside))
    contents.surplus += sum(length for _, length in contents.coded)  # a picture beside those of the animation
    contents.end = 8 + int.from_bytes(data[4:8], "little")
    if len(data) < contents.end:
        raise ValueError("no end of the picture")
    return Cels(*size, contents, cels)


def _of_webp(content: bytes) -> Cel:
    left, top, ticks = (_small(content, place) for place in (0, 3, 12))
    flags, parts = content[15], list(_riff(content, 16, len(content)))
    alpha = any(kind in (b"ALPH", b"VP8L") for kind, _ in parts)
    extended = struct.pack("<I", 0x10 if alpha else 0) + content[6:12]
    still = _whole([_box(b"VP8X", extended), *(_box(*part) for part in parts)])
    found = webp.read(still)
    if not found.coded or found.surplus + notes.strange(found) or flags > 3:
        raise ValueError(_UNTRUE)
    still = webp.without_denial(still, found) or still
    return Cel(2 * left, 2 * top, _lasts(ticks / 1000), "clear" if flags & 1 else "keep", not flags & 2, still)


def _riff(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while place + 8 <= end:
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        if place + 8 + length > end:
            raise ValueError("no end of a part")
        yield data[place : place + 4], data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
    if place < end:
        raise ValueError("no end of a part")


def _small(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 3], "little")


def _box(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _whole(boxes: list[bytes]) -> bytes:
    content = b"WEBP" + b"".join(boxes)
    return b"RIFF" + struct.pack("<I", len(content)) + content
