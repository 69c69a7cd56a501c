"""Whatever an archive of frames is made of: each frame is decoded, or it is undecided, and nothing is unpacked anywhere."""

import io
import json
import random
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.codeccontext import VideoCodecContext
from PIL import Image

from matching import examine
from matching.face.engines import Engines
from matching.media.medium import Frame
from matching.media.stream import opened
from matching.reasons import Undecidable
from tests.common.clips import number_of, numbered
from tests.common.moving import portrait, set_, with_

Files = Mapping[str, bytes]
Pixels = np.ndarray
ENDINGS = ("exr", "dpx", "tif", "png", "jpg")
FIRST, FRAMES = 1001, 8


def encoded(codec: str, form: str, picture: Pixels, source: str) -> bytes:
    context = VideoCodecContext.create(codec, "w")
    context.height, context.width = picture.shape[:2]
    context.pix_fmt, context.time_base = form, Fraction(1, 24)
    frame = av.VideoFrame.from_ndarray(picture, source)
    frame = frame if source == form else frame.reformat(format=form)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode(None)])


def file_of(picture: Pixels, ending: str) -> bytes:
    if ending == "exr":
        level = picture / 255
        light = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4).astype(np.float32)
        return encoded("exr", "gbrpf32le", light, "gbrpf32le")
    if ending == "dpx":
        return encoded("dpx", "gbrp10le", picture, "rgb24")
    file = io.BytesIO()
    Image.fromarray(picture).save(file, {"png": "PNG", "jpg": "JPEG", "tif": "TIFF"}[ending])
    return file.getvalue()


def shot(ending: str = "png", frames: int = FRAMES) -> dict[str, bytes]:
    return {f"shot.{FIRST + number:04}.{ending}": file_of(numbered(number), ending) for number in range(frames)}


def zipped(folder: Path, files: Files, change: Callable[[zipfile.ZipInfo], None] = lambda _one: None) -> Path:
    path = folder / "shot.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            one = zipfile.ZipInfo(name)
            one.compress_type = zipfile.ZIP_DEFLATED
            change(one)
            archive.writestr(one, content)
    return path


def tarred(folder: Path, files: Files) -> Path:
    path = folder / "shot.tar"
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            one = tarfile.TarInfo(name)
            one.size = len(content)
            archive.addfile(one, io.BytesIO(content))
    return path


def frames_of(path: Path) -> list[Frame]:
    """Those of the first way in which it is seen; the others are read as well."""
    ways = [list(piece.frames) for piece in opened(path).pieces]
    assert len({len(way) for way in ways}) == 1
    return ways[0]


def refusal(path: Path) -> Undecidable:
    with pytest.raises(Undecidable) as caught:
        frames_of(path)
    return caught.value


@pytest.mark.attack("B6.sequences")
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_each_frame_is_decoded_at_its_rate(tmp_path: Path, ending: str, pack: Callable[[Path, Files], Path]) -> None:
    note = {"sequence.json": json.dumps({"rate": "12"}).encode()}
    path = pack(tmp_path, {**dict(reversed(shot(ending).items())), **note})
    stream = opened(path)
    assert (stream.media, stream.width, stream.height) == ("video", 192, 108)
    frames = frames_of(path)
    assert [frame.number for frame in frames] == list(range(FRAMES))
    assert frames[-1].end == FRAMES / 12
    looked = [frame for frame in frames if frame.picture is not None]
    assert len(looked) > 2
    assert all(frame.picture is not None and number_of(frame.picture) == frame.number for frame in looked)


@pytest.mark.attack("B6.sequences")
def test_whoever_is_in_the_frames_is_found(models: Path, tmp_path: Path) -> None:
    room = set_()
    face = with_(room, portrait("mara-lind"), 320, 180, 200)
    files = {f"a/b_{n:03}.exr": file_of(face if 6 <= n < 12 else room, "exr") for n in range(18)}
    (found,) = examine(zipped(tmp_path, files), Engines()).appearances
    assert found.start <= 6 / 24
    assert found.end >= 12 / 24


@pytest.mark.attack("B6.sequences")
def test_what_is_brighter_than_white_is_seen_as_well(tmp_path: Path) -> None:
    bright = 1 + numbered(5).astype(np.float32) / 64
    content = encoded("exr", "gbrpf32le", bright, "gbrpf32le")
    white, toned = [list(piece.frames) for piece in opened(zipped(tmp_path, {"a.1.exr": content})).pieces]
    assert white[0].picture is not None
    assert int(white[0].picture.min()) == 255
    assert toned[0].picture is not None
    assert int(toned[0].picture.max()) - int(toned[0].picture.min()) > 20


def linked(one: zipfile.ZipInfo) -> None:
    one.create_system, one.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def inner() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.1.png", b"x")
    return file.getvalue()


def without(*numbers: int) -> Files:
    gone = {f"shot.{FIRST + number}.png" for number in numbers}
    return {name: content for name, content in shot().items() if name not in gone}


