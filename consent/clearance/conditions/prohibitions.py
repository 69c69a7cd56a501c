"""Prohibitions: what one record forbids, whatever another one permits. Each reaches what it was about, and no further."""

from collections.abc import Sequence

from consent.clearance.case import Consent, StandingPreference
from consent.clearance.condition import Ask, Finding, Words, condition
from consent.clearance.dimensions import reaches
from consent.clearance.facts import Facts, is_deceased
from consent.clearance.lifetime import end_of
from consent.clearance.prohibited import answered, content_of
from consent.clearance.standing import Standing
from consent.clearance.when import When


def _open(
    facts: Facts,
    standing: Standing,
    asks: Sequence[Ask],
    since: When | None,
    paper: str | None,
    *,
    outvoted: bool,
) -> bool:
    """Whether a prohibition of these asks stands (or, `outvoted`, is only contradicted by a later specific consent)."""
    answer = answered(facts, standing, asks, since, paper) if asks else "replaced"
    return answer == ("later" if outvoted else None)


@condition("prohibition")
def refused(facts: Facts, standing: Standing, *, outvoted: bool) -> list[Finding]:
    """The performer refused this use. `outvoted`: and later signed a consent for exactly this project that grants it."""
    found = []
    for paper in standing.consents:
        if paper.state != "refused" or not _in_term(facts, paper):
            continue
        asks = [ask for ask in standing.asks if reaches(facts, ask, paper)]
        if _open(facts, standing, asks, paper.signed_at, paper.id, outvoted=outvoted):
            found.append(Finding(False, standing.person.ref, paper.id, "state", {}))
    return found


def _in_term(facts: Facts, paper: Consent) -> bool:
    """Whether what was asked for may be about a time of this use: the paper's own term, where it has one."""
    begin, end = paper.valid_from, paper.valid_until
    before = begin is not None and all(facts.clock.surely_after(begin, at) for at in facts.moments)
    after = end is not None and all(facts.clock.surely_after(at, end) for at in facts.moments)
    return not before and not after


@condition("prohibition")
def standing_prohibition(facts: Facts, standing: Standing, *, outvoted: bool) -> list[Finding]:
    """The performer prohibits such uses in general. `outvoted`: a later consent for exactly this project grants it."""
    found = []
    for preference in (facts.case.standing_preference, *facts.case.standing_preferences):
        if preference is None or preference.value != "prohibited" or preference.person not in _anybody(standing):
            continue
        asks = [ask for ask in standing.asks if _about(preference, ask)]
        if _open(facts, standing, asks, preference.declared_on, None, outvoted=outvoted):
            declared = {"declared": preference.declared_on}
            found.append(Finding(False, standing.person.ref, None, "standing_preference", declared))
    return found


def _anybody(standing: Standing) -> tuple[str | None, ...]:
    return None, standing.person.ref


def _about(preference: StandingPreference, ask: Ask) -> bool:
    return preference.modality in (None, ask.modality)


# An exclusion speaks of the very dimension that it names: a paper without trailers excludes trailers all the same.
_NAMED_BY = {"trailer": ("media",), "training": ("kind", "media"), "pitch_material": ("project_ids", "media")}
# What nobody signed excludes nothing; a refusal says more than the draft that it refuses.
_UNSIGNED = frozenset({"requested", "deferred", "refused"})


@condition("prohibition")
def content_excluded(
    facts: Facts, standing: Standing, *, within: dict[str, list[str]], outvoted: bool
) -> list[Finding]:
    """The performer excluded such content. `within`: for each content, the wider exclusions that forbid it too.

    A paper that has ended goes on forbidding what it forbade. `outvoted`: only such a paper excludes it, and a later
    consent for exactly this project grants the use without that exclusion.
    """
    found = []
    for paper in standing.consents:
        if paper.state in _UNSIGNED:
            continue
        second = paper.conflicting_record
        forbidden = {*(paper.exclusions or ()), *((second.exclusions if second else None) or ())}
        for item in sorted(content_of(facts)):
            named = forbidden & {item, *within.get(item, ())}
            if named and _excludes(facts, standing, paper, item, outvoted=outvoted):
                found.append(Finding(False, standing.person.ref, paper.id, "exclusions", {"content": item}))
    return found


def _excludes(facts: Facts, standing: Standing, paper: Consent, item: str, *, outvoted: bool) -> bool:
    but_for = ("alterations_allowed", *_NAMED_BY.get(item, ()))
    asks = [ask for ask in standing.asks if reaches(facts, ask, paper, but_for)]
    since = paper.signed_at if end_of(facts, paper) is not None else None  # while it runs, nothing later outvotes it
    return _open(facts, standing, asks, since, paper.id, outvoted=outvoted)


@condition("prohibition")
def training_forbidden(facts: Facts, standing: Standing, *, values: Words) -> list[Finding]:
    """The performer's record says that nothing may be trained on it."""
    if "train_model" not in standing.needs and not facts.training:
        return []
    return [
        Finding(False, standing.person.ref, paper.id, "training", {"training": paper.training})
        for paper in standing.consents
        if paper.training in values and paper.state not in _UNSIGNED and _forbids_training(facts, standing, paper)
    ]


def _forbids_training(facts: Facts, standing: Standing, paper: Consent) -> bool:
    asks = [ask for ask in standing.asks if reaches(facts, ask, paper, ("kind", "media", "replica_type"))]
    return _open(facts, standing, asks, None, paper.id, outvoted=False)


@condition("prohibition")
def records_differ(facts: Facts, standing: Standing) -> list[Finding]:
    """A second record of a consent differs, and nobody wrote down what it says."""
    return [
        Finding(False, standing.person.ref, paper.id, "conflicting_record", {"fields": sorted(second.fields)})
        for paper in standing.consents
        if (second := paper.conflicting_record) is not None and set(second.fields) - second.model_fields_set
    ]


@condition("prohibition")
def right_holder_refuses(facts: Facts, standing: Standing) -> list[Finding]:
    """One of those who hold a dead performer's rights refuses."""
    if not is_deceased(standing.person):
        return []
    return [
        Finding(False, standing.person.ref, None, "right_holders", {"holder": holder.id})
        for holder in facts.case.right_holders
        if holder.position == "refuses"
    ]
