"""One check from the file to the receipt, with every answer that a face can get."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest

from consent.receipt import Outcome, verify_receipt
from consent.trust import parse_status, parse_trust
from registry.checks.viewed import exit_status
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Forbidden
from registry.productions.declaration import parse_declaration
from tests.registry.checks.conftest import a_declaration, as_replica


def messages(view: Any, pseudonym: str = "P1") -> set[str]:
    return {
        reason["message"]
        for person in view.result["persons"]
        if person["pseudonym"] == pseudonym
        for reason in person["reasons"]
    }


def test_a_consented_replica_is_cleared_with_a_receipt_that_verifies(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    content = shows("alice")
    view = studio.check(content, studio.declare(as_replica(verified_alice.id)))
    assert (view.status, view.verdict, exit_status(view)) == ("decided", "cleared", 0)
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    trust = parse_trust(studio.desk.instance_key.trust())
    status = parse_status(studio.desk.status.stale_list(), trust, now=studio.desk.clock())
    found = verify_receipt(receipt, trust, now=studio.desk.clock(), file_sha256=view.file_sha256, status=status)
    assert found.outcome is Outcome.VALID
    assert found.releases
    assert verified_alice.id not in str(receipt)
    assert "Alice" not in str(receipt)


def test_a_registered_face_without_consent_is_blocked(studio: Any, verified_alice: Any, shows: Any) -> None:
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.verdict, exit_status(view)) == ("blocked", 1)
    assert "consent.missing" in messages(view, "P2")  # whoever was declared; that they are P1 is not told
    first = view.result["persons"][0]["reasons"][0]
    assert first["message"] == "check.found-unlicensed"
    assert first["remedy"] == {"ask": "union:players-guild", "for": "any-consent"}


def test_a_use_outside_the_consent_names_the_clause(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    declared = studio.declare(as_replica(verified_alice.id))
    declared["use"] |= {"language": "es"}
    view = studio.check(shows("alice"), declared)
    assert view.verdict == "blocked"
    assert "scope.language" in messages(view)


def test_a_registered_face_that_is_not_declared_blocks(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare())
    assert view.verdict == "blocked"
    assert "check.found-not-declared" in messages(view)


def test_somebody_declared_and_not_found_goes_to_review(
    studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    studio.consent(verified_bob, "bob")
    declared = studio.declare(as_replica(verified_alice.id), as_replica(verified_bob.id))
    view = studio.check(shows("alice"), declared)
    assert (view.verdict, exit_status(view)) == ("needs_approval", 3)
    assert view.result["persons"][0]["verdict"] == "cleared"
    assert "check.declared-not-found" in messages(view, "P2")


def test_a_declared_name_that_nobody_bears_reads_like_one_that_is_not_found(
    studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    studio.consent(verified_bob, "bob")
    stranger = as_replica("") | {"name": "Nobody Atall"}
    del stranger["performer"]
    unknown = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id), stranger))
    known = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id), as_replica(verified_bob.id)))
    kinds = [view.result["persons"][1] for view in (unknown, known)]
    assert kinds[0].keys() == kinds[1].keys()
    assert "check.declared-not-found" in messages(unknown, "P2")


def test_nobody_of_the_registry_is_a_decided_check(studio: Any, verified_alice: Any, shows: Any) -> None:
    view = studio.check(shows("stranger", "another"), studio.declare())
    assert [person["answer"] for person in view.result["persons"]] == ["none", "none"]
    assert (view.status, view.verdict) == ("decided", "cleared")


def test_performed_as_shown_on_the_production_s_word_alone_is_not_cleared(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(performed))
    assert view.verdict == "needs_approval"
    assert "claim.unconfirmed" in messages(view)


def test_somebody_who_gave_nothing_is_recognised_and_stays_unnamed_until_they_confirm(
    studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    content, said = shows("alice"), studio.declare(performed)
    said["asset"] |= {"source_type": "digitalCapture"}
    view = studio.check(content, said)
    assert exit_status(view) == 1
    assert [person["answer"] for person in view.result["persons"]] == ["match", "declared"]
    about = {"production_id": studio.production, "performer_id": verified_alice.id}
    about |= {"declaration_sha256": parse_declaration(said).sha256, "file_sha256": view.file_sha256}
    for fact in ("performed_as_shown", "not_altered"):
        studio.desk.approvals.give(people.alice, "confirmation", "confirmed", params={"fact": fact}, **about)
    studio.desk.redecider.run_due()
    again = studio.desk.checks.get(people.petra, view.id)
    assert [person["answer"] for person in again.result["persons"]] == ["match"]
    assert exit_status(again) == 0


def test_an_unverified_performer_s_consent_clears_nothing(
    studio: Any, verified_alice: Any, shows: Any, people: Any, desk: Any
) -> None:
    studio.consent(verified_alice, "alice")
    with desk.db.write() as session:
        from registry.ledger.record import record
        from registry.records.events import EventKind
        from registry.records.tables.performers import Performer

        session.get_one(Performer, verified_alice.id).status = "unverified"
        record(session, "system", EventKind.DISPUTE_OPENED, verified_alice.id)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "blocked"
    assert "check.found-unlicensed" in messages(view)
    assert "identity.unverified" not in str(view.result)  # the production does not learn why


def test_two_faces_that_may_be_one_person_wait_for_a_person(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice", "alice"), studio.declare(as_replica(verified_alice.id)))
    assert sorted(person["answer"] for person in view.result["persons"]) == ["match", "possible"]
    assert (view.verdict, exit_status(view)) == ("needs_approval", 3)


def test_one_face_that_cannot_be_decided_makes_the_whole_check_so(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice", "stranger unread=1"), studio.declare(as_replica(verified_alice.id)))
    assert (view.state, view.status, exit_status(view)) == ("decided", "cannot_decide", 4)
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    assert receipt["status"] == "cannot_decide"


def test_a_face_that_nobody_can_be_recognised_by_takes_the_cast_s_word(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    declared = studio.declare(as_replica(verified_alice.id))
    for version, face in enumerate(("stranger size=5", "stranger size=60 sharpness=2"), start=1):
        declared = declared | {"unit": {"id": "SH1", "version": version}}
        view = studio.check(shows("alice", face), declared)
        assert (view.status, view.verdict, exit_status(view)) == ("decided", "needs_approval", 3)
        assert [person["answer"] for person in view.result["persons"]] == ["match", "not_identifiable"]
        attested = studio.check(shows("alice", face), declared | {"nobody_else_identifiable": True})
        assert (attested.status, attested.verdict) == ("decided", "cleared")
        receipt = studio.desk.checks.receipt(studio.people.petra, attested.id)
        assert [person["answer"] for person in receipt["persons"]] == ["match", "not_identifiable"]
    declared = declared | {"unit": {"id": "SH1", "version": 3}}
    view = studio.check(shows("alice", "stranger sharpness=2"), declared | {"nobody_else_identifiable": True})
    assert (view.status, view.verdict, exit_status(view)) == ("decided", "needs_approval", 3)  # it fills the picture
    view = studio.check(shows("alice size=5"), declared | {"nobody_else_identifiable": True})
    assert view.result["persons"][0]["answer"] == "match"  # a registered face is found however small it is


def test_an_empty_registry_decides_nothing(studio: Any, shows: Any) -> None:
    view = studio.check(shows("stranger"), studio.declare())
    assert (view.status, exit_status(view)) == ("cannot_decide", 4)


@pytest.mark.parametrize("content", [b"", b"damaged"])
def test_a_file_that_cannot_be_read_fails(studio: Any, verified_alice: Any, content: bytes) -> None:
    view = studio.check(content, studio.declare())
    assert (view.state, view.status, exit_status(view)) == ("failed", "cannot_decide", 4)
    assert not view.has_receipt
    with pytest.raises(Conflict):
        studio.desk.checks.receipt(studio.people.petra, view.id)


def test_the_upload_is_gone_with_the_decision(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    studio.check(b"", studio.declare())
    assert list(studio.desk.config.uploads.iterdir()) == []


def test_only_members_of_the_production_ask_and_only_those_concerned_look(
    studio: Any, verified_alice: Any, verified_bob: Any, shows: Any, people: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    checks = studio.desk.checks
    with pytest.raises(Forbidden):
        checks.register(people.quentin, studio.production, io.BytesIO(b"x"), "x.jpg", studio.declare())
    for outsider in (people.quentin, people.bob, people.victor, people.ada, people.nora):
        with pytest.raises(NotFound):
            checks.get(outsider, view.id)
        assert studio.desk.check_lists.page(outsider).rows == ()
    own = checks.get(people.alice, view.id)
    assert (own.role, own.file_name, own.preview) == ("performer", None, None)
    assert [person["name"] for person in own.result["persons"]] == [None]
    union = checks.get(people.ursula, view.id)
    assert [person["name"] for person in union.result["persons"]] == ["Alice"]
    for viewer in (people.alice, people.ursula):
        with pytest.raises(NotFound):
            checks.receipt(viewer, view.id)


def test_a_declaration_of_another_production_is_refused_and_nothing_is_kept(studio: Any, people: Any) -> None:
    from registry.core.errors import Invalid

    with pytest.raises(Invalid):
        studio.desk.checks.register(
            people.petra, studio.production, io.BytesIO(b"x"), "x.jpg", a_declaration("PR-OTHER")
        )
    assert not studio.desk.config.uploads.exists() or not list(studio.desk.config.uploads.iterdir())


def test_a_receipt_ends_with_the_first_consent_that_it_rests_on(
    studio: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    clock.moment = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
    studio.consent(verified_alice, "alice", valid_until="2026-10-06")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "cleared"
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    assert receipt["expires_at"] == "2026-10-07T00:00:00Z"
