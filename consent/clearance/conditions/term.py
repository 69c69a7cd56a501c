"""Whether a consent is live: its state, its days, and what its end means for work already finished."""

from datetime import date, datetime

from consent.clearance.case import Consent, stated
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.facts import Facts, day, happened


def _end(facts: Facts, consent: Consent, ended_states: Words) -> tuple[date | None, bool]:
    """(day on which the consent ended or None if unknown, whether it had ended when the use takes place)."""
    withdrawal = _withdrawal(consent)
    if withdrawal is not None and _counts(facts, withdrawal):
        return day(withdrawal), True
    if withdrawal is None and consent.state in ended_states:
        return consent.valid_until if consent.state == "expired" else None, True
    until = consent.valid_until
    return until, until is not None and any(happened(until, at) and day(at) != until for at in facts.moments)


def _withdrawal(consent: Consent) -> date | datetime | None:
    """The dated withdrawal of a consent, whether or not its state says so already; a renewal comes after one."""
    return consent.withdrawn_at if consent.state in ("withdrawn", "given") else None


def _counts(facts: Facts, event: date | datetime) -> bool:
    """An event counts from the moment it happens: whether the use or the generation comes after it."""
    return any(happened(event, at) for at in facts.moments)


def _suspended(facts: Facts, consent: Consent) -> bool:
    since = consent.suspended_from
    return consent.state == "suspended" and (since is None or _counts(facts, since))


def _made_in_term(facts: Facts, consent: Consent, end: date | None) -> bool:
    """Finished work: whether what is dated about its making lies inside the term."""
    made = facts.use.generated_on
    if made is None:
        return True
    withdrawal = _withdrawal(consent)
    if withdrawal is not None and happened(withdrawal, made):
        return False
    last = day(made)
    return end is None or (last is not None and last <= end)


@condition("consent")
def state_not_valid(facts: Facts, ask: Ask, consent: Consent, *, states: Words) -> Finding | None:
    """The consent is in a state that permits nothing; unknown is one of them."""
    if consent.state not in states:
        return None
    return outside(consent, "state", state=consent.state)


@condition("consent")
def ended_for_new_work(facts: Facts, ask: Ask, consent: Consent, *, ended_states: Words) -> Finding | None:
    """The consent has ended and something new is made, or the finished work was made after its end."""
    end, ended = _end(facts, consent, ended_states)
    if not ended or (facts.finished and _made_in_term(facts, consent, end)):
        return None
    return outside(
        consent, "valid_until" if consent.state in ("given", "renewed") else "state", state=consent.state, end=end
    )


@condition("consent")
def ended_and_finished_work_too(facts: Facts, ask: Ask, consent: Consent, *, ended_states: Words) -> Finding | None:
    """The consent has ended and its terms end the use of finished work with it."""
    end, ended = _end(facts, consent, ended_states)
    if not ended or not facts.finished or consent.exploitation_after_end != "none":
        return None
    return outside(consent, "exploitation_after_end", end=end)


@condition("consent")
def ended_and_finished_work_unsettled(
    facts: Facts, ask: Ask, consent: Consent, *, ended_states: Words
) -> Finding | None:
    """The consent has ended and nothing says what becomes of work finished before."""
    end, ended = _end(facts, consent, ended_states)
    if not ended or not facts.finished or consent.exploitation_after_end is not None:
        return None
    only_new = consent.state == "withdrawn" and consent.revocable == "yes_new_generation"
    if only_new and not stated(consent, "exploitation_after_end"):
        return None
    return outside(consent, "exploitation_after_end", end=end)


@condition("consent")
def suspended_for_new_work(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended, and the material is new or dated after the suspension."""
    if not _suspended(facts, consent):
        return None
    made, since = facts.use.generated_on, consent.suspended_from
    if facts.finished and (made is None or since is None or not happened(since, made)):
        return None
    return outside(consent, "suspended_from", since=day(since))


@condition("consent")
def suspended_and_undated(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended, and nothing dates the finished work before the suspension."""
    dated = facts.use.generated_on is not None and consent.suspended_from is not None
    if not _suspended(facts, consent) or not facts.finished or dated:
        return None
    return outside(consent, "suspended_from", since=day(consent.suspended_from))


@condition("consent")
def suspended_with_finished_work(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is suspended and work finished before the suspension is used."""
    if not _suspended(facts, consent) or not facts.finished:
        return None
    return outside(consent, "suspended_from", since=day(consent.suspended_from))


@condition("consent")
def not_yet_valid(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The term has not begun when the use or the generation takes place."""
    begin = consent.valid_from
    if begin is None or all(happened(begin, at) for at in facts.moments):
        return None
    return outside(consent, "valid_from", begin=begin)


@condition("consent")
def signed_after_use(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent was signed after the use or the generation: it has to come before."""
    signed = consent.signed_at
    if signed is None or all(happened(signed, at) for at in facts.moments):
        return None
    return outside(consent, "signed_at", signed=day(signed))


@condition("consent")
def term_unstated(facts: Facts, ask: Ask, consent: Consent) -> list[Finding]:
    """The paper leaves open when the consent begins or ends."""
    return [
        outside(consent, clause, dimension=clause)
        for clause in ("valid_from", "valid_until")
        if stated(consent, clause) and getattr(consent, clause) is None
    ]
