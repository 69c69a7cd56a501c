"""Sound files and the sound of films, as whoever listens hears them."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from matching.media.medium import RATE
from matching.media.stream import opened, plan
from tests.common.clips import add_film, frame_of, numbered
from tests.common.sounds import add, coded, heard, mux, pieces, pitch, tone

FORMS = {
    "a.wav": ("pcm_s16le", 44_100, "WAV"),
    "b.wav": ("pcm_f32le", 192_000, "WAV"),
    "c.wav": ("pcm_mulaw", 8_000, "WAV"),
    "d.wav": ("libmp3lame", 44_100, "WAV"),
    "a.w64": ("pcm_s24le", 48_000, "WAV"),
    "a.aiff": ("pcm_s24be", 48_000, "AIFF"),
    "a.flac": ("flac", 44_100, "FLAC"),
    "a.mp3": ("libmp3lame", 44_100, "MP3"),
    "a.m4a": ("aac", 44_100, "M4A"),
    "b.m4a": ("alac", 44_100, "M4A"),
    "a.aac": ("aac", 44_100, "AAC"),
    "a.opus": ("libopus", 48_000, "OGG"),
    "a.oga": ("flac", 44_100, "OGG"),
    "a.mka": ("aac", 44_100, "MKV"),
    "a.mov": ("pcm_s24le", 48_000, "M4A"),
}


@pytest.mark.parametrize("name", FORMS)
def test_each_kind_is_heard_channel_by_channel_and_mixed(tmp_path: Path, name: str) -> None:
    codec, rate, form = FORMS[name]
    left, right = (tone(hertz, 3, rate) for hertz in (440, 1000))
    path = coded(tmp_path / name, codec, left, right, rate=rate)
    stream = opened(path)
    assert (stream.media, stream.format, stream.width, stream.height, stream.sounds) == ("audio", form, 0, 0, True)
    ((piece, sound),) = pieces(path)
    assert piece.sound is not None
    assert (piece.sound.channels, piece.sound.rate) == (4, rate)
    assert sound.dtype == np.float32
    assert sound.shape == (4, round(piece.end * RATE))
    assert piece.end == pytest.approx(3, abs=0.08)
    middle = sound[:, RATE : 2 * RATE]
    assert [pitch(one) for one in middle[:2]] == pytest.approx([440, 1000], abs=2)
    for mixed in middle[2:]:
        assert np.abs(middle[:2].mean(axis=0) - mixed).max() < 1e-6


def test_a_name_says_nothing(tmp_path: Path) -> None:
    mp3 = coded(tmp_path / "a.mp3", "libmp3lame", tone(440, 2, 44_100), rate=44_100)
    renamed = mp3.rename(tmp_path / "b.wav")
    assert opened(renamed).format == "MP3"
    assert pitch(heard(renamed)[0]) == pytest.approx(440, abs=2)


def test_further_tracks_are_further_channels(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mka"), "w") as out:
        mux(
            out,
            (add(out, "aac", 2, 48_000), [tone(hertz, 2, 48_000) for hertz in (300, 500)]),
            (add(out, "libmp3lame", 1, 44_100), [tone(800, 2, 44_100)]),
        )
    sound = heard(tmp_path / "a.mka")
    assert [pitch(one) for one in sound[:3]] == pytest.approx([300, 500, 800], abs=2)
    assert len(sound) == 5


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3", "a.m4a", "a.opus"])
def test_stretches_are_the_whole_sample_for_sample(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.media.sound.sound.STRETCH", 7.3)
    monkeypatch.setattr("matching.media.sound.sound.LEAST", 2)
    codec, rate, _ = FORMS[name]
    seconds = np.arange(20 * rate) / rate
    sweep = (0.4 * np.sin(2 * np.pi * (200 + 30 * seconds) * seconds)).astype(np.float32)
    path = coded(tmp_path / name, codec, sweep, sweep[::-1].copy(), rate=rate)
    cut = plan(path)
    assert len(cut) == 3
    parts = [pieces(path, one)[0] for one in cut]
    assert [piece.continues for piece, _ in parts] == [False, True, True]
    together = np.concatenate([sound for _, sound in parts], axis=1)
    whole = heard(path)
    assert together.shape == whole.shape
    assert np.abs(together - whole).max() <= (0.02 if codec == "aac" else 0)  # AAC fills bands with noise of its own


def film(
    path: Path, *tracks: float, frames: int = 48, seconds: float = 2.0, start: float = 0.0, film_start: int = 0
) -> Path:
    """A numbered film with a track for each of these tones, in hertz."""
    with av.open(str(path), "w") as out:
        shown = add_film(out)
        sounds = [(add(out, "aac", 1, 48_000), [tone(hertz, seconds, 48_000)]) for hertz in tracks]
        for number in range(frames):
            out.mux(shown.encode(frame_of(numbered(number), number + film_start, Fraction(1, 24))))
        out.mux(shown.encode())
        mux(out, *sounds, start=start)
    return path


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_film_is_heard_in_every_language(tmp_path: Path, name: str) -> None:
    ((piece, sound),) = pieces(film(tmp_path / name, 300, 700))
    assert [pitch(one) for one in sound[:2]] == pytest.approx([300, 700], abs=2)
    assert piece.frames == ()
    assert piece.start == 0.0
    assert piece.end == pytest.approx(2, abs=0.1)


def test_sound_longer_than_the_picture_is_heard_to_its_end(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", 300, seconds=6)
    assert [round(piece.end, 1) for piece in opened(path).pieces] == [2.0, 6.0]
    ((piece, sound),) = pieces(path)
    assert sound.shape[1] == round(piece.end * RATE)
    assert pitch(sound[0, 5 * RATE :]) == pytest.approx(300, abs=3)


def test_a_film_is_cut_where_it_only_sounds_too(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", 300, seconds=150)
    cut = plan(path)
    assert cut[-1].end == pytest.approx(150, abs=0.1)
    assert len(cut) == 3
    found = [[type(piece.sound).__name__ for piece in opened(path, one).pieces] for one in cut]
    assert found == [["NoneType", "Sound"], ["Sound"], ["Sound"]]
    together = np.concatenate([heard(path, one) for one in cut], axis=1)
    assert together.shape == (whole := heard(path)).shape
    assert np.abs(together - whole).max() < 0.02  # Matroska counts in milliseconds


def test_sound_begins_where_it_does_beside_the_picture(tmp_path: Path) -> None:
    (_, late), (_, early) = (
        pieces(film(tmp_path / name, 300, start=start, film_start=shown))[0]
        for name, start, shown in (("late.mkv", 1.0, 0), ("early.mkv", 0.0, 24))
    )
    assert float(np.abs(late[0, : int(0.9 * RATE)]).max()) < 0.01
    assert pitch(late[0, int(1.2 * RATE) : 2 * RATE]) == pytest.approx(300, abs=3)
    assert pitch(early[0, : int(0.9 * RATE)]) == pytest.approx(300, abs=3)
    (shown, _sounding) = opened(tmp_path / "early.mkv").pieces
    assert shown.start == pytest.approx(1, abs=0.05)
    assert next(iter(shown.frames)).start == shown.start


def test_a_cover_is_looked_at(tmp_path: Path) -> None:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), (200, 10, 10)).save(drawn, "JPEG")
    frame = b"APIC" + (size := 4 + len("image/jpeg") + drawn.getbuffer().nbytes).to_bytes(4, "big") + b"\0\0"
    frame += b"\0image/jpeg\0\3\0" + drawn.getvalue()
    tag = frame[:4] + (len(frame) - 10).to_bytes(4, "big") + frame[8:]
    assert size
    length = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    plain = coded(
        tmp_path / "plain.mp3", "libmp3lame", tone(440, 2, 44_100), rate=44_100, options={"id3v2_version": "0"}
    )
    (tmp_path / "a.mp3").write_bytes(b"ID3\3\0\0" + length + tag + plain.read_bytes())
    sounding, cover = opened(tmp_path / "a.mp3").pieces
    assert sounding.sound is not None
    assert [view.shape for view in cover.views] == [(48, 64, 3)]
    assert (cover.start, cover.end) == (0.0, 0.0)
