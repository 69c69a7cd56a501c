"""What a consent reaches: kind, replica, modality, project, place, language, medium, character, scene, count, changes."""

from datetime import date

from consent.clearance.case import Consent, unknown
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.dimensions import BY_CLAUSE, DIMENSIONS, DUBBING, UNSAID, gives_kind
from consent.clearance.facts import Facts
from consent.clearance.prohibited import content_of

_AGE = "age"


@condition("consent")
def kind_not_granted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Creating a replica, using it, altering a performance and training are four consents; this one is not given."""
    if gives_kind(facts, ask.kind, consent):
        return None
    return outside(consent, "kind", asked=ask.kind, granted=sorted(consent.kind))


def _not_granted(facts: Facts, ask: Ask, consent: Consent, clause: str) -> Finding | None:
    dimension, granted = BY_CLAUSE[clause], getattr(consent, clause)
    asked = dimension.asked(facts, ask)
    if granted is None or asked is UNSAID or asked is None or dimension.grants(asked, granted):
        return None
    return outside(consent, clause, asked=asked, granted=sorted(granted) if isinstance(granted, list) else granted)


@condition("consent")
def modality_not_granted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Face, voice, body, movement and name are separate subjects of consent."""
    return _not_granted(facts, ask, consent, "modalities")


@condition("consent")
def other_project(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is for other productions: another picture needs a writing of its own."""
    return _not_granted(facts, ask, consent, "project_ids")


@condition("consent", use_only=True)
def other_character(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent names another character."""
    return _not_granted(facts, ask, consent, "character")


@condition("consent", use_only=True)
def other_scene(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent describes other scenes."""
    return _not_granted(facts, ask, consent, "scenes")


@condition("consent")
def other_medium(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is for other media."""
    return _not_granted(facts, ask, consent, "media")


@condition("consent")
def other_territory(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The use is shown outside the granted places."""
    return _not_granted(facts, ask, consent, "territories")


@condition("consent")
def other_language(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The use is in a language that the consent does not grant."""
    return _not_granted(facts, ask, consent, "languages")


@condition("consent")
def other_replica_type(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent is for another type of replica than the one that is made."""
    if _not_granted(facts, ask, consent, "replica_type") is None:
        return None
    return outside(consent, "replica_type", asked=ask.person.treatment, granted=consent.replica_type)


@condition("consent")
def language_of_dub_unnamed(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A replica speaks another language and the consent names no language at all."""
    if facts.use.alteration not in DUBBING or ask.kind not in _SPEAKING or consent.languages is not None:
        return None
    return outside(consent, "languages", asked=facts.use.language)


_SPEAKING = frozenset({"use_replica", "alter_performance", "dub", "train_model", "realtime_generation"})


@condition("consent")
def dub_needs_its_language(facts: Facts, ask: Ask, consent: Consent, *, signed_from: date) -> Finding | None:
    """A replica speaks another language, the consent names none, and was not signed before such a consent was asked."""
    signed = consent.signed_at
    if signed is not None and facts.clock.surely_after(signed_from, signed):
        return None
    return language_of_dub_unnamed(facts, ask, consent)


@condition("consent", use_only=True)
def uses_spent(facts: Facts, ask: Ask, consent: Consent, *, uncounted_stages: Words) -> Finding | None:
    """The number of uses is spent; temporary material is not counted."""
    if consent.max_uses is None or facts.asset.stage in uncounted_stages:
        return None
    wanted = facts.use.lines if _by_line(consent) and facts.use.lines is not None else 1
    if (consent.uses_so_far or 0) + wanted <= consent.max_uses:
        return None
    return outside(consent, "max_uses", used=consent.uses_so_far or 0, asked=wanted, granted=consent.max_uses)


def _by_line(consent: Consent) -> bool:
    """Whether lines are counted; a unit that nobody knows may be the line."""
    return consent.unit == "line" or unknown(consent, "unit")


@condition("consent", use_only=True)
def uses_uncounted(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The consent counts uses, and nobody knows how many there were or how many this one is."""
    if consent.max_uses is None:
        return None
    if unknown(consent, "uses_so_far"):
        return outside(consent, "uses_so_far", granted=consent.max_uses)
    if _by_line(consent) and unknown(facts.use, "lines"):
        return outside(consent, "unit", granted=consent.max_uses)
    return None


@condition("consent", use_only=True)
def alteration_not_allowed(facts: Facts, ask: Ask, consent: Consent, *, customary: Words) -> Finding | None:
    """The change is neither on the consent's list nor customary."""
    asked, allowed = facts.use.alteration, consent.alterations_allowed
    if allowed is None or asked is None or asked in customary or asked in allowed:
        return None
    if (asked == "age_up" and _AGE in allowed) or (asked in DUBBING and "dub" in consent.kind):
        return None
    return outside(consent, "alterations_allowed", asked=asked, granted=sorted(allowed))


@condition("consent", use_only=True)
def alteration_unnamed(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """A performance is altered, the consent lists the allowed changes, and the use does not say which it is."""
    if ask.kind != "alter_performance" or consent.alterations_allowed is None or facts.use.alteration is not None:
        return None
    return outside(consent, "alterations_allowed", granted=sorted(consent.alterations_allowed))


@condition("consent")
def training_reserved(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer's contract keeps training for a bargain of its own, or may, and this consent allows it all the same."""
    reserved = consent.contract_reserves_training or unknown(consent, "contract_reserves_training")
    return outside(consent, "contract_reserves_training") if reserved and ask.kind == "train_model" else None


@condition("consent")
def paper_silent(facts: Facts, ask: Ask, consent: Consent) -> list[Finding]:
    """The paper says nothing about a dimension that this use has."""
    asked = {dimension.clause for dimension in DIMENSIONS if dimension.asked(facts, ask) is not UNSAID}
    if ask.kind != "create_replica":
        asked |= {"max_uses", "per_use_approval"}
    if ask.kind == "train_model":
        asked.add("training")
    if content_of(facts):
        asked.add("exclusions")
    return [
        outside(consent, clause, dimension=clause)
        for clause in sorted(asked & consent.model_fields_set)
        if getattr(consent, clause) is None
    ]


@condition("consent")
def use_unnamed(facts: Facts, ask: Ask, consent: Consent) -> list[Finding]:
    """The consent is restricted in a dimension and the use writes down that it does not know its own."""
    return [
        outside(consent, dimension.clause, dimension=dimension.clause)
        for dimension in DIMENSIONS
        if dimension.concerns(ask)
        and getattr(consent, dimension.clause) is not None
        and dimension.asked(facts, ask) is None
    ]


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
def part_unknown(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nobody knows whether a background actor's replica plays a principal part."""
    person = ask.person
    return outside(consent, "role") if person.treatment == "replica_background" and unknown(person, "role") else None


@condition("consent", use_only=True)
def realtime_not_granted(facts: Facts, ask: Ask, consent: Consent, *, known: bool) -> Finding | None:
    """New lines are generated while the audience plays, and the consent does not say so; `known`: it is known that they are."""
    if not (facts.use.realtime_generation if known else unknown(facts.use, "realtime_generation")):
        return None
    if consent.realtime_generation or "realtime_generation" in consent.kind:
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
