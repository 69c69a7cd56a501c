"""A face that only some viewer shows, by what the file says about its colours, is looked at or leaves the file undecided."""

import struct
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tests.attacks import pictures
from tests.attacks.pictures import (
    STRAIGHT,
    Grey,
    chunk,
    coloured,
    curve,
    hidden,
    landscape,
    lightness,
    lower_bits,
    matrix,
    png_of,
    portrait,
    profile,
    saved,
    shows,
    table,
    views_of,
    with_chunks,
)

TONE = matrix(lower_bits())
LOWER_BYTES = [pictures.light((2 * number & 255) / 255) for number in range(32_767)]  # LittleCMS reads no more
BROKEN = b"not a profile at all" * 20


def in_colours(form: str, icc: bytes = TONE, **options: object) -> tuple[bytes, Grey]:
    numbers, face = hidden()
    return saved(coloured(numbers), form, icc_profile=icc, **options), face


def in_jpeg() -> tuple[bytes, Grey]:
    """What a JPEG keeps is coarse: the portrait lies in the darkest sixteenth, which the curve brings out."""
    face = portrait()
    icc = matrix([pictures.light(min(number / 15, 1)) for number in range(256)])
    return saved(coloured(face >> 4), "JPEG", quality=100, subsampling=0, icc_profile=icc), face


def in_grey(form: str) -> tuple[bytes, Grey]:
    numbers, face = hidden()
    icc = profile({b"kTRC": curve(lower_bits())}, b"GRAY")
    return saved(numbers, form, icc_profile=icc), face


def in_table(*names: bytes, behind: bool = False, version: int = 2) -> tuple[bytes, Grey]:
    """The first tables show the landscape, the last one the portrait; or all do, and the matrix behind them the portrait."""
    numbers, face = hidden()
    plain, secret = table(lightness(STRAIGHT)), table(lightness(lower_bits()))
    tags = {name: plain if behind or name != names[-1] else secret for name in names}
    if behind:
        tags |= {name + b"TRC": curve(lower_bits()) for name in (b"r", b"g", b"b")}
        tags |= {name + b"XYZ": pictures.xyz(v) for name, v in zip((b"r", b"g", b"b"), pictures.SRGB, strict=True)}
    return saved(coloured(numbers), "PNG", icc_profile=profile(tags, lab=True, version=version)), face


def in_ink(form: str) -> tuple[bytes, Grey]:
    numbers, face = hidden()
    icc = profile({b"A2B0": table(lightness(lower_bits()), 4)}, b"CMYK", kind=b"prtr", lab=True)
    ink = Image.merge("CMYK", [Image.fromarray(numbers)] * 4)
    options = {"compression": "tiff_lzw"} if form == "TIFF" else {"quality": 100}
    return saved(ink, form, icc_profile=icc, **options), face


def deep(numbers: np.ndarray) -> Image.Image:
    return Image.fromarray(numbers.astype(np.uint16))


def in_lower_bytes() -> tuple[bytes, Grey]:
    """Grey of 16 bits: the upper byte is a landscape, the lower one the portrait, of which the curve knows."""
    face = portrait()
    numbers = (landscape().astype(int) << 8) | face
    icc = profile({b"kTRC": curve(LOWER_BYTES)}, b"GRAY")
    return saved(deep(numbers), "PNG", icc_profile=icc), face


def in_lower_bytes_of_colours() -> tuple[bytes, Grey]:
    face = portrait()
    words = ((landscape().astype(int) << 8) | face).astype(">u2")
    rows = b"".join(b"\0" + np.repeat(row[:, None], 3, axis=1).tobytes() for row in words)
    return png_of(16, 2, rows, chunk(b"iCCP", b"x\0\0" + pictures.zlib.compress(matrix(LOWER_BYTES)))), face


def gamma(value: int, *more: bytes) -> tuple[bytes, Grey]:
    """The portrait in the brightest sixteenth, which an extreme gamma brings out."""
    face = portrait()
    return with_chunks(saved(coloured(240 + (face >> 4)), "PNG"), chunk(b"gAMA", struct.pack(">I", value)), *more), face


def mixed_primaries() -> tuple[bytes, Grey]:
    """Red and green add up to an even grey; other primaries give red all the light."""
    face = portrait().astype(int)
    red = np.clip(face, 60, 200)
    green = np.clip((0.2126 * 130 - 0.2126 * red + 0.7152 * 130) / 0.7152, 0, 255)
    picture = Image.fromarray(np.dstack([red, green, np.full_like(red, 130)]).astype(np.uint8))
    points = struct.pack(">8I", 31_270, 32_900, 31_000, 60_000, 64_000, 33_000, 15_000, 6_000)
    return with_chunks(
        saved(picture, "PNG"), chunk(b"gAMA", struct.pack(">I", 45_455)), chunk(b"cHRM", points)
    ), portrait()


