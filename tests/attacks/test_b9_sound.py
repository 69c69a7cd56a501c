"""Sound that is not what it says: everything that a player could play is heard, or nothing is cleared."""

import struct
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from matching.media.medium import RATE
from matching.media.stream import opened
from matching.reasons import Undecidable
from tests.common.clips import add_film, frame_of, numbered
from tests.common.sounds import Wave, add, coded, heard, mux, pieces, pitch, tone, wav

CODECS = {"mp3": "libmp3lame", "flac": "flac", "opus": "libopus", "m4a": "aac", "aac": "aac", "wav": "pcm_s16le"}


def sung(path: Path, *hertz: float, seconds: float = 3, rate: int = 48_000, **how: Any) -> Path:
    return coded(path, CODECS[path.suffix[1:]], *(tone(one, seconds, rate) for one in hertz), rate=rate, **how)


def riff(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    body = b"WAVE" + b"".join(kind + struct.pack("<I", len(part)) + part for kind, part in chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def fmt(tag: int = 1, channels: int = 1, rate: int = RATE, bits: int = 16) -> tuple[bytes, bytes]:
    block = channels * bits // 8
    return b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, min(rate * block, 2**32 - 1), block % 65536, bits)


def pcm(*hertz: float, seconds: float = 1) -> bytes:
    return b"".join((tone(one, seconds) * 32767).astype("<i2").tobytes() for one in hertz)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cut_off(path: Path, share: float = 0.6) -> Path:
    content = sung(path, 440).read_bytes()
    return put(path, content[: int(len(content) * share)])


def one_after(path: Path, *others: dict[str, Any]) -> Path:
    """Several files as one."""
    plain = {"options": {"id3v2_version": "0", "write_xing": "0"}} if path.suffix == ".mp3" else {}
    parts = [
        sung(path.with_stem(f"part{at}"), *how.pop("hertz"), **plain, **how) for at, how in enumerate(map(dict, others))
    ]
    return put(path, b"".join(part.read_bytes() for part in parts))


def samples(path: Path, *values: float) -> Path:
    found = np.full(RATE, 0.1, "<f4")
    found[1000 : 1000 + len(values)] = values
    return put(path, riff(fmt(3, bits=32), (b"data", found.tobytes())))


def lying_data(length: int, chunk: bytes = b"") -> bytes:
    content = pcm(440)
    head = b"WAVE" + b"".join(kind + struct.pack("<I", len(part)) + part for kind, part in [fmt()])
    body = head + b"data" + struct.pack("<I", length) + content + chunk
    return b"RIFF" + struct.pack("<I", len(body)) + body


def faster(path: Path) -> Path:
    """Its table says that time passes twice as fast as its frames do."""
    content = bytearray(sung(path, 440).read_bytes())
    for box in (b"mdhd",):
        place = content.index(box) + 4 + 12
        (scale,) = struct.unpack(">I", content[place : place + 4])
        content[place : place + 4] = struct.pack(">I", scale * 2)
    return put(path, bytes(content))


def encrypted(path: Path) -> Path:
    key = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "76" * 16, "encryption_kid": "a7" * 16}
    return sung(path.with_suffix(".m4a"), 440, container="mp4", options=key)


