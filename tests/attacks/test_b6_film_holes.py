"""Bytes in a film's file that no player shows, and that whoever is given it can take out: the file is undecided, or they are looked at."""

import base64
import io
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from matching.media.film.film import Film
from matching.media.picture import PIXEL_LIMIT
from matching.reasons import Undecidable
from tests.attacks.notes import boxes, xmp_with
from tests.attacks.pictures import portrait, saved
from tests.attacks.test_b9_sound import pcm
from tests.common.clips import add_film, clip, frame_of, numbered

NOISE = np.random.default_rng(7).integers(1, 256, 6000, np.uint8).tobytes()
FACE = saved(portrait(), "JPEG", quality=60)
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


def read(path: Path) -> list[Any]:
    """The pictures that are looked at beside the frames, all of which are read. Raises Undecidable."""
    beside = []
    for piece in Film().opened(path, None, seconds=20, pixels=PIXEL_LIMIT).pieces:
        list(piece.frames)
        beside += piece.views
    return beside


def refusal(path: Path) -> str:
    with pytest.raises(Undecidable) as caught:
        read(path)
    return caught.value.reason


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def behind(addition: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content + addition


def other_film(content: bytes) -> bytes:
    """The frames of another film, to which no table points."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as output:
        stream = add_film(output, options={"crf": "5"})
        for number in range(24):
            output.mux(stream.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        output.mux(stream.encode())
    frames = made.getvalue()
    return content + frames[frames.index(b"mdat") - 4 : frames.index(b"moov") - 4]


def longer_table(content: bytes) -> bytes:
    """A list of key frames that is longer than its count says; every box around it with it."""
    grown = bytearray(content)
    end = content.index(b"stss") - 4
    end += int.from_bytes(content[end : end + 4], "big")
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stss"):
        place = content.index(kind) - 4
        grown[place : place + 4] = (int.from_bytes(content[place : place + 4], "big") + len(NOISE)).to_bytes(4, "big")
    return bytes(grown[:end]) + NOISE + bytes(grown[end:])


def element(kind: bytes, content: bytes) -> bytes:
    return kind + (1 << 56 | len(content)).to_bytes(8, "big") + content


def in_segment(addition: bytes) -> Callable[[bytes], bytes]:
    """Behind the last element of a Matroska file's one segment, which grows by it."""

    def change(content: bytes) -> bytes:
        place = content.index(bytes.fromhex("18538067")) + 4
        length = int.from_bytes(content[place : place + 8], "big") + len(addition)
        return content[:place] + length.to_bytes(8, "big") + content[place + 8 :] + addition

    return change


def block(track: int, content: bytes) -> bytes:
    frame = element(b"\xa3", bytes([0x80 | track]) + b"\0\0\x80" + content)
    return element(bytes.fromhex("1f43b675"), element(b"\xe7", b"\0") + frame)


def chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def in_riff(addition: bytes, *, within: bytes = b"RIFF") -> Callable[[bytes], bytes]:
    """Behind the last chunk of an AVI file, or of a list in it."""

    def change(content: bytes) -> bytes:
        grown, start = bytearray(content), content.index(within) - (8 if within == b"movi" else 0)
        end = start + 8 + int.from_bytes(content[start + 4 : start + 8], "little")
        for place in {0, start}:
            length = int.from_bytes(content[place + 4 : place + 8], "little") + len(addition)
            grown[place + 4 : place + 8] = length.to_bytes(4, "little")
        return bytes(grown[:end]) + addition + bytes(grown[end:])

    return change


def triplet(key: str, content: bytes) -> bytes:
    return bytes.fromhex(key) + b"\x83" + len(content).to_bytes(3, "big") + content


HOLES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "data-that-no-table-names.mp4": ("mp4", behind(box(b"mdat", NOISE))),
    "another-film-s-frames.mp4": ("mp4", other_film),
    "another-film-s-frames.mov": ("mov", other_film),
    "padding.mp4": ("mp4", behind(box(b"free", NOISE))),
    "padding.mov": ("mov", behind(box(b"skip", NOISE))),
    "padding-before.mp4": ("fragments", behind(box(b"free", FACE[:4000]))),
    "unknown-box.mp4": ("mp4", behind(box(b"abcd", NOISE))),
    "no-box.mp4": ("mp4", behind(NOISE)),
    "private-box.mp4": ("mp4", behind(box(b"uuid", bytes(16) + NOISE * 12))),
    "long-table.mp4": ("mp4", longer_table),
    "fragments.mp4": ("fragments", behind(box(b"mdat", NOISE))),
    "void.mkv": ("mkv", in_segment(element(b"\xec", NOISE))),
    "void.webm": ("webm", in_segment(element(b"\xec", NOISE))),
    "nobody-s-track.mkv": ("mkv", in_segment(block(9, NOISE))),
    "tags.mkv": ("mkv", in_segment(element(bytes.fromhex("1254c367"), element(b"\x73\x73", element(b"\x44\x85", NOISE))))),
    "second-segment.mkv": ("mkv", behind(element(bytes.fromhex("18538067"), NOISE))),
    "junk.avi": ("avi", in_riff(chunk(b"JUNK", NOISE))),
    "unknown-chunk.avi": ("avi", in_riff(chunk(b"abcd", NOISE))),
    "long-index.avi": ("avi", in_riff(chunk(b"idx1", NOISE))),
    "nobody-s-track.avi": ("avi", in_riff(chunk(b"07dc", NOISE), within=b"movi")),
    "unknown-chunk-of-h264.avi": ("marks", in_riff(chunk(b"abcd", NOISE))),
    "behind.avi": ("avi", behind(NOISE)),
    "second.avi": ("avi", lambda content: content + content),
    "fill.mxf": ("mxf", behind(triplet("060e2b34010101020301021001000000", NOISE))),
    "dark.mxf": ("mxf", behind(triplet("060e2b34010101020f01021001000000", NOISE))),
    "nobody-s-track.mxf": ("mxf", behind(triplet("060e2b34010201010d01030115090909", NOISE))),
    "system.mxf": ("mxf", behind(triplet("060e2b34020501010d01030104010100", NOISE))),
    "value.mxf": (
        "mxf",
        behind(triplet("060e2b34025301010d01010101012f00", b"\x3c\x01" + struct.pack(">H", len(NOISE)) + NOISE)),
    ),
    "partition.mxf": ("mxf", behind(triplet("060e2b34020501010d01020101030400", NOISE))),
}  # fmt: skip

