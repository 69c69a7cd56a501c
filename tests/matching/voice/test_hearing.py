"""Who speaks when: speakers told apart, and what is no speech."""

import wave
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching import weights
from matching.examination import examine
from matching.findings import Examination
from matching.joining import joined
from matching.media.medium import RATE, Piece, Sound
from matching.media.stream import Stretch
from matching.modality import Finder
from matching.packing import packed, unpacked
from matching.patience import Patience
from matching.reasons import Undecidable
from matching.voice.evidence import snippet
from matching.voice.findings import VoiceHeard, together
from matching.voice.sense import VoiceSense
from tests.matching.voice.sounding import Samples, chords, noise, piece, recording, silence

SENSE = VoiceSense()


@pytest.fixture(scope="module")
def hearing(models: Path) -> Finder:
    return SENSE.load(SENSE.encoders)


def heard(hearing: Finder, *channels: Samples, start: float = 0.0) -> list[VoiceHeard]:
    found = hearing.find(piece(*channels, start=start), Patience())
    assert all(isinstance(one, VoiceHeard) for one in found)
    return [one for one in found if isinstance(one, VoiceHeard)]


def like(one: VoiceHeard, other: VoiceHeard) -> float:
    return float(np.mean([one.vectors[name] @ other.vectors[name] for name in one.vectors]))


@pytest.mark.parametrize(
    "nobody",
    [silence(20), noise(20), chords(20), 0.3 * np.sin(np.arange(20 * RATE) * 0.2).astype(np.float32)],
    ids=["silence", "noise", "chords", "tone"],
)
def test_what_is_no_speech_is_nobody(hearing: Finder, nobody: Samples) -> None:
    assert heard(hearing, nobody) == []


def test_without_sound_there_is_nothing_to_hear_and_no_network_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path))
    assert SENSE.load(SENSE.encoders).find(Piece(), Patience()) == []


def test_sound_without_the_weights_cannot_be_decided(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from matching.voice.networks import network

    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path))
    network.cache_clear()
    with pytest.raises(weights.ModelMissing) as missing:
        SENSE.load(SENSE.encoders).find(piece(silence(1)), Patience())
    assert missing.value.params["model"] == "silero-vad"
    (tmp_path / weights.KNOWN["silero-vad"].file).write_bytes(b"another network")
    with pytest.raises(weights.ModelAltered):
        SENSE.load(SENSE.encoders).find(piece(silence(1)), Patience())
    network.cache_clear()


def test_sound_that_is_none_cannot_be_decided(hearing: Finder) -> None:
    for block in (np.full((1, RATE), np.nan, np.float32), np.zeros((2, RATE), np.float32)):
        with pytest.raises(Undecidable):
            hearing.find(Piece(end=1.0, sound=Sound(1, RATE, [block])), Patience())


@pytest.mark.data
def test_two_people_who_take_turns_are_two(hearing: Finder) -> None:
    one, two = recording("2609", 1), recording("3080", 1)
    half = len(two) // 2
    found = heard(hearing, np.concatenate([one, silence(1), two[:half], silence(1), one, silence(1), two[half:]]))
    assert len(found) == 2
    assert found[0].vectors
    first, second = sorted(found, key=lambda voice: voice.start)
    assert like(first, second) < 0.4
    assert len(first.turns) >= 2
    assert first.start < second.start
    assert second.end > first.end


@pytest.mark.data
def test_one_voice_on_two_channels_is_heard_once(hearing: Finder) -> None:
    one = recording("2609", 1)
    (alone,) = heard(hearing, one)
    (equal,) = heard(hearing, one, one * np.float32(0.4))
    (with_noise,) = heard(hearing, one, one * np.float32(0.5) + noise(len(one) / RATE + 1, 0.01)[: len(one)])
    assert equal.quality.seconds == alone.quality.seconds
    assert with_noise.channels == (0, 1)
    assert with_noise.quality.seconds < 1.2 * alone.quality.seconds


@pytest.mark.data
def test_each_channel_is_heard(hearing: Finder) -> None:
    one, two = recording("2609", 1), recording("3080", 1)
    found = heard(hearing, one, two)
    assert {voice.channels for voice in found} == {(0,), (1,)}


