"""Gates: when a whole ruleset speaks to a case."""

from consent.clearance import places
from consent.clearance.case import unknown
from consent.clearance.condition import Words, condition
from consent.clearance.facts import Facts


@condition("gate")
def always(facts: Facts) -> bool:
    """Every case."""
    return True


@condition("gate")
def agreement_named(facts: Facts, *, agreement: str) -> bool:
    """The production is made under this union agreement."""
    return agreement in facts.agreements


@condition("gate")
def commissioned_by(facts: Facts, *, commissioner: str) -> bool:
    """The production is commissioned by this company."""
    return facts.production.commissioner == commissioner


@condition("gate")
def principles_asked(facts: Facts, *, commissioners: Words) -> bool:
    """The five principles are in the case, or the commissioner always asks for them."""
    return facts.case.principles is not None or facts.production.commissioner in commissioners


@condition("gate")
def contract_under(facts: Facts, *, places_: Words) -> bool:
    """The production's contracts are under the law of one of these places."""
    asked = facts.production.jurisdiction
    return asked is not None and places.granted(asked, places_)


@condition("gate")
def governed_or_shown(facts: Facts, *, places_: Words) -> bool:
    """The production is under the law of one of these places, or the use is declared for one of them."""
    asked = (facts.production.jurisdiction, facts.territory)
    return any(place is not None and places.granted(place, places_) for place in asked)


@condition("gate")
def reaches_audience_in(facts: Facts, *, places_: Words) -> bool:
    """The use is shown in one of these places; a wider territory includes them, and one that nobody knows may be theirs."""
    law = facts.production.jurisdiction
    governed = unknown(facts.production, "jurisdiction") if law is None else places.granted(law, places_)
    return governed or places.touches(facts.shown_in, places_)


@condition("gate")
def resident_of(facts: Facts, *, places_: Words) -> bool:
    """The person whose template it is lives in one of these places, or nobody knows where."""
    asked = facts.biometric.resident
    return unknown(facts.biometric, "resident") if asked is None else places.granted(asked, places_)


@condition("gate")
def pack_named(facts: Facts, *, pack: str) -> bool:
    """The case asks for this optional pack."""
    return pack in facts.case.rule_packs


@condition("gate")
def kind_of_production(facts: Facts, *, kinds: Words) -> bool:
    """The production is of one of these kinds."""
    return facts.production.kind in kinds
