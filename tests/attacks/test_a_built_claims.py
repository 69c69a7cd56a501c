"""What a check takes for claimed: every fact that only the production states, whatever consents are on file."""

from dataclasses import replace
from typing import Any

import pytest

from registry.productions.declaration import parse_declaration
from tests.registry.checks.conftest import a_declaration, as_replica
from tests.registry.checks.deciding.test_case import PERFORMER, PRODUCTION, about, built
from tests.registry.checks.deciding.test_own_word import given

REDUB = {"alteration": "lip_sync_redub", "medium": "commercial", "language": "es", "content": ["political"]}


def claimed(consents: tuple[Any, ...], cast: dict[str, Any] | None = None, **use: Any) -> tuple[list[str], set[str]]:
    """The claims of the case that is built, and the rules of its decision."""
    use = a_declaration(PRODUCTION, as_replica(PERFORMER))["use"] | use
    declared = a_declaration(PRODUCTION, as_replica(PERFORMER, **(cast or {})), use=use)
    parse_declaration(declared)
    case, decision = built(declared, facts=about(consents=consents))
    return case.case["persons"][0].get("claimed_by_production", []), {r["rule"] for r in decision["reasons"]}


@pytest.mark.parametrize(
    "scope",
    [
        {
            "alterations_allowed": ["cosmetic"],
            "exclusions": ["nudity", "simulated_sex", "sexually_explicit", "slurs", "political"],
        },
        {"alterations_allowed": ["lip_sync_redub"], "media": ["series"]},
        {"alterations_allowed": ["lip_sync_redub"], "media": ["commercial"], "languages": ["en"]},
        {
            "alterations_allowed": ["lip_sync_redub"],
            "media": ["commercial"],
            "languages": ["es"],
            "territories": ["CA"],
        },
    ],
    ids=["cosmetics", "series", "english", "canada"],
)
@pytest.mark.attack("A1.built")
def test_a_consent_to_some_alteration_does_not_silence_the_claim(scope: dict[str, Any]) -> None:
    some = given(kind=["alter_performance"], replica_type="none", **scope)
    claims, rules = claimed((some,), {"treatment": "alteration"}, **REDUB)
    assert claims == ["not_altered"]
    assert "registry/claim" in rules


@pytest.mark.attack("A1.built-honest")
def test_a_consent_to_this_alteration_leaves_nothing_to_confirm() -> None:
    paper = given(kind=["alter_performance"], replica_type="none", alterations_allowed=["age"])
    claims, rules = claimed((paper,), {"treatment": "alteration"}, alteration="age")
    assert claims == ["not_altered"]
    assert "registry/claim" not in rules


@pytest.mark.parametrize(
    "running",
    [{"modalities": ["voice"]}, {"media": ["game"]}, {"kind": ["dub"], "replica_type": "none"}],
    ids=["voice", "game", "dub"],
)
@pytest.mark.attack("A2.built")
def test_a_consent_that_runs_for_something_else_does_not_silence_finished_work(running: dict[str, Any]) -> None:
    ended, other = given(valid_until="2026-09-01"), given(**running)
    other = replace(other, id="C-TWO", entry=other.entry | {"id": "C-TWO"})
    claims, rules = claimed((ended, other), new_generation=False, generated_on="2026-06-01")
    assert claims == ["finished_work"]
    assert "registry/claim" in rules


@pytest.mark.attack("A2.built-honest")
def test_a_consent_that_runs_for_this_leaves_nothing_to_confirm() -> None:
    claims, rules = claimed((given(),), new_generation=False, generated_on="2026-06-01")
    assert claims == ["finished_work"]
    assert "registry/claim" not in rules
