"""Where a picture ends in its file, and what else lies in it.

A file that goes on after its picture can be something else as well: an archive, a page, a film of a phone. The same holds for
parts that only some programs know. What was not looked at must not be cleared with it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matching.media import tiff

# In a JPEG's compressed data FF is followed by 00, by a restart marker (D0 to D7) or by filling (FF); anything else
# is the next marker.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILLING = b"\0\n\r \t"
_NOTES = 2048  # bytes in all: private notes, and gaps that editors leave; a picture of somebody seldom has so few

# How the parts begin that programs agree about: colour profiles, EXIF, XMP, Photoshop's settings, C2PA (JUMBF), and the
# index of a multi-picture file, whose pictures are looked at themselves.
_SEGMENTS = (
    *(b"JFIF\0", b"JFXX\0", b"Exif\0", b"http://ns.adobe.com/", b"ICC_PROFILE\0", b"MPF\0", b"FPXR\0", b"JP"),
    *(b"Photoshop 3.0\0", b"Adobe_CM", b"Adobe", b"Ducky"),
)
_CHUNKS = {
    *(
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"mDCV",
        b"cLLI",
    ),
    *(b"tEXt", b"zTXt", b"iTXt", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"eXIf", b"tIME", b"caBX"),
}
_EXTENSIONS = (0x01, 0xF9, 0xFE)  # plain text, graphic control, comment
_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"XMP DataXMP", b"ICCRGBG1012", b"C2PA_GIF")
_RIFF_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF", b"XMP ", b"C2PA"}


def surplus(data: bytes, form: str, starts: Sequence[int] = (0,)) -> int:
    """How many bytes are not of the picture: all that follows it, filling left out, and parts that nobody has agreed about,
    where they are more than notes. `form` is Pillow's name of the format; `starts` is where the pictures of a multi-picture
    file begin. Raises ValueError, IndexError, KeyError or struct.error where the structure breaks off.
    """
    more = aside = 0
    for start, following in pairwise((*sorted(starts), len(data))):
        end, private = _PARTS[form](data[start:])
        more += len(data[start + end : following].strip(_FILLING))
        aside += private
    return more + (aside if aside > _NOTES else 0)


def png_frames(data: bytes) -> int:
    """How many frames the chunks of a PNG speak of, 1 in a still picture: whoever plays it may be less strict about them
    than whoever looked at it."""
    count: Counter[bytes] = Counter()
    for kind, start, length in _chunks(data):
        count[kind] += 1
        if kind == b"acTL" and (length != 8 or data[start : start + 4] != b"\0\0\0\1"):
            count[b"fdAT"] += 1
    return max(count[b"fcTL"], 2) if count[b"fdAT"] or count[b"fcTL"] > 1 else 1


def _jpeg(data: bytes) -> tuple[int, int]:
    place, private = 2, 0
    while True:
        marker = _NEXT_MARKER.search(data, place)
        if marker is None:
            raise ValueError("no end of the picture")
        if marker.group() == b"\xff\xd9":
            return marker.end(), private
        length = int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        if 0xE0 <= marker.group()[1] <= 0xEF and not data.startswith(_SEGMENTS, marker.end() + 2):
            private += length
        place = marker.end() + length


def _png(data: bytes) -> tuple[int, int]:
    private = end = 0
    for kind, start, length in _chunks(data):
        private += 0 if kind in _CHUNKS else length
        end = start + length + 4
    return end, private


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of each chunk's content."""
    place, kind = 8, b""
    while kind != b"IEND":
        if place >= len(data):
            raise ValueError("no end of the picture")
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        yield kind, place + 8, length
        place += 12 + length


def _webp(data: bytes) -> tuple[int, int]:
    end, place, private = 8 + _even(_little(data, 4)), 12, 0
    while place < min(end, len(data)):
        length = _even(_little(data, place + 4))
        private += 0 if data[place : place + 4] in _RIFF_CHUNKS else length
        place += 8 + length
    return end, private


def _gif(data: bytes) -> tuple[int, int]:
    place, private = 13 + _palette(data[10]), 0
    while data[place] != 0x3B:
        start, known = place, True
        if data[place] == 0x21:  # an extension: its label, then blocks, the first of which may name a program
            known = data[place + 1] in _EXTENSIONS or data.startswith(_APPLICATIONS, place + 3)
            place += 2
        elif data[place] == 0x2C:  # a picture: place and sides, perhaps a palette, the code size, then blocks
            place += 11 + _palette(data[place + 9])
        else:
            raise ValueError("neither extension nor picture")
        while data[place]:
            place += 1 + data[place]
        place += 1
        private += 0 if known else place - start
    return place + 1, private


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _bmp(data: bytes) -> tuple[int, int]:
    pixels, header = _little(data, 10), _little(data, 14)
    if header == 12:  # the oldest
        width, height, depth, packing = _little(data, 18, 2), _little(data, 20, 2), _little(data, 24, 2), 0
    else:
        width, height = _little(data, 18), abs(int.from_bytes(data[22:26], "little", signed=True))
        depth, packing = _little(data, 28, 2), _little(data, 30)
    length = _runs(data, pixels, depth) if packing in (1, 2) else (width * depth + 31) // 32 * 4 * height
    parts = [
        (0, min(14 + header + 12 + 4 * 256, pixels)),
        (pixels, length),
    ]  # masks and a palette may follow the header
    if header == 124:
        parts.append((14 + _little(data, 126), _little(data, 130)))  # the colour profile
    return _covered(data, parts)


def _runs(data: bytes, start: int, depth: int) -> int:
    """The length of a run-length coded bitmap: runs, or 0 with 0 (end of a row), 1 (the end), 2 (a move) or a number of
    pixels that follow one by one."""
    place = start
    while data[place : place + 2] != b"\0\1":
        code = data[place + 1] if data[place] == 0 else 0
        place += 2 + (2 if code == 2 else (code * depth + 15) // 16 * 2 if code > 2 else 0)
    return place + 2 - start


def _tiff(data: bytes) -> tuple[int, int]:
    return _covered(data, tiff.parts(data))


def _covered(data: bytes, parts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where the last of these parts ends, and how many bytes lie between them, filling left out."""
    end = gaps = 0
    for start, length in sorted(parts):
        gaps += len(data[end:start].strip(_FILLING))
        end = max(end, start + length)
    return end, gaps


def _little(data: bytes, place: int, length: int = 4) -> int:
    return int.from_bytes(data[place : place + length], "little")


def _even(length: int) -> int:
    return length + length % 2


_PARTS = {
    "JPEG": _jpeg,
    "MPO": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _webp,
    "BMP": _bmp,
    "TIFF": _tiff,
}
