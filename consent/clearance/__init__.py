"""Clearance: may this asset go out? `decide(case) -> Decision`, by the rules of every layer in force on its dates."""

from consent.clearance.case import Case
from consent.clearance.decision import Decision, Duty, Reason
from consent.clearance.engine import Step, decide, explain
from consent.clearance.reading import MAX_BYTES, CaseError, parse_case, read_json
from consent.clearance.rule import Rule, Ruleset
from consent.clearance.ruleset import RulesetError, shipped

__all__ = [
    "MAX_BYTES",
    "Case",
    "CaseError",
    "Decision",
    "Duty",
    "Reason",
    "Rule",
    "Ruleset",
    "RulesetError",
    "Step",
    "decide",
    "explain",
    "parse_case",
    "read_json",
    "shipped",
]
