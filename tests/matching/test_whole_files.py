"""Nothing in a file is cleared that was not looked at: further pictures, parts that few programs know, data behind the end."""

import io
import struct
import zlib
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from matching.media.picture import decode
from matching.reasons import Undecidable


@pytest.fixture
def other(noise):
    """Another picture than the one that is shown, as a file of about 4 kB."""
    file = io.BytesIO()
    noise.rotate(180).save(file, "JPEG", quality=60)
    return file.getvalue()


def refusal(path):
    with pytest.raises(Undecidable) as caught:
        decode(path)
    return caught.value


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunks(path, *chunks, place=33):
    """Put chunks into a PNG: behind its header, or at another place."""
    plain = path.read_bytes()
    path.write_bytes(plain[:place] + b"".join(chunks) + plain[place:])
    return path


def frame_control(number):
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, 160, 120, 0, 0, 1, 10, 0, 0))


PLAIN = [
    *[
        ("a.jpg", {}),
        ("progressive.jpg", {"progressive": True}),
        ("a.gif", {}),
        ("a.webp", {}),
        ("exact.webp", {"lossless": True}),
    ],
    *[("a.png", {}), ("a.bmp", {}), ("a.tif", {})],
    *[(f"{way}.tif", {"compression": way}) for way in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")],
    *[("big.tif", {"big_tiff": True}), ("strips.tif", {"compression": "tiff_lzw", "strip_size": 4096})],
]


@pytest.mark.parametrize(("name", "options"), PLAIN)
def test_a_file_that_is_something_else_as_well_is_refused(save, name, options):
    path = save(name, **options)
    plain = path.read_bytes()
    assert len(decode(path).views) == 1
    path.write_bytes(plain + b"PK\x03\x04" + bytes(range(1, 200)))
    found = refusal(path)
    assert (found.reason, found.params["bytes"]) == ("picture.more-than-a-picture", 203)
    path.write_bytes(plain + bytes(500))  # filling at the end is harmless
    assert len(decode(path).views) == 1


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_profiles_and_notes_are_no_second_picture(save, noise, name):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x010E] = "a description " * 400
    exif.get_ifd(0x8769)[0x927C] = b"a maker's note " * 400
    assert len(decode(save(name, icc_profile=profile, exif=exif, xmp=b"<x/>" * 2000)).views) == 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_every_kind_of_bitmap_ends_where_it_ends(save, noise, other, mode):
    path = save("a.bmp", noise.convert(mode))
    decode(path)
    path.write_bytes(path.read_bytes() + other)
    assert refusal(path).params["bytes"] == len(other)


@pytest.mark.parametrize("packing", [1, 2])
def test_a_bitmap_of_runs_ends_where_it_ends(tmp_path, other, packing):
    """16 x 3 pixels: a run, a move to the next row, and five pixels one by one."""
    depth = {1: 8, 2: 4}[packing]
    palette = bytes(4 * (1 << depth))
    pixels = {1: b"\1\2\3\4\5\0", 2: b"\x12\x34\x50\0"}[packing]
    runs = b"\x10\1\0\0" + b"\0\2\3\1" + b"\0\5" + pixels + b"\0\0\0\1"
    header = struct.pack("<IiiHHIIiiII", 40, 16, 3, 1, depth, packing, len(runs), 0, 0, 0, 0)
    start = 14 + len(header) + len(palette)
    path = tmp_path / "a.bmp"
    path.write_bytes(b"BM" + struct.pack("<IHHI", start + len(runs), 0, 0, start) + header + palette + runs)
    assert decode(path).views[0].shape == (3, 16, 3)
    path.write_bytes(path.read_bytes() + other)
    assert refusal(path).params["bytes"] == len(other)


def test_a_picture_between_a_bitmaps_header_and_its_pixels_is_refused(save, other):
    path = save("a.bmp")
    plain, filled = path.read_bytes(), other * 2
    start = struct.pack("<I", 54 + len(filled))
    path.write_bytes(plain[:10] + start + plain[14:54] + filled + plain[54:])
    assert refusal(path).reason == "picture.more-than-a-picture"


def test_a_part_of_a_png_that_nobody_knows_is_refused(save, other):
    assert refusal(with_chunks(save("a.png"), chunk(b"prVt", other))).params["bytes"] == len(other)
    short = with_chunks(save("b.png"), chunk(b"prVt", bytes(500)))
    assert len(decode(short).views) == 1


@pytest.mark.parametrize("kind", [b"caBX", b"iTXt", b"eXIf"])
def test_texts_and_credentials_of_a_png_may_be_long(save, kind):
    text = {b"iTXt": b"XML:com.adobe.xmp\0\0\0\0\0", b"eXIf": b"MM\0*\0\0\0\x08\0\0\0\0\0\0"}.get(kind, b"")
    assert len(decode(with_chunks(save("a.png"), chunk(kind, text + b"x" * 9000))).views) == 1


def test_a_part_of_a_jpeg_that_nobody_knows_is_refused(save, other):
    path = save("a.jpg")
    plain = path.read_bytes()
    path.write_bytes(plain[:2] + b"\xff\xe9" + struct.pack(">H", len(other) + 2) + other + plain[2:])
    assert refusal(path).reason == "picture.more-than-a-picture"


