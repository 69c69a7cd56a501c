"""Where one person stands: which consents are needed, which of them are covered, and by what the rest fails.

Several consents may together cover a person: each kind and each modality needs one consent that covers it whole. Where
none does, the one that came nearest is named. What any record forbids counts whatever another one permits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from consent.clearance.case import Consent, Person
from consent.clearance.condition import Ask
from consent.clearance.coverage import Hit, Try, UseCoverage, quietly
from consent.clearance.facts import Facts
from consent.clearance.needs import needed
from consent.clearance.rule import Rule
from consent.verdicts import STRICTNESS


@dataclass(slots=True)
class Standing:
    """`needs`: kinds before any waiver; `hits`: what fails; `kept`: what is covered or waived, and by what.

    unlicensed: the likeness is used, and no consent covers it, or a record forbids it; whatever else is open beside.
    licensed: consents cover everything that is needed, without any waiver or word of the production, and nothing forbids it.
    """

    person: Person
    needs: tuple[str, ...]
    coverage: UseCoverage
    open: tuple[str, ...] = ()
    hits: list[Hit] = field(default_factory=list)
    kept: list[Hit] = field(default_factory=list)
    granting: list[Consent] = field(default_factory=list)
    waived_by: list[Hit] = field(default_factory=list)
    unlicensed: bool = False
    licensed: bool = False

    @property
    def consents(self) -> Sequence[Consent]:
        return self.coverage.consents

    @property
    def asks(self) -> list[Ask]:
        """What is needed, ask by ask, before any waiver."""
        return self.coverage.asks(self.needs)


def stand(
    facts: Facts, person: Person, rules: dict[str, list[Rule]], consents: list[Consent], attempt: Try
) -> Standing:
    """Judges the consents of one person. `attempt(rule, *arguments)` runs a condition (and may keep a trace)."""
    standing = Standing(person, needed(facts, person), UseCoverage(facts, person, consents, rules["consent"], attempt))
    allowed = [(rule, found) for rule in rules["allowance"] for found in attempt(rule, facts, person)]
    if not standing.needs:
        standing.hits += [hit for hit in allowed if hit[0].always]
        return standing
    waivers = [hit for hit in allowed if hit[0].waives & set(standing.needs)]
    caps = [hit for hit in allowed if not hit[0].waives]
    waived = frozenset(kind for rule, _ in waivers for kind in rule.waives)
    standing.waived_by = waivers
    standing.kept += waivers
    standing.open = tuple(kind for kind in standing.needs if kind not in waived)

    missing = _missing(facts, standing, rules, attempt)
    aside = {rule.sets_aside for rule, _ in waivers}
    refusals: list[Hit] = []
    exclusions: list[Hit] = []
    if "everything" not in aside:
        for rule in rules["prohibition"]:
            if rule.final or "refusals" not in aside:
                hits = [(rule, found) for found in attempt(rule, facts, standing)]
                (exclusions if rule.final else refusals).extend(hits)

    lacking = [hit for _, hit in missing]
    standing.unlicensed = bool(standing.open) and _blocked([*lacking, *refusals, *exclusions])
    standing.licensed = _licensed(facts, standing, rules)
    for kinds in dict.fromkeys(kinds for kinds, _ in missing):
        of_kind = [cap for cap in caps if not cap[0].about or kinds <= cap[0].about]
        standing.hits += _capped([hit for about, hit in missing if about == kinds], of_kind)
    standing.hits += _capped(refusals, [cap for cap in caps if cap[0].sets_aside != "nothing"])
    standing.hits += _capped(exclusions, [cap for cap in caps if cap[0].sets_aside == "everything"])
    standing.hits += [cap for cap in caps if cap[0].always]
    return standing


def template_agreed(facts: Facts, rules: dict[str, list[Rule]], consents: dict[str, list[Consent]]) -> bool:
    """Whether everybody in the case has a consent that reaches the template which the case is about."""
    named = [_IN_CONSENTS.get(modality, modality) for modality in facts.biometric.modalities]
    modalities: list[str | None] = [*named] or [None]
    people = facts.case.persons
    return bool(people) and all(
        UseCoverage(facts, person, consents.get(person.ref, []), rules["consent"]).granting(
            Ask(person, "biometric_template", modality)
        )
        for person in people
        for modality in modalities
    )


_IN_CONSENTS = {"face_geometry": "face", "voiceprint": "voice"}


def _blocked(hits: list[Hit]) -> bool:
    return any(rule.verdict == "blocked" for rule, _ in hits)


def _licensed(facts: Facts, standing: Standing, rules: dict[str, list[Rule]]) -> bool:
    """See `Standing`; judged only where somebody's word is at stake."""
    person = standing.person
    if not person.claimed_by_production and person.confirmed_by != "production":
        return False
    if not all(standing.coverage.anew.granting(ask) for ask in standing.asks):
        return False
    return not any(quietly(rule, facts, standing) for rule in rules["prohibition"])


def _capped(hits: list[Hit], caps: list[Hit]) -> list[Hit]:
    """Where a cap allows no more than a question, the question takes the place of stricter hits."""
    if not caps or not hits:
        return hits
    ceiling = min(STRICTNESS[rule.verdict] for rule, _ in caps)
    kept = [hit for hit in hits if STRICTNESS[hit[0].verdict] <= ceiling]
    return kept if len(kept) == len(hits) else [*kept, *caps]


def _missing(
    facts: Facts, standing: Standing, rules: dict[str, list[Rule]], attempt: Try
) -> list[tuple[frozenset[str], Hit]]:
    """What is missing, each with the kinds that it is about, for every kind and modality; notes the consents that cover."""
    if not standing.open:
        return []
    if not standing.consents:
        person, kinds = standing.person, frozenset(standing.open)
        return [
            (kinds, (rule, found)) for rule in rules["absence"] for found in attempt(rule, facts, person, standing.open)
        ]
    missing: list[tuple[frozenset[str], Hit]] = []
    for ask in standing.coverage.asks(standing.open):
        failures, nearest = standing.coverage.nearest(ask)
        missing += [(frozenset({ask.kind}), failure) for failure in failures]
        if not failures and nearest not in standing.granting:
            standing.granting.append(nearest)
    return missing
