"""Templates of faces and voices: notice, release, consent, retention, sale."""

from datetime import date, timedelta

from consent.clearance.case import unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import Facts, minor_on

_USING = frozenset({"match", "reuse", "transfer"})


def _acts(facts: Facts, actions: Words) -> bool:
    """Whether one of these is done with a template; what is deleted can neither be used nor handed on."""
    return facts.biometric.action in actions and not _used_after_deletion(facts)


def _used_after_deletion(facts: Facts) -> bool:
    return facts.biometric.template == "deleted" and facts.biometric.action in _USING


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
    """The release was signed electronically, or may have been, before the law accepted that."""
    electronic = facts.biometric.signature == "electronic" or unknown(facts.biometric, "signature")
    signed = facts.clock.day(facts.biometric.signed_at) or facts.case.check_date
    if not _acts(facts, actions) or not electronic or signed >= valid_from:
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
def retention_unknown(facts: Facts) -> Finding | None:
    """A template is kept, and nobody knows whether its purpose ended or when its time began."""
    biometric = facts.biometric
    if biometric.template == "deleted":
        return None
    open_ = [key for key in ("purpose_ended", "last_interaction", "delete_due") if unknown(biometric, key)]
    return broken(f"biometric.{open_[0]}") if open_ else None


@condition("case")
def sold(facts: Facts, *, known: bool) -> Finding | None:
    """Templates change hands for payment; `known`: it is known that they do."""
    paid = facts.biometric.for_payment if known else unknown(facts.biometric, "for_payment")
    return broken("biometric.for_payment") if paid else None


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
    """Whether everybody agreed: by what the case says of it, else by consents that reach this template themselves."""
    if facts.biometric.template_consent is not None:
        return facts.biometric.template_consent == "given"
    return facts.template_agreed


@condition("case")
def template_after_withdrawal(facts: Facts) -> Finding | None:
    """The consent to the template was withdrawn, and the template is kept, used or made anew."""
    biometric = facts.biometric
    if biometric.template_consent != "withdrawn" or _used_after_deletion(facts):
        return None
    gone = biometric.template == "deleted" and biometric.action == "retain"
    return (met if gone else broken)("biometric.template_consent")


@condition("case")
def deleted_yet_used(facts: Facts) -> Finding | None:
    """The template is deleted, so nothing can have been recognised by it: whoever is shown, a person has to say."""
    return broken("biometric.template", action=facts.biometric.action) if _used_after_deletion(facts) else None


@condition("case")
def signed_by_a_minor(facts: Facts, *, actions: Words, known: bool) -> list[Finding]:
    """The template's release is the word of a minor, on the day of the signature; `known`: it is known that it was one.

    A guardian's release counts; where nobody says who signed, it may have been the minor.
    """
    biometric = facts.biometric
    signed = biometric.signer_role is not None or biometric.written_release or biometric.template_consent == "given"
    if not _acts(facts, actions) or biometric.signer_role == "guardian" or not signed:
        return []
    found = []
    for person in facts.case.persons:
        undated = unknown(biometric, "signed_at")
        minor = None if undated else minor_on(facts, person, biometric.signed_at or facts.case.check_date)
        surely = minor is True and biometric.signer_role is not None
        if surely if known else minor is not False and not surely:
            found.append(broken("biometric.signer_role", person))
    return found


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


@condition("case")
def scan_of_unknown_purpose(facts: Facts, *, modalities: Words) -> Finding | None:
    """Scans of these kinds are made or used, and nobody knows what for."""
    asked = sorted(modalities & set(facts.biometric.modalities))
    return broken("biometric.purpose", modalities=asked) if asked and unknown(facts.biometric, "purpose") else None
