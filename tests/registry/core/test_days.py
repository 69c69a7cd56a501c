"""A day is somebody's: which one it is depends on where, and where nobody knows, the strict side counts."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.days import age, begun_anywhere, day_in, end_of_day, in_zone, of_age_on, over_anywhere, start_of_day

ZONES = [ZoneInfo(name) for name in ("UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kolkata")]
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(moments, st.sampled_from(ZONES))
def test_whatever_day_it_is_somewhere_lies_between_the_strict_sides(moment: datetime, zone: ZoneInfo) -> None:
    assert over_anywhere(moment) <= day_in(moment, zone) <= begun_anywhere(moment)
    assert datetime.fromisoformat(in_zone(moment, zone)).date() == day_in(moment, zone)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_a_day_begins_where_the_one_before_it_ends(day: date, zone: ZoneInfo) -> None:
    assert start_of_day(day, zone) == end_of_day(day - timedelta(days=1), zone)
    assert day_in(start_of_day(day, zone), zone) == day
    assert day_in(end_of_day(day, zone) - timedelta(seconds=1), zone) == day


@given(st.dates(date(1900, 1, 1), date(2080, 1, 1)))
def test_somebody_comes_of_age_on_the_first_day_on_which_they_are_eighteen(born: date) -> None:
    day = of_age_on(born)
    assert (age(born, day), age(born, day - timedelta(days=1))) == (18, 17)


@pytest.mark.parametrize(("born", "day"), [(date(2008, 2, 29), date(2026, 3, 1)), (date(2008, 3, 1), date(2026, 3, 1))])
def test_who_was_born_on_29_february_waits_for_march(born: date, day: date) -> None:
    assert of_age_on(born) == day