@pytest.mark.data
@pytest.mark.parametrize("change", ["quiet", "cut up"])
def test_a_voice_is_found_however_it_is_hidden(hearing: Finder, change: str) -> None:
    whole = recording("1688", 1)
    (plain,) = heard(hearing, whole)
    if change == "quiet":
        hidden = whole * np.float32(0.001)
    else:
        step = round(0.6 * RATE)
        bits = [whole[at : at + step] for at in range(0, len(whole) - step, step)]
        hidden = np.concatenate([part for bit in bits for part in (bit, silence(0.7))])
    found = max(heard(hearing, hidden), key=lambda voice: voice.quality.seconds)
    assert found.quality.seconds > 0.4 * plain.quality.seconds
    assert like(found, plain) > 0.5


@pytest.mark.data
def test_a_word_is_too_short_to_be_anybodys(hearing: Finder) -> None:
    whole = recording("1688", 1)
    (found,) = heard(hearing, np.concatenate([silence(1), whole[2 * RATE : 4 * RATE], silence(1)]))
    least: Mapping[str, float] = SENSE.thresholds().identifiable(10).least
    assert found.unfit(least) == "voice.too-short"


@pytest.mark.data
def test_memory_of_a_finding_does_not_grow(hearing: Finder) -> None:
    whole = np.tile(recording("1688", 1), 3)
    (found,) = heard(hearing, whole)
    assert found.sample is not None
    assert len(found.sample) <= 10 * RATE
    content = snippet(found)
    assert content is not None
    assert content[:4] == b"RIFF"
    assert snippet(replace(found, sample=None)) is None


@pytest.mark.data
def test_findings_of_stretches_are_packed_and_joined(hearing: Finder) -> None:
    one, two = recording("2609", 1), recording("3080", 1)
    parts = []
    for start, sound in ((0.0, one), (100.0, np.concatenate([two, silence(1), one]))):
        found = heard(hearing, sound, start=start)
        whole = Examination("0" * 64, 1, "audio", "WAV", 0, 0, tuple(found), dict(hearing.weights), length=start + 100)
        parts.append(unpacked(packed(whole), [SENSE]))
    found = list(joined(parts, {"voice": SENSE}).appearances)
    assert len(found) == 2
    assert found[0].start < 100 < found[0].end
    assert isinstance(found[0], VoiceHeard)


def test_spans_that_touch_are_one() -> None:
    assert together([(2, 3), (0, 1), (1, 1.5), (5, 6)], 0.5) == ((0, 3), (5, 6))


@pytest.mark.data
def test_a_file_is_listened_to_as_a_whole_and_in_stretches(hearing: Finder, tmp_path: Path) -> None:
    one, two = recording("2609", 1), recording("3080", 1)
    samples = np.concatenate([one, silence(1), two, silence(1)] * 8)
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    whole = examine(path, hearing)
    half = float(int(whole.length / 2))
    stretches = [Stretch(0, 2, 0.0, half), Stretch(1, 2, half, whole.length)]
    parts = [examine(path, hearing, stretch=one) for one in stretches]
    again = joined(parts, {"voice": SENSE})
    assert whole.heard
    assert len(whole.appearances) == len(again.appearances) == 2
    for before, after in zip(whole.appearances, again.appearances, strict=True):
        assert isinstance(before, VoiceHeard)
        assert max(like(before, other) for other in again.appearances if isinstance(other, VoiceHeard)) > 0.9
        assert after.start < after.end <= whole.length


@pytest.mark.data
def test_a_recording_may_be_a_reference_if_one_person_is_heard_well(hearing: Finder) -> None:
    def assessed(*channels: Samples) -> tuple[bool, list[str]]:
        found = heard(hearing, *channels)
        file = Examination("0" * 64, 1, "audio", "WAV", 0, 0, tuple(found), dict(hearing.weights), heard=True)
        assessment = SENSE.assess(file)
        return assessment.ok, [advice.message for advice in assessment.advice]

    one, two = recording("1688", 1), recording("3080", 1)
    assert assessed(one, one) == (True, [])
    assert assessed(silence(6)) == (False, ["enrol.voice-silent"])
    assert assessed(np.concatenate([one, silence(1), two])) == (False, ["enrol.voice-several"])
    assert assessed(one[2 * RATE : 5 * RATE]) == (False, ["enrol.voice-too-short"])
    assert "enrol.voice-clipped" in assessed(np.clip(one * 40, -1, 1))[1]
    assert "enrol.voice-quiet" in assessed(one * np.float32(0.01))[1]
    assert "enrol.voice-noisy" in assessed(one + noise(len(one) / RATE + 1, 0.05)[: len(one)])[1]
