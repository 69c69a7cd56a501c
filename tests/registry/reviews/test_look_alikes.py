"""Twins: one signs, a union approves, and a face that is near both goes to a person."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consent.canonical import to_base64url
from consent.keyfile import write_key
from consent.signature import new_key, sign
from registry.cli import main
from registry.cli.common import clear_errors
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Forbidden
from registry.records.tables.ledger import Event

NEAR_BOTH = "alice~0.7+bob~0.5"


@pytest.fixture
def una(account: Any) -> Any:
    return account("una", "players-guild")


@pytest.fixture
def signed(desk: Any, people: Any, verified_alice: Any, verified_bob: Any) -> str:
    pair = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    signature = sign(verified_alice.key, desk.look_alikes.document(people.alice, pair.id), "signer")
    desk.look_alikes.sign(people.alice, pair.id, signature.as_dict())
    return pair.id


def answers(view: Any) -> list[str]:
    return [person["answer"] for person in view.result["persons"]]


def whys(desk: Any, people: Any, view: Any) -> set[str | None]:
    """Why people are asked about a check."""
    return {review.why for review in desk.review_lists.waiting(people.ursula).rows if review.check_id == view.id}


def test_whoever_looks_at_a_face_near_both_is_told_that_they_are_look_alikes_once_it_is_approved(
    desk: Any, people: Any, studio: Any, shows: Any, signed: str, una: Any
) -> None:
    before = studio.check(shows(NEAR_BOTH), studio.declare())
    assert (answers(before), whys(desk, people, before)) == (["possible"], {"face.several-people"})
    assert [pair.id for pair in desk.look_alikes.waiting(una())] == [signed]
    desk.look_alikes.approve(una(), signed)
    view = studio.check(shows(NEAR_BOTH), studio.declare())
    assert answers(view) == ["possible"]
    waiting = [review for review in desk.review_lists.waiting(people.ursula).rows if review.check_id == view.id]
    assert {review.performer for review in waiting} == {"Alice", "Bob"}
    assert whys(desk, people, view) == {"face.look-alikes"}
    desk.reviews.answer(people.ursula, waiting[0].id, "confirm", "same_person")
    assert answers(desk.checks.get(people.petra, view.id)) == ["match"]
    assert answers(studio.check(shows("alice"), studio.declare())) == ["match"]


def test_a_declaration_that_is_taken_back_no_longer_counts(
    desk: Any, people: Any, studio: Any, shows: Any, signed: str, una: Any
) -> None:
    desk.look_alikes.approve(una(), signed)
    desk.look_alikes.end(people.alice, signed)
    assert whys(desk, people, studio.check(shows(NEAR_BOTH), studio.declare())) == {"face.several-people"}


def test_only_somebody_neutral_to_both_approves(desk: Any, people: Any, signed: str, una: Any) -> None:
    for who in (people.ursula, people.victor, people.alice, people.bob, people.petra, people.ada, people.nora):
        assert desk.look_alikes.waiting(who) == []  # Ursula confirmed the identity of both
        with pytest.raises(Forbidden):
            desk.look_alikes.approve(who, signed)
    desk.look_alikes.approve(una(), signed)
    with pytest.raises(Conflict):
        desk.look_alikes.approve(una(), signed)


def test_only_the_performer_s_own_confirmed_key_signs(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any, una: Any
) -> None:
    pair = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    content = desk.look_alikes.document(people.alice, pair.id)
    for signature in (
        sign(verified_bob.key, content, "signer"),
        sign(new_key(), content, "signer"),
        sign(verified_alice.key, content, "countersigner"),
        sign(verified_alice.key, content + b" ", "signer"),
    ):
        with pytest.raises(Invalid):
            desk.look_alikes.sign(people.alice, pair.id, signature.as_dict())
    with pytest.raises(Forbidden):
        desk.look_alikes.sign(people.bob, pair.id, sign(verified_alice.key, content, "signer").as_dict())
    with pytest.raises(Conflict):
        desk.look_alikes.approve(una(), pair.id)


def test_both_are_enrolled(desk: Any, people: Any, verified_alice: Any) -> None:
    with pytest.raises(Conflict, match="look-alike-not-enrolled"):
        desk.look_alikes.draft(people.bob, str(people.bob.performer_id), verified_alice.id)
    with pytest.raises(Forbidden):
        desk.look_alikes.draft(people.bob, verified_alice.id, str(people.bob.performer_id))


@pytest.mark.parametrize("unknown", ["P-2222222222", "bob", "nobody\x00", "x" * 500])
def test_an_unknown_id_and_somebody_who_is_not_enrolled_are_answered_alike(
    desk: Any, people: Any, verified_alice: Any, unknown: str
) -> None:
    other = str(people.bob.performer_id) if unknown == "bob" else unknown
    with pytest.raises(Invalid) as refused:
        desk.look_alikes.draft(people.alice, verified_alice.id, other)
    assert (refused.value.params, refused.value.fields) == ({}, {"other": "look-alike-other-unknown"})


def test_who_cannot_sign_learns_nothing_of_others(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any
) -> None:
    desk.performers.revoke_key(people.alice, verified_alice.id, verified_alice.key.fingerprint)
    for other in (verified_bob.id, "P-2222222222"):
        with pytest.raises(Conflict, match="look-alike-no-key"):
            desk.look_alikes.draft(people.alice, verified_alice.id, other)


def test_nobody_is_their_own_look_alike_and_one_declaration_at_a_time_is_enough(
    desk: Any, people: Any, verified_alice: Any, signed: str, una: Any
) -> None:
    bob = str(people.bob.performer_id)
    with pytest.raises(Invalid):
        desk.look_alikes.draft(people.alice, verified_alice.id, verified_alice.id)
    with pytest.raises(Conflict, match="look-alike-under-way"):
        desk.look_alikes.draft(people.alice, verified_alice.id, bob)
    desk.look_alikes.approve(una(), signed)
    with pytest.raises(Conflict, match="look-alike-exists"):
        desk.look_alikes.draft(people.alice, verified_alice.id, bob)
    desk.look_alikes.end(people.alice, signed)
    assert desk.look_alikes.draft(people.alice, verified_alice.id, bob).state == "drafted"


def test_declaring_does_not_tell_who_declared_it_before(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any, signed: str, una: Any
) -> None:
    desk.look_alikes.approve(una(), signed)
    assert desk.look_alikes.draft(people.bob, verified_bob.id, verified_alice.id).state == "drafted"


def test_the_paper_names_the_key_of_whoever_declares(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any, account: Any
) -> None:
    manager = account("mona")
    claim = desk.representations.claim(people.alice, manager().account_id, verified_alice.id, "manager", "contract")
    desk.representations.confirm(people.ursula, claim.id)
    key = new_key("Mona")
    desk.performers.add_key(manager(), verified_alice.id, "ed25519", to_base64url(key.public))
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    drafted = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    assert drafted.fingerprint == verified_alice.key.fingerprint
    desk.look_alikes.end(people.alice, drafted.id)
    drafted = desk.look_alikes.draft(manager(), verified_alice.id, verified_bob.id)
    assert drafted.fingerprint == key.fingerprint
    desk.look_alikes.sign(manager(), drafted.id, sign(key, drafted.document.encode(), "signer").as_dict())


def test_a_refusal_ends_the_matter_and_only_the_performer_is_told(
    desk: Any, people: Any, studio: Any, shows: Any, signed: str, una: Any, clock: Any
) -> None:
    told_bob = len(desk.notices.about(people.bob, performer_id=people.bob.performer_id).rows)
    desk.look_alikes.refuse(una(), signed)
    assert desk.look_alikes.get(people.alice, signed).state == "refused"
    assert desk.look_alikes.waiting(una()) == []
    notices = desk.notices.about(people.alice, performer_id=people.alice.performer_id).rows
    assert [(one.message, one.params) for one in notices].count(("notice-look-alike-refused", {"pair": signed})) == 1
    assert len(desk.notices.about(people.bob, performer_id=people.bob.performer_id).rows) == told_bob
    with desk.db.read() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == "look_alike.refused"))
        assert (event.actor, event.subject) == (una().account_id, signed)
    for act in (desk.look_alikes.approve, desk.look_alikes.refuse):
        with pytest.raises(Conflict, match="look-alike-not-open"):
            act(una(), signed)
    assert whys(desk, people, studio.check(shows(NEAR_BOTH), studio.declare())) == {"face.several-people"}


def test_whoever_decides_sees_that_it_was_refused_before(
    desk: Any, people: Any, verified_alice: Any, signed: str, una: Any, account: Any
) -> None:
    assert desk.look_alikes.get(una(), signed).refused_before is None
    desk.look_alikes.refuse(una(), signed)
    again = desk.look_alikes.draft(people.alice, verified_alice.id, str(people.bob.performer_id))
    signature = sign(verified_alice.key, again.document.encode(), "signer")
    desk.look_alikes.sign(people.alice, again.id, signature.as_dict())
    (view,) = desk.look_alikes.waiting(account("ulf", "players-guild")())
    assert view.refused_before == desk.clock()


def test_only_somebody_neutral_to_both_refuses(desk: Any, people: Any, signed: str, una: Any) -> None:
    for who in (people.ursula, people.victor, people.alice, people.bob, people.petra, people.ada, people.nora):
        with pytest.raises(Forbidden):
            desk.look_alikes.refuse(who, signed)
    assert desk.look_alikes.get(people.alice, signed).state == "signed"


def test_what_was_taken_back_is_neither_signed_nor_decided(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any, signed: str, una: Any
) -> None:
    desk.look_alikes.end(people.alice, signed)
    for act in (desk.look_alikes.approve, desk.look_alikes.refuse):
        with pytest.raises(Conflict, match="look-alike-not-open"):
            act(una(), signed)
    drafted = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    desk.look_alikes.end(people.alice, drafted.id)
    signature = sign(verified_alice.key, drafted.document.encode(), "signer")
    with pytest.raises(Conflict, match="look-alike-over"):
        desk.look_alikes.sign(people.alice, drafted.id, signature.as_dict())


def test_the_other_is_told_without_a_name_when_it_begins_and_when_it_ends(
    desk: Any, people: Any, signed: str, una: Any
) -> None:
    bob = str(people.bob.performer_id)
    assert desk.look_alikes.told_apart(people.bob, bob) == []
    desk.look_alikes.approve(una(), signed)
    assert desk.look_alikes.told_apart(people.bob, bob) == [desk.clock()]
    desk.look_alikes.end(people.alice, signed)
    assert desk.look_alikes.told_apart(people.bob, bob) == []
    notices = desk.notices.about(people.bob, performer_id=bob).rows
    told = {one.message: one.params for one in notices if one.message.startswith("notice-look-alike")}
    assert told == {"notice-look-alike-approved": {}, "notice-look-alike-ended": {}}


def test_a_declaration_is_read_by_those_whom_it_concerns(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any, una: Any
) -> None:
    drafted = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    content = drafted.document.encode()
    assert desk.look_alikes.document(people.alice, drafted.id) == content
    for who in (people.bob, people.victor, people.petra, people.ada, people.nora, people.ursula, una()):
        with pytest.raises(Forbidden):
            desk.look_alikes.get(who, drafted.id)
    desk.look_alikes.sign(people.alice, drafted.id, sign(verified_alice.key, content, "signer").as_dict())
    view = desk.look_alikes.get(una(), drafted.id)
    assert (view.performer, view.other, view.mine) == ("Alice", "Bob", True)
    assert not desk.look_alikes.get(people.ursula, drafted.id).mine
    assert desk.look_alikes.get(people.alice, drafted.id).other is None
    for who in (people.bob, people.victor, people.petra, people.ada, people.nora):
        with pytest.raises(Forbidden):
            desk.look_alikes.get(who, drafted.id)


def test_what_one_may_not_decide_oneself_is_seen_all_the_same(desk: Any, people: Any, signed: str, una: Any) -> None:
    assert [(view.id, view.mine) for view in desk.look_alikes.signed(people.ursula)] == [(signed, False)]
    assert [(view.id, view.mine) for view in desk.look_alikes.signed(una())] == [(signed, True)]
    for who in (people.victor, people.alice, people.bob, people.petra, people.ada, people.nora):
        assert desk.look_alikes.signed(who) == []


def test_a_representative_who_is_the_other_one_learns_nothing(desk: Any, people: Any, signed: str, una: Any) -> None:
    desk.accounts.grant_union(people.ursula, people.accounts["bob"], "players-guild")
    people.accept("bob")
    assert people.bob.unions
    assert desk.look_alikes.signed(people.bob) == []
    with pytest.raises(Forbidden):
        desk.look_alikes.get(people.bob, signed)


def test_kept_pictures_are_shown_to_whoever_decides_as_far_as_the_record_is_theirs(
    desk: Any, people: Any, signed: str, una: Any, account: Any
) -> None:
    alice, bob = (str(who.performer_id) for who in (people.alice, people.bob))
    assert desk.look_alikes.get(una(), signed).pictures == ((alice, 3), (bob, 3))
    assert desk.look_alikes.pictures(una(), signed, alice)[0].startswith(b"alice")
    assert desk.look_alikes.pictures(people.ursula, signed, alice) == []
    desk.unions.claim_membership(people.bob, bob, "stage-alliance")
    elsewhere = account("vera", "stage-alliance")
    with pytest.raises(Forbidden):  # a union that was merely named has no part in it
        desk.look_alikes.get(elsewhere(), signed)
    desk.unions.confirm_membership(people.victor, bob, "stage-alliance")
    view = desk.look_alikes.get(elsewhere(), signed)
    assert (view.mine, view.other, view.pictures) == (True, "Bob", ((bob, 3),))
    assert desk.look_alikes.pictures(elsewhere(), signed, alice) == []
    desk.look_alikes.approve(una(), signed)
    assert desk.look_alikes.pictures(una(), signed, alice) == []


def test_a_twin_who_enrols_more_pictures_opens_no_dispute(
    desk: Any, people: Any, verified_alice: Any, signed: str, una: Any, fake_matching: Any
) -> None:
    desk.look_alikes.approve(una(), signed)
    dora = desk.performers.enrol(
        people.bob, str(people.bob.performer_id), [fake_matching.picture("bob~0.62+alice~0.6")]
    )
    assert dora.accepted
    assert not dora.disputed


def test_the_paper_is_signed_offline(
    tmp_path: Path, desk: Any, people: Any, verified_alice: Any, verified_bob: Any
) -> None:
    pair = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    paper, key, out = tmp_path / "paper.json", tmp_path / "alice.key", tmp_path / "signature.json"
    paper.write_text(json.dumps(json.loads(pair.document), indent=2), encoding="utf-8")
    write_key(key, verified_alice.key)
    arguments = ["look-alike", "sign", str(paper), "--key", str(key), "--out", str(out), "--yes"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    desk.look_alikes.sign(people.alice, pair.id, json.loads(out.read_text()))
    paper.write_text("{}", encoding="utf-8")
    refused = CliRunner().invoke(main, arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_the_signature_lies_beside_the_paper_unless_told_otherwise(
    tmp_path: Path, desk: Any, people: Any, verified_alice: Any, verified_bob: Any
) -> None:
    pair = desk.look_alikes.draft(people.alice, verified_alice.id, verified_bob.id)
    paper, key = tmp_path / f"{pair.id}.json", tmp_path / "alice.key"
    paper.write_text(pair.document, encoding="utf-8")
    write_key(key, verified_alice.key)
    assert CliRunner().invoke(main, ["look-alike", "sign", str(paper), "--key", str(key), "--yes"]).exit_code == 0
    written = tmp_path / f"{pair.id}.signature.json"
    desk.look_alikes.sign(people.alice, pair.id, json.loads(written.read_text(encoding="utf-8")))


def test_a_refusal_is_one_command(desk: Any, signed: str, una: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def at_desk() -> Iterator[Any]:
        with clear_errors():
            yield desk

    monkeypatch.setattr("registry.cli.look_alike.at_desk", at_desk)

    def run(*arguments: str, by: str) -> Any:
        return CliRunner().invoke(main, ["look-alike", *arguments, "--as", f"{by}@example.org", "--json"])

    assert [line["id"] for line in json.loads(run("list", by="una").stdout)] == [signed]
    assert (run("refuse", signed, by="ursula").exit_code, run("refuse", signed, by="ursula").stdout) == (2, "")
    assert json.loads(run("refuse", signed, by="una").stdout) == {"id": signed, "refused": True}
    again = run("refuse", signed, by="una")
    assert (again.exit_code, again.stderr.strip()) == (2, "Error: This declaration does not wait for a decision.")
    assert json.loads(run("list", by="una").stdout) == []
