"""A face that only some viewer shows, by transparency, depth, the shape of pixels or a better display, is looked at."""

import io
import struct
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tests.attacks.pictures import (
    SIDE,
    STRAIGHT,
    Grey,
    chunk,
    coloured,
    landscape,
    matrix,
    png_of,
    portrait,
    saved,
    shows,
    views_of,
    with_chunks,
)


def layered(colour: np.ndarray, alpha: np.ndarray, form: str = "PNG", **options: object) -> bytes:
    pixels = np.dstack([*([colour] * 3 if colour.ndim == 2 else [colour]), alpha]).astype(np.uint8)
    return saved(Image.fromarray(pixels, "RGBA"), form, **options)


def in_transparency(colour: int, form: str = "PNG", **options: object) -> tuple[bytes, Grey]:
    face = portrait()
    return layered(np.full_like(face, colour), face, form, **options), face


def between_white_and_black() -> tuple[bytes, Grey]:
    """Over white and over black noise hides the portrait; over grey it cancels out."""
    face = portrait()
    seen = 42 + face.astype(float) * 64 / 255
    noise = np.random.default_rng(3).integers(1, 42, face.shape)
    alpha = 255 - 2 * noise
    return layered((seen - noise) * 255 / alpha, alpha), face


def one_clear_colour() -> tuple[bytes, Grey]:
    """16 bits: exactly one colour is clear, which differs from its neighbour by a 65,536th."""
    face = Image.fromarray(portrait()).convert("1")
    bits = np.asarray(face)
    words = np.repeat(np.where(bits, 0x8000, 0x8001)[..., None], 3, axis=2).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in words)
    return png_of(16, 2, rows, chunk(b"tRNS", struct.pack(">3H", *(0x8000,) * 3))), (bits * 255).astype(np.uint8)


def unnamed_number() -> tuple[bytes, Grey]:
    """A fourth number of each pixel that the TIFF does not name."""
    face = portrait()
    content = layered(np.full_like(face, 90), face, "TIFF")
    return content.replace(struct.pack("<HHIHH", 338, 3, 1, 2, 0), struct.pack("<HHIHH", 338, 3, 1, 0, 0)), face


def fourth_number_of_a_bitmap() -> tuple[bytes, Grey]:
    face = portrait()
    pixels = np.dstack([np.full_like(face, 90)] * 3 + [face])[::-1]
    header = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 32, 0, 0, 2835, 2835, 0, 0)
    body = pixels.tobytes()
    return b"BM" + struct.pack("<IHHI", 54 + len(body), 0, 0, 54) + header + body, face


def spare_bit_of_a_bitmap() -> tuple[bytes, Grey]:
    bits = np.asarray(Image.fromarray(portrait()).convert("1"))
    words = np.where(bits, 0x8000 | 0x294A, 0x294A).astype("<u2")[::-1]
    header = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 16, 0, 0, 2835, 2835, 0, 0)
    body = words.tobytes()
    return b"BM" + struct.pack("<IHHI", 54 + len(body), 0, 0, 54) + header + body, (bits * 255).astype(np.uint8)


def of_single_precision() -> tuple[bytes, Grey]:
    """Numbers from 0 to 1 beside much larger ones."""
    face = portrait()
    numbers = np.full((SIDE * 2, SIDE), 50_000, np.float32)
    numbers[:SIDE] = face / 255
    numbers[SIDE:] += np.random.default_rng(2).uniform(-1, 1, (SIDE, SIDE)) * 40_000
    whole = np.full((SIDE * 2, SIDE), 255, np.uint8)
    whole[:SIDE] = face
    return saved(Image.fromarray(numbers), "TIFF"), whole


def wide() -> Image.Image:
    return coloured(portrait()).resize((SIDE * 6, SIDE), Image.Resampling.BICUBIC)


def narrow_pixels(form: str) -> tuple[bytes, Grey]:
    """Six times as wide as people look, with pixels six times as high as wide."""
    if form == "PNG":
        return with_chunks(saved(wide(), "PNG"), chunk(b"pHYs", struct.pack(">IIB", 6, 1, 0))), portrait()
    if form == "BMP":
        plain = saved(wide(), "BMP")
        return plain[:38] + struct.pack("<ii", 6000, 1000) + plain[46:], portrait()
    if form == "GIF":  # no more than 79/64 by its header: less wide
        plain = saved(coloured(portrait()).resize((SIDE, SIDE * 3)), "GIF")
        return plain[:12] + bytes([170]) + plain[13:], portrait()
    exif = Image.Exif()
    exif[0x011A], exif[0x011B], exif[0x0128] = 432.0, 72.0, 2
    if form == "JFIF":
        return saved(wide(), "JPEG", quality=95, dpi=(600, 100)), portrait()
    return saved(wide(), form, quality=95, exif=exif), portrait()


