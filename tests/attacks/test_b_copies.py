"""A shot that may not be used comes back changed: so far that nobody is found in it any more, but its frames still agree."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from consent.verdicts import ALLOWED
from registry.checks.examining.preview import preview
from registry.core.errors import Conflict
from registry.records.tables.checks import Check
from registry.records.tables.copies import CheckCopy
from tests.matching.test_copies import CHANGES, PORTRAITS, of
from tests.registry.checks.conftest import a_declaration, as_replica
from tests.registry.web.conftest import app, visit, visitor

__all__ = ["app", "visit", "visitor"]

SHOT, OTHER = "anselm-pryce", "greta-holmqvar"
Sees = Callable[..., bytes]


@pytest.fixture
def sees(fake_matching: Any) -> Sees:
    """`sees("alice", frames="mirrored")`: a picture with these faces, and the frames of the shot changed like that; `other`: of another."""
    shown = {change: CHANGES[change](PORTRAITS[SHOT]) for change in CHANGES}
    shown |= {"as it is": PORTRAITS[SHOT], "other": PORTRAITS[OTHER]}
    fake_matching.prints = {name: (of(picture), np.ascontiguousarray(picture)) for name, picture in shown.items()}

    def picture(*faces: str, frames: str) -> bytes:
        content: bytes = fake_matching.picture(*faces).read_bytes()
        return content + f"\n# frames {frames}\n".encode()

    return picture


def nobody(studio: Any, **changes: Any) -> dict[str, Any]:
    return studio.declare(nobody_else_identifiable=True, **changes)


def messages(view: Any) -> list[str]:
    return [reason["message"] for reason in view.result["reasons"]]


def params(view: Any, message: str) -> Any:
    return next(reason["params"] for reason in view.result["reasons"] if reason["message"] == message)


@pytest.fixture
def stopped(studio: Any, verified_alice: Any, sees: Sees) -> Any:
    """A shot of Petra's that shows Alice, who agreed to nothing."""
    view = studio.check(sees("alice", frames="as it is"), nobody(studio))
    assert view.verdict == "blocked"
    return view


@pytest.mark.parametrize(
    "change", [pytest.param(change, marks=pytest.mark.attack(f"B7.{change.replace(' ', '-')}")) for change in CHANGES]
)
def test_a_stopped_shot_does_not_come_back_changed(studio: Any, stopped: Any, sees: Sees, change: str) -> None:
    view = studio.check(sees(frames=change), nobody(studio), "another name.jpg")
    assert view.verdict not in ALLOWED
    assert params(view, "check.copy-own") == {"check": stopped.id}
    (reason,) = [reason for reason in view.result["reasons"] if reason["message"] == "check.copy-own"]
    assert reason["remedy"] == {"ask": "review", "for": "copy-look-own"}


def test_another_picture_is_nothing_to_stop(studio: Any, stopped: Any, sees: Sees) -> None:
    view = studio.check(sees(frames="other"), nobody(studio))
    assert (view.verdict, messages(view)) == (studio.check(sees(frames="none"), nobody(studio)).verdict, messages(view))
    assert "check.copy-own" not in messages(view)


@pytest.mark.attack("B7.copy-first")
def test_the_changed_copy_that_is_checked_first_is_stopped_once_the_shot_is(
    studio: Any, verified_alice: Any, sees: Sees
) -> None:
    early = studio.check(sees(frames="mirrored"), nobody(studio))
    assert early.verdict in ALLOWED
    studio.check(sees("alice", frames="as it is"), nobody(studio))
    now = studio.desk.checks.get(studio.people.petra, early.id)
    assert now.verdict not in ALLOWED or now.stale
    studio.desk.redecider.run_due()
    assert "check.copy-own" in messages(studio.desk.checks.get(studio.people.petra, early.id))


@pytest.mark.attack("B7.copy-at-once")
def test_two_that_are_looked_at_at_once_know_of_each_other(studio: Any, verified_alice: Any, sees: Sees) -> None:
    """Each was compared before the other was kept: the deciding transaction looks once more."""
    looks = studio.desk.copies.look
    prints = of(PORTRAITS[SHOT])
    before = looks(prints)
    studio.check(sees("alice", frames="as it is"), nobody(studio))
    studio.desk.copies.look = lambda _prints: before
    view = studio.check(sees(frames="mirrored"), nobody(studio))
    assert "check.copy-own" in messages(view)


