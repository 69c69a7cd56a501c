"""What a production that holds nothing of somebody learns by asking: one answer, whoever they are."""

import json
from itertools import combinations, islice
from typing import Any

import pytest

from tests.registry.asking import ASSETS, BY_ID, BY_NAME, SEEN, STATES, USES, WHOLE, answer, declaration, declarations

EVERY = tuple(STATES)
STRIDE = 11
"""Of the declarations of a form every so many are tried; it divides none of the lists that they are made from."""

KNOWN = tuple(state for state in EVERY if state != "unknown")


def said(declared: Any, state: str, found: str | None = None, **more: Any) -> str:
    return json.dumps(answer(declared, state, found, **more), sort_keys=True)


def one_form(declared: Any, states: tuple[str, ...], found: str | None = None) -> None:
    answers = {state: said(declared, state, found) for state in states}
    for one, other in combinations(states, 2):
        assert answers[one] == answers[other], (one, other, found)


@pytest.mark.parametrize("whom", [BY_NAME, BY_ID], ids=["name", "id"])
@pytest.mark.parametrize("treatment", ["none", "alteration", "replica_independent", "likeness_of_real_person"])
@pytest.mark.attack("C1.name-alone")
def test_a_name_or_an_id_alone_tells_nothing(whom: dict[str, str], treatment: str) -> None:
    made = declaration(whom, treatment, "age" if treatment == "alteration" else None)
    assert made is not None
    one_form(made, EVERY)


@pytest.mark.parametrize("whom", [BY_NAME, BY_ID], ids=["name", "id"])
@pytest.mark.attack("C1.face-on-a-double")
def test_a_refusal_or_a_prohibition_does_not_show_in_a_face_on_a_double(whom: dict[str, str]) -> None:
    made = declaration(whom, "alteration", "face_replacement_on_double")
    assert made is not None
    one_form(made, EVERY)
    assert answer(made, "unknown")["shown"]["verdict"] == "blocked"


@pytest.mark.parametrize("found", ["match", "possible"])
@pytest.mark.attack("C1.trying-names")
def test_no_name_that_is_tried_says_whose_a_face_is(found: str) -> None:
    def told(name: str) -> dict[str, Any]:
        made = declaration({"name": name}, "replica_independent")
        assert made is not None
        return {key: part for key, part in answer(made, "registered", found)["shown"].items() if key != "salt"}

    assert told("Alice Example") == told("Somebody Else")


@pytest.mark.parametrize("form", SEEN)
@pytest.mark.parametrize("found", ["match", "possible"])
@pytest.mark.attack("C1.found")
def test_a_face_that_is_found_reads_alike_whatever_is_on_record(form: str, found: str) -> None:
    made = declaration(SEEN[form], "alteration", "face_replacement_on_double")
    assert made is not None
    one_form(made, KNOWN, found)


@pytest.mark.parametrize("reviewed", ["confirm", "not_this_person"])
@pytest.mark.attack("C1.after-a-look")
def test_what_a_reviewer_said_of_somebody_declared_does_not_show(reviewed: str) -> None:
    made = declaration(BY_NAME, "replica_independent")
    assert made is not None
    assert said(made, "registered", reviewed=reviewed) == said(made, "registered") == said(made, "unknown")


@pytest.mark.trial
@pytest.mark.parametrize("form", [*WHOLE, *SEEN])
@pytest.mark.parametrize("found", ["match", "possible"])
@pytest.mark.attack("C1.every-form")
def test_every_declaration_reads_alike_for_everybody(form: str, found: str) -> None:
    if form in WHOLE:
        for made in islice(declarations(WHOLE[form][0]), 0, None, STRIDE) if found == "match" else ():
            one_form(made, EVERY)
    else:
        for made in islice(declarations(SEEN[form]), 0, None, STRIDE):
            one_form(made, KNOWN, found)


@pytest.mark.parametrize("asset", ASSETS, ids=lambda asset: "-".join(str(part) for part in asset.values()))
@pytest.mark.parametrize("use", USES[1:4], ids=lambda use: "-".join(use))
@pytest.mark.attack("C1.use-and-stage")
def test_uses_and_stages_tell_nothing(asset: dict[str, Any], use: dict[str, Any]) -> None:
    made = declaration(BY_NAME, "alteration", "body", asset, use)
    if made is not None:
        one_form(made, ("refused", "prohibits", "minor, refused", "dead", "unknown"))