def gain_map(note: str) -> tuple[bytes, Grey]:
    """An even grey, and how much brighter each place is on a better display."""
    face = portrait()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description hdrgm:Version="1.0" {note}/></rdf:RDF></x:xmpmeta>'
    base = Image.fromarray(np.full((SIDE, SIDE, 3), 128, np.uint8))
    file = io.BytesIO()
    base.save(file, "MPO", save_all=True, append_images=[Image.fromarray(face)], quality=95)
    content = file.getvalue()
    at = content.index(b"\xff\xd8", 100)
    part = b"http://ns.adobe.com/xap/1.0/\0" + xmp.encode()
    return content[: at + 2] + b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part + content[at + 2 :], face


WAYS: dict[str, Callable[[], tuple[bytes, Grey]]] = {
    "transparency-of-black": lambda: in_transparency(0),
    "transparency-of-white": lambda: in_transparency(255),
    "transparency-webp": lambda: in_transparency(255, "WEBP", lossless=True),
    "transparency-tiff": lambda: in_transparency(0, "TIFF"),
    "transparency-under-a-profile": lambda: in_transparency(255, icc_profile=matrix(STRAIGHT)),
    "colours-under-transparency": lambda: (layered(portrait(), np.zeros((SIDE, SIDE))), portrait()),
    "between-white-and-black": between_white_and_black,
    "one-clear-colour-of-16-bits": one_clear_colour,
    "unnamed-number-tiff": unnamed_number,
    "fourth-number-bmp": fourth_number_of_a_bitmap,
    "spare-bit-bmp": spare_bit_of_a_bitmap,
    "single-precision": of_single_precision,
    "narrow-pixels-png": lambda: narrow_pixels("PNG"),
    "narrow-pixels-jfif": lambda: narrow_pixels("JFIF"),
    "narrow-pixels-exif": lambda: narrow_pixels("JPEG"),
    "narrow-pixels-webp": lambda: narrow_pixels("WEBP"),
    "narrow-pixels-tiff": lambda: narrow_pixels("TIFF"),
    "narrow-pixels-bmp": lambda: narrow_pixels("BMP"),
    "narrow-pixels-gif": lambda: narrow_pixels("GIF"),
    "gain-map": lambda: gain_map('hdrgm:GainMapMin="-2" hdrgm:GainMapMax="2"'),
    "gain-map-that-claims-little": lambda: gain_map('hdrgm:GainMapMin="0" hdrgm:GainMapMax="0.05"'),
    "gain-map-of-the-darkest": lambda: gain_map('hdrgm:GainMapMin="0" hdrgm:GainMapMax="3" hdrgm:OffsetSDR="1"'),
}


@pytest.mark.parametrize("way", [pytest.param(way, marks=pytest.mark.attack(f"B1.{way}")) for way in WAYS])
def test_a_face_that_some_viewer_shows_does_not_hide(way):
    content, face = WAYS[way]()
    views = views_of(content)
    assert views is not None
    narrowed = [view for view in views if "narrow" not in way or 0.7 < view.shape[1] / view.shape[0] < 1.5]
    assert any(shows(view, face) for view in narrowed)


@pytest.mark.attack("B1.brighter-than-the-rest")
def test_a_small_bright_face_does_not_hide_in_a_dark_picture():
    """16 bits, nearly all of them dark: spread by what is frequent, the portrait in a corner would be white."""
    face = portrait()[::8, ::8]
    deep = np.random.default_rng(1).integers(0, 1500, (800, 800)).astype(np.uint16)
    place = slice(100, 100 + len(face))
    deep[place, place] = 20_000 + face.astype(np.uint16) * 170
    views = views_of(saved(Image.fromarray(deep), "PNG")) or ()
    assert any(shows(view[place, place], face) for view in views)


def test_an_alpha_of_the_palette_is_seen():
    """A palette of one colour, whose entries differ in their transparency only."""
    face = portrait()
    rows = b"".join(b"\0" + row.tobytes() for row in face)
    content = png_of(8, 3, rows, chunk(b"PLTE", bytes([90]) * 768), chunk(b"tRNS", bytes(range(256))))
    assert any(shows(view, face) for view in views_of(content) or ())


def test_an_ordinary_picture_has_one_view():
    """Whatever it says that changes nothing: sRGB's profile, its gamma and primaries, square pixels, a full transparency."""
    plain = coloured(landscape())
    said = [
        chunk(b"gAMA", struct.pack(">I", 45_455)),
        chunk(b"cHRM", struct.pack(">8I", 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000)),
        chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1)),
        chunk(b"sRGB", b"\0"),
    ]
    full = layered(landscape(), np.full((SIDE, SIDE), 255))
    for content in (
        with_chunks(saved(plain, "PNG"), *said),
        saved(plain, "PNG", icc_profile=matrix(STRAIGHT)),
        saved(plain, "JPEG", icc_profile=matrix(STRAIGHT), dpi=(300, 300)),
        full,
    ):
        assert len(views_of(content) or ()) == 1


def test_a_bitmap_without_a_fourth_number_has_one_view():
    for mode in ("RGB", "RGBA"):
        assert len(views_of(saved(coloured(landscape()).convert(mode), "BMP")) or ()) == 1
