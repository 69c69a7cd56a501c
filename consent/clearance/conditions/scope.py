"""What a consent reaches: kind, replica, modality, project, place, language, medium, character, scene, count, changes."""

from datetime import date
from typing import Any

from consent.clearance import places
from consent.clearance.case import Consent, stated
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.facts import Facts, day

_DUBBING = frozenset({"translation", "lip_sync_redub"})
_AGE = "age"


@condition("consent")
def kind_not_granted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Creating a replica, using it, altering a performance and training are four consents; this one is not given."""
    if ask.kind in consent.kind:
        return None
    if ask.kind == "alter_performance" and "dub" in consent.kind and facts.use.alteration in _DUBBING:
        return None
    if ask.kind == "train_model" and consent.training in ("allowed", "constrained"):
        return None
    return outside(consent, "kind", asked=ask.kind, granted=sorted(consent.kind))


@condition("consent")
def modality_not_granted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Face, voice, body, movement and name are separate subjects of consent."""
    if ask.modality is None or consent.modalities is None or ask.modality in consent.modalities:
        return None
    return outside(consent, "modalities", asked=ask.modality, granted=sorted(consent.modalities))


@condition("consent")
def other_project(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is for other productions: another picture needs a writing of its own."""
    if consent.project_ids is None or not facts.project or facts.project in consent.project_ids:
        return None
    return outside(consent, "project_ids", asked=facts.project, granted=sorted(consent.project_ids))


@condition("consent", use_only=True)
def other_character(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent names another character."""
    asked = facts.use.character
    if consent.character is None or asked is None or asked == consent.character:
        return None
    return outside(consent, "character", asked=asked, granted=consent.character)


@condition("consent", use_only=True)
def other_scene(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent describes other scenes."""
    asked = facts.use.scene
    if consent.scenes is None or asked is None or asked in consent.scenes:
        return None
    return outside(consent, "scenes", asked=asked, granted=sorted(consent.scenes))


@condition("consent")
def other_medium(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is for other media."""
    asked = facts.use.medium
    if consent.media is None or asked is None or asked in consent.media:
        return None
    return outside(consent, "media", asked=asked, granted=sorted(consent.media))


@condition("consent")
def other_territory(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The use is shown outside the granted places."""
    asked = facts.territory
    if consent.territories is None or asked is None or places.granted(asked, consent.territories):
        return None
    return outside(consent, "territories", asked=asked, granted=sorted(consent.territories))


@condition("consent")
def other_language(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The use is in a language that the consent does not grant."""
    asked = facts.use.language
    if consent.languages is None or asked is None or places.speaks(asked, consent.languages):
        return None
    return outside(consent, "languages", asked=asked, granted=sorted(consent.languages))


@condition("consent")
def language_of_dub_unnamed(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A replica speaks another language and the consent names no language at all."""
    if facts.use.alteration not in _DUBBING or ask.kind == "create_replica" or consent.languages is not None:
        return None
    return outside(consent, "languages", asked=facts.use.language)


@condition("consent")
def dub_needs_its_language(facts: Facts, ask: Ask, consent: Consent, *, signed_from: date) -> Finding | None:
    """A replica speaks another language, the consent names none, and was not signed before such a consent was asked."""
    signed = day(consent.signed_at)
    if signed is not None and signed < signed_from:
        return None
    return language_of_dub_unnamed(facts, ask, consent)


@condition("consent", use_only=True)
def uses_spent(facts: Facts, ask: Ask, consent: Consent, *, uncounted_stages: Words) -> Finding | None:
    """The number of uses is spent; temporary material is not counted."""
    if consent.max_uses is None or facts.asset.stage in uncounted_stages:
        return None
    wanted = facts.use.lines if consent.unit == "line" and facts.use.lines is not None else 1
    if (consent.uses_so_far or 0) + wanted <= consent.max_uses:
        return None
    return outside(consent, "max_uses", used=consent.uses_so_far or 0, asked=wanted, granted=consent.max_uses)


@condition("consent", use_only=True)
def uses_uncounted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent counts uses and nobody knows how many there were."""
    if consent.max_uses is None or not stated(consent, "uses_so_far") or consent.uses_so_far is not None:
        return None
    return outside(consent, "uses_so_far", granted=consent.max_uses)


@condition("consent", use_only=True)
def alteration_not_allowed(facts: Facts, ask: Ask, consent: Consent, *, customary: Words) -> Finding | None:
    """The change is neither on the consent's list nor customary."""
    asked, allowed = facts.use.alteration, consent.alterations_allowed
    if allowed is None or asked is None or asked in customary or asked in allowed:
        return None
    if (asked == "age_up" and _AGE in allowed) or (asked in _DUBBING and "dub" in consent.kind):
        return None
    return outside(consent, "alterations_allowed", asked=asked, granted=sorted(allowed))


@condition("consent", use_only=True)
def alteration_unnamed(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A performance is altered, the consent lists the allowed changes, and the use does not say which it is."""
    if ask.kind != "alter_performance" or consent.alterations_allowed is None or facts.use.alteration is not None:
        return None
    return outside(consent, "alterations_allowed", granted=sorted(consent.alterations_allowed))


_ASKED_FOR: dict[str, str] = {
    "character": "character",
    "scenes": "scene",
    "media": "medium",
    "languages": "language",
    "alterations_allowed": "alteration",
}


@condition("consent")
def paper_silent(facts: Facts, ask: Ask, consent: Consent, *, clauses: Words) -> list[Finding]:
    """The paper says nothing about a dimension that this use has."""
    found = []
    for clause in sorted(clauses & consent.model_fields_set):
        if getattr(consent, clause) is None and _has(facts, ask, clause):
            found.append(outside(consent, clause, dimension=clause))
    return found


def _has(facts: Facts, ask: Ask, clause: str) -> bool:
    if clause == "territories":
        return facts.territory is not None
    if clause == "modalities":
        return ask.modality is not None
    asked: Any = getattr(facts.use, _ASKED_FOR[clause]) if clause in _ASKED_FOR else True
    return asked is not None


@condition("consent", use_only=True)
def use_unnamed(facts: Facts, ask: Ask, consent: Consent) -> list[Finding]:
    """The consent is restricted in a dimension and the use writes down that it does not know its own."""
    return [
        outside(consent, clause, dimension=clause)
        for clause, key in sorted(_ASKED_FOR.items())
        if getattr(consent, clause) is not None and stated(facts.use, key) and getattr(facts.use, key) is None
    ]


@condition("consent")
def other_replica_type(facts: Facts, ask: Ask, consent: Consent, *, covered: dict[str, list[str]]) -> Finding | None:
    """The consent is for another type of replica. `covered`: for each treatment, the types that reach it."""
    allowed = covered.get(ask.person.treatment)
    if consent.replica_type is None or allowed is None or consent.replica_type in allowed:
        return None
    return outside(consent, "replica_type", asked=ask.person.treatment, granted=consent.replica_type)


@condition("consent")
def no_scan_by_scan_consent(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A replica built from footage leans on a consent to a scanned one."""
    if ask.person.treatment != "replica_no_scan" or consent.replica_type != "employment_based":
        return None
    return outside(consent, "replica_type", asked="replica_no_scan", granted=consent.replica_type)


@condition("consent", use_only=True)
def background_replica_as_principal(facts: Facts, ask: Ask, consent: Consent, *, stated_type: bool) -> Finding | None:
    """A background actor's replica plays a principal part; `stated_type`: the consent says it is for background."""
    if ask.person.role != "principal" or ask.person.treatment != "replica_background":
        return None
    if (consent.replica_type == "background") is not stated_type:
        return None
    return outside(consent, "replica_type", granted=consent.replica_type)


@condition("consent", use_only=True)
def realtime_not_granted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """New lines are generated while the audience plays, and the consent does not say so."""
    if not facts.use.realtime_generation or consent.realtime_generation or "realtime_generation" in consent.kind:
        return None
    return outside(consent, "realtime_generation")


@condition("consent", use_only=True)
def each_use_refused(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer must approve each use and has refused this one."""
    if consent.per_use_approval and consent.use_approved is False:
        return outside(consent, "use_approved")
    return None


@condition("consent", use_only=True)
def each_use_pending(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer must approve each use and has not answered."""
    if consent.per_use_approval and consent.use_approved is None:
        return outside(consent, "use_approved")
    return None


@condition("consent")
def pitch_not_express(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A replica or its model serves a pitch, and no consent names the pitch as a project of its own."""
    pitching = facts.use.purpose == "pitch" or facts.asset.element == "pitch_material"
    if not pitching or (facts.use.project != facts.production.id and facts.use.project in (consent.project_ids or ())):
        return None
    return outside(consent, "project_ids", asked=facts.project)
