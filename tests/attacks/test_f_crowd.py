"""Held up by a crowd: whoever sends much, under whatever names, gets a share of the workers and no more."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from registry.core.errors import Busy
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import a_declaration

CROWD = 40


@pytest.fixture
def asks(desk: Any, clock: Any) -> Callable[..., str]:
    """`asks(who, production)`: the id of a check that waits, each a second later than the one before."""

    def register(who: Any, production: str) -> str:
        clock.forward(seconds=1)
        said = a_declaration(production)
        return str(desk.checks.register(who, production, io.BytesIO(b"a picture"), "x.jpg", said).id)

    return register


def taken(desk: Any, *held: Any, most: int = 1) -> str:
    lease = desk.jobs.next(held, most)
    assert lease is not None
    with desk.db.read() as session:
        return str(session.get_one(Check, lease.job).production_id)


@pytest.mark.attack("F2.flood")
def test_who_queues_very_much_waits_for_others_in_between(
    desk: Any, people: Any, asks: Callable[..., str], clock: Any
) -> None:
    """One worker, that ends each check before it takes the next."""
    for _ in range(CROWD):
        asks(people.petra, "PR-PETRA")
    for _ in range(3):
        asks(people.quentin, "PR-QUENTIN")
    served = []
    for _ in range(6):
        lease = desk.jobs.next()
        with desk.db.read() as session:
            served.append(session.get_one(Check, lease.job).production_id)
        desk.examiner.see_through(lease)
        clock.forward(seconds=1)
    assert served == ["PR-PETRA", "PR-QUENTIN"] * 3


@pytest.mark.attack("F2.many-productions")
def test_an_account_with_many_productions_has_one_share(desk: Any, people: Any, asks: Callable[..., str]) -> None:
    mine = [desk.productions.create(people.petra, f"Film {n}", "Petra Ltd", "feature").id for n in range(8)]
    for production in mine:
        asks(people.petra, production)
    asks(people.quentin, "PR-QUENTIN")
    assert [taken(desk) in mine, taken(desk)] == [True, "PR-QUENTIN"]


@pytest.mark.attack("F2.many-accounts")
def test_a_production_with_many_accounts_has_one_share(desk: Any, people: Any, asks: Callable[..., str]) -> None:
    for number in range(8):
        asks(replace(people.petra, account_id=f"U-{number}"), "PR-PETRA")
    asks(people.quentin, "PR-QUENTIN")
    assert [taken(desk), taken(desk)] == ["PR-PETRA", "PR-QUENTIN"]


@pytest.mark.attack("F2.every-worker")
def test_the_last_worker_is_never_taken_by_who_has_the_others(desk: Any, people: Any, asks: Callable[..., str]) -> None:
    for _ in range(3):
        asks(people.petra, "PR-PETRA")
    other = desk.productions.create(people.petra, "Another", "Petra Ltd", "feature").id
    asks(people.petra, other)
    held = desk.jobs.next()
    assert desk.jobs.next([held], 1) is None
    asks(people.quentin, "PR-QUENTIN")
    assert taken(desk, held) == "PR-QUENTIN"


@pytest.mark.attack("F2.retries-of-what-hangs")
def test_what_ran_out_of_time_waits_behind_others(desk: Any, people: Any, asks: Callable[..., str], clock: Any) -> None:
    hanging = asks(people.petra, "PR-PETRA")
    lease = desk.jobs.next()
    clock.forward(seconds=1)
    asks(people.quentin, "PR-QUENTIN")
    desk.jobs.ran_out(lease, 300)
    assert taken(desk) == "PR-QUENTIN"
    assert desk.jobs.next().job == hanging


@pytest.mark.attack("F2.full-queue")
def test_more_than_its_bound_of_a_production_is_refused_and_nothing_stored(
    desk: Any, people: Any, asks: Callable[..., str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(desk.checks, "_most", 3)
    waiting = [asks(people.petra, "PR-PETRA") for _ in range(3)]
    monkeypatch.setattr(desk.uploads, "take", lambda _source: pytest.fail("it was stored first"))
    for number in range(2):
        with pytest.raises(Busy) as told:
            asks(replace(people.petra, account_id=f"U-{number}"), "PR-PETRA")
        assert (told.value.message_id, told.value.params) == ("check-queue-full-production", {"most": 3})
    monkeypatch.undo()
    monkeypatch.setattr(desk.checks, "_most", 3)
    asks(people.quentin, "PR-QUENTIN")
    assert desk.examiner.run(waiting[0])
    asks(people.petra, "PR-PETRA")


@pytest.mark.attack("F2.full-queue-by-many-productions")
def test_more_than_its_bound_of_an_account_is_refused(
    desk: Any, people: Any, asks: Callable[..., str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(desk.checks, "_most", 3)
    mine = [desk.productions.create(people.petra, f"Film {n}", "Petra Ltd", "feature").id for n in range(4)]
    for production in mine[:3]:
        asks(people.petra, production)
    with pytest.raises(Busy) as told:
        asks(people.petra, mine[3])
    assert told.value.message_id == "check-queue-full-account"


@pytest.mark.attack("F2.full-queue-by-a-race")
def test_those_who_ask_at_the_same_moment_do_not_get_past_the_bound(
    desk: Any, people: Any, asks: Callable[..., str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(desk.checks, "_most", 5)
    petra, take = people.petra, desk.uploads.take

    def late(source: Any) -> Any:  # everybody has been let in before anybody is counted
        together.wait(30)
        return take(source)

    import threading

    together = threading.Barrier(10)
    monkeypatch.setattr(desk.uploads, "take", late)

    def ask(_number: int) -> bool:
        try:
            return bool(asks(petra, "PR-PETRA"))
        except Busy:
            return False

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(ask, range(10))) == 5
    assert len(list(desk.config.uploads.iterdir())) == 5
    assert len(desk.jobs.free()) == 5
