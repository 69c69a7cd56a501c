"""A film comes out of its file frame by frame: each is there, in its time, as people see it."""

import gc
import os
import time
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from matching.media import children as forked
from matching.media.film import choice
from matching.media.film.film import Film
from matching.media.picture import PIXEL_LIMIT
from matching.media.stream import Frame, Piece, Stretch
from matching.shots import REMEMBERED
from tests.common.clips import add_film, clip, frame_of, number_of, numbered

QUIET = "log-level=none"
FORMATS: dict[str, dict[str, Any]] = {
    "h264.mp4": {"options": {"preset": "fast", "x264-params": f"{QUIET}:bframes=3"}},
    "h264.mov": {},
    "h264.mkv": {"options": {"preset": "fast", "x264-params": f"{QUIET}:bframes=3:open-gop=1:keyint=12"}},
    "h264.avi": {"options": {"preset": "fast", "x264-params": f"{QUIET}:bframes=3"}},
    "fragments.mp4": {"container": {"movflags": "frag_keyframe+empty_moov"}},
    "hevc.mp4": {"codec": "libx265", "options": {"preset": "ultrafast", "x265-params": QUIET}},
    "hevc10.mkv": {"codec": "libx265", "form": "yuv420p10le", "options": {"preset": "ultrafast", "x265-params": QUIET}},
    "vp9.webm": {"codec": "libvpx-vp9", "options": {"deadline": "good", "cpu-used": "5", "lag-in-frames": "16"}},
    "vp8.webm": {"codec": "libvpx", "options": {"deadline": "good", "cpu-used": "5", "auto-alt-ref": "1", "lag-in-frames": "16"}},
    "av1.mp4": {"codec": "libsvtav1", "options": {"preset": "12"}},
    "prores.mov": {"codec": "prores_ks", "form": "yuv422p10le"},
    "prores.mxf": {"codec": "prores_ks", "form": "yuv422p10le"},
    "dnxhr.mxf": {"codec": "dnxhd", "form": "yuv422p", "size": (256, 120), "options": {"profile": "dnxhr_hq"}},
    "mpeg2.mxf": {"codec": "mpeg2video", "rate": 25, "options": {"bf": "2", "b": "4M"}},
    "mjpeg.avi": {"codec": "mjpeg", "form": "yuvj420p"},
    "mjpeg.mov": {"codec": "mjpeg", "form": "yuvj420p"},
}  # fmt: skip


def pieces(path: Path, stretch: Stretch | None = None) -> list[tuple[Piece, list[Frame]]]:
    film = Film()
    assert film.holds(path)
    opened = film.opened(path, stretch, seconds=30, pixels=PIXEL_LIMIT)
    return [(piece, list(piece.frames)) for piece in opened.pieces]


def frames(path: Path, stretch: Stretch | None = None) -> list[Frame]:
    ((_, found),) = pieces(path, stretch)
    return found


def first(path: Path) -> np.ndarray[Any, Any]:
    picture = frames(path)[0].picture
    assert picture is not None
    return picture


def plain(*colour: int) -> Any:
    return lambda _number, width, height: np.full((height, width, 3), colour, np.uint8)


def test_whoever_makes_a_film_stays_as_important_as_others(tmp_path: Path) -> None:
    clip(tmp_path / "a.mp4", frames=2, **FORMATS["av1.mp4"])
    assert {os.sched_getscheduler(int(thread)) for thread in os.listdir("/proc/self/task")} == {os.SCHED_OTHER}


@pytest.mark.parametrize("name", FORMATS)
def test_every_frame_comes_in_order(tmp_path: Path, name: str) -> None:
    settings = {"frames": 30, **FORMATS[name]}
    found = frames(clip(tmp_path / name, **settings))
    rate = settings.get("rate", 24)
    assert [frame.number for frame in found] == list(range(30))
    assert [number_of(one.picture) for one in found if one.picture is not None] == [
        one.number for one in found if one.picture is not None
    ]
    assert all(abs(frame.start - frame.number / rate) < 0.002 for frame in found)
    assert all(one.end == after.start for one, after in pairwise(found))
    assert found[0].start == 0
    assert abs(found[-1].end - 30 / rate) < 0.002


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (
            "h264.mp4",
            {"options": {"preset": "fast", "x264-params": f"{QUIET}:keyint=24:bframes=3:open-gop=1:scenecut=0"}},
        ),
        ("refresh.mp4", {"options": {"preset": "fast", "x264-params": f"{QUIET}:keyint=24:intra-refresh=1:bframes=0"}}),
        ("hevc.mkv", {"codec": "libx265", "options": {"x265-params": f"{QUIET}:keyint=24:open-gop=1:scenecut=0"}}),
        ("mpeg2.mkv", {"codec": "mpeg2video", "rate": 25, "frames": 2800, "options": {"bf": "2", "g": "24"}}),
    ],
)
def test_a_film_in_stretches_is_the_film(tmp_path: Path, name: str, settings: dict[str, Any]) -> None:
    path = clip(tmp_path / name, **{"frames": 240, "rate": 2, "size": (96, 64), **settings})
    cut = Film().stretches(path)
    assert len(cut) > 1
    assert [one.number for one in cut] == list(range(len(cut)))
    whole, parts = frames(path), [frames(path, one) for one in cut]
    own = [one for part, at in zip(parts, cut, strict=True) for one in part if at.start <= one.start < at.end]
    assert [facts(one) for one in own] == [facts(one) for one in whole]
    for part, at in zip(parts[1:], cut[1:], strict=True):  # each begins before, and goes on behind
        assert part[0].number == 0 or sum(one.start < at.start for one in part) > REMEMBERED
        assert part[-1].end == whole[-1].end


