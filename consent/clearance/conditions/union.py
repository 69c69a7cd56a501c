"""Union agreements: notice, pay, counts, strikes, transfers, synthetic performers."""

from datetime import date

from consent.clearance.case import stated
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import REPLICAS, Facts, happened
from consent.clearance.standing import Standing


@condition("case")
def outside_term(facts: Facts, *, since: date, until: date, photography: bool) -> Finding | None:
    """The agreement is named for a date outside its term; `photography`: judged by the start of photography."""
    if photography and facts.production.photography_start is None:
        return None
    asked = facts.photography if photography else facts.moment
    if since <= asked <= until:
        return None
    return broken("check_date", on=asked, begin=since, end=until)


@condition("person")
def after_term(facts: Facts, standing: Standing, *, until: date) -> Finding | None:
    """A replica or an alteration falls after the agreement's first term, and its renewal is not known."""
    if not standing.open or facts.moment <= until:
        return None
    return broken("check_date", standing.person, on=facts.moment, end=until)


@condition("case")
def notice_too_short(facts: Facts, *, hours: float) -> Finding | None:
    """Notice before the services was too short; for a later engagement, notice at engagement is enough."""
    if facts.case.session is None:
        return None
    notice, engaged = facts.session.notice_hours, facts.session.engaged_hours_before
    if notice is not None and notice >= (hours if engaged is None else min(hours, engaged)):
        return met("session.notice_hours", hours=notice)
    return broken("session.notice_hours", hours=notice, needed=hours)


@condition("case")
def transfer_unapproved(facts: Facts, *, days: int) -> Finding | None:
    """A replica is handed to another company without the union's approval and the transferee's undertaking."""
    transfer = facts.transfer
    if not transfer.requested:
        return None
    if transfer.union_approved and transfer.transferee_undertaking:
        return met("transfer")
    return broken("transfer", recipient=facts.use.recipient or "", days=days)


@condition("person")
def struck(facts: Facts, standing: Standing, *, agreement: str, may_refuse: Words) -> Finding | None:
    """A strike is on, the replica's use needs consent, and the performer could lawfully refuse to work."""
    if not _struck(facts, standing, agreement) or facts.finished:
        return None
    answer = facts.union.strike.performer_may_refuse if facts.union.strike else None
    return broken("union.strike", standing.person) if (answer or _presumed(facts)) in may_refuse else None


@condition("person")
def struck_with_finished_work(facts: Facts, standing: Standing, *, agreement: str) -> Finding | None:
    """A strike is on and replica material finished earlier is used."""
    if not _struck(facts, standing, agreement) or not facts.finished:
        return None
    strike = facts.union.strike
    lawful_work = strike is not None and (strike.performer_may_refuse or _presumed(facts)) == "no"
    return None if lawful_work else broken("union.strike", standing.person)


@condition("person")
def made_before_strike_ended(facts: Facts, standing: Standing, *, agreement: str) -> Finding | None:
    """The strike is over, and the replica material is dated before its end."""
    strike = facts.union.strike
    if strike is None or strike.active or strike.ended is None or not _replica(standing):
        return None
    made = facts.use.generated_on or facts.use.date or facts.case.check_date
    if strike.agreement not in (None, agreement) or happened(strike.ended, made):
        return None
    return broken("union.strike.ended", standing.person, ended=strike.ended)


def _struck(facts: Facts, standing: Standing, agreement: str) -> bool:
    strike = facts.union.strike
    if strike is None or not strike.active or strike.agreement not in (None, agreement):
        return False
    return _replica(standing)


def _replica(standing: Standing) -> bool:
    """Whether this use of a replica, or the making of one, is what consent is needed for: an exempted use is not."""
    return ("use_replica" if "use_replica" in standing.needs else "create_replica") in standing.open


def _presumed(facts: Facts) -> str:
    """Where nobody says whether the performer may refuse: yes in a strike against this producer."""
    against = facts.union.strike.against_producer if facts.union.strike else None
    return {True: "yes", False: "no", None: "unclear"}[against]


@condition("case")
def background_counts(facts: Facts) -> Finding | None:
    """Background replicas fill the day's counts, or people do not."""
    if not any(p.treatment == "replica_background" for p in facts.persons) and facts.asset.element != "crowd":
        return None
    union = facts.union
    if union.replicas_counted or union.background_count_met_by_people is False:
        return broken("union.background_count_met_by_people")
    return met("union.background_count_met_by_people") if union.background_count_met_by_people else None


