"""What holds for every case: less permission is never milder, order means nothing, and nothing raises."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent import terms
from consent.clearance import decide
from consent.verdicts import STRICTNESS
from tests.common.examples import examples
from tests.consent import corpus
from tests.consent.case_strategies import cases

Json = dict[str, Any]
KNOWN = [case for case, _ in (corpus.everything() | corpus.neighbours()).values()]
anything = st.one_of(st.sampled_from(KNOWN), cases())
often = settings(
    max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

PERMITTING: dict[str, tuple[Any, ...]] = {
    "written": ("granted",),
    "disclosed": (True,),
    "legal_review": ("passed",),
    "performed_as_shown": (True,),
    "confirmed_by": terms.CONFIRMATIONS[:-1],
    "exemption": terms.EXEMPTIONS,
    "authority_on_file": (True,),
    "separately_signed": (True,),
    "initialled": (True,),
    "description_specific": ("yes",),
    "use_approved": (True,),
    "realtime_generation": (),
    "survives_death": ("yes",),
    "exploitation_after_end": ("finished_work_only",),
    "search_for_heirs": ("documented",),
    "notice": (True,),
    "consultation": (True,),
    "company_consent": (True,),
    "bargaining": ("agreed",),
    "present": (True,),
    "provenance": ("documented",),
    "human_input": ("meaningful",),
    "union_approved": (True,),
    "transferee_undertaking": (True,),
    "notice_given": (True,),
    "written_release": (True,),
    "template_consent": ("given",),
    "disclosure_consent": (True,),
    "retention_policy_public": (True,),
    "enterprise_secured": (True,),
    "matches_work": (True,),
    "terms_checked": (True,),
    **dict.fromkeys(terms.PRINCIPLES, ("yes",)),
}
NULLABLE_WORDS = {"description_specific": "unsure", **dict.fromkeys(terms.PRINCIPLES, "unsure")}
NARROWING = ("kind", "modalities", "project_ids", "scenes", "media", "territories", "languages", "alterations_allowed")


def strictness(case: Json) -> int:
    decision = decide(case)
    assert decision.status == "decided"
    return STRICTNESS[decision.verdict or ""]


def never_milder(case: Json, change: Callable[[Json], None]) -> None:
    changed = copy.deepcopy(case)
    change(changed)
    assert strictness(changed) >= strictness(case), (decide(case).as_dict(), decide(changed).as_dict())


def forbids(consent: Json) -> bool:
    return consent["state"] == "refused" or any(
        consent.get(k) for k in ("exclusions", "training", "conflicting_record")
    )


def places(node: Any) -> Iterator[Json]:
    """Every object inside a case."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from places(value)
    elif isinstance(node, list):
        for value in node:
            yield from places(value)


@often
@given(anything, st.randoms(use_true_random=False))
def test_turning_a_permitting_fact_to_unknown_is_never_milder(case: Json, chance: random.Random) -> None:
    def change(changed: Json) -> None:
        found = [(o, k) for o in places(changed) for k in o if k in PERMITTING and o[k] in PERMITTING[k]]
        if found:
            place, key = chance.choice(found)
            place[key] = NULLABLE_WORDS.get(key)

    never_milder(case, change)


@often
@given(anything, st.randoms(use_true_random=False))
def test_narrowing_a_consent_is_never_milder(case: Json, chance: random.Random) -> None:
    def change(changed: Json) -> None:
        granted = [
            (c, k)
            for c in changed.get("consents", [])
            for k in NARROWING
            if isinstance(c.get(k), list) and c[k] and not forbids(c)  # what forbids, reaches less when it is narrower
        ]
        granted = [
            (c, k) for c, k in granted if c["state"] in ("given", "renewed") and not (k == "kind" and len(c[k]) == 1)
        ]
        if granted:
            consent, key = chance.choice(granted)
            consent[key].remove(chance.choice(consent[key]))

    never_milder(case, change)


@often
@given(anything, st.randoms(use_true_random=False))
def test_removing_a_consent_that_forbids_nothing_is_never_milder(case: Json, chance: random.Random) -> None:
    def change(changed: Json) -> None:
        free = [c for c in changed.get("consents", []) if not forbids(c)]
        if free:
            changed["consents"].remove(chance.choice(free))

    never_milder(case, change)


@often
@given(anything, st.sampled_from(terms.EXCLUSIONS), st.randoms(use_true_random=False))
def test_adding_an_exclusion_is_never_milder(case: Json, exclusion: str, chance: random.Random) -> None:
    def change(changed: Json) -> None:
        if changed.get("consents"):
            consent = chance.choice(changed["consents"])
            if isinstance(consent.get("exclusions"), list):
                consent["exclusions"].append(exclusion)

    never_milder(case, change)


@often
@given(anything, st.sampled_from(("A", "P1", "P6")))
def test_adding_a_refusal_is_never_milder(case: Json, name: str) -> None:
    refusal = {"person": name, "state": "refused", "kind": []}
    never_milder(case, lambda changed: changed.setdefault("consents", []).append(refusal))


@often
@given(anything, anything)
def test_adding_a_person_is_never_milder(case: Json, other: Json) -> None:
    known = {person["ref"] for person in case.get("persons", [])}
    for person in other.get("persons", []):
        if person["ref"] not in known and not {"born", "died"} & set(person):
            never_milder(case, lambda changed, new=person: changed.setdefault("persons", []).append(new))  # type: ignore[misc]


@often
@given(anything, st.sampled_from(terms.UNION_AGREEMENTS))
def test_adding_an_agreement_is_never_milder(case: Json, agreement: str) -> None:
    def change(changed: Json) -> None:
        if changed.get("production"):
            changed["production"].setdefault("union_agreements", []).append(agreement)

    never_milder(case, change)


@often
@given(anything)
def test_moving_a_consent_past_its_end_is_never_milder(case: Json) -> None:
    def change(changed: Json) -> None:
        for consent in changed.get("consents", []):
            if consent["state"] in ("given", "renewed"):
                consent["valid_until"] = "2019-12-31"

    never_milder(case, change)


@often
@given(anything, st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_nothing(case: Json, chance: random.Random) -> None:
    def shuffled(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: shuffled(value) for key, value in node.items()}
        if isinstance(node, list):
            return chance.sample([shuffled(value) for value in node], len(node))
        return node

    assert decide(shuffled(case)).to_json() == decide(case).to_json()


@settings(
    max_examples=examples(1500), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(cases())
def test_every_well_formed_case_is_decided_and_twice_alike(case: Json) -> None:
    decision = decide(case)
    assert decision.status == "decided"
    assert decision.reasons
    assert decide(copy.deepcopy(case)).to_json() == decision.to_json()
