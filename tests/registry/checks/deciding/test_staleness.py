"""What a change does to decisions that were made: nothing releases from that moment, and a worker decides anew."""

from typing import Any

import pytest

from registry.core.errors import Conflict
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import AGREEMENT, as_replica


def stale(desk: Any) -> set[str]:
    return {entry["receipt_id"] for entry in desk.status.stale_list()["stale"]}


def receipt_id(studio: Any, check: str) -> str:
    return str(studio.desk.checks.receipt(studio.people.petra, check)["receipt_id"])


def test_a_strike_is_thrown_at_once_and_a_worker_decides_what_it_touches(
    studio: Any, verified_alice: Any, shows: Any, people: Any, unattended: Any
) -> None:
    studio.consent(verified_alice, "alice", strike_behaviour="suspend_all_use")
    cleared = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert cleared.verdict == "cleared"
    handed_out = receipt_id(studio, cleared.id)
    unattended.strikes.throw(people.ursula, AGREEMENT)
    meanwhile = unattended.checks.get(people.petra, cleared.id)
    assert (meanwhile.stale, meanwhile.status, meanwhile.has_receipt) == (True, "cannot_decide", False)
    assert stale(unattended) == {handed_out}
    with pytest.raises(Conflict, match="check-stale"):
        unattended.checks.receipt(people.petra, cleared.id)
    assert unattended.redecider.run_due() == 1
    after = unattended.checks.get(people.petra, cleared.id)
    assert (after.stale, after.verdict) == (False, "blocked")
    assert stale(unattended) == {handed_out}


def test_an_answer_returns_before_the_check_is_decided_again(
    studio: Any, verified_alice: Any, shows: Any, people: Any, unattended: Any
) -> None:
    studio.approves = False
    studio.consent(verified_alice, "alice")
    content, declared = shows("alice"), studio.declare(as_replica(verified_alice.id))
    view = studio.check(content, declared)
    waiting = [one for one in unattended.waiting_lists.page(studio.commissioner()).rows if one.check_id == view.id]
    about = {"declaration_sha256": waiting[0].declaration_sha256, "file_sha256": waiting[0].file_sha256}
    unattended.approvals.give(studio.commissioner(), "written", "granted", production_id=studio.production, **about)
    assert unattended.checks.get(people.petra, view.id).verdict == "needs_approval"
    unattended.redecider.run_due()
    assert unattended.checks.get(people.petra, view.id).verdict == "cleared"


@pytest.mark.parametrize(
    ("faces", "spared"),
    [(("alice",), True), ((), True), (("alice", "stranger"), False), (("stranger",), False)],
)
def test_an_enrolment_makes_stale_only_what_it_can_change(
    studio: Any, verified_alice: Any, shows: Any, enrol: Any, faces: tuple[str, ...], spared: bool
) -> None:
    studio.consent(verified_alice, "alice")
    cast = [as_replica(verified_alice.id)] if "alice" in faces else []
    view = studio.check(shows(*faces), studio.declare(*cast))
    with studio.desk.db.read() as session:
        receipt = session.get_one(Check, view.id).receipt
    assert receipt is not None
    assert stale(studio.desk) == set()
    enrol("bob")
    assert stale(studio.desk) == (set() if spared else {receipt["receipt_id"]})


def test_whoever_is_confirmed_after_enrolment_makes_nothing_else_stale(
    studio: Any, verified_alice: Any, shows: Any, make_verified: Any
) -> None:
    studio.consent(verified_alice, "alice")
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    make_verified("bob")
    assert stale(studio.desk) == set()


def test_a_loss_of_coverage_makes_everything_stale(
    studio: Any, verified_alice: Any, shows: Any, enrol: Any, people: Any
) -> None:
    studio.consent(verified_alice, "alice")
    enrol("bob")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    issued = receipt_id(studio, view.id)
    studio.desk.performers.withdraw_release(people.bob, people.bob.performer_id)
    assert stale(studio.desk) == {issued}


def test_a_decision_that_an_enrolment_cannot_change_is_made_again_without_the_file(
    studio: Any, verified_alice: Any, shows: Any, enrol: Any, people: Any
) -> None:
    studio.approves = False
    studio.consent(verified_alice, "alice")
    content, declared = shows("alice"), studio.declare(as_replica(verified_alice.id))
    view = studio.check(content, declared)
    enrol("bob")
    waiting = next(one for one in studio.desk.waiting_lists.page(studio.commissioner()).rows if one.check_id == view.id)
    about = {"declaration_sha256": waiting.declaration_sha256, "file_sha256": waiting.file_sha256}
    studio.desk.approvals.give(studio.commissioner(), "written", "granted", production_id=studio.production, **about)
    after = studio.desk.checks.get(people.petra, view.id)
    assert (after.state, after.verdict, after.has_receipt) == ("decided", "cleared", True)
