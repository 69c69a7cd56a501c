"""Which consents of one person grant what a use asks of them: each consent is asked itself, in all its dimensions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from consent.clearance.case import Consent, Person
from consent.clearance.condition import Answer, Ask, Finding
from consent.clearance.facts import Facts
from consent.clearance.rule import Rule
from consent.verdicts import STRICTNESS

Hit = tuple[Rule, Finding]
Try = Callable[..., list[Finding]]


def findings(answer: Answer) -> list[Finding]:
    """Whatever a condition answered, as a list."""
    if answer is None or answer is False:
        return []
    if isinstance(answer, Finding):
        return [answer]
    return list(answer) if answer is not True else [Finding(met=True)]


def quietly(rule: Rule, *arguments: object) -> list[Finding]:
    """Runs a condition without a trace of it."""
    return findings(rule.condition.function(*arguments, **rule.params))


class UseCoverage:
    """The consents of one person against the asks of one use. `attempt(rule, *arguments)` runs a condition."""

    def __init__(
        self, facts: Facts, person: Person, consents: Sequence[Consent], rules: Iterable[Rule], attempt: Try = quietly
    ) -> None:
        self.consents = consents
        self._facts, self._person, self._rules, self._attempt = facts, person, tuple(rules), attempt
        self._tried: dict[tuple[str, str | None], list[tuple[list[Hit], Consent]]] = {}

    @cached_property
    def anew(self) -> UseCoverage:
        """The same consents, asked without the production's word that the work was finished before."""
        return UseCoverage(self._facts.unclaimed, self._person, self.consents, self._rules)

    def asks(self, kinds: Iterable[str]) -> list[Ask]:
        """One ask for every kind and every modality of the person."""
        modalities: list[str | None] = [*sorted(self._person.modalities)] or [None]
        return [Ask(self._person, kind, modality) for kind in kinds for modality in modalities]

    def nearest(self, ask: Ask) -> tuple[list[Hit], Consent]:
        """The consent that comes nearest to the ask, and all in which it falls short; there is one consent at least."""
        return min(self._all(ask), key=_nearness)

    def granting(self, ask: Ask) -> list[Consent]:
        """The consents that reach the ask without falling short in anything."""
        return [consent for hits, consent in self._all(ask) if not hits]

    def _all(self, ask: Ask) -> list[tuple[list[Hit], Consent]]:
        key = ask.kind, ask.modality
        if key not in self._tried:
            self._tried[key] = [(self._failures(ask, consent), consent) for consent in self.consents]
        return self._tried[key]

    def _failures(self, ask: Ask, consent: Consent) -> list[Hit]:
        """Every way in which one consent, or a second record of it, falls short of the ask."""
        hits: list[Hit] = []
        for record in (consent, _second_record(consent)):
            if record is not None:
                for rule in self._rules:
                    if not (rule.condition.use_only and ask.kind in _MAKING):
                        hits += [(rule, found) for found in self._attempt(rule, self._facts, ask, record)]
        return hits


# Making a replica or a template is not using it.
_MAKING = frozenset({"create_replica", "biometric_template"})


def _second_record(consent: Consent) -> Consent | None:
    second = consent.conflicting_record
    if second is None:
        return None
    differing = second.model_fields_set - {"id", "fields"}
    return consent.model_copy(update={name: getattr(second, name) for name in differing})


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
