"""Where one person stands: which consents are needed, which of them are covered, and by what the rest fails.

Several consents may together cover a person: each kind and each modality needs one consent that covers it whole. Where
none does, the one that came nearest is named. What any record forbids counts whatever another one permits.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from consent.clearance.case import Consent, Person
from consent.clearance.condition import Answer, Ask, Finding
from consent.clearance.decision import STRICTNESS
from consent.clearance.facts import Facts
from consent.clearance.needs import needed
from consent.clearance.rule import Rule

Hit = tuple[Rule, Finding]
Try = Callable[..., list[Finding]]


@dataclass(slots=True)
class Standing:
    """`needs`: kinds before any waiver; `hits`: what fails; `kept`: what is covered or waived, and by what."""

    person: Person
    needs: tuple[str, ...]
    open: tuple[str, ...] = ()
    hits: list[Hit] = field(default_factory=list)
    kept: list[Hit] = field(default_factory=list)
    granting: list[Consent] = field(default_factory=list)
    waived_by: list[Hit] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        return any(rule.verdict == "blocked" for rule, _ in self.hits)

    @property
    def unlicensed(self) -> bool:
        """The likeness is used and no consent covers it, or there is no record to test."""
        return bool(self.open) and (self.blocked or not self.consents)


def findings(answer: Answer) -> list[Finding]:
    """Whatever a condition answered, as a list."""
    if answer is None or answer is False:
        return []
    if isinstance(answer, Finding):
        return [answer]
    return list(answer) if answer is not True else [Finding(met=True)]


def stand(
    facts: Facts, person: Person, rules: dict[str, list[Rule]], consents: list[Consent], attempt: Try
) -> Standing:
    """Judges the consents of one person. `attempt(rule, *arguments)` runs a condition (and may keep a trace)."""
    standing = Standing(person, needed(facts, person), consents=consents)
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

    missing = _coverage(facts, standing, rules, attempt)
    aside = {rule.sets_aside for rule, _ in waivers}
    kinds = frozenset(standing.needs)
    refusals: list[Hit] = []
    exclusions: list[Hit] = []
    if "everything" not in aside:
        for rule in rules["prohibition"]:
            if rule.final or "refusals" not in aside:
                hits = [(rule, found) for found in attempt(rule, facts, person, consents, kinds)]
                (exclusions if rule.final else refusals).extend(hits)

    standing.hits += _capped(missing, caps)
    standing.hits += _capped(refusals, [cap for cap in caps if cap[0].sets_aside != "nothing"])
    standing.hits += _capped(exclusions, [cap for cap in caps if cap[0].sets_aside == "everything"])
    standing.hits += [cap for cap in caps if cap[0].always]
    return standing


def _capped(hits: list[Hit], caps: list[Hit]) -> list[Hit]:
    """Where a cap allows no more than a question, the question takes the place of stricter hits."""
    if not caps or not hits:
        return hits
    ceiling = min(STRICTNESS[rule.verdict] for rule, _ in caps)
    kept = [hit for hit in hits if STRICTNESS[hit[0].verdict] <= ceiling]
    return kept if len(kept) == len(hits) else [*kept, *caps]


def _coverage(facts: Facts, standing: Standing, rules: dict[str, list[Rule]], attempt: Try) -> list[Hit]:
    """What is missing, for every kind and modality; notes the consents that cover."""
    if not standing.open:
        return []
    person = standing.person
    if not standing.consents:
        return [(rule, found) for rule in rules["absence"] for found in attempt(rule, facts, person, standing.open)]
    missing: list[Hit] = []
    for kind in standing.open:
        modalities: list[str | None] = [*sorted(person.modalities)] or [None]
        for modality in modalities:
            ask = Ask(person, kind, modality)
            tried = [
                (_failures(facts, ask, consent, rules["consent"], attempt), consent) for consent in standing.consents
            ]
            failures, nearest = tried[0] if len(tried) == 1 else min(tried, key=_nearness)
            if failures:
                missing += failures
            elif nearest not in standing.granting:
                standing.granting.append(nearest)
    return missing


def _failures(facts: Facts, ask: Ask, consent: Consent, rules: Iterable[Rule], attempt: Try) -> list[Hit]:
    """Every way in which one consent, or a second record of it, falls short of the ask."""
    hits: list[Hit] = []
    for record in (consent, _second_record(consent)):
        if record is not None:
            for rule in rules:
                if not (rule.condition.use_only and ask.kind == "create_replica"):
                    hits += [(rule, found) for found in attempt(rule, facts, ask, record)]
    return hits


def _second_record(consent: Consent) -> Consent | None:
    second = consent.conflicting_record
    if second is None:
        return None
    differing = second.model_fields_set - {"id", "fields"}
    values = {name: getattr(second, name) for name in differing}
    return consent.model_copy(update=values)


def _nearness(tried: tuple[list[Hit], Consent]) -> tuple[int, int, str]:
    """Mildest failure first, then the fewest; the rest keeps the choice the same in whatever order lists are written."""
    hits, consent = tried
    written = consent.model_dump(mode="json")
    ordered = {key: sorted(value) if isinstance(value, list) else value for key, value in written.items()}
    return (
        max((STRICTNESS[rule.verdict] for rule, _ in hits), default=0),
        len(hits),
        json.dumps(ordered, sort_keys=True),
    )
