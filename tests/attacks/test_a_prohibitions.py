"""Refusals and exclusions: read no wider than what they answered, and never outvoted by what does not answer them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import terms
from tests.attacks.harbour import Json, actor, rider, rules, shot, verdict
from tests.common.examples import examples

REFUSED = {"id": "C2", "state": "refused"}


@pytest.mark.parametrize(
    "about",
    [
        {"modalities": ["voice"]},
        {"media": ["commercial"]},
        {"kind": ["dub"]},
        {"project_ids": ["PR-OTHER"]},
        {"languages": ["es"]},
        {"territories": ["BR"]},
        {"valid_from": "2027-01-01"},
        {"valid_until": "2026-11-21"},
        {"replica_type": "independently_created"},
    ],
    ids=lambda about: next(iter(about)),
)
@pytest.mark.attack("A9.refused-else")
def test_a_refusal_of_something_else_leaves_this_use_alone(about: Json) -> None:
    assert verdict(shot(rider(), rider(**{**REFUSED, **about}))) == "cleared"


@pytest.mark.attack("A9.refused-this")
def test_a_refusal_of_this_use_blocks_it() -> None:
    for about in ({}, {"kind": []}, {"media": ["series", "commercial"]}, {"territories": ["US-NY", "US-CA"]}):
        case = shot(rider(), rider(**{**REFUSED, **about}), use={"territory": "US"})
        assert verdict(case) == "blocked"


@pytest.mark.attack("A9.dodged")
def test_a_use_that_leaves_a_dimension_open_does_not_dodge_a_refusal() -> None:
    refused = rider(**{**REFUSED, "media": ["commercial"], "languages": ["es"]})
    for use in ({"medium": None, "language": None}, {"territory": "worldwide", "medium": None, "language": None}):
        assert verdict(shot(rider(), refused, use=use)) == "blocked"


@pytest.mark.attack("A9.draft")
def test_a_first_draft_that_was_refused_does_not_block_the_narrower_one() -> None:
    draft = rider(**{**REFUSED, "media": ["series", "trailer", "commercial"], "signed_at": "2026-09-10"})
    assert verdict(shot(rider(), draft)) == "needs_approval"
    assert rules(shot(rider(), draft)) == {"registry/refused_then_given"}
    assert verdict(shot(rider(replaces="C2"), draft)) == "cleared"


@pytest.mark.parametrize(
    "other",
    [
        {"media": ["game"]},
        {"modalities": ["voice"]},
        {"kind": ["create_replica"]},
        {"state": "expired", "valid_until": "2026-11-01"},
        {"state": "unknown"},
        {"separately_signed": False},
    ],
    ids=["medium", "modality", "half", "ended", "unknown", "unsigned"],
)
@pytest.mark.attack("A9.outvoted")
def test_a_later_paper_that_does_not_reach_the_use_does_not_answer_a_refusal(other: Json) -> None:
    draft = rider(**{**REFUSED, "signed_at": "2026-10-10"})
    later = rider(**{"id": "C3", "signed_at": "2026-11-01", **other})
    assert verdict(shot(rider(), draft)) == verdict(shot(rider(), draft, later)) == "blocked"
    assert verdict(shot(rider(), draft, {**later, "replaces": "C2"})) == "blocked"


OLD = {"id": "C2", "signed_at": "2024-12-01", "valid_from": "2025-01-01", "exclusions": ["alcohol"]}
DRINKS = {"content": ["alcohol"]}


@pytest.mark.parametrize(
    "ended",
    [
        {"state": "expired", "valid_until": "2026-01-01"},
        {"state": "terminated"},
        {"state": "withdrawn", "withdrawn_at": "2026-01-01"},
        {"valid_until": "2026-01-01"},
    ],
    ids=["expired", "terminated", "withdrawn", "past"],
)
@pytest.mark.attack("A9.excluded-before")
def test_what_an_ended_paper_excluded_is_a_question_once_a_later_one_grants_it(ended: Json) -> None:
    assert verdict(shot(rider(), rider(**OLD, **ended), use=DRINKS)) == "needs_approval"
    assert verdict(shot(rider(signed_at="2024-11-01"), rider(**OLD, **ended), use=DRINKS)) == "blocked"
    assert verdict(shot(rider(replaces="C2"), rider(**OLD, **ended), use=DRINKS)) == "cleared"


@pytest.mark.attack("A9.excluded-running")
def test_what_a_running_paper_excludes_no_other_paper_allows() -> None:
    assert verdict(shot(rider(), rider(**OLD), use=DRINKS)) == "blocked"
    assert verdict(shot(rider(), rider(**{**OLD, "state": "suspended"}), use=DRINKS)) == "blocked"


@pytest.mark.attack("A9.excluded-else")
def test_an_exclusion_in_a_paper_about_something_else_leaves_this_use_alone() -> None:
    for about in ({"project_ids": ["PR-OTHER"]}, {"modalities": ["voice"]}, {"media": ["game"]}, {"kind": ["dub"]}):
        assert verdict(shot(rider(), rider(**{**OLD, **about}), use=DRINKS)) == "cleared"


@pytest.mark.attack("A9.excluded-unsigned")
def test_a_draft_that_nobody_signed_excludes_nothing() -> None:
    assert verdict(shot(rider(), rider(**{**OLD, "state": "requested"}), use=DRINKS)) == "cleared"


@pytest.mark.attack("A9.trailer")
def test_a_paper_for_the_series_that_excludes_trailers_excludes_them() -> None:
    series = rider(**{**OLD, "media": ["series"], "exclusions": ["trailer"]})
    assert verdict(shot(rider(), series, use={"medium": "trailer"})) == "blocked"


USES = st.fixed_dictionaries(
    {
        "medium": st.sampled_from(["series", "trailer"]),
        "territory": st.sampled_from(["US", "CA", "US-CA"]),
        "language": st.sampled_from(["en", "en-GB"]),
    }
)
ABOUT = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.lists(st.sampled_from(terms.CONSENT_KINDS), max_size=2),
        "modalities": st.lists(st.sampled_from(terms.MODALITIES), min_size=1, max_size=3),
        "media": st.lists(st.sampled_from(terms.MEDIA), min_size=1, max_size=4),
        "territories": st.lists(st.sampled_from(["US", "US-CA", "CA", "EU", "worldwide"]), min_size=1, max_size=2),
        "languages": st.lists(st.sampled_from(["en", "en-GB", "es", "any"]), min_size=1, max_size=2),
    },
)


@settings(max_examples=examples(300), deadline=None)
@given(USES, ABOUT)
@pytest.mark.attack("A9.any-refusal")
def test_a_refusal_blocks_just_the_uses_that_its_paper_would_have_allowed_in_part(use: Json, about: Json) -> None:
    refused = {**rider(), **REFUSED, **about}
    granted = {**rider(), "id": "C3", **about, "kind": about.get("kind") or ["create_replica", "use_replica"]}
    allowed = verdict(shot(granted, use=use, who=actor())) == "cleared"
    if allowed:  # what the paper would have allowed, its refusal forbids
        assert verdict(shot(rider(), refused, use=use)) == "blocked"
    else:  # and nothing becomes milder by it
        assert verdict(shot(rider(), refused, use=use)) in ("cleared", "blocked")
