"""Nothing is cleared with a picture that nobody looked at: each byte of a file is the picture, a note that is what it says, or
the file is undecided; and a preview that shows somebody else is looked at."""

import base64
import io
import struct
import zlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from tests.attacks.notes import boxes, exif_with, hexadecimal, in_credentials, part, riff, settings, text, xmp_with
from tests.attacks.pictures import SIDE, chunk, coloured, held, landscape, matrix, png_of, portrait, saved, with_chunks

FACE = portrait()
SECRET = saved(coloured(FACE), "JPEG", quality=70)
ARCHIVE = b"PK\x03\x04" + bytes(range(40, 250)) * 20 + b"PK\x05\x06" + bytes(18)
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(1, 200)) * 40
PAGE = b"<html><body><img src=face.jpg></body></html>" + b" " * 3000
PAPER = b"%PDF-1.7\n" + bytes(range(32, 127)) * 40
PLAIN = coloured(landscape())


def in_jpeg(*parts: bytes, end: bytes = b"", **options: object) -> bytes:
    plain = saved(PLAIN, "JPEG", quality=85, **options)
    return plain[:2] + b"".join(parts) + plain[2:-2] + end + plain[-2:]


def before_scan(inserted: bytes) -> bytes:
    plain = in_jpeg()
    at = plain.index(b"\xff\xda")
    return plain[:at] + inserted + plain[at:]


def unlike_markers(content: bytes) -> bytes:
    """The same with no FF in it: as an archive may be made."""
    return content.replace(b"\xff", b"\xfe")


def exif_with_rows(face: np.ndarray) -> bytes:
    """The same, with rows of pixels as old cameras wrote them."""
    small = np.dstack([face[::2, ::2]] * 3)
    tags = [
        (256, 4, small.shape[1]), (257, 4, small.shape[0]), (258, 3, 8), (259, 3, 1), (262, 3, 2),
        (273, 4, 140), (277, 3, 3), (278, 4, small.shape[0]), (279, 4, small.size),
    ]  # fmt: skip
    first = struct.pack("<H", 0) + struct.pack("<I", 14)
    second = struct.pack("<H", len(tags)) + b"".join(
        struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags
    )
    return (b"II*\0\x08\0\0\0" + first + second + bytes(4)).ljust(140, b"\0") + small.tobytes()


def two_scans() -> bytes:
    """The coded picture of somebody, behind that of the landscape: some decoders draw the latter over the former."""
    plain, other = in_jpeg(), saved(coloured(FACE), "JPEG", quality=85)
    at = other.index(b"\xff\xda")
    return plain[:-2] + other[at:]


def slack(interval: int = 0) -> bytes:
    """Data behind the last block, or behind the last one before a restart marker."""
    plain = saved(PLAIN, "JPEG", quality=85, **({"restart_marker_rows": interval} if interval else {}))
    at = plain.index(b"\xff\xd3") if interval else len(plain) - 2
    return plain[:at] + unlike_markers(ARCHIVE) + plain[at:]


def slack_in_progression() -> bytes:
    plain = saved(PLAIN, "JPEG", quality=95, progressive=True)
    at = plain.index(b"\xff\xc4", plain.index(b"\xff\xda"))  # behind the first scan, before the next one's tables
    return plain[:at] + unlike_markers(ARCHIVE) + plain[at:]


