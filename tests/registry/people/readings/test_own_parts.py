"""What somebody is shown of themselves goes with the release of the sense that found it, and with no other."""

from typing import Any

import pytest
from sqlalchemy import select

from registry.desk import Desk
from registry.gallery import own_pictures
from registry.gallery.own_pictures import CROP, OwnPiece
from registry.records.tables.own_pictures import OwnPicture
from tests.registry.checks.conftest import Studio, as_replica
from tests.registry.conftest import FakeMatching
from tests.registry.people.readings.conftest import released

FACE, VOICE = OwnPiece("face", CROP, "image/jpeg", b"\xff\xd8"), OwnPiece("voice", CROP, "audio/wav", b"RIFF")


@pytest.fixture
def shown(desk: Desk, studio: Studio, verified_alice: Any, people: Any, fake_matching: FakeMatching) -> str:
    """A check in which Alice is seen and heard."""
    released(desk, people.alice, verified_alice.id)
    check = studio.check(fake_matching.picture("alice").read_bytes(), studio.declare(as_replica(verified_alice.id)))
    with desk.db.write() as session:
        own_pictures.keep(session, desk.keystore, check.id, verified_alice.id, [FACE, VOICE], desk.clock())
    return str(check.id)


def kept(desk: Desk) -> list[str]:
    with desk.db.read() as session:
        return list(session.scalars(select(OwnPicture.modality).order_by(OwnPicture.id)))


@pytest.mark.parametrize(("withdrawn", "left"), [("voice", "face"), ("face", "voice")])
def test_withdrawing_one_sense_destroys_its_pieces_and_their_key_alone(
    desk: Desk, shown: str, people: Any, withdrawn: str, left: str
) -> None:
    assert kept(desk) == ["face", "voice"]
    desk.performers.withdraw_release(people.alice, people.alice.performer_id, withdrawn)
    assert kept(desk) == [left]
    assert len(list(desk.config.keystore.glob("Y-*"))) == 1
    with desk.db.read() as session:
        (piece,) = own_pictures.opened(session, desk.keystore, shown, people.alice.performer_id)
    assert piece.modality == left


def test_forgetting_destroys_those_of_every_sense(desk: Desk, shown: str, people: Any) -> None:
    desk.performers.forget(people.alice, people.alice.performer_id)
    assert kept(desk) == []
    assert list(desk.config.keystore.glob("Y-*")) == []


def test_who_is_no_longer_found_by_a_sense_keeps_what_another_found(desk: Desk, shown: str, people: Any) -> None:
    with desk.db.write() as session:
        own_pictures.keep_only(session, desk.keystore, shown, {(people.alice.performer_id, "face")})
    assert kept(desk) == ["face"]


def test_what_is_kept_anew_of_one_sense_leaves_the_other(desk: Desk, shown: str, people: Any) -> None:
    performer = people.alice.performer_id
    with desk.db.write() as session:
        own_pictures.keep(session, desk.keystore, shown, performer, [VOICE, VOICE], desk.clock())
        assert own_pictures.are_kept(session, shown, performer, "face")
    assert kept(desk) == ["face", "voice", "voice"]
