"""Strikes: what of a replica's use and making stops, and what is open while nobody knows."""

from consent.clearance.case import Strike, stated, unknown
from consent.clearance.condition import Finding, Words, broken, condition
from consent.clearance.facts import Facts
from consent.clearance.standing import Standing
from consent.clearance.when import When


@condition("person")
def struck(facts: Facts, standing: Standing, *, agreement: str, may_refuse: Words) -> Finding | None:
    """A strike is on, the replica's use needs consent, and the performer could lawfully refuse to work."""
    strike = _on(facts, standing)
    if strike is None or facts.finished or _answer(strike, agreement) not in may_refuse:
        return None
    return broken("union.strike", standing.person)


@condition("person")
def struck_with_finished_work(facts: Facts, standing: Standing, *, agreement: str) -> Finding | None:
    """A strike is on and replica material finished earlier is used."""
    strike = _on(facts, standing)
    if strike is None or not facts.finished or _answer(strike, agreement) == "no":
        return None
    return broken("union.strike", standing.person)


@condition("person")
def strike_unclear(facts: Facts, standing: Standing) -> Finding | None:
    """Under whatever agreement: nobody knows whether a strike is on, or whether the performer may refuse to work in it."""
    strike = facts.union.strike
    if strike is None or strike.active is False or not _replica(standing):
        return None
    unsaid = unknown(strike, "performer_may_refuse") and strike.against_producer is None
    if strike.active is None or unsaid or strike.performer_may_refuse == "unclear":
        return broken("union.strike", standing.person)
    return None


@condition("person")
def made_before_strike_ended(facts: Facts, standing: Standing, *, agreement: str) -> Finding | None:
    """The strike is over, and the replica material is dated before its end, or may be."""
    strike = facts.union.strike
    if strike is None or strike.active is not False or strike.agreement not in (None, agreement):
        return None
    if not _replica(standing) or not stated(strike, "ended"):
        return None
    if strike.ended is not None and _over_by_then(facts, strike.ended):
        return None
    return broken("union.strike.ended", standing.person, ended=strike.ended)


def _over_by_then(facts: Facts, ended: When) -> bool:
    """Whether a strike that is over now was over when the material was made; nothing else dates it than its use now."""
    made, used = facts.use.generated_on, facts.use.date or facts.now
    if made is None and facts.clock.days(used)[1] >= facts.case.check_date:
        return facts.clock.perhaps_by(ended, used)
    return facts.clock.surely_by(ended, made or used)


def _on(facts: Facts, standing: Standing) -> Strike | None:
    """The strike that is on, where it is about this person's replica."""
    strike = facts.union.strike
    return strike if strike is not None and strike.active and _replica(standing) else None


def _replica(standing: Standing) -> bool:
    """Whether this use of a replica, or the making of one, is what consent is needed for: an exempted use is not."""
    return ("use_replica" if "use_replica" in standing.needs else "create_replica") in standing.open


def _answer(strike: Strike, agreement: str) -> str:
    """Whether the performer may lawfully refuse to work: as somebody said, else as it is presumed.

    In a strike under another agreement nobody may, unless it is said; under this one, in a strike against this producer.
    """
    if strike.performer_may_refuse is not None:
        return strike.performer_may_refuse
    if strike.agreement not in (None, agreement):
        return "no"
    return {True: "yes", False: "no", None: "unclear"}[strike.against_producer]
