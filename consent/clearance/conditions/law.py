"""Statutes: likeness without consent, the dead, minors, and disclosures to the public."""

from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import LIKENESSES, Facts, dead_longer, is_altered, is_deceased, is_minor
from consent.clearance.standing import Standing


@condition("person")
def unauthorised_likeness(
    facts: Facts, standing: Standing, *, life: str, modalities: Words, media: Words
) -> Finding | None:
    """A living or a dead person's likeness is replicated and no consent covers it. Empty lists: any."""
    person = standing.person
    if is_deceased(person) is (life == "living") or not _replicated(standing) or not standing.unlicensed:
        return None
    if person.match == "possible" or (modalities and modalities.isdisjoint(person.modalities)):
        return None
    if _in_question(standing) or (media and facts.asset.media not in media):
        return None
    return broken("consents", person)


@condition("person")
def dead_personality_unlicensed(facts: Facts, standing: Standing, *, media: Words, years: int) -> Finding | None:
    """A dead person's likeness is replicated within so many years of the death and no right holder's consent covers it."""
    if dead_longer(facts, standing.person, years):
        return None
    return unauthorised_likeness(facts, standing, life="deceased", modalities=frozenset(), media=media)


def _replicated(standing: Standing) -> bool:
    return "create_replica" in standing.needs


def _in_question(standing: Standing) -> bool:
    """A recognised speech or passing-sight exception is open: that question comes first."""
    return any(rule.sets_aside == "refusals" for rule, _ in standing.hits)


@condition("person")
def minor_unprotected(facts: Facts, standing: Standing) -> Finding | None:
    """A living minor's likeness is used and no guardian's consent covers it."""
    person = standing.person
    if not is_minor(person) or is_deceased(person) or not standing.unlicensed or person.match == "possible":
        return None
    return broken("signer_role", person)


@condition("person")
def deep_fake_undisclosed(
    facts: Facts,
    standing: Standing,
    *,
    media: Words,
    stages: Words,
    customary: Words,
    invisible: Words,
    plain_kinds: Words,
    credits_only: Words,
) -> Finding | None:
    """A deep fake of a person is published and the public is not told in a way it can see.

    `invisible`: places that nobody looks at. `plain_kinds`: productions that are not evidently fictional, for which
    `credits_only` places are not enough.
    """
    person = standing.person
    if facts.asset.media not in media or facts.asset.stage not in stages:
        return None
    faked = person.treatment in LIKENESSES or is_altered(facts, person, customary) or "create_replica" in standing.needs
    if not faked or (facts.use.exemption == "unrecognisable" and person.match != "match"):
        return None
    if person.match == "none" and not person.registered and person.treatment == "synthetic_with_features":
        return None
    place = facts.disclosure.place
    hidden = place in invisible or (facts.production.kind in plain_kinds and place in credits_only)
    if facts.disclosure.present and not hidden:
        return met("disclosure", person, place=place)
    return broken("disclosure", person, place=place)


@condition("case")
def authentic_looking_undisclosed(
    facts: Facts, *, media: Words, stages: Words, elements: Words, invisible: Words, generated: Words
) -> Finding | None:
    """Generated content that would pass for authentic is published without telling the public."""
    asset = facts.asset
    if asset.media not in media or asset.stage not in stages:
        return None
    made = asset.source_type in generated or asset.element in elements
    posed = asset.presented_as == "authentic" or asset.element in elements
    if not (made and posed):
        return None
    if facts.disclosure.present and facts.disclosure.place not in invisible:
        return met("disclosure")
    return broken("disclosure", place=facts.disclosure.place)


@condition("person")
def synthetic_ad_undisclosed(
    facts: Facts,
    standing: Standing,
    *,
    treatments: Words,
    expressive_kinds: Words,
    exempt_media: Words,
    exempt_alteration: str,
    products: Words,
    invisible: Words,
) -> Finding | None:
    """An advertisement shows a synthetic performer and does not say so conspicuously.

    Exempt: sound-only advertisements, translation of a human performer, and advertisements for an expressive work
    (one of `expressive_kinds`) that sell no product.
    """
    person = standing.person
    if person.treatment not in treatments or not _advertises(facts) or facts.case.knowledge is False:
        return None
    if facts.asset.media in exempt_media or facts.use.medium == "audio_commercial":
        return None
    if facts.use.alteration == exempt_alteration:
        return None
    if facts.production.kind in expressive_kinds and products.isdisjoint(facts.use.content):
        return None
    if facts.disclosure.present and facts.disclosure.place not in invisible:
        return met("disclosure", person)
    return broken("disclosure", person)


def _advertises(facts: Facts) -> bool:
    medium = facts.use.medium
    return medium == "commercial" or (
        medium in (None, "social", "trailer", "live") and facts.production.kind == "commercial"
    )


@condition("case")
def mining_forbidden(facts: Facts, *, labels: Words, values: Words) -> list[Finding]:
    """The file's own assertion forbids training, or constrains it without saying how."""
    if not facts.training:
        return []
    asserted = facts.asset.cawg_training_mining
    return [
        broken("asset.cawg_training_mining", label=label, value=value)
        for label, value in sorted(asserted.items())
        if label in labels and value in values
    ]


@condition("case")
def inference_forbidden(facts: Facts, *, label: str, values: Words, elements: Words) -> Finding | None:
    """The file's own assertion forbids feeding it to a model, and it is such an input."""
    value = facts.asset.cawg_training_mining.get(label)  # type: ignore[call-overload]
    if facts.asset.element not in elements or value not in values:
        return None
    return broken("asset.cawg_training_mining", label=label, value=value)


@condition("person")
def licence_too_long(facts: Facts, standing: Standing, *, years: int, minors: bool) -> list[Finding]:
    """A replica licence runs longer than the bill would allow, for adults or for minors."""
    if is_minor(standing.person) is not minors or "use_replica" not in standing.needs:
        return []
    found = []
    for consent in standing.granting:
        begin, end = consent.valid_from, consent.valid_until
        unlimited = end is None
        if unlimited or (
            begin and end and (end.year - years, end.month, end.day) >= (begin.year, begin.month, begin.day)
        ):
            found.append(Finding(False, standing.person.ref, consent.id, "valid_until", {"years": years}))
    return found


@condition("person")
def minor_grown_up(facts: Facts, standing: Standing) -> list[Finding]:
    """A guardian's licence is used after the minor came of age."""
    if is_minor(standing.person):
        return []
    return [
        Finding(False, standing.person.ref, consent.id, "signer_role", {})
        for consent in standing.consents
        if consent.signer_role == "guardian"
    ]
