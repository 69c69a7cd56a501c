"""Union agreements: their terms, notice, pay, counts, transfers, training licences."""

from datetime import date

from consent.clearance.case import unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import Facts
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


@condition("case")
def photography_unknown(facts: Facts) -> Finding | None:
    """The start of photography decides whether the agreement applies, and nobody knows it."""
    return broken("production.photography_start") if unknown(facts.production, "photography_start") else None


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
    if not (transfer.requested or unknown(transfer, "requested")):
        return None
    if transfer.union_approved and transfer.transferee_undertaking:
        return met("transfer")
    return broken("transfer", recipient=facts.use.recipient or "", days=days)


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
    if not any(unknown(facts.union, key) for key in ("background_count_met_by_people", "replicas_counted")):
        return None
    return broken("union.background_count_met_by_people")


@condition("person")
def tiled(facts: Facts, standing: Standing) -> Finding | None:
    """Really filmed people are multiplied by compositing."""
    return broken("treatment", standing.person) if standing.person.treatment == "tiling" else None


@condition("person")
def pay_below_day_rate(facts: Facts, standing: Standing, *, treatments: Words, elsewhere: bool) -> Finding | None:
    """The pay for a replica is below the day-performer rate, or may be; `elsewhere`: only in another production than its own."""
    low = facts.compensation.at_least_day_rate is False or unknown(facts.compensation, "at_least_day_rate")
    if standing.person.treatment not in treatments or not low:
        return None
    if elsewhere and facts.project == facts.production.id:
        return None
    return broken("compensation.at_least_day_rate", standing.person)


@condition("person")
def pay_terms_missing(facts: Facts, standing: Standing) -> Finding | None:
    """A replica is used and the case says that no terms of pay are on file, or that nobody knows."""
    said = facts.compensation.terms_on_file is not None or unknown(facts.compensation, "terms_on_file")
    if "use_replica" not in standing.open or not said:
        return None
    filed = facts.compensation.terms_on_file
    return (met if filed else broken)("compensation.terms_on_file", standing.person)


@condition("person")
def realtime_pay(facts: Facts, standing: Standing, *, multiple: float) -> Finding | None:
    """Real-time generation is paid below the agreed multiple of scale, or nobody says how it is paid."""
    if not facts.realtime or "use_replica" not in standing.open:
        return None
    paid = facts.compensation.multiple_of_scale
    if paid is not None and paid >= multiple:
        return met("compensation.multiple_of_scale", standing.person, paid=paid)
    return broken("compensation.multiple_of_scale", standing.person, paid=paid, needed=multiple)


@condition("person")
def usage_report_due(facts: Facts, standing: Standing, *, days: int) -> Finding | None:
    """Replica material is out, or may be, and its usage has not been reported."""
    released, today = facts.use.released_on, facts.case.check_date
    out = unknown(facts.use, "released_on") if released is None else released <= today
    if not out or {"create_replica", "use_replica"}.isdisjoint(standing.open):
        return None
    sent = facts.union.usage_report_sent
    if sent is None and not unknown(facts.union, "usage_report_sent"):
        return None
    if sent:
        return met("union.usage_report_sent", standing.person)
    left = None if released is None else days - (today - released).days
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
    paid = use.paid or unknown(use, "paid")
    outside = use.recipient not in (None, affiliate) or unknown(use, "recipient")
    if use.purpose != purpose or not paid or not outside:
        return None
    return (met if facts.union.notice else broken)("union.notice", recipient=use.recipient)


@condition("person")
def exemption_undated(facts: Facts, standing: Standing, *, exemption: str, alterations: Words) -> Finding | None:
    """The use is exempt as scripted, or brought to the script, and nothing shows that the script is older than the performance."""
    leans = facts.use.exemption == exemption or facts.use.alteration in alterations
    if not leans or not standing.waived_by:
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
