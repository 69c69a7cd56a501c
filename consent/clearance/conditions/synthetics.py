"""Synthetic performers under union agreements: notice, bargaining, value, payment."""

from consent.clearance.case import stated, unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import REPLICAS, Facts
from consent.clearance.standing import Standing


@condition("person")
def synthetic_unbargained(
    facts: Facts, standing: Standing, *, treatments: Words, modalities: Words, stages: Words
) -> Finding | None:
    """A synthetic performer takes a human role (or a voice), and notice or bargaining is not closed."""
    person = standing.person
    if person.treatment not in treatments or facts.asset.stage not in stages:
        return None
    if modalities and modalities.isdisjoint(person.modalities):
        return None
    union = facts.union
    if union.notice and union.bargaining == "agreed":
        return met("union.bargaining", person)
    return broken("union.bargaining" if union.notice else "union.notice", person)


@condition("person")
def synthetic_without_value(facts: Facts, standing: Standing, *, treatments: Words, stages: Words) -> Finding | None:
    """Nobody argued that the synthetic brings significant additional value over a human."""
    if standing.person.treatment not in treatments or facts.asset.stage not in stages:
        return None
    value = facts.union.significant_additional_value
    if value != "not_argued" and not unknown(facts.union, "significant_additional_value"):
        return None
    return broken("union.significant_additional_value", standing.person)


@condition("person")
def synthetic_clock(
    facts: Facts, standing: Standing, *, treatments: Words, bargaining_days: int, arbitration_days: int, latest: int
) -> Finding | None:
    """Notice of a synthetic runs: bargaining first, then arbitration on pay."""
    days = facts.union.business_days_since_notice
    if standing.person.treatment not in treatments or not facts.union.notice or days is None:
        return None
    if facts.union.bargaining == "agreed":
        return None
    ends = {"bargaining": bargaining_days, "arbitration": arbitration_days, "extended-arbitration": latest}
    window, end = next(((name, end) for name, end in ends.items() if days < end), ("over", days))
    return broken("union.business_days_since_notice", standing.person, window=window, left=end - days)


@condition("person")
def synthetic_unpaid(facts: Facts, standing: Standing, *, treatments: Words) -> Finding | None:
    """Nothing is paid to the health or pension plan for a synthetic, or the case writes down that nobody knows."""
    if standing.person.treatment not in treatments or not stated(facts.union, "payment_to_plan"):
        return None
    return None if facts.union.payment_to_plan else broken("union.payment_to_plan", standing.person)


@condition("person")
def synthetic_unnoticed(facts: Facts, standing: Standing, *, treatments: Words) -> Finding | None:
    """A synthetic performer is used and the union was not told."""
    if standing.person.treatment not in treatments:
        return None
    return (met if facts.union.notice else broken)("union.notice", standing.person)


@condition("person")
def replica_counts_as_human(facts: Facts, standing: Standing) -> Finding | None:
    """A consented replica of a real performer counts as human performance: the synthetic clause is not touched."""
    if standing.person.treatment not in REPLICAS or standing.hits:
        return None
    return met("treatment", standing.person)
