"""Days and instants: what holds in some zone may be so, and only what holds in every zone is sure."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.clearance.when import Clock, When
from consent.moments import is_zone

# From the place where a day begins first to the one where it ends last, with daylight saving and a quarter of an hour.
ZONES = (
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Etc/GMT+12",
)
NOWHERE = Clock()
days = st.dates(date(2026, 10, 20), date(2026, 11, 30))
instants = st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 30), timezones=st.just(UTC))
moments = days | instants
zones = st.sampled_from(ZONES)


@given(moments, moments)
def test_what_is_sure_anywhere_may_be(event: When, at: When) -> None:
    for clock in (NOWHERE, *map(Clock, ZONES)):
        assert clock.perhaps_by(event, at) or not clock.surely_by(event, at)
        assert not (clock.surely_after(event, at) and clock.perhaps_by(event, at))


@given(moments, moments, zones)
def test_without_a_zone_nothing_is_surer_than_in_one(event: When, at: When, zone: str) -> None:
    there = Clock(zone)
    assert there.perhaps_by(event, at) <= NOWHERE.perhaps_by(event, at)
    assert NOWHERE.surely_by(event, at) <= there.surely_by(event, at)
    assert NOWHERE.surely_after(event, at) <= there.surely_after(event, at)


@given(days, moments, zones)
def test_a_term_runs_over_whole_days_of_its_zone(day: date, at: When, zone: str) -> None:
    there, local = Clock(zone), at.astimezone(ZoneInfo(zone)).date() if isinstance(at, datetime) else at
    assert there.begun(day, at) is (day <= local)
    assert there.over(day, at) is (day < local)
    assert there.begun(day, at, zone) is there.begun(day, at)
    assert NOWHERE.begun(day, at) <= there.begun(day, at)
    assert there.over(day, at) <= NOWHERE.over(day, at)


@given(days, instants, zones, zones)
def test_a_paper_s_own_zone_decides_of_an_instant(day: date, at: datetime, zone: str, own: str) -> None:
    assert Clock(zone).begun(day, at, own) is Clock(own).begun(day, at)
    assert Clock(zone).over(day, at, own) is Clock(own).over(day, at)
    assert NOWHERE.over(day, at, own) is Clock(own).over(day, at)


@given(days, days, zones, zones)
def test_of_a_day_it_decides_where_the_two_days_do_not_cover_each_other(
    day: date, at: date, zone: str, own: str
) -> None:
    begins = datetime.combine(day, datetime.min.time(), ZoneInfo(own))
    ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(own))
    first = datetime.combine(at, datetime.min.time(), ZoneInfo(zone))
    last = datetime.combine(at + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))
    assert Clock(zone).begun(day, at, own) is (day <= at if own == zone else begins <= first)
    assert Clock(zone).over(day, at, own) is (day < at if own == zone else ends < last)


def test_an_instant_with_an_offset_of_its_own_shows_the_day_of_its_place() -> None:
    evening = datetime(2026, 11, 22, 20, 53, tzinfo=timezone(timedelta(hours=-8)))
    assert NOWHERE.days(evening) == (date(2026, 11, 22), date(2026, 11, 22))
    assert NOWHERE.days(evening.astimezone(UTC)) == (date(2026, 11, 22), date(2026, 11, 23))
    assert Clock("America/Los_Angeles").day(evening.astimezone(UTC)) == date(2026, 11, 22)
    assert NOWHERE.day(evening.astimezone(UTC)) == date(2026, 11, 23)
    assert NOWHERE.day(None) is None


def test_the_last_day_of_the_calendar_is_a_day() -> None:
    assert not NOWHERE.over(date.max, date.max)
    assert NOWHERE.perhaps_by(date.max, date.max)
    assert NOWHERE.last(date.max) <= datetime.max.replace(tzinfo=NOWHERE.last(date.max).tzinfo)


@pytest.mark.parametrize("name", ["", "America", "Mars/Olympus", "../UTC", "/etc/localtime", 3, None, "a" * 300])
def test_what_is_no_zone_is_none(name: object) -> None:
    assert not is_zone(name)


def test_a_zone_is_known_by_its_name() -> None:
    assert all(map(is_zone, ZONES))
