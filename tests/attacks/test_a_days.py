"""Days and moments: nothing is cleared before its term, nor after what ended it, in whatever zone the day is read."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.clearance import decide
from tests.attacks.harbour import ALLOWED, TODAY, actor, rider, rules, shot, verdict
from tests.common.examples import examples

PACIFIC = {"production": {"time_zone": "America/Los_Angeles"}}
EVENING = "2026-11-23T04:53:00Z"  # 20:53 of 22 November in Los Angeles


@pytest.mark.attack("A3.term")
def test_a_term_that_begins_later_is_not_cleared_now_for_a_use_after_that() -> None:
    later = rider(valid_from="2026-12-22")
    ahead = shot(later, use={"date": "2026-12-24"})
    assert verdict(ahead) == "needs_approval"
    reason = next(reason for reason in decide(ahead).reasons if reason.rule == "registry/term.begins_later")
    assert reason.params == {"begin": "2026-12-22"}
    assert verdict({**ahead, "check_date": "2026-12-22"}) == "cleared"


@pytest.mark.parametrize("begin", ["2026-11-23", "2027-01-01", "2028-09-29"])
@pytest.mark.attack("A3.whenever")
def test_whenever_it_begins_the_check_waits_for_it(begin: str) -> None:
    assert verdict(shot(rider(valid_from=begin), use={"date": "2028-09-30"})) == "needs_approval"
    assert verdict(shot(rider(valid_from=begin), use={"date": begin})) == "needs_approval"


@pytest.mark.attack("A3.signature")
def test_a_signature_that_is_to_come_is_none_yet() -> None:
    assert verdict(shot(rider(signed_at="2026-11-23"), use={"date": "2026-12-24"})) == "blocked"


@pytest.mark.attack("A3.performed")
def test_a_performance_that_is_to_come_is_not_brought_to_its_script() -> None:
    use = {"alteration": "lip_sync_scripted", "script_date": "2026-11-01", "performed_on": "2026-11-23"}
    assert verdict(shot(who=actor(treatment="alteration"), use=use)) == "blocked"


@pytest.mark.attack("A3.released")
def test_an_earlier_release_does_not_switch_the_duty_to_disclose_off() -> None:
    france = {"territory": "FR", "released_on": "2025-01-01"}
    assert verdict(shot(rider(territories=["EU"]), use=france)) == "notify_only"


@pytest.mark.attack("A8.withdrawn")
def test_a_withdrawal_of_the_same_evening_counts_west_of_utc() -> None:
    withdrawn = rider(state="withdrawn", withdrawn_at=EVENING, revocable="yes_new_generation")
    for parts in ({}, PACIFIC):
        assert verdict(shot(withdrawn, **parts)) == "blocked"
    assert verdict(shot(withdrawn, production={"time_zone": "Asia/Tokyo"})) == "cleared"


@pytest.mark.attack("A8.suspended")
def test_so_does_a_suspension() -> None:
    for parts in ({}, PACIFIC):
        assert verdict(shot(rider(state="suspended", suspended_from=EVENING), **parts)) == "blocked"


@pytest.mark.attack("A8.refused")
def test_so_does_a_refusal_beside_a_signature_of_that_day() -> None:
    refused = rider(id="C2", state="refused", signed_at="2026-11-22T18:00:00Z")
    assert verdict(shot(rider(signed_at="2026-11-22"), refused)) == "blocked"
    assert verdict(shot(rider(signed_at="2026-11-22T17:00:00Z"), refused, **PACIFIC)) == "blocked"
    assert verdict(shot(rider(signed_at="2026-11-22T19:00:00Z"), refused, **PACIFIC)) == "needs_approval"


@pytest.mark.attack("A8.signed")
def test_a_signature_of_the_same_evening_is_on_file() -> None:
    for parts in ({}, PACIFIC, {**PACIFIC, "checked_at": "2026-11-23T05:00:00Z"}):
        assert verdict(shot(rider(signed_at=EVENING), **parts)) == "cleared"
    assert verdict(shot(rider(signed_at=EVENING), **PACIFIC, checked_at="2026-11-23T04:00:00Z")) == "blocked"


@pytest.mark.attack("A8.strike")
def test_what_is_dated_on_the_day_a_strike_ended_may_have_been_made_in_it() -> None:
    over = {"union": {"strike": {"active": False, "ended": "2026-11-20T19:00:00Z"}}}
    assert verdict(shot(rider(), use={"generated_on": "2026-11-20"}, **over)) == "needs_approval"
    assert verdict(shot(rider(), use={"generated_on": "2026-11-21"}, **over)) == "needs_approval"
    assert verdict(shot(rider(), use={"generated_on": "2026-11-21"}, **over, **PACIFIC)) == "cleared"
    assert verdict(shot(rider(), **over)) == "cleared"


@pytest.mark.attack("A8.finished")
def test_work_of_the_day_of_a_withdrawal_was_not_surely_made_before_it() -> None:
    ended = rider(state="withdrawn", withdrawn_at="2026-11-20T19:00:00Z", exploitation_after_end="finished_work_only")
    for made, expected in (("2026-11-20", "blocked"), ("2026-11-20T18:59:59Z", "cleared"), ("2026-11-19", "cleared")):
        assert verdict(shot(ended, use={"new_generation": False, "generated_on": made}, **PACIFIC)) == expected


@pytest.mark.attack("A8.impossible")
def test_an_instant_of_another_day_is_no_instant_of_this_check() -> None:
    assert verdict(shot(rider(), **PACIFIC, checked_at="2026-11-22T07:00:00Z")) == "refused"
    assert verdict(shot(rider(), **PACIFIC, checked_at="2026-11-22T08:00:00Z")) == "cleared"
    assert verdict(shot(rider(), checked_at="2026-11-25T07:00:00Z")) == "refused"


ZONES = st.sampled_from(["Pacific/Pago_Pago", "America/Los_Angeles", "UTC", "Europe/Berlin", "Pacific/Kiritimati"])
INSTANTS = st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 25), timezones=st.just(UTC))


@settings(max_examples=examples(200), deadline=None)
@given(ZONES, INSTANTS, INSTANTS)
@pytest.mark.attack("A8.any-evening")
def test_a_check_after_a_withdrawal_is_never_cleared_wherever_it_is_made(
    zone: str, checked: datetime, withdrawn: datetime
) -> None:
    day = checked.astimezone(ZoneInfo(zone)).date().isoformat()
    case = shot(
        rider(withdrawn_at=_text(withdrawn), state="withdrawn"),
        use={"date": day},
        check_date=day,
        checked_at=_text(checked),
        production={"time_zone": zone},
    )
    without = {**case, "production": {k: v for k, v in case["production"].items() if k != "time_zone"}}
    if withdrawn <= checked:
        assert verdict(case) == verdict(without) == "blocked"
    if withdrawn > checked + timedelta(days=3):
        assert verdict(case) == verdict(without) == "cleared"


@settings(max_examples=examples(200), deadline=None)
@given(ZONES, INSTANTS, st.dates(date(2026, 11, 21), date(2026, 11, 24)), st.integers(-12, 14))
@pytest.mark.attack("A8.any-term")
def test_nothing_is_cleared_outside_the_days_of_the_term_where_the_production_is(
    zone: str, used: datetime, day: date, offset: int
) -> None:
    there = used.astimezone(ZoneInfo(zone)).date()
    at = used.astimezone(timezone(timedelta(hours=offset)))
    for paper, inside in ((rider(valid_until=str(day)), there <= day), (rider(valid_from=str(day)), there >= day)):
        case = shot(paper, use={"date": _text(at)}, check_date="2026-11-30", production={"time_zone": zone})
        assert (verdict(case) in ALLOWED) is inside


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def test_an_end_is_told_as_the_day_that_it_was_there() -> None:
    case = shot(rider(state="withdrawn", withdrawn_at=EVENING), **PACIFIC)
    assert [dict(reason.params)["end"] for reason in decide(case).reasons] == [TODAY]
    assert rules(case) == {"registry/term.ended"}
