"""What a sound file, or a film, holds beside what is heard: chunks, tags, tracks of words and of data."""

import base64
import struct
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from matching.media.stream import opened
from matching.reasons import Undecidable
from tests.attacks.test_b9_sound import fmt, pcm, put, riff, sung
from tests.common.clips import add_film, frame_of, numbered
from tests.common.sounds import add, heard, mux, tone

HIDDEN = pcm(900, seconds=2)
"""Somebody speaks: samples without any head, which any program plays that is told what they are."""

WHOLE = fmt(), (b"data", pcm(440, seconds=2))
MORE = "sound.more-than-sound"


def picture() -> bytes:
    drawn = np.random.default_rng(3).integers(0, 255, (24, 24, 3), np.uint8)
    Image.fromarray(drawn).resize((96, 96)).save(out := BytesIO(), "JPEG")
    return out.getvalue()


def list_of(kind: bytes, name: bytes, content: bytes) -> tuple[bytes, bytes]:
    return b"LIST", kind + name + struct.pack("<I", len(content)) + content


def id3(*frames: tuple[bytes, bytes], padding: bytes = b"") -> bytes:
    body = b"".join(kind + struct.pack(">I", len(part)) + bytes(2) + part for kind, part in frames) + padding
    return b"ID3\3\0\0" + bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0)) + body


def cover(content: bytes, mime: bytes = b"image/jpeg") -> tuple[bytes, bytes]:
    return b"APIC", b"\0" + mime + b"\0\3\0" + content


def mp3(path: Path) -> bytes:
    plain = {"id3v2_version": "0", "write_xing": "0"}
    return sung(path.with_name("plain.mp3"), 440, options=plain).read_bytes()


def ape(name: bytes, content: bytes) -> bytes:
    item = struct.pack("<II", len(content), 2) + name + b"\0" + content
    head, foot = (struct.pack("<IIII", 2000, len(item) + 32, 1, flags) + bytes(8) for flags in (0xA0000000, 0x80000000))
    return b"APETAGEX" + head + item + b"APETAGEX" + foot


def flac(path: Path, kind: int, content: bytes) -> bytes:
    plain = sung(path.with_name("plain.flac"), 440).read_bytes()
    return plain[:42] + bytes([kind]) + len(content).to_bytes(3, "big") + content + plain[42:]


def flac_picture(content: bytes) -> bytes:
    return struct.pack(">II10sI", 3, 10, b"image/jpeg", 0) + bytes(16) + struct.pack(">I", len(content)) + content


def aiff(*chunks: tuple[bytes, bytes], offset: bytes = b"") -> bytes:
    common = struct.pack(">hLh", 1, 32000, 16) + bytes.fromhex("400cfa00000000000000")
    samples = np.frombuffer(pcm(440, seconds=2), "<i2").byteswap().tobytes()
    every = [(b"COMM", common), (b"SSND", struct.pack(">II", len(offset), 0) + offset + samples), *chunks]
    body = b"AIFF" + b"".join(kind + struct.pack(">I", len(part)) + part + bytes(len(part) % 2) for kind, part in every)
    return b"FORM" + struct.pack(">I", len(body)) + body


