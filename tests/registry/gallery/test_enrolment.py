import pytest
from sqlalchemy import func, select, update

from matching.reasons import Undecidable
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Forbidden
from registry.gallery.sealing import Sealed, open_picture
from registry.records.events import EventKind
from registry.records.performers import likeness_digest
from registry.records.tables.ledger import Event, Notice
from registry.records.tables.performers import ReferencePicture, Template
from tests.registry.tampering import written


def rows(desk, model) -> int:
    with desk.db.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def names(desk) -> set[str]:
    return set(desk.gallery.load().gallery.subjects)


def test_nothing_is_enrolled_without_the_biometric_release(desk, people, fake_matching):
    with pytest.raises(Conflict, match="release-missing"):
        desk.performers.enrol(people.alice, people.alice.performer_id, [fake_matching.picture("alice")])
    assert rows(desk, Template) == 0
    assert list(desk.config.keystore.glob("*")) == []


def test_the_release_is_of_the_text_that_was_shown(desk, people):
    performer_id = people.alice.performer_id
    with pytest.raises(Conflict, match="release-text-changed"):
        desk.performers.sign_release(people.alice, performer_id, "en", "0" * 64)
    text = desk.performers.release_text("en")
    signed = desk.performers.sign_release(people.alice, performer_id, "en", text.digest)
    assert (signed.text, signed.text_digest) == (text.text, text.digest)
    with pytest.raises(Conflict, match="release-exists"):
        desk.performers.sign_release(people.alice, performer_id, "en", text.digest)


def test_a_language_without_a_text_shows_and_names_the_english_one(desk):
    assert desk.performers.release_text("xx") == desk.performers.release_text("en")


def test_an_enrolled_face_is_found(desk, people, enrol, fake_matching):
    result = enrol("alice")
    assert len(result.accepted) == 3
    assert not result.disputed
    assert result.parked  # it waits for a representative, like a claim to somebody else's face
    seen = fake_matching.examine(fake_matching.picture("alice", "stranger")).appearances
    alice, stranger = desk.gallery.load().ask(seen)
    assert (alice.answer, alice.subject) == ("match", people.alice.performer_id)
    assert stranger.answer == "none"


@pytest.mark.parametrize(
    ("face", "advice"),
    [
        ("", "enrol.no-face"),
        ("alice\nbob", "enrol.several-faces"),
        ("alice size=30", "enrol.too-small"),
        ("alice sharpness=5", "enrol.blurred"),
        ("alice yaw=60", "enrol.turned"),
        ("alice score=0.65", "enrol.unclear"),
        ("bob", "enrol.disagrees"),
    ],
)
def test_one_unfit_picture_keeps_the_whole_batch_out_and_says_why(desk, people, release, fake_matching, face, advice):
    release(people.alice, people.alice.performer_id)
    good = [fake_matching.picture("alice") for _ in range(3)]
    bad = fake_matching.picture(face, name="bad.jpg")
    result = desk.performers.enrol(people.alice, people.alice.performer_id, [*good, bad])
    assert result.accepted == ()
    assert [(part.file, part.message) for part in result.advice] == [("bad.jpg", advice)]
    assert rows(desk, Template) == 0
    assert names(desk) == set()


def test_a_file_that_cannot_be_looked_at_is_advice_too(desk, people, release, fake_matching):
    release(people.alice, people.alice.performer_id)
    files = [fake_matching.picture("alice"), fake_matching.picture("damaged", name="d.jpg")]
    result = desk.performers.enrol(people.alice, people.alice.performer_id, files)
    assert [(part.file, part.message) for part in result.advice] == [("d.jpg", "picture.damaged")]
    assert rows(desk, Template) == 0


@pytest.mark.parametrize("count", [0, 21])
def test_the_number_of_pictures_is_bounded(desk, people, release, fake_matching, count):
    release(people.alice, people.alice.performer_id)
    files = [fake_matching.picture("alice") for _ in range(count)]
    with pytest.raises(Invalid, match="enrolment-count"):
        desk.performers.enrol(people.alice, people.alice.performer_id, files)


