"""No picture holds up those behind it by its sides: what has more than any camera, scanner or film gives is refused unseen."""

import struct
import time
import zlib

import pytest
from PIL import Image

from matching.media.picture import PIXEL_LIMIT, SIDE_LIMIT, decode
from matching.reasons import Undecidable
from tests.attacks.pictures import chunk, saved


def png(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(bytes(height * (width + 1)))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(1, 49_000_000), (49_000_000, 1), (2, SIDE_LIMIT + 1)])
@pytest.mark.attack("F.sides")
def test_a_line_of_pixels_is_refused_at_once(tmp_path, width, height):
    path = tmp_path / "line.png"
    path.write_bytes(png(width, height))
    started = time.monotonic()
    with pytest.raises(Undecidable) as caught:
        decode(path)
    assert caught.value.reason == "picture.too-long"
    assert (caught.value.params["width"], caught.value.params["limit"]) == (width, SIDE_LIMIT)
    assert time.monotonic() - started < 20  # a busy machine; examined, it took 287 seconds


@pytest.mark.parametrize("form", ["JPEG", "GIF", "TIFF", "BMP"])
@pytest.mark.attack("F.sides")
def test_so_is_a_line_in_every_format(tmp_path, form):
    path = tmp_path / "line"
    path.write_bytes(saved(Image.new("L", (SIDE_LIMIT + 1, 1)), form))
    with pytest.raises(Undecidable, match="too-long"):
        decode(path)


def test_the_longest_side_is_decided(tmp_path):
    path = tmp_path / "line.png"
    path.write_bytes(png(SIDE_LIMIT, 1))
    assert decode(path).views[0].shape == (1, SIDE_LIMIT, 3)
    assert SIDE_LIMIT**2 > PIXEL_LIMIT  # panoramas are no longer