def page(serial: int, content: bytes, flags: int, number: int) -> bytes:
    pieces = [255] * (len(content) // 255) + [len(content) % 255]
    head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<III", serial, number, 0) + bytes([len(pieces)])
    return head + bytes(pieces) + content


def second_stream(path: Path) -> bytes:
    """Pages of a logical stream of no kind that anybody knows, after those that begin the others."""
    whole = sung(path.with_name("plain.opus"), 440).read_bytes()
    first = whole.index(b"OggS", 4)
    secret = [page(77, HIDDEN[at : at + 60_000], 0, 1 + at // 60_000) for at in range(0, len(HIDDEN), 60_000)]
    return whole[:first] + page(77, b"secret", 2, 0) + b"".join(secret) + whole[first:]


def commented(path: Path, key: str, value: str) -> Path:
    with av.open(str(path), "w") as out:
        out.metadata[key] = value
        mux(out, (add(out, "libopus", 1, 48_000), [tone(440, 2, 48_000)]))
    return path


IN_LETTERS = base64.b64encode(HIDDEN).decode()

BESIDE: dict[str, Callable[[Path], Path]] = {
    "unknown.wav": lambda path: put(path, riff(*WHOLE, (b"abcd", HIDDEN))),
    "padding.wav": lambda path: put(path, riff(*WHOLE, (b"JUNK", HIDDEN))),
    "capitals.wav": lambda path: put(path, riff(*WHOLE, (b"DATA", HIDDEN))),
    "bext.wav": lambda path: put(path, riff((b"bext", HIDDEN), *WHOLE)),
    "ixml.wav": lambda path: put(path, riff(*WHOLE, (b"iXML", HIDDEN))),
    "comment.wav": lambda path: put(path, riff(*WHOLE, list_of(b"INFO", b"ICMT", HIDDEN))),
    "file.wav": lambda path: put(path, riff(*WHOLE, list_of(b"adtl", b"file", HIDDEN))),
    "list.wav": lambda path: put(path, riff(*WHOLE, list_of(b"wavl", b"data", HIDDEN))),
    "object.wav": lambda path: put(path, riff(*WHOLE, (b"id3 ", id3((b"GEOB", b"\0x/y\0a\0b\0" + HIDDEN))))),
    "letters.wav": lambda path: put(path, riff(*WHOLE, (b"iXML", IN_LETTERS.encode()))),
    "object.mp3": lambda path: put(path, id3((b"GEOB", b"\0x/y\0a\0b\0" + HIDDEN)) + mp3(path)),
    "private.mp3": lambda path: put(path, id3((b"PRIV", b"a\0" + HIDDEN)) + mp3(path)),
    "lyrics.mp3": lambda path: put(path, id3((b"USLT", b"\0eng\0" + HIDDEN)) + mp3(path)),
    "padding.mp3": lambda path: put(path, id3(padding=bytes(10) + HIDDEN) + mp3(path)),
    "no-cover.mp3": lambda path: put(path, id3(cover(picture(), b"image/x-secret")) + mp3(path)),
    "cover-and-more.mp3": lambda path: put(path, id3(cover(HIDDEN + picture())) + mp3(path)),
    "ape-cover.mp3": lambda path: put(path, mp3(path) + ape(b"Cover Art (Front)", b"a.jpg\0" + picture())),
    "application.flac": lambda path: put(path, flac(path, 2, b"abcd" + HIDDEN)),
    "padding.flac": lambda path: put(path, flac(path, 1, HIDDEN)),
    "places.flac": lambda path: put(path, flac(path, 3, HIDDEN[: 18 * 1000])),
    "reserved.flac": lambda path: put(path, flac(path, 100, HIDDEN)),
    "unknown.aiff": lambda path: put(path, aiff((b"abcd", HIDDEN))),
    "application.aiff": lambda path: put(path, aiff((b"APPL", b"stoc" + HIDDEN))),
    "before-samples.aiff": lambda path: put(path, aiff(offset=HIDDEN)),
    "stream.opus": lambda path: put(path, second_stream(path)),
    "comment.opus": lambda path: commented(path, "comment", IN_LETTERS),
    "no-cover.opus": lambda path: commented(path, "METADATA_BLOCK_PICTURE", IN_LETTERS),
}  # fmt: skip


@pytest.mark.attack("B11.beside")
@pytest.mark.parametrize("name", BESIDE)
def test_what_no_player_lets_hear_is_not_cleared_with_a_sound_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Undecidable) as caught:
        heard(BESIDE[name](tmp_path / name))
    assert caught.value.reason in (MORE, "picture.unknown-format")


COVERED: dict[str, Callable[[Path], Path]] = {
    "a.mp3": lambda path: put(path, id3(cover(picture())) + mp3(path)),
    "a.wav": lambda path: put(path, riff(*WHOLE, (b"id3 ", id3(cover(picture()))))),
    "a.aiff": lambda path: put(path, aiff((b"ID3 ", id3(cover(picture()))))),
    "a.flac": lambda path: put(path, flac(path, 6, flac_picture(picture()))),
    "a.opus": lambda path: commented(
        path, "METADATA_BLOCK_PICTURE", base64.b64encode(flac_picture(picture())).decode()
    ),
}  # fmt: skip


@pytest.mark.attack("B11.covers")
@pytest.mark.parametrize("name", COVERED)
def test_a_cover_is_looked_at_and_tags_of_words_are_let_through(tmp_path: Path, name: str) -> None:
    views = [piece.views for piece in opened(COVERED[name](tmp_path / name)).pieces if piece.views]
    assert [one.shape[:2] for (one, *_) in views] == [(96, 96)]


@pytest.mark.attack("B11.honest")
@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.opus", "a.m4a", "a.aac"])
def test_what_editors_write_is_let_through(tmp_path: Path, name: str) -> None:
    codec = {"wav": "pcm_s16le", "mp3": "libmp3lame", "opus": "libopus", "m4a": "aac"}
    with av.open(str(path := tmp_path / name), "w", options={"write_bext": "1"} if name == "a.wav" else {}) as out:
        words = {"title": "Der Kai, take 4", "comment": "Take 3 \u2013 besser", "artist": "A", "lyrics": "la " * 900}
        out.metadata.update(words | {"description": "ADR", "coding_history": "A=PCM,F=48000"})
        stream = add(out, codec.get(path.suffix[1:], path.suffix[1:]), 1, 48_000)
        mux(out, (stream, [tone(440, 2, 48_000)]))
    assert heard(path).shape[0] == 1


@pytest.mark.attack("B11.honest")
def test_chunks_behind_the_sound_of_a_long_form_are_read_as_what_they_are(tmp_path: Path) -> None:
    sound, words = pcm(440, seconds=2), b"<BWFXML>" + b"Der Kai, take 4 " * 300 + b"</BWFXML>"
    long = struct.pack("<QQQI", 0, len(sound), len(sound) // 2, 0)
    content = bytearray(riff((b"ds64", long), fmt(), (b"data", sound), (b"iXML", words)))
    content[:4], place = b"RF64", content.index(b"data") + 4
    content[place : place + 4] = b"\xff" * 4
    assert heard(put(tmp_path / "a.wav", bytes(content))).shape == (1, len(sound) // 2)


LINES = "".join(f"{at + 1}\n00:00:0{at},000 --> 00:00:0{at},900\nLine {at}, said aloud\n\n" for at in range(2))


def subtitled(path: Path, content: bytes = b"", *, seen: bool = True) -> Path:
    """With subtitles of words; or with packets that are none."""
    put(path.with_suffix(".srt"), LINES.encode())
    with av.open(str(path.with_suffix(".srt"))) as words, av.open(str(path), "w") as out:
        film = add_film(out) if seen else None
        sound = add(out, "libopus", 1, 48_000)
        track = out.add_stream_from_template(words.streams[0])
        for number in range(48 if film else 0):
            out.mux(film.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        if film:
            out.mux(film.encode())
        mux(out, (sound, [tone(440, 2, 48_000)]))
        for at, packet in enumerate(one for one in words.demux() if one.size):
            line: Any = av.Packet(content[at * 8000 : (at + 1) * 8000] or bytes(packet))
            line.pts, line.dts, line.duration = packet.pts, packet.dts, packet.duration
            line.time_base, line.stream = packet.time_base, track
            out.mux(line)
    return path


@pytest.mark.attack("B11.lines")
@pytest.mark.parametrize("seen", [True, False])
def test_words_in_subtitles_are_let_through_and_nothing_else(tmp_path: Path, seen: bool) -> None:
    assert heard(subtitled(tmp_path / "a.mkv", seen=seen)).shape[0] == 1
    for content in (HIDDEN, picture() * 3, IN_LETTERS.encode()):
        with pytest.raises(Undecidable) as caught:
            heard(subtitled(tmp_path / "b.mkv", content, seen=seen))
        assert caught.value.reason == ("film.more-than-a-film" if seen else MORE)


def dubbed(path: Path, *, seen: bool) -> Path:
    """Two tracks of sound."""
    with av.open(str(path), "w") as out:
        film = add_film(out) if seen else None
        tracks = [add(out, "aac", 1, 48_000) for _ in range(2)]
        for number in range(48 if film else 0):
            out.mux(film.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        if film:
            out.mux(film.encode())
        mux(out, *((track, [tone(hertz, 2, 48_000)]) for track, hertz in zip(tracks, (440, 900), strict=True)))
    return path


@pytest.mark.attack("B11.data")
@pytest.mark.parametrize("entry", [b"mett", b"gpmd", b"rtmd", b"xxxx", b"wvtt"])
@pytest.mark.parametrize("seen", [True, False])
def test_a_track_of_sound_that_calls_itself_data_is_not_cleared(tmp_path: Path, seen: bool, entry: bytes) -> None:
    path = dubbed(tmp_path / "a.mp4", seen=seen)
    assert heard(path).shape[0] == 4  # both, and their mixes
    content = bytearray(path.read_bytes())
    for name, other in ((b"soun", b"meta"), (b"mp4a", entry)):
        place = content.rindex(name)
        content[place : place + 4] = other
    with pytest.raises(Undecidable) as caught:
        heard(put(path, bytes(content)))
    assert caught.value.reason == ("film.more-than-a-film" if seen else MORE)
