"""Several people who speak at the same time: said, and nobody is named by it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.modality import Finder
from matching.patience import Patience
from matching.voice.findings import AT_ONCE, VoiceHeard
from matching.voice.joining import together
from matching.voice.names import SEGMENTATION
from matching.voice.networks import network
from matching.voice.segmentation import parted
from matching.voice.sense import VoiceSense
from matching.voice.speech import Window
from tests.matching.voice.sounding import RATE, Samples, chords, noise, piece, recording, silence

SENSE = VoiceSense()

PUBLISHED = [
    [0.20984, 0.06662, 0.34297, 0.23700, 0.03263, 0.02448, 0.08645],
    [0.20081, 0.04421, 0.39346, 0.23880, 0.02308, 0.01545, 0.08420],
    [0.24934, 0.04455, 0.37518, 0.23272, 0.01887, 0.00939, 0.06994],
]


@pytest.fixture(scope="module")
def hearing(models: Path) -> Finder:
    return SENSE.load(SENSE.encoders)


def heard(hearing: Finder, samples: Samples) -> list[VoiceHeard]:
    found = hearing.find(piece(samples), Patience())
    return [one for one in found if isinstance(one, VoiceHeard)]


def mixed(one: Samples, other: Samples, below: float = 0.0) -> Samples:
    size = min(len(one), len(other))
    level = np.std(one[:size]) / np.std(other[:size]) * 10 ** (-below / 20)
    return np.asarray(one[:size] + level * other[:size], np.float32)


def test_the_network_is_the_one_that_was_published(models: Path) -> None:
    """What torch makes of the same sound by the published network (the first frame, the 14th and the last)."""
    time = np.arange(8000) / RATE
    sound = np.sin(2 * np.pi * (120 + 80 * time) * time) * np.sin(7 * time) + 0.5 * np.sin(2 * np.pi * 700 * time)
    (found,) = network(SEGMENTATION)(np.asarray(sound, np.float32)[None, None])[0]
    assert found[[0, 13, -1]] == pytest.approx(np.array(PUBLISHED), abs=1e-4)


@pytest.mark.data
@pytest.mark.parametrize("below", [0.0, 6.0])
def test_two_people_at_once_are_noticed_in_a_single_window(hearing: Finder, below: float) -> None:
    one, two = recording("2609", 1)[RATE : round(4.2 * RATE)], recording("3080", 1)[RATE : round(4.2 * RATE)]
    (found,) = heard(hearing, mixed(one, two, below))
    assert (found.problem, found.shared) == (AT_ONCE, True)
    assert found.vectors


@pytest.mark.data
@pytest.mark.parametrize("under", ["nothing", "noise", "chords"])
def test_one_person_is_not_taken_for_two(hearing: Finder, under: str) -> None:
    for speaker in ("1688", "2609", "367"):
        one = recording(speaker, 2)
        seconds = len(one) / RATE + 1
        below = {"nothing": silence(seconds), "noise": noise(seconds, 0.005), "chords": 0.02 * chords(seconds)}[under]
        found = heard(hearing, np.asarray(one + below[: len(one)], np.float32))
        assert not any(voice.shared for voice in found)


@pytest.mark.data
def test_crosstalk_is_a_finding_of_its_own_and_nobodys_own_speech(hearing: Finder) -> None:
    one, two = recording("2609", 4), recording("3080", 6)
    both = mixed(one[: 4 * RATE], recording("1688", 0)[: 4 * RATE])
    found = heard(hearing, np.concatenate([one, silence(1), both, silence(1), two]))
    assert [voice.problem for voice in found] == [None, None, AT_ONCE]
    assert len(one) / RATE < found[2].start < found[2].end < len(one) / RATE + 6


@pytest.mark.data
def test_what_is_mixed_is_never_joined_to_what_is_one_voice(hearing: Finder) -> None:
    (clean,) = heard(hearing, recording("2609", 4))
    crossed = replace(clean, problem=AT_ONCE, shared=True)
    found = together([clean, crossed, clean, crossed])
    assert [getattr(one, "problem", "") for one in found] == [None, AT_ONCE]


def sure(*people: int, frames: int = 100) -> np.ndarray:
    """How likely each class is, where these speak alone one after the other; 0 is nobody."""
    found = np.zeros((frames * len(people), 7), np.float32)
    for at, who in enumerate(people):
        found[at * frames : (at + 1) * frames, who] = 1
    return found


def a_window(seconds: float) -> Window:
    samples = np.arange(round(seconds * RATE), dtype=np.float32)
    return Window(2, 10.0, 10.0 + seconds, samples, 0.01)


def test_who_take_turns_in_a_window_have_one_each_and_nothing_is_left_out() -> None:
    whole = a_window(3)
    one, other = parted(whole, sure(1, 1, 0, 3, 3, 3))
    assert (one.channel, one.noise, one.start, other.end) == (2, 0.01, 10.0, 13.0)
    assert one.end == pytest.approx(other.start, abs=0.01)
    assert one.end == pytest.approx(11.25, abs=0.02)  # a pause is shared by halves
    assert one.samples is not None
    assert other.samples is not None
    assert np.concatenate([one.samples, other.samples]).tolist() == a_window(3).samples.tolist()  # type: ignore[union-attr]


def test_who_speaks_again_is_heard_together() -> None:
    one, other = parted(a_window(3), sure(1, 2, 1))
    assert one.samples is not None
    assert (one.start, one.end, len(one.samples)) == (10.0, 13.0, pytest.approx(2 * RATE, abs=RATE / 50))
    assert (other.start, other.end) == (pytest.approx(11, abs=0.02), pytest.approx(12, abs=0.02))


@pytest.mark.parametrize("people", [(1, 1, 1), (0, 0), (1, 1, 1, 1, 2)])
def test_a_window_of_one_or_of_a_word_of_another_stays_one(people: tuple[int, ...]) -> None:
    whole = a_window(3)
    assert parted(whole, sure(*people)) == [whole]


@pytest.mark.data
def test_two_who_take_turns_without_a_pause_are_two(hearing: Finder) -> None:
    """Turns of a second and a half, two of them in each window, cut from recordings so that nothing lies between them."""
    one, two = recording("1688", 1)[RATE:], recording("367", 2)[RATE:]
    size = round(1.5 * RATE)
    starts = range(0, min(len(one), len(two), 8 * RATE) - size, size)
    found = heard(
        hearing, np.concatenate([part for at in starts for part in (one[at : at + size], two[at : at + size])])
    )
    assert [voice.problem for voice in found] == [None, None]
    for whole in (one, two):
        own = heard(hearing, whole)[0].vectors
        assert max(min(float(voice.vectors[name] @ own[name]) for name in own) for voice in found) > 0.85
