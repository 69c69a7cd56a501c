"""B10: a performer's own words, changed so that nobody recognises who speaks."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matching.gallery import Gallery
from matching.index import MATCH, NONE, Answer, answer
from matching.patience import Patience
from matching.voice.findings import VoiceHeard
from matching.voice.hearing import mean
from matching.voice.pitch import turned
from matching.voice.sense import VoiceSense
from tests.matching.voice.sounding import RATE, Samples, chords, noise, piece, recording, silence
from tests.matching.voice.test_answers import towards

SENSE = VoiceSense()
SPEAKERS = ("1688", "2609", "3080")
STRANGER = "367"


def heard(samples: Samples) -> list[VoiceHeard]:
    found = SENSE.load(SENSE.encoders).find(piece(samples), Patience())
    return [replace(one, ref=f"A{at}") for at, one in enumerate(found) if isinstance(one, VoiceHeard)]


@cache
def gallery(speaker: str) -> Gallery:
    """The performer, enrolled by three recordings, among ninety-nine others."""
    every = [max(heard(recording(speaker, number)), key=lambda one: one.quality.seconds) for number in (0, 1, 2)]
    own = {name: vector[None] for name, vector in mean([one.vectors for one in every], [1.0] * 3).items()}
    others = [(f"P-{n}", {name: v[None] for name, v in towards(0.0, n + 5).items()}) for n in range(99)]
    return Gallery([("P-own", own), *others])


def answered(speaker: str, samples: Samples, *declared: str) -> list[Answer]:
    return answer(heard(samples), gallery(speaker), SENSE.thresholds(), declared=declared)


def over(samples: Samples, other: Samples, below: float) -> Samples:
    other = np.resize(other, len(samples))
    return np.asarray(samples + other * (np.std(samples) / np.std(other) * 10 ** (-below / 20)), np.float32)


def bits(samples: Samples) -> Samples:
    step = round(0.6 * RATE)
    cut = [samples[at : at + step] for at in range(0, len(samples) - step, step)]
    return np.concatenate([part for one in cut for part in (one, silence(0.7))])


def passed(samples: Samples, low: float, high: float) -> Samples:
    spectrum = np.fft.rfft(samples)
    at = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(at < low) | (at > high)] = 0
    return np.asarray(np.fft.irfft(spectrum, len(samples)), np.float32)


def telephone(samples: Samples) -> Samples:
    return passed(samples, 300, 3400)


def above(samples: Samples) -> Samples:
    """What of it lies from 5 to 7.5 kHz, as loud as full scale."""
    high = passed(samples, 5000, 7500)
    return high / np.std(high)


CHANGES: dict[str, Callable[[Samples], Samples]] = {
    "talked-over": lambda samples: over(samples, recording(STRANGER, 3), 0),
    "talked-over-quietly": lambda samples: over(samples, recording(STRANGER, 3), 6),
    "drowned": lambda samples: over(samples, recording(STRANGER, 3), -6),
    **{f"turned{by:+d}": (lambda samples, by=by: turned(samples, by)) for by in (-3, 3)},
    "backwards": lambda samples: np.ascontiguousarray(samples[::-1]),
    "quiet": lambda samples: samples * np.float32(0.002),
    "upside-down": lambda samples: -samples,
    "cut-up": bits,
    "telephone": telephone,
    "telephone-with-noise": lambda samples: (
        telephone(samples) + above(noise(len(samples) / RATE + 1)[: len(samples)]) * 0.001
    ),
    "hardly-a-band": lambda samples: (
        passed(samples, 300, 1200) + above(noise(len(samples) / RATE + 1)[: len(samples)]) * 0.01
    ),
    "clipped": lambda samples: np.clip(samples * 8, -0.9, 0.9),
    "music": lambda samples: over(samples, chords(len(samples) / RATE + 1), 6),
    "noise": lambda samples: over(samples, noise(len(samples) / RATE + 1), 10),
}


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.attack("B10.changed-voice")
def test_a_changed_voice_is_never_nobodys(models: Path, speaker: str, change: str) -> None:
    found = answered(speaker, CHANGES[change](recording(speaker, 6)[: 8 * RATE]))
    assert found, "speech is heard"
    assert any(one.answer != NONE for one in found)


@pytest.mark.data
@pytest.mark.parametrize("speaker", SPEAKERS)
@pytest.mark.attack("B10.talked-over")
def test_who_is_talked_over_is_verified_by_nothing_that_is_mixed(models: Path, speaker: str) -> None:
    mixed = over(recording(speaker, 6)[: 4 * RATE], recording(STRANGER, 3), 0)
    assert all(one.answer not in (MATCH, NONE) for one in answered(speaker, mixed, "P-own"))


@pytest.mark.data
@pytest.mark.attack("B10.honest")
def test_a_strangers_own_words_stay_nobodys(models: Path) -> None:
    for number in (2, 3, 5):
        assert {one.answer for one in answered("2609", recording(STRANGER, number))} == {NONE}