MADE: dict[str, tuple[str, dict[str, Any]]] = {
    "mp4": ("a.mp4", {}),
    "fragments": ("b.mp4", {"container": {"movflags": "frag_keyframe+empty_moov"}}),
    "mov": ("a.mov", {}),
    "mkv": ("a.mkv", {}),
    "webm": ("a.webm", {"codec": "libvpx-vp9", "options": {"deadline": "realtime", "cpu-used": "8"}}),
    "avi": ("a.avi", {"codec": "mjpeg", "form": "yuvj420p"}),
    "mxf": ("a.mxf", {"codec": "mpeg2video", "rate": 25}),
    "marks": ("b.avi", {}),
}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("films")
    return {kind: clip(folder / name, **settings).read_bytes() for kind, (name, settings) in MADE.items()}


@pytest.mark.attack("B6.holes")
@pytest.mark.parametrize("name", HOLES)
def test_what_no_player_shows_is_not_cleared_with_the_film(films: dict[str, bytes], tmp_path: Path, name: str) -> None:
    kind, change = HOLES[name]
    path = tmp_path / name
    path.write_bytes(films[kind])
    assert read(path) == []
    path.write_bytes(change(films[kind]))
    assert refusal(path) in ("film.more-than-a-film", "film.broken", "film.damaged")


