"""Which views a file has, in which order, and when there are too many or none."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from matching.media import colours, gain, jpeg, lcms
from matching.media.contents import ICC, Contents
from matching.media.look import Refused, look
from matching.media.picture import PIXEL_LIMIT, SIDE_LIMIT
from tests.attacks.notes import boxes, in_credentials
from tests.attacks.pictures import (
    SIDE,
    STRAIGHT,
    chunk,
    coloured,
    hidden,
    landscape,
    lightness,
    lower_bits,
    matrix,
    portrait,
    profile,
    saved,
    shows,
    table,
    with_chunks,
)

SECRET = lower_bits()


def named(content, pixels=PIXEL_LIMIT):
    _, views = look(content, pixels, SIDE_LIMIT)
    return [(name, np.asarray(view)) for name, view in views]


def refusal(content, **limits):
    with pytest.raises(Refused) as caught:
        named(content, **limits)
    return caught.value.args[0]


def test_the_first_view_is_what_most_viewers_show():
    numbers, face = hidden()
    views = named(saved(coloured(numbers), "PNG", icc_profile=matrix(SECRET)))
    assert [(name, shows(view, face)) for name, view in views] == [("shown", True), ("colours", False)]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ((chunk(b"sRGB", b"\0"), chunk(b"gAMA", struct.pack(">I", 3000))), False),
        ((chunk(b"gAMA", struct.pack(">I", 3000)),), True),
        ((chunk(b"cICP", bytes((1, 13, 0, 1))), chunk(b"gAMA", struct.pack(">I", 3000))), False),
        ((chunk(b"cICP", bytes((2, 2, 0, 1))), chunk(b"gAMA", struct.pack(">I", 3000))), True),
    ],
)
def test_what_a_png_says_first_is_shown_first(said, first):
    """cICP before a profile, before sRGB, before gAMA and cHRM; what is unspecified says nothing."""
    content = with_chunks(saved(coloured(240 + (portrait() >> 4)), "PNG"), *said)
    assert shows(named(content)[0][1], portrait()) is first


def test_a_gamma_of_none_and_impossible_primaries_say_nothing():
    said = [chunk(b"gAMA", bytes(4)), chunk(b"cHRM", struct.pack(">8I", 31_270, 0, *(10_000,) * 6))]
    assert len(named(with_chunks(saved(coloured(landscape()), "PNG"), *said))) == 1


def test_each_table_of_a_profile_is_a_reading_of_its_own():
    tags = {name: table(lightness(STRAIGHT)) for name in (b"A2B0", b"A2B1", b"A2B2")}
    tags[b"A2B1"] = table(lightness(SECRET))
    spaces = colours.spaces(Contents(notes=[(ICC, profile(tags, lab=True))]), "RGB")
    assert [space is None for space in spaces] == [False, False, False, True]


def test_a_tag_twice_and_too_many_tags_are_no_profile():
    twice = profile({b"rTRC": b"curv" + bytes(8), b"gTRC": b"curv" + bytes(8)}).replace(b"gTRC", b"rTRC")
    many = profile({b"%04d" % number: b"text" + bytes(8) for number in range(101)})
    for content in (twice, many):
        with pytest.raises(lcms.NoProfile):
            colours.spaces(Contents(notes=[(ICC, content)]), "RGB")


def test_a_table_finer_than_the_quick_way_is_applied_exactly():
    """LittleCMS's quick way goes through 33 places a side; the curve before the table turns back every sixteen numbers."""
    space = lcms.from_profile(profile({b"A2B0": table(lightness(SECRET))}, lab=True))
    pixels = bytes(level for number in range(256) for level in (number,) * 3) * 40
    grey = space.shown(pixels, 1)[: 256 * 3 : 3]
    assert max(abs(grey[number] - 17 * (number & 15)) for number in range(256)) <= 3


def test_more_views_than_are_looked_at_leave_a_picture_undecided():
    numbers, _ = hidden()
    layered = coloured(numbers).convert("RGBA")
    layered.putalpha(Image.fromarray(portrait()))
    content = saved(layered, "PNG", icc_profile=matrix(SECRET))
    assert len(named(content)) > 3
    assert refusal(content, pixels=SIDE * SIDE) == "picture.too-many-views"


def test_so_do_more_previews_than_are_looked_through():
    small = saved(Image.new("L", (8, 8)), "JPEG")
    credentials = in_credentials(boxes(b"".join(small + bytes([number]) for number in range(120))))
    plain = saved(coloured(landscape()), "JPEG")
    assert refusal(plain[:2] + credentials + plain[2:]) == "picture.too-many-views"


def test_a_preview_of_more_pixels_than_are_looked_at_leaves_a_picture_undecided():
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
    content = with_chunks(saved(coloured(landscape()), "PNG"), chunk(b"caBX", boxes(bomb)))
    assert refusal(content) == "picture.too-many-views"


@pytest.mark.parametrize("aspect", [(1, 1000), (1000, 1)])
def test_a_pixel_however_long_leaves_a_view(aspect):
    content = with_chunks(saved(coloured(landscape()), "PNG"), chunk(b"pHYs", struct.pack(">IIB", *aspect, 0)))
    (_, first), (name, other) = named(content)
    assert (first.shape, name) == ((SIDE, SIDE, 3), "shape")
    assert min(other.shape[:2]) <= 2


def test_nearly_square_pixels_are_square():
    content = with_chunks(saved(coloured(landscape()), "PNG"), chunk(b"pHYs", struct.pack(">IIB", 100, 105, 0)))
    assert len(named(content)) == 1


def fractions(*values):
    return b"".join(struct.pack(">ii", round(value * 1000), 1000) for value in values)


def test_a_gain_map_is_read_as_the_standard_writes_it():
    apart = jpeg.Jpeg(says={"gain": bytes(4) + b"\0" + fractions(0, 2, -0.5, 2.5, 1.0, 0.25, 0.125)})
    together = jpeg.Jpeg(says={"gain": bytes(4) + b"\x08" + struct.pack(">8i", 8, 0, 16, -4, 20, 8, 2, 1)})
    assert gain.of(apart) == gain.of(together) == gain.Gain(-0.5, 2.5, 1.0, 0.25, 0.125)
    assert gain.of(jpeg.Jpeg(says={"gain": bytes(4)})) is None  # the picture that it belongs to


def test_the_brightest_place_of_a_gain_map_is_as_bright_as_the_picture():
    even = Image.new("RGB", (64, 64), (200, 200, 200))
    steps = Image.fromarray(np.tile(np.linspace(0, 255, 64).astype(np.uint8), (64, 1)))
    shown = np.asarray(gain.applied(even, steps, gain.Gain(0.0, 3.0)))
    assert (int(shown[0, -1, 0]), int(shown[0, 0, 0])) == (
        pytest.approx(200, abs=2),
        pytest.approx(200 / 8 ** (1 / 2.2), abs=2),
    )


@pytest.mark.parametrize(
    "wrong", [gain.Gain(0, 1, gamma=0), gain.Gain(0, 500), gain.Gain(float("nan"), 1), gain.Gain(0, 1, 1, 99)]
)
def test_a_gain_that_is_none_is_damage(wrong):
    even = Image.new("RGB", (16, 16))
    with pytest.raises((ValueError, OverflowError)):
        gain.applied(even, even, wrong)
