"""A voice that was turned up or down, so that it is not recognised, is found when it is turned back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.examination import Examination
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, answer
from matching.packing import packed, unpacked
from matching.patience import Patience
from matching.thresholds import Thresholds
from matching.voice.findings import OTHER_PITCH, VoiceHeard
from matching.voice.joining import together
from matching.voice.pitch import SEMITONES, turned
from matching.voice.sense import VoiceSense
from tests.matching.voice.sounding import RATE, piece, recording
from tests.matching.voice.test_answers import gallery, thresholds, towards, voice

__all__ = ["gallery", "thresholds"]

SENSE = VoiceSense()


def changed(cosine: float, turned_back: float) -> VoiceHeard:
    others = [replace(voice(one), problem=OTHER_PITCH) for one in (0.1, turned_back)]
    return replace(voice(cosine), otherwise=tuple(others))


def test_whoever_it_is_turned_back_is_possible_and_it_is_said_why(gallery: Gallery, thresholds: Thresholds) -> None:
    for declared in ([], ["P-own"]):
        (found,) = answer([changed(0.1, 0.7)], gallery, thresholds, declared=declared)
        assert (found.answer, found.subject, found.reason) == (POSSIBLE, None, OTHER_PITCH)
        assert found.candidates[0].subject == "P-own"


def test_a_voice_that_is_like_nobody_at_any_pitch_is_nobodys(gallery: Gallery, thresholds: Thresholds) -> None:
    assert answer([changed(0.1, 0.2)], gallery, thresholds)[0].answer == NONE
    short = replace(changed(0.1, 0.2), problem="voice.too-short")
    assert answer([short], gallery, thresholds)[0].answer == CANNOT_DECIDE


def test_another_pitch_never_takes_a_name_away(gallery: Gallery, thresholds: Thresholds) -> None:
    (found,) = answer([changed(0.75, 0.9)], gallery, thresholds, declared=["P-own"])
    assert (found.answer, found.subject) == (MATCH, "P-own")


def test_two_chances_more_are_held_to_the_same_rate(gallery: Gallery, thresholds: Thresholds) -> None:
    level = thresholds.levels("wespeaker+campplus", len(gallery), 1).possible.score + 0.01
    assert answer([voice(level)], gallery, thresholds)[0].answer == POSSIBLE
    assert answer([changed(0.1, level)], gallery, thresholds)[0].answer == NONE


@pytest.mark.data
@pytest.mark.parametrize("semitones", [-4, 3])
def test_a_person_is_found_who_was_turned_up_or_down(models: Path, thresholds: Thresholds, semitones: int) -> None:
    hearing = SENSE.load(SENSE.encoders)

    def heard(number: int, by: int = 0) -> VoiceHeard:
        samples = turned(recording("2609", number), by) if by else recording("2609", number)
        return max((one for one in hearing.find(piece(samples), Patience()) if isinstance(one, VoiceHeard)),
                   key=lambda one: one.quality.seconds)  # fmt: skip

    own = {name: vector[None] for name, vector in heard(4).vectors.items()}
    others = [(f"P-{n}", {name: v[None] for name, v in towards(0.0, n + 5).items()}) for n in range(99)]
    many = Gallery([("P-own", own), *others])
    (plain,) = answer([replace(heard(7), ref="A1")], many, thresholds)
    (found,) = answer([replace(heard(7, semitones), ref="A1")], many, thresholds)
    assert (plain.answer, plain.reason) == (POSSIBLE, None)
    assert (found.answer, found.reason) == (POSSIBLE, OTHER_PITCH)
    assert found.candidates[0].subject == "P-own"


@pytest.mark.data
def test_how_it_sounds_at_another_pitch_is_packed_and_does_not_grow(models: Path) -> None:
    hearing = SENSE.load(SENSE.encoders)
    found = hearing.find(piece(recording("1688", 1)), Patience())
    whole = Examination("0" * 64, 1, "audio", "WAV", 0, 0, tuple(found), dict(hearing.weights), length=20.0)
    (back,) = unpacked(packed(whole), [SENSE]).appearances
    assert [one.problem for one in back.otherwise] == [OTHER_PITCH] * len(SEMITONES)
    (joined,) = together([back, back, back])
    assert len(joined.otherwise) == len(SEMITONES)


def test_turning_up_makes_it_shorter_and_higher() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE).astype(np.float32)
    high = turned(tone, 12)
    assert len(high) == pytest.approx(RATE / 2, abs=2)
    assert int(np.argmax(np.abs(np.fft.rfft(high)))) * RATE / len(high) == pytest.approx(880, abs=5)