REFUSED: dict[str, tuple[Callable[[Path], Path], set[str]]] = {
    "thousand.wav": (
        lambda path: put(path, riff(fmt(channels=1000), (b"data", bytes(2000 * 100)))), {"sound.too-many-channels"},
    ),
    "65.wav": (lambda path: put(path, riff(fmt(channels=65), (b"data", bytes(130 * 800)))), {"sound.too-many-channels"}),
    "zero-rate.wav": (lambda path: put(path, riff(fmt(rate=0), (b"data", pcm(440)))), {"sound.broken", "sound.rate"}),
    "slow.wav": (lambda path: put(path, riff(fmt(rate=10), (b"data", pcm(440)))), {"sound.rate"}),
    "no-data.wav": (lambda path: put(path, riff(fmt())), {"sound.broken"}),
    "empty.wav": (lambda path: put(path, riff(fmt(), (b"data", b""))), {"sound.empty"}),
    "too-long.wav": (lambda path: put(path, lying_data(10**6)), {"sound.broken"}),
    "too-short.wav": (lambda path: put(path, lying_data(1000)), {"sound.broken", "sound.more-than-sound"}),
    "two-data.wav": (
        lambda path: put(path, riff(fmt(), (b"data", pcm(440)), (b"data", pcm(900)))), {"sound.more-than-sound"},
    ),
    "two-formats.wav": (
        lambda path: put(path, riff(fmt(), fmt(rate=8000), (b"data", pcm(440)))), {"sound.more-than-sound"},
    ),
    "behind.wav": (lambda path: put(path, riff(fmt(), (b"data", pcm(440))) + b"\0" * 5000), {"sound.more-than-sound"}),
    "second.wav": (
        lambda path: put(path, riff(fmt(), (b"data", pcm(440))) + sung(path.with_suffix(".mp3"), 900).read_bytes()),
        {"sound.more-than-sound", "sound.broken"},
    ),
    "nan.wav": (lambda path: samples(path, float("nan")), {"sound.no-numbers"}),
    "inf.wav": (lambda path: samples(path, float("inf")), {"sound.no-numbers"}),
    "unknown.wav": (lambda path: put(path, riff(fmt(0x4444), (b"data", pcm(440)))), {"sound.codec", "sound.broken"}),
    "half.wav": (cut_off, {"sound.broken"}),
    "half.flac": (cut_off, {"sound.damaged", "sound.broken"}),
    "half.opus": (cut_off, {"sound.damaged", "sound.broken"}),
    "half.m4a": (cut_off, {"film.broken", "sound.broken"}),
    "chain.opus": (lambda path: one_after(path, {"hertz": [440]}, {"hertz": [900]}), {"sound.more-than-sound"}),
    "rates.mp3": (
        lambda path: one_after(path, {"hertz": [440]}, {"hertz": [900], "rate": 44_100}), {"sound.changes"},
    ),
    "layouts.mp3": (lambda path: one_after(path, {"hertz": [440]}, {"hertz": [900, 900]}), {"sound.changes"}),
    "polyglot.mp3": (
        lambda path: put(path, sung(path, 440).read_bytes() + riff(fmt(), (b"data", pcm(900, seconds=5)))),
        {"sound.more-than-sound", "sound.damaged"},
    ),
    "polyglot.flac": (
        lambda path: put(path, sung(path, 440).read_bytes() + riff(fmt(), (b"data", pcm(900, seconds=5)))),
        {"sound.more-than-sound", "sound.damaged", "sound.broken"},
    ),
    "polyglot.m4a": (
        lambda path: put(path, sung(path, 440).read_bytes() + sung(path.with_suffix(".mp3"), 900).read_bytes()),
        {"sound.more-than-sound"},
    ),
    "twice.m4a": (
        lambda path: put(path, sung(path, 440).read_bytes() + sung(path.with_stem("b"), 900).read_bytes()),
        {"sound.more-than-sound"},
    ),
    "unplaced.m4a": (
        lambda path: put(path, sung(path, 440).read_bytes() + struct.pack(">I", 20_008) + b"mdat" + bytes(20_000 * [7])),
        {"sound.more-than-sound"},
    ),
    "id3.wav": (
        lambda path: put(path, b"ID3\3\0\0\0\0\0\0" + riff(fmt(), (b"data", pcm(440)))), {"picture.unknown-format"},
    ),
    "faster.m4a": (faster, {"sound.times"}),
    "encrypted.m4a": (encrypted, {"film.encrypted"}),
}  # fmt: skip


@pytest.mark.attack("B9.undecided")
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_heard_is_undecided(tmp_path: Path, name: str) -> None:
    make, reasons = REFUSED[name]
    began = time.monotonic()
    with pytest.raises(Undecidable) as caught:
        heard(make(tmp_path / name))
    assert caught.value.reason in reasons
    assert time.monotonic() - began < 60


def without_beginning(path: Path) -> Path:
    """A list of edits leaves out the second in which somebody sounds."""
    whole = coded(path.with_stem("whole"), "aac", *said(path), rate=48_000)
    with av.open(str(whole)) as source, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.size and packet.pts is not None and packet.dts is not None:
                packet.pts, packet.dts, packet.stream = packet.pts - 48_000, packet.dts - 48_000, stream
                out.mux(packet)
    return path


def said(_path: Path) -> list[Wave]:
    return [np.concatenate([tone(900, 1, 48_000), tone(440, 2, 48_000)])]


@pytest.mark.attack("B9.heard")
def test_what_a_list_of_edits_leaves_out_is_heard(tmp_path: Path) -> None:
    sound = heard(without_beginning(tmp_path / "a.m4a"))
    assert sound.shape[1] == pytest.approx(3 * RATE, abs=0.1 * RATE)
    assert pitch(sound[0, : int(0.9 * RATE)]) == pytest.approx(900, abs=3)


