"""Whether the strips or tiles of a TIFF hold what is shown, all of it, and nothing behind it (`matching.media.whole`)."""

import struct
from collections.abc import Callable

from matching.media import jpeg, scans, tiff, whole
from matching.media.tiff import Directory, Tiff

_LZW, _JPEG, _PLAIN, _PACKBITS, _DEFLATE = 5, 7, 1, 32773, (8, 32946)
# What the decoding of a strip depends on: order of bits, options of fax, prediction, kind of numbers, shared colours.
_COPIED = (tiff.BITS, tiff.COMPRESSION, tiff.PHOTOMETRIC, 266, tiff.SAMPLES, 292, 293, 317, 338, 339, 530)
_GREY, _PALETTE = 1, 3
_TAIL = 64  # bytes that are exchanged at a strip's end
_SPARE = 4  # bytes behind the end that some leave


def are_whole(data: bytes, parts: Tiff) -> bool:
    """Whether each strip or tile is there and ends where its part of the picture ends. Raises ValueError, IndexError or
    struct.error where that cannot be told."""
    own, packing = parts.first, parts.first.number(tiff.COMPRESSION, 1)
    for (start, length), (rows, expected) in zip(parts.coded, tiff.strips(own), strict=True):
        content = data[start : start + length]
        if packing == _PLAIN:
            fits = length >= expected
        elif packing in _DEFLATE:
            fits = whole.unpacks_to(expected, [content])
        elif packing == _PACKBITS:
            fits = _runs(content, expected) >= length - _SPARE
        elif packing == _JPEG:
            fits = _jpeg(content, own)
        else:
            fits = _ends(content, _alone(own, parts.order, rows), strict=packing == _LZW)
        if not fits:
            return False
    return True


def _runs(content: bytes, expected: int) -> int:
    """How many bytes of a strip of runs draw what is expected, 0 where they are too few."""
    place = drawn = 0
    while drawn < expected:
        if place >= len(content):
            return 0
        code = content[place]
        drawn += code + 1 if code < 128 else 257 - code if code > 128 else 0
        place += code + 2 if code < 128 else 2 if code > 128 else 1
    return place if place <= len(content) else 0


def _jpeg(content: bytes, own: Directory) -> bool:
    """A strip that is a JPEG, without the tables that all strips share."""
    tables = own.data.get(tiff.TABLES, jpeg.SOI + jpeg.EOI)
    alone = tables[:-2] + content[2:] if content.startswith(jpeg.SOI) and tables.startswith(jpeg.SOI) else content
    parts = jpeg.read(alone)
    return (
        not parts.surplus
        and not any(parts.unknown)
        and len(alone) - parts.end <= _SPARE
        and scans.are_whole(alone, parts)
    )


def _ends(content: bytes, alone: Callable[[bytes], bytes], *, strict: bool) -> bool:
    """Whether the last bytes of a strip matter, and whether bytes behind it do not (a decoder that is not strict fills up
    what is missing)."""
    if not strict and whole.matters(content, "TIFF", alone, content + whole.JUNK[0]):
        return False
    return any(whole.matters(content, "TIFF", alone, content[:-_TAIL] + junk[:_TAIL]) for junk in whole.JUNK)


def _alone(own: Directory, order: str, rows: int) -> Callable[[bytes], bytes]:
    """Makes the content of one strip or tile a file of its own."""
    apart = own.number(tiff.PLANES, 1) == 2
    width = own.number(322, own.number(tiff.WIDTH, 0))
    tags = {tag: own.values[tag] for tag in _COPIED if tag in own.values}
    if apart or own.number(tiff.PHOTOMETRIC, _GREY) == _PALETTE:
        tags |= {tiff.PHOTOMETRIC: (_GREY,), tiff.SAMPLES: (1,), tiff.BITS: (own.number(tiff.BITS, 1),)}
        tags.pop(338, None)

    def file(content: bytes) -> bytes:
        every = tags | {
            tiff.WIDTH: (width,), tiff.HEIGHT: (rows,), tiff.ROWS: (rows,), tiff.STRIPS[0]: (8,), tiff.STRIPS[1]: (len(content),)
        }  # fmt: skip
        place = 8 + len(content) + len(content) % 2
        entries, beside = [], b""
        behind = place + 2 + 12 * len(every) + 4
        for tag, values in sorted(every.items()):
            packed = struct.pack(f"{order}{len(values)}I", *values)
            if len(packed) > 4:
                beside, packed = beside + packed, struct.pack(order + "I", behind + len(beside))
            entries.append(struct.pack(order + "HHI", tag, 4, len(values)) + packed)
        head = {"<": b"II", ">": b"MM"}[order] + struct.pack(order + "HI", 42, place)
        body = content + bytes(len(content) % 2) + struct.pack(order + "H", len(every)) + b"".join(entries) + bytes(4)
        return head + body + beside

    return file
