"""Workers of several processes share the pieces of a check, and are killed in the middle of it."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from registry.desk import Desk
from registry.records.events import EventKind
from registry.records.tables.ledger import Event
from tests.common.films import film
from tests.registry.checks.examining.filmed import (
    SENSE,
    cut_into,
    desk_of,
    outcome,
    pieces_of,
    queued,
    see_through,
    speak_of_squares,
    the,
    verified,
)
from tests.registry.checks.workers import Crew, crew_of, until

pytestmark = pytest.mark.slow

PIECES = 12
LONG = film(*[f"{1 + number % 3} red@40 blue@{200 + 40 * (number % 5)} slow=0.1" for number in range(12)])
"""24 frames; each piece takes a tenth of a second at least."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def desk(request: Any, tmp_path: Path, clock: Any, fast_hasher: Any) -> Iterator[Desk]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    yield from desk_of(tmp_path, clock, fast_hasher, url)


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_of_squares(monkeypatch)


@pytest.fixture
def make_verified(desk: Desk, people: Any, tmp_path: Path) -> Any:
    return verified(desk, people, tmp_path)


@pytest.fixture
def crew(desk: Desk, tmp_path: Path) -> Iterator[Crew]:
    yield from crew_of(desk, tmp_path / "pictures", PIECES)


@pytest.fixture
def undisturbed(desk: Desk, studio: Any, verified_alice: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Any]:
    """Whom the film shows, and what it comes to where it is looked at as a whole."""
    studio.consent(verified_alice, "alice", modalities=[SENSE], max_uses=1000)
    cut_into(monkeypatch, 1)
    check = queued(studio, verified_alice.id, LONG)
    see_through(desk, check)
    assert the(desk, check).verdict == "cleared"
    return verified_alice.id, outcome(desk, check)


def events(desk: Desk, check_id: str, kind: EventKind) -> Counter[str]:
    with desk.db.read() as session:
        return Counter(
            session.scalars(select(Event.subject).where(Event.kind == kind, Event.subject.startswith(check_id)))
        )


def test_two_workers_share_a_check_and_nothing_of_it_is_done_twice(
    desk: Desk, studio: Any, crew: Crew, undisturbed: Any
) -> None:
    performer, expected = undisturbed
    crew.start(1, lease_seconds=30)
    crew.start(1, lease_seconds=30)
    crew.until_ready(2)
    check = queued(studio, performer, LONG)
    crew.until_state(check, "decided", "failed")
    assert outcome(desk, check) == expected
    done = events(desk, check, EventKind.PIECE_DONE)
    assert done == {f"{check}.{number:05}": 1 for number in range(PIECES)}
    assert events(desk, check, EventKind.PIECE_TAKEN_UP) == done
    assert events(desk, check, EventKind.CHECK_CUT) == events(desk, check, EventKind.CHECK_DECIDED) == {check: 1}


def kill_in_the_middle(desk: Desk, studio: Any, crew: Crew, undisturbed: Any, after: int, whom: str) -> None:
    performer, expected = undisturbed
    worker = crew.start(1)
    check = queued(studio, performer, LONG)
    until(
        lambda: (
            len([one for one in pieces_of(desk, check) if one.state == "done"]) >= after
            or the(desk, check).state == "decided"  # it was faster than this look
        )
    )
    before = {one.id: one.done_at for one in pieces_of(desk, check) if one.state == "done"}
    if whom == "worker":
        worker.kill()
        worker.wait()
        crew.start(1)
    else:
        for one in crew.examiners():
            os.kill(one, signal.SIGKILL)
    crew.until_state(check, "decided", "failed")
    assert outcome(desk, check) == expected
    taken, done = events(desk, check, EventKind.PIECE_TAKEN_UP), events(desk, check, EventKind.PIECE_DONE)
    assert done == {f"{check}.{number:05}": 1 for number in range(PIECES)}
    assert all(taken[one] == 1 for one in before)
    assert sum(taken.values()) <= PIECES + 1
    crew.end()


@pytest.mark.attack("F3.kills")
@pytest.mark.parametrize("whom", ["worker", "examiner"])
def test_a_kill_in_the_middle_costs_one_piece(desk: Desk, studio: Any, crew: Crew, undisturbed: Any, whom: str) -> None:
    kill_in_the_middle(desk, studio, crew, undisturbed, 4, whom)


@pytest.mark.trial
@pytest.mark.timeout(3600)
@pytest.mark.attack("F3.kills")
def test_kills_at_twenty_moments_cost_a_piece_each(desk: Desk, studio: Any, crew: Crew, undisturbed: Any) -> None:
    dice = random.Random(3)
    for _ in range(20):
        whom = dice.choice(["worker", "examiner"])
        kill_in_the_middle(desk, studio, crew, undisturbed, dice.randrange(PIECES), whom)
