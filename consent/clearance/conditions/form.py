"""Whether a consent is properly given: its form, and its description."""

from datetime import date

from consent.clearance.allowed import as_scripted
from consent.clearance.case import Consent, stated, unknown
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.facts import Facts


@condition("consent")
def not_separately_signed(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is neither separately signed nor initialled."""
    if consent.separately_signed or consent.initialled or _form_unknown(consent):
        return None
    return outside(consent, "separately_signed")


@condition("consent")
def form_unknown(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nothing says whether the consent is separately signed or initialled, or nobody knows where it stands."""
    if _form_unknown(consent):
        return outside(consent, "separately_signed")
    return outside(consent, "location") if unknown(consent, "location") else None


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
    """Nobody judged whether the description is reasonably specific, or there is none that could be."""
    judged = consent.description_specific is not None
    if judged and not (consent.description_specific == "yes" and unknown(consent, "description")):
        return None
    return outside(consent, "description_specific")


@condition("consent")
def clause_void(
    facts: Facts, ask: Ask, consent: Consent, *, fixed_from: date, represented: Words, excused: bool
) -> Finding | None:
    """A replica clause without a specific description, signed without counsel's clear terms and without a union.

    `excused`: the statute excuses it where the use fits what was recorded; that it is as scripted is a person's judgement.
    """
    if ask.kind not in ("create_replica", "use_replica") or consent.description_specific != "no":
        return None
    if facts.photography < fixed_from or _represented(consent, represented) or as_scripted(facts) is not excused:
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
