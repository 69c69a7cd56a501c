"""Faces are compared side by side or not at all: what a reviewer may answer, and what is missing, and who is told so."""

import re
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from registry.checks.deciding.people import MOST_SHOWN, unnamed
from registry.cli import main
from registry.core.errors import Conflict
from registry.core.texts import say
from registry.ledger.record import record
from registry.people.release import release_text
from registry.records.events import EventKind
from registry.records.tables.ledger import Event
from registry.records.tables.performers import Performer
from registry.records.tables.reviews import Review
from registry.reviews.rules import BY_WORD, REASONS, Evidence, ReviewAnswer, baseless
from tests.registry.checks.conftest import as_replica
from tests.registry.reviews.test_command import run

__all__ = ["run"]

LIKE_ALICE = "alice~0.5"
DECISIVE = [
    (str(answer), code) for answer, codes in REASONS.items() for code in codes if answer != ReviewAnswer.CANNOT_TELL
]
COUNTS = st.integers(0, 3)


def heard(desk: Any, who: Any, **whom: str) -> list[str]:
    return [notice.message for notice in desk.notices.about(who, size=100, **whom).rows]


@pytest.fixture
def keep_pictures() -> bool:
    return False


@pytest.fixture
def una(account: Any) -> Any:
    return account("una", "players-guild")


@pytest.fixture
def pictures_kept(desk: Any, people: Any, verified_alice: Any, fake_matching: Any) -> Any:
    """Calling it, Alice enrols one picture more, and keeps it."""

    def keep() -> None:
        made = desk.performers.enrol(people.alice, verified_alice.id, [fake_matching.picture("alice")], True)
        assert made.accepted

    return keep


