"""Templates of faces and voices: notice, release, consent, retention, sale."""

from datetime import date, timedelta

from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import Facts


def _acts(facts: Facts, actions: Words) -> bool:
    return facts.biometric.action in actions


def _regulated(facts: Facts, modalities: Words) -> bool:
    asked = facts.biometric.modalities
    return not asked or not modalities.isdisjoint(asked)


@condition("case")
def no_written_release(facts: Facts, *, actions: Words, modalities: Words) -> Finding | None:
    """A template is made or used without written notice and a written release."""
    if not _acts(facts, actions) or not _regulated(facts, modalities):
        return None
    given = facts.biometric.notice_given and facts.biometric.written_release
    return (met if given else broken)("biometric.written_release")


@condition("case")
def electronic_release_too_early(facts: Facts, *, actions: Words, valid_from: date) -> Finding | None:
    """The release was signed electronically before the law accepted that."""
    if not _acts(facts, actions) or facts.biometric.signature != "electronic" or facts.case.check_date >= valid_from:
        return None
    return broken("biometric.signature", begin=valid_from)


@condition("case")
def retention_policy_missing(facts: Facts, *, actions: Words) -> Finding | None:
    """No retention schedule is published."""
    if not _acts(facts, actions) or facts.biometric.retention_policy_public:
        return None
    return broken("biometric.retention_policy_public")


@condition("case")
def kept_too_long(facts: Facts, *, years: int) -> Finding | None:
    """A template is kept after its purpose ended, or too long after the last interaction."""
    biometric = facts.biometric
    if biometric.action is None or biometric.template == "deleted":
        return None
    last = biometric.last_interaction
    limit = _years_after(last, years) if last else None
    if biometric.purpose_ended or (limit is not None and facts.case.check_date > limit):
        return broken("biometric.last_interaction", years=years)
    return met("biometric.last_interaction", years=years) if limit and biometric.action == "retain" else None


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)


@condition("case")
def sold(facts: Facts) -> Finding | None:
    """Templates change hands for payment."""
    return broken("biometric.for_payment") if facts.biometric.for_payment else None


@condition("case")
def disclosed_without_consent(facts: Facts, *, actions: Words) -> Finding | None:
    """A template is handed on without consent to that."""
    if not _acts(facts, actions):
        return None
    return (met if facts.biometric.disclosure_consent else broken)("biometric.disclosure_consent")


@condition("case")
def no_template_consent(facts: Facts, *, actions: Words) -> Finding | None:
    """A template is made or used to identify without explicit consent to that."""
    if not _acts(facts, actions):
        return None
    return (met if _template_consent(facts) else broken)("biometric.template_consent")


def _template_consent(facts: Facts) -> bool:
    if facts.biometric.template_consent is not None:
        return facts.biometric.template_consent == "given"
    live = [
        consent
        for consent in facts.case.consents
        if "biometric_template" in consent.kind and consent.state in ("given", "renewed")
    ]
    people = {person.ref for person in facts.case.persons}
    return bool(people) and people <= {consent.person for consent in live}


@condition("case")
def template_after_withdrawal(facts: Facts) -> Finding | None:
    """The consent to the template was withdrawn, and the template is kept or used."""
    biometric = facts.biometric
    if biometric.template_consent != "withdrawn":
        return None
    gone = biometric.template == "deleted" and biometric.action == "retain"
    return (met if gone else broken)("biometric.template_consent")


@condition("case")
def deletion_overdue(facts: Facts) -> Finding | None:
    """The day on which the scan or template had to be deleted has passed."""
    biometric = facts.biometric
    due = None if biometric.template == "deleted" else biometric.delete_due
    if due is not None and facts.case.check_date > due:
        return broken("biometric.delete_due", due=due)
    return met("biometric.delete_due") if biometric.action == "retain" else None


@condition("case")
def no_basis_for_template(facts: Facts, *, actions: Words) -> Finding | None:
    """A template is made or used, and nothing shows that the person agreed."""
    if not _acts(facts, actions):
        return None
    handed_on = facts.biometric.action == "transfer" and facts.biometric.disclosure_consent
    agreed = facts.biometric.written_release or handed_on or _template_consent(facts)
    return (met if agreed else broken)("biometric")


@condition("case")
def scan_of_other_kind(facts: Facts, *, modalities: Words, purposes: Words) -> Finding | None:
    """Scans of these kinds serve something other than the picture."""
    asked = sorted(modalities & set(facts.biometric.modalities))
    if not asked or facts.biometric.purpose not in purposes:
        return None
    return broken("biometric.purpose", modalities=asked)
