"""Whose likeness somebody enrols: for a voice, whom nobody may be named by, also what is only possible."""

from dataclasses import replace

import numpy as np
import pytest

from matching.findings import Vector
from matching.gallery import Gallery
from registry.gallery.enrolment import Reference, already_registered
from tests.common.spoken import ENCODER, WEIGHTS, Hummed, Spoken

VOICES = Spoken().thresholds()
LEVELS = VOICES.levels("hum", 2, 1)
MATCH, POSSIBLE = LEVELS.match.score + 0.02, (LEVELS.match.score + LEVELS.possible.score) / 2


def like(alice: float = 0.0, bob: float = 0.0) -> Vector:
    """A unit vector that is so much like Alice's and Bob's."""
    return np.array([alice, bob, np.sqrt(1 - alice**2 - bob**2)], np.float32)


OTHERS = Gallery([(name, {ENCODER: like(**{name: 1.0})[None]}) for name in ("alice", "bob")])


def enrolled(*voices: Vector) -> list[Reference]:
    return [
        Reference(f"{n}.wav", Hummed(ref="A1", modality="voice", vectors={ENCODER: one}), {ENCODER: WEIGHTS})
        for n, one in enumerate(voices)
    ]


@pytest.mark.parametrize(
    ("voices", "claimed"),
    [
        ([like(alice=POSSIBLE)] * 3, {"alice"}),
        ([like(alice=POSSIBLE), like(alice=POSSIBLE), like()], set()),
        ([like(alice=POSSIBLE), like(bob=POSSIBLE)], set()),
        ([like(alice=MATCH), like()], {"alice"}),
        ([like()] * 3, set()),
        ([], set()),
    ],
)
def test_whoever_every_recording_may_be_is_asked_about(voices: list[Vector], claimed: set[str]) -> None:
    assert already_registered(enrolled(*voices), OTHERS, VOICES) == claimed


def test_by_a_sense_that_names_people_what_is_possible_claims_nothing() -> None:
    assert not already_registered(enrolled(*[like(alice=POSSIBLE)] * 3), OTHERS, replace(VOICES, names=True))
