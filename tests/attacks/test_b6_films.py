"""Whatever a film's file is made of: every frame of it is looked at, or it is undecided, within limits, and no other file is read."""

import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from matching.examination import examine
from matching.media.film.film import Film
from matching.media.medium import Frame
from matching.media.picture import PIXEL_LIMIT
from matching.media.stream import opened
from matching.reasons import Undecidable
from tests.attacks.pictures import coloured, landscape, saved
from tests.common.clips import add_film, clip, frame_of, numbered
from tests.common.squares import Squares

QUIET = {"x264-params": "log-level=none:keyint=12"}
PICTURE = saved(coloured(landscape()), "JPEG")


def found(path: Path) -> list[Frame]:
    """Every frame of the first film in a file. Raises Undecidable."""
    film = Film()
    assert film.holds(path)
    pieces = film.opened(path, None, seconds=20, pixels=PIXEL_LIMIT).pieces
    return next([*piece.frames] for piece in pieces)


def refusal(path: Path) -> Undecidable:
    with pytest.raises(Undecidable) as caught:
        found(path)
    return caught.value


def looked(path: Path) -> list[Frame] | str:
    """Every frame of a film, or why it is undecided."""
    try:
        return found(path)
    except Undecidable as undecided:
        return undecided.reason


def black(_number: int, width: int, height: int) -> Any:
    return np.zeros((height, width, 3), np.uint8)


def put(content: bytes, box: bytes, offset: int, value: bytes) -> bytes:
    """The file with other bytes in a box, which is there once."""
    place = content.index(box) + 4 + offset
    return content[:place] + value + content[place + len(value) :]


@pytest.mark.attack("B6.other-files")
@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile {other}\n",
        "ffconcat version 1.0\nfile {address}\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{other}\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXTINF:10,\n{address}\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>{address}</BaseURL></Period></MPD>',
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "[playlist]\nFile1={other}\n",
    ],
)
@pytest.mark.parametrize("ending", ["mp4", "mkv", "avi", "m3u8", "ffconcat"])
def test_a_list_opens_nothing_else(tmp_path: Path, text: str, ending: str) -> None:
    other = clip(tmp_path / "other.mp4")
    asked: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)

        def listen() -> None:
            try:
                server.accept()
                asked.append(True)
            except OSError:
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.mp4"
        path = tmp_path / f"list.{ending}"
        path.write_text(text.format(other=other, address=address))
        assert not Film().holds(path)
        with pytest.raises(Undecidable):
            opened(path)
        thread.join()
    assert not asked


@pytest.mark.attack("B6.other-files")
@pytest.mark.parametrize("begins", [b"\0\0\0\x14ftypisom\0\0\0\0isom", b"\x1a\x45\xdf\xa3", b"RIFF\xff\0\0\0AVI "])
def test_a_list_behind_the_beginning_of_a_film_opens_nothing(tmp_path: Path, begins: bytes) -> None:
    other = clip(tmp_path / "other.mp4")
    path = tmp_path / "list.mp4"
    path.write_bytes(begins + f"\nffconcat version 1.0\nfile {other}\n".encode())
    assert refusal(path).reason in ("film.broken", "film.no-frames", "film.damaged")


@pytest.mark.attack("B6.not-a-film")
def test_a_still_with_the_name_of_a_film_is_a_still(tmp_path: Path) -> None:
    path = tmp_path / "still.mp4"
    path.write_bytes(PICTURE)
    assert not Film().holds(path)
    assert opened(path).media == "image"


def only_sound(path: Path) -> Path:
    with av.open(str(path), "w") as output:
        sound = output.add_stream("aac", rate=44100)
        for number in range(20):
            heard = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            heard.sample_rate, heard.pts = 44100, number * 1024
            output.mux(sound.encode(heard))
        output.mux(sound.encode())
    return path


def without_frames(path: Path) -> Path:
    """Its table says that there are none."""
    content = clip(path).read_bytes()
    path.write_bytes(put(put(content, b"stsz", 8, bytes(4)), b"stts", 4, bytes(4)))
    return path


def encrypted(path: Path) -> Path:
    key = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "76" * 16, "encryption_kid": "a7" * 16}
    return clip(path, container=key)