def facts(frame: Frame) -> tuple[object, ...]:
    return frame.number, frame.start, frame.end, frame.small.tobytes(), frame.picture is not None, frame.closely


def test_a_short_film_is_not_cut(tmp_path: Path) -> None:
    assert Film().stretches(clip(tmp_path / "a.mp4")) == ()


def still_with(face: range) -> Any:
    """A grey film in which something small shows in these frames alone."""

    def draw(number: int, width: int, height: int) -> Any:
        picture = np.full((height, width, 3), 100, np.uint8)
        if number in face:
            picture[40:52, 60:72] = 250
        return picture

    return draw


def test_whoever_shows_for_six_frames_is_looked_at(tmp_path: Path) -> None:
    for start in (5, 17, 31):
        found = frames(clip(tmp_path / "a.mp4", frames=60, draw=still_with(range(start, start + 6))))
        assert any(one.picture is not None and one.picture[46, 66, 0] > 200 for one in found)


def shown(
    count: int, rate: float, small: Any = lambda _number: np.zeros((36, 64), np.uint8)
) -> list[choice.TimedFrame]:
    return [choice.TimedFrame(n / rate, (n + 1) / rate, small(n), n) for n in range(count)]


@pytest.mark.parametrize("rate", [1, 12, 23.976, 24, 25, 29.97, 30, 50, 60, 120, 240])
def test_no_more_than_a_fifth_of_a_second_is_left_out(rate: float) -> None:
    looked = [one.start for look, one in choice.chosen(shown(int(rate * 20) + 2, rate), [b"key"]) if look]
    assert max(b - a for a, b in pairwise(looked)) <= max(0.2, 1 / rate) + 1e-6
    assert len(looked) <= 20 * 9 + 3


def test_nobody_can_know_which_frames_are_left_out() -> None:
    looks = [tuple(look for look, _ in choice.chosen(shown(240, 24), [key])) for key in (b"one", b"other", b"one")]
    assert looks[0] == looks[2] != looks[1]


def test_what_flickers_is_looked_at_both_ways() -> None:
    for rate in (24, 50, 60, 120, 240):
        flicker = shown(int(rate * 4), rate, lambda number: np.full((36, 64), 200 * (number % 2), np.uint8))
        looked = [one.frame % 2 for look, one in choice.chosen(flicker, [b"key"]) if look]
        assert 0.2 < sum(looked) / len(looked) < 0.8
        assert len(looked) <= 4 * 61 + 2


def test_both_sides_of_a_cut_are_looked_at() -> None:
    cut = shown(48, 24, lambda number: np.full((36, 64), 0 if number < 23 else 90, np.uint8))
    looked = [one.frame for look, one in choice.chosen(cut, [b"key"]) if look]
    assert {22, 23} <= set(looked)


