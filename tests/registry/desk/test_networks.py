"""Networks are loaded once a process, whatever it is asked for in turn."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from matching.modality import Finder
from registry.core.config import Config
from registry.desk import Desk
from tests.common.squares import ENCODER, Squares

ANOTHER = "another hue"


class Counted(Squares):
    """Notes by which encoders it was put to work."""

    def __init__(self, here: Collection[str] = (ENCODER,)) -> None:
        super().__init__()
        self.here = frozenset(here)
        self.loaded: list[frozenset[str]] = []

    @property
    def encoders(self) -> frozenset[str]:
        return frozenset({ENCODER, ANOTHER})

    def available(self) -> frozenset[str]:
        return self.here

    def load(self, encoders: Collection[str]) -> Finder:
        self.loaded.append(frozenset(encoders))
        return super().load(encoders)


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Any]:
    desks = []

    def make(sense: Counted) -> Desk:
        desks.append(Desk(Config(home=tmp_path, database_url=""), senses=[sense]))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


def alternate(desk: Desk) -> None:
    for _ in range(3):
        desk.finders(frozenset({ENCODER}), False)  # as a check does
        desk.finders(frozenset({ENCODER}), True)  # as an enrolment does


def test_an_enrolment_between_two_checks_loads_nothing(make_desk: Any) -> None:
    sense = Counted()
    alternate(make_desk(sense))
    assert sense.loaded == [{ENCODER}]


def test_encoders_that_enrolments_alone_ask_stay_beside_those_of_checks(make_desk: Any) -> None:
    sense = Counted((ENCODER, ANOTHER))
    alternate(make_desk(sense))
    assert sense.loaded == [{ENCODER}, {ENCODER, ANOTHER}]
