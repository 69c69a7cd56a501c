"""Statutes: likeness without consent, the dead, minors, mining, and how long a licence may run."""

from consent.clearance.condition import Finding, Words, broken, condition
from consent.clearance.facts import Facts, dead_longer, is_deceased, is_minor
from consent.clearance.standing import Standing


@condition("person")
def unauthorised_likeness(facts: Facts, standing: Standing, *, modalities: Words, media: Words) -> Finding | None:
    """A living person's likeness is replicated and no consent covers it. Empty lists: any."""
    if is_deceased(standing.person) or not _unlicensed(facts, standing, modalities, media):
        return None
    return broken("consents", standing.person)


@condition("person")
def dead_personality_unlicensed(
    facts: Facts, standing: Standing, *, modalities: Words, media: Words, years: int
) -> Finding | None:
    """A dead person's likeness is replicated within so many years of the death and no right holder's consent covers it."""
    person = standing.person
    if not is_deceased(person) or dead_longer(facts, person, years):
        return None
    return broken("consents", person) if _unlicensed(facts, standing, modalities, media) else None


def _unlicensed(facts: Facts, standing: Standing, modalities: Words, media: Words) -> bool:
    person = standing.person
    if not _replicated(standing) or not standing.unlicensed or person.match == "possible" or _in_question(standing):
        return False
    shown = not modalities or not modalities.isdisjoint(person.modalities)
    return shown and (not media or facts.asset.media in media)


def _replicated(standing: Standing) -> bool:
    return "create_replica" in standing.needs


def _in_question(standing: Standing) -> bool:
    """A recognised speech or passing-sight exception is open: that question comes first."""
    return any(rule.sets_aside == "refusals" for rule, _ in standing.hits)


@condition("person")
def minor_unprotected(facts: Facts, standing: Standing) -> Finding | None:
    """A living minor's likeness is used and no guardian's consent covers it."""
    person = standing.person
    if not is_minor(facts, person) or is_deceased(person) or not standing.unlicensed or person.match == "possible":
        return None
    return broken("signer_role", person)


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
    if is_minor(facts, standing.person) is not minors or "use_replica" not in standing.needs:
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
    if is_minor(facts, standing.person):
        return []
    return [
        Finding(False, standing.person.ref, consent.id, "signer_role", {})
        for consent in standing.consents
        if consent.signer_role == "guardian"
    ]
