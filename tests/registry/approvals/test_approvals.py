"""Answers: who may give them, what they are bound to, how long they count, and what they set in motion."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from registry.approvals.kinds import KINDS
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden, Identity, On, allowed
from registry.people.accounts.offices import Office
from registry.records.events import EventKind
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import IssuedReceipt
from registry.records.tables.ledger import Event, Notice
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import written_down


def verdict(studio: Any, check_id: str) -> str | None:
    return studio.desk.checks.get(studio.people.petra, check_id).verdict


@pytest.fixture
def film(shows: Any, verified_alice: Any) -> bytes:
    return shows("stranger")


@pytest.fixture
def waiting(offices: Any, studio: Any, environment: Any, film: bytes) -> Any:
    """The collapsing building, waiting for the commissioner."""
    view = studio.check(film, environment())
    assert view.verdict == "needs_approval"
    return view


def test_a_written_approval_clears_what_waits_for_it(studio: Any, waiting: Any, offices: Any) -> None:
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    assert verdict(studio, waiting.id) == "cleared"


def test_a_decision_made_again_has_a_new_receipt_and_recalls_the_old(studio: Any, waiting: Any, offices: Any) -> None:
    old = studio.desk.checks.receipt(offices.petra, waiting.id)
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    new = studio.desk.checks.receipt(offices.petra, waiting.id)
    assert (old["verdict"], new["verdict"]) == ("needs_approval", "cleared")
    assert [entry["receipt_id"] for entry in studio.desk.status.stale_list()["stale"]] == [old["receipt_id"]]
    with studio.desk.db.read() as session:
        kinds = session.scalars(select(Event.kind).where(Event.subject == waiting.id).order_by(Event.index)).all()
        told = session.scalars(select(Notice.message).where(Notice.production_id == studio.production)).all()
    assert kinds[-2:] == [EventKind.CHECK_DECIDED, EventKind.CHECK_REDECIDED]
    assert {"notice-approval-given", "notice-check-redecided"} <= set(told)


def test_what_changes_nothing_leaves_the_receipt_alone(studio: Any, waiting: Any, offices: Any) -> None:
    studio.desk.approvals.give(offices.lena, "legal_review", "passed", check_id=waiting.id)
    before = studio.desk.checks.receipt(offices.petra, waiting.id)
    studio.desk.approvals.give(offices.lena, "legal_review", "passed", check_id=waiting.id)
    assert studio.desk.checks.receipt(offices.petra, waiting.id) == before


def test_an_approval_may_come_before_the_file_is_checked(
    studio: Any, offices: Any, environment: Any, film: bytes, waiting: Any
) -> None:
    declared = environment(unit={"id": "SH041", "version": 1})
    first = studio.check(film, declared)
    with studio.desk.db.read() as session:
        bound = {
            "production_id": studio.production,
            "declaration_sha256": studio.desk.checks.receipt(offices.petra, first.id)["declaration_sha256"],
            "file_sha256": first.file_sha256,
        }
        assert session.scalars(select(Approval).where(Approval.kind != "disclosed")).all() == []
    studio.desk.approvals.give(offices.cora, "written", "granted", **bound)
    assert studio.check(film, declared).verdict == "cleared"


def test_a_changed_file_or_declaration_has_no_approval(
    studio: Any, waiting: Any, offices: Any, environment: Any, shows: Any
) -> None:
    assert studio.check(shows("stranger"), environment()).verdict == "needs_approval"
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    studio.desk.redecider.run_due()
    assert [view.verdict for view in studio.desk.check_lists.page(offices.petra).rows].count("cleared") == 1
    other = environment(unit={"id": "SH041", "version": 1})
    other["asset"] |= {"prominence": "key"}
    assert studio.check(b"stranger\n# the same picture again", other).verdict == "needs_approval"


def test_a_refusal_beats_an_older_yes_and_a_newer_yes_beats_the_refusal(
    studio: Any, waiting: Any, offices: Any, clock: Any
) -> None:
    for answer, expected in (("granted", "cleared"), ("refused", "needs_approval"), ("granted", "cleared")):
        studio.desk.approvals.give(offices.cora, "written", answer, check_id=waiting.id)
        clock.forward(minutes=1)
        assert (verdict(studio, waiting.id) == "cleared") is (expected == "cleared"), answer


def test_of_two_answers_at_the_same_moment_the_refusal_counts(studio: Any, waiting: Any, offices: Any) -> None:
    for answer in ("refused", "granted"):
        studio.desk.approvals.give(offices.cora, "written", answer, check_id=waiting.id)
    assert verdict(studio, waiting.id) != "cleared"


def test_an_approval_that_is_taken_back_no_longer_counts(studio: Any, waiting: Any, offices: Any) -> None:
    given = studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    cleared = studio.desk.checks.receipt(offices.petra, waiting.id)
    with pytest.raises(Forbidden):
        studio.desk.approvals.revoke(offices.lena, given.id)
    studio.desk.approvals.revoke(offices.cora, given.id)
    assert verdict(studio, waiting.id) == "needs_approval"
    assert cleared["receipt_id"] in str(studio.desk.status.stale_list()["stale"])
    with pytest.raises(Conflict, match="approval-revoked"):
        studio.desk.approvals.revoke(offices.cora, given.id)


def test_an_approval_expires(
    studio: Any, waiting: Any, offices: Any, clock: Any, environment: Any, film: bytes
) -> None:
    studio.desk.approvals.give(
        offices.cora, "written", "granted", check_id=waiting.id, expires_at=clock() + timedelta(days=1)
    )
    again = studio.check(film, environment())
    assert again.verdict == "cleared"
    assert studio.desk.checks.receipt(offices.petra, again.id)["expires_at"] == "2026-10-06T09:00:00Z"
    clock.forward(days=1)
    assert studio.check(film, environment()).verdict == "needs_approval"


def test_a_written_approval_lasts_half_a_year_at_most(studio: Any, waiting: Any, offices: Any, clock: Any) -> None:
    given = studio.desk.approvals.give(
        offices.cora, "written", "granted", check_id=waiting.id, expires_at=clock() + timedelta(days=900)
    )
    assert given.expires_at == clock() + timedelta(days=180)


def test_a_gallery_that_changed_since_makes_the_check_stale_and_keeps_the_approval(
    studio: Any, waiting: Any, offices: Any, make_verified: Any, environment: Any, film: bytes
) -> None:
    make_verified("bob")
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    view = studio.desk.checks.get(offices.petra, waiting.id)
    assert (view.state, view.status, view.stale, view.has_receipt) == ("stale", "cannot_decide", True, False)
    with pytest.raises(Conflict, match="check-stale"):
        studio.desk.checks.receipt(offices.petra, waiting.id)
    assert studio.check(film, environment()).verdict == "cleared"


def test_nothing_is_released_between_a_change_and_the_new_decision(
    studio: Any, verified_alice: Any, shows: Any, replica: Any
) -> None:
    consent = studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), replica)
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    studio.desk.consents.withdraw(studio.people.alice, consent)
    assert receipt["receipt_id"] in str(studio.desk.status.stale_list()["stale"])
    with pytest.raises(Conflict, match="check-stale"):
        studio.desk.checks.receipt(studio.people.petra, view.id)
    assert studio.desk.redecider.run_due() == 1
    assert verdict(studio, view.id) == "blocked"
    assert receipt["receipt_id"] in str(studio.desk.status.stale_list()["stale"])


def test_a_consent_that_is_given_clears_what_waited_for_it(
    studio: Any, verified_alice: Any, shows: Any, replica: Any
) -> None:
    view = studio.check(shows("alice"), replica)
    assert view.verdict == "blocked"
    studio.consent(verified_alice, "alice")
    studio.desk.redecider.run_due()
    assert verdict(studio, view.id) == "cleared"


def test_what_was_cleared_and_has_run_out_is_not_brought_back_to_life(
    studio: Any, waiting: Any, offices: Any, clock: Any
) -> None:
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    clock.forward(days=10)
    studio.desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    with studio.desk.db.read() as session:
        assert len(session.scalars(select(IssuedReceipt)).all()) == 2


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.lifts])
def test_nothing_that_lifts_can_come_from_the_production(kind: str) -> None:
    asked = KINDS[kind]
    whole = On("P-1", frozenset({"guild"}), "PR-1")
    member = Identity("A-1", productions=frozenset({"PR-1"}))
    every_tie = Identity(
        "A-1",
        performer_id="P-1",
        represents=(("P-1", "guardian"),),
        unions=frozenset({"guild"}),
        productions=frozenset({"PR-1"}),
        commissions=frozenset({"PR-1"}),
        counsels=frozenset({"PR-1"}),
    )
    assert not allowed(member, asked.permission, whole)
    assert not allowed(every_tie, asked.permission, whole), "other ties do not undo that of the production"


def test_a_production_says_of_itself_only_that_it_told_somebody() -> None:
    assert {name for name, kind in KINDS.items() if not kind.lifts} == {
        "disclosed",
        "notice",
        "usage_report",
        "disclosure",
        "ai_material_disclosed",
    }


def test_the_production_is_refused_whatever_it_asks_for(studio: Any, waiting: Any, verified_alice: Any) -> None:
    for name, kind in KINDS.items():
        if kind.lifts:
            with pytest.raises(Forbidden):
                studio.desk.approvals.give(
                    studio.people.petra,
                    name,
                    kind.yes,
                    check_id=waiting.id,
                    performer_id=verified_alice.id,
                    union_id="players-guild",
                    params=dict.fromkeys(kind.params, "exemption"),
                )


def test_nobody_has_two_roles_in_one_matter(desk: Any, studio: Any, waiting: Any, offices: Any) -> None:
    written_down(desk, offices.accounts["cora"], Office.UNION, "players-guild")
    desk.approvals.give(offices.cora, "written", "granted", check_id=waiting.id)
    with pytest.raises(Conflict, match="approval-two-roles"):
        desk.approvals.give(offices.cora, "consultation", "done", check_id=waiting.id, union_id="players-guild")
    desk.approvals.give(offices.ursula, "consultation", "done", check_id=waiting.id, union_id="players-guild")


def test_a_union_that_has_no_part_in_it_has_no_say(studio: Any, waiting: Any, offices: Any) -> None:
    with pytest.raises(Forbidden):
        studio.desk.approvals.give(
            offices.victor, "consultation", "done", check_id=waiting.id, union_id="stage-alliance"
        )
    with pytest.raises(Forbidden):
        studio.desk.approvals.give(
            offices.victor, "consultation", "done", check_id=waiting.id, union_id="players-guild"
        )


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "blessing"}, "kind"),
        ({"answer": "perhaps"}, "answer"),
        ({"params": {"place": "credits"}}, "place"),
        ({"answer": "refused", "expires_at": "soon"}, "expires_at"),
        ({"check_id": None}, "check_id"),
    ],
)
def test_what_is_not_an_answer_is_refused(
    studio: Any, waiting: Any, offices: Any, clock: Any, asked: dict[str, Any], field: str
) -> None:
    given: dict[str, Any] = {"kind": "written", "answer": "granted", "check_id": waiting.id} | asked
    if "expires_at" in given:
        given["expires_at"] = clock() + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        studio.desk.approvals.give(offices.cora, **given)
    assert field in refused.value.fields
    with studio.desk.db.read() as session:
        assert session.scalars(select(Approval).where(Approval.kind != "disclosed")).all() == []


def test_an_answer_names_what_it_is_bound_to(studio: Any, offices: Any, waiting: Any) -> None:
    with pytest.raises(Invalid) as refused:
        studio.desk.approvals.give(offices.cora, "written", "granted", production_id=studio.production)
    assert set(refused.value.fields) == {"declaration_sha256", "file_sha256"}
    with pytest.raises(NotFound):
        studio.desk.approvals.revoke(offices.cora, "AP-NONE")


def test_a_performer_approves_one_use_and_a_no_is_not_told(
    studio: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict != "cleared"
    untold = view.result
    give = studio.desk.approvals.give
    give(studio.people.alice, "use_approval", "refused", check_id=view.id, performer_id=verified_alice.id)
    assert studio.desk.checks.get(studio.people.petra, view.id).result == untold
    with studio.desk.db.read() as session:
        told = session.scalars(select(Notice.params).where(Notice.message == "notice-approval-given")).all()
    assert "use_approval" not in str(told)
    clock.forward(minutes=1)
    give(studio.people.alice, "use_approval", "approved", check_id=view.id, performer_id=verified_alice.id)
    assert verdict(studio, view.id) == "cleared"


@pytest.mark.parametrize("by", ["alice", "ursula"])
def test_a_claim_that_performer_or_union_confirm_is_established(
    studio: Any, verified_alice: Any, shows: Any, by: str
) -> None:
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    view = studio.check(shows("alice"), studio.declare(performed, use=studio.declare()["use"] | {"alteration": None}))
    assert view.verdict == "blocked"
    who = getattr(studio.people, by)
    for fact in ("performed_as_shown", "not_altered"):
        studio.desk.approvals.give(
            who, "confirmation", "confirmed", check_id=view.id, performer_id=verified_alice.id, params={"fact": fact}
        )
    assert verdict(studio, view.id) == "cleared"


def test_a_claim_that_one_side_denies_is_not_established(studio: Any, verified_alice: Any, shows: Any) -> None:
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    view = studio.check(shows("alice"), studio.declare(performed, use=studio.declare()["use"] | {"alteration": None}))
    for who, answer in ((studio.people.ursula, "confirmed"), (studio.people.alice, "denied")):
        for fact in ("performed_as_shown", "not_altered"):
            studio.desk.approvals.give(
                who, "confirmation", answer, check_id=view.id, performer_id=verified_alice.id, params={"fact": fact}
            )
    assert verdict(studio, view.id) == "blocked"


def test_a_camera_original_on_record_establishes_what_it_shows(studio: Any, verified_alice: Any, shows: Any) -> None:
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    declared = studio.declare(performed, use=studio.declare()["use"] | {"alteration": None})
    filmed = shows("alice")
    view = studio.check(filmed, declared)
    studio.desk.approvals.give(
        studio.people.ursula, "camera_original", "confirmed", check_id=view.id, performer_id=verified_alice.id
    )
    assert verdict(studio, view.id) == "cleared"
    other = declared | {"unit": declared["unit"] | {"version": 2}}
    assert studio.check(shows("alice"), other).verdict == "blocked", "another file is not that original"
