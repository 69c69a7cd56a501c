"""The order of verdicts, what releases, and the exit status: one table, which every door is held to (tests/registry)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.clearance import Decision, Duty, decide, shipped
from consent.terms import VERDICTS
from consent.verdicts import Exit, answer, exit_status, releases, strictest, worst
from tests.common.outcomes import OUTCOMES, Outcome, a_reason
from tests.consent import corpus
from tests.consent.receipts import receipt

DONE = st.lists(st.sampled_from([{"done": True}, {"done": False}, {}, {"done": "yes"}, {"done": None}, {"done": 1}]))


@pytest.mark.parametrize("case", OUTCOMES, ids=str)
def test_a_decision_a_receipt_and_the_function_say_the_same(case: Outcome) -> None:
    assert (exit_status(*case.decision), releases(*case.decision)) == (case.exit, case.exit == 0)
    duties = tuple(Duty("notify", f"somebody-{number}", done) for number, done in enumerate(case.done))
    assert Decision(case.status, case.verdict, a_reason(case.verdict), duties).exit_status == case.exit
    paper = receipt(
        status=case.status,
        verdict=case.verdict or "needs_approval",
        duties=list(case.duties),
        reasons=list(case.reasons),
    )
    assert (paper.exit_status, paper.releases) == (case.exit, case.exit == 0)


@pytest.mark.parametrize("verdict", ["notify_only", "needs_approval", "blocked"])
def test_a_reason_that_speaks_against_it_is_not_settled_by_a_duty_that_is(verdict: str) -> None:
    """A receipt that an older program made, where a rule said to tell and not whom."""
    for whole in ("cleared", "notify_only"):
        told, reasons = (
            [{"kind": "notify", "whom": "union", "done": True}],
            [{"verdict": "cleared"}, {"verdict": verdict}],
        )
        paper = receipt(verdict=whole, duties=told, reasons=reasons)
        assert (paper.releases, paper.exit_status) == (False, 3)
        assert receipt(verdict=whole, duties=told, reasons=reasons[:1]).releases


@given(st.sampled_from([*VERDICTS, None, "none", "CLEARED"]), st.sampled_from(["decided", "cannot_decide", None]), DONE)
def test_only_what_is_decided_cleared_and_told_ends_with_0(verdict: str, status: str, duties: list[dict]) -> None:
    found = exit_status(status, verdict, duties)
    assert (found == Exit.CLEARED) == releases(status, verdict, duties)
    if found == Exit.CLEARED:
        assert status == "decided"
        assert verdict in ("cleared", "notify_only")
        assert all(duty.get("done") is True for duty in duties)
        assert verdict == "cleared" or duties


@given(st.lists(st.sampled_from([*VERDICTS, None])))
def test_the_strictest_is_never_milder_than_any(given: list[str | None]) -> None:
    found, words = strictest(given), [one for one in given if one]
    assert found in (words or [None])
    assert all(VERDICTS.index(one) <= VERDICTS.index(found) for one in words)


def test_a_word_that_is_no_verdict_is_not_ordered() -> None:
    with pytest.raises(KeyError):
        strictest(["cleared", "possible"])


def test_several_decisions_end_with_the_worst() -> None:
    assert [worst(found) for found in ([0, 3], [3, 1], [1, 4], [4, 2], [0, 1, 2, 3, 4], [])] == [3, 1, 4, 2, 2, 2]


def test_what_was_not_decided_is_said_before_any_verdict() -> None:
    assert [answer("decided", "blocked"), answer("cannot_decide", "cleared"), answer(None, None)] == [
        "blocked", "cannot_decide", "cannot_decide",
    ]  # fmt: skip


def test_whatever_says_to_tell_names_somebody_to_tell_who_was_not() -> None:
    for ruleset in shipped():
        for rule in ruleset.rules:
            assert rule.verdict != "notify_only" or rule.duty is not None, rule.name
    told = [decide(case) for case, _ in corpus.everything().values()]
    open_ones = [decision for decision in told if decision.verdict == "notify_only"]
    assert len(open_ones) > 5
    for decision in open_ones:
        assert [duty for duty in decision.duties if not duty.done], decision.as_dict()
        assert decision.exit_status == Exit.NOT_YET
