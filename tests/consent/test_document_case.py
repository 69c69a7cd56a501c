"""A signed document in a clearance case: what lies outside the signed scope is never cleared."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import terms
from consent.clearance import decide
from consent.clearance.case import Consent
from consent.document import as_case_consent, parse_document
from tests.common.examples import examples
from tests.consent.papers import document, scope, scopes

SUBSTANTIAL = ["age", "body", "emotion", "face_replacement_on_double", "behaviour_intoxicated"]


RELEASED = ("cleared", "notify_only")
few = settings(max_examples=examples(25))
# Scopes for which the use that `case` makes inside them is allowed, so that what follows is due to what lies outside.
clearable = scopes().map(
    lambda some: {
        **some,
        "kind": ["create_replica", "use_replica"],
        "replica_type": "employment_based",
        "realtime_generation": False,
        "separately_signed": True,
        "per_use_approval": False,
        # A paper that grants trailers and excludes them forbids them: the use would lie outside.
        "exclusions": [word for word in some["exclusions"] if word != "trailer"],
    }
)


def entry(terms_of_scope: dict[str, Any], **status: Any) -> dict[str, Any]:
    known = {"state": "given", "uses_so_far": 0, "countersigned": True, "description_specific": "yes", **status}
    return as_case_consent(document(**terms_of_scope), person="P1", **known)


def _another(words: Any, than: str) -> str:
    return next(word for word in words if word != than)


def first(value: Any, otherwise: str) -> str:
    return otherwise if value == "any" else str(value[0])


def case(terms_of_scope: dict[str, Any], use: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
    """A replica of Alice used as her scope says, changed by `use`; `how` changes her part or the consent's status."""
    day = how.pop("day", terms_of_scope["valid_from"])
    allowed = terms_of_scope["alterations_allowed"]
    inside = {
        "project": "TV-26",
        "territory": first(terms_of_scope["territories"], "US").replace("worldwide", "US").replace("EU", "FR"),
        "language": first(terms_of_scope["languages"], "en"),
        "medium": first(terms_of_scope["media"], "series"),
        "date": day,
        "character": "Mara" if terms_of_scope["character"] == "any" else terms_of_scope["character"],
        "scene": first(terms_of_scope["scenes"], "s3"),
        "content": [],
        **({"alteration": first(allowed, "age")} if allowed else {}),
    }
    return {
        "check_date": day,
        "production": {"id": "TV-26", "kind": "series", "commissioner": "other"},
        "asset": {"media": "image", "stage": "final", "element": "performance"},
        "persons": [
            {
                "ref": "P1",
                "registered": True,
                "match": "match",
                "modalities": how.pop("modalities", [terms_of_scope["modalities"][0]]),
                "performed_as_shown": False,
                "treatment": "replica_employment_based",
                "role": "principal",
                "life": "living",
                "minor": False,
            }
        ],
        "consents": [entry(terms_of_scope, **how)],
        "use": {**inside, **(use or {})},
        "compensation": {"terms_on_file": True},
    }


def verdict(some_case: dict[str, Any]) -> str:
    decision = decide(some_case)
    return decision.verdict if decision.status == "decided" else "cannot_decide"


def test_a_use_inside_the_signed_scope_is_cleared() -> None:
    # Without this the properties below could hold for a decision that never clears anything.
    assert verdict(case(scope(), day="2026-11-22")) == "cleared"


@given(scopes())
def test_every_document_becomes_an_entry_that_a_case_accepts(some: dict[str, Any]) -> None:
    made = Consent.model_validate(entry(some, signed_at="2026-11-22T10:00:00Z", authority_on_file=True))
    assert made.model_dump(exclude_unset=True)["kind"] == some["kind"]


@given(scopes())
def test_any_becomes_an_absent_key_and_nothing_else_is_left_out(some: dict[str, Any]) -> None:
    made = entry(some)
    in_case = set(Consent.model_fields) & set(some)
    free = {name for name, value in some.items() if value == "any"}
    assert not free & set(made)
    assert in_case - free - {"replica_type", "delete_on"} <= set(made)
    assert "any" not in [value for name, value in made.items() if name != "description"]


@few
@given(clearable)
def test_a_use_inside_any_such_scope_is_allowed(some: dict[str, Any]) -> None:
    assert verdict(case(some)) in RELEASED


OUTSIDE = {
    "project_ids": lambda some: {"project": "TV-99"},
    "character": lambda some: {"character": "Somebody else"},
    "scenes": lambda some: {"scene": "a scene that nobody wrote"},
    "territories": lambda some: {"territory": "JP"},
    "languages": lambda some: {"language": "ja"},
    "realtime_generation": lambda some: {"realtime_generation": True},
}


@pytest.mark.parametrize("dimension", sorted(OUTSIDE))
@few
@given(some=clearable)
def test_a_use_outside_a_dimension_is_not_cleared(dimension: str, some: dict[str, Any]) -> None:
    if some[dimension] == "any" or (dimension == "territories" and "worldwide" in some[dimension]):
        some = {**some, dimension: scope()[dimension]}  # nothing lies outside of everything
    assert verdict(case(some, OUTSIDE[dimension](some))) not in RELEASED


@few
@given(clearable, st.sampled_from(terms.MEDIA))
def test_another_medium_is_not_cleared(some: dict[str, Any], medium: str) -> None:
    granted = terms.MEDIA if some["media"] == "any" else some["media"]
    some = {**some, "media": [word for word in granted if word != medium] or [_another(terms.MEDIA, medium)]}
    assert verdict(case(some, {"medium": medium})) not in RELEASED