@condition("case")
def background_counts_unknown(facts: Facts) -> Finding | None:
    """The case writes down that nobody knows whether people met the background counts."""
    union = facts.union
    unknown = {"background_count_met_by_people", "replicas_counted"} & union.model_fields_set
    if not any(getattr(union, key) is None for key in unknown):
        return None
    return broken("union.background_count_met_by_people")


@condition("person")
def tiled(facts: Facts, standing: Standing) -> Finding | None:
    """Really filmed people are multiplied by compositing."""
    return broken("treatment", standing.person) if standing.person.treatment == "tiling" else None


@condition("person")
def pay_below_day_rate(facts: Facts, standing: Standing, *, treatments: Words, elsewhere: bool) -> Finding | None:
    """The pay for a replica is below the day-performer rate; `elsewhere`: only in another production than its own."""
    if standing.person.treatment not in treatments or facts.compensation.at_least_day_rate is not False:
        return None
    if elsewhere and facts.project == facts.production.id:
        return None
    return broken("compensation.at_least_day_rate", standing.person)


@condition("person")
def pay_terms_missing(facts: Facts, standing: Standing) -> Finding | None:
    """A replica is used and the case says that no terms of pay are on file."""
    if "use_replica" not in standing.open or facts.compensation.terms_on_file is None:
        return None
    filed = facts.compensation.terms_on_file
    return (met if filed else broken)("compensation.terms_on_file", standing.person)


@condition("person")
def realtime_pay(facts: Facts, standing: Standing, *, multiple: float) -> Finding | None:
    """Real-time generation is paid below the agreed multiple of scale, or nobody says how it is paid."""
    if not facts.use.realtime_generation or "use_replica" not in standing.open:
        return None
    paid = facts.compensation.multiple_of_scale
    if paid is not None and paid >= multiple:
        return met("compensation.multiple_of_scale", standing.person, paid=paid)
    return broken("compensation.multiple_of_scale", standing.person, paid=paid, needed=multiple)


@condition("person")
def usage_report_due(facts: Facts, standing: Standing, *, days: int) -> Finding | None:
    """Replica material is out and its usage has not been reported."""
    released = facts.use.released_on
    if (
        released is None
        or released > facts.case.check_date
        or {"create_replica", "use_replica"}.isdisjoint(standing.open)
    ):
        return None
    sent = facts.union.usage_report_sent
    if sent is None:
        return None
    if sent:
        return met("union.usage_report_sent", standing.person)
    left = days - (facts.case.check_date - released).days
    return broken("union.usage_report_sent", standing.person, left=left, days=days)


@condition("person")
def sensitive_unstated(facts: Facts, standing: Standing, *, content: Words) -> list[Finding]:
    """A replica speaks sensitive content, which a consent has to name and a list of exclusions cannot."""
    asked = content & set(facts.use.content)
    if "use_replica" not in standing.open:
        return []
    return [broken("exclusions", standing.person, content=item) for item in sorted(asked)]


@condition("case")
def training_licence_notice(facts: Facts, *, purpose: str, affiliate: str) -> Finding | None:
    """Footage is licensed for pay to an outsider that trains a public system; the union must be told in writing."""
    use = facts.use
    if use.purpose != purpose or not use.paid or use.recipient in (None, affiliate):
        return None
    return (met if facts.union.notice else broken)("union.notice", recipient=use.recipient)


@condition("person")
def exemption_undated(facts: Facts, standing: Standing, *, exemption: str) -> Finding | None:
    """The use is exempt as scripted, and nothing shows that the script is older than the performance."""
    if facts.use.exemption != exemption or not standing.waived_by:
        return None
    if facts.use.script_date is not None and facts.use.performed_on is not None:
        return None
    return broken("use.script_date", standing.person)


@condition("person")
def speech_not_in_agreement(facts: Facts, standing: Standing, *, purposes: Words) -> Finding | None:
    """A likeness without consent leans on an exception whose wording in the agreement is not known."""
    if facts.use.purpose not in purposes or not any("use_replica" in rule.waives for rule, _ in standing.waived_by):
        return None
    return broken("use.purpose", standing.person, purpose=facts.use.purpose)


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
    if facts.union.significant_additional_value != "not_argued":
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
