"""All decided cases in one place: those of the dossier (cases/decided.jsonl) and our own."""

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
