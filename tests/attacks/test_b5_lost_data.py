"""A picture of which data are missing is never taken for one of nobody: decoders fill up with grey, without a word."""

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tests.attacks.pictures import SIDE, chunk, coloured, landscape, png_of, portrait, saved, views_of
from tests.common import parts

PLAIN = coloured(portrait())
KINDS: dict[str, dict[str, object]] = {
    "plain": {},
    "fine": {"quality": 97, "subsampling": 0},
    "tables-of-its-own": {"optimize": True},
    "restarts": {"restart_marker_rows": 1},
    "short-restarts": {"restart_marker_blocks": 5},
    "progressive": {"progressive": True},
}


def pieces(content: bytes) -> tuple[int, int]:
    """Where the coded data begin and end."""
    at = content.index(b"\xff\xda")
    return at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0], len(content) - 2


def cut(content: bytes, share: float) -> bytes:
    start, end = pieces(content)
    return content[: start + int((end - start) * share)].rstrip(b"\xff") + b"\xff\xd9"


def emptied(content: bytes, share: float) -> bytes:
    """Zeros instead: as a disk or an interrupted transfer leaves them."""
    start, end = pieces(content)
    keep = start + int((end - start) * share)
    return content[:keep].rstrip(b"\xff") + bytes(end - keep) + b"\xff\xd9"


def holed(content: bytes, share: float) -> bytes:
    """A tenth is missing from the middle."""
    start, end = pieces(content)
    at, length = start + int((end - start) * share * 0.8), (end - start) // 10
    return content[:at].rstrip(b"\xff") + content[at + length :].lstrip(b"\0")


LOSSES: dict[str, Callable[[bytes, float], bytes]] = {"cut": cut, "emptied": emptied, "holed": holed}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("loss", [pytest.param(loss, marks=pytest.mark.attack(f"B5.lost-{loss}")) for loss in LOSSES])
def test_a_jpeg_that_lost_data_is_undecided(loss, kind, share):
    whole = saved(PLAIN, "JPEG", **KINDS[kind])
    assert len(views_of(whole) or ()) == 1
    assert views_of(LOSSES[loss](whole, share)) is None


@pytest.mark.parametrize("scans", [1, 2, 5, 9])
@pytest.mark.attack("B5.lost-scans")
def test_a_progressive_jpeg_without_its_last_scans_is_undecided(scans):
    """The picture is complete at every scan, and blurred; what is missing would have made it sharp."""
    whole = saved(PLAIN, "JPEG", progressive=True)
    places = [place for place in range(len(whole)) if whole.startswith(b"\xff\xda", place)]
    assert len(places) == 10
    tables = whole.rindex(b"\xff\xc4", 0, places[scans])
    assert views_of(whole[: min(tables, places[scans])] + b"\xff\xd9") is None