@few
@given(clearable, st.sampled_from(SUBSTANTIAL))
def test_another_alteration_is_not_cleared(some: dict[str, Any], alteration: str) -> None:
    granted = terms.ALTERATIONS if some["alterations_allowed"] == "any" else some["alterations_allowed"]
    some = {**some, "alterations_allowed": [word for word in granted if word != alteration]}
    assert verdict(case(some, {"alteration": alteration})) not in RELEASED


@few
@given(clearable, st.sampled_from(terms.CONTENT))
def test_excluded_content_is_not_cleared(some: dict[str, Any], content: str) -> None:
    agreed = [word for word in some["sensitive_content"] if word != content]
    some = {**some, "exclusions": sorted({*some["exclusions"], content}), "sensitive_content": agreed}
    assert verdict(case(some, {"content": [content]})) not in RELEASED


@few
@given(clearable, st.integers(1, 400))
def test_before_and_after_the_term_nothing_is_cleared(some: dict[str, Any], days: int) -> None:
    before = date.fromisoformat(some["valid_from"]) - timedelta(days)
    after = date.fromisoformat(some["valid_until"]) + timedelta(days)
    assert verdict(case(some, day=before.isoformat())) not in RELEASED
    assert verdict(case(some, day=after.isoformat())) not in RELEASED


@few
@given(clearable, st.integers(0, 3))
def test_used_up_is_not_cleared(some: dict[str, Any], more: int) -> None:
    if some["max_uses"] == "any":
        some = {**some, "max_uses": 5, "unit": "shot"}
    assert verdict(case(some, uses_so_far=some["max_uses"] + more)) not in RELEASED


@few
@given(clearable, st.sampled_from(terms.MODALITIES))
def test_another_part_of_the_likeness_is_not_cleared(some: dict[str, Any], modality: str) -> None:
    some = {**some, "modalities": [word for word in terms.MODALITIES if word != modality][: len(some["modalities"])]}
    assert verdict(case(some, modalities=[some["modalities"][0], modality])) not in RELEASED


@few
@given(clearable)
def test_a_replica_without_consent_to_use_it_is_not_cleared(some: dict[str, Any]) -> None:
    some = {**some, "kind": ["create_replica"]}
    assert verdict(case(some)) not in RELEASED


@few
@given(clearable, st.sampled_from([None, False]))
def test_a_use_that_needs_a_yes_of_its_own_is_not_cleared_without_it(some: dict[str, Any], approved: Any) -> None:
    some = {**some, "per_use_approval": True}
    assert verdict(case(some, use_approved=approved)) not in RELEASED


@few
@given(clearable, st.sampled_from(["train_model", "train_public_commercial_gai"]))
def test_training_that_was_not_agreed_is_not_cleared(some: dict[str, Any], purpose: str) -> None:
    if some["training"] == "allowed":
        some = {**some, "training": "notAllowed"}
    assert verdict(case(some, {"purpose": purpose})) not in RELEASED


@few
@given(clearable, st.sampled_from([state for state in terms.CONSENT_STATES if state not in ("given", "renewed")]))
def test_no_other_state_clears(some: dict[str, Any], state: str) -> None:
    assert verdict(case(some, state=state)) not in RELEASED


@few
@given(clearable)
def test_withdrawn_suspended_uncountersigned_or_unjudged_is_not_cleared(some: dict[str, Any]) -> None:
    day = some["valid_from"]
    assert verdict(case(some, {"new_generation": True}, withdrawn_at=f"{day}T00:00:00Z")) not in RELEASED
    assert verdict(case(some, suspended_from=f"{day}T00:00:00Z")) not in RELEASED
    assert verdict(case(some, countersigned=False)) not in RELEASED
    assert verdict(case(some, description_specific=None)) not in RELEASED


def test_an_entry_says_what_became_of_the_paper_and_what_it_says_of_itself() -> None:
    made = as_case_consent(
        document(time_zone="Europe/Berlin", strike_behaviour="suspend_new_generation"),
        person="P1",
        state="given",
        uses_so_far=0,
        countersigned=True,
        signed_at="2026-11-22T21:00:00+01:00",
        file_cleared_at="2026-11-23T09:00:00Z",
    )
    assert (made["time_zone"], made["strike_behaviour"]) == ("Europe/Berlin", "suspend_new_generation")
    assert (made["signed_at"], made["file_cleared_at"]) == ("2026-11-22T21:00:00+01:00", "2026-11-23T09:00:00Z")
    assert not {"time_zone", "replaces", "file_cleared_at"} & set(entry(scope()))


def test_an_entry_names_the_paper_that_it_replaces() -> None:
    older = {"consent_id": "C-16", "sha256": "0" * 64}
    paper = parse_document({**document().model_dump(mode="json"), "replaces": older})
    assert as_case_consent(paper, person="P1", state="given", uses_so_far=0, countersigned=True)["replaces"] == "C-16"


@few
@given(clearable)
def test_a_paper_that_suspends_all_use_lets_no_finished_work_out_either(some: dict[str, Any]) -> None:
    halted = {"suspended_from": f"{some['valid_from']}T00:00:00Z"}
    finished = {"new_generation": False, "generated_on": some["valid_from"]}
    assert verdict(case({**some, "strike_behaviour": "suspend_all_use"}, finished, **halted)) == "blocked"