@pytest.mark.attack("B7.copy-elsewhere")
def test_in_another_production_it_is_stopped_and_not_said_whose_it_is(
    desk: Any, people: Any, stopped: Any, sees: Sees
) -> None:
    (production,) = people.quentin.productions
    content = sees(frames="mirrored")
    declared = a_declaration(production, nobody_else_identifiable=True)
    queued = desk.checks.register(people.quentin, production, io.BytesIO(content), "x.jpg", declared)
    desk.examiner.run(queued.id)
    view = desk.checks.get(people.quentin, queued.id)
    assert view.verdict not in ALLOWED
    assert params(view, "check.copy-other") == {}
    told = str(view.result) + str(desk.checks.receipt(people.quentin, queued.id))
    assert not any(word in told for word in (stopped.id, stopped.production_id, people.alice.performer_id))


@pytest.mark.attack("B7.probing")
def test_who_probes_for_material_of_another_production_learns_nothing_where_it_is_allowed(
    desk: Any, people: Any, studio: Any, verified_alice: Any, sees: Sees
) -> None:
    """Frames that another production has had checked, and that it may use, and frames that nobody has: the same answer."""
    studio.consent(verified_alice, "alice")
    shown = studio.check(sees("alice", frames="as it is"), studio.declare(as_replica(verified_alice.id)))
    assert shown.verdict in ALLOWED
    (production,) = people.quentin.productions
    said = []
    for frames in ("mirrored", "other"):
        declared = a_declaration(production, nobody_else_identifiable=True)
        queued = desk.checks.register(people.quentin, production, io.BytesIO(sees(frames=frames)), "x.jpg", declared)
        desk.examiner.run(queued.id)
        said.append(desk.checks.get(people.quentin, queued.id).result)
    assert said[0] == said[1]


@pytest.mark.attack("B7.unsettling")
def test_nobody_unsettles_what_another_production_was_told_by_copying_it(
    desk: Any, people: Any, studio: Any, verified_alice: Any, sees: Sees
) -> None:
    cleared = studio.check(sees(frames="as it is"), nobody(studio))
    assert cleared.verdict in ALLOWED
    (production,) = people.quentin.productions
    declared = a_declaration(production, nobody_else_identifiable=True)
    pasted = desk.checks.register(
        people.quentin, production, io.BytesIO(sees("alice", frames="as it is")), "x.jpg", declared
    )
    desk.examiner.run(pasted.id)
    assert desk.checks.get(people.quentin, pasted.id).verdict == "blocked"
    desk.redecider.run_due()
    now = desk.checks.get(people.petra, cleared.id)
    assert (now.verdict, now.stale) == (cleared.verdict, False)


def test_it_goes_on_when_the_shot_is_allowed(studio: Any, stopped: Any, verified_alice: Any, sees: Sees) -> None:
    declared = studio.declare(as_replica(verified_alice.id))
    asked = studio.check(sees("alice", frames="cut by a tenth at a corner"), declared)
    copy = studio.check(sees(frames="mirrored"), nobody(studio))
    assert {params(copy, "check.copy-own")["check"]} <= {stopped.id, asked.id}
    studio.consent(verified_alice, "alice")
    studio.desk.redecider.run_due()
    assert studio.desk.checks.get(studio.people.petra, asked.id).verdict in ALLOWED


