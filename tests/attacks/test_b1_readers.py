"""A face that one program shows and another does not, because they read the same numbers differently, does not hide.

Each file here was seen with the face in a browser or in what reads TIFF for most viewers (libtiff's own RGBA interface).
"""

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from matching.media.gif import in_blocks
from tests.attacks.pictures import (
    SIDE,
    Grey,
    coloured,
    held,
    lightness,
    lower_bits,
    portrait,
    profile,
    saved,
    table,
)

FACE = portrait()
DITHERED = np.asarray(Image.fromarray(FACE).convert("1"))
BLACK_AND_WHITE = (DITHERED * 255).astype(np.uint8)
_LETTERS = {3: "H", 4: "I", 5: "I"}


def in_webp(*, extended: bool) -> tuple[bytes, Grey]:
    """Black under a transparency that shows the portrait, and a hint that there is none: it is a hint, and browsers pay no
    heed to it."""
    plain = saved(
        Image.fromarray(np.dstack([np.zeros_like(FACE)] * 3 + [FACE]), "RGBA"), "WEBP", lossless=True, exact=True
    )
    data = bytearray(plain[20 : 20 + int.from_bytes(plain[16:20], "little")])
    assert plain[12:16] == b"VP8L"
    assert data[4] & 0x10
    data[4] &= ~0x10
    side = struct.pack("<I", SIDE - 1)[:3]
    head = b"VP8X" + struct.pack("<II", 10, 0x10) + side * 2 if extended else b""
    body = b"WEBP" + head + b"VP8L" + struct.pack("<I", len(data)) + bytes(data) + bytes(len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body, FACE


def in_tiff(
    channels: list[Grey], photometric: int, *, bits: int = 8, packed: bool = False, **more: tuple[int, list[int]]
) -> bytes:
    """A TIFF of one strip. more: t and the tag's number -> type and values."""
    body = np.dstack([band.astype("<u2" if bits == 16 else np.uint8) for band in channels]).tobytes()
    body = zlib.compress(body) if packed else body
    tags = {
        256: (4, [SIDE]), 257: (4, [SIDE]), 258: (3, [bits] * len(channels)), 259: (3, [8 if packed else 1]),
        262: (3, [photometric]), 273: (4, [8]), 277: (3, [len(channels)]), 278: (4, [SIDE]), 279: (4, [len(body)]),
        **{int(tag[1:]): said for tag, said in more.items()},
    }  # fmt: skip
    place = 8 + len(body) + len(body) % 2
    entries, beside = b"", b""
    for tag, (kind, values) in sorted(tags.items()):
        content = struct.pack(f"<{len(values)}{_LETTERS[kind]}", *values)
        if len(content) > 4:
            where = place + 6 + 12 * len(tags) + len(beside)
            content, beside = struct.pack("<I", where), beside + content
        entries += struct.pack("<HHI", tag, kind, len(values) // (2 if kind == 5 else 1)) + content.ljust(4, b"\0")
    head = b"II" + struct.pack("<HI", 42, place) + body + bytes(len(body) % 2)
    return head + struct.pack("<H", len(tags)) + entries + bytes(4) + beside


def premultiplied(bands: int, alpha: int, **options: bool) -> tuple[bytes, Grey]:
    """Colours that are brighter than their transparency allows: some programs show them as they are."""
    return in_tiff([FACE] * bands + [np.full_like(FACE, alpha)], 2 if bands == 3 else 1, t338=(3, [1]), **options), FACE


def premultiplied_deep() -> tuple[bytes, Grey]:
    words = FACE.astype(np.uint16) * 257
    return in_tiff([words] * 3 + [np.full_like(words, 257)], 2, bits=16, t338=(3, [1])), FACE


def palette_of_bytes() -> tuple[bytes, Grey]:
    """A palette of 16 bits a colour of which only the lower 8 are used, as old programs write it and many read it."""
    return in_tiff([FACE], 3, t320=(3, [*range(256)] * 3)), FACE


def chroma(**said: tuple[int, list[int]]) -> tuple[bytes, Grey]:
    """A single level of colour, which odd weights or bounds draw out."""
    middle = np.full_like(FACE, 128)
    red = np.where(DITHERED, 128, 129).astype(np.uint8)
    return in_tiff([middle, middle, red], 6, t530=(3, [1, 1]), **said), BLACK_AND_WHITE


def outside_the_palette(*, shared: int, own: int) -> tuple[bytes, Grey]:
    """Numbers that the picture's own palette has no colour for: programs draw nothing, black, or another colour."""
    numbers = np.where(DITHERED, 5, 0).astype(np.uint8)
    codes, width, clear = [], 9, 256
    for place, number in enumerate(numbers.ravel()):
        codes += [clear, int(number)] if place % 254 == 0 else [int(number)]
    stream = sum(code << (width * place) for place, code in enumerate([*codes, clear + 1]))
    data = stream.to_bytes(-(-width * (len(codes) + 1) // 8), "little")
    colours = (b"\0\0\0" * 4 + b"\xff\xff\xff" * 4)[: 3 * shared]
    head = struct.pack("<HHBBB", SIDE, SIDE, 0x80 | (shared.bit_length() - 2), 0, 0) + colours
    frame = struct.pack("<HHHHB", 0, 0, SIDE, SIDE, 0x80 | (own.bit_length() - 2) if own else 0) + b"\0\0\0" * own
    return b"GIF89a" + head + b"," + frame + b"\x08" + in_blocks(data) + b";", BLACK_AND_WHITE


def between_samples() -> tuple[bytes, Grey]:
    """A table that the quick way through a profile does not follow, but for the pixels at even distances, which are plain."""
    side = 4 * SIDE
    face = np.asarray(Image.fromarray(FACE).resize((side, side)))
    numbers = 0x70 | (face >> 4)
    flat = numbers.ravel()
    flat[:: side * side // 4096 | 1] = 255
    icc = profile({b"A2B0": table(lightness(lower_bits()))}, lab=True)
    return saved(coloured(flat.reshape(side, side)), "PNG", icc_profile=icc), face


WAYS: dict[str, Callable[[], tuple[bytes, Grey]]] = {
    "transparency-that-is-denied": lambda: in_webp(extended=False),
    "transparency-that-is-half-denied": lambda: in_webp(extended=True),
    "premultiplied": lambda: premultiplied(3, 1),
    "premultiplied-by-nothing": lambda: premultiplied(3, 0),
    "premultiplied-packed": lambda: premultiplied(3, 1, packed=True),
    "premultiplied-grey": lambda: premultiplied(1, 1),
    "premultiplied-16-bits": premultiplied_deep,
    "palette-of-bytes": palette_of_bytes,
    "bounds-of-colours": lambda: chroma(t532=(5, [0, 1, 255, 1, 128, 1, 130, 1, 128, 1, 130, 1])),
    "outside-its-palette": lambda: outside_the_palette(shared=8, own=2),
    "outside-the-palette": lambda: outside_the_palette(shared=2, own=0),
    "between-samples-of-a-profile": between_samples,
}


@pytest.mark.parametrize("way", [pytest.param(way, marks=pytest.mark.attack(f"B1.{way}")) for way in WAYS])
def test_a_face_that_another_reader_shows_does_not_hide(way):
    assert held(*WAYS[way]())
