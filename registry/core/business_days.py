"""Deadlines in business days of a union's own calendar."""

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import holidays


@lru_cache(maxsize=64)
def _calendar(place: str) -> "holidays.HolidayBase":
    import holidays  # the calendars of all countries: most commands need none

    country, _, subdivision = place.partition("-")
    known = holidays.list_supported_countries()
    if country not in known or (subdivision and subdivision not in known[country]):
        raise ValueError(f"{place!r}: no calendar of public holidays is known for it")
    return holidays.country_holidays(country, subdiv=subdivision or None)


def is_business_day(day: date, place: str) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a public holiday of `place` (ISO 3166, such as US or US-CA).

    Raises ValueError for a place whose holidays nobody knows: a guessed calendar is a wrong deadline.
    """
    return day.weekday() < 5 and day not in _calendar(place)


def business_days_between(start: date, end: date, place: str) -> int:
    """Business days after `start` up to and with `end`; 0 when `end` is not later. The day of the notice is day 0."""
    days = (end - start).days
    return sum(is_business_day(start + timedelta(n), place) for n in range(1, days + 1))


def deadline(start: date, business_days: int, place: str) -> date:
    """The day on which `business_days` business days after `start` have passed."""
    day, left = start, business_days
    while left > 0:
        day += timedelta(1)
        left -= is_business_day(day, place)
    return day
