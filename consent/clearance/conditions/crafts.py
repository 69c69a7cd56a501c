"""Crafts behind the camera: writing, painting, effects, music."""

from consent.clearance.case import unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import TRAINING, Facts


@condition("case")
def use_demanded(facts: Facts, *, craft: str, known: bool) -> Finding | None:
    """The company requires a member of this craft to use generative tools; `known`: it is known that it does."""
    demanded = facts.union.required_by_company if known else unknown(facts.union, "required_by_company")
    return broken("union.required_by_company") if demanded and facts.union.craft == craft else None


@condition("case")
def used_without_company(facts: Facts, *, craft: str) -> Finding | None:
    """A member of this craft uses generative tools without the company's consent."""
    said = facts.union.company_consent is not None or unknown(facts.union, "company_consent")
    if facts.union.craft != craft or not said:
        return None
    return (met if facts.union.company_consent else broken)("union.company_consent")


@condition("case")
def handed_on_undisclosed(facts: Facts, *, craft: str) -> Finding | None:
    """Generated material is handed to a member of this craft without saying so."""
    said = facts.union.ai_material_disclosed is not None or unknown(facts.union, "ai_material_disclosed")
    if facts.union.craft != craft or not said:
        return None
    return (met if facts.union.ai_material_disclosed else broken)("union.ai_material_disclosed")


@condition("case")
def written_by_nobody(facts: Facts, *, elements: Words, stages: Words) -> Finding | None:
    """Generated text stands as a final script, and no writer is known to have used the tool by agreement."""
    if facts.asset.element not in elements or facts.asset.stage not in stages:
        return None
    if facts.union.company_consent or facts.union.ai_material_disclosed:
        return None
    return broken("asset.element", element=facts.asset.element)


@condition("case")
def scripts_licensed(facts: Facts, *, elements: Words, media: str) -> Finding | None:
    """Scripts are licensed to train a model; the union must be told in writing."""
    asset = facts.asset
    if facts.use.purpose not in TRAINING or not (asset.element in elements or asset.media == media):
        return None
    return (met if facts.union.notice else broken)("union.notice")


@condition("case")
def craft_unconsulted(facts: Facts, *, crafts: Words, elements: Words) -> Finding | None:
    """Generative tools do this craft's work and its union was not both notified and consulted."""
    union = facts.union
    if union.craft not in crafts and facts.asset.element not in elements:
        return None
    if union.notice and union.consultation:
        return met("union.consultation", craft=union.craft or "")
    return broken("union.consultation" if union.notice else "union.notice", craft=union.craft or "")
