"""Days and instants at the front desk: evenings west of Greenwich, terms that have not begun, what was made before."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from consent.document import parse_document
from consent.moments import parse_utc
from consent.verdicts import ALLOWED
from registry.checks.viewed import exit_status
from registry.core.errors import Conflict
from registry.records.tables.approvals import Approval
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import AGREEMENT, as_replica

EVENING = datetime(2026, 10, 6, 3, 0, tzinfo=UTC)
"""20:00 on 5 October in Los Angeles."""


@pytest.fixture
def west(studio: Any, people: Any) -> Any:
    """The studio with a production in Los Angeles."""
    return elsewhere(studio, people, "America/Los_Angeles")


def elsewhere(studio: Any, people: Any, zone: str) -> Any:
    made = studio.desk.productions.create(
        people.petra, f"Shot in {zone}", "West Ltd", "series", agreements=[AGREEMENT], time_zone=zone
    )
    studio.desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT)
    studio.production = made.id
    return studio


def status(studio: Any, content: bytes, performer: str, **use: Any) -> int:
    declared = studio.declare()["use"] | {"alteration": "age"} | use
    return exit_status(studio.check(content, studio.declare(as_replica(performer), use=declared)))


@pytest.mark.parametrize(
    "zone", ["America/Los_Angeles", "Pacific/Pago_Pago", "America/Sao_Paulo", "UTC", "Pacific/Auckland"]
)
@pytest.mark.parametrize("hour", [3, *(pytest.param(hour, marks=pytest.mark.trial) for hour in (0, 6, 12, 18, 23))])
@pytest.mark.attack("A8.withdrawn-in-the-evening")
def test_a_withdrawal_counts_from_its_instant(
    studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any, zone: str, hour: int
) -> None:
    studio = elsewhere(studio, people, zone)
    clock.moment = datetime(2026, 10, 6, hour, 30, tzinfo=UTC)
    consent = studio.consent(verified_alice, "alice")
    assert status(studio, shows("alice"), verified_alice.id) == 0, "signed this very minute, and on file"
    clock.forward(minutes=1)
    studio.desk.consents.withdraw(people.alice, consent)
    assert status(studio, shows("alice"), verified_alice.id) == 1
    clock.forward(seconds=1)
    today = clock().astimezone(UTC).date()
    assert status(studio, shows("alice"), verified_alice.id, date=(today + timedelta(days=3)).isoformat()) == 1


@pytest.mark.attack("A8.signed-in-the-evening")
def test_what_is_signed_in_the_evening_is_on_file_at_once_and_not_before(
    west: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    clock.moment = EVENING
    assert status(west, shows("alice"), verified_alice.id) == 1
    west.consent(verified_alice, "alice", valid_from="2026-10-05", valid_until="2026-10-05")
    view = west.check(shows("alice"), west.declare(as_replica(verified_alice.id)))
    assert exit_status(view) == 0
    receipt = west.desk.checks.receipt(west.people.petra, view.id)
    assert receipt["expires_at"] == "2026-10-06T07:00:00Z"
    clock.moment = datetime(2026, 10, 6, 7, 0, tzinfo=UTC)
    assert status(west, shows("alice"), verified_alice.id) == 1


@pytest.mark.attack("A8.the-paper-names-the-zone")
def test_the_paper_names_the_zone_of_its_days_and_it_counts_whatever_the_production_says_later(
    west: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    clock.moment = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
    consent = west.consent(verified_alice, "alice", valid_until="2026-10-05")
    paper = parse_document(west.desk.consents.document_bytes(people.alice, consent))
    assert (paper.version, paper.time_zone) == (2, "America/Los_Angeles")
    assert "America/Los_Angeles" in west.desk.consents.words(people.alice, consent)
    with west.desk.db.write() as session:
        from registry.ledger.record import record
        from registry.records.events import EventKind
        from registry.records.tables.productions import Production

        session.get_one(Production, west.production).time_zone = "Pacific/Pago_Pago"
        record(session, "system", EventKind.PRODUCTION_CREATED, west.production)
    clock.moment = datetime(2026, 10, 6, 7, 30, tzinfo=UTC)  # the 5th in Pago Pago, the 6th in Los Angeles
    assert status(west, shows("alice"), verified_alice.id) == 1
    assert west.desk.consents.get(people.alice, consent).state == "expired"


@pytest.mark.attack("A8.suspended-in-the-evening")
def test_a_strike_counts_from_its_instant(west: Any, people: Any, verified_alice: Any, shows: Any, clock: Any) -> None:
    clock.moment = EVENING
    west.consent(verified_alice, "alice")
    assert status(west, shows("alice"), verified_alice.id) == 0
    clock.forward(minutes=1)
    west.desk.strikes.throw(people.ursula, AGREEMENT, performer_may_refuse="no")
    assert status(west, shows("alice"), verified_alice.id) == 1


@pytest.mark.attack("A8.until")
def test_the_last_day_of_an_answer_is_whole_where_the_production_is(
    west: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    clock.moment = EVENING
    west.approves = False
    west.consent(verified_alice, "alice")
    content, said = shows("alice"), west.declare(as_replica(verified_alice.id))
    view = west.check(content, said)
    west.desk.approvals.give(west.commissioner(), "written", "granted", check_id=view.id, expires_at=date(2026, 10, 5))
    with west.desk.db.read() as session:
        from sqlalchemy import select

        ends = session.scalars(select(Approval.expires_at).where(Approval.kind == "written")).one()
    assert ends == datetime(2026, 10, 6, 7, 0, tzinfo=UTC)
    assert exit_status(west.desk.checks.get(people.petra, view.id)) == 0


@pytest.mark.parametrize("days", [1, 30])
@pytest.mark.attack("A3.not-begun")
def test_a_consent_that_begins_later_releases_nothing_now(
    studio: Any, verified_alice: Any, shows: Any, clock: Any, people: Any, days: int
) -> None:
    begin = (clock() + timedelta(days=days)).date()
    studio.consent(verified_alice, "alice", valid_from=begin.isoformat())
    content = shows("alice")
    later = studio.declare()["use"] | {"date": (begin + timedelta(days=2)).isoformat(), "alteration": "age"}
    said = studio.declare(as_replica(verified_alice.id), use=later)
    view = studio.check(content, said)
    assert exit_status(view) == 3
    assert "term.begins-later" in [reason["message"] for reason in view.result["persons"][0]["reasons"]]
    assert studio.desk.outlook.of(people.petra, said)["verdict"] == "needs_approval"
    clock.forward(days=days)
    view = studio.check(content, said)
    assert exit_status(view) == 0
    issued = parse_utc(studio.desk.checks.receipt(people.petra, view.id)["issued_at"])
    assert issued >= datetime(begin.year, begin.month, begin.day, tzinfo=UTC)


@pytest.mark.attack("A3.one-of-two")
def test_every_consent_that_it_rests_on_has_begun(
    studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any, clock: Any
) -> None:
    studio.consent(verified_alice, "alice")
    studio.consent(verified_bob, "bob", valid_from="2026-11-01")
    use = studio.declare()["use"] | {"date": "2026-11-02", "alteration": "age"}
    both = studio.declare(as_replica(verified_alice.id), as_replica(verified_bob.id), use=use)
    assert exit_status(studio.check(shows("alice", "bob"), both)) == 3


@pytest.mark.attack("A3.rules-that-forget-it")
def test_a_decision_that_forgot_the_beginning_is_not_signed(
    studio: Any, verified_alice: Any, shows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent = studio.consent(verified_alice, "alice", valid_from="2026-11-01")
    judge = studio.desk.decider._decide

    class Forgetful:
        def __init__(self, case: Any) -> None:
            self.case = case

        def as_dict(self) -> dict[str, Any]:
            said = judge(self.case).as_dict()
            covered = {"layer": "performer_consent", "verdict": "cleared", "consent": consent, "message": "covered"}
            blank = dict.fromkeys(("rule", "clause", "remedy", "source", "summary")) | {"person": "P1", "params": {}}
            return said | {"verdict": "cleared", "reasons": [blank | covered]}

    monkeypatch.setattr(studio.desk.decider, "_decide", Forgetful)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.state, exit_status(view)) == ("failed", 4)
    with pytest.raises(Conflict):
        studio.desk.checks.receipt(studio.people.petra, view.id)


@pytest.mark.attack("A13.cleared-before-the-withdrawal")
def test_what_was_cleared_and_counted_before_a_withdrawal_goes_on_and_nothing_new_does(
    studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    consent = studio.consent(verified_alice, "alice")
    made, said = shows("alice"), studio.declare(as_replica(verified_alice.id))
    view = studio.check(made, said)
    assert exit_status(view) == 0
    clock.forward(days=1)
    studio.desk.consents.withdraw(people.alice, consent)
    studio.desk.redecider.run_due()
    now = studio.desk.checks.get(people.petra, view.id)
    assert exit_status(now) == 0
    reasons = [one for one in now.result["persons"][0]["reasons"] if one["layer"] == "performer_consent"]
    assert [reason["message"] for reason in reasons] == ["term.made-before"]
    assert "Nothing new may be made" in reasons[0]["summary"]
    clock.forward(days=10)  # its receipt has run out
    assert exit_status(studio.check(made, said)) == 0
    other = studio.declare(as_replica(verified_alice.id))
    assert exit_status(studio.check(shows("alice"), other)) == 1, "another file"
    assert exit_status(studio.check(made, other)) == 1, "another unit"
    further = said | {"unit": said["unit"] | {"version": 2}}
    assert exit_status(studio.check(shows("alice"), further)) == 1, "another version"
    spanish = said | {"use": said["use"] | {"language": "es"}}
    assert exit_status(studio.check(made, spanish)) == 1, "beyond what was signed"
    live = said | {"use": said["use"] | {"realtime_generation": True}}
    assert exit_status(studio.check(made, live)) == 1, "something new is generated"


@pytest.mark.parametrize(
    "terms", [{"exploitation_after_end": "none"}, {"max_uses": 1, "exploitation_after_end": "none"}]
)
@pytest.mark.attack("A13.terms-end-all-use")
def test_where_the_signed_terms_end_all_use_an_earlier_clearance_helps_nobody(
    studio: Any, people: Any, verified_alice: Any, shows: Any, terms: dict[str, Any]
) -> None:
    consent = studio.consent(verified_alice, "alice", **terms)
    content, said = shows("alice"), studio.declare(as_replica(verified_alice.id))
    view = studio.check(content, said)
    studio.desk.consents.withdraw(people.alice, consent)
    studio.desk.redecider.run_due()
    assert exit_status(studio.desk.checks.get(people.petra, view.id)) == 1
    assert exit_status(studio.check(content, said)) == 1


@pytest.mark.attack("A13.never-cleared")
def test_a_file_that_was_checked_and_not_cleared_before_is_not_made_before(
    studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    consent = studio.consent(verified_alice, "alice")
    studio.approves = False
    content, said = shows("alice"), studio.declare(as_replica(verified_alice.id))
    assert exit_status(studio.check(content, said)) == 3
    temp = studio.declare(
        as_replica(verified_alice.id), unit=said["unit"], asset={"stage": "temp", "element": "performance"}
    )
    studio.check(content, temp)
    clock.forward(days=1)
    studio.desk.consents.withdraw(people.alice, consent)
    studio.approves = True
    assert exit_status(studio.check(content, said)) == 1
    finished = said | {"use": said["use"] | {"new_generation": False}}
    assert exit_status(studio.check(content, finished)) in (1, 3)


@pytest.mark.attack("A13.replaced-since")
def test_a_version_that_another_took_the_place_of_is_not_what_was_cleared(
    studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    consent = studio.consent(verified_alice, "alice")
    first, second = shows("alice"), shows("alice")
    said = studio.declare(as_replica(verified_alice.id))
    newer = said | {"unit": said["unit"] | {"version": 2}}
    assert [exit_status(studio.check(first, said)), exit_status(studio.check(second, newer))] == [0, 0]
    clock.forward(minutes=1)
    studio.desk.consents.withdraw(people.alice, consent)
    studio.desk.redecider.run_due()
    newest = said | {"unit": said["unit"] | {"version": 3}}
    assert exit_status(studio.check(first, newest)) == 1
    assert exit_status(studio.check(second, newer)) == 0
    with studio.desk.db.read() as session:
        from sqlalchemy import select

        allowed = session.scalars(
            select(Check.file_sha256).where(Check.verdict.in_(ALLOWED), Check.superseded_by.is_(None))
        )
        assert len(set(allowed)) == 1
