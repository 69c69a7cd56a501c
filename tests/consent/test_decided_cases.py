"""Every decided case comes out as decided, for the reasons on record, and always in the same bytes."""

from typing import Any

import pytest

from consent.clearance import CaseError, Decision, decide, parse_case, shipped
from tests.consent import corpus

DECIDED = corpus.decided()
OWN = {name: case for name, case in corpus.everything().items() if name not in DECIDED}
RECORDED = corpus.recorded()
NEIGHBOURS = corpus.neighbours()
MENDED = corpus.mended()


@pytest.mark.parametrize("name", DECIDED)
def test_a_case_of_the_dossier_is_decided_as_there(name: str) -> None:
    case, verdict = DECIDED[name]
    decision = decide(case)
    assert (decision.status, decision.verdict) == ("decided", verdict)


@pytest.mark.parametrize("name", OWN)
def test_a_case_of_our_own_is_decided_as_written(name: str) -> None:
    case, verdict = OWN[name]
    decision = decide(case)
    assert (decision.status, decision.verdict) == ("decided", verdict)


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_case_beside_a_decided_one_is_decided_as_written(name: str) -> None:
    case, verdict = NEIGHBOURS[name]
    decision = decide(case)
    assert (decision.status, decision.verdict) == ("decided", verdict)


@pytest.mark.parametrize("name", MENDED)
def test_a_case_that_once_came_out_wrong_is_decided_as_is_right(name: str) -> None:
    case, verdict = MENDED[name]
    if verdict == "refused":
        with pytest.raises(CaseError):
            decide(case)
    else:
        assert decide(case).verdict == verdict


def test_there_are_the_cases_that_were_promised() -> None:
    assert len(DECIDED) == 87
    assert len(OWN) >= 60


def test_decisions_name_the_rules_on_record() -> None:
    found = {name: corpus.outcome(parse_case(case), shipped()) for name, (case, _) in corpus.everything().items()}
    assert found == RECORDED


def test_the_same_case_gives_the_same_bytes() -> None:
    for case, _ in corpus.everything().values():
        assert decide(case).to_json() == decide(case).to_json()


def test_a_verdict_against_names_only_what_kept_it_from_cleared_and_the_strictest_first() -> None:
    order = ["blocked", "needs_approval", "notify_only", "cleared"]
    for case, verdict in corpus.everything().values():
        given = [reason.verdict for reason in decide(case).reasons]
        assert given == sorted(given, key=order.index)
        assert given[0] == verdict
        assert verdict == "cleared" or "cleared" not in given


def _language_failure() -> dict[str, Any]:
    case, _ = OWN["dub-not-granted"]
    return case


def test_a_reason_says_everything_that_the_format_promises() -> None:
    document = decide(_language_failure()).as_dict()
    reason = next(r for r in document["reasons"] if r["rule"] == "sag_tvtheatrical_2026/39.D")
    assert reason == {
        "layer": "performer_consent",
        "verdict": "blocked",
        "rule": "sag_tvtheatrical_2026/39.D",
        "person": "P1",
        "consent": "C-P1",
        "clause": "languages",
        "message": "scope.language",
        "params": {"asked": "es", "granted": ["en"]},
        "summary": "The consent covers English; this use is in Spanish.",
        "remedy": {"ask": "performer", "for": "a separate writing that names the language Spanish"},
        "source": "SAG-AFTRA TV/Theatrical 2026, item D (section 64): dubbing by a replica",
    }
    assert document["rulesets"]["sag_tvtheatrical_2026"] == "2026.1"
    assert list(document) == ["status", "verdict", "reasons", "duties", "rulesets"]


def test_a_scope_failure_names_the_consent_that_came_nearest() -> None:
    far = {**_language_failure()["consents"][0], "id": "FAR", "state": "expired", "project_ids": ["OLD"]}
    case = {**_language_failure()}
    case["consents"] = [far, *case["consents"]]
    assert {reason.consent for reason in decide(case).reasons} == {"C-P1"}


def test_duties_tell_what_is_still_to_do() -> None:
    untold = decide(OWN["draft-previs-untold"][0])
    told = decide(OWN["draft-previs"][0])
    assert [duty.as_dict() for duty in untold.duties] == [
        {"kind": "notify", "whom": "commissioner_contact", "done": False}
    ]
    assert [duty.done for duty in told.duties] == [True]


def test_without_a_rule_that_speaks_nothing_is_cleared() -> None:
    decision: Decision = decide(OWN["scope-count-last"][0], [])
    assert (decision.status, decision.verdict) == ("cannot_decide", None)


def test_a_rule_that_fails_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("consent.clearance.engine._in_force", fails)
    decision = decide(OWN["scope-count-last"][0])
    assert (decision.status, decision.verdict, decision.reasons) == ("cannot_decide", None, ())
