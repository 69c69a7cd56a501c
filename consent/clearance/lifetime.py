"""The life of a consent: when it ended, and whether what is used was made before."""

from __future__ import annotations

from typing import NamedTuple

from consent.clearance.case import Consent
from consent.clearance.facts import Facts
from consent.clearance.when import When

ENDED = frozenset({"withdrawn", "expired", "terminated"})


class End(NamedTuple):
    """The end of a consent: when, as far as that is known, and whether a day of it is the last one that still counts."""

    when: When | None
    included: bool = False


def end_of(facts: Facts, consent: Consent) -> End | None:
    """The end of a consent that has ended, or may have, when the use or the generation takes place; None: it runs."""
    withdrawn = _withdrawal(consent)
    if withdrawn is not None and counts(facts, withdrawn):
        return End(withdrawn)
    if consent.state in ENDED and (withdrawn is None or consent.state != "withdrawn"):
        return End(consent.valid_until if consent.state == "expired" else None, included=True)
    until = consent.valid_until
    over = until is not None and any(facts.clock.over(until, at, consent.time_zone) for at in facts.moments)
    return End(until, included=True) if over else None


def _withdrawal(consent: Consent) -> When | None:
    """The dated withdrawal of a consent, whether or not its state says so already; a renewal comes after one."""
    return None if consent.state == "renewed" else consent.withdrawn_at


def counts(facts: Facts, event: When) -> bool:
    """Whether the use or the generation may come after an event that stops it."""
    return any(facts.clock.perhaps_by(event, at) for at in facts.moments)


def finished(facts: Facts, consent: Consent) -> bool:
    """Whether only finished work is used: the case says so, or the registry cleared this very file under this consent."""
    return facts.finished or (consent.file_cleared_at is not None and not facts.realtime)


def making(facts: Facts, consent: Consent) -> list[When]:
    """What is dated about the making: the generation, and the earlier clearance of the finished file."""
    return [when for when in (facts.use.generated_on, consent.file_cleared_at) if when is not None]


def made_in_term(facts: Facts, consent: Consent, end: End) -> bool:
    """Whether everything that is dated about the making lies before the end."""
    return all(_before(facts, when, end, consent.time_zone) for when in making(facts, consent))


def _before(facts: Facts, made: When, end: End, zone: str | None) -> bool:
    if end.when is None:
        return True
    if end.included:
        return not facts.clock.over(end.when, made, zone)
    return not facts.clock.perhaps_by(end.when, made)


def made_before(facts: Facts, consent: Consent, event: When) -> bool | None:
    """Whether everything that is dated about the making surely lies before an event; None: nothing is dated."""
    dated = making(facts, consent)
    return None if not dated else not any(facts.clock.perhaps_by(event, when) for when in dated)
