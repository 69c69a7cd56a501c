"""Every still picture becomes RGB as displayed; everything else is refused with its reason."""

import hashlib
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matching.media.picture import FILE_LIMIT, decode
from matching.reasons import REASONS, Undecidable


def refusal(path: Path, **limits: int) -> Undecidable:
    with pytest.raises(Undecidable) as caught:
        decode(path, **limits)
    return caught.value


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG file that claims these sides and carries these compressed pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.tif"])
def test_lossless_pictures_keep_every_pixel(save, noise, name):
    path = save(name)
    decoded = decode(path)
    assert len(decoded.views) == 1
    assert np.array_equal(decoded.views[0], np.asarray(noise))
    assert decoded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert decoded.size == path.stat().st_size


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("a.jpg", "RGB", {"quality": 95}),
        ("a.webp", "RGB", {"quality": 95}),
        ("a.gif", "RGB", {}),
        ("lzw.tif", "RGB", {"compression": "tiff_lzw"}),
        ("jpeg.tif", "RGB", {"compression": "jpeg"}),
        ("cmyk.jpg", "CMYK", {"quality": 95}),
        ("cmyk.tif", "CMYK", {}),
        ("grey.jpg", "L", {"quality": 95}),
        ("palette.png", "P", {}),
    ],
)
def test_every_kind_of_picture_is_seen_in_its_colours(save, noise, name, mode, options):
    shown = decode(save(name, noise.convert(mode), **options)).views[0]
    expected = np.asarray(noise.convert("L" if mode == "L" else "RGB").convert("RGB"), dtype=int)
    assert shown.shape == (120, 160, 3)
    assert np.abs(shown.astype(int) - expected).mean() < 30
    assert np.corrcoef(shown.ravel(), expected.ravel())[0, 1] > 0.9


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize(
    ("orientation", "way"),
    [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_270), (8, Image.Transpose.ROTATE_90)],
)
def test_the_orientation_is_applied(save, noise, name, orientation, way):
    exif = Image.Exif()
    exif[0x0112] = orientation
    shown = decode(save(name, exif=exif)).views[0].astype(int)
    expected = np.asarray(noise.transpose(way), dtype=int)
    assert shown.shape == expected.shape
    assert np.abs(shown - expected).mean() < 25


@pytest.mark.parametrize("name", ["deep.png", "deep.tif"])
def test_dark_16_bit_pictures_are_not_black(save, name):
    values = np.linspace(0, 900, 160 * 120).reshape(120, 160).astype(np.uint16)
    shown = decode(save(name, Image.fromarray(values))).views[0]
    assert shown.min() == 0
    assert shown.max() >= 254


def test_transparency_is_seen_over_white_over_black_and_without_it(save):
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[..., 0] = 200
    pixels[:20, :, 3] = 255
    over_white, over_black, without = decode(save("a.png", Image.fromarray(pixels, "RGBA"))).views
    assert over_white[30, 0].tolist() == [255, 255, 255]
    assert over_black[30, 0].tolist() == [0, 0, 0]
    assert without[30, 0].tolist() == [200, 0, 0]
    assert over_white[0, 0].tolist() == over_black[0, 0].tolist() == [200, 0, 0]


def test_a_channel_of_transparency_without_any_is_one_view(save, noise):
    assert len(decode(save("a.png", noise.convert("RGBA"))).views) == 1


def test_the_content_decides_not_the_name(save, tmp_path):
    path = save("a.jpg").rename(tmp_path / "b.png")
    assert decode(path).format == "JPEG"


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.tif", "a.bmp"])
@pytest.mark.parametrize("share", [0.4, 0.95])
def test_truncated_files_are_refused_not_filled_up(save, name, share):
    path = save(name)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert refusal(path).reason in ("picture.damaged", "picture.unknown-format")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.jpg", b"", "file.empty"),
        ("text.jpg", b"this is not a picture\n" * 20, "picture.unknown-format"),
        ("drawing.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.unknown-format"),
        ("page.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "picture.unknown-format"),
        ("short.png", png(100, 100, zlib.compress(b"\0" * 100)), "picture.damaged"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).reason == reason


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_an_animation_is_not_a_still_picture(save, noise, name):
    found = refusal(save(name, save_all=True, append_images=[noise.rotate(90)]))
    assert found.reason == "picture.animation"
    assert found.params["frames"] == 2


def test_several_pages_are_refused(save, noise):
    found = refusal(save("a.tif", save_all=True, append_images=[noise, noise]))
    assert (found.reason, found.params["pages"]) == ("picture.several-pages", 3)


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"comment": b"\xff\xd9 in a comment"}, {"restart_marker_rows": 1}]
)
def test_every_kind_of_jpeg_ends_where_it_ends(save, options):
    assert decode(save("a.jpg", **options)).format == "JPEG"


def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "bomb.png"
    path.write_bytes(png(30_000, 30_000, zlib.compress(b"\0" * 10_000_000)))
    found = refusal(path)
    assert found.reason == "picture.too-many-pixels"
    assert (found.params["width"], found.params["height"], found.params["limit"]) == (30_000, 30_000, 100)


def test_the_limit_of_pixels_is_exact(save):
    assert decode(save("a.png"), pixels=160 * 120).views[0].shape == (120, 160, 3)
    assert refusal(save("a.png"), pixels=160 * 120 - 1).reason == "picture.too-many-pixels"


def test_paths_that_are_no_files_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refusal(tmp_path / "pipe.jpg").reason == "file.not-a-file"
    assert refusal(tmp_path).reason == "file.not-a-file"
    assert refusal(tmp_path / "nobody.jpg").reason == "file.missing"
    assert refusal(Path("nul\0byte.jpg")).reason == "file.unreadable"


def test_a_file_over_the_limit_is_refused(tmp_path):
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    found = refusal(path)
    assert (found.reason, found.params["megabytes"]) == ("file.too-large", FILE_LIMIT // 1_000_000)


def test_a_name_with_control_characters_is_shown_harmlessly(save, tmp_path):
    path = tmp_path / "a\x1b[31m\n.jpg"
    path.write_bytes(b"no")
    assert refusal(path).params["name"] == "a?[31m?.jpg"


def test_reasons_take_exactly_their_parameters():
    with pytest.raises(TypeError):
        Undecidable("file.empty")
    with pytest.raises(KeyError):
        Undecidable("file.on-fire", name="a")
    assert all(reason == reason.lower() for reason in REASONS)
