"""Whether a consent is live: its state, its days, and what its end means for work already finished."""

from consent.clearance.case import Consent, stated, unknown
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.facts import Facts
from consent.clearance.lifetime import counts, end_of, finished, made_before, made_in_term
from consent.clearance.standing import Standing


@condition("consent")
def state_not_valid(facts: Facts, ask: Ask, consent: Consent, *, states: Words) -> Finding | None:
    """The consent is in a state that permits nothing; unknown is one of them."""
    if consent.state not in states:
        return None
    return outside(consent, "state", state=consent.state)


@condition("consent")
def ended_for_new_work(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent has ended and something new is made, or the finished work was made after its end."""
    end = end_of(facts, consent)
    if end is None or (finished(facts, consent) and made_in_term(facts, consent, end)):
        return None
    clause = "valid_until" if consent.state in ("given", "renewed") else "state"
    return outside(consent, clause, state=consent.state, end=facts.clock.day(end.when))


@condition("consent")
def making_undated(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent has ended, and nobody knows when the finished work was made."""
    if end_of(facts, consent) is None or not facts.finished or consent.file_cleared_at is not None:
        return None
    if facts.use.generated_on is not None or not stated(facts.use, "generated_on"):
        return None
    return outside(consent, "valid_until")


@condition("consent")
def ended_and_finished_work_too(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent has ended and its terms end the use of finished work with it."""
    end = end_of(facts, consent)
    if end is None or not finished(facts, consent) or consent.exploitation_after_end != "none":
        return None
    return outside(consent, "exploitation_after_end", end=facts.clock.day(end.when))


@condition("consent")
def ended_and_finished_work_unsettled(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent has ended, and nothing says what becomes of work finished before, or two of its clauses say two things."""
    end = end_of(facts, consent)
    if end is None or not finished(facts, consent) or consent.exploitation_after_end == "none":
        return None
    withdrawn = consent.state == "withdrawn" or consent.withdrawn_at is not None
    if consent.exploitation_after_end == "finished_work_only":
        if not (withdrawn and consent.revocable == "yes_with_notice_days"):  # a withdrawal that ends all use
            return None
    elif withdrawn and consent.revocable == "yes_new_generation" and not stated(consent, "exploitation_after_end"):
        return None
    return outside(consent, "exploitation_after_end", end=facts.clock.day(end.when))


@condition("person")
def ended_but_made_before(facts: Facts, standing: Standing) -> list[Finding]:
    """Consents that have ended cover this person, because this was made before and their own terms let it be used."""
    if standing.hits:
        return []
    return [
        Finding(True, standing.person.ref, consent.id, "exploitation_after_end", {"kinds": sorted(consent.kind)})
        for consent in standing.granting
        if end_of(facts, consent) is not None
    ]


def _suspended(facts: Facts, consent: Consent) -> bool:
    """Whether it is suspended at a time of this use; a dated suspension counts whether or not the state says so already."""
    since = consent.suspended_from
    if since is None:
        return consent.state == "suspended"
    return consent.state in ("given", "suspended") and counts(facts, since)


@condition("consent")
def suspended_for_new_work(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended, and the material is new or dated after the suspension."""
    if not _suspended(facts, consent) or consent.strike_behaviour == "suspend_all_use":
        return None
    since = consent.suspended_from
    if finished(facts, consent) and (since is None or made_before(facts, consent, since) is not False):
        return None
    return outside(consent, "suspended_from", since=facts.clock.day(since))


@condition("consent")
def suspended_for_all_use(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended, and by its own terms that suspends all use, also of finished work."""
    if not _suspended(facts, consent) or consent.strike_behaviour != "suspend_all_use":
        return None
    return outside(consent, "suspended_from", since=facts.clock.day(consent.suspended_from))


@condition("consent")
def suspended_and_undated(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended, and nothing dates the finished work before that, or the paper does not say what stops."""
    if not _suspended(facts, consent) or not finished(facts, consent):
        return None
    since = consent.suspended_from
    if (
        not unknown(consent, "strike_behaviour")
        and since is not None
        and made_before(facts, consent, since) is not None
    ):
        return None
    return outside(consent, "suspended_from", since=facts.clock.day(since))


@condition("consent")
def suspended_with_finished_work(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended and work finished before the suspension is used."""
    if not _suspended(facts, consent) or not finished(facts, consent):
        return None
    return outside(consent, "suspended_from", since=facts.clock.day(consent.suspended_from))


@condition("consent")
def not_yet_valid(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The term has not begun when the use or the generation takes place."""
    begin = consent.valid_from
    if begin is None or all(facts.clock.begun(begin, at, consent.time_zone) for at in facts.moments):
        return None
    return outside(consent, "valid_from", begin=begin)


@condition("consent")
def begins_later(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The term begins before the use and after the check: till then there is nothing that a clearance could rest on."""
    begin = consent.valid_from
    if begin is None or facts.clock.begun(begin, facts.now, consent.time_zone):
        return None
    return None if not_yet_valid(facts, ask, consent) else outside(consent, "valid_from", begin=begin)


@condition("consent")
def signed_after_use(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent was signed after the use, the generation or the check: it has to come before."""
    signed = consent.signed_at
    if signed is None or all(facts.clock.perhaps_by(signed, at) for at in (*facts.moments, facts.now)):
        return None
    return outside(consent, "signed_at", signed=facts.clock.day(signed))


@condition("consent")
def term_unstated(facts: Facts, ask: Ask, consent: Consent) -> list[Finding]:
    """The paper leaves open when the consent was signed, begins or ends."""
    return [
        outside(consent, clause, dimension=clause)
        for clause in ("signed_at", "valid_from", "valid_until")
        if unknown(consent, clause)
    ]
