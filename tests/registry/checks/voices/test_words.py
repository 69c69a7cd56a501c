"""What is heard is spoken of as heard: in lists, where another look is asked for, and in what an answer may be wrong by."""

from typing import Any

import pytest
from sqlalchemy import select

from matching.calibration import Interval
from matching.index import Answer, Error
from registry.checks.deciding.known_error import stated
from registry.checks.shown import shown
from registry.cli.check import _show
from registry.desk import Desk
from registry.records.tables.reviews import Review
from tests.common.speaking import spoken
from tests.registry.checks.conftest import as_replica
from tests.registry.web.conftest import path_of


def test_a_list_asks_of_a_voice_what_its_page_asks(possible: Any, visit: Any) -> None:
    _view, review = possible
    page = visit("ursula").get("/reviews").text
    assert f'<a href="/reviews/{review}">Is this the voice of Alice?</a>' in page
    assert "Is this Alice?" not in page


def test_a_list_asks_of_a_face_as_before(studio: Any, heard_alice: Any, fake_matching: Any, visit: Any) -> None:
    studio.check(fake_matching.picture("alice~0.5").read_bytes(), studio.declare(as_replica(heard_alice.id)))
    assert "Is this Alice?</a>" in visit("ursula").get("/reviews").text


def test_who_is_said_to_speak_can_say_that_it_is_not_their_voice(
    desk: Desk, people: Any, possible: Any, visit: Any
) -> None:
    """A voice alone is possible at most: whoever a person took it for may have others listen to it once more."""
    view, review = possible
    alice, petra = visit("alice"), visit("petra")
    assert alice.get(f"/checks/{view.id}/looks").status_code == 404  # nobody has said that it is theirs
    page = petra.get(f"/checks/{view.id}/looks").text
    assert "a person listens to it" in page
    assert "a person looks at it" not in page
    desk.reviews.answer(people.ursula, review, "confirm", "same_person")
    desk.redecider.run_due()
    page = alice.get(f"/checks/{view.id}/looks").text
    assert ">It is not my voice</option>" in page
    assert ">It is not me</option>" not in page
    asked = {"whom": heard_id(people), "reason": "not_me"}
    assert path_of(alice.post(f"/checks/{view.id}/appeal", asked)) == f"/checks/{view.id}/looks"
    with desk.db.read() as session:
        (again,) = session.scalars(select(Review).where(Review.check_id == view.id, Review.answered_at.is_(None)))
        assert (again.kind, again.side, again.heard) == ("again", "performer", True)
    page = petra.get(f"/checks/{view.id}/looks").text
    assert "Send the file once more" in page  # nobody can listen to it before
    assert "Show the file once more" not in page


def heard_id(people: Any) -> str:
    return str(people.alice.performer_id)


@pytest.mark.parametrize("missed", [None, Interval(0.02, 0.01, 0.03)])
def test_nobody_heard_has_the_error_of_voices(missed: Interval | None) -> None:
    found = Answer("A1", "none", error=Error(1 / 75, 1000, "t", False, missed))
    words = stated(found, heard=True)["words"]
    assert "voice" in words
    assert "photographs" not in words
    assert "voice" not in stated(found)["words"]


def test_where_nobody_speaks_nothing_is_said_of_faces(
    studio: Any, heard_alice: Any, visit: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    view = studio.check(spoken((0, 3.0)), studio.declare())
    _show(view, shown(view, {}).model_dump(exclude_unset=True))
    for told in (visit("petra").get(f"/checks/{view.id}").text, capsys.readouterr().out):
        assert "Nobody was heard to speak" in told
        assert "pixels" not in told
