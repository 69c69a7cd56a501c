"""Times as they are signed: UTC, whole seconds, one spelling."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

FIRST, LAST = date(1, 1, 3), datetime(9999, 12, 30, tzinfo=UTC)
"""Between these every instant can be told in every zone."""


def utc_text(moment: datetime) -> str:
    """An aware datetime as "2026-11-22T10:00:00Z" (fractions are cut). Raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC).strftime(_FORMAT)


def parse_utc(text: str) -> datetime:
    """The datetime of `utc_text`. Only its one spelling is accepted. Raises `ValueError`."""
    moment = datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
    if utc_text(moment) != text:
        raise ValueError("a time is written like 2026-11-22T10:00:00Z")
    return moment


def parse_day(text: str) -> date:
    """The date of "2026-11-22", in this spelling alone. Raises `ValueError`."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError("a date is written like 2026-11-22")
    return day


def is_zone(name: object) -> bool:
    """Whether this is the IANA name of a time zone, such as "America/Los_Angeles"."""
    try:
        return isinstance(name, str) and bool(name) and ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):  # a name is a file's to the library: none, a folder, or no name at all
        return False


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which a term that includes `day` has ended, in UTC: midnight after it in the given zone; at the end of the
    calendar a little before, at the last moment that can be told in every zone."""
    if day >= LAST.date():
        return LAST
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
