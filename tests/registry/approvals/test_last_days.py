"""What ends with a day counts to the end of it where the production is; the day after, every door says that it is over."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consent.verdicts import Exit
from registry.checks.shown import listed, shown
from registry.checks.viewed import exit_status
from registry.core.days import end_of_day
from registry.core.paging import PageOf, PageRequest
from tests.registry.checks.conftest import as_replica

LAST = timedelta(days=2)
"""No receipt lasts longer than that on its own account."""


@pytest.fixture
def lasting(desk: Any) -> None:
    """Receipts that end with what they rest on."""
    object.__setattr__(desk.config, "receipt_hours", 24 * 60)


def last_day(studio: Any) -> tuple[date, datetime]:
    """A day soon, and the instant at which it is over where the production is."""
    desk = studio.desk
    zone = ZoneInfo(desk.productions.get(studio.people.petra, studio.production).time_zone)
    day = (desk.clock() + LAST).astimezone(zone).date()
    return day, end_of_day(day, zone)


def by_yes(studio: Any, offices: Any, environment: Any, shows: Any, _alice: Any) -> str:
    day, _end = last_day(studio)
    check = studio.check(shows("stranger"), environment())
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=check.id, expires_at=day)
    return str(check.id)


def by_term(studio: Any, _offices: Any, _environment: Any, shows: Any, alice: Any) -> str:
    day, _end = last_day(studio)
    studio.approves = True
    studio.consent(alice, "alice", valid_until=day.isoformat())
    return str(studio.check(shows("alice"), studio.declare(as_replica(alice.id))).id)


def by_itself(studio: Any, offices: Any, environment: Any, shows: Any, _alice: Any) -> str:
    check = studio.check(shows("stranger"), environment())
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=check.id)
    return str(check.id)


@pytest.mark.parametrize("until", [by_yes, by_term, by_itself])
def test_what_is_over_is_said_to_be_at_every_door(
    studio: Any, offices: Any, environment: Any, shows: Any, verified_alice: Any, lasting: None,
    until: Callable[..., str],
) -> None:  # fmt: skip
    desk, petra = studio.desk, studio.people.petra
    check = until(studio, offices, environment, shows, verified_alice)
    end = datetime.fromisoformat(desk.checks.receipt(petra, check)["expires_at"])
    if until is not by_itself:
        assert end == last_day(studio)[1]

    def row(**chosen: str) -> Any:
        page = desk.check_lists.page(petra, PageOf(production=studio.production), PageRequest(chosen=chosen))
        return next((one for one in listed(page).checks if one.check == check), None)

    desk.clock.moment = end - timedelta(seconds=1)
    view = desk.checks.get(petra, check)
    assert (view.answer, view.over, exit_status(view)) == ("cleared", False, Exit.CLEARED)
    assert row(verdict="cleared") == row() == row(state="decided")
    assert (row().status, row().over) == ("decided", False)
    assert row(verdict="cannot_decide") is row(state="again") is None

    desk.clock.moment = end
    view = desk.checks.get(petra, check)
    assert (view.answer, view.over, view.stale, exit_status(view)) == ("cannot_decide", True, True, Exit.CANNOT_DECIDE)
    told = shown(view, {})
    assert (told.status, told.over, told.exit_status) == ("cannot_decide", True, Exit.CANNOT_DECIDE)
    assert row(verdict="cannot_decide") == row() == row(state="again")
    assert (row().status, row().over) == ("cannot_decide", True)
    assert row(verdict="cleared") is row(state="decided") is None
    assert desk.check_lists.shots(petra, studio.production).rows[0].versions[0].over
    assert desk.checks.receipt(petra, check)["expires_at"] == end.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_an_ended_file_is_none_that_a_withdrawal_would_stop(
    studio: Any, offices: Any, environment: Any, shows: Any, verified_alice: Any, lasting: None
) -> None:
    desk, alice = studio.desk, studio.people.alice
    day, end = last_day(studio)
    studio.approves = True
    consent = studio.consent(verified_alice, "alice", valid_until=day.isoformat())
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert desk.foresight.withdrawal(alice, consent).files == 1
    desk.clock.moment = end
    assert desk.foresight.withdrawal(alice, consent).files == 0


def test_what_waits_for_one_yes_hears_that_it_lacks_another_by_now(
    studio: Any, offices: Any, shows: Any, verified_alice: Any
) -> None:
    desk, petra = studio.desk, studio.people.petra
    day, end = last_day(studio)
    studio.approves = True
    studio.consent(verified_alice, "alice", valid_until=day.isoformat(), per_use_approval=True)
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert desk.checks.get(petra, check.id).verdict == "needs_approval"
    desk.clock.moment = end
    assert desk.clocks.tell_due() == 1
    desk.redecider.run_due()
    assert desk.checks.get(petra, check.id).verdict == "blocked"


def test_what_was_finished_in_the_term_is_released_after_it_for_as_long_as_anything_is(
    studio: Any, offices: Any, shows: Any, verified_alice: Any
) -> None:
    desk, petra, file = studio.desk, studio.people.petra, shows("alice")
    day, end = last_day(studio)
    studio.approves = True
    studio.consent(verified_alice, "alice", valid_until=day.isoformat())
    declared = studio.declare(as_replica(verified_alice.id))
    assert studio.check(file, declared).verdict == "cleared"
    desk.clock.moment = end + timedelta(days=1)
    later = studio.check(file, declared)
    receipt = desk.checks.receipt(petra, later.id)
    assert (later.verdict, later.over) == ("cleared", False)
    assert "exploitation_after_end" in {reason.get("clause") for reason in receipt["reasons"]}
    assert datetime.fromisoformat(receipt["expires_at"]) - desk.clock() == timedelta(hours=desk.config.receipt_hours)
    assert datetime.fromisoformat(receipt["consents"][0]["ends_at"]) == end
