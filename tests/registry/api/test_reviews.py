"""Who looks at a face by program is who may look at it on the page: a production never at its own."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from registry.api.problems import Problem
from registry.cli import main
from registry.desk import Desk
from registry.people.accounts.offices import Office
from tests.registry.api.conftest import Program
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import People, written_down
from tests.registry.web.conftest import Visitor
from tests.registry.web.test_routes import events

Make = Callable[[str], Program]
YES = {"answer": "confirm", "reason": "same_person"}


@pytest.fixture
def possible(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of Petra's with a face that may be Alice's, for which she has Alice's consent."""
    studio.consent(verified_alice, "alice")
    return studio.check(shows("alice~0.5"), studio.declare(as_replica(verified_alice.id)))


@pytest.fixture
def review(desk: Desk, people: People, possible: Any) -> str:
    (waiting,) = desk.review_lists.waiting(people.ursula).rows
    return waiting.id


def unanswered(desk: Desk, people: People, review: str) -> bool:
    view = desk.reviews.get(people.ursula, review)
    return view.answered_at is None and view.spoken == ()


def test_a_production_cannot_answer_a_review_of_its_own_check_at_any_door(
    program: Make,
    visit: Callable[[str], Visitor],
    desk: Desk,
    people: People,
    possible: Any,
    review: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    petra, browser = program("petra"), visit("petra")
    petra.get("/me")
    before = events(desk)
    answer = petra.post(f"/reviews/{review}/answers", json=YES)
    assert (answer.status_code, Problem.model_validate_json(answer.data).code) == (403, "not-allowed")
    assert petra.get(f"/reviews/{review}").status_code == 403
    assert petra.get("/reviews").status_code == 403
    assert browser.post(f"/reviews/{review}", YES).status_code == 404
    monkeypatch.setenv("LIKENESS_HOME", str(desk.config.home))
    monkeypatch.setattr("registry.cli.common.Desk", lambda _config: desk)
    monkeypatch.setattr("registry.cli.common.require_newest", lambda _db: None)
    typed = ["review", "decide", review, "confirm", "--reason", "same_person", "--as", "petra@example.org"]
    assert CliRunner().invoke(main, typed).exit_code == 2
    assert events(desk) == before
    assert unanswered(desk, people, review)
    assert petra.get(f"/checks/{possible.id}").json["verdict"] == "needs_approval"


def test_nor_can_its_member_who_also_speaks_for_the_union(
    program: Make, desk: Desk, people: People, studio: Any, review: str
) -> None:
    una = desk.accounts.create(people.ada, "una@example.org", "Una", "correct horse battery").id
    desk.accounts.grant_union(people.ursula, una, "players-guild")
    written_down(desk, una, Office.MEMBER, studio.production)
    people.accounts["una"] = una
    both = program("una")
    assert both.get("/reviews").json == []
    answer = both.post(f"/reviews/{review}/answers", json=YES)
    assert answer.status_code == 404
    assert unanswered(desk, people, review)


def test_the_performer_s_union_answers_and_the_check_is_decided_again(
    program: Make, possible: Any, review: str
) -> None:
    ursula = program("ursula")
    (line,) = ursula.get("/reviews").json
    one = ursula.get(f"/reviews/{review}").json
    assert line == {name: one[name] for name in line}
    assert (one["yours"], one["answer"], one["likeness"]) == (True, None, "weak")
    assert (one["evidence"], one["appearances"]) == (["image/jpeg"], 1)
    assert (one["references"], one["lacks"]) == (3, None)
    assert "same_person" in one["answers"]["confirm"]
    assert one["error"].keys() == {"message", "params", "words"}
    assert "Petra" not in str(one)
    answer = ursula.post(f"/reviews/{review}/answers", json=YES)
    assert answer.status_code == 200
    assert (answer.json["answer"], answer.json["yours"]) == ("confirm", False)
    assert program("petra").get(f"/checks/{possible.id}").json["verdict"] == "cleared"
    again = ursula.post(f"/reviews/{review}/answers", json=YES)
    assert (again.status_code, again.json["code"]) == (409, "review-over")
    assert ursula.get("/reviews").json == []


@pytest.mark.parametrize("keep_pictures", [False])
def test_an_answer_that_rests_on_nothing_is_refused_and_said_beforehand(
    program: Make, desk: Desk, people: People, review: str, keep_pictures: bool
) -> None:
    ursula = program("ursula")
    one = ursula.get(f"/reviews/{review}").json
    assert (one["references"], list(one["answers"])) == (0, ["cannot_tell"])
    answer = ursula.post(f"/reviews/{review}/answers", json=YES)
    assert (answer.status_code, answer.json["code"]) == (409, "review-lacks-references")
    assert one["lacks"] == answer.json["detail"]
    assert unanswered(desk, people, review)


@pytest.mark.parametrize(
    ("sent", "status", "where"),
    [
        ({"json": {"answer": "perhaps", "reason": "same_person"}}, 400, ["answer"]),
        ({"json": {"answer": "confirm", "reason": "other_person"}}, 400, ["reason"]),
        ({"json": {"answer": "confirm"}}, 400, ["reason"]),
        ({"json": YES | {"as": "neutral"}}, 400, ["as"]),
        ({"json": {"answer": 1, "reason": None}}, 400, ["answer", "reason"]),
        ({"json": [YES]}, 400, []),
        ({"data": b'{"answer": "confirm", "answer": "confirm"}', "content_type": "application/json"}, 400, []),
        ({"data": b"\xff", "content_type": "application/json"}, 400, []),
        ({"data": b"", "content_type": "application/json"}, 400, []),
        ({"data": b"[" * 100_000, "content_type": "application/json"}, 400, []),
        ({"data": b" " * 1_000_001, "content_type": "application/json"}, 413, []),
        ({"data": YES}, 415, []),
        ({"data": b"{}"}, 415, []),
    ],
)
def test_what_is_no_answer_changes_nothing(
    program: Make, desk: Desk, people: People, review: str, sent: dict[str, Any], status: int, where: list[str]
) -> None:
    answer = program("ursula").post(f"/reviews/{review}/answers", **sent)
    problem = Problem.model_validate_json(answer.data)
    assert (answer.status_code, sorted(problem.where)) == (status, where)
    assert unanswered(desk, people, review)
