"""What the public has to be told: deep fakes, what would pass for authentic, synthetic performers in advertisements."""

from consent.clearance.case import unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import LIKENESSES, Facts, is_altered
from consent.clearance.standing import Standing


def _told(facts: Facts, hidden_in: Words) -> bool:
    """Whether the public is told, in a place that is known and is none of these."""
    disclosure = facts.disclosure
    return bool(disclosure.present) and disclosure.place not in hidden_in and not unknown(disclosure, "place")


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
    hidden_in = invisible | credits_only if facts.production.kind in plain_kinds else invisible
    return (met if _told(facts, hidden_in) else broken)("disclosure", person, place=facts.disclosure.place)


@condition("case")
def authentic_looking_undisclosed(
    facts: Facts, *, media: Words, stages: Words, elements: Words, invisible: Words, generated: Words
) -> Finding | None:
    """Generated content that would pass for authentic is published without telling the public."""
    asset = facts.asset
    if asset.media not in media or asset.stage not in stages:
        return None
    made = asset.source_type in generated or unknown(asset, "source_type") or asset.element in elements
    if not made or not (facts.posed or asset.element in elements):
        return None
    return met("disclosure") if _told(facts, invisible) else broken("disclosure", place=facts.disclosure.place)


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
    matching: str,
) -> Finding | None:
    """An advertisement shows a synthetic performer and does not say so conspicuously.

    Exempt: sound-only advertisements, translation of a human performer, and advertisements for an expressive work (one of
    `expressive_kinds`) that sell no product and show the performer as the work does. `matching`: the answer to that last
    question that the rule is about (yes: no rule is needed; no; unsure, where nobody said so).
    """
    person, use = standing.person, facts.use
    if person.treatment not in treatments or facts.case.knowledge is False:
        return None
    if facts.asset.media in exempt_media or use.medium == "audio_commercial" or use.alteration == exempt_alteration:
        return None
    for_work = facts.production.kind in expressive_kinds and products.isdisjoint(use.content)
    answer = "no" if not for_work else {True: "yes", False: "no", None: "unsure"}[use.matches_work]
    if answer != matching or not _advertises(facts, expressive_kinds):
        return None
    return met("disclosure", person) if _told(facts, invisible) else broken("disclosure", person)


def _advertises(facts: Facts, expressive_kinds: Words) -> bool:
    """A commercial, the trailer of a work, or what a commercial production shows anywhere."""
    medium = facts.use.medium
    if medium == "commercial" or unknown(facts.use, "medium"):
        return True
    if medium == "trailer" and facts.production.kind in expressive_kinds:
        return True
    return medium in (None, "social", "trailer", "live") and facts.production.kind == "commercial"