@pytest.fixture
def waiting(desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A face that may be Alice's, who keeps no pictures."""
    studio.check(shows(LIKE_ALICE), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    return review


@pytest.mark.parametrize(("answer", "reason"), DECISIVE)
def test_without_pictures_of_the_performer_nothing_is_decided(
    desk: Any, people: Any, waiting: Any, answer: str, reason: str
) -> None:
    assert (waiting.references, waiting.lacks, set(waiting.reasons)) == ((), "references", {"cannot_tell"})
    with pytest.raises(Conflict, match="review-lacks-references"):
        desk.reviews.answer(people.ursula, waiting.id, answer, reason)
    assert desk.checks.get(people.petra, waiting.check_id).verdict == "needs_approval"
    assert [review.id for review in desk.review_lists.waiting(people.ursula).rows] == [waiting.id]


def test_the_command_says_what_to_do(run: Any, waiting: Any) -> None:
    refused = run("decide", waiting.id, "not_this_person", "--reason", "other_person")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "enrol once more and to keep their pictures" in refused.stderr
    assert "enrol once more and to keep their pictures" in run("show", waiting.id).stdout


def test_who_cannot_tell_without_pictures_closes_nothing_and_another_decides_once_they_are_kept(
    desk: Any, people: Any, waiting: Any, una: Any, pictures_kept: Any
) -> None:
    said = desk.reviews.answer(people.ursula, waiting.id, "cannot_tell", "no_reference")
    assert said.answered_at is None
    assert desk.review_lists.waiting(people.ursula).rows == ()
    pictures_kept()
    (view,) = desk.review_lists.waiting(una()).rows
    view = desk.reviews.get(una(), view.id)
    assert (view.references, view.lacks) == (("image/jpeg",), None)
    desk.reviews.answer(una(), waiting.id, "not_this_person", "other_person")
    assert desk.review_lists.waiting(una()).rows == ()


def test_performer_and_union_are_told_what_is_missing_and_the_performer_of_no_file(
    desk: Any, people: Any, waiting: Any, studio: Any, shows: Any, verified_alice: Any
) -> None:
    studio.check(shows(LIKE_ALICE), studio.declare())
    (notice,) = [
        notice
        for notice in desk.notices.about(people.alice, performer_id=verified_alice.id, size=100).rows
        if notice.message == "notice-pictures-missing"
    ]  # once, however many faces wait
    assert notice.params == {}
    assert heard(desk, people.ursula, union_id="players-guild").count("notice-review-no-pictures") == 2


def test_a_performer_whom_nobody_has_confirmed_is_not_told_even_that(
    desk: Any, people: Any, studio: Any, shows: Any, verified_alice: Any
) -> None:
    with desk.db.write() as session:
        session.execute(update(Performer).where(Performer.id == verified_alice.id).values(status="unverified"))
        record(session, "system", EventKind.PERFORMER_REGISTERED, verified_alice.id)
    studio.check(shows(LIKE_ALICE), studio.declare())
    assert "notice-pictures-missing" not in heard(desk, people.alice, performer_id=verified_alice.id)
    assert "notice-review-no-pictures" in heard(desk, people.ursula, union_id="players-guild")


def test_without_the_face_nothing_is_decided_until_it_is_shown_again(
    desk: Any, people: Any, studio: Any, shows: Any, show_again: Any, verified_alice: Any, pictures_kept: Any
) -> None:
    pictures_kept()
    content = shows("alice")
    check = studio.check(content, studio.declare())
    (review,) = desk.appeals.appeal(people.petra, check.id, "P1", "other_person_filmed")
    view = desk.reviews.get(people.ursula, review)
    assert (view.lacks, view.reasons["confirm"]) == ("evidence", ("known_from_production", "told_by_performer"))
    for answer, reason in (("not_this_person", "look_alike"), ("confirm", "same_person")):
        with pytest.raises(Conflict, match="review-lacks-evidence"):
            desk.reviews.answer(people.ursula, review, answer, reason)
    assert show_again(check, content) == 1
    assert desk.reviews.get(people.ursula, review).lacks is None
    desk.reviews.answer(people.ursula, review, "not_this_person", "look_alike")


def test_word_keeps_the_name_that_the_machine_gave(
    desk: Any, people: Any, studio: Any, shows: Any, verified_alice: Any
) -> None:
    check = studio.check(shows("alice"), studio.declare())
    (review,) = desk.appeals.appeal(people.petra, check.id, "P1", "other_person_filmed")
    assert desk.reviews.answer(people.ursula, review, "confirm", "told_by_performer").answer == "confirm"
    assert desk.checks.get(people.petra, check.id).verdict == "blocked"


@pytest.fixture
def missing(desk: Any, people: Any, studio: Any, verified_alice: Any) -> Any:
    """`missing(content)`: Alice is declared in a file in which she is not found; the review."""
    studio.consent(verified_alice, "alice")

    def make(content: bytes) -> Any:
        studio.check(content, studio.declare(as_replica(verified_alice.id)))
        (review,) = desk.review_lists.waiting(people.ursula).rows
        review = desk.reviews.get(people.ursula, review.id)
        assert review.kind == "not_found"
        return review

    return make


def test_for_somebody_not_found_the_faces_without_a_name_are_shown_and_compared(
    desk: Any, people: Any, shows: Any, missing: Any, verified_bob: Any, pictures_kept: Any
) -> None:
    pictures_kept()
    review = missing(shows("stranger", "bob", "another size=300"))
    assert (len(review.evidence), review.appearances, review.lacks) == (2, 2, None)
    assert all(face.content.startswith(b"\xff\xd8") for face in desk.reviews.evidence(people.ursula, review.id))
    assert desk.reviews.answer(people.ursula, review.id, "confirm", "same_person").answer == "confirm"
    assert desk.reviews.evidence(people.ursula, review.id) == ()
    assert list(desk.config.keystore.glob("W-*")) == []


def test_for_somebody_not_found_in_a_file_without_faces_there_is_nothing_to_compare_and_it_says_so(
    desk: Any, people: Any, shows: Any, missing: Any
) -> None:
    review = missing(shows())
    assert (len(review.evidence), review.appearances, review.lacks) == (0, 0, "references")
    with pytest.raises(Conflict, match="review-lacks"):
        desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    desk.reviews.answer(people.ursula, review.id, "not_this_person", "not_in_the_file")
    assert desk.checks.get(people.petra, review.check_id).verdict == "needs_approval"


def test_with_faces_to_compare_nobody_says_unseen_that_somebody_is_not_there(
    desk: Any, people: Any, shows: Any, missing: Any
) -> None:
    review = missing(shows("stranger"))
    with pytest.raises(Conflict, match="review-lacks-references"):
        desk.reviews.answer(people.ursula, review.id, "not_this_person", "not_in_the_file")
    desk.reviews.answer(people.ursula, review.id, "confirm", "known_from_production")  # the union's word on its member
    assert desk.checks.get(people.petra, review.check_id).verdict == "cleared"


def test_faces_for_somebody_not_found_can_be_shown_again(
    desk: Any, people: Any, shows: Any, missing: Any, show_again: Any, clock: Any
) -> None:
    content = shows("stranger", "another")
    review = missing(content)
    assert not desk.comparisons.of(people.petra, review.check_id).needs_file
    clock.forward(days=14)
    desk.reviews.purge()
    assert desk.comparisons.of(people.petra, review.check_id).needs_file
    assert show_again(desk.checks.get(people.petra, review.check_id), content) == 2
    assert len(desk.reviews.get(people.ursula, review.id).evidence) == 2
    with desk.db.read() as session:
        kinds = list(session.scalars(select(Event.kind).where(Event.subject == review.id)))
    assert [kind for kind in kinds if kind != "review.overdue"][-2:] == ["review.faces_destroyed", "review.shown_again"]


def test_of_a_crowd_the_largest_faces_are_shown() -> None:
    crowd = [(f"A{number}", (0, 0, number, number), number == 40) for number in range(1, 41)]
    assert unnamed(crowd) == tuple(f"A{number}" for number in range(39, 39 - MOST_SHOWN, -1))


@given(
    st.sampled_from([(str(answer), code) for answer, codes in REASONS.items() for code in codes]),
    st.builds(Evidence, COUNTS, COUNTS, COUNTS, st.booleans()),
    st.booleans(),
    st.booleans(),
)
def test_no_name_is_given_or_taken_on_nothing(
    said: Any, evidence: Evidence, of_appearance: bool, own_union: bool
) -> None:
    answer, reason = said
    missing = baseless(answer, reason, evidence, of_appearance=of_appearance, own_union=own_union)
    if answer == ReviewAnswer.CANNOT_TELL:
        assert missing is None
    elif missing is None and not (evidence.references and evidence.kept):
        by_word = (
            answer == ReviewAnswer.CONFIRM and reason in BY_WORD and (evidence.named if of_appearance else own_union)
        )
        nothing_to_see = reason == "not_in_the_file" and not of_appearance and not evidence.in_file
        assert by_word or nothing_to_see


def test_the_release_and_the_choice_say_who_sees_kept_pictures_and_what_happens_without() -> None:
    for text in (release_text("en", "face").text, say("enrol-keep-help")):
        for told in ("representative of", "neutral reviewer", "undecided", "cannot be corrected"):
            assert told in text
    helped = CliRunner().invoke(main, ["enrol", "--help"]).output
    assert "compare findings with them" in " ".join(helped.split())


@pytest.mark.parametrize("kept", [True, False])
def test_who_chose_to_keep_pictures_is_not_asked_to_choose_again(
    desk: Any, people: Any, verified_alice: Any, fake_matching: Any, kept: bool
) -> None:
    from registry.serving.app import create_app
    from tests.registry.web.conftest import Visitor

    desk.performers.enrol(people.alice, verified_alice.id, [fake_matching.picture("alice")], kept)
    page = Visitor(create_app(desk).test_client()).sign_in("alice").get(f"/performers/{verified_alice.id}/enrolment")
    (box,) = re.findall(r'<input[^>]*name="keep"[^>]*>', page.text)
    assert ("checked" in box) is kept


def test_every_lack_has_its_words(desk: Any) -> None:
    for evidence in (Evidence(0, 1, 1), Evidence(1, 0, 1), Evidence(1, 0, 0)):
        assert say(f"review-lacks-{evidence.lacks}")


def test_the_demo_s_people_keep_their_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    from registry.demo import people as demo

    asked = {}

    class Stop(Exception):
        pass

    class Desk:
        class performers:  # noqa: N801
            register = staticmethod(lambda *_: type("P", (), {"id": "P-1"}))
            add_key = sign_release = staticmethod(lambda *_: None)
            release_text = staticmethod(release_text)

            @staticmethod
            def enrol(*_: Any, **options: Any) -> None:
                asked.update(options)
                raise Stop

    monkeypatch.setattr(demo, "write_key", lambda *_: None)
    somebody = type("A", (), {"id": "A-1"})
    with pytest.raises(Stop):
        demo._enrol(Desk, lambda account: account, somebody, somebody, demo.STAR, demo.DEMO_PICTURES)
    assert (asked["modality"], asked["keep_pictures"]) == ("face", True)


def test_a_review_without_anybody_s_pictures_stays_open_however_long(
    desk: Any, people: Any, waiting: Any, clock: Any
) -> None:
    clock.forward(days=60)
    desk.reviews.purge()
    with desk.db.read() as session:
        assert session.get_one(Review, waiting.id).answered_at is None
    assert desk.checks.get(people.petra, waiting.check_id).verdict == "needs_approval"
