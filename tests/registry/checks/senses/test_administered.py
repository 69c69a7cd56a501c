"""Administrators switch the encoders of any sense, and its error is reported by its own: no sense answers for another."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from matching.findings import Appearance, Vector
from matching.modality import Finder
from matching.thresholds import Scorer, Thresholds
from registry.cli.report import _measured, _page, _words
from registry.core.errors import Conflict, NotFound
from registry.desk import Desk
from registry.gallery.encoders import in_force
from registry.gallery.spaces import spaces
from registry.records.events import EventKind
from registry.records.tables.ledger import Event
from registry.serving.app import create_app
from tests.common.squares import BLUE, GREEN, RED, Squares
from tests.registry.checks.senses.conftest import HALF_RED, SENSE
from tests.registry.web.conftest import Visitor

OTHER = "movement"
HUE, TINT = "hue of movement", "tint of movement"


def turned(vector: Vector) -> Vector:
    return np.roll(vector, 1)


class TwoEncoders(Squares):
    """The same squares, told apart by either of two encoders of its own."""

    def thresholds(self) -> Thresholds:
        plain = super().thresholds()
        (scorer,) = plain.scorers.values()
        both = Scorer(MappingProxyType({HUE: 0.5, TINT: 0.5}), scorer.tails, scorer.verify)
        one = Scorer(MappingProxyType({HUE: 1.0}), scorer.tails, scorer.verify)
        return replace(
            plain,
            id="squares that move",
            encoders=MappingProxyType(dict.fromkeys((HUE, TINT), "d" * 64)),
            scorers=MappingProxyType({"hue": one, "hue+tint": both}),
        )

    def available(self) -> frozenset[str]:
        return frozenset({HUE, TINT})

    def digests(self, encoders: Collection[str]) -> dict[str, str]:
        return dict.fromkeys(encoders, "d" * 64)

    def load(self, encoders: Collection[str]) -> Finder:
        return Both(super().load(encoders), frozenset(encoders))


class Both(Finder):
    modality = OTHER

    def __init__(self, plain: Finder, encoders: frozenset[str]) -> None:
        self._plain, self._encoders = plain, encoders

    @property
    def weights(self) -> dict[str, str]:
        return dict.fromkeys(self._encoders, "d" * 64)

    def find(self, *piece: Any, **how: Any) -> Sequence[Appearance]:
        found = self._plain.find(*piece, **how)
        return [replace(one, vectors=self._seen(*one.vectors.values())) for one in found]

    def _seen(self, vector: Vector) -> dict[str, Vector]:
        return {name: each for name, each in ((HUE, vector), (TINT, turned(vector))) if name in self._encoders}


@pytest.fixture
def senses() -> list[Squares]:
    return [Squares(SENSE), TwoEncoders(OTHER)]


@pytest.fixture
def alice(make_verified: Any) -> Any:
    return make_verified("alice", OTHER)


def chosen(desk: Desk) -> dict[str, frozenset[str]]:
    with desk.db.read() as session:
        return {name: in_force(session, sense.thresholds()) for name, sense in desk.senses.items()}


def test_the_encoders_of_one_sense_are_switched_and_those_of_the_other_stay(
    desk: Desk, people: Any, alice: Any, draw: Any, studio: Any
) -> None:
    before = chosen(desk)
    assert before == {SENSE: {"hue"}, OTHER: {HUE, TINT}}
    plan = desk.switching.plan(people.ada, [HUE], OTHER)
    assert chosen(desk) == before
    assert plan == desk.switching.switch(people.ada, [HUE], OTHER)
    assert (plan.modality, plan.people, plan.scorer, plan.thresholds) == (OTHER, 1, "hue", "squares that move")
    assert chosen(desk) == {SENSE: {"hue"}, OTHER: {HUE}}
    with desk.db.read() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == EventKind.ENCODERS_SWITCHED))
        assert (event.details["modality"], event.details["encoders"]) == (OTHER, [HUE])
        found = {space.encoder: space for space in spaces(session, desk.thresholds_of(OTHER))}
    assert (found[HUE].in_force, found[TINT].in_force, found[TINT].ready) == (True, False, True)
    view = studio.check(draw(RED).read_bytes(), studio.declare())
    assert "match" in [person["answer"] for person in view.result["persons"]]
    desk.switching.switch(people.ada, [HUE, TINT], OTHER)
    assert chosen(desk) == before


def test_an_encoder_is_one_of_its_own_sense_and_a_sense_one_that_is_installed(desk: Desk, people: Any) -> None:
    for names, modality in (([HUE], None), ([HUE], SENSE), (["hue"], OTHER), (["sface"], OTHER)):
        with pytest.raises(Conflict, match="switch-unknown"):
            desk.switching.switch(people.ada, names, modality)
    for modality in ("face", "", "voice"):
        with pytest.raises(NotFound):
            desk.switching.switch(people.ada, [HUE], modality)
        with pytest.raises(NotFound):
            desk.error_reports.live(people.ada, modality)
    with pytest.raises(Conflict, match="switch-in-force-already"):
        desk.switching.plan(people.ada, ["hue"])


def test_a_live_report_counts_what_its_own_sense_found(
    desk: Desk, people: Any, alice: Any, draw: Any, studio: Any
) -> None:
    studio.check(draw(RED).read_bytes(), studio.declare())
    body, movement = (desk.error_reports.live(people.ada, modality) for modality in (None, OTHER))
    assert (body["modality"], body["promised"]["people"], body["matches"]["given"]) == (SENSE, 0, 0)
    assert (movement["modality"], movement["promised"]["people"], movement["matches"]["given"]) == (OTHER, 1, 1)
    assert movement["rates"]["names_wrong"]["all"]["answers"] == 1
    studio.check(draw(HALF_RED).read_bytes(), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    desk.reviews.answer(people.ursula, review.id, "not_this_person", "look_alike")
    body, movement = desk.error_reports.live_of_all(people.ada)
    assert [row["not_this_person"] for row in body["bands"]] == [0, 0, 0]
    assert sum(row["not_this_person"] for row in movement["bands"]) == 1
    page = Visitor(create_app(desk).test_client()).sign_in("ursula").get("/errors").text
    assert f'id="live-{SENSE}"' in page
    assert f'id="live-{OTHER}"' in page


def test_a_folder_is_measured_by_the_sense_that_is_named(desk: Desk, people: Any, draw: Any, tmp_path: Path) -> None:
    """Three people with a colour each, of whom one is not enrolled."""
    folder, listed = tmp_path / "labelled", {}
    for name, colour, files in (("r", RED, 4), ("g", GREEN, 4), ("b", BLUE, 2)):
        (folder / name).mkdir(parents=True)
        for number in range(files):
            draw(colour, shade=110 + 4 * number).rename(folder / name / f"{number}.png")
        own = [f"{number}.png" for number in range(files)]
        stranger = name == "b"
        listed[name] = {"role": "stranger" if stranger else "genuine", "files": own} | (
            {} if stranger else {"enrol_3": own[:3], "probe_3": own[3:]}
        )
    protocol = tmp_path / "protocol.json"
    protocol.write_text(json.dumps({"people": listed}))
    made = _measured(desk.error_reports, folder, protocol, OTHER)
    found = made["measured"]
    assert (made["modality"], found["scorer"], found["thresholds"]) == (OTHER, "hue+tint", "squares that move")
    assert (found["people"], found["probes"], found["strangers"]) == (2, 2, 2)
    assert (found["levels"]["match"]["fnir"][0], found["levels"]["match"]["fpir"][0]) == (0, 0)
    assert set(found["by"]) == {"group"}  # no parts by a measure that has none
    assert _words(made)
    assert _page(made)
    _measured(desk.error_reports, folder, protocol, None)
    assert [report["modality"] for report in desk.error_reports.kept(people.ada)] == [SENSE, OTHER]
    page = Visitor(create_app(desk).test_client()).sign_in("ursula").get("/errors").text
    assert f'id="report-{OTHER}-folder"' in page
