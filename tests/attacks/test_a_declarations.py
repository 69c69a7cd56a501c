"""A declaration that says two things, hoping that the milder one is believed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent.terms import PRINCIPLES
from registry.checks.viewed import exit_status
from registry.productions.declaration import DeclarationError, parse_declaration, read_declaration
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import a_declaration, as_replica

REPLICA = as_replica("P-1")


def declared(*cast: dict[str, Any], use: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    whole = a_declaration("PR-1", *(cast or (REPLICA,)))
    return whole | {"use": whole["use"] | (use or {})} | changes


def asset(**changes: str) -> dict[str, Any]:
    return {"asset": {"stage": "final", "element": "performance"} | changes}


NAMED_NOBODY = {"name": "Alice", "modalities": ["face"], "treatment": "synthetic", "role": "principal",
                "performed_as_shown": False}  # fmt: skip

EXCLUDING = {
    "A4.final-and-temporary": (declared(principles=dict.fromkeys(PRINCIPLES, "yes")), "principles.temporary_only"),
    "A4.replica-made-and-used": (declared(**asset(element="replica_creation")), "asset.stage"),
    "A4.person-twice-by-id": (declared(REPLICA, REPLICA | {"performed_as_shown": False, "minor": True}), "cast.1.performer"),
    "A4.person-twice-by-name": (
        declared(*({"name": name, **{k: v for k, v in REPLICA.items() if k != "performer"}} for name in ("Ann", "ANN"))),
        "cast.1.name",
    ),
    "A5.synthetic-by-name": (declared(NAMED_NOBODY), "cast.0.treatment"),
    # neighbours
    "A4.library-and-temporary": (
        declared(**asset(stage="library"), principles=dict.fromkeys(PRINCIPLES, "yes")), "principles.temporary_only",
    ),
    "A4.moodboard-delivered": (declared(**asset(element="moodboard")), "asset.stage"),
    "A4.replica-performed": (declared(REPLICA | {"performed_as_shown": True}), "cast.0.performed_as_shown"),
    "A4.captured-and-made": (declared(**asset(source_type="digitalCapture")), "asset.source_type"),
    "A4.made-before-and-now": (
        declared(use={"new_generation": False}, **asset(stage="capture")), "use.new_generation",
    ),
    "A4.finished-and-realtime": (
        declared(use={"new_generation": False, "realtime_generation": True}), "use.realtime_generation",
    ),
    "A4.released-draft": (
        declared(use={"released_on": "2026-01-01"}, **asset(stage="temp")), "use.released_on",
    ),
    "A4.used-before-made": (
        declared(use={"date": "2026-12-01", "generated_on": "2026-12-02"}), "use.date",
    ),
    "A4.released-before-made": (
        declared(use={"released_on": "2026-01-01", "generated_on": "2026-03-02"}), "use.released_on",
    ),
    "A4.age-and-minor": (declared(REPLICA | {"minor": False, "age": 12}), "cast.0.minor"),
    "A4.living-and-dead": (declared(REPLICA | {"life": "living", "died": "2020-01-01"}), "cast.0.died"),
    "A4.disclosed-nowhere": (declared(disclosure={"present": False, "place": "credits"}), "disclosure.place"),
    "A4.synthetic-unknown": (
        declared(others={"treatment": "synthetic", "role": "background", "performed_as_shown": False}, knowledge=False),
        "knowledge",
    ),
    "A4.features-unnamed": (declared(REPLICA | {"treatment": "synthetic_with_features"}), "cast.0.features"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "path"),
    [pytest.param(*case, id=way, marks=pytest.mark.attack(way)) for way, case in EXCLUDING.items()],
)
def test_what_excludes_something_else_is_refused_with_its_place_and_why(said: dict[str, Any], path: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        parse_declaration(said)
    (problem,) = [problem for problem in refused.value.problems if problem.path == path]
    assert len(problem.message.split()) > 3
    assert refused.value.fields[path].startswith("contradiction-")
    read_declaration(said)  # what is on record is read all the same


@pytest.mark.attack("A4.taken-in-before")
def test_a_contradiction_that_was_taken_in_before_it_was_refused_releases_nothing_when_decided_again(
    studio: Any, verified_alice: Any, shows: Any, people: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "cleared"
    old = studio.declare(as_replica(verified_alice.id), principles=dict.fromkeys(PRINCIPLES, "yes"))
    with studio.desk.db.write() as session:
        from registry.ledger.record import record
        from registry.records.events import EventKind

        check = session.get_one(Check, view.id)
        check.declaration, check.due = read_declaration(old).canonical().decode(), True
        record(session, "system", EventKind.CHECK_QUEUED, check.id)
    studio.desk.redecider.run_due()
    now = studio.desk.checks.get(people.petra, view.id)
    assert exit_status(now) == 3
    assert "check.contradiction" in [reason["message"] for reason in now.result["reasons"]]
    assert studio.desk.checks.get(people.petra, view.id).declared["principles"]["temporary_only"] == "yes"


@pytest.mark.attack("A4.person-by-id-and-by-name")
def test_somebody_named_by_id_and_once_more_by_name_is_judged_by_the_id_and_learns_nothing_of_the_name(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    by_id = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)

    def said(name: str) -> Any:
        twin = {key: value for key, value in as_replica("").items() if key != "performer"} | {"name": name}
        view = studio.check(shows("alice"), studio.declare(by_id, twin, use=studio.declare()["use"]))
        return exit_status(view), [(p["answer"], p["verdict"], p["reasons"]) for p in view.result["persons"]]

    assert said("Alice") == said("Nobody Whom Anybody Knows")
    assert said("Alice")[0] in (1, 3)


@pytest.mark.parametrize("day", ["2026-01-01", "2026-08-01", "2026-10-04"])
@pytest.mark.attack("A4.released-in-the-past")
def test_that_it_was_released_before_switches_no_duty_to_the_public_off(
    studio: Any, verified_alice: Any, shows: Any, day: str
) -> None:
    studio.consent(verified_alice, "alice", territories=["FR"])
    use = studio.declare()["use"] | {"territory": "FR", "released_on": day}
    view = studio.check(
        shows("alice"), studio.declare(as_replica(verified_alice.id), use=use | {"alteration": "age"}, disclosure=None)
    )
    assert exit_status(view) == 3
    assert [duty["kind"] for duty in view.result["duties"] if not duty["done"]] == ["disclose"]


@pytest.mark.attack("A4.library-for-final")
def test_what_lies_in_a_library_is_delivered_and_counted_like_any_other(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    library = {"stage": "library", "element": "performance"}
    verdicts = [
        studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id), asset=library)).verdict
        for _ in range(2)
    ]
    assert verdicts == ["cleared", "blocked"]
    studio.approves = False
    undisclosed = studio.declare(as_replica(verified_alice.id), asset=library, disclosure=None)
    assert exit_status(studio.check(shows("alice"), undisclosed)) != 0


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"generated_on": "2026-10-06"}, "use.generated_on"),
        ({"script_date": "2027-01-01"}, "use.script_date"),
        ({"performed_on": "2027-01-01"}, "use.performed_on"),
    ],
)
@pytest.mark.attack("A4.still-to-come")
def test_what_is_still_to_come_has_not_happened(
    studio: Any, verified_alice: Any, shows: Any, changes: dict[str, str], path: str
) -> None:
    studio.consent(verified_alice, "alice")
    said = studio.declare(as_replica(verified_alice.id), use=studio.declare()["use"] | changes | {"alteration": "age"})
    with pytest.raises(DeclarationError) as refused:
        studio.check(shows("alice"), said)
    assert [problem.path for problem in refused.value.problems] == [path]
    assert list(studio.desk.config.uploads.iterdir()) == []


@pytest.mark.attack("A4.dead-tomorrow")
def test_nobody_has_died_tomorrow(studio: Any, verified_alice: Any, shows: Any, clock: Any) -> None:
    tomorrow = (clock() + timedelta(days=1)).date().isoformat()
    with pytest.raises(DeclarationError):
        studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id, life="deceased", died=tomorrow)))


@pytest.mark.attack("A4.picture-for-ears")
@pytest.mark.parametrize("media", ["image", "video"])
def test_a_picture_is_no_sound_whatever_it_is_declared_for(
    studio: Any, verified_alice: Any, shows: Any, fake_matching: Any, media: str
) -> None:
    eyes = replace(studio.desk.eyes, examine=lambda path, _: replace(fake_matching.examine(path), media=media))
    studio.desk.examiner._eyes = lambda: eyes
    studio.consent(verified_alice, "alice", media=["audio_commercial"])
    use = studio.declare()["use"] | {"medium": "audio_commercial", "alteration": "age"}
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id), use=use))
    assert exit_status(view) == 3
    assert "check.contradiction" in [reason["message"] for reason in view.result["reasons"]]
