"""Days and moments. What happened is an instant and is compared as one; a day is somebody's, and is taken in their zone."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from consent.moments import end_of_day

__all__ = ["begun_anywhere", "day_in", "end_of_day", "in_zone", "start_of_day"]


def day_in(moment: datetime, zone: tzinfo) -> date:
    """The day that it is in a zone at this moment."""
    return moment.astimezone(zone).date()


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant, in UTC, at which a day begins in a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def begun_anywhere(moment: datetime) -> date:
    """The latest day that has begun anywhere on earth (UTC+14): a later one has not come for anybody."""
    return (moment.astimezone(UTC) + timedelta(hours=14)).date()


def in_zone(moment: datetime, zone: tzinfo) -> str:
    """The instant as a text whose day is the day of that zone: "2026-10-05T20:00:00-07:00"."""
    return moment.astimezone(zone).isoformat(timespec="seconds")
