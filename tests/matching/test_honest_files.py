"""What cameras and editors write beside a picture does not keep it from being decided, nor make two views of one."""

import base64
import json
import struct

import numpy as np
import pytest
from PIL import Image, ImageFilter, PngImagePlugin

from matching.media.look import look
from matching.media.picture import PIXEL_LIMIT, SIDE_LIMIT, decode
from tests.attacks.notes import boxes, exif_with, hexadecimal, in_credentials, part, settings, text, xmp_with
from tests.attacks.pictures import chunk, landscape, saved, with_chunks


@pytest.fixture(scope="module")
def photograph() -> Image.Image:
    """A landscape in colours, 384 x 256."""
    grey = Image.fromarray(landscape()).resize((384, 256), Image.Resampling.LANCZOS)
    return Image.merge(
        "RGB", [grey, grey.filter(ImageFilter.GaussianBlur(2)), grey.point(lambda level: level // 2 + 60)]
    )


def thumbnail(picture: Image.Image, size: tuple[int, int] = (160, 107), **options: object) -> bytes:
    return saved(picture.resize(size, Image.Resampling.BICUBIC), "JPEG", quality=70, **options)


def with_parts(picture: Image.Image, *parts: bytes) -> bytes:
    plain = saved(picture, "JPEG", quality=88)
    return plain[:2] + b"".join(parts) + plain[2:]


def names(content: bytes) -> tuple[str, ...]:
    _, views = look(content, PIXEL_LIMIT, SIDE_LIMIT)
    return tuple(name for name, _ in views)


SAVED = [
    *[("JPEG", options) for options in (
        {"quality": 100, "subsampling": 0}, {"quality": 30}, {"optimize": True}, {"progressive": True}, {"subsampling": 1},
        {"restart_marker_rows": 1}, {"restart_marker_blocks": 7}, {"progressive": True, "restart_marker_rows": 2},
        {"keep_rgb": True}, {"keep_rgb": True, "progressive": True}, {"comment": b"made by hand"}, {"dpi": (300, 300)},
        {"qtables": "web_high"}, {"smooth": 40}, {"streamtype": 0},
    )],
    *[("PNG", options) for options in (
        {"compress_level": 0}, {"optimize": True}, {"dpi": (72, 72)}, {"bits": 4},
    )],
    *[("WEBP", options) for options in (
        {"quality": 5}, {"lossless": True}, {"lossless": True, "exact": True}, {"method": 6}, {"quality": 95, "method": 0},
    )],
    *[("TIFF", {"compression": way}) for way in (
        None, "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "jpeg", "zstd", "lzma",
    )],
    ("TIFF", {"big_tiff": True}), ("TIFF", {"compression": "tiff_lzw", "strip_size": 3000}), ("TIFF", {"dpi": (300, 300)}),
    ("GIF", {}), ("GIF", {"interlace": False}), ("GIF", {"comment": b"hello"}), ("BMP", {}),
]  # fmt: skip
MODES = {
    "JPEG": ("L", "CMYK"),
    "PNG": ("1", "L", "P", "I;16"),
    "TIFF": ("1", "L", "P", "CMYK", "YCbCr", "LAB"),
    "BMP": ("1", "L", "P"),
}


@pytest.mark.parametrize(("form", "options"), SAVED)
def test_every_way_of_saving_is_decided(photograph, form, options):
    assert names(saved(photograph, form, **options)) == ("shown",)


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, modes in MODES.items() for mode in modes])
def test_every_kind_of_pixels_is_decided(photograph, form, mode):
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(photograph.convert("L")).astype(np.uint16) * 257)
    elif mode == "LAB":
        picture = Image.merge("LAB", photograph.split())
    else:
        picture = photograph.convert(mode)
    assert names(saved(picture, form))[0] == "shown"


@pytest.mark.parametrize("packing", ["group3", "group4", "tiff_ccitt"])
def test_a_fax_is_decided(photograph, packing):
    assert names(saved(photograph.convert("1"), "TIFF", compression=packing)) == ("shown",)


def bars(picture: Image.Image) -> Image.Image:
    """As wide cameras keep their previews: 4 to 3, with black above and below."""
    framed = Image.new("RGB", (160, 120))
    framed.paste(picture.resize((160, 107)), (0, 6))
    return framed


PREVIEWS = {
    "small": thumbnail,
    "tiny": lambda picture: thumbnail(picture, (96, 64)),
    "framed": lambda picture: saved(bars(picture), "JPEG"),
    "sharpened": lambda picture: saved(picture.resize((160, 107)).filter(ImageFilter.SHARPEN), "JPEG"),
    "turned": lambda picture: thumbnail(picture.transpose(Image.Transpose.ROTATE_90), (107, 160)),
    "cut": lambda picture: thumbnail(picture.crop((4, 3, 380, 253))),
    "brighter": lambda picture: thumbnail(picture.point(lambda level: min(255, round(level * 1.15) + 4))),
}


