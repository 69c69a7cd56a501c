"""What unions say: clocks in business days of their own calendars, consultation, strikes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.business_days import business_days_between, deadline, is_business_day
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import AGREEMENT, a_declaration, as_replica

SYNTHETIC = {"treatment": "synthetic", "role": "principal", "performed_as_shown": False}


def case_of(desk: Any, check_id: str) -> dict[str, Any]:
    with desk.db.read() as session:
        return session.get_one(Check, check_id).case["case"]


def verdict(studio: Any, check_id: str) -> str | None:
    return studio.desk.checks.get(studio.people.petra, check_id).verdict


def test_a_clock_runs_by_the_union_s_own_calendar() -> None:
    thanksgiving_week = date(2026, 11, 23), date(2026, 11, 30)
    assert business_days_between(*thanksgiving_week, "US") == 4
    assert business_days_between(*thanksgiving_week, "DE") == 5
    assert not is_business_day(date(2026, 11, 26), "US")
    assert is_business_day(date(2026, 11, 26), "DE")
    with pytest.raises(ValueError, match="no calendar"):
        is_business_day(date(2026, 11, 26), "XX")


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(1, 25), st.sampled_from(["US", "US-CA", "DE", "GB"]))
def test_a_deadline_is_the_first_day_on_which_so_many_business_days_have_passed(
    start: date, days: int, place: str
) -> None:
    due = deadline(start, days, place)
    assert business_days_between(start, due, place) == days
    assert is_business_day(due, place)


def test_notice_starts_a_clock_and_bargaining_closes_it(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    film, declared = shows("stranger"), studio.declare(others=SYNTHETIC)
    view = studio.check(film, declared)
    assert case_of(desk, view.id)["union"]["notice"] is False
    desk.approvals.give(people.petra, "notice", "sent", check_id=view.id, union_id="players-guild")
    clock.moment = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)  # 5 October was a Monday, the 12th a holiday in the US
    union = case_of(desk, studio.check(film, declared).id)["union"]
    assert (union["notice"], union["business_days_since_notice"], union["bargaining"]) == (True, 10, "open")
    clocks = {one.stage: (one.due_on, one.passed) for one in desk.approval_reader.deadlines(people.petra, view.id)}
    assert clocks == {
        "bargaining_days": (date(2026, 10, 20), 10),
        "days": (date(2026, 10, 26), 10),
        "arbitration_days": (date(2026, 10, 27), 10),
        "latest": (date(2026, 11, 3), 10),
    }
    for kind, answer in (("bargaining", "agreed"), ("payment_to_plan", "paid")):
        desk.approvals.give(people.ursula, kind, answer, check_id=view.id, union_id="players-guild")
    union = case_of(desk, view.id)["union"]
    assert (union["bargaining"], union["payment_to_plan"]) == ("agreed", True)


def test_with_two_unions_in_play_each_has_to_say_it(
    desk: Any, people: Any, studio: Any, shows: Any, verified_alice: Any, clock: Any
) -> None:
    desk.unions.assign_agreement(people.ada, "tag_2024", "stage-alliance")
    both = desk.productions.create(people.petra, "Ink", "Ink Ltd", "animation", agreements=[AGREEMENT, "tag_2024"])
    declared = a_declaration(
        both.id, asset={"stage": "final", "element": "background_art"}, union={"craft": "background_art"}
    )
    studio.production = both.id
    view = studio.check(shows("stranger"), declared)
    assert verdict(studio, view.id) == "needs_approval"
    for union in ("players-guild", "stage-alliance"):
        desk.approvals.give(people.petra, "notice", "sent", check_id=view.id, union_id=union)
    desk.approvals.give(people.ursula, "consultation", "done", check_id=view.id, union_id="players-guild")
    assert case_of(desk, view.id)["union"]["consultation"] is False
    desk.approvals.give(people.victor, "consultation", "done", check_id=view.id, union_id="stage-alliance")
    assert case_of(desk, view.id)["union"]["consultation"] is True


def test_a_strike_blocks_and_lifting_it_decides_again(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "cleared"
    receipt = desk.checks.receipt(people.petra, view.id)
    strike = desk.strikes.throw(people.ursula, AGREEMENT)
    assert verdict(studio, view.id) == "blocked"
    assert receipt["receipt_id"] in str(desk.status.stale_list()["stale"])
    with pytest.raises(Conflict, match="strike-is-on"):
        desk.strikes.throw(people.ursula, AGREEMENT)
    clock.forward(days=1)
    desk.strikes.lift(people.ursula, strike.id)
    assert verdict(studio, view.id) == "cleared"
    made = studio.declare(as_replica(verified_alice.id), unit={"id": "SH2", "version": 1})
    made["use"] |= {"generated_on": "2026-10-04"}
    assert studio.check(shows("alice"), made).verdict != "cleared", "material from before its end is a question"


def test_a_strike_against_one_producer_leaves_the_others_alone(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    (other,) = people.quentin.productions
    desk.strikes.throw(people.ursula, AGREEMENT, other)
    assert verdict(studio, view.id) == "cleared"
    desk.strikes.throw(people.ursula, AGREEMENT, studio.production)
    assert verdict(studio, view.id) == "blocked"


def test_only_the_union_whose_agreement_it_is_throws_the_switch(desk: Any, people: Any, studio: Any) -> None:
    for who in (people.victor, people.petra, people.ada, people.alice):
        with pytest.raises(Forbidden):
            desk.strikes.throw(who, AGREEMENT)
    with pytest.raises(Invalid):
        desk.strikes.throw(people.ursula, AGREEMENT, performer_may_refuse="perhaps")
    with pytest.raises(NotFound):
        desk.strikes.throw(people.ursula, AGREEMENT, "PR-NONE")
    strike = desk.strikes.throw(people.ursula, AGREEMENT)
    with pytest.raises(Forbidden):
        desk.strikes.lift(people.victor, strike.id)
    desk.strikes.lift(people.ursula, strike.id)
    with pytest.raises(Conflict, match="strike-is-over"):
        desk.strikes.lift(people.ursula, strike.id)
    assert [one.id for one in desk.strikes.list("players-guild")] == [strike.id]
