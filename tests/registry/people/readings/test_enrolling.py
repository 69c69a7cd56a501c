"""Somebody is enrolled by their voice from texts that nobody can have recorded before."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.desk import Desk
from registry.gallery.reading import FASTEST, SLOWEST, fits, syllables
from registry.gallery.recordings import Read
from registry.ports.keys import KeyMissing
from registry.records.events import EventKind
from registry.records.tables.ledger import Event
from registry.records.tables.performers import ReferencePicture, Template
from registry.records.tables.readings import Reading, Recording
from tests.common.spoken import ALICE, BOB, hummed
from tests.registry.people.readings.conftest import read_aloud, recording, released


@pytest.fixture
def alice(desk: Desk, verified_alice: Any, people: Any) -> Any:
    """Confirmed by her face; her release for the voice is signed."""
    released(desk, people.alice, verified_alice.id)
    return people.alice


def rows(desk: Desk, table: Any) -> list[Any]:
    with desk.db.read() as session:
        return list(session.scalars(select(table)))


def modalities(desk: Desk) -> set[str]:
    return {row.modality for row in rows(desk, Template)}


def test_nothing_is_drawn_or_enrolled_without_a_release_for_the_voice(
    desk: Desk, verified_alice: Any, people: Any
) -> None:
    with pytest.raises(Conflict, match="release-missing"):
        desk.readings.draw(people.alice, verified_alice.id, "en")
    with pytest.raises(Conflict, match="release-missing"):
        desk.enrolments.ask(
            people.alice, verified_alice.id, [recording(hummed(ALICE, seconds=9))], None, "voice", ["x"]
        )


def test_a_voice_is_enrolled_beside_the_face_and_waits_for_confirmation(desk: Desk, alice: Any, enrol: Any) -> None:
    done = enrol(alice, read_aloud(ALICE))
    assert done.outcome["accepted"] == ["text.wav"] * 3
    assert done.outcome["parked"] is True
    assert modalities(desk) == {"face", "voice"}
    card = desk.performers.card(alice, alice.performer_id)
    assert (card.senses["face"].templates, card.senses["voice"].templates) == (3, 3)
    assert desk.galleries["voice"].load().parked.subjects == (alice.performer_id,)


def test_texts_are_fresh_and_differ(desk: Desk, alice: Any) -> None:
    drawn = [desk.readings.draw(alice, alice.performer_id, "en") for _ in range(5)]
    assert len({one.text for some in drawn for one in some}) == 15
    assert desk.readings.open(alice, alice.performer_id) == drawn[-1]  # those before are gone
    for one in drawn[-1]:
        assert 50 <= syllables(one.text) <= 110, one.text


def test_a_text_is_good_for_one_recording(desk: Desk, alice: Any, enrol: Any) -> None:
    texts = desk.readings.draw(alice, alice.performer_id, "en")
    enrol(alice, read_aloud(ALICE), texts=texts)
    with pytest.raises(Conflict, match="reading-used"):
        enrol(alice, read_aloud(ALICE), texts=texts)
    fresh = desk.readings.draw(alice, alice.performer_id, "en", 2)
    with pytest.raises(Conflict, match="reading-used"):
        enrol(alice, read_aloud(ALICE, 2), texts=[fresh[0], fresh[0]])


def test_a_text_expires_and_is_deleted(desk: Desk, alice: Any, enrol: Any, clock: Any) -> None:
    texts = desk.readings.draw(alice, alice.performer_id, "en")
    clock.forward(minutes=29)
    assert desk.readings.open(alice, alice.performer_id) == texts
    clock.forward(minutes=1)
    assert desk.readings.open(alice, alice.performer_id) == []
    with pytest.raises(Conflict, match="reading-expired"):
        enrol(alice, read_aloud(ALICE), texts=texts)
    clock.forward(days=1)
    desk.readings.purge()
    assert rows(desk, Reading) == []


def test_a_text_is_its_performers_and_its_accounts(desk: Desk, alice: Any, people: Any, enrol: Any) -> None:
    released(desk, people.bob, people.bob.performer_id)
    texts = desk.readings.draw(people.bob, people.bob.performer_id, "en")
    for known in (texts, [replace(one, id=f"{one.id[:-1]}-") for one in texts]):
        with pytest.raises(Conflict, match="reading-unknown"):
            enrol(alice, read_aloud(ALICE), texts=known)
    with pytest.raises(Forbidden):
        desk.readings.draw(people.bob, alice.performer_id, "en")
    with pytest.raises(Forbidden):
        desk.readings.draw(people.ursula, alice.performer_id, "en")  # a representative confirms, and enrols nobody


def test_every_recording_needs_a_text_and_no_picture_has_one(desk: Desk, alice: Any, fake_matching: Any) -> None:
    texts = [one.id for one in desk.readings.draw(alice, alice.performer_id, "en")]
    some = [recording(one) for one in read_aloud(ALICE)]
    for sources, readings, modality in (
        (some, [], "voice"), (some, texts[:2], "voice"), ([recording(b"alice")] * 3, texts, None),
    ):  # fmt: skip
        with pytest.raises(Invalid, match="reading-each"):
            desk.enrolments.ask(alice, alice.performer_id, sources, None, modality, readings)
    assert [one.id for one in desk.readings.open(alice, alice.performer_id)] == texts


def advice(done: Any) -> list[str]:
    assert done.outcome["accepted"] == []
    return [part["message"] for part in done.outcome["advice"]]


def test_the_length_of_speech_has_to_fit_the_text(desk: Desk, alice: Any, enrol: Any) -> None:
    assert advice(enrol(alice, [hummed(ALICE, seconds=3), *read_aloud(ALICE, 2)])) == ["enrol.read-too-short"]
    assert advice(enrol(alice, [hummed(ALICE, seconds=80), *read_aloud(ALICE, 2)])) == ["enrol.read-too-long"]
    assert modalities(desk) == {"face"}


def test_half_a_minute_of_speech_is_needed_in_all(alice: Any, enrol: Any) -> None:
    assert advice(enrol(alice, read_aloud(ALICE, 2, 14.0))) == ["enrol.too-little-speech"]
    assert enrol(alice, read_aloud(ALICE, 2, 16.0)).outcome["accepted"]


def test_two_speakers_a_text_file_and_somebody_else_are_refused(alice: Any, enrol: Any) -> None:
    assert advice(enrol(alice, [hummed(ALICE, BOB, seconds=15), *read_aloud(ALICE, 2)])) == ["enrol.several-faces"]
    assert "enrol.disagrees" in advice(enrol(alice, [hummed(BOB, seconds=15), *read_aloud(ALICE)]))
    page = b"<!doctype html><script>alert(1)</script>"
    assert advice(enrol(alice, [page, *read_aloud(ALICE, 2)])) == ["file.unreadable"]


def test_what_no_browser_plays_is_refused(alice: Any, enrol: Any) -> None:
    content = hummed(ALICE, seconds=15)
    disguised = content[:8] + b"AVI " + content[12:]
    assert advice(enrol(alice, [disguised, *read_aloud(ALICE, 2)]))


def test_a_recording_that_is_too_large_leaves_nothing_behind(
    desk: Desk, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.enrolments.RECORDING_BYTES", 100_000)
    texts = [one.id for one in desk.readings.draw(alice, alice.performer_id, "en", 2)]
    sources = [recording(hummed(ALICE, seconds=2)), recording(hummed(ALICE, seconds=20))]
    with pytest.raises(Invalid, match="upload-too-large"):
        desk.enrolments.ask(alice, alice.performer_id, sources, None, "voice", texts)
    assert len(desk.readings.open(alice, alice.performer_id)) == 2
    assert list(desk.uploads._blobs.names()) == []


def test_whoever_confirms_hears_recordings_beside_their_texts_until_then(
    desk: Desk, alice: Any, people: Any, enrol: Any
) -> None:
    texts = desk.readings.draw(alice, alice.performer_id, "en")
    sent = read_aloud(ALICE)
    enrol(alice, sent, texts=texts)
    heard = desk.readings.heard(people.ursula, alice.performer_id)
    assert {one.text for one in heard} == {one.text for one in texts}
    played = desk.readings.hear(people.ursula, alice.performer_id, heard[0].id)
    desk.readings.hear(people.ursula, alice.performer_id, heard[0].id)
    desk.readings.hear(alice, alice.performer_id, heard[0].id)
    assert played.content in sent
    assert played.media_type == "audio/wav"
    assert [one.actor for one in rows(desk, Event) if one.kind == EventKind.RECORDING_HEARD] == [
        people.ursula.account_id
    ]
    for other in (people.bob, people.petra, people.victor, people.ada):
        with pytest.raises((Forbidden, NotFound)):
            desk.readings.heard(other, alice.performer_id)
        with pytest.raises((Forbidden, NotFound)):
            desk.readings.hear(other, alice.performer_id, heard[0].id)
    (key,) = desk.performers.keys(alice, alice.performer_id)
    desk.performers.verify(people.ursula, alice.performer_id, "Alice", key.fingerprint, "heard and seen")
    assert desk.readings.heard(people.ursula, alice.performer_id) == []
    assert desk.keystore.names("L-") == []
    assert desk.galleries["voice"].load().gallery.subjects == (alice.performer_id,)


def test_recordings_are_kept_for_two_weeks_at_most(desk: Desk, alice: Any, people: Any, enrol: Any, clock: Any) -> None:
    enrol(alice, read_aloud(ALICE))
    clock.forward(days=13)
    assert desk.readings.purge() == 0
    assert len(rows(desk, Recording)) == len(desk.keystore.names("L-")) == 3
    clock.forward(days=1)
    assert desk.readings.purge() == 3
    assert rows(desk, Recording) == desk.keystore.names("L-") == []


def test_a_recording_is_sealed_and_opens_for_nobody_else(desk: Desk, alice: Any, people: Any, enrol: Any) -> None:
    enrol(alice, read_aloud(ALICE))
    for row in rows(desk, Recording):
        assert b"RIFF" not in row.content
    one = desk.readings.heard(alice, alice.performer_id)[0]
    with pytest.raises(NotFound):
        desk.readings.hear(people.bob, people.bob.performer_id, one.id)


def test_kept_recordings_are_heard_by_their_owner_and_no_picture_among_them(
    desk: Desk, alice: Any, people: Any, enrol: Any
) -> None:
    sent = read_aloud(ALICE)
    enrol(alice, sent, keep=True)
    assert desk.readings.references(alice, alice.performer_id) == 3
    assert desk.readings.reference(alice, alice.performer_id, 1).content in sent
    with pytest.raises(NotFound):
        desk.readings.reference(alice, alice.performer_id, 4)
    with pytest.raises(Forbidden):
        desk.readings.references(people.ursula, alice.performer_id)
    kinds = {(row.modality, row.media_type) for row in rows(desk, ReferencePicture)}
    assert ("voice", "audio/wav") in kinds
    assert ("voice", "image/jpeg") not in kinds


def test_unless_it_is_said_no_recording_is_kept(desk: Desk, alice: Any, enrol: Any) -> None:
    enrol(alice, read_aloud(ALICE))
    assert desk.readings.references(alice, alice.performer_id) == 0


def test_withdrawing_the_voice_destroys_it_and_leaves_the_face(desk: Desk, alice: Any, people: Any, enrol: Any) -> None:
    enrol(alice, read_aloud(ALICE), keep=True)
    assert f"{alice.performer_id}-voice" in desk.keystore.names("P-")
    desk.performers.withdraw_release(alice, alice.performer_id, "voice")
    assert modalities(desk) == {"face"}
    assert {row.modality for row in rows(desk, ReferencePicture)} <= {"face"}
    assert rows(desk, Recording) == []
    with pytest.raises(KeyMissing):
        desk.keystore.get(f"{alice.performer_id}-voice")
    desk.keystore.get(alice.performer_id)
    card = desk.performers.card(alice, alice.performer_id)
    assert (str(card.standing), card.senses["face"].templates) == ("verified", 3)
    told = {notice.message for notice in desk.notices.about(alice, performer_id=alice.performer_id, size=9).rows}
    assert "notice-sense-lost" in told
    with pytest.raises(NotFound):
        desk.performers.withdraw_release(alice, alice.performer_id, "voice")


def test_withdrawing_the_face_leaves_a_confirmed_voice_and_no_unconfirmed_identity(
    desk: Desk, alice: Any, enrol: Any
) -> None:
    enrol(alice, read_aloud(ALICE))
    desk.performers.withdraw_release(alice, alice.performer_id, "face")
    assert modalities(desk) == {"voice"}
    assert str(desk.performers.card(alice, alice.performer_id).standing) == "unverified"  # nobody confirmed the voice


def test_forgetting_destroys_every_sense(desk: Desk, alice: Any, enrol: Any) -> None:
    enrol(alice, read_aloud(ALICE), keep=True)
    desk.performers.forget(alice, alice.performer_id)
    assert rows(desk, Template) == rows(desk, ReferencePicture) == rows(desk, Recording) == []
    assert [name for name in desk.keystore.names("P-") if name.startswith(alice.performer_id)] == []
    assert desk.keystore.names("L-") == []


def test_a_recording_in_the_queue_is_not_enrolled_once_the_voice_is_withdrawn(desk: Desk, alice: Any) -> None:
    texts = [one.id for one in desk.readings.draw(alice, alice.performer_id, "en")]
    sources = [recording(one) for one in read_aloud(ALICE)]
    job = desk.enrolments.ask(alice, alice.performer_id, sources, None, "voice", texts)
    desk.performers.withdraw_release(alice, alice.performer_id, "voice")
    assert desk.enrolments.get(alice, alice.performer_id, job).failed
    assert modalities(desk) == {"face"}


def test_two_people_who_claim_one_voice_open_a_dispute_about_the_voice(
    desk: Desk, alice: Any, people: Any, enrol: Any
) -> None:
    enrol(alice, read_aloud(ALICE))
    (key,) = desk.performers.keys(alice, alice.performer_id)
    desk.performers.verify(people.ursula, alice.performer_id, "Alice", key.fingerprint, "heard and seen")
    bob = people.bob
    released(desk, bob, bob.performer_id)
    done = enrol(bob, [hummed(ALICE, seconds=17 + n) for n in range(3)])
    assert done.outcome["accepted"]  # Bob hears nothing of it yet
    assert done.outcome["disputed"] is False
    (dispute,) = desk.disputes.waiting(people.victor) or desk.disputes.waiting(people.nora)
    assert (dispute.first, dispute.claimant, dispute.modality) == (alice.performer_id, bob.performer_id, "voice")
    loaded = desk.galleries["voice"].load()
    assert (loaded.gallery.subjects, loaded.parked.subjects) == ((alice.performer_id,), (bob.performer_id,))


def test_a_consent_for_a_voice_that_nobody_can_find_is_a_gap(
    desk: Desk, studio: Any, verified_alice: Any, people: Any
) -> None:
    studio.consent(verified_alice, "alice", modalities=["face", "voice"])
    card = desk.performers.card(people.alice, verified_alice.id)
    assert (card.senses["face"].gap, card.senses["voice"].gap) == (False, True)


def test_syllables_are_about_counted_and_bounds_lie_where_they_are_said_to() -> None:
    assert [syllables(text) for text in ("the", "market hall", "twenty-two lanterns", "Whoever", "")] == [1, 3, 5, 2, 0]
    text = Read("na " * 80, "en")
    assert [fits(text, seconds) for seconds in (80 / FASTEST, 18.0, 80 / SLOWEST)] == [None] * 3
    assert fits(text, 80 / FASTEST - 0.01) == "enrol.read-too-short"
    assert fits(text, 80 / SLOWEST + 0.01) == "enrol.read-too-long"


def test_nobody_draws_a_hundred_texts(desk: Desk, alice: Any) -> None:
    for count in (0, 7, 100):
        with pytest.raises(Invalid, match="reading-count"):
            desk.readings.draw(alice, alice.performer_id, "en", count)
