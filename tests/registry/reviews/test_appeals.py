"""A name that was given is taken away by two people of different standing, and everybody may ask once for another look."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.errors import Conflict, Invalid, NotFound
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.performers import Performer
from registry.reviews.rules import ReviewAnswer, ReviewKind, may_answer, of_kind, outcome
from registry.serving.app import create_app
from tests.registry.checks.conftest import as_replica
from tests.registry.handed_in import shown_again
from tests.registry.web.conftest import Visitor, path_of

SAID = st.lists(
    st.tuples(
        st.sampled_from(["union:players-guild", "union:stage-alliance", "neutral", "performer", "production"]),
        st.sampled_from([str(answer) for answer in ReviewAnswer]),
    ),
    max_size=6,
)


@given(st.sampled_from([ReviewKind.MATCH, ReviewKind.AGAIN]), SAID)
def test_no_name_is_taken_away_unless_a_union_and_somebody_neutral_both_say_so(kind: ReviewKind, said: Any) -> None:
    if outcome(kind, said) == ReviewAnswer.NOT_THIS_PERSON:
        agreeing = {of_kind(standing) for standing, answer in said if answer == ReviewAnswer.NOT_THIS_PERSON}
        assert agreeing >= {"union", "neutral"}


@given(st.sampled_from(list(ReviewKind)), SAID, st.booleans())
def test_whoever_asks_does_not_answer(kind: ReviewKind, said: Any, has_union: bool) -> None:
    for asking in ("performer", "production"):
        assert not may_answer(kind, asking, said, has_union=has_union)


@pytest.fixture
def neil(account: Any) -> Any:
    return account("neil", neutral=True)


@pytest.fixture
def una(account: Any) -> Any:
    return account("una", "players-guild")


@pytest.fixture
def file(shows: Any) -> bytes:
    return shows("alice")


@pytest.fixture
def named(studio: Any, verified_alice: Any, file: bytes) -> Any:
    """A check in which Alice is recognised, and not declared: blocked."""
    return studio.check(file, studio.declare())


def verdict(desk: Any, people: Any, check: Any) -> str:
    return desk.checks.get(people.petra, check.id).verdict


def heard(desk: Any, who: Any, **whom: str) -> list[str]:
    return [notice.message for notice in desk.notices.about(who, size=100, **whom).rows]


def test_an_override_takes_the_union_and_somebody_neutral_and_is_told_to_the_performer(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any
) -> None:
    assert named.verdict == "blocked"
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    show_again(named, file)
    assert verdict(desk, people, named) == "blocked"
    assert desk.review_lists.waiting(people.ursula).rows == ()
    desk.reviews.answer(neil(), review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "cleared"
    assert "notice-review-overridden" in heard(desk, people.alice, performer_id=people.alice.performer_id)


def test_a_representative_of_another_union_is_neutral(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any
) -> None:
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    show_again(named, file)
    desk.reviews.answer(people.victor, review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "cleared"


def test_two_of_one_standing_override_nothing(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, una: Any
) -> None:
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    show_again(named, file)
    with pytest.raises(NotFound):
        desk.reviews.answer(una(), review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "blocked"


@pytest.mark.parametrize(("answer", "reason"), [("confirm", "same_person"), ("cannot_tell", "too_little_seen")])
def test_a_second_person_who_does_not_agree_leaves_the_name(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, answer: str, reason: str
) -> None:
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    show_again(named, file)
    desk.reviews.answer(neil(), review, answer, reason)
    assert verdict(desk, people, named) == "blocked"


def test_an_override_is_for_the_performer_s_union_alone(desk: Any, people: Any, named: Any, neil: Any) -> None:
    for who in (people.petra, people.alice, people.victor, people.ada, people.nora, neil()):
        with pytest.raises(NotFound):
            desk.appeals.override(who, named.id, "P1", "look_alike")


def test_a_production_s_appeal_is_decided_by_two_others(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, una: Any
) -> None:
    (review,) = desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    show_again(named, file)
    assert desk.reviews.get(people.ursula, review).due.isoformat() == "2026-10-13"  # the 12th is a holiday
    for act in (desk.reviews.get, desk.reviews.evidence, desk.reviews.references):  # who asked learns nothing more
        with pytest.raises(NotFound):
            act(people.petra, review)
    with pytest.raises(NotFound):
        desk.reviews.answer(people.petra, review, "not_this_person", "other_person")
    desk.reviews.answer(people.ursula, review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "blocked"
    with pytest.raises(NotFound):
        desk.reviews.answer(una(), review, "not_this_person", "other_person")
    with pytest.raises(Conflict, match="review-not-yours"):
        desk.reviews.answer(people.ursula, review, "not_this_person", "other_person")
    desk.reviews.answer(neil(), review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "cleared"


def test_nobody_acts_twice_in_one_matter_and_no_side_asks_twice(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, una: Any
) -> None:
    (review,) = desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    show_again(named, file)
    with pytest.raises(Conflict, match="review-open"):
        desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    desk.reviews.answer(people.ursula, review, "confirm", "same_person")
    with pytest.raises(Conflict, match="review-appealed-before"):
        desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    with pytest.raises(Conflict, match="review-spoken-before"):
        desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    (second,) = desk.appeals.appeal(people.alice, named.id, str(people.alice.performer_id), "not_me")
    show_again(named, file)
    for who in (people.ursula, people.alice, people.petra):
        with pytest.raises(NotFound):
            desk.reviews.answer(who, second, "confirm", "same_person")
    desk.reviews.answer(una(), second, "not_this_person", "look_alike")
    assert verdict(desk, people, named) == "blocked"  # the performer and one person of the union are not enough
    desk.reviews.answer(neil(), second, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "cleared"


@pytest.mark.parametrize("second", ["neil", "victor"])
def test_a_performer_s_doubt_with_one_person_more_takes_no_name_away_without_their_union(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, second: str
) -> None:
    alice = str(people.alice.performer_id)
    (review,) = desk.appeals.appeal(people.alice, named.id, alice, "not_me")
    show_again(named, file)
    with pytest.raises(NotFound):
        desk.reviews.answer(people.alice, review, "not_this_person", "other_person")
    who = neil() if second == "neil" else people.victor
    desk.reviews.answer(who, review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "blocked"
    assert [waits.id for waits in desk.review_lists.waiting(people.ursula).rows] == [review]
    desk.reviews.answer(people.ursula, review, "not_this_person", "look_alike")
    assert verdict(desk, people, named) == "cleared"


def test_without_a_union_of_the_performer_s_any_union_and_an_appointed_neutral_have_to_agree(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, account: Any
) -> None:
    alice = str(people.alice.performer_id)
    desk.unions.end_membership(people.alice, alice, "players-guild")
    (review,) = desk.appeals.appeal(people.alice, named.id, alice, "not_me")
    show_again(named, file)
    desk.reviews.answer(people.victor, review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "blocked"
    with pytest.raises(NotFound):  # another union is of the same standing
        desk.reviews.answer(people.ursula, review, "not_this_person", "other_person")
    desk.reviews.answer(neil(), review, "not_this_person", "other_person")
    assert verdict(desk, people, named) == "cleared"


def test_an_overridden_performer_can_say_that_it_is_them(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, una: Any
) -> None:
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    show_again(named, file)
    desk.reviews.answer(neil(), review, "not_this_person", "other_person")
    (again,) = desk.appeals.appeal(people.alice, named.id, str(people.alice.performer_id), "it_is_me")
    show_again(named, file)
    desk.reviews.answer(una(), again, "confirm", "told_by_performer")
    assert verdict(desk, people, named) == "blocked"


def test_a_confirmed_review_can_be_doubted(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any, show_again: Any, neil: Any, una: Any
) -> None:
    content = shows("alice~0.5")
    check = studio.check(content, studio.declare())
    (first,) = desk.review_lists.waiting(people.ursula).rows
    first = desk.reviews.get(people.ursula, first.id)
    with pytest.raises(Conflict, match="review-nothing-to-doubt"):
        desk.appeals.appeal(people.petra, check.id, "P1", "invented_person")
    with pytest.raises(NotFound):  # she does not know of the picture yet
        desk.appeals.appeal(people.alice, check.id, verified_alice.id, "not_me")
    desk.reviews.answer(people.ursula, first.id, "confirm", "same_person")
    assert verdict(desk, people, check) == "blocked"
    (second,) = desk.appeals.appeal(people.petra, check.id, "P1", "invented_person")
    show_again(check, content)
    desk.reviews.answer(neil(), second, "not_this_person", "invented_person")
    assert verdict(desk, people, check) == "blocked"
    desk.reviews.answer(una(), second, "not_this_person", "invented_person")
    assert verdict(desk, people, check) == "cleared"


def test_an_appeal_tells_a_production_nothing_about_people_it_guesses(
    desk: Any, people: Any, named: Any, verified_bob: Any
) -> None:
    for whom in (people.alice.performer_id, people.bob.performer_id, "P2", "P-2222222222"):
        with pytest.raises(NotFound):
            desk.appeals.appeal(people.petra, named.id, str(whom), "other_person_filmed")
    with pytest.raises(NotFound):
        desk.appeals.appeal(people.quentin, named.id, "P1", "other_person_filmed")
    with pytest.raises(Invalid):
        desk.appeals.appeal(people.petra, named.id, "P1", "not_me")


def test_a_file_is_shown_again_on_the_pages_which_look_at_nothing(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    content = shows("alice")
    check = studio.check(content, studio.declare(as_replica(verified_alice.id)))
    (review,) = desk.appeals.appeal(people.petra, check.id, "P1", "other_person_filmed")
    petra = Visitor(create_app(desk).test_client()).sign_in("petra")
    other = petra.post(f"/checks/{check.id}/file", {"file": (io.BytesIO(shows("bob")), "x.jpg")})
    assert (other.status_code, "not the file that was checked" in other.text) == (422, True)
    look, looked = desk._look_again, []
    desk.showings._examine = lambda path: looked.append(path) or look(path)
    page = path_of(petra.post(f"/checks/{check.id}/file", {"file": (io.BytesIO(content), "x.jpg")}))
    waiting = petra.get(page)
    assert (waiting.status_code, '<noscript><meta http-equiv="refresh"' in waiting.text) == (200, True)
    assert petra.get(f"{page}/progress.json").json["done"] is False
    assert (looked, desk.reviews.evidence(people.ursula, review)) == ([], ())
    assert desk.examiner.run(page.rsplit("/", 1)[1])
    assert petra.get(f"{page}/progress.json").json["done"] is True
    assert path_of(petra.get(page)) == f"/checks/{check.id}/looks"
    assert (len(looked), len(desk.reviews.evidence(people.ursula, review))) == (1, 1)


def test_only_the_very_file_is_shown_again_and_only_to_who_looks(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    content = shows("alice", "stranger")
    check = studio.check(content, studio.declare(as_replica(verified_alice.id)))
    (review,) = desk.appeals.appeal(people.petra, check.id, "P1", "other_person_filmed")
    assert desk.reviews.evidence(people.ursula, review) == ()
    with pytest.raises(Conflict, match="review-other-file"):
        shown_again(desk, people.petra, check.id, shows("alice"))
    with pytest.raises(NotFound):
        shown_again(desk, people.quentin, check.id, content)
    assert shown_again(desk, people.petra, check.id, content) == 1
    (face,) = desk.reviews.evidence(people.ursula, review)
    assert face.content.startswith(b"\xff\xd8")
    assert list(desk.config.uploads.iterdir()) == []
    desk.reviews.answer(people.ursula, review, "confirm", "same_person")
    assert list(desk.config.keystore.glob("W-*")) == []


def test_who_is_not_confirmed_learns_nothing_of_a_picture_at_any_door(
    desk: Any, people: Any, named: Any, file: bytes, show_again: Any, neil: Any, verified_alice: Any
) -> None:
    alice = verified_alice.id
    assert [look.whom for look in desk.comparisons.of(people.alice, named.id).people] == [alice]
    assert "notice-check-found" in heard(desk, people.alice, performer_id=alice)
    with desk.db.write() as session:
        session.get_one(Performer, alice).status = "unverified"
        record(session, "system", EventKind.MEMBERSHIP_GRANTED, alice)
    before = heard(desk, people.alice, performer_id=alice)
    assert "notice-check-found" not in before  # what they were told while they were confirmed, they read no more
    for door in (
        lambda: desk.checks.get(people.alice, named.id),
        lambda: desk.comparisons.of(people.alice, named.id),
        lambda: desk.appeals.appeal(people.alice, named.id, alice, "not_me"),
    ):
        with pytest.raises(NotFound):
            door()
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    show_again(named, file)
    desk.reviews.answer(neil(), review, "not_this_person", "other_person")
    assert heard(desk, people.alice, performer_id=alice) == before
    with pytest.raises(NotFound):
        desk.comparisons.of(people.alice, named.id)
