"""Pictures of more than 8 bits are seen as people see them, whatever a few of their pixels hold."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from matching.media.picture import decode
from matching.reasons import Undecidable


def ramp(kind):
    return np.tile(np.linspace(0, 1, 200, dtype=np.float32), (100, 1)) * (2000 if kind is np.uint16 else 1)


@pytest.mark.parametrize(("kind", "bright"), [(np.uint16, 65535), (np.float32, 1e9)])
def test_a_few_bright_pixels_do_not_turn_the_rest_black(save, kind, bright):
    pixels = ramp(kind)
    pixels[0, :3] = bright
    seen = decode(save("deep.tif", Image.fromarray(pixels.astype(kind)))).views[0]
    assert seen[50, 20].max() < 60
    assert seen[50, 180].min() > 190


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_brightness_are_damage(save, value):
    pixels = ramp(np.float32)
    pixels[0, 0] = value
    with pytest.raises(Undecidable, match=r"picture\.damaged"):
        decode(save("deep.tif", Image.fromarray(pixels)))


@pytest.mark.parametrize("name", ["a.png", "raw.tif", "packed.tif"])
@pytest.mark.parametrize("channels", [3, 4])
def test_colours_in_the_low_bits_of_16_are_seen(tmp_path, name, channels):
    """As written by a program that keeps 10 bits in 16: cut to the upper 8 they would be nearly black."""
    across = np.linspace(0, 900, 200)
    pixels = np.zeros((100, 200, channels), np.uint16)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = across, 450, across[::-1]  # blue, green, red for OpenCV
    if channels == 4:
        pixels[..., 3] = 65535
    packed = [] if name != "raw.tif" else [cv2.IMWRITE_TIFF_COMPRESSION, 1]
    cv2.imwrite(str(tmp_path / name), pixels, packed)
    (seen,) = decode(tmp_path / name).views
    assert seen[50, 2].tolist() == pytest.approx([252, 127, 3], abs=4)
    assert seen[50, 197].tolist() == pytest.approx([3, 127, 252], abs=4)


def test_colours_that_use_all_16_bits_are_shown_as_they_are(tmp_path):
    pixels = np.random.default_rng(5).integers(0, 65536, (60, 80, 3), dtype=np.uint16)
    cv2.imwrite(str(tmp_path / "a.png"), pixels)
    (seen,) = decode(tmp_path / "a.png").views
    assert np.array_equal(seen, (pixels[..., ::-1] >> 8).astype(np.uint8))


def test_grey_with_transparency_in_the_low_bits_of_16_is_seen(tmp_path):
    row = b"\0" + b"".join(struct.pack(">HH", value, 65535) for value in range(0, 800, 4))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 200, 100, 16, 4, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * 100)),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    (seen,) = decode(tmp_path / "a.png").views
    assert seen[50, 2].tolist() == pytest.approx([3, 3, 3], abs=4)
    assert seen[50, 197].tolist() == pytest.approx([252, 252, 252], abs=4)
