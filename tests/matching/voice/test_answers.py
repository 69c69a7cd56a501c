"""What is answered about a voice: possible at most among all who are enrolled, and a declared performer one to one."""

from dataclasses import replace

import numpy as np
import pytest

from matching.findings import Vector
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, answer
from matching.thresholds import Thresholds
from matching.voice.findings import AT_ONCE, Clarity, VoiceHeard
from matching.voice.names import CAMPPLUS, WESPEAKER
from matching.voice.sense import VoiceSense

SIZES = {WESPEAKER: 256, CAMPPLUS: 192}


@pytest.fixture(scope="module")
def thresholds() -> Thresholds:
    return VoiceSense().thresholds()


def towards(cosine: float, other: int = 1) -> dict[str, Vector]:
    """Vectors that are so alike to those of the first axis, as voices are compared: without what all have in common."""
    found, centres = {}, VoiceSense().thresholds().centres
    for name, size in SIZES.items():
        way = np.zeros(size, np.float32)
        way[0], way[other] = cosine, np.sqrt(1 - cosine**2)
        along = float(centres[name] @ way)
        found[name] = centres[name] + (np.sqrt(along**2 + 1 - float(centres[name] @ centres[name])) - along) * way
    return found


def voice(cosine: float, seconds: float = 20.0, steady: float = 0.85, faint: float = 30.0) -> VoiceHeard:
    clarity = Clarity(seconds=seconds, level=-25, noise=30, clipped=0, steady=steady, faint=faint)
    return VoiceHeard(ref="A1", end=30, vectors=towards(cosine), turns=((0, 30),), channels=(0,), quality=clarity)


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    people = [(f"P-{n}", {name: v[None] for name, v in towards(0.0, n + 5).items()}) for n in range(9)]
    return Gallery([("P-own", {name: v[None] for name, v in towards(1.0).items()}), *people])


@pytest.mark.parametrize("cosine", [0.6, 0.9, 1.0])
def test_a_voice_alone_names_nobody(gallery: Gallery, thresholds: Thresholds, cosine: float) -> None:
    (found,) = answer([voice(cosine)], gallery, thresholds)
    assert (found.answer, found.subject) == (POSSIBLE, None)
    assert found.candidates[0].subject == "P-own"


def test_how_alike_is_said_in_words_all_the_same(gallery: Gallery, thresholds: Thresholds) -> None:
    bands = [answer([voice(c)], gallery, thresholds)[0].candidates[0].band for c in (0.35, 0.95)]
    assert bands == ["weak", "strong"]


def test_a_declared_voice_is_verified_one_to_one(gallery: Gallery, thresholds: Thresholds) -> None:
    (found,) = answer([voice(0.75)], gallery, thresholds, declared=["P-own"])
    assert (found.answer, found.subject) == (MATCH, "P-own")
    assert found.error is not None
    assert found.error.declared


def test_a_clone_of_a_declared_voice_is_not_overlooked(thresholds: Thresholds) -> None:
    people = [(f"P-{n}", {name: v[None] for name, v in towards(0.0, n + 5).items()}) for n in range(99)]
    many = Gallery([("P-own", {name: v[None] for name, v in towards(1.0).items()}), *people])
    clone = voice(0.3)
    assert answer([clone], many, thresholds)[0].answer == NONE
    (found,) = answer([clone], many, thresholds, declared=["P-own"])
    assert found.answer == POSSIBLE
    assert found.error is not None
    assert found.error.declared


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (voice(0.0, seconds=2.5), "voice.too-short"),
        (voice(0.0, steady=0.4), "voice.overlap"),
        (voice(0.0, faint=60.0), "voice.narrow"),
        (replace(voice(0.0), vectors={}, problem="voice.too-short"), "voice.too-short"),
    ],
)
def test_a_voice_that_cannot_be_identified_is_not_absent(
    gallery: Gallery, thresholds: Thresholds, heard: VoiceHeard, reason: str
) -> None:
    (found,) = answer([heard], gallery, thresholds)
    assert (found.answer, found.reason) == (CANNOT_DECIDE, reason)
    (near,) = answer([replace(heard, vectors=towards(0.9))], gallery, thresholds)
    assert near.answer == POSSIBLE  # but whoever it is like is found


def test_two_voices_at_once_name_nobody(gallery: Gallery, thresholds: Thresholds) -> None:
    both = replace(voice(0.9), problem=AT_ONCE)
    for declared in ([], ["P-own"]):
        (near,) = answer([both], gallery, thresholds, declared=declared)
        assert (near.answer, near.subject, near.reason) == (POSSIBLE, None, AT_ONCE)
        assert near.candidates[0].subject == "P-own"
    (far,) = answer([replace(both, vectors=towards(0.0))], gallery, thresholds)
    assert (far.answer, far.reason) == (CANNOT_DECIDE, AT_ONCE)


def test_with_nobody_enrolled_by_voice_nobody_can_be_found_by_it(thresholds: Thresholds) -> None:
    (alone,) = answer([voice(0.5)], Gallery([]), thresholds)
    (beside,) = answer([voice(0.5)], Gallery([]), thresholds, alone=False)
    assert (alone.answer, alone.reason) == (CANNOT_DECIDE, "gallery.empty")
    assert (beside.answer, beside.reason) == (NONE, None)


def test_somebody_set_aside_is_somebody(gallery: Gallery, thresholds: Thresholds) -> None:
    (found,) = answer([voice(0.9)], Gallery([]), thresholds, parked=gallery, alone=False)
    assert found.answer == POSSIBLE
