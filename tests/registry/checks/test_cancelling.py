"""A check that is not wanted any more: over at once, not decided, and nothing of it stays; and how far one in pieces is."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.checks.intake.jobs import Lease
from registry.checks.viewed import exit_status
from registry.core.errors import Conflict, NotFound
from registry.desk import Desk
from registry.records.tables.checks import Check
from registry.serving.app import create_app
from tests.registry.checks.examining.filmed import (
    SENSE,
    STORY,
    cut_into,
    desk_of,
    kinds,
    pieces_of,
    queued,
    see_through,
    speak_of_squares,
    the,
    verified,
)
from tests.registry.conftest import Verified
from tests.registry.web.conftest import Visitor


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any) -> Iterator[Desk]:
    yield from desk_of(tmp_path, clock, fast_hasher)


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_of_squares(monkeypatch)
    cut_into(monkeypatch, 4)


@pytest.fixture
def make_verified(desk: Desk, people: Any, tmp_path: Path) -> Callable[[str], Verified]:
    return verified(desk, people, tmp_path)


@pytest.fixture
def alice(studio: Any, verified_alice: Any) -> str:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    return str(verified_alice.id)


def over_and_gone(desk: Desk, people: Any, check_id: str) -> Check:
    check = the(desk, check_id)
    assert (check.state, check.status, check.verdict, check.receipt, check.upload) == (
        "failed", "cannot_decide", None, None, None,
    )  # fmt: skip
    view = desk.checks.get(people.petra, check_id)
    assert [reason["message"] for reason in view.result["reasons"]] == ["check-cancelled"]
    assert exit_status(view) == 4
    assert pieces_of(desk, check_id) == []
    assert list(desk.config.uploads.iterdir()) == []
    desk.piecewise.purge()
    assert desk.keystore.names("K-") == []
    return check


@pytest.mark.parametrize("jobs", [0, 1, 3, 5])
def test_a_check_is_cancelled_however_far_it_is(desk: Desk, people: Any, studio: Any, alice: str, jobs: int) -> None:
    check = queued(studio, alice)
    for _ in range(jobs):
        desk.examiner.run(check)
    desk.checks.cancel(people.petra, check)
    over_and_gone(desk, people, check)
    assert kinds(desk, check)[-1] == ("", "check.cancelled")
    assert not desk.examiner.run(check)
    assert desk.jobs.next() is None
    with pytest.raises(Conflict, match="check-over"):
        desk.checks.cancel(people.petra, check)


@pytest.mark.attack("E.cancelled")
def test_whoever_works_on_it_stops_and_decides_nothing(desk: Desk, people: Any, studio: Any, alice: str) -> None:
    """A production cancels in the moment in which its check is decided: there is one end of it, and it releases nothing."""
    check = queued(studio, alice)
    for _ in range(5):
        desk.examiner.run(check)
    joiner = desk.jobs.take(check)
    assert joiner == Lease(check, joiner.attempt)
    plain = desk.examiner._decider.decide

    def late(lease: Lease, seen: Any) -> None:
        desk.checks.cancel(people.petra, check)
        plain(lease, seen)

    desk.examiner._decider.decide = late  # type: ignore[method-assign]
    assert not desk.examiner.see_through(joiner)
    assert not desk.jobs.extend(joiner)
    over_and_gone(desk, people, check)
    assert not any(kind in ("use.counted", "check.decided") for _, kind in kinds(desk, check))


@pytest.mark.attack("E.cancelled")
def test_nobody_else_cancels_it(desk: Desk, people: Any, studio: Any, alice: str) -> None:
    check = queued(studio, alice)
    for who in (people.quentin, people.alice, people.ursula, people.ada):
        with pytest.raises(NotFound):
            desk.checks.cancel(who, check)
    desk.examiner.run(check)
    assert the(desk, check).state == "examining"
    see_through(desk, check)
    assert the(desk, check).state == "decided"
    with pytest.raises(Conflict):  # what is decided is not undone by it
        desk.checks.cancel(people.petra, check)
    assert the(desk, check).status == "decided"


def test_how_far_it_is_and_how_long_it_takes_is_the_pace_of_its_own_pieces(
    desk: Desk, people: Any, studio: Any, alice: str, clock: Any
) -> None:
    check = queued(studio, alice)
    view = desk.checks.get(people.petra, check)
    assert (view.pieces, view.before, view.progress) == (None, 0, 0)
    desk.examiner.run(check)
    view = desk.checks.get(people.petra, check)
    assert (view.state, view.stage, view.before) == ("examining", "pieces", None)
    assert (view.pieces.done, view.pieces.pieces, view.pieces.seconds_left) == (0, 4, None)
    seen = []
    for _ in range(4):
        lease = desk.jobs.take(check)
        clock.forward(seconds=20)
        assert desk.examiner.see_through(lease)
        view = desk.checks.get(people.petra, check)
        seen.append((view.pieces.done, view.pieces.seconds_left))
    assert seen == [(1, 60), (2, 40), (3, 20), (4, 0)]
    assert view.progress == 60
    see_through(desk, check)
    assert desk.checks.get(people.petra, check).pieces is None


def test_page_and_programs_tell_it_and_cancel_it(desk: Desk, people: Any, studio: Any, alice: str, clock: Any) -> None:
    app = create_app(desk)
    petra, ursula = Visitor(app.test_client()).sign_in("petra"), Visitor(app.test_client()).sign_in("ursula")
    check = queued(studio, alice)
    desk.examiner.run(check)
    lease = desk.jobs.take(check)
    clock.forward(seconds=50)
    desk.examiner.see_through(lease)
    page = petra.get(f"/checks/{check}").text
    assert "1 of 4 pieces done, about 2 minutes left" in page
    assert "Cancel this check" in page
    assert "1 of 4" in json.loads(petra.get(f"/checks/{check}/progress.json").text)["words"]
    assert ursula.get(f"/checks/{check}").status_code in (200, 404)
    assert "Cancel this check" not in ursula.get(f"/checks/{check}").text
    _, secret = desk.tokens.create(people.petra, "pipeline", 30)
    program = app.test_client()
    bearer = {"Authorization": f"Bearer {secret}"}
    told = program.get(f"/api/v1/checks/{check}", headers=bearer)
    assert told.status_code == 202
    assert (told.json["pieces_done"], told.json["pieces"], told.json["seconds_left"]) == (1, 4, 150)
    assert petra.post(f"/checks/{check}/cancel").status_code == 303
    assert "The check was cancelled." in petra.get(f"/checks/{check}").text
    over_and_gone(desk, people, check)
    second = queued(studio, alice, STORY)
    ended = program.delete(f"/api/v1/checks/{second}", headers=bearer)
    assert (ended.status_code, ended.json["status"], ended.json["exit_status"]) == (200, "cannot_decide", 4)
    assert program.delete(f"/api/v1/checks/{second}", headers=bearer).status_code == 409
    over_and_gone(desk, people, second)
