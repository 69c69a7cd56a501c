"""Days and moments. What happened is an instant and is compared as one; a day is somebody's, and is taken in their zone.

Where nobody knows the zone, a day may be that day anywhere on earth, and the strict side of it counts.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from consent.clearance.facts import ADULT
from consent.moments import FIRST, end_of_day

__all__ = [
    "age", "begun_anywhere", "day_in", "end_of_day", "in_zone", "of_age_on", "over_anywhere", "start_of_day",
]  # fmt: skip


def day_in(moment: datetime, zone: tzinfo) -> date:
    """The day that it is in a zone at this moment."""
    return moment.astimezone(zone).date()


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which a day begins in a zone; at the beginning of the calendar a little after."""
    return datetime.combine(max(day, FIRST), time(), zone).astimezone(UTC)


def begun_anywhere(moment: datetime) -> date:
    """The latest day that has begun anywhere on earth (UTC+14): a later one has not come for anybody."""
    return (moment.astimezone(UTC) + timedelta(hours=14)).date()


def over_anywhere(moment: datetime) -> date:
    """The earliest day that it still is anywhere on earth (UTC-12): an earlier one is over for everybody."""
    return (moment.astimezone(UTC) - timedelta(hours=12)).date()


def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def of_age_on(born: date) -> date:
    """The day on which somebody comes of age; 29 February becomes 1 March."""
    try:
        return born.replace(year=born.year + ADULT)
    except ValueError:
        return date(born.year + ADULT, 3, 1)


def in_zone(moment: datetime, zone: tzinfo) -> str:
    """The instant as a text whose day is the day of that zone: "2026-10-05T20:00:00-07:00"."""
    return moment.astimezone(zone).isoformat(timespec="seconds")
