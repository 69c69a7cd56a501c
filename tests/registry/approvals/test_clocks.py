"""Who is told that an answer is asked of them, and of what runs out by itself: once, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from registry.records.tables.consents import Consent
from registry.records.tables.ledger import Notice
from tests.registry.tampering import written
from tests.registry.web.seed import Judgement, Seed


def told(desk: Any, message: str) -> list[tuple[str | None, ...]]:
    with desk.db.look() as session:
        rows = session.scalars(select(Notice).where(Notice.message == message).order_by(Notice.id))
        found = [(one.performer_id, one.union_id, one.production_id, one.account_id) for one in rows]
    return sorted(found, key=str)


def asks(ask: str, layer: str, clause: str | None, person: str | None) -> dict[str, Any]:
    return {
        "layer": layer, "verdict": "needs_approval", "rule": "r/x", "person": person, "consent": None, "clause": clause,
        "message": "m", "params": {}, "summary": "s", "remedy": {"ask": ask, "for": "m"}, "source": None,
    }  # fmt: skip


@pytest.fixture
def seed(desk: Any, people: Any) -> Seed:
    return Seed(desk, lambda: people.ursula)


def shows_alice(desk: Any, people: Any, seed: Seed, fake_matching: Any, *, verified: bool = True) -> str:
    alice = str(people.alice.performer_id)
    if verified:
        seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    desk.accounts.grant_production(people.ada, people.accounts["nora"], "PR-PETRA", "commissioner")
    cast = [{"performer": alice, "modalities": ["face"], "treatment": "replica_no_scan", "role": "principal",
             "performed_as_shown": False}]  # fmt: skip
    reasons = (
        asks("performer", "performer_consent", "per_use_approval", "P1"),
        asks("commissioner", "commissioner", "x", None),
    )
    judgement = Judgement("needs_approval", reasons)
    return seed.checked(people.petra, "PR-PETRA", fake_matching.picture("alice"), cast, judgement)


def test_whoever_a_decision_waits_for_is_told_and_the_production_is_not(
    desk: Any, people: Any, seed: Seed, fake_matching: Any
) -> None:
    shows_alice(desk, people, seed, fake_matching)
    alice, nora = people.alice.performer_id, people.accounts["nora"]
    assert told(desk, "notice-answer-asked") == sorted([(None, None, None, nora), (alice, None, None, None)], key=str)


@pytest.mark.attack("C1.inbox")
def test_who_is_not_confirmed_is_not_asked_about_a_file(desk: Any, people: Any, seed: Seed, fake_matching: Any) -> None:
    shows_alice(desk, people, seed, fake_matching, verified=False)
    assert told(desk, "notice-answer-asked") == [(None, None, None, people.accounts["nora"])]


def test_the_end_of_a_term_is_told_once_to_performer_and_production(
    desk: Any, people: Any, seed: Seed, fake_matching: Any
) -> None:
    key = seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    consent = seed.asked(people.petra, str(people.alice.performer_id), "PR-PETRA")
    seed.signed(people.alice, consent, key)
    assert desk.clocks.tell_due() == 0
    with written(desk) as session:
        desk.clock.moment = session.get_one(Consent, consent).ends_at + timedelta(hours=1)
    assert desk.clocks.tell_due() == 1
    assert desk.clocks.tell_due() == 0
    assert len(told(desk, "notice-consent-ended")) == 2
    assert {one[2] for one in told(desk, "notice-consent-ended")} == {None, "PR-PETRA"}


def test_an_answer_that_runs_out_and_a_clock_are_told_once(
    desk: Any, people: Any, seed: Seed, fake_matching: Any
) -> None:
    check = shows_alice(desk, people, seed, fake_matching)
    desk.approvals.give(people.nora, "written", "granted", check_id=check)
    desk.approvals.give(people.petra, "notice", "sent", check_id=check, union_id="players-guild")
    assert desk.clocks.tell_due() == 0
    desk.clock.forward(days=181)
    assert desk.clocks.tell_due() >= 1
    assert told(desk, "notice-approval-over") == [(None, None, "PR-PETRA", None)]
    seen = told(desk, "notice-clock-ran-out")
    assert desk.clocks.tell_due() == 0
    assert told(desk, "notice-clock-ran-out") == seen


def test_a_clock_that_a_notice_started_runs_out_for_production_and_union(
    desk: Any, people: Any, seed: Seed, fake_matching: Any
) -> None:
    check = shows_alice(desk, people, seed, fake_matching)
    desk.approvals.give(people.petra, "notice", "sent", check_id=check, union_id="players-guild")
    clocks = desk.approval_reader.deadlines(people.petra, check)
    assert clocks
    last = max(clock.due_on for clock in clocks)
    desk.clock.forward(days=(last - desk.clock().date()).days + 2)
    desk.clocks.tell_due()
    seen = told(desk, "notice-clock-ran-out")
    assert {(one[1], one[2]) for one in seen} == {("players-guild", None), (None, "PR-PETRA")}
    assert desk.clocks.tell_due() == 0
