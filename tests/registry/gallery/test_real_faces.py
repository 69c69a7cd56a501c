"""Enrolment with the real matchers, on pictures of people who do not exist."""

import pytest
from sqlalchemy import select

from matching import weights
from matching.encoders import EDGEFACE
from matching.face import installed
from registry.core.config import Config
from registry.desk import Desk
from registry.records.tables.performers import Dispute
from tests.common.parts import PROJECT
from tests.registry.conftest import Enrolment

PICTURES = PROJECT / "registry" / "demo" / "pictures" / "people"


@pytest.fixture
def desk(tmp_path, clock, fast_hasher, desk):
    for model in ("yunet", "sface"):
        try:
            weights.load(model)
        except weights.ModelMissing:
            pytest.skip(f"the weights of {model} are not here: likeness models fetch")
    desk.close()  # both would have the same file open
    seeing = Desk(Config(home=tmp_path / "instance", database_url=""), clock, hasher=fast_hasher)
    yield seeing
    seeing.close()


def enrol(desk, people, name, files) -> Enrolment:
    who = getattr(people, name)
    if desk.performers.card(who, who.performer_id).release is None:
        text = desk.performers.release_text("en")
        desk.performers.sign_release(who, who.performer_id, "en", text.digest)
    return desk.performers.enrol(who, who.performer_id, files)


def test_a_person_is_enrolled_recognised_and_nobody_else_takes_the_face(desk, people):
    first, second = sorted(PICTURES.iterdir())[:2]
    mine, other = sorted(first.glob("*.jpg")), sorted(second.glob("*.jpg"))
    mixed = enrol(desk, people, "alice", [*mine[:3], other[0]])
    assert mixed.accepted == ()
    assert {part.message for part in mixed.advice} == {"enrol.disagrees"}
    assert enrol(desk, people, "alice", mine[:3]).accepted
    loaded = desk.gallery.load()
    assert loaded.losses == ()
    (same,) = loaded.ask(desk.eyes.examine(mine[3], loaded.encoders).appearances, desk.eyes.second_opinion)
    assert (same.answer, same.subject) == ("match", people.alice.performer_id)
    (stranger,) = loaded.ask(desk.eyes.examine(other[0], loaded.encoders).appearances, desk.eyes.second_opinion)
    assert stranger.answer == "none"
    claim = enrol(desk, people, "bob", mine[3:])
    assert not claim.disputed  # the claimant is not told before somebody takes it up
    with desk.db.read() as session:
        assert session.scalars(select(Dispute)).one().claimant_id == people.bob.performer_id


def test_an_optional_encoder_searches_from_a_switch_on(desk, people):
    if EDGEFACE not in installed.available():
        pytest.skip("optional weights are not installed: likeness models fetch edgeface")
    first, second = ([*sorted(folder.glob("*.jpg"))] for folder in sorted(PICTURES.iterdir())[:2])
    assert enrol(desk, people, "alice", first[:3]).accepted
    for names in (["sface", "edgeface", "dlib"], ["sface", "dlib"]):
        desk.switching.switch(people.ada, names)
        loaded = desk.gallery.load()
        (same,), (stranger,) = (
            loaded.ask(desk.eyes.examine(files[3], loaded.encoders).appearances, desk.eyes.second_opinion)
            for files in (first, second)
        )
        assert (same.answer, same.subject, stranger.answer) == ("match", people.alice.performer_id, "none")
        assert (EDGEFACE in same.candidates[0].scores) == ("edgeface" in names)


def test_what_is_no_picture_is_advice(desk, people, tmp_path):
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "empty.jpg").write_bytes(b"")
    result = enrol(desk, people, "alice", [tmp_path / "text.jpg", tmp_path / "empty.jpg"])
    assert [part.message for part in result.advice] == ["picture.unknown-format", "file.empty"]