def test_a_part_of_a_webp_that_nobody_knows_is_refused(save, other):
    path = save("a.webp", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")
    plain, filled = path.read_bytes(), other + bytes(len(other) % 2)
    inside = plain[8:] + b"prVt" + struct.pack("<I", len(other)) + filled
    path.write_bytes(b"RIFF" + struct.pack("<I", len(inside)) + inside)
    assert refusal(path).reason == "picture.more-than-a-picture"


def test_a_part_of_a_gif_that_nobody_knows_is_refused(save, other):
    path = save("a.gif")
    plain = path.read_bytes()
    blocks = b"".join(
        bytes([len(other[a:b])]) + other[a:b] for a, b in pairwise((*range(0, len(other), 255), len(other)))
    )
    path.write_bytes(plain[:-1] + b"\x21\xff\x0bPRIVATE 1.0" + blocks + b"\0" + plain[-1:])
    assert refusal(path).reason == "picture.more-than-a-picture"


def tiff_with(save, name, tag, value, kind):
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info.tagtype[tag] = kind
    info[tag] = value
    return save(name, tiffinfo=info)


def test_layers_in_a_tiff_are_not_taken_for_notes(save, other):
    assert refusal(tiff_with(save, "layers.tif", 37724, other, 7)).reason == "picture.more-than-a-picture"
    assert refusal(tiff_with(save, "private.tif", 65000, other, 7)).reason == "picture.more-than-a-picture"
    assert len(decode(tiff_with(save, "short.tif", 65000, b"x" * 1000, 7)).views) == 1


def test_a_picture_in_a_tiffs_sub_directory_is_refused(save, noise, other):
    """The picture's own directory points to another one, whose strip is another picture."""
    path = tiff_with(save, "a.tif", 330, 0x01020304, 4)
    plain = path.read_bytes()
    entries = [(256, 160), (257, 120), (259, 7), (273, len(plain)), (279, len(other))]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 4, 1, n) for tag, n in entries)
    pointer = struct.pack("<I", len(plain) + len(other))
    path.write_bytes(plain.replace(struct.pack("<I", 0x01020304), pointer) + other + directory + bytes(4))
    assert refusal(path).reason == "picture.more-than-a-picture"


def test_what_lies_behind_the_pixels_in_a_tiffs_strip_is_refused(save, other):
    path = save("a.tif")
    plain = path.read_bytes()
    strip = struct.pack("<HHII", 279, 4, 1, 160 * 120 * 3)
    assert strip in plain
    longer = plain.replace(strip, struct.pack("<HHII", 279, 4, 1, 160 * 120 * 3 + len(other)))
    path.write_bytes(longer + other)
    assert refusal(path).reason == "picture.more-than-a-picture"


def test_a_cameras_multi_picture_file_shows_all_its_pictures(save, noise):
    half = noise.rotate(180).convert("L").resize((80, 60))
    path = save("a.jpg", format="MPO", save_all=True, append_images=[noise.rotate(180), half])
    first, second, third = decode(path).views
    assert first.shape == second.shape == third.shape == (120, 160, 3)
    turned = np.asarray(noise.rotate(180), dtype=int)
    assert np.abs(second.astype(int) - turned).mean() < 25
    assert np.corrcoef(third.mean(axis=2).ravel(), turned.mean(axis=2).ravel())[0, 1] > 0.8


def test_what_brightens_a_turned_picture_is_turned_with_it(save, noise):
    """A phone writes the orientation into the first picture only."""
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = noise.transpose(Image.Transpose.ROTATE_90)
    path = save("a.jpg", stored, format="MPO", save_all=True, exif=exif, append_images=[stored])
    first, second = decode(path).views
    assert first.shape == second.shape == (120, 160, 3)
    assert np.abs(first.astype(int) - second).mean() < 25


def test_a_larger_second_picture_and_a_series_are_refused(save, noise):
    larger = save("larger.jpg", format="MPO", save_all=True, append_images=[noise.resize((320, 240))])
    upright = save("upright.jpg", format="MPO", save_all=True, append_images=[noise.resize((100, 140))])
    series = save("series.jpg", format="MPO", save_all=True, append_images=[noise] * 3)
    assert [refusal(path).params["pages"] for path in (larger, upright, series)] == [2, 2, 4]


def test_data_behind_or_between_the_pictures_of_a_camera_are_refused(save, noise, other):
    path = save("a.jpg", format="MPO", save_all=True, append_images=[noise])
    plain = path.read_bytes()
    path.write_bytes(plain + other)
    assert refusal(path).params["bytes"] == len(other)
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=95)
    path.write_bytes(plain + bytes(100))
    assert len(decode(path).views) == 2


@pytest.mark.parametrize(
    "control",
    [
        chunk(b"acTL", b"\0\0\0\2\0\0\0\0"),
        chunk(b"acTL", b"\0\0\0\0\0\0\0\0"),
        chunk(b"acTL", b"\0\0\0\2\0\0\0\0\0"),
        chunk(b"acTL", b"\0\0\0\1\0\0\0\0") + frame_control(0) + frame_control(1),
        frame_control(0) + chunk(b"fdAT", b"\0\0\0\1" + zlib.compress(b"\0" * 57720)),
    ],
)
def test_a_png_that_may_move_is_refused_however_it_says_so(save, control):
    found = refusal(with_chunks(save("a.png"), control))
    assert found.reason == "picture.animation"


def test_a_png_that_says_that_it_has_one_frame_is_a_still_picture(save):
    control = chunk(b"acTL", b"\0\0\0\1\0\0\0\0") + frame_control(0)
    assert len(decode(with_chunks(save("a.png"), control)).views) == 1