@pytest.mark.attack("B5.lost-rows")
def test_a_png_without_its_last_rows_is_undecided():
    rows = b"".join(b"\0" + row.tobytes() for row in portrait())
    stream = zlib.compressobj()
    unfinished = stream.compress(rows[: len(rows) // 2]) + stream.flush(zlib.Z_SYNC_FLUSH)
    for data in (zlib.compress(rows[: len(rows) // 2]), unfinished, zlib.compress(rows)[:-200]):
        content = png_of(8, 0, b"").replace(chunk(b"IDAT", zlib.compress(b"")), chunk(b"IDAT", data))
        assert views_of(content) is None


@pytest.mark.parametrize("packing", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "zstd"])
@pytest.mark.attack("B5.lost-strips")
def test_a_tiff_that_lost_data_is_undecided(packing):
    whole = saved(PLAIN, "TIFF", compression=packing, strip_size=SIDE * 3 * 64)
    assert len(views_of(whole) or ()) == 1
    own = Image.open(io.BytesIO(whole)).tag_v2
    start, length = own[273][1], own[279][1]
    emptied = whole[: start + length // 2] + bytes(length - length // 2) + whole[start + length :]
    assert views_of(emptied) is None


@pytest.mark.parametrize("packing", ["group3", "group4"])
@pytest.mark.attack("B5.lost-fax")
def test_a_fax_that_lost_data_is_undecided(packing):
    whole = saved(PLAIN.convert("1"), "TIFF", compression=packing)
    assert len(views_of(whole) or ()) == 1
    own = Image.open(io.BytesIO(whole)).tag_v2
    (length,) = own[279]
    counts = [struct.pack("<HHII", 279, kind, 1, length) for kind in (3, 4)]
    shorter = whole
    for count in counts:
        shorter = shorter.replace(count, struct.pack("<HHII", 279, 4, 1, length // 2))
    assert shorter != whole
    assert views_of(shorter) is None


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.attack("B5.lost-webp")
def test_a_webp_that_lost_data_is_undecided(lossless):
    whole = saved(PLAIN, "WEBP", lossless=lossless)
    kind, length = whole[12:16], struct.unpack("<I", whole[16:20])[0]
    for body in (whole[20 : 20 + length // 2], whole[20 : 20 + length // 2] + bytes(length - length // 2)):
        filled = body + bytes(len(body) % 2)
        inside = b"WEBP" + kind + struct.pack("<I", len(body)) + filled
        assert views_of(b"RIFF" + struct.pack("<I", len(inside)) + inside) is None


@pytest.mark.attack("B5.lost-gif")
def test_a_gif_that_lost_data_is_undecided():
    whole = saved(PLAIN, "GIF")
    blocks = [at for at in range(len(whole)) if whole[at : at + 1] == b"\xff"]
    half = next(at for at in blocks if at > len(whole) // 2 and whole[at + 256 : at + 257] == b"\xff")
    assert views_of(whole[:half] + b"\0\x3b") is None


@pytest.mark.attack("B5.lost-rows")
def test_a_bitmap_of_runs_that_lost_rows_is_undecided():
    palette = b"".join(bytes([level, level, level, 0]) for level in range(256))
    row = b"".join(bytes([1, level]) for level in landscape()[0])

    def bitmap(rows: int) -> bytes:
        runs = (row + b"\0\0") * rows + b"\0\1"
        header = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 8, 1, len(runs), 0, 0, 256, 0)
        start = 54 + len(palette)
        return b"BM" + struct.pack("<IHHI", start + len(runs), 0, 0, start) + header + palette + runs

    assert len(views_of(bitmap(SIDE)) or ()) == 1
    assert views_of(bitmap(SIDE // 2)) is None


@pytest.mark.data
@pytest.mark.attack("B5.half-lost")
def test_the_picture_of_which_half_was_lost_is_undecided(data):
    content = (parts.DATA.parent / "cases" / "failing" / "jpeg-half-lost-with-end-marker.jpg").read_bytes()
    assert views_of(content) is None


@pytest.mark.parametrize("kind", [*KINDS, "grey", "ink", "even", "black", "tiny"])
def test_a_whole_jpeg_is_decided(kind):
    pictures = {
        "grey": Image.fromarray(portrait()),
        "ink": PLAIN.convert("CMYK"),
        "even": Image.new("RGB", (300, 200), (128, 128, 128)),
        "black": Image.new("RGB", (1000, 800)),
        "tiny": PLAIN.resize((3, 5)),
    }
    for more in ({}, {"progressive": True}, {"optimize": True}, {"restart_marker_blocks": 3}):
        content = saved(pictures.get(kind, PLAIN), "JPEG", **{**KINDS.get(kind, {}), **more})
        assert views_of(content) is not None


def test_seen_with_its_data_a_picture_is_what_was_saved():
    (view,) = views_of(saved(PLAIN, "JPEG", quality=95)) or ()
    assert np.abs(view.astype(int) - np.asarray(PLAIN)).mean() < 4
