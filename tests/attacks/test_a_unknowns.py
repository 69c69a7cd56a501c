"""Unsure, unclear and null: never a yes. The table and that it is whole: tests/consent/test_unknown_values.py."""

import pytest

from consent import terms
from consent.clearance import decide
from tests.attacks.harbour import actor, rider, rules, shot, verdict
from tests.consent.own_cases.commissioner import BEST, YES, drawn
from tests.consent.own_cases.unknowns import TABLE, WORDS, with_value


@pytest.mark.parametrize("principle", terms.PRINCIPLES)
@pytest.mark.parametrize("answer", ["unsure", None])
@pytest.mark.attack("A7.principles")
def test_a_principle_is_not_settled_by_a_lack_of_better_tools(principle: str, answer: str | None) -> None:
    assert decide(drawn(tool=BEST)).verdict == "cleared"
    assert decide(drawn(tool=BEST, answers={**YES, principle: answer})).verdict == "needs_approval"


@pytest.mark.parametrize("agreement", [None, *terms.UNION_AGREEMENTS])
@pytest.mark.parametrize("under", terms.UNION_AGREEMENTS)
@pytest.mark.attack("A7.strike")
def test_a_strike_in_which_it_is_unclear_who_may_refuse_is_a_question_under_every_agreement(
    agreement: str | None, under: str
) -> None:
    strike = {"active": True, "against_producer": True, "agreement": agreement, "performer_may_refuse": "unclear"}
    case = shot(rider(), production={"union_agreements": [under]}, union={"strike": strike})
    assert verdict(case) in ("needs_approval", "blocked")


@pytest.mark.parametrize("path", TABLE)
@pytest.mark.attack("A7.null")
def test_null_is_no_yes(path: str) -> None:
    known, expected = TABLE[path]
    assert decide(known).verdict == "cleared"
    assert decide(with_value(known, path, None)).verdict == expected != "cleared"


@pytest.mark.parametrize(("path", "word"), WORDS)
@pytest.mark.attack("A7.words")
def test_nor_is_a_word_for_not_knowing(path: str, word: str) -> None:
    known, expected = WORDS[path, word]
    assert decide(with_value(known, path, word)).verdict == expected != "cleared"


@pytest.mark.attack("A7.age")
def test_a_guardian_s_signature_does_not_settle_who_is_shown_naked() -> None:
    paper = rider(signer_role="guardian", authority_on_file=True)
    case = shot(paper, who=actor(minor=None), use={"content": ["nudity"]})
    assert verdict(case) == "needs_approval"
    assert "registry/perhaps_minor_sexualised" in rules(case)