def faint() -> tuple[Grey, Grey]:
    """A portrait in a few levels of grey, which the curve for bright displays spreads over many."""
    face = portrait()
    return (121 + face.astype(int) * 26 // 255).astype(np.uint8), face


def coded(*points: int) -> tuple[bytes, Grey]:
    numbers, face = faint()
    return with_chunks(saved(coloured(numbers), "PNG"), chunk(b"cICP", bytes(points))), face


def tag_in_profile() -> tuple[bytes, Grey]:
    numbers, face = faint()
    tags = {b"cicp": b"cicp\0\0\0\0" + bytes((9, 16, 0, 1))}
    tags |= {name + b"XYZ": pictures.xyz(v) for name, v in zip((b"r", b"g", b"b"), pictures.SRGB, strict=True)}
    tags |= {name + b"TRC": curve(STRAIGHT) for name in (b"r", b"g", b"b")}
    return saved(coloured(numbers), "PNG", icc_profile=profile(tags, version=4)), face


def calibrated_bitmap() -> tuple[bytes, Grey]:
    face = portrait()
    plain = saved(coloured(240 + (face >> 4)), "BMP")
    ends = struct.pack("<9i", *(round(value * (1 << 30)) for triple in pictures.SRGB for value in triple))
    header = struct.pack("<I", 108) + plain[18:54] + bytes(16) + bytes(4) + ends + struct.pack("<3I", *(40 << 16,) * 3)
    start = struct.pack("<I", 14 + len(header))
    return plain[:10] + start + header + plain[54:], face


def linked_bitmap() -> tuple[bytes, Grey]:
    numbers, face = hidden()
    plain = saved(coloured(numbers), "BMP")
    name = b"c:\\colours.icm\0"
    header = struct.pack("<I", 124) + plain[18:54] + bytes(16) + b"KNIL" + bytes(48)
    header += struct.pack("<4I", 4, 124 + len(plain) - 54, len(name), 0)
    return plain[:10] + struct.pack("<I", 14 + len(header)) + header + plain[54:] + name, face


def half_a_profile() -> tuple[bytes, Grey]:
    """A part of the profile is missing: some put together what there is."""
    face = portrait()
    plain = saved(coloured(face >> 4), "JPEG", quality=100)
    icc = matrix([pictures.light(min(number / 15, 1)) for number in range(256)])
    part = b"ICC_PROFILE\0\1\2" + icc
    return plain[:2] + b"\xff\xe2" + struct.pack(">H", len(part) + 2) + part + plain[2:], face


def inverted_ink() -> tuple[bytes, Grey]:
    """Without Adobe's mark some take the numbers for ink, some for its absence. Nearly all black in one reading."""
    face = portrait()
    black = 255 - (face >> 2)
    plain = saved(Image.merge("CMYK", [Image.fromarray(black)] * 4), "JPEG", quality=100)
    at = plain.index(b"\xff\xee")
    return plain[:at] + plain[at + 16 :], face


def contradicted_transform() -> tuple[bytes, Grey]:
    """JFIF says brightness and two colours, Adobe's part says three colours: in the latter reading the portrait is red."""
    face = portrait()
    three = Image.merge(
        "YCbCr", [Image.fromarray(np.full_like(face, 128)), Image.fromarray(face), Image.fromarray(255 - face)]
    )
    plain = saved(three, "JPEG", quality=95, subsampling=0)
    adobe = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0"
    return plain[:20] + adobe + plain[20:], face


WAYS: dict[str, Callable[[], tuple[bytes, Grey]]] = {
    "tone-png": lambda: in_colours("PNG"),
    "tone-webp": lambda: in_colours("WEBP", lossless=True),
    "tone-tiff": lambda: in_colours("TIFF", compression="tiff_adobe_deflate"),
    "tone-jpeg": in_jpeg,
    "tone-grey-png": lambda: in_grey("PNG"),
    "tone-grey-tiff": lambda: in_grey("TIFF"),
    "tone-of-colours-on-grey": lambda: (saved(hidden()[0], "PNG", icc_profile=TONE), portrait()),
    "tone-version-4": lambda: in_colours("PNG", matrix(lower_bits(), version=4)),
    "tone-beside-sRGB": lambda: (with_chunks(in_colours("PNG")[0], chunk(b"sRGB", b"\0")), portrait()),
    "table": lambda: in_table(b"A2B0"),
    "second-table": lambda: in_table(b"A2B0", b"A2B1"),
    "third-table": lambda: in_table(b"A2B0", b"A2B1", b"A2B2"),
    "matrix-behind-tables": lambda: in_table(b"A2B0", b"A2B1", behind=True),
    "ink-jpeg": lambda: in_ink("JPEG"),
    "ink-tiff": lambda: in_ink("TIFF"),
    "lower-bytes-of-grey": in_lower_bytes,
    "lower-bytes-of-colours": in_lower_bytes_of_colours,
    "gamma": lambda: gamma(3_000),
    "gamma-beside-sRGB": lambda: gamma(3_000, chunk(b"sRGB", b"\0")),
    "primaries": mixed_primaries,
    "code-points": lambda: coded(9, 16, 0, 1),
    "code-points-beside-a-profile": lambda: (
        with_chunks(
            saved(coloured(faint()[0]), "PNG", icc_profile=matrix(STRAIGHT)), chunk(b"cICP", bytes((9, 16, 0, 1)))
        ),
        portrait(),
    ),
    "code-points-in-a-profile": tag_in_profile,
    "calibrated-bitmap": calibrated_bitmap,
    "linked-bitmap": linked_bitmap,
    "broken-profile": lambda: in_colours("PNG", BROKEN),
    "half-a-profile": half_a_profile,
    "profile-of-ink-on-colours": lambda: in_colours("PNG", profile({b"A2B0": table(STRAIGHT, 4)}, b"CMYK", lab=True)),
    "profile-that-changes-colours": lambda: in_colours("PNG", matrix(lower_bits(), kind=b"link")),  # type: ignore[arg-type]
    "inverted-ink": inverted_ink,
    "contradicted-transform": contradicted_transform,
}


UNDECIDED = {
    *("linked-bitmap", "broken-profile", "half-a-profile", "profile-of-ink-on-colours", "profile-that-changes-colours"),
}


@pytest.mark.parametrize("way", [pytest.param(way, marks=pytest.mark.attack(f"B1.{way}")) for way in WAYS])
def test_a_face_in_other_colours_does_not_hide(way):
    content, face = WAYS[way]()
    views = views_of(content)
    if way in UNDECIDED:
        assert views is None
    else:
        assert any(shows(view, face) for view in views)
