"""Prohibitions: what one record forbids, whatever another one permits."""

from consent.clearance.case import Consent, Person, StandingPreference
from consent.clearance.condition import Finding, Words, condition
from consent.clearance.facts import Facts, day, happened, is_deceased


def _reaches(facts: Facts, consent: Consent, kinds: frozenset[str]) -> bool:
    """Whether a record speaks of this project and one of these kinds; a record that names none speaks of all."""
    same_project = consent.project_ids is None or facts.project in consent.project_ids
    return same_project and (not consent.kind or bool(kinds & set(consent.kind)))


def _later_and_specific(facts: Facts, consent: Consent, since: object) -> bool:
    """Whether a consent for exactly this project was signed after a standing prohibition of that date."""
    signed = consent.signed_at
    if consent.state not in ("given", "renewed") or signed is None or since is None:
        return False
    named = consent.project_ids is not None and facts.project in consent.project_ids
    return named and happened(since, signed) and day(since) != day(signed)  # type: ignore[arg-type]


@condition("prohibition")
def refused(
    facts: Facts, person: Person, consents: list[Consent], kinds: frozenset[str], *, outvoted: bool
) -> list[Finding]:
    """The performer refused. `outvoted`: a general refusal, and a later consent for exactly this project."""
    found = []
    for consent in consents:
        if consent.state == "refused" and _reaches(facts, consent, kinds):
            standing = consent.project_ids is None
            answered = standing and any(_later_and_specific(facts, c, consent.signed_at) for c in consents)
            if answered is outvoted:
                found.append(Finding(False, person.ref, consent.id, "state", {}))
    return found


@condition("prohibition")
def standing_prohibition(
    facts: Facts, person: Person, consents: list[Consent], kinds: frozenset[str], *, outvoted: bool
) -> list[Finding]:
    """The performer prohibits such uses in general. `outvoted`: a later consent for exactly this project."""
    found = []
    for preference in (facts.case.standing_preference, *facts.case.standing_preferences):
        if preference is None or preference.value != "prohibited" or not _about(preference, person):
            continue
        answered = any(_later_and_specific(facts, consent, preference.declared_on) for consent in consents)
        if answered is outvoted:
            declared = {"declared": preference.declared_on}
            found.append(Finding(False, person.ref, None, "standing_preference", declared))
    return found


def _about(preference: StandingPreference, person: Person) -> bool:
    same_person = preference.person in (None, person.ref)
    return same_person and (preference.modality is None or preference.modality in person.modalities)


@condition("prohibition")
def content_excluded(
    facts: Facts, person: Person, consents: list[Consent], kinds: frozenset[str], *, within: dict[str, list[str]]
) -> list[Finding]:
    """The performer excluded such content. `within`: for each content, the wider exclusions that forbid it too.

    It counts in whatever state and for whatever project the paper is that says so: narrowing or ending a consent must
    never loosen what it forbids.
    """
    asked = _content(facts)
    found = []
    for consent in consents:
        second = consent.conflicting_record
        forbidden = {*(consent.exclusions or ()), *((second.exclusions if second else None) or ())}
        for item in sorted(asked):
            if not forbidden.isdisjoint({item, *within.get(item, ())}):
                found.append(Finding(False, person.ref, consent.id, "exclusions", {"content": item}))
    return found


def _content(facts: Facts) -> set[str]:
    asked: set[str] = set(facts.use.content)
    if facts.use.medium == "trailer":
        asked.add("trailer")
    if facts.training:
        asked.add("training")
    if facts.use.purpose == "pitch" or facts.asset.element == "pitch_material":
        asked.add("pitch_material")
    return asked


@condition("prohibition")
def training_forbidden(
    facts: Facts, person: Person, consents: list[Consent], kinds: frozenset[str], *, values: Words
) -> list[Finding]:
    """The performer's record says that nothing may be trained on it."""
    if "train_model" not in kinds and not facts.training:
        return []
    return [
        Finding(False, person.ref, consent.id, "training", {"training": consent.training})
        for consent in consents
        if consent.training in values
    ]


@condition("prohibition")
def records_differ(facts: Facts, person: Person, consents: list[Consent], kinds: frozenset[str]) -> list[Finding]:
    """A second record of a consent differs, and nobody wrote down what it says."""
    return [
        Finding(
            False, person.ref, consent.id, "conflicting_record", {"fields": sorted(consent.conflicting_record.fields)}
        )
        for consent in consents
        if consent.conflicting_record is not None and _unexplained(consent)
    ]


def _unexplained(consent: Consent) -> bool:
    second = consent.conflicting_record
    return second is not None and bool(set(second.fields) - second.model_fields_set)


@condition("prohibition")
def right_holder_refuses(facts: Facts, person: Person, consents: list[Consent], kinds: frozenset[str]) -> list[Finding]:
    """One of those who hold a dead performer's rights refuses."""
    if not is_deceased(person):
        return []
    return [
        Finding(False, person.ref, None, "right_holders", {"holder": holder.id})
        for holder in facts.case.right_holders
        if holder.position == "refuses"
    ]
