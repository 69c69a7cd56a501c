"""Whether a consent is properly given: its form, its description, and who signed it with what authority."""

from datetime import date

from consent.clearance.case import Consent, stated
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.facts import Facts, day, happened, is_deceased, is_minor


@condition("consent")
def not_separately_signed(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is neither separately signed nor initialled."""
    if consent.separately_signed or consent.initialled or _form_unknown(consent):
        return None
    return outside(consent, "separately_signed")


@condition("consent")
def form_unknown(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nothing says whether the consent is separately signed or initialled."""
    return outside(consent, "separately_signed") if _form_unknown(consent) else None


def _form_unknown(consent: Consent) -> bool:
    return consent.separately_signed is None and consent.initialled is None


@condition("consent")
def inconspicuous(facts: Facts, ask: Ask, consent: Consent, *, locations: Words) -> Finding | None:
    """The consent sits where nobody would look for it."""
    if consent.location not in locations:
        return None
    return outside(consent, "location", location=consent.location)


@condition("consent")
def description_judged(facts: Facts, ask: Ask, consent: Consent, *, judgement: str) -> Finding | None:
    """Union or counsel did not find the description reasonably specific; `judgement`: no, or unsure."""
    if consent.description_specific != judgement:
        return None
    return outside(consent, "description")


@condition("consent")
def description_unjudged(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nobody judged whether the description is reasonably specific."""
    if consent.description_specific is not None:
        return None
    return outside(consent, "description_specific")


@condition("consent")
def clause_void(facts: Facts, ask: Ask, consent: Consent, *, fixed_from: date, represented: Words) -> Finding | None:
    """A replica clause without a specific description, signed without counsel's clear terms and without a union."""
    if ask.kind not in ("create_replica", "use_replica") or consent.description_specific != "no":
        return None
    if facts.photography < fixed_from or _represented(consent, represented):
        return None
    return outside(consent, "represented_by", represented=consent.represented_by or "none")


def _represented(consent: Consent, represented: Words) -> bool:
    if consent.represented_by not in represented:
        return False
    return consent.represented_by == "union" or bool(consent.initialled or consent.separately_signed)


@condition("consent")
def no_business_reason(facts: Facts, ask: Ask, consent: Consent, *, treatments: Words) -> Finding | None:
    """A scan was asked for and the paper gives no reason for it."""
    if ask.kind != "create_replica" or ask.person.treatment not in treatments:
        return None
    if not stated(consent, "business_reason") or (consent.business_reason or "").strip():
        return None
    return outside(consent, "business_reason")


@condition("consent")
def signer_unknown(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nothing says who signed."""
    return outside(consent, "signer_role") if consent.signer_role is None else None


@condition("consent")
def minor_without_guardian(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A minor is living and somebody other than the guardian signed."""
    if not is_minor(ask.person) or is_deceased(ask.person) or consent.signer_role in ("guardian", None):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)


@condition("consent")
def perhaps_minor(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nobody knows whether the person is a minor, and no guardian signed."""
    unknown = ask.person.minor is None and ask.person.age is None
    if not unknown or consent.signer_role == "guardian" or is_deceased(ask.person):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)


@condition("consent")
def guardian_of_adult(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A guardian signed for a person who is an adult now, or has died."""
    if consent.signer_role != "guardian" or (is_minor(ask.person) and not is_deceased(ask.person)):
        return None
    return outside(consent, "signer_role", signer="guardian")


@condition("consent")
def signer_only_for_the_dead(facts: Facts, ask: Ask, consent: Consent, *, signers: Words) -> Finding | None:
    """An estate or the union signed for a living person."""
    if consent.signer_role not in signers or is_deceased(ask.person):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)


@condition("consent")
def union_before_search(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The union signed for a dead performer and no search for a representative is documented."""
    if consent.signer_role != "union" or facts.case.search_for_heirs == "documented":
        return None
    return outside(consent, "search_for_heirs")


@condition("consent")
def no_authority(facts: Facts, ask: Ask, consent: Consent, *, signers: Words) -> Finding | None:
    """Somebody signed for the performer and has no authority to."""
    if consent.signer_role not in signers or consent.authority_on_file is not False:
        return None
    return outside(consent, "authority_on_file", signer=consent.signer_role)


@condition("consent")
def authority_unknown(facts: Facts, ask: Ask, consent: Consent, *, signers: Words) -> Finding | None:
    """Somebody signed for the performer and no authority is on file."""
    if consent.signer_role not in signers or consent.authority_on_file is not None:
        return None
    return outside(consent, "authority_on_file", signer=consent.signer_role)


@condition("consent")
def authority_shared(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The signer holds a share of the rights and nothing says that it is enough."""
    if consent.authority_on_file != "half_share":
        return None
    return outside(consent, "authority_on_file", signer=consent.signer_role)


@condition("consent")
def does_not_survive_death(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer signed in life, and the consent ends with death."""
    if not _of_a_lifetime(ask, consent) or consent.survives_death != "no":
        return None
    return outside(consent, "survives_death", died=ask.person.died)


@condition("consent")
def silent_on_death(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer signed in life, and the consent does not say what death means."""
    if not _of_a_lifetime(ask, consent) or consent.survives_death in ("yes", "no"):
        return None
    return outside(consent, "survives_death", died=ask.person.died)


def _of_a_lifetime(ask: Ask, consent: Consent) -> bool:
    return (
        is_deceased(ask.person)
        and consent.signer_role in ("performer", "authorised_representative", "manager")
        and (consent.signer_role == "performer" or _signed_in_life(ask, consent))
    )


def _signed_in_life(ask: Ask, consent: Consent) -> bool:
    died, signed = ask.person.died, consent.signed_at
    return died is not None and signed is not None and not happened(died, signed)


@condition("consent")
def signed_by_the_dead(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer's own signature is dated after the death."""
    died, signed = ask.person.died, consent.signed_at
    if consent.signer_role != "performer" or died is None or signed is None or not _after(signed, died):
        return None
    return outside(consent, "signed_at", died=died, signed=day(signed))


def _after(event: date, other: date) -> bool:
    first, second = day(event), day(other)
    return first is not None and second is not None and first > second