def as_xmp(face: bytes) -> bytes:
    return box(b"uuid", XMP_BOX + xmp_with(face))


def as_credentials(face: bytes) -> bytes:
    return box(b"uuid", C2PA_BOX + bytes(4) + b"manifest\0" + bytes(8) + boxes(face))


def as_a_camera_s(face: bytes) -> bytes:
    return box(b"uuid", b"PROF" + bytes(12) + face)


@pytest.mark.attack("B6.holes")
@pytest.mark.parametrize("way", [as_xmp, as_credentials, as_a_camera_s])
def test_a_picture_in_a_film_s_notes_is_looked_at(
    films: dict[str, bytes], tmp_path: Path, way: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(films["mp4"] + way(FACE))
    (shown,) = read(path)
    assert shown.shape == (192, 192, 3)
    assert np.abs(shown.mean(axis=2) - portrait()).mean() < 8


@pytest.mark.attack("B6.holes")
def test_an_archive_in_a_film_s_notes_is_not_cleared_with_it(films: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(films["mp4"] + as_a_camera_s(b"PK\3\4" + bytes(200)))
    assert refusal(path) == "film.more-than-a-film"


@pytest.mark.attack("B6.holes")
@pytest.mark.parametrize("more", [FACE, pcm(900)])
def test_a_font_can_draw_or_hide_anybody_and_is_not_cleared(tmp_path: Path, more: bytes) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as output:
        stream = add_film(output)
        output.add_attachment("more.otf", "application/vnd.ms-opentype", b"OTTO" + more)
        for number in range(5):
            output.mux(stream.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        output.mux(stream.encode())
    assert refusal(path) == "film.attachment"


def with_units(path: Path, codec: str, unit: bytes, *, before: bool = False) -> Path:
    """A film with one more unit behind each frame, or before it."""
    more = struct.pack(">I", len(unit)) + unit
    with (
        av.open(str(clip(path.with_name("plain.mp4"), codec, options=SILENT[codec]))) as source,
        av.open(str(path), "w") as output,
    ):
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                longer: Any = av.Packet(more + bytes(packet) if before else bytes(packet) + more)
                longer.pts, longer.dts, longer.time_base = packet.pts, packet.dts, packet.time_base
                longer.duration, longer.is_keyframe, longer.stream = packet.duration, packet.is_keyframe, stream
                output.mux(longer)
    return path


SILENT = {
    "libx264": {"preset": "ultrafast", "x264-params": "log-level=none"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
}
LAYERS = {
    "second-eye.mp4": ("libx264", b"\x74\x80" + NOISE[:300]),
    "auxiliary.mkv": ("libx264", b"\x73\x80" + NOISE[:300]),
    "unspecified.mov": ("libx264", b"\x7e\x80" + NOISE[:300]),
    "second-eye.mov": ("libx265", b"\x02\x09" + NOISE[:300]),
    "enhancing.mp4": ("libx265", b"\x7e\x01" + NOISE[:300]),
}


@pytest.mark.attack("B6.holes")
@pytest.mark.parametrize("name", LAYERS)
def test_pictures_in_frames_that_no_decoder_shows_are_not_cleared_with_them(tmp_path: Path, name: str) -> None:
    codec, unit = LAYERS[name]
    assert refusal(with_units(tmp_path / name, codec, unit)) == "film.more-than-a-film"


@pytest.mark.attack("B6.holes")
@pytest.mark.parametrize(("codec", "head"), [("libx264", b"\x06\x05"), ("libx265", b"\x4e\x01\x05")])
def test_a_picture_in_the_messages_beside_a_frame_is_looked_at(tmp_path: Path, codec: str, head: bytes) -> None:
    said = b"a name in 16 byte" + base64.b64encode(FACE)
    message = head + b"\xff" * (len(said) // 255) + bytes([len(said) % 255]) + said + b"\x80"
    (shown,) = read(with_units(tmp_path / "a.mp4", codec, message, before=True))
    assert shown.shape == (192, 192, 3)
