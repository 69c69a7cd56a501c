"""The chain behind a decision: whole for oneself, and never a way to read other people's consents."""

from typing import Any

import pytest

from consent.clearance import explain
from consent.clearance.case import Case, Person
from registry.checks.explaining.chain import OF_CASE, OF_PERSON, chain, for_makers
from registry.records.visibility import Role, Viewer

MAKERS = (Role.PRODUCTION, Role.COMMISSIONER, Role.COUNSEL)


def a_case(**changes: Any) -> dict[str, Any]:
    """A replica of a registered performer in the final of a series under a union agreement."""
    case: dict[str, Any] = {
        "check_date": "2026-11-22",
        "production": {
            "id": "PR-1", "kind": "series", "commissioner": "netflix", "union_agreements": ["sag_tvtheatrical_2026"],
        },
        "asset": {"media": "image", "stage": "final", "element": "performance"},
        "use": {"project": "PR-1", "medium": "series", "territory": "US", "language": "en"},
        "persons": [
            {
                "ref": "P1", "registered": True, "match": "match", "modalities": ["face"], "life": "living",
                "performed_as_shown": False, "treatment": "replica_employment_based", "role": "principal",
            }
        ],
        "consents": [],
    }  # fmt: skip
    return case | changes


CONSENT = {
    "id": "C-1", "person": "P1", "state": "given", "kind": ["create_replica", "use_replica"],
    "signer_role": "performer", "separately_signed": True, "description": "Scene 12.", "description_specific": "yes",
    "valid_from": "2026-01-01", "valid_until": "2027-12-31",
}  # fmt: skip
SECRETS = [
    {"consents": [CONSENT]},
    {"consents": [CONSENT | {"state": "refused"}]},
    {"consents": [CONSENT | {"state": "withdrawn", "withdrawn_at": "2026-10-01"}]},
    {"standing_preferences": [{"person": "P1", "source": "own", "value": "prohibited", "declared_on": "2026-01-01"}]},
    {"compensation": {"terms_on_file": False}},
    {"search_for_heirs": "documented"},
    {"standing_preference": {"person": "P1", "source": "own", "value": "prohibited", "declared_on": "2026-01-01"}},
    {"biometric": {"action": "collect", "modalities": ["face"], "written_release": False}},
]


def seen(case: dict[str, Any], role: Role, reasons: tuple[dict[str, Any], ...] = ()) -> list[tuple[str, str, Any]]:
    links = chain(case, reasons, Viewer(role, frozenset({"P-1"})), frozenset({"P1"}))
    return [(link.outcome, link.rule.name, link.about) for link in links]


@pytest.mark.parametrize("role", MAKERS)
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: "-".join(secret))
def test_what_people_agreed_to_or_prefer_changes_nothing_that_makers_see(role: Role, secret: dict[str, Any]) -> None:
    assert seen(a_case(**secret), role) == seen(a_case(), role)


@pytest.mark.parametrize("role", MAKERS)
def test_makers_see_no_step_about_consents(role: Role) -> None:
    shown = seen(a_case(consents=[CONSENT]), role)
    assert shown
    assert not any("C-1" in about or name.startswith("registry/scope") for _, name, about in shown)


def test_makers_cannot_tell_a_registered_person_who_was_only_named() -> None:
    person = a_case()["persons"][0] | {"match": "none"}
    registered = a_case(persons=[person | {"minor": False}])
    unknown = a_case(persons=[person | {"registered": False}])
    assert seen(registered, Role.PRODUCTION) == seen(unknown, Role.PRODUCTION)


def test_a_reason_that_is_shown_anyway_is_a_link_that_bites() -> None:
    reason = {"rule": "netflix_genai/matrix.final", "verdict": "needs_approval"}
    (name,) = {
        step.rule for step in explain(for_makers(a_case()))[1] if step.finding and "stage" in step.finding.params
    }
    told = seen(a_case(), Role.PRODUCTION, (reason | {"rule": name},))
    assert ("broken", name, ()) in told
    assert not any(outcome == "broken" for outcome, other, _ in told if other != name)


def test_a_performer_sees_their_own_consents_tried() -> None:
    shown = seen(a_case(consents=[CONSENT]), Role.PERFORMER)
    assert any("C-1" in about for _, _, about in shown)


def test_a_performer_sees_nothing_about_somebody_else() -> None:
    other = a_case()["persons"][0] | {"ref": "P2"}
    case = a_case(persons=[*a_case()["persons"], other], consents=[CONSENT | {"person": "P2", "id": "C-2"}])
    assert not any({"P2", "C-2"} & set(about) for _, _, about in seen(case, Role.PERFORMER))


def test_a_union_sees_what_its_agreements_ask_of_the_file() -> None:
    shown = seen(a_case(), Role.UNION)
    assert ("silent", "sag_tvtheatrical_2026/39.I", ()) in shown
    assert not any(name.startswith("five_principles/") for _, name, about in shown if not about)


def test_what_is_not_named_as_open_stays_out() -> None:
    """Of every field of a case somebody has decided whether makers see it; a new one is secret until somebody does."""
    about_people = {
        "consents",
        "compensation",
        "search_for_heirs",
        "standing_preference",
        "standing_preferences",
        "biometric",
    }
    assert {*OF_CASE, "persons", *about_people} == set(Case.model_fields)
    assert set(OF_PERSON) < set(Person.model_fields)
    whole = dict.fromkeys(Case.model_fields, "x") | {"persons": [dict.fromkeys(Person.model_fields, "x")]}
    open_ = for_makers(whole)
    assert set(open_) == {*OF_CASE, "persons", "consents"}
    assert open_["consents"] == []
    assert set(open_["persons"][0]) == {*OF_PERSON, "registered"}