def of_two_sizes(path: Path) -> Path:
    packets: list[bytes] = []
    for name, size in (("a.h264", (192, 108)), ("b.h264", (128, 64))):
        with av.open(str(clip(path.with_name(name), frames=10, size=size))) as source:
            packets += [bytes(packet) for packet in source.demux(video=0) if packet.size]
    with av.open(str(path), "w") as output:
        stream = add_film(output)
        for number, content in enumerate(packets):
            packet: Any = av.Packet(content)
            packet.stream, packet.pts, packet.dts, packet.time_base = stream, number, number, Fraction(1, 24)
            packet.is_keyframe = number in (0, 10)
            output.mux(packet)
    return path


def with_attachment(path: Path) -> Path:
    with av.open(str(path), "w") as output:
        stream = add_film(output)
        output.add_attachment("more.bin", "application/octet-stream", b"\0\0\0\x18ftypheic" + bytes(900))
        for number in range(5):
            output.mux(stream.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        output.mux(stream.encode())
    return path


def broken_off(path: Path) -> Path:
    content = clip(path, frames=60, options=QUIET, container={"movflags": "faststart"}).read_bytes()
    path.write_bytes(content[: len(content) * 6 // 10])
    return path


def two_in_one(path: Path) -> Path:
    """The same boxes for both: one player shows the film whose table comes first, another the last one's."""
    first = clip(path, frames=12).read_bytes()
    path.write_bytes(first + clip(path.with_stem("second"), frames=30, draw=black).read_bytes())
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "none.mp4": (without_frames, {"film.no-frames", "film.broken"}),
    "encrypted.mp4": (encrypted, {"film.encrypted"}),
    "sizes.mkv": (of_two_sizes, {"film.size-changes"}),
    "attached.mkv": (with_attachment, {"film.attachment"}),
    "half.mp4": (broken_off, {"film.damaged", "film.broken"}),
    "twice.mp4": (two_in_one, {"film.more-than-a-film"}),
    "twice.mov": (two_in_one, {"film.more-than-a-film"}),
    "tiny.mp4": (
        lambda path: clip(path, frames=3000, rate=3000, size=(16, 16), draw=black), {"film.too-many-frames"},
    ),
    "huge.avi": (
        lambda path: clip(path, "mjpeg", form="yuvj420p", frames=1, size=(16384, 4096), draw=black),
        {"picture.too-many-pixels"},
    ),
    "colours.mp4": (lambda path: clip(path, options={"x264-params": "log-level=none:colormatrix=YCgCo"}), {"film.colours"}),
    "other.mp4": (lambda path: clip(path, "mpeg4"), {"film.codec"}),
    "other.mov": (lambda path: clip(path, "qtrle", form="rgb24"), {"film.codec"}),
}  # fmt: skip


@pytest.mark.attack("B6.undecided")
@pytest.mark.parametrize("name", ["sound.mp4", "sound.mkv"])
def test_what_only_sounds_is_undecided_while_nobody_listens(tmp_path: Path, name: str) -> None:
    path = only_sound(tmp_path / name)
    assert opened(path).media == "audio"
    with pytest.raises(Undecidable) as caught:
        examine(path, Squares("face").load({"hue"}))
    assert caught.value.reason == "film.sound-only"


@pytest.mark.attack("B6.undecided")
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_looked_at_is_undecided(tmp_path: Path, name: str) -> None:
    make, reasons = REFUSED[name]
    began = time.monotonic()
    assert refusal(make(tmp_path / name)).reason in reasons
    assert time.monotonic() - began < 60


@pytest.mark.attack("B6.lengths")
def test_whatever_a_header_says_of_the_length_all_frames_are_looked_at(tmp_path: Path) -> None:
    content = clip(tmp_path / "a.mp4", frames=48).read_bytes()
    for box in (b"mvhd", b"mdhd", b"tkhd"):
        long = content[content.index(box) + 4] == 1
        place = {b"mvhd": 24 if long else 16, b"mdhd": 24 if long else 16, b"tkhd": 28 if long else 20}[box]
        for seconds in (b"\0\0\0\0\0\0\0\1", b"\0\0\0\0\x7f\0\0\0"):
            path = tmp_path / "b.mp4"
            path.write_bytes(put(content, box, place, seconds if long else seconds[4:]))
            frames = looked(path)
            assert frames in ("film.damaged", "film.broken", "film.too-long") or len(frames) == 48


@pytest.mark.attack("B6.times")
@pytest.mark.parametrize("ticks", [0, 1, 24, 2**31 - 1, 2**31, 2**32 - 1])
def test_whatever_a_tick_is_no_frame_is_lost(tmp_path: Path, ticks: int) -> None:
    content = clip(tmp_path / "a.mp4", frames=24).read_bytes()
    place = 20 if content[content.index(b"mdhd") + 4] == 1 else 12
    path = tmp_path / "b.mp4"
    path.write_bytes(put(content, b"mdhd", place, struct.pack(">I", ticks)))
    frames = looked(path)
    undecided = ("film.too-many-frames", "film.too-long", "film.damaged", "film.broken", "film.times")
    assert frames in undecided or len(frames) == 24


@pytest.mark.attack("B6.times")
def test_frames_without_times_of_their_own_are_looked_at(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", frames=20)
    content = path.read_bytes()
    table = content.index(b"stts")
    count = struct.unpack(">I", content[table + 8 : table + 12])[0]
    assert count == 1
    path.write_bytes(content[: table + 16] + bytes(4) + content[table + 20 :])  # each lasts no time
    frames = looked(path)
    assert frames in ("film.damaged", "film.broken", "film.times", "film.too-many-frames") or len(frames) == 20


@pytest.mark.attack("B6.times")
@pytest.mark.parametrize("ending", ["mkv", "mov"])
def test_frames_before_the_beginning_are_looked_at(tmp_path: Path, ending: str) -> None:
    whole = clip(tmp_path / "whole.mp4", frames=24, options=QUIET)
    path = tmp_path / f"a.{ending}"
    with av.open(str(whole)) as source, av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size and packet.pts is not None and packet.dts is not None:
                packet.pts, packet.dts, packet.stream = packet.pts - 4000, packet.dts - 4000, stream
                output.mux(packet)
    frames = looked(path)
    assert frames in ("film.times", "film.damaged") or len(frames) == 24


@pytest.mark.attack("B6.changed")
def test_a_film_that_changes_while_it_is_read_is_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.media.film.source.IN_MEMORY", 0)
    path = clip(tmp_path / "a.mp4", frames=600)
    (piece,) = Film().opened(path, None, seconds=20, pixels=PIXEL_LIMIT).pieces
    reading = iter(piece.frames)
    next(reading)
    with path.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"x")
    with pytest.raises(Undecidable):
        list(reading)


KINDS: dict[str, dict[str, Any]] = {
    "a.mp4": {"options": QUIET},
    "a.mkv": {"options": QUIET},
    "a.avi": {"codec": "mjpeg", "form": "yuvj420p"},
    "a.webm": {"codec": "libvpx-vp9", "options": {"deadline": "realtime", "cpu-used": "8"}},
    "a.mov": {"codec": "prores_ks", "form": "yuv422p10le", "frames": 6},
    "a.mxf": {"codec": "mpeg2video", "rate": 25},
}
FILES = {"few": 18, "many": 300}


@pytest.mark.attack("B6.random-damage")
@pytest.mark.parametrize(
    "count", [pytest.param(FILES["few"], id="few"), pytest.param(FILES["many"], id="many", marks=pytest.mark.trial)]
)
def test_a_film_damaged_at_random_is_whole_or_undecided(tmp_path: Path, count: int) -> None:
    """Cut off, changed, doubled, with zeros in it: it says so, or shows as many frames as it did."""
    whole = {name: clip(tmp_path / name, **{"frames": 24, **settings}).read_bytes() for name, settings in KINDS.items()}
    frames = {name: len(found(tmp_path / name)) for name in KINDS}
    chance = random.Random(11)
    reasons: dict[str, int] = {}
    for number in range(count):
        name = list(KINDS)[number % len(KINDS)]
        content = bytearray(whole[name])
        place, length = chance.randrange(64, len(content)), chance.choice([1, 2, 8, 200])
        way = chance.randrange(4)
        if way == 0:
            del content[place:]
        elif way == 1:
            content[place : place + length] = chance.randbytes(len(content[place : place + length]))
        elif way == 2:
            content[place : place + length] = bytes(len(content[place : place + length]))
        else:
            content[place:place] = content[place : place + length]
        path = tmp_path / f"damaged-{name}"
        path.write_bytes(content)
        began = time.monotonic()
        shown = looked(path)
        reason = shown if isinstance(shown, str) else "whole"
        reasons[reason] = reasons.get(reason, 0) + 1
        assert reason != "decoder.timeout", (name, way, place, length)
        assert isinstance(shown, str) or len(shown) >= frames[name], (name, way, place, length)
        assert time.monotonic() - began < 40
    assert sum(reasons.values()) == count
    assert reasons.get("whole", 0) < count