@pytest.mark.attack("B9.heard")
@pytest.mark.parametrize("name", ["a.mp3", "a.aac", "a.flac"])
def test_recordings_one_after_the_other_are_all_heard_or_nothing_is(tmp_path: Path, name: str) -> None:
    path = one_after(tmp_path / name, {"hertz": [440]}, {"hertz": [900]})
    try:
        sound = heard(path)
    except Undecidable:
        assert name == "a.flac"
        return
    assert sound.shape[1] == pytest.approx(6 * RATE, abs=0.2 * RATE)
    assert [pitch(sound[0, at * RATE : (at + 1) * RATE]) for at in (1, 4)] == pytest.approx([440, 900], abs=2)


@pytest.mark.attack("B9.heard")
def test_what_channels_share_out_is_heard_whole_in_their_mean(tmp_path: Path) -> None:
    whole = tone(440, 2)
    odd = np.arange(len(whole)) // 800 % 2 == 1
    sound = heard(wav(tmp_path / "a.wav", np.where(odd, whole, 0), np.where(odd, 0, whole)))
    assert np.abs(2 * sound[2] - whole).max() < 0.001


@pytest.mark.attack("B9.heard")
def test_what_two_channels_cancel_is_heard_in_each(tmp_path: Path) -> None:
    sound = heard(wav(tmp_path / "a.wav", tone(440, 2), -tone(440, 2)))
    assert [pitch(one) for one in sound[:2]] == pytest.approx([440, 440], abs=1)
    assert not sound[2].any()


@pytest.mark.attack("B9.heard")
def test_what_channels_share_out_upside_down_as_well_is_heard_whole(tmp_path: Path) -> None:
    whole = tone(440, 2)
    odd = np.arange(len(whole)) // 800 % 2 == 1
    shares = [np.where(odd, whole, 0), np.where(odd, 0, whole)]
    sound = heard(wav(tmp_path / "a.wav", *shares, *(-one for one in shares)))
    assert np.abs(sound[4]).max() < 0.001  # nothing is left of it in the mean
    assert np.abs(2 * sound[5] - whole).max() < 0.001


@pytest.mark.attack("B9.heard")
def test_pictures_in_a_sound_file_make_it_a_film(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w", format="mp4") as out:
        sound, shown = add(out, "aac", 1, 48_000), add_film(out)
        for number in range(10):
            out.mux(shown.encode(frame_of(numbered(number), number, Fraction(1, 24))))
        out.mux(shown.encode())
        mux(out, (sound, [tone(440, 1, 48_000)]))
    assert opened(path).media == "video"


@pytest.mark.attack("B9.heard")
def test_silence_and_square_waves_and_what_is_too_loud_are_heard(tmp_path: Path) -> None:
    assert not heard(wav(tmp_path / "a.wav", np.zeros(RATE, np.float32))).any()
    square = np.asarray(np.sign(tone(440, 2)), np.float32)
    assert pitch(heard(wav(tmp_path / "b.wav", square))[0]) == pytest.approx(440, abs=1)
    assert np.abs(heard(samples(tmp_path / "c.wav", 1e30, -1e30))).max() == 1


@pytest.mark.attack("B9.heard")
def test_a_length_that_its_writer_did_not_know_reaches_to_the_end(tmp_path: Path) -> None:
    path = put(tmp_path / "a.wav", lying_data(0xFFFFFFFF))
    assert heard(path).shape == (1, RATE)


@pytest.mark.trial
@pytest.mark.slow
@pytest.mark.attack("B9.bounded")
def test_ten_hours_take_bounded_time_and_memory(tmp_path: Path) -> None:
    path, length = tmp_path / "a.wav", 10 * 3600 * 8000
    head = riff(fmt(7, rate=8000, bits=8))
    with path.open("wb") as out:
        out.write(head[:4] + struct.pack("<I", len(head) + length) + head[8:] + b"data" + struct.pack("<I", length))
        out.truncate(out.tell() + length)
    began, total = time.monotonic(), 0
    for piece in opened(path).pieces:
        assert piece.sound is not None
        for block in piece.sound.blocks:
            assert block.nbytes <= 4 * 2 * RATE
            total += block.shape[1]
    assert total == 10 * 3600 * RATE
    assert time.monotonic() - began < 1800
    assert pieces
