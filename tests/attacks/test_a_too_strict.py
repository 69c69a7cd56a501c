"""Where an honest case was blocked, or told something else than what holds: a person looks, and the reason is the true one."""

import pytest

from consent.clearance import decide
from tests.attacks.harbour import Json, actor, rider, rules, shot, verdict

CLEARED = {"file_cleared_at": "2026-10-30T10:00:00Z"}
ENDED = {"state": "withdrawn", "withdrawn_at": "2026-11-01T10:00:00Z", "exploitation_after_end": "finished_work_only"}


@pytest.mark.attack("A13.cleared-before")
def test_a_file_that_was_cleared_before_the_withdrawal_may_go_on_being_used() -> None:
    case = shot(rider(**ENDED, **CLEARED))
    assert verdict(case) == "cleared"
    reason = next(reason for reason in decide(case).reasons if reason.rule == "registry/term.made_before")
    assert (reason.consent, reason.layer) == ("C1", "performer_consent")
    assert "Nothing new may be made" in reason.summary()
    assert "registry/covered" not in rules(case)


@pytest.mark.parametrize(
    "changes",
    [
        {"file_cleared_at": None},
        {"file_cleared_at": "2026-11-01T10:00:01Z"},
        {"file_cleared_at": "2026-11-01"},
        {"exploitation_after_end": "none"},
        {"state": "suspended", "suspended_from": "2026-11-01", "strike_behaviour": "suspend_all_use"},
        {"media": ["game"]},
        {"state": "invalidated"},
        {"separately_signed": False},
    ],
    ids=["never", "after", "that-day", "terms", "suspended", "scope", "invalid", "form"],
)
@pytest.mark.attack("A13.not-cleared-before")
def test_nothing_else_than_an_earlier_clearance_under_terms_that_allow_it_does_that(changes: Json) -> None:
    assert verdict(shot(rider(**{**ENDED, **CLEARED, **changes}))) == "blocked"


@pytest.mark.attack("A13.cleared-before-notice")
def test_a_withdrawal_that_ends_all_use_leaves_a_question() -> None:
    assert verdict(shot(rider(**ENDED, **CLEARED, revocable="yes_with_notice_days"))) == "needs_approval"


@pytest.mark.attack("A13.deleted-template")
def test_a_deleted_template_is_neither_kept_nor_used_and_a_person_looks() -> None:
    gone = {"action": "match", "template": "deleted", "template_consent": "withdrawn", "resident": "DE"}
    case = {**shot(rider()), "biometric": gone}
    assert verdict(case) == "needs_approval"
    assert rules(case) == {"registry/template.deleted"}
    kept = {**shot(rider()), "biometric": {**gone, "template": "kept"}}
    assert verdict(kept) == "blocked"


@pytest.mark.parametrize("agreements", [[], ["sag_tvtheatrical_2026"]])
@pytest.mark.parametrize("place", [None, "US-CA", "US-NY", "US-IL", "US-TN"])
@pytest.mark.attack("A13.long-dead")
def test_somebody_who_died_before_every_statute_s_term_is_for_legal_review(
    agreements: list[str], place: str | None
) -> None:
    made = {"union_agreements": agreements, **({"jurisdiction": place} if place else {})}
    old = actor(treatment="replica_independent", life="deceased", died="1910-04-21")
    assert verdict(shot(who=old, production=made)) == "needs_approval"
    recent = {**old, "died": "1980-04-21"}
    assert verdict(shot(who=recent, production=made)) == "blocked"


@pytest.mark.parametrize("place", ["US-CA", "US-NY", "US-IL"])
@pytest.mark.attack("A13.undescribed")
def test_a_clause_without_a_description_is_judged_by_a_person_where_the_work_is_as_scripted(place: str) -> None:
    made = {"jurisdiction": place, "union_agreements": []}
    clause = rider(description_specific="no", represented_by="none")
    as_scripted = {"exemption": "as_scripted_performed_recorded"}
    assert verdict(shot(clause, production=made, use=as_scripted)) == "needs_approval"
    assert verdict(shot(clause, production=made)) == "blocked"
    new_words = {**as_scripted, "script_date": "2026-10-11", "performed_on": "2026-10-10"}
    assert verdict(shot(clause, production=made, use=new_words)) == "blocked"
