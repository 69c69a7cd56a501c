"""Proves that every rule matters: deletes each one, loosens each parameter, and looks for a decided case that notices.

`prove_rules.py` prints the survivors and fails if there are any; `prove_rules.py --record` writes down anew which rules
the decision of every case names (tests/consent/cases/reasons.json), to be read before it is committed.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from consent import terms
from consent.clearance import Case, Rule, Ruleset, parse_case, shipped
from tests.consent import corpus
from tests.consent.corpus import outcome
from tests.consent.test_rule_numbers import SHOWN

DAY = timedelta(days=1)


def numbers(value: Any) -> Iterator[Any]:
    """Every value one step away from this one."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        step = 1 if isinstance(value, int) else 0.1
        yield from (value + step, value - step)
    elif isinstance(value, date):
        if value.year < 9999:
            yield from (value + DAY, value - DAY)
    elif isinstance(value, frozenset):
        yield from (value - {item} for item in value)
    elif isinstance(value, dict):
        for key, items in value.items():
            yield {other: kept for other, kept in value.items() if other != key}
            yield from ({**value, key: [x for x in items if x != item]} for item in items if len(items) > 1)


def mutants(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    """(what was done, the rule afterwards) for every way to loosen it that a file allows."""
    yield "deleted", None
    rank = terms.VERDICTS.index(rule.verdict)
    if rank:
        yield "verdict loosened", replace(rule, verdict=terms.VERDICTS[rank - 1])  # type: ignore[arg-type]
    for name, value in rule.params.items():
        if (rule.name, name) not in SHOWN:
            for other in numbers(value):
                yield f"{name}: {value!r} -> {other!r}"[:160], replace(rule, params={**rule.params, name: other})
    for edge in ("since", "until"):
        if getattr(rule, edge) is not None:
            yield f"{edge} removed", replace(rule, **{edge: None})
            for other in numbers(getattr(rule, edge)):
                yield f"{edge} -> {other}", replace(rule, **{edge: other})
    for kind in rule.waives if len(rule.waives) > 1 else ():
        yield f"waives no {kind}", replace(rule, waives=rule.waives - {kind})
    for kind in rule.about:
        yield f"about no {kind}", replace(rule, about=rule.about - {kind})
    if rule.about:
        yield "about every kind", replace(rule, about=frozenset())
    if rule.final:
        yield "no longer final", replace(rule, final=False)
    if rule.sets_aside != "nothing":
        yield "sets aside nothing", replace(rule, sets_aside="nothing")
    if rule.sets_aside != "everything" and (rule.waives or rule.condition.subject == "allowance"):
        yield "sets aside everything", replace(rule, sets_aside="everything")


def gates(ruleset: Ruleset) -> Iterator[tuple[str, Ruleset]]:
    """Rulesets that speak to fewer cases than they should."""
    for name, value in ruleset.gate_params.items():
        for other in numbers(value):
            yield f"gate {name} -> {other!r}", replace(ruleset, gate_params={**ruleset.gate_params, name: other})


def survivors(rulesets: Sequence[Ruleset]) -> Iterator[str]:
    """Every change that no case notices."""
    cases = {name: parse_case(case) for name, (case, _) in corpus.everything().items()}
    expected = corpus.recorded()
    for place, ruleset in enumerate(rulesets):
        others = [*rulesets[:place], *rulesets[place + 1 :]]
        for change, changed in gates(ruleset):
            if not _noticed(cases, expected, [*others, changed], f"{ruleset.id}/"):
                yield f"{ruleset.id}: {change}"
        for index, rule in enumerate(ruleset.rules):
            for change, mutant in mutants(rule):
                kept = [*ruleset.rules[:index], *([mutant] if mutant else []), *ruleset.rules[index + 1 :]]
                if not _noticed(cases, expected, [*others, replace(ruleset, rules=tuple(kept))], rule.name):
                    yield f"{rule.name}: {change}"


def _noticed(cases: dict[str, Case], expected: dict[str, list[str]], rulesets: Sequence[Ruleset], near: str) -> bool:
    """Whether any case comes out differently; those that name the rule are asked first."""
    order = sorted(cases, key=lambda name: not any(rule.startswith(near) for rule in expected[name]))
    return any(outcome(cases[name], rulesets) != expected[name] for name in order)


def main() -> None:
    if "--record" in sys.argv:
        names = {name: outcome(parse_case(case), shipped()) for name, (case, _) in corpus.everything().items()}
        lines = [f"{json.dumps(name)}: {json.dumps(rules)}" for name, rules in sorted(names.items())]
        corpus.REASONS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        return
    alive = list(survivors(shipped()))
    count = sum(1 + sum(1 for _ in mutants(rule)) for ruleset in shipped() for rule in ruleset.rules)
    print("\n".join(alive))
    print(f"{len(alive)} of about {count} changes survive")
    sys.exit(bool(alive))


if __name__ == "__main__":
    main()
