"""A film is no way round the picture checks: what hides a face for the length of a shot is found as in a still picture."""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import pytest

from benchmarks.disguises import DISGUISES
from benchmarks.hidden import Cases, scene, told
from matching.index import answer
from matching.media.stream import Frame, Piece
from matching.patience import Patience
from tests.attacks.test_b_faces import B3, MOVED, TURNED

FRAMES, FPS, EVERY = 30, 24, 5
"""Somewhat more than a second, in which seven frames are looked at: fewer than there are ways in which to look."""

WAYS = {way.replace("B3.", "B3.film-"): label for way, label in B3.items()}
WAYS |= {f"B5.film-{label}": label for label in (*TURNED, *MOVED)}


def in_a_film(cases: Cases, label: str, person: int) -> str:
    """What is said of somebody who is changed in this way through a whole shot, beside a stranger who shows clearly."""
    folder = cases.people[person]
    picture, place = scene(folder, DISGUISES[label], with_stranger=True)
    small = cv2.cvtColor(cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)

    def frames() -> Iterator[Frame]:
        for number in range(FRAMES):
            looked = number % EVERY == 0 or number == FRAMES - 1
            yield Frame(number, number / FPS, (number + 1) / FPS, small, picture if looked else None)

    every = cases.engines.find(Piece(0, 0.0, FRAMES / FPS, frames=frames()), Patience())
    seen = [replace(one, ref=f"A{number}") for number, one in enumerate(every, start=1)]
    found = answer(seen, cases.gallery, cases.limits, cases.engines.second_opinion)
    return told(folder.name, seen, found, place)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "label", [pytest.param(label, marks=pytest.mark.attack(way), id=way) for way, label in WAYS.items()]
)
def test_a_face_that_a_shot_hides_for_its_length_is_never_nobody_s(cases: Cases, label: str) -> None:
    assert in_a_film(cases, label, 4) != "nobody"


@pytest.mark.trial
@pytest.mark.parametrize(
    "label", [pytest.param(label, marks=pytest.mark.attack(way), id=way) for way, label in WAYS.items()]
)
def test_of_all_whom_a_shot_hides_one_in_six_is_nobody_s_at_most(cases: Cases, label: str) -> None:
    assert [in_a_film(cases, label, person) for person in range(len(cases.people))].count("nobody") <= 2