@pytest.mark.parametrize("kind", PREVIEWS)
def test_a_preview_of_the_picture_is_no_other_picture(photograph, kind):
    preview = PREVIEWS[kind](photograph)
    assert names(with_parts(photograph, part(0xE1, b"Exif\0\0" + exif_with(preview)))) == ("shown",)


def test_a_preview_is_known_wherever_it_lies(photograph):
    preview = thumbnail(photograph)
    files = [
        with_parts(photograph, part(0xED, b"Photoshop 3.0\0" + settings(preview))),
        with_parts(photograph, part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp_with(preview))),
        with_parts(photograph, in_credentials(boxes(preview))),
        with_parts(photograph, part(0xE0, b"JFXX\0\x10" + preview)),
        saved(photograph, "WEBP", exif=exif_with(preview)),
        with_chunks(saved(photograph, "PNG"), chunk(b"caBX", boxes(preview)), chunk(b"eXIf", exif_with(preview))),
    ]
    assert [names(file) for file in files] == [("shown",)] * len(files)


def test_a_turned_photograph_and_its_unturned_preview_are_one_picture(photograph):
    stored = photograph.transpose(Image.Transpose.ROTATE_90)
    exif = exif_with(thumbnail(stored, (107, 160))).replace(
        struct.pack("<HHII", 0x0112, 3, 1, 1), struct.pack("<HHII", 0x0112, 3, 1, 6)
    )
    assert names(with_parts(stored, part(0xE1, b"Exif\0\0" + exif))) == ("shown",)


@pytest.mark.parametrize(
    "trailer",
    [
        b"\0\0\1\n\x0e\0\0\0Image_UTC_Data1486666298918SEFHe\0\0\0\1\0\0\0\0\0\1\n#\0\0\0#\0\0\0\x18\0\0\0SEFT",
        b"\x1c\x02\xdd\0\x04\0\0\0\x01\x1c\x02\xde\0\x04\0\0\0\0" + bytes(20) + b"\0\0\0?cbipcbbl",
    ],
    ids=["samsung", "photo-mechanic"],
)
def test_what_a_camera_or_an_agency_puts_behind_is_known(photograph, trailer):
    assert names(saved(photograph, "JPEG") + trailer) == ("shown",)


def test_how_a_picture_was_generated_may_be_told_at_length(photograph):
    """The graph of a generator, and its prompt, stand in the picture's texts."""
    graph = json.dumps(
        {str(number): {"class_type": "KSampler", "inputs": {"seed": number * 7919}} for number in range(3000)}
    )
    info = PngImagePlugin.PngInfo()
    info.add_text("workflow", graph)
    info.add_itxt("parameters", "<lora:somebody:0.8> portrait, 85 mm " * 200)
    info.add_text("prompt", graph, zip=True)
    assert names(saved(photograph, "PNG", pnginfo=info)) == ("shown",)


def test_notes_in_hexadecimal_numbers_are_read(photograph):
    exif = exif_with(thumbnail(photograph))
    profile = hexadecimal(b"8bim", settings(thumbnail(photograph)))
    content = with_chunks(
        saved(photograph, "PNG"),
        text(b"Raw profile type exif", hexadecimal(b"exif", exif), b"zTXt"),
        text(b"Raw profile type 8bim", profile),
    )
    assert names(content) == ("shown",)


def test_long_xmp_is_put_together_from_its_parts(photograph):
    long = b"<x:xmpmeta>" + base64.b64encode(bytes(range(256))) * 600 + b"</x:xmpmeta>"
    pieces = []
    for place in range(0, len(long), 60_000):
        head = b"0" * 32 + struct.pack(">II", len(long), place)
        pieces.append(part(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + long[place : place + 60_000]))
    assert names(with_parts(photograph, *reversed(pieces))) == ("shown",)


@pytest.mark.data
def test_real_files_with_credentials_are_decided(data):
    """Files of Adobe, Nikon and Truepic; the previews of what a picture was made of are other pictures."""
    found = {
        path.name: decode(path).names for path in sorted((data / "c2pa/public_testfiles/image/jpeg").glob("*.jp*g"))
    }
    assert len(found) == 26
    assert found["adobe-20220124-C.jpg"] == ("shown",)
    assert found["truepic-20230212-camera.jpg"] == ("shown",)
    assert "preview" in found["adobe-20220124-CAI.jpg"]
