"""decide: the rules in force, applied to one case; the strictest of four layers wins."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from consent.clearance.case import Case, Consent, Person
from consent.clearance.condition import Ask, Finding
from consent.clearance.coverage import Hit, findings
from consent.clearance.decision import Decision, Duty, Reason
from consent.clearance.facts import Facts
from consent.clearance.reading import parse_case
from consent.clearance.rule import Rule, Ruleset
from consent.clearance.ruleset import shipped
from consent.clearance.standing import Standing, stand, template_agreed
from consent.verdicts import strictest

log = logging.getLogger(__name__)
_SUBJECTS = ("case", "person", "consent", "absence", "prohibition", "allowance")


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain that `explain` shows: a rule, what it looked at, and what came of it."""

    rule: str
    outcome: str  # "speaks_not", "not_in_force", "silent", "met", "broken"
    about: tuple[str, ...] = ()
    finding: Finding | None = None


def decide(case: Case | Mapping[str, Any], rulesets: Sequence[Ruleset] | None = None) -> Decision:
    """The verdict for one case. Pure and deterministic; never raises for a well-formed case.

    Raises CaseError for a mapping that is no case. A rule that fails, or a shipped ruleset that cannot be read, makes the
    whole decision `cannot_decide`.
    """
    return _decide(_case(case), rulesets, None)


def explain(case: Case | Mapping[str, Any], rulesets: Sequence[Ruleset] | None = None) -> tuple[Decision, list[Step]]:
    """The same decision, and every rule that was tried for it, with why it did or did not apply."""
    steps: list[Step] = []
    decision = _decide(_case(case), rulesets, steps)
    return decision, steps


def _case(case: Case | Mapping[str, Any]) -> Case:
    return case if isinstance(case, Case) else parse_case(case)


def _decide(case: Case, rulesets: Sequence[Ruleset] | None, steps: list[Step] | None) -> Decision:
    try:
        return _judge(Facts(case), shipped() if rulesets is None else rulesets, steps)
    except Exception:
        # A rule that fails must never read as a yes; the log says where it failed, without the case.
        log.exception("a rule failed; the case cannot be decided")
        return Decision("cannot_decide", None)


def _judge(facts: Facts, rulesets: Sequence[Ruleset], steps: list[Step] | None) -> Decision:
    speaking, rules = _in_force(facts, rulesets, steps)

    def attempt(rule: Rule, *arguments: Any) -> list[Finding]:
        found = findings(rule.condition.function(*arguments, **rule.params))
        if steps is not None:
            _note(steps, rule, arguments, found)
        return found

    consents: dict[str, list[Consent]] = {}
    for consent in facts.case.consents:
        consents.setdefault(consent.person, []).append(consent)
    facts.standings = [stand(facts, p, rules, consents.get(p.ref, []), attempt) for p in facts.persons]
    facts.template_agreed = facts.case.biometric is not None and template_agreed(facts, rules, consents)

    hits: list[Hit] = [hit for standing in facts.standings for hit in (*standing.hits, *standing.kept)]
    for rule in rules["person"]:
        for standing in facts.standings:
            hits += [(rule, found) for found in attempt(rule, facts, standing)]
    for rule in rules["case"]:
        hits += [(rule, found) for found in attempt(rule, facts)]
    return _decision(hits, {ruleset.id: ruleset.version for ruleset in speaking})


def _in_force(
    facts: Facts, rulesets: Sequence[Ruleset], steps: list[Step] | None
) -> tuple[list[Ruleset], dict[str, list[Rule]]]:
    """The rulesets that speak to the case, and their rules in force on its dates, by subject."""
    speaking: list[Ruleset] = []
    rules: dict[str, list[Rule]] = {subject: [] for subject in _SUBJECTS}
    for ruleset in rulesets:
        if not ruleset.gate.function(facts, **ruleset.gate_params):
            if steps is not None:
                steps += [Step(rule.name, "speaks_not") for rule in ruleset.rules]
            continue
        speaking.append(ruleset)
        for rule in ruleset.rules:
            if rule.in_force(_relevant_day(facts, rule)):
                rules[rule.condition.subject].append(rule)
            elif steps is not None:
                steps.append(Step(rule.name, "not_in_force", (str(_relevant_day(facts, rule)),)))
    return speaking, rules


def _relevant_day(facts: Facts, rule: Rule) -> date:
    """The day on which a dated rule must be in force; `on` in the data file chooses it."""
    if rule.judged_on == "photography":
        return facts.photography
    if rule.judged_on == "check":
        return facts.case.check_date
    if rule.judged_on == "release":
        return max(facts.use.released_on or facts.moment, facts.moment)  # what is used again is released again
    return facts.moment


def _decision(hits: list[Hit], rulesets: dict[str, str]) -> Decision:
    reasons = {reason.order: reason for reason in (Reason.of(rule, found) for rule, found in hits)}
    against = [reason for reason in reasons.values() if reason.verdict != "cleared"]
    chosen = against or list(reasons.values())
    if not chosen:
        # No rule spoke at all: nothing says no, and nothing says yes either.
        return Decision("cannot_decide", None, rulesets=rulesets)
    done: dict[tuple[str, str], bool] = {}
    for rule, found in hits:
        if rule.duty is not None:
            done[rule.duty] = done.get(rule.duty, True) and found.met
    return Decision(
        status="decided",
        verdict=strictest(reason.verdict for reason in chosen),
        reasons=tuple(sorted(chosen, key=lambda reason: reason.order)),
        duties=tuple(Duty(kind, whom, done[kind, whom]) for kind, whom in sorted(done)),
        rulesets=rulesets,
    )


def _note(steps: list[Step], rule: Rule, arguments: tuple[Any, ...], found: list[Finding]) -> None:
    about: list[str] = []
    for argument in arguments[1:]:
        if isinstance(argument, Standing):
            about.append(argument.person.ref)
        elif isinstance(argument, Person):
            about.append(argument.ref)
        elif isinstance(argument, Consent):
            about.append(argument.id or "consent")
        elif isinstance(argument, Ask):
            about += [argument.person.ref, argument.kind, argument.modality or ""]
    if not found:
        steps.append(Step(rule.name, "silent", tuple(filter(None, about))))
    steps += [Step(rule.name, "met" if f.met else "broken", tuple(filter(None, about)), f) for f in found]
