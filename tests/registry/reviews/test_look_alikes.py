"""Twins: one signs, a union approves, and a face that is near both goes to a person."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from consent.keyfile import write_key
from consent.signature import new_key, sign
from registry.cli import main
from registry.errors import Conflict, Invalid
from registry.permissions import Forbidden

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


def test_a_face_near_both_goes_to_a_person_once_it_is_approved(
    desk: Any, people: Any, studio: Any, shows: Any, signed: str, una: Any
) -> None:
    assert answers(studio.check(shows(NEAR_BOTH), studio.declare())) == ["match"]
    assert [pair.id for pair in desk.look_alikes.waiting(una())] == [signed]
    desk.look_alikes.approve(una(), signed)
    view = studio.check(shows(NEAR_BOTH), studio.declare())
    assert answers(view) == ["possible"]
    waiting = [review for review in desk.reviews.waiting(people.ursula) if review.check_id == view.id]
    assert {review.performer for review in waiting} == {"Alice", "Bob"}
    assert {review.why for review in waiting} == {"face.look-alikes"}
    desk.reviews.answer(people.ursula, waiting[0].id, "confirm", "same_face")
    assert answers(desk.checks.get(people.petra, view.id)) == ["match"]
    assert answers(studio.check(shows("alice"), studio.declare())) == ["match"]


def test_a_declaration_that_is_taken_back_no_longer_counts(
    desk: Any, people: Any, studio: Any, shows: Any, signed: str, una: Any
) -> None:
    desk.look_alikes.approve(una(), signed)
    desk.look_alikes.end(people.alice, signed)
    assert answers(studio.check(shows(NEAR_BOTH), studio.declare())) == ["match"]


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
        desk.look_alikes.draft(people.alice, verified_alice.id, str(people.bob.performer_id))
    with pytest.raises(Forbidden):
        desk.look_alikes.draft(people.bob, verified_alice.id, str(people.bob.performer_id))


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