@pytest.mark.attack("B6.sequences")
@pytest.mark.parametrize(
    ("files", "reason", "told"),
    [
        (lambda: without(3, 4), "sequence.missing", {"first": 1004, "last": 1005}),
        (lambda: shot() | {"other.0001.png": shot()["shot.1001.png"]}, "sequence.several", {"member": "other.0001.png"}),
        (lambda: shot() | {"shot.1009.jpg": b"x"}, "sequence.several", {"other": "shot.1009.jpg"}),
        (lambda: shot() | {"shot.01001.png": b"x"}, "sequence.several", {"member": "shot.01001.png"}),
        (lambda: shot() | {"notes.txt": b"x"}, "sequence.not-a-frame", {"member": "notes.txt"}),
        (lambda: shot() | {"more.zip": inner()}, "sequence.not-a-frame", {"member": "more.zip"}),
        (lambda: shot() | {"shot.1009.png": inner()}, "sequence.frame", {"member": "shot.1009.png"}),
        (lambda: shot() | {"shot.1009.png": shot("jpg")["shot.1001.jpg"]}, "sequence.not-a-frame", {}),
        (lambda: shot() | {"../shot.1009.png": b"x"}, "archive.path", {"member": "../shot.1009.png"}),
        (lambda: shot() | {"/etc/shot.1009.png": b"x"}, "archive.path", {"member": "/etc/shot.1009.png"}),
        (lambda: shot() | {"sequence.json": b'{"rate": "0"}'}, "sequence.rate", {}),
        (lambda: shot() | {"sequence.json": b'{"rate": 24}'}, "sequence.rate", {}),
        (lambda: shot() | {"shot.1009.png": file_of(numbered(1, 96, 54), "png")}, "sequence.sizes", {"member": "shot.1009.png"}),
        (lambda: {"sequence.json": b'{"rate": "24"}'}, "sequence.no-frames", {}),
        (lambda: {"a.1.exr": file_of(numbered(1), "exr")[:-3000]}, "sequence.frame", {"member": "a.1.exr"}),
        (lambda: {"a.1.dpx": file_of(numbered(1), "dpx")[:-3000]}, "sequence.frame", {"member": "a.1.dpx"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_what_is_no_plain_sequence_is_undecided_and_named(
    tmp_path: Path,
    pack: Callable[[Path, Files], Path],
    files: Callable[[], Files],
    reason: str,
    told: dict[str, object],
) -> None:
    found = refusal(pack(tmp_path, files()))
    assert found.reason == reason
    assert told.items() <= found.params.items()


@pytest.mark.attack("B6.sequences")
def test_an_archive_with_more_than_its_files_is_undecided(tmp_path: Path) -> None:
    content = zipped(tmp_path, shot()).read_bytes()
    path = tmp_path / "a.zip"
    encrypted = bytearray(content)
    encrypted[6] |= 1
    place = content.index(b"PK\1\2")
    encrypted[place + 8] |= 1
    renamed = content.replace(b"shot.1001", b"shot.1101", 1)
    for changed, reason in (
        (bytes(encrypted), "archive.encrypted"),
        (renamed, "archive.broken"),
        (content + b"x", "archive.broken"),
        (content[:place] + content[:200] + content[place:], "archive.broken"),
        (content[: len(content) // 2], "archive.broken"),
    ):
        path.write_bytes(changed)
        assert refusal(path).reason == reason
    assert refusal(zipped(tmp_path, shot(), linked)).reason == "archive.link"
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        one = tarfile.TarInfo("shot.1001.png")
        one.type, one.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(one)
    assert refusal(tmp_path / "b.tar").reason == "archive.link"


@pytest.mark.attack("B6.sequences")
def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path, {"a.1.png": bytes(260_000_000)})).reason == "archive.too-large"


@pytest.mark.attack("B6.sequences")
def test_cut_in_stretches_it_shows_the_same_frames(tmp_path: Path) -> None:
    from matching.media.film.survey import AHEAD
    from matching.media.stream import plan

    note = {"sequence.json": b'{"rate": "1"}'}
    path = zipped(tmp_path, {**shot(frames=100), **note})
    stretches = plan(path)
    assert [(one.start, one.end) for one in stretches] == [(0.0, 60.0), (60.0, 100.0)]
    read = [
        [frame for piece in opened(path, one).pieces for frame in piece.frames if frame.picture is not None]
        for one in stretches
    ]
    own = [
        frame.number
        for frames, one in zip(read, stretches, strict=True)
        for frame in frames
        if one.start <= frame.start < one.end
    ]
    assert own == list(range(100))
    assert read[1][0].number == 60 - AHEAD  # enough before it to know what goes on


@pytest.mark.attack("B6.sequences")
@pytest.mark.parametrize("count", [12, pytest.param(300, marks=pytest.mark.trial)])
def test_a_damaged_archive_is_seen_whole_or_undecided(tmp_path: Path, count: int) -> None:
    lots = random.Random(12)
    whole = [pack(tmp_path, shot(ending)).read_bytes() for ending in ENDINGS for pack in (zipped, tarred)]
    reasons = set[str]()
    path = tmp_path / "damaged"
    for number in range(count):
        content = bytearray(whole[number % len(whole)])
        place = lots.randrange(len(content))
        if number % 2:
            del content[place : place + lots.randrange(1, 400)]
        else:
            content[place] ^= 1 << lots.randrange(8)
        path.write_bytes(content)
        try:
            frames = frames_of(path)
        except Undecidable as refused:
            reasons.add(refused.reason)
            continue
        assert len(frames) == FRAMES, (number, place)
    assert reasons
    assert "decoder.timeout" not in reasons