def in_webp(*chunks: bytes, **options: object) -> bytes:
    plain = saved(PLAIN, "WEBP", exif=b"MM\0*\0\0\0\x08\0\0\0\0\0\0", quality=80, **options)
    inside = plain[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def second_picture_in_webp() -> bytes:
    other = saved(coloured(FACE), "WEBP", quality=80)
    return in_webp(other[12:])


def behind_pngs_data(*behind: bytes) -> bytes:
    """More behind the packed rows: in their chunk, or in one of its own."""
    own = zlib.compress(rows(landscape()))
    data = b"".join(chunk(b"IDAT", more) for more in (own + behind[0], *behind[1:]))
    return png_of(8, 0, b"").replace(chunk(b"IDAT", zlib.compress(b"")), data)


def behind_webps_data(lossless: bool) -> bytes:
    plain = saved(PLAIN, "WEBP", quality=80, lossless=lossless)
    kind, length = plain[12:16], struct.unpack("<I", plain[16:20])[0]
    inside = b"WEBP" + riff(kind, plain[20 : 20 + length] + SECRET)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def in_png(*chunks: bytes, place: int = 33) -> bytes:
    return with_chunks(saved(PLAIN, "PNG"), *chunks, place=place)


def rows(grey: np.ndarray) -> bytes:
    return b"".join(b"\0" + row.tobytes() for row in grey)


def blocks(content: bytes) -> bytes:
    edges = (*range(0, len(content), 255), len(content))
    return b"".join(bytes([b - a]) + content[a:b] for a, b in pairwise(edges)) + b"\0"


def in_gif(extension: bytes) -> bytes:
    plain = saved(PLAIN, "GIF")
    return plain[:-1] + extension + plain[-1:]


def behind_gifs_data() -> bytes:
    plain = saved(PLAIN, "GIF")
    return plain[:-2] + blocks(ARCHIVE) + plain[-1:]


def tiff(**tags: object) -> TiffImagePlugin.ImageFileDirectory_v2:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for name, (kind, value) in tags.items():  # type: ignore[misc]
        info.tagtype[int(name[1:])] = kind
        info[int(name[1:])] = value
    return info


def longer_strip(compression: str | None) -> bytes:
    """The only strip says that it is longer than its rows, or than what its packing needs."""
    plain = saved(PLAIN, "TIFF", compression=compression, strip_size=1 << 20)
    own = Image.open(io.BytesIO(plain)).tag_v2
    (start,), (length,) = own[273], own[279]
    strip = plain[start : start + length]
    moved = plain[:start] + bytes(length) + plain[start + length :]  # zeros are filling
    for tag, old, new in ((273, start, len(plain)), (279, length, length + len(SECRET))):
        kinds = [kind for kind in (3, 4) if struct.pack("<HHII", tag, kind, 1, old) in moved]
        moved = moved.replace(struct.pack("<HHII", tag, kinds[0], 1, old), struct.pack("<HHII", tag, 4, 1, new))
    return moved + strip + SECRET


def in_strips(height: int, per_strip: int, strips: list[bytes], places: list[int] | None = None) -> bytes:
    """A grey TIFF of these strips, which lie one behind the other, or where they are said to."""
    data, starts, lengths = b"", [], []
    for strip in strips:
        starts, lengths, data = [*starts, 8 + len(data)], [*lengths, len(strip)], data + strip
    at = 8 + len(data)
    tags = {
        256: [SIDE],
        257: [height],
        258: [8],
        259: [1],
        262: [1],
        273: places or starts,
        277: [1],
        278: [per_strip],
        279: lengths,
    }
    behind, entries, beside = at + 2 + 12 * len(tags) + 4, b"", b""
    for tag, values in tags.items():
        packed = struct.pack(f"<{len(values)}I", *values)
        if len(values) > 1:
            beside, packed = beside + packed, struct.pack("<I", behind + len(beside))
        entries += struct.pack("<HHI", tag, 4, len(values)) + packed
    return b"II*\0" + struct.pack("<I", at) + data + struct.pack("<H", len(tags)) + entries + bytes(4) + beside


def one_row_of_many() -> bytes:
    """The last strip has a single row, and room for as many as the others."""
    first = landscape().tobytes()
    return in_strips(SIDE + 1, SIDE, [first, first[:SIDE] + FACE.tobytes()[SIDE:]])


def overlapping_strips() -> bytes:
    """The strips that are shown lie over one another; what lies where they should is not shown."""
    strips = [landscape()[:8].tobytes(), *(FACE[row : row + 8].tobytes() for row in range(8, SIDE, 8))]
    return in_strips(SIDE, 8, strips, [8] * len(strips))


def doubled_tag() -> bytes:
    """The number of colours twice: programs differ in which they believe."""
    plain = saved(PLAIN, "TIFF")
    assert struct.pack("<HHI", 284, 3, 1) in plain
    return plain.replace(struct.pack("<HHI", 284, 3, 1), struct.pack("<HHI", 277, 3, 1))


def bitmap_with_a_gap() -> bytes:
    plain, filled = saved(PLAIN, "BMP"), SECRET * 2
    return plain[:10] + struct.pack("<I", 54 + len(filled)) + plain[14:54] + filled + plain[54:]


WAYS: dict[str, Callable[[], bytes]] = {
    "marker-without-length": lambda: in_jpeg(end=b"\xff\x01" + struct.pack(">H", 65_000) + (SECRET * 9)[:64_998]),
    "marker-without-length-archive": lambda: in_jpeg(end=b"\xff\x01" + struct.pack(">H", len(ARCHIVE) + 2) + ARCHIVE),
    "marker-without-length-film": lambda: in_jpeg(end=b"\xff\x01" + struct.pack(">H", len(FILM) + 2) + FILM),
    "restart-marker-outside": lambda: before_scan(b"\xff\xd0" + struct.pack(">H", len(FILM) + 2) + FILM),
    "reserved-marker": lambda: before_scan(part(0x02, SECRET)),
    "between-parts": lambda: before_scan(unlike_markers(ARCHIVE)),
    "comment": lambda: in_jpeg(part(0xFE, SECRET)),
    "comment-in-base64": lambda: in_jpeg(part(0xFE, base64.b64encode(SECRET))),
    "comment-archive": lambda: in_jpeg(part(0xFE, ARCHIVE)),
    "comment-page": lambda: in_jpeg(part(0xFE, PAGE)),
    "comment-paper": lambda: in_jpeg(part(0xFE, PAPER)),
    "said-to-be-credentials": lambda: in_jpeg(part(0xEB, b"JP" + SECRET)),
    "said-to-be-credentials-film": lambda: in_jpeg(part(0xEB, b"JP\0\1\0\0\0\1" + FILM)),
    "said-to-be-a-profile": lambda: in_jpeg(part(0xE2, b"ICC_PROFILE\0\1\1" + SECRET)),
    "said-to-be-exif": lambda: in_jpeg(part(0xE1, b"Exif\0\0" + SECRET)),
    "said-to-be-exif-film": lambda: in_jpeg(part(0xE1, b"Exif\0\0" + FILM)),
    "said-to-be-xmp": lambda: in_jpeg(part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)),
    "said-to-be-photoshop": lambda: in_jpeg(part(0xED, b"Photoshop 3.0\0" + SECRET)),
    "said-to-be-flashpix": lambda: in_jpeg(part(0xE2, b"FPXR\0" + SECRET)),
    "said-to-be-flashpix-archive": lambda: in_jpeg(part(0xE2, b"FPXR\0" + ARCHIVE)),
    "said-to-be-several": lambda: in_jpeg(part(0xE2, b"MPF\0" + SECRET)),
    "preview-of-jfif": lambda: in_jpeg(part(0xE0, b"JFIF\0\1\2\0\0\1\0\1" + bytes([96, 96]) + coloured(FACE[::2, ::2]).tobytes())),
    "preview-of-jfxx": lambda: in_jpeg(part(0xE0, b"JFXX\0\x10" + SECRET)),
    "preview-of-exif": lambda: in_jpeg(part(0xE1, b"Exif\0\0" + exif_with(SECRET))),
    "preview-of-exif-without-its-end": lambda: in_jpeg(part(0xE1, b"Exif\0\0" + exif_with(SECRET[:-2]))),
    "preview-of-exif-in-rows": lambda: in_jpeg(part(0xE1, b"Exif\0\0" + exif_with_rows(FACE))),
    "preview-of-photoshop": lambda: in_jpeg(part(0xED, b"Photoshop 3.0\0" + settings(SECRET))),
    "preview-of-xmp": lambda: in_jpeg(part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp_with(SECRET))),
    "preview-of-credentials": lambda: in_jpeg(in_credentials(boxes(SECRET))),
    "preview-that-is-a-png": lambda: in_jpeg(in_credentials(boxes(saved(coloured(FACE), "PNG")))),
    "preview-that-is-a-bitmap": lambda: in_jpeg(part(0xE2, b"FPXR\0" + saved(coloured(FACE[::2, ::2]), "BMP"))),
    "preview-in-a-profile": lambda: in_jpeg(part(0xE2, b"ICC_PROFILE\0\1\1" + matrix([0, 65_535]) + SECRET)),
    "unknown-part": lambda: in_jpeg(part(0xE9, SECRET)),
    "many-tables": lambda: before_scan(part(0xDB, b"".join(bytes([0]) + FACE.tobytes()[64 * n : 64 * n + 64] for n in range(500)))),
    "second-picture-in-the-first": lambda: in_jpeg(SECRET),
    "second-scan": two_scans,
    "behind-the-last-block": slack,
    "behind-a-restart": lambda: slack(1),
    "behind-a-scan": slack_in_progression,
    "behind-the-end-film": lambda: in_jpeg() + FILM,
    "behind-the-end-page": lambda: in_jpeg() + PAGE,
    "behind-the-end-named": lambda: in_jpeg() + SECRET + b"SEFT",
    "before-the-beginning": lambda: ARCHIVE + in_jpeg(),
    "webp-second-picture": second_picture_in_webp,
    "webp-second-note": lambda: in_webp(riff(b"EXIF", exif_with(SECRET))),
    "webp-unknown": lambda: in_webp(riff(b"prVt", SECRET)),
    "webp-of-a-film": lambda: in_webp(riff(b"ANMF", bytes(16) + saved(coloured(FACE), "WEBP")[12:])),
    "webp-behind-its-data": lambda: behind_webps_data(False),
    "webp-behind-its-data-lossless": lambda: behind_webps_data(True),
    "webp-preview": lambda: saved(PLAIN, "WEBP", exif=exif_with(SECRET)),
    "webp-preview-in-xmp": lambda: saved(PLAIN, "WEBP", xmp=xmp_with(SECRET)),
    "png-palettes": lambda: in_png(chunk(b"sPLT", b"x\0\x08" + SECRET)),
    "png-unknown": lambda: in_png(chunk(b"prVt", SECRET)),
    "png-credentials": lambda: in_png(chunk(b"caBX", SECRET)),
    "png-text-in-base64": lambda: in_png(text(b"Comment", base64.b64encode(SECRET))),
    "png-packed-text": lambda: in_png(text(b"Comment", base64.b64encode(SECRET), b"zTXt")),
    "png-packed-text-of-the-picture": lambda: in_png(text(b"Comment", SECRET, b"zTXt")),
    "png-text-in-hexadecimal": lambda: in_png(text(b"Raw profile type exif", hexadecimal(b"exif", exif_with(SECRET)), b"zTXt")),
    "png-bomb": lambda: in_png(text(b"Comment", bytes(60_000_000), b"zTXt")),
    "png-profile-bomb": lambda: in_png(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(60_000_000)))),
    "png-preview": lambda: in_png(chunk(b"eXIf", exif_with(SECRET))),
    "png-more-rows": lambda: png_of(8, 0, rows(np.vstack([landscape(), FACE]))),
    "png-behind-its-rows": lambda: behind_pngs_data(SECRET),
    "png-second-data": lambda: behind_pngs_data(b"", zlib.compress(rows(FACE))),
    "png-long-header": lambda: in_png(chunk(b"gAMA", struct.pack(">I", 45_455) + SECRET)),
    "gif-comment": lambda: in_gif(b"\x21\xfe" + blocks(SECRET)),
    "gif-comment-in-base64": lambda: in_gif(b"\x21\xfe" + blocks(base64.b64encode(SECRET))),
    "gif-drawn-text": lambda: in_gif(b"\x21\x01" + blocks(SECRET)),
    "gif-loops": lambda: in_gif(b"\x21\xff\x0bNETSCAPE2.0" + blocks(SECRET)),
    "gif-control": lambda: in_gif(b"\x21\xf9" + blocks(SECRET)),
    "gif-behind-its-data": behind_gifs_data,
    "tiff-longer-strip": lambda: longer_strip(None),
    "tiff-longer-strip-deflate": lambda: longer_strip("tiff_adobe_deflate"),
    "tiff-longer-strip-lzw": lambda: longer_strip("tiff_lzw"),
    "tiff-longer-strip-packbits": lambda: longer_strip("packbits"),
    "tiff-longer-strip-jpeg": lambda: longer_strip("jpeg"),
    "tiff-one-row-of-many": one_row_of_many,
    "tiff-overlapping-strips": overlapping_strips,
    "tiff-doubled-tag": doubled_tag,
    "tiff-description": lambda: saved(PLAIN, "TIFF", tiffinfo=tiff(t270=(2, base64.b64encode(SECRET).decode()))),
    "tiff-settings": lambda: saved(PLAIN, "TIFF", tiffinfo=tiff(t34377=(7, settings(SECRET)))),
    "tiff-private": lambda: saved(PLAIN, "TIFF", tiffinfo=tiff(t65000=(7, SECRET))),
    "bmp-gap": bitmap_with_a_gap,
}  # fmt: skip


@pytest.mark.parametrize("way", [pytest.param(way, marks=pytest.mark.attack(f"B2.{way}")) for way in WAYS])
def test_nothing_passes_that_was_not_looked_at(way):
    assert held(WAYS[way](), FACE)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"])
@pytest.mark.parametrize(
    "more", [ARCHIVE, FILM, PAGE, PAPER, SECRET], ids=["archive", "film", "page", "paper", "picture"]
)
@pytest.mark.attack("B2.behind-the-end")
def test_no_file_passes_behind_a_picture(form, more):
    assert held(saved(PLAIN, form) + more, FACE)
