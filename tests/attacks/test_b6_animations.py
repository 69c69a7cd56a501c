"""Whatever an animated picture is made of: every frame of it is looked at, in every way in which it may be seen, or it is undecided."""

import io
import random
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from matching import examine
from matching.face.engines import Engines
from matching.findings import Picture
from matching.media.stream import Stream, opened
from matching.reasons import Undecidable
from tests.common.clips import number_of, numbered
from tests.common.moving import portrait, set_, with_

FORMS = ("GIF", "PNG", "WEBP")
FRAMES = 6


def animated(form: str, pictures: Sequence[Image.Image], duration: int | list[int] = 40, **options: object) -> bytes:
    file = io.BytesIO()
    lossless = {"lossless": True, "exact": True} if form == "WEBP" else {}
    first, *others = pictures
    first.save(file, form, save_all=True, append_images=others, duration=duration, loop=0, **lossless, **options)
    return file.getvalue()


def counted(frames: int = FRAMES) -> list[Image.Image]:
    return [Image.fromarray(numbered(number)) for number in range(frames)]


def at(folder: Path, content: bytes, name: str = "a.bin") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def seen(stream: Stream) -> list[list[Picture]]:
    """The pictures of each piece: every frame has one."""
    found = []
    for piece in stream.pieces:
        frames = list(piece.frames)
        assert frames[0].start == piece.start
        assert frames[-1].end == piece.end
        found.append([frame.picture for frame in frames if frame.picture is not None])
        assert len(found[-1]) == len(frames)
    return found


def refusal(path: Path) -> str:
    with pytest.raises(Undecidable) as caught:
        seen(opened(path))
    return caught.value.reason


@pytest.mark.attack("B6.animated")
@pytest.mark.parametrize("form", FORMS)
def test_every_frame_is_looked_at_with_its_time(tmp_path: Path, form: str) -> None:
    stream = opened(at(tmp_path, animated(form, counted(), [40, 0, 10, 20, 500, 60]), "still.mp4"))
    assert (stream.media, stream.format, stream.width, stream.height) == ("video", form, 192, 108)
    frames = list(next(iter(stream.pieces)).frames)
    assert [number_of(frame.picture) for frame in frames if frame.picture is not None] == list(range(FRAMES))
    lasts = [round(frame.end - frame.start, 3) for frame in frames]
    assert lasts == [0.04, 0.1, 0.1, 0.02, 0.5, 0.06]  # as browsers have it: none is over at once


@pytest.mark.attack("B6.animated")
@pytest.mark.parametrize("form", FORMS)
def test_whoever_is_in_the_second_frame_alone_is_found(models: Path, tmp_path: Path, form: str) -> None:
    room = set_()
    both = [room, with_(room, portrait("mara-lind"), 320, 180, 200), room]
    path = at(tmp_path, animated(form, [Image.fromarray(one) for one in both], 20))
    found = examine(path, Engines())
    assert found.media == "video"
    (face,) = found.appearances
    assert face.start <= 0.02 + 1e-6


@pytest.mark.attack("B6.animated")
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_lies_under_transparency_is_seen_as_well(tmp_path: Path, form: str) -> None:
    clear = Image.new("L", (192, 108), 0)
    pictures = [Image.merge("RGBA", (*one.split(), clear)) for one in counted()]
    disposal = {"disposal": 1, "blend": 0} if form == "PNG" else {}
    white, *others = seen(opened(at(tmp_path, animated(form, pictures, **disposal))))
    assert all(int(one.min()) == 255 for one in white)
    assert len(others) in (1, 2)
    stored = [[number_of(one) for one in way] for way in others]
    assert list(range(FRAMES)) in stored or 0 in stored[-1]


@pytest.mark.attack("B6.animated")
def test_the_picture_of_a_png_that_does_not_move_is_seen_as_well(tmp_path: Path) -> None:
    path = at(tmp_path, animated("PNG", counted(3), default_image=True))
    first, other = seen(opened(path))
    assert [number_of(one) for one in first] == [1, 2]
    assert number_of(other[0]) == 0


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def renumbered(content: bytes) -> bytes:
    """The second control chunk of an animated PNG with another number, and a right sum."""
    place = content.index(b"fcTL", content.index(b"fcTL") + 4)
    body = struct.pack(">I", 9) + content[place + 8 : place + 30]
    return content[: place - 4] + chunk(b"fcTL", body) + content[place + 34 :]


def of_more_frames(content: bytes) -> bytes:
    place = content.index(b"acTL")
    return content[: place - 4] + chunk(b"acTL", struct.pack(">II", 9, 0)) + content[place + 16 :]


@pytest.mark.attack("B6.animated")
def test_animations_that_programs_would_show_differently_are_undecided(tmp_path: Path) -> None:
    png, gif, web = (animated(form, counted()) for form in ("PNG", "GIF", "WEBP"))
    text = b"\x21\x01\x0c" + bytes(12) + b"\x01a\0"
    place = gif.index(b"\x21\xf9")
    reserved = bytearray(gif)
    reserved[place + 3] |= 0x1C
    aspect = bytearray(gif)
    aspect[12] = 200
    for content, reason in (
        (renumbered(png), "picture.damaged"),
        (of_more_frames(png), "picture.damaged"),
        (gif[:place] + text + gif[place:], "picture.damaged"),
        (bytes(reserved), "picture.damaged"),
        (bytes(aspect), "film.shape"),
        *((one + b"PK\3\4" + bytes(range(1, 256)) * 20, "picture.damaged") for one in (png, gif, web)),
        *((one[: len(one) * 2 // 3], "picture.damaged") for one in (png, gif, web)),
    ):
        assert refusal(at(tmp_path, content)) == reason


@pytest.mark.attack("B6.animated")
def test_a_bomb_of_frames_ends(tmp_path: Path) -> None:
    one = animated("GIF", [Image.new("L", (1, 1)), Image.new("L", (1, 1), 255)])
    place = one.index(b"\x21\xf9")
    path = at(tmp_path, one[:place] + one[place:-1] * 30_000 + b";")
    assert refusal(path) == "picture.too-many-frames"
    wide = bytearray(animated("GIF", counted()))
    wide[6:10] = struct.pack("<HH", 65_535, 65_535)
    assert refusal(at(tmp_path, bytes(wide))) == "picture.too-many-pixels"


@pytest.mark.attack("B6.animated")
@pytest.mark.parametrize("count", [12, pytest.param(300, marks=pytest.mark.trial)])
def test_a_damaged_animation_is_seen_whole_or_undecided(tmp_path: Path, count: int) -> None:
    lots = random.Random(11)
    whole = {form: animated(form, counted()) for form in FORMS}
    reasons = set[str]()
    for number in range(count):
        form = FORMS[number % 3]
        content = bytearray(whole[form])
        place = lots.randrange(len(content))
        if number % 2:
            del content[place : place + lots.randrange(1, 400)]
        else:
            content[place] ^= 1 << lots.randrange(8)
        try:
            ways = seen(opened(at(tmp_path, bytes(content))))
        except Undecidable as refused:
            reasons.add(refused.reason)
            continue
        # one whose name was changed is a few bytes that nobody knows, whoever looks
        assert all(len(way) >= FRAMES - 1 for way in ways), (form, place)
    assert reasons
    assert not reasons & {"decoder.timeout", "engine.failed"}
