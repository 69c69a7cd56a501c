"""An examination that listens: nothing counts as heard that was not, and what passes is outlined."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.examination import examine
from matching.findings import Appearance, Examination
from matching.joining import joined
from matching.media.medium import RATE
from matching.media.stream import plan
from matching.packing import packed, unpacked
from matching.reasons import Undecidable
from matching.waveform import STEP, Outlining, Waveform, columns, together
from tests.common.sounds import tone, wav
from tests.common.tones import HIGH, LOW, Listening, ToneHeard, Tones


def song(path: Path) -> Path:
    quiet = np.zeros(RATE, np.float32)
    return wav(path, np.concatenate([tone(LOW, 2), quiet, tone(HIGH, 3, level=0.1)]))


def test_what_is_heard_is_found_and_outlined(tmp_path: Path) -> None:
    path = song(tmp_path / "a.wav")
    found = examine(path, Listening())
    assert (found.media, found.length, found.sounds, found.heard) == ("audio", 6.0, True, True)
    assert (found.view, found.sampling) == (None, None)
    assert found.prints is not None
    assert not len(found.prints.starts)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [seen.hertz for seen in found.appearances if isinstance(seen, ToneHeard)] == [LOW, HIGH]
    assert found.waveform is not None
    peaks = found.waveform.peaks
    assert len(peaks) == 6 / STEP
    assert [int(peaks[round(at / STEP)]) for at in (1, 2.5, 4)] == [102, 0, 26]


def test_nobody_who_listens_is_no_all_clear(tmp_path: Path) -> None:
    deaf = Listening()
    deaf.listens = False
    with pytest.raises(Undecidable, match=r"film\.sound-only"):
        examine(song(tmp_path / "a.wav"), deaf)


@pytest.mark.attack("B.unheard")
@pytest.mark.parametrize("finders", [[Listening(reads=1)], [Listening(), Listening("body")]])
def test_what_was_not_heard_to_its_end_does_not_pass(tmp_path: Path, finders: list[Listening]) -> None:
    with pytest.raises(Undecidable, match=r"engine\.failed"):
        examine(song(tmp_path / "a.wav"), *finders)


def test_stretches_join_to_what_the_whole_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.media.sound.sound.STRETCH", 1.51)
    monkeypatch.setattr("matching.media.sound.sound.LEAST", 1)
    path, senses = song(tmp_path / "a.wav"), {"voice": Tones()}
    whole = examine(path, Listening())
    cut = plan(path)
    assert len(cut) == 4
    parts = [examine(path, Listening(), stretch=one) for one in cut]
    assert len({part.content_sha256 for part in parts}) == 4
    parts = [unpacked(packed(part), senses.values()) for part in parts]
    together_again = joined(parts, senses)
    assert together_again.heard
    assert together_again.length == whole.length
    assert together_again.waveform is not None
    assert whole.waveform is not None
    assert np.array_equal(together_again.waveform.peaks, whole.waveform.peaks)
    assert (
        [pitched(seen) for seen in together_again.appearances]
        == [LOW, HIGH]
        == [pitched(seen) for seen in whole.appearances]
    )
    assert together_again.appearances[0].end > cut[0].end
    assert not joined([replace(parts[0], heard=False), *parts[1:]], senses).heard


def pitched(seen: Appearance) -> float:
    assert isinstance(seen, ToneHeard)
    return seen.hertz


def test_an_examination_without_sound_is_not_heard() -> None:
    assert not Examination("a", 1, "video", "MP4", 1, 1, (), {}).heard


def test_a_waveform_has_as_many_columns_as_asked_and_misses_no_peak() -> None:
    outline = Outlining(0.0)
    sound = np.zeros((2, 100 * RATE), np.float32)
    sound[1, 31 * RATE] = -1.0
    for block in np.split(sound, 50, axis=1):
        outline.block(block)
    shape = outline.waveform
    assert shape is not None
    assert len(shape.peaks) == 100 / STEP
    found = columns(shape, 70)
    assert len(found) == 70
    assert [at for at, peak in enumerate(found) if peak] == [int(31 / 100 * 70)]
    assert columns(Waveform(2, np.array([7], np.uint8)), 10) == [0, 0, 7]
    assert together([]) is None
    with pytest.raises(ValueError, match="column"):
        columns(shape, 0)