@pytest.mark.parametrize(
    ("turn", "sides", "corner"),
    [
        ((0.0, False, False), (192, 108), (0, 0)),
        ((90.0, False, False), (108, 192), (1, 0)),
        ((-90.0, False, False), (108, 192), (0, 1)),
        ((180.0, False, False), (192, 108), (1, 1)),
        ((0.0, True, False), (192, 108), (0, 1)),
        ((0.0, False, True), (192, 108), (1, 0)),
    ],
)
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_film_is_upright(
    tmp_path: Path, name: str, turn: tuple[float, bool, bool], sides: tuple[int, int], corner: tuple[int, int]
) -> None:
    def draw(_number: int, width: int, height: int) -> Any:
        picture = np.zeros((height, width, 3), np.uint8)
        picture[: height // 2, : width // 2] = 255
        return picture

    angle, left, up = turn
    path = clip(
        tmp_path / name,
        frames=3,
        draw=draw,
        change=lambda stream: stream.set_display_rotation(angle, hflip=left, vflip=up),
    )
    opened = Film().opened(path, None, seconds=30, pixels=PIXEL_LIMIT)
    assert (opened.width, opened.height) == sides
    picture = first(path)
    assert picture.shape == (sides[1], sides[0], 3)
    quarters = [[picture[y * sides[1] // 4, x * sides[0] // 4].mean() > 127 for x in (1, 3)] for y in (1, 3)]
    assert [(y, x) for y in (0, 1) for x in (0, 1) if quarters[y][x]] == [corner]


@pytest.mark.parametrize(
    ("aspect", "sides"), [(Fraction(2), (384, 108)), (Fraction(1, 2), (192, 216)), (Fraction(16, 15), (205, 108))]
)
def test_pixels_are_as_wide_as_the_file_says(tmp_path: Path, aspect: Fraction, sides: tuple[int, int]) -> None:
    path = clip(
        tmp_path / "a.mp4", frames=3, change=lambda stream: setattr(stream.codec_context, "sample_aspect_ratio", aspect)
    )
    assert first(path).shape == (sides[1], sides[0], 3)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("601.mp4", {"colorspace": 5}),
        ("709.mp4", {"colorspace": 1}),
        ("small-untold.mp4", {"colorspace": 2, "means": 5}),
        ("large-untold.mp4", {"colorspace": 2, "means": 1, "size": (1280, 720)}),
        ("2020.mp4", {"colorspace": 9}),
        ("full.mp4", {"colorspace": 1, "color_range": 2}),
    ],
)
def test_colours_are_what_they_were(tmp_path: Path, name: str, settings: dict[str, Any]) -> None:
    wanted = (200, 60, 90)
    width, height = size = settings.get("size", (192, 108))
    full = settings.get("color_range") == 2
    with av.open(str(tmp_path / name), "w") as output:
        stream = add_film(output, size=size, colorspace=settings["colorspace"], color_range=2 if full else 1)
        for number in range(3):
            frame = frame_of(plain(*wanted)(number, width, height), number, Fraction(1, 24))
            frame = frame.reformat(
                format="yuv420p",
                dst_colorspace=settings.get("means", settings["colorspace"]),
                src_color_range=2,
                dst_color_range=2 if full else 1,
            )
            frame.colorspace, frame.color_range = settings["colorspace"], 2 if full else 1
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    assert np.abs(first(tmp_path / name)[height // 2, width // 2].astype(int) - wanted).max() <= 5


@pytest.mark.parametrize(
    ("transfer", "levels"),
    [(16, {0.302: (50, 75), 0.58: (175, 200), 0.75: (225, 256)}), (18, {0.38: (60, 130), 0.75: (165, 205)})],
)
def test_a_bright_screen_s_film_keeps_its_faces(
    tmp_path: Path, transfer: int, levels: dict[float, tuple[int, int]]
) -> None:
    """Skin in shade, a white wall, and a lamp: SMPTE ST 2084 at 10, 203 and 1,000 candela a square metre."""
    parts = list(levels)
    named = "smpte2084" if transfer == 16 else "arib-std-b67"
    told = f"{QUIET}:colorprim=bt2020:transfer={named}:colormatrix=bt2020nc"

    def draw(_number: int, width: int, height: int) -> Any:
        return np.repeat(
            np.array([[[round(255 * part)] * 3 for part in parts]], np.uint8), width // len(parts), 1
        ).repeat(height, 0)

    path = clip(
        tmp_path / "a.mp4", "libx265", frames=3, draw=draw, form="yuv420p10le",
options={"preset": "ultrafast", "x265-params": told},
    )  # fmt: skip
    picture = first(path)
    for place, (least, most) in enumerate(levels.values()):
        level = picture[54, (2 * place + 1) * picture.shape[1] // (2 * len(parts))].mean()
        assert least <= level <= most


def test_transparency_is_seen_over_each_ground(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mov"), "w") as output:
        stream = add_film(output, "prores_ks", form="yuva444p10le")
        for number in range(3):
            picture = np.zeros((108, 192, 4), np.uint8)
            picture[..., 0], picture[:, 96:, 3] = 200, 255
            output.mux(stream.encode(frame_of(picture, number, Fraction(1, 24), "rgba")))
        output.mux(stream.encode())
    seen = [found[0].picture for _, found in pieces(tmp_path / "a.mov")]
    hidden = [picture[50, 20].tolist() for picture in seen if picture is not None]
    assert [[round(level, -1) for level in one] for one in hidden] == [[260, 260, 260], [0, 0, 0], [200, 0, 0]]
    assert all(picture is not None and picture[50, 150, 0] > 180 for picture in seen)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("a.mp4", {"options": {"crf": "10", "x264-params": f"{QUIET}:interlaced=1:tff=1"}}),
        ("a.mxf", {"codec": "mpeg2video", "options": {"flags": "+ildct+ilme", "b": "8M"}}),
    ],
)
def test_each_field_of_an_interlaced_film_is_a_frame(tmp_path: Path, name: str, settings: dict[str, Any]) -> None:
    def draw(number: int, width: int, height: int) -> Any:
        """A bar that moves on from field to field."""
        picture = np.zeros((height, width, 3), np.uint8)
        for field in (0, 1):
            place = 8 * (2 * number + field) % width
            picture[field::2, place : place + 8] = 255
        return picture

    found = frames(clip(tmp_path / name, rate=25, frames=12, draw=draw, **settings))
    assert len(found) == 24
    assert found[1].start == pytest.approx(0.02)
    for one in found:
        if one.picture is not None:
            rows = one.picture[..., 0].astype(int)
            assert np.abs(rows[20:80:2] - rows[21:81:2]).mean() < 10  # no comb


def test_frames_of_any_length(tmp_path: Path) -> None:
    found = frames(clip(tmp_path / "a.mp4", frames=12, times=lambda number: number * number))
    assert [round(frame.start * 24) for frame in found] == [number * number for number in range(12)]


def test_every_film_and_picture_in_a_file(tmp_path: Path) -> None:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), (200, 10, 10)).save(drawn, "JPEG")
    with av.open(str(tmp_path / "a.mkv"), "w") as output:
        streams = [add_film(output), add_film(output, size=(384, 120))]
        output.add_attachment("cover.jpg", "image/jpeg", drawn.getvalue())
        for number in range(10):
            for add, stream in enumerate(streams):
                picture = numbered(number + 100 * add, stream.width, stream.height)
                output.mux(stream.encode(frame_of(picture, number, Fraction(1, 24))))
        for stream in streams:
            output.mux(stream.encode())
    assert not Film().stretches(tmp_path / "a.mkv")
    one, other, cover = pieces(tmp_path / "a.mkv")
    assert [number_of(found[0].picture) for _, found in (one, other) if found[0].picture is not None] == [0, 100]
    assert [view.shape for view in cover[0].views] == [(48, 64, 3)]
    assert (cover[0].start, cover[0].end, cover[1]) == (0.0, 0.0, [])


def test_what_nobody_has_listened_to_is_told(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as output:
        sound, film = output.add_stream("aac", rate=44100), add_film(output)
        for number in range(20):
            heard = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            heard.sample_rate, heard.pts = 44100, number * 1024
            output.mux(sound.encode(heard))
            output.mux(film.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        output.mux(sound.encode())
        output.mux(film.encode())
    silent = clip(tmp_path / "b.mp4")
    assert [
        Film().opened(tmp_path / name, None, seconds=30, pixels=PIXEL_LIMIT).sounds for name in ("a.mp4", silent.name)
    ] == [True, False]


def test_frames_before_the_list_of_edits_begins_are_looked_at(tmp_path: Path) -> None:
    whole = clip(tmp_path / "whole.mp4", frames=48, options={"x264-params": f"{QUIET}:keyint=24"})
    with av.open(str(whole)) as source, av.open(str(tmp_path / "a.mp4"), "w") as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size and packet.pts is not None and packet.dts is not None:
                packet.pts, packet.dts, packet.stream = packet.pts - 6000, packet.dts - 6000, stream
                output.mux(packet)
    assert [frame.number for frame in frames(tmp_path / "a.mp4")] == list(range(48))


def test_where_nothing_moves_little_time_passes_unseen(tmp_path: Path) -> None:
    ((_piece, found),) = pieces(clip(tmp_path / "a.mp4", frames=60, draw=plain(90, 90, 90)))
    chosen = [one for one in found if one.picture is not None]
    assert len(found) == 60
    assert 0 < max(b.start - a.end for a, b in pairwise(chosen)) < 0.2


def test_a_child_ends_when_nobody_reads_on(tmp_path: Path) -> None:
    (piece,) = Film().opened(clip(tmp_path / "a.mp4", frames=500), None, seconds=30, pixels=PIXEL_LIMIT).pieces
    assert settled(0), "of those that surveyed it"
    reading = iter(piece.frames)
    next(reading)
    assert settled(1)
    reading.close()  # type: ignore[attr-defined]
    gc.collect()
    assert settled(0)


def settled(number: int) -> bool:
    """Whether there are so many decoding children, once those that have ended are gone."""
    until = time.monotonic() + 10
    while len(children()) != number and time.monotonic() < until:
        time.sleep(0.01)
    return len(children()) == number


def children() -> set[str]:
    """The decoding children: those that a warm process forked, whichever thread started it."""
    return {
        child
        for warm in forked._warm.values()
        for child in Path(f"/proc/{warm._process.pid}/task/{warm._process.pid}/children").read_text().split()
    }
