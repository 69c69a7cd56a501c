"""A consent to one thing, shown for another: signing something never weakens what protects the rest."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent import terms
from consent.clearance import decide
from consent.verdicts import STRICTNESS
from tests.attacks.harbour import ALLOWED, Json, actor, altered, rider, rules, shot, verdict
from tests.common.examples import examples
from tests.consent import corpus
from tests.consent.case_strategies import cases

COSMETIC = rider(
    id="C2", kind=["alter_performance"], alterations_allowed=["cosmetic"], media=["series"], exclusions=["political"]
)
REDUB = {"alteration": "lip_sync_redub", "medium": "commercial", "language": "es", "content": ["political"]}
UNALTERED = "not_altered"


@pytest.mark.attack("A1.cosmetic")
def test_a_consent_to_cosmetics_does_not_make_a_redub_customary_on_the_production_s_word() -> None:
    alone, beside = shot(who=altered(UNALTERED), use=REDUB), shot(COSMETIC, who=altered(UNALTERED), use=REDUB)
    assert verdict(alone) == verdict(beside) == "needs_approval"
    assert "registry/claim" in rules(beside)


@pytest.mark.attack("A1.strike")
def test_nor_does_it_in_a_strike_that_suspends_all_use() -> None:
    suspended = {
        **COSMETIC,
        "state": "suspended",
        "suspended_from": "2026-11-20",
        "strike_behaviour": "suspend_all_use",
    }
    strike = {"union": {"strike": {"active": True, "against_producer": True}}}
    assert verdict(shot(suspended, who=altered(UNALTERED), use=REDUB, **strike)) == "needs_approval"


@pytest.mark.parametrize(
    "changes",
    [
        {"media": ["commercial"], "project_ids": ["PR-OTHER"]},
        {"media": ["commercial"], "languages": ["en"]},
        {"media": ["commercial"], "languages": ["es"], "territories": ["CA"]},
        {"media": ["commercial"], "languages": ["es"], "modalities": ["voice"]},
        {"media": ["commercial"], "languages": ["es"], "valid_until": "2026-11-21"},
        {"media": ["commercial"], "languages": ["es"], "alterations_allowed": ["lip_sync_redub"]},
    ],
    ids=["project", "language", "territory", "modality", "ended", "excluded"],
)
@pytest.mark.attack("A1.one-dimension")
def test_a_consent_that_fails_in_one_dimension_confirms_nothing(changes: Json) -> None:
    assert verdict(shot({**COSMETIC, **changes}, who=altered(UNALTERED), use=REDUB)) == "needs_approval"


@pytest.mark.attack("A1.honest")
def test_a_consent_that_reaches_the_use_makes_the_claim_pointless() -> None:
    whole = rider(id="C2", kind=["alter_performance"], alterations_allowed=["age"])
    assert verdict(shot(whole, who=altered(UNALTERED), use={"alteration": "age"})) == "cleared"
    assert verdict(shot(who=altered(UNALTERED), use={"alteration": "cosmetic"})) == "needs_approval"


@pytest.mark.attack("A1.exemption")
def test_a_consent_to_create_for_one_medium_does_not_confirm_an_exemption_in_another() -> None:
    claimed = actor(claimed_by_production=["exemption"], confirmed_by="production")
    use = {"exemption": "impossible_for_human_safety", "medium": "trailer"}
    create = rider(kind=["create_replica"])
    only_series = rider(id="C2", kind=["use_replica"], media=["series"])
    assert verdict(shot(create, only_series, who=claimed, use=use)) == "needs_approval"
    assert verdict(shot(create, rider(id="C2", kind=["use_replica"]), who=claimed, use=use)) == "cleared"


FINISHED = {"new_generation": False, "generated_on": "2026-10-20"}
WITHDRAWN = rider(state="withdrawn", withdrawn_at="2026-11-01", exploitation_after_end="finished_work_only")


@pytest.mark.parametrize(
    "other",
    [
        rider(id="C2", kind=["dub"]),
        rider(id="C2", media=["game"]),
        rider(id="C2", modalities=["voice"]),
        rider(id="C2", scenes=["s9"]),
        rider(id="C2", valid_from="2026-12-01"),
        rider(id="C2", kind=["create_replica"]),
    ],
    ids=["kind", "medium", "modality", "scene", "begins-later", "half"],
)
@pytest.mark.attack("A2.revived")
def test_an_unrelated_consent_does_not_revive_a_withdrawn_one(other: Json) -> None:
    said = actor(claimed_by_production=["finished_work"], confirmed_by="production")
    use = {**FINISHED, "scene": "s1"}
    assert verdict(shot(WITHDRAWN, who=said, use=use)) == "needs_approval"
    assert verdict(shot(WITHDRAWN, other, who=said, use=use)) == "needs_approval"
    assert verdict(shot(WITHDRAWN, rider(id="C2"), who=said, use=use)) == "cleared"


@pytest.mark.attack("A2.suspended")
def test_nor_does_one_lift_a_suspension() -> None:
    said = actor(claimed_by_production=["finished_work"], confirmed_by="production")
    game = {"production": {"kind": "game", "union_agreements": ["sag_interactive_2025"]}}
    halted = rider(state="suspended", suspended_from="2026-11-10")
    for other in (rider(id="C2", media=["game"]), rider(id="C2", kind=["dub"])):
        assert verdict(shot(halted, other, who=said, use=FINISHED, **game)) == "needs_approval"


@pytest.mark.attack("A1.law")
def test_an_unrelated_consent_does_not_soften_what_the_law_forbids() -> None:
    stranger = actor(registered=False, match="none", treatment="likeness_of_real_person")
    illinois = {"production": {"jurisdiction": "US-IL", "union_agreements": []}}
    assert verdict(shot(who=stranger, **illinois)) == "blocked"
    assert verdict(shot(rider(state="expired", valid_until="2026-10-30"), who=stranger, **illinois)) == "blocked"


@pytest.mark.attack("A1.template")
def test_any_paper_on_templates_is_not_the_one_for_this_template() -> None:
    agreed = rider(kind=["biometric_template"])
    enrol = {"action": "enrol", "modalities": ["face_geometry"], "resident": "DE"}
    plain = {"check_date": "2026-11-22", "persons": [actor(treatment="none")], "biometric": enrol}
    assert verdict({**plain, "consents": [agreed]}) == "cleared"
    for other in (
        {"valid_until": "2026-11-21"},
        {"valid_from": "2026-11-23"},
        {"withdrawn_at": "2026-11-01"},
        {"modalities": ["voice"]},
        {"separately_signed": False},
        {"signer_role": "estate", "authority_on_file": True},
    ):
        assert verdict({**plain, "consents": [{**agreed, **other}]}) == "blocked"


@pytest.mark.attack("A1.preference")
def test_a_later_paper_for_something_else_does_not_answer_a_prohibition() -> None:
    prohibited = {"standing_preference": {"value": "prohibited", "declared_on": "2026-10-01", "source": "own"}}
    older, later = rider(), rider(id="C2", media=["game"], signed_at="2026-11-01")
    assert verdict(shot(older, **prohibited)) == verdict(shot(older, later, **prohibited)) == "blocked"
    assert verdict(shot(rider(signed_at="2026-11-01"), **prohibited)) == "needs_approval"


# --- whatever the case: a consent outside the use never makes it milder ---

KNOWN = [case for case, _ in (corpus.everything() | corpus.neighbours()).values()]
anything = st.one_of(st.sampled_from(KNOWN), cases())
FAR = {
    "project_ids": ["PR-ELSEWHERE"],
    "media": ["merchandise"],
    "territories": ["AQ"],
    "languages": ["eo"],
    "scenes": ["a scene that nobody wrote"],
    "character": "Somebody else",
}
ASKED = {
    "project_ids": "project",
    "media": "medium",
    "territories": "territory",
    "languages": "language",
    "scenes": "scene",
    "character": "character",
}
DEAD_PAPERS: tuple[Json, ...] = (
    {"state": "unknown"},
    {"state": "requested"},
    {"state": "deferred"},
    {"state": "invalidated"},
    {"state": "terminated"},
    {"state": "expired", "valid_until": "2020-01-01"},
    {"state": "withdrawn", "withdrawn_at": "2019-06-01"},
    {"state": "suspended", "suspended_from": "2019-06-01"},
    {"valid_until": "2019-06-01"},
    {"valid_from": "9000-01-01"},
    {"signed_at": "9000-01-01"},
    {"separately_signed": False, "initialled": False},
    {"kind": ["biometric_template"]},
    {"signer_role": None, "kind": ["biometric_template"]},
)


@st.composite
def beside(draw: st.DrawFn) -> tuple[Json, Json]:
    """A case, and a consent of somebody in it that would grant everything, but for what the use is about."""
    case = draw(anything)
    use = case.get("use") or {}
    names = [person["ref"] for person in case.get("persons", [])] or ["A"]
    wide: Json = {
        "id": "BESIDE",
        "person": draw(st.sampled_from(names)),
        "state": "given",
        "kind": list(terms.CONSENT_KINDS),
        "signer_role": "performer",
        "authority_on_file": True,
        "separately_signed": True,
        "description_specific": "yes",
        "survives_death": "yes",
        "realtime_generation": True,
        "signed_at": "2018-01-01",
        "valid_from": "2018-01-01",
        "valid_until": "9999-01-01",
    }
    finished = use.get("new_generation") is False
    ended = {"withdrawn", "expired", "terminated", "suspended"}
    dead = [
        paper
        for paper in DEAD_PAPERS
        if not (finished and (paper.get("state") in ended or "valid_until" in paper))
        and not ("kind" in paper and case.get("biometric"))
    ]
    far: list[Json] = [{clause: FAR[clause]} for clause, key in ASKED.items() if _elsewhere(clause, use.get(key))]
    if far and all("kind" not in one for one in far):
        wide["kind"] = ["use_replica", "alter_performance", "train_model", "dub"]  # making a replica has no scene
    return case, {**wide, **draw(st.sampled_from([*far, *dead]))}


def _elsewhere(clause: str, asked: Any) -> bool:
    return asked not in (None, "worldwide", "any", "merchandise", "eo") and asked not in FAR[clause]


def _never_milder(pair: tuple[Json, Json]) -> None:
    case, paper = pair
    with_it = copy.deepcopy(case)
    with_it.setdefault("consents", []).append(paper)
    before, after = decide(case), decide(with_it)
    assert (before.status, after.status) == ("decided", "decided")
    assert STRICTNESS[after.verdict or ""] >= STRICTNESS[before.verdict or ""], (before.as_dict(), after.as_dict())


quick = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=examples(200), deadline=None, suppress_health_check=quick)
@given(beside())
@pytest.mark.attack("A1.any-consent")
def test_a_consent_outside_the_use_never_makes_it_milder(pair: tuple[Json, Json]) -> None:
    _never_milder(pair)


@settings(max_examples=examples(10_000), deadline=None, suppress_health_check=quick)
@given(beside())
@pytest.mark.attack("A1.any-consent-long")
@pytest.mark.trial
def test_a_consent_outside_the_use_never_makes_it_milder_in_many_cases(pair: tuple[Json, Json]) -> None:
    _never_milder(pair)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=quick)
@given(anything, st.sampled_from(terms.EXCLUSIONS))
@pytest.mark.attack("A1.exclusions")
def test_a_paper_that_excludes_something_never_makes_anything_milder_than_without_that(case: Json, word: str) -> None:
    for place, paper in enumerate(case.get("consents", [])):
        if isinstance(paper.get("exclusions"), list):
            stricter = copy.deepcopy(case)
            stricter["consents"][place]["exclusions"].append(word)
            assert STRICTNESS[decide(stricter).verdict or ""] >= STRICTNESS[decide(case).verdict or ""]


def test_the_case_that_attacks_begin_with_is_cleared() -> None:
    assert verdict(shot(rider())) in ALLOWED