def test_later_pictures_must_show_the_person_enrolled_before(desk, people, enrol):
    enrol("alice")
    result = enrol("alice", face="somebody-else")
    assert {part.message for part in result.advice} == {"enrol.disagrees"}
    assert rows(desk, Template) == 3


def test_pictures_are_kept_only_where_the_performer_asks_and_then_sealed(desk, people, enrol):
    enrol("alice")
    assert rows(desk, ReferencePicture) == 0
    enrol("bob", pictures=1, keep_pictures=True)
    with desk.db.read() as session:
        (picture,) = session.scalars(select(ReferencePicture))
    assert b"bob" not in picture.ciphertext
    key = desk.keystore.get(people.bob.performer_id)
    sealed = Sealed(picture.nonce, picture.ciphertext)
    content = open_picture(key, sealed, performer_id=people.bob.performer_id, picture_id=picture.id)
    assert content.startswith(b"bob\n")


def test_every_enrolment_is_an_event_raises_the_generation_and_is_told(desk, people, enrol):
    before = desk.gallery.load()
    enrol("alice")
    after = desk.gallery.load()
    assert after.gallery.generation == before.gallery.generation + 1
    assert after.gallery.digest != before.gallery.digest
    with desk.db.read() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == EventKind.TEMPLATES_ENROLLED))
        notices = session.scalars(select(Notice.message).where(Notice.performer_id == people.alice.performer_id))
        assert "notice-enrolled" in set(notices)
    assert event.details["pictures"] == 3
    assert event.actor == people.accounts["alice"]


def test_a_gallery_that_moved_while_the_pictures_were_looked_at_stops_the_enrolment(
    desk, people, enrol, release, fake_matching, monkeypatch
):
    release(people.bob, people.bob.performer_id)

    def meanwhile(path, *_args, **_options):
        monkeypatch.undo()
        if not names(desk):
            enrol("alice")
        return fake_matching.examine(path)

    monkeypatch.setattr(desk.performers, "_examine", meanwhile)
    with pytest.raises(Conflict, match="enrolment-changed"):
        desk.performers.enrol(people.bob, people.bob.performer_id, [fake_matching.picture("bob")])
    assert desk.performers.enrol(people.bob, people.bob.performer_id, [fake_matching.picture("bob")]).accepted


def test_a_missing_model_is_no_advice_about_a_picture(desk, people, release, fake_matching, monkeypatch):
    def missing():
        raise Undecidable("thresholds.unreadable", file="thresholds.json")

    release(people.alice, people.alice.performer_id)
    monkeypatch.setattr(desk.gallery, "_thresholds", missing)
    with pytest.raises(Undecidable):
        desk.performers.enrol(people.alice, people.alice.performer_id, [fake_matching.picture("alice")])
    assert rows(desk, Template) == 0


@pytest.mark.parametrize("name", ["bob", "ursula", "victor", "petra", "ada", "nora"])
def test_nobody_else_enrols_or_releases_for_a_performer(desk, people, release, fake_matching, name):
    performer_id = people.alice.performer_id
    release(people.alice, performer_id)
    for call in (
        lambda who: desk.performers.enrol(who, performer_id, [fake_matching.picture(name)]),
        lambda who: desk.performers.sign_release(who, performer_id, "en", desk.performers.release_text("en").digest),
        lambda who: desk.performers.withdraw_release(who, performer_id),
        lambda who: desk.performers.forget(who, performer_id),
    ):
        with pytest.raises(Forbidden):
            call(getattr(people, name))


def test_the_digest_of_a_face_shows_any_change_of_its_templates(desk, people, enrol):
    first = enrol("alice").likeness_digest
    second = enrol("alice", pictures=1).likeness_digest
    assert first != second
    with written(desk) as session:
        session.execute(update(Template).values(ciphertext=bytes(40)))
    with desk.db.read() as session:
        assert likeness_digest(session, people.alice.performer_id) not in (first, second, None)
