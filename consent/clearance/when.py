"""Days and instants of one case, compared: a day is a whole day in a zone, an instant is the moment that it names.

Where no zone is known, a day may be that day anywhere on earth. What ends a consent (a withdrawal, a suspension, a
refusal) then counts as soon as it may have happened, and what begins one (the term, the end of a strike) only once it
surely has. A signature counts on the day on which it may have been made: a signer's evening is the next day in UTC.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

When = date | datetime

_DAY = timedelta(days=1)
# Where a day begins first, and where it ends last.
_FIRST, _LAST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))


class Clock:
    """Compares the days and instants of one case. `zone`: IANA name of the zone of its days, None where none is known."""

    def __init__(self, zone: str | None = None) -> None:
        self.name = zone
        self.zone: tzinfo | None = ZoneInfo(zone) if zone else None

    def first(self, when: When) -> datetime:
        """The earliest instant that it may be: itself, or the beginning of the day."""
        return when if isinstance(when, datetime) else datetime.combine(when, time(), self.zone or _FIRST)

    def last(self, when: When) -> datetime:
        """The latest instant that it may be: itself, or the midnight that ends the day."""
        return when if isinstance(when, datetime) else datetime.combine(_next(when), time(), self.zone or _LAST)

    def days(self, when: When) -> tuple[date, date]:
        """The first and the last calendar day that it may be.

        An instant written with an offset of its own shows the day of its place; one in UTC may be the day before or after.
        """
        if not isinstance(when, datetime):
            return when, when
        if self.zone is not None:
            local = when.astimezone(self.zone).date()
            return local, local
        if when.utcoffset():
            return when.date(), when.date()
        return when.astimezone(_LAST).date(), when.astimezone(_FIRST).date()

    def day(self, when: When | None) -> date | None:
        """The calendar day to show: in the zone, else in the instant's own offset."""
        if not isinstance(when, datetime):
            return when
        return (when.astimezone(self.zone) if self.zone else when).date()

    def perhaps_by(self, event: When, at: When) -> bool:
        """Whether the event may have happened by `at`; an event that only a day dates counts from its beginning."""
        if isinstance(event, datetime):
            return event <= at if isinstance(at, datetime) else event < self.last(at)
        return event <= self.days(at)[1]

    def surely_by(self, event: When, at: When) -> bool:
        """Whether the event had surely happened by `at`."""
        return event <= self.first(at) if isinstance(event, datetime) else event <= self.days(at)[0]

    def surely_after(self, event: When, other: When) -> bool:
        """Whether the event surely came after the other one; two things of one day did not."""
        if isinstance(event, datetime) is isinstance(other, datetime):
            return event > other
        return self.first(event) >= self.last(other)

    def begun(self, begin: date, at: When, zone: str | None = None) -> bool:
        """Whether a term has surely begun at `at`. `zone`: the one that the paper names for its days."""
        paper = self._of(zone, at)
        return begin <= paper.days(at)[0] if paper else Clock(zone).first(begin) <= self.first(at)

    def over(self, end: date, at: When, zone: str | None = None) -> bool:
        """Whether a term that includes the day `end` may be over at `at`. `zone`: as for `begun`."""
        paper = self._of(zone, at)
        return end < paper.days(at)[1] if paper else Clock(zone).last(end) < self.last(at)

    def _of(self, zone: str | None, at: When) -> Clock | None:
        """The clock on which `at` and the days of a paper are the same kind of days; None: they have to be spans."""
        if zone is None or zone == self.name:
            return self
        return Clock(zone) if self.zone is None or isinstance(at, datetime) else None


def _next(day: date) -> date:
    return day + _DAY if day < date.max else day
