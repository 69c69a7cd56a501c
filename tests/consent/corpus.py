"""All decided cases in one place: those of the dossier (cases/decided.jsonl), their neighbours, and our own."""

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consent.clearance import Case, Ruleset, decide
from tests.consent.own_cases import CASES

FOLDER = Path(__file__).parent / "cases"
REASONS = FOLDER / "reasons.json"


def decided() -> dict[str, tuple[dict[str, Any], str]]:
    """Id -> (case, verdict) of the cases that the rules dossier decides."""
    lines = (FOLDER / "decided.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["id"]: (entry["inputs"], entry["expected"]) for entry in map(json.loads, lines)}


def mended() -> dict[str, tuple[dict[str, Any], str]]:
    """Id -> (case, verdict) of cases that once came out wrong; the verdict of what is no case is "refused"."""
    lines = (FOLDER / "mended.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["id"]: (entry["inputs"], entry["expected"]) for entry in map(json.loads, lines)}


def everything() -> dict[str, tuple[dict[str, Any], str]]:
    """Id -> (case, verdict) of every decided case."""
    return {**decided(), **CASES}


def recorded() -> dict[str, list[str]]:
    """Id -> the rules that its decision names, as recorded by `scripts/prove_rules.py --record`."""
    return dict(json.loads(REASONS.read_text(encoding="utf-8")))


def outcome(case: Case, rulesets: Sequence[Ruleset]) -> list[str]:
    """What the tests compare: the verdict, and the rules that the decision names with their verdicts."""
    decision = decide(case, rulesets)
    return [
        decision.verdict or decision.status,
        *sorted({f"{reason.rule} {reason.verdict}" for reason in decision.reasons}),
    ]


def neighbours() -> dict[str, tuple[dict[str, Any], str]]:
    """Id -> (case, verdict) of cases that stand beside a decided one, each written as what it changes there.

    `like` names the decided case, `with` sets values and `without` takes keys away, both by paths such as
    "consents/0/languages".
    """
    known = decided()
    lines = (FOLDER / "neighbours.jsonl").read_text(encoding="utf-8").splitlines()
    found = {}
    for entry in map(json.loads, lines):
        case = copy.deepcopy(known[entry["like"]][0])
        for path in entry.get("without", ()):
            place, key = _place(case, path)
            del place[key]
        for path, value in entry.get("with", {}).items():
            place, key = _place(case, path)
            place[key] = value
        found[entry["id"]] = (case, entry["expected"])
    return found


def _place(case: Any, path: str) -> tuple[Any, str]:
    *steps, key = path.split("/")
    for step in steps:
        case = case[int(step)] if isinstance(case, list) else case[step]
    return case, key
