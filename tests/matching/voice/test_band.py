"""A voice without its upper tones is told from one that has them."""

import numpy as np
import pytest

from matching.media.medium import RATE
from matching.voice.band import SILENT, faintness
from matching.voice.findings import FAINT, Clarity
from matching.voice.joining import _quality

Samples = np.ndarray


def tone(hertz: float, seconds: float = 2.0, level: float = 0.5) -> Samples:
    return np.asarray(level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE), np.float32)


@pytest.mark.parametrize("below", [20.0, 50.0, 70.0])
def test_it_is_how_far_the_upper_tones_lie_below_the_loudest(below: float) -> None:
    upper = tone(6000, level=0.5 * 10 ** (-below / 20))
    upper[len(upper) // 2 :] = 0  # as in speech, they come and go
    assert faintness(tone(1000) + upper) == pytest.approx(below, abs=1.0)


@pytest.mark.parametrize("level", [0.001, 0.01, 0.1])
def test_noise_does_not_stand_for_upper_tones(level: float) -> None:
    noise = np.random.default_rng(1).normal(scale=level, size=2 * RATE)
    assert faintness(tone(1000) + noise.astype(np.float32)) > FAINT


def test_upper_tones_that_are_heard_now_and_then_count() -> None:
    hissing = np.concatenate([tone(1000), tone(6000, seconds=0.4, level=0.2)])
    assert faintness(hissing) < FAINT


def test_a_click_does_not_stand_for_upper_tones() -> None:
    samples = tone(1000, seconds=4.0)
    samples[RATE] = 1.0
    assert faintness(samples) > FAINT


def test_nothing_and_too_little_are_numbers() -> None:
    assert faintness(np.zeros(RATE, np.float32)) == SILENT
    assert faintness(np.zeros(10, np.float32)) == 0.0


def test_parts_of_a_voice_count_by_how_long_they_are() -> None:
    parts = [Clarity(seconds, -20.0, 30.0, 0.0, 0.9, faint) for seconds, faint in ((9.0, 100.0), (1.0, 30.0))]
    assert _quality(parts).faint == pytest.approx(93.0)