def test_whoever_is_found_in_the_copy_is_judged_there_and_not_by_the_earlier_check(
    studio: Any, stopped: Any, verified_alice: Any, sees: Sees
) -> None:
    """An honest production that was stopped because it named nobody names her, with her consent."""
    studio.consent(verified_alice, "alice")
    view = studio.check(sees("alice", frames="coded again"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict in ALLOWED


def asked(desk: Any, who: Any, check: str) -> Any:
    """The one question about a check."""
    rows = [desk.reviews.get(who, row.id) for row in desk.review_lists.waiting(who).rows]
    (review,) = [row for row in rows if row.check_id == check]
    return review


class TestAPerson:
    """Who looks at it has the last word, and the performer's pictures to compare with."""

    @pytest.fixture
    def keep_pictures(self) -> bool:
        return True

    @pytest.mark.parametrize(("answer", "reason"), [("not_this_person", "not_in_the_file"), ("confirm", "same_person")])
    def test_has_the_last_word(
        self, studio: Any, people: Any, stopped: Any, sees: Sees, answer: str, reason: str
    ) -> None:
        desk = studio.desk
        desk.eyes = replace(desk.eyes, picture=preview)
        view = studio.check(sees(frames="mirrored"), nobody(studio))
        review = asked(desk, people.ursula, view.id)
        assert len(review.evidence) == 1  # all of it: nobody is found in it
        desk.reviews.answer(people.ursula, review.id, answer, reason)
        desk.redecider.run_due()
        now = desk.checks.get(people.petra, view.id)
        assert "check.copy-own" not in messages(now)
        if answer == "confirm":
            assert (now.verdict, [person["answer"] for person in now.result["persons"]]) == ("blocked", ["match"])
        else:
            assert now.verdict in ALLOWED


@pytest.mark.attack("B7.unseen")
def test_that_somebody_is_not_there_is_not_said_by_who_saw_nothing(
    studio: Any, people: Any, stopped: Any, sees: Sees
) -> None:
    """Of somebody declared it may be said, as it clears nothing; here it would."""
    view = studio.check(sees(frames="mirrored"), nobody(studio))
    review = asked(studio.desk, people.ursula, view.id)
    with pytest.raises(Conflict):
        studio.desk.reviews.answer(people.ursula, review.id, "not_this_person", "not_in_the_file")


@pytest.mark.attack("B7.same-unit")
def test_a_copy_never_allows_anything(studio: Any, verified_alice: Any, sees: Sees) -> None:
    """Frames of what was cleared say nothing for a file in which somebody shows who agreed to nothing."""
    assert studio.check(sees(frames="as it is"), nobody(studio)).verdict in ALLOWED
    assert studio.check(sees("alice", frames="as it is"), nobody(studio)).verdict == "blocked"


def temporary(studio: Any, stage: str, only: str, **changes: Any) -> dict[str, Any]:
    declared = nobody(studio, **changes)
    declared["asset"] |= {"stage": stage}
    declared["principles"] |= {"temporary_only": only}
    return declared


@pytest.mark.attack("B7.temporary")
def test_what_was_cleared_as_temporary_is_named_in_a_final(studio: Any, sees: Sees) -> None:
    studio.approves = False
    first = studio.check(sees(frames="as it is"), temporary(studio, "temp", "yes"))
    assert first.verdict in ALLOWED
    final = studio.check(sees(frames="coded again"), temporary(studio, "final", "no"))
    assert params(final, "check.temporary-in-final") == {"check": first.id, "unit": first.unit}
    assert final.verdict not in ALLOWED
    other = studio.check(sees(frames="other"), temporary(studio, "final", "no"))
    assert "check.temporary-in-final" not in messages(other)


def test_a_final_of_material_that_was_never_said_to_be_temporary_is_none_of_it(studio: Any, sees: Sees) -> None:
    studio.approves = False
    studio.check(sees(frames="as it is"), temporary(studio, "temp", "no"))
    final = studio.check(sees(frames="coded again"), temporary(studio, "final", "no"))
    assert "check.temporary-in-final" not in messages(final)


def test_with_the_commissioner_s_written_yes_temporary_material_may_be_in_a_final(studio: Any, sees: Sees) -> None:
    studio.check(sees(frames="as it is"), temporary(studio, "temp", "yes"))
    final = studio.check(sees(frames="coded again"), temporary(studio, "final", "no"))  # approved for this file
    assert "check.temporary-in-final" not in messages(final)


def test_what_shows_the_same_is_kept_both_ways_within_a_production(studio: Any, stopped: Any, sees: Sees) -> None:
    view = studio.check(sees(frames="mirrored"), nobody(studio))
    with studio.desk.db.read() as session:
        links = {(row.check_id, row.other_id) for row in session.scalars(select(CheckCopy))}
        assert links == {(view.id, stopped.id), (stopped.id, view.id)}
        assert session.get_one(Check, view.id).findings is not None
