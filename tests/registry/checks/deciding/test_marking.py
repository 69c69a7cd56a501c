"""What a request leaves to a worker: due from that moment on, marked some at a time, and over when nothing is left."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from registry.checks.deciding import marking, redeciding
from registry.core.errors import Conflict, RecordsAltered
from registry.desk import Desk
from registry.ledger import concerns
from registry.ledger.concerns import due, open_concerns
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.ledger import Event
from tests.registry.checks.conftest import AGREEMENT, as_replica, shot
from tests.registry.tampering import alter

pytestmark = pytest.mark.usefixtures("behind_one_row")


class Killed(BaseException):
    """As a process that is gone: nothing runs after it."""


@pytest.fixture
def cleared(studio: Any, verified_alice: Any, shows: Any) -> list[str]:
    """Checks that are cleared, and one that is not."""
    studio.consent(verified_alice, "alice", max_uses=100)
    views = [studio.check(shows("alice"), shot(studio, verified_alice.id, f"SH{number}")) for number in range(3)]
    assert {view.verdict for view in views} == {"cleared"}
    assert studio.check(shows("alice"), studio.declare()).verdict == "blocked"
    return [view.id for view in views]


def is_due(desk: Desk) -> set[str]:
    with desk.db.read() as session:
        return set(session.scalars(select(Check.id).where(due(session))))


def marked(desk: Desk) -> set[str]:
    with desk.db.look() as session:
        return set(session.scalars(select(Check.id).where(Check.due)))


def opened(desk: Desk) -> int:
    with desk.db.look() as session:
        return len(open_concerns(session))


def released(desk: Desk, studio: Any, checks: list[str]) -> Iterator[str]:
    listed = {entry["receipt_id"] for entry in desk.status.stale_list()["stale"]}
    for check in checks:
        try:
            receipt = desk.checks.receipt(studio.people.petra, check)
            if receipt["verdict"] == "cleared" and receipt["receipt_id"] not in listed:
                yield check
        except Conflict:
            continue


def test_a_request_marks_none_and_all_are_due_until_a_worker_has_marked_them(
    studio: Any, people: Any, cleared: list[str], unattended: Desk
) -> None:
    assert list(released(unattended, studio, cleared)) == cleared
    unattended.strikes.throw(people.ursula, AGREEMENT)
    due_then = is_due(unattended)
    assert (marked(unattended), due_then >= set(cleared), opened(unattended)) == (set(), True, 1)
    assert list(released(unattended, studio, cleared)) == []
    assert unattended.marking.run() == len(due_then)
    assert (marked(unattended), is_due(unattended), opened(unattended)) == (due_then, due_then, 0)
    unattended.redecider.run_due()
    assert (is_due(unattended), list(released(unattended, studio, cleared))) == (set(), [])
    assert {unattended.checks.get(people.petra, one).verdict for one in cleared} == {"blocked"}


def test_few_are_marked_at_once_and_so_are_many_where_no_worker_came_by_for_long(
    studio: Any, people: Any, cleared: list[str], unattended: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concerns, "MOST_OPEN", 0)
    unattended.strikes.throw(people.ursula, AGREEMENT)
    assert (marked(unattended) >= set(cleared), opened(unattended)) == (True, 0)


def test_whoever_is_killed_in_between_loses_nothing_and_nothing_is_released(
    studio: Any, people: Any, cleared: list[str], unattended: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "AT_ONCE", 1)
    unattended.strikes.throw(people.ursula, AGREEMENT)
    everything, mark = is_due(unattended), marking.Marking._mark
    for number in range(1, len(everything) + 1):
        left = iter([True])

        def killed(self: Any, *told: Any, left: Any = left, **how: Any) -> int:
            done = mark(self, *told, **how) if next(left, False) else None
            if done is None:
                raise Killed
            return done

        monkeypatch.setattr(marking.Marking, "_mark", killed)
        with pytest.raises(Killed):
            unattended.redecider.run_due()
        assert (len(marked(unattended)), opened(unattended)) == (number, 1)
        assert is_due(unattended) == everything
        assert list(released(unattended, studio, cleared)) == []
    monkeypatch.setattr(marking.Marking, "_mark", mark)
    assert unattended.marking.run() == 0
    assert (opened(unattended), marked(unattended)) == (0, everything)


def test_several_workers_mark_each_check_and_decide_it_once(
    studio: Any, people: Any, cleared: list[str], unattended: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "AT_ONCE", 1)
    unattended.strikes.throw(people.ursula, AGREEMENT)
    everything = is_due(unattended)
    with ThreadPoolExecutor(3) as workers:
        counted = list(workers.map(lambda _: unattended.marking.run(), range(3)))
    assert (sum(counted), opened(unattended), marked(unattended)) == (len(everything), 0, everything)
    with ThreadPoolExecutor(3) as workers:
        changed = list(workers.map(lambda _: unattended.redecider.run_due(), range(3)))
    assert (sum(changed), is_due(unattended)) == (len(cleared), set())
    with unattended.db.look() as session:
        again = session.scalar(select(func.count()).where(Event.kind == EventKind.CHECK_REDECIDED))
    assert again == len(cleared)


def test_a_check_that_is_decided_after_the_change_is_not_covered_by_it(
    studio: Any, people: Any, verified_alice: Any, shows: Any, cleared: list[str], unattended: Desk
) -> None:
    studio.desk.redecider.run_due()
    unattended.consents.confirm_coverage(people.ursula, verified_alice.id, studio.production, AGREEMENT, True)
    assert is_due(unattended) >= set(cleared)
    content, use = shows("alice"), studio.declare(as_replica(verified_alice.id))
    later = check_without_worker(studio, unattended, content, use)
    assert (later.verdict, later.stale, later.has_receipt) == ("cleared", False, True)
    assert list(released(unattended, studio, [*cleared, later.id])) == [later.id]
    unattended.redecider.run_due()
    assert list(released(unattended, studio, [*cleared, later.id])) == [*cleared, later.id]


def check_without_worker(studio: Any, desk: Desk, content: bytes, use: dict[str, Any]) -> Any:
    attended, studio.desk = studio.desk, desk
    try:
        return studio.check(content, use)
    finally:
        studio.desk = attended


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM open_concern",
        """UPDATE open_concern SET concerned = '{"check": "K-2222222222"}'""",
        'UPDATE open_concern SET "index" = 1',
        "INSERT INTO open_concern VALUES (1, '{\"every\": true}')",
    ],
)
def test_a_concern_that_was_altered_is_noticed_and_nothing_is_released(
    studio: Any, people: Any, cleared: list[str], unattended: Desk, change: str
) -> None:
    unattended.strikes.throw(people.ursula, AGREEMENT)
    alter(unattended, change)
    for _ in range(2):
        for check in cleared:
            with pytest.raises(RecordsAltered):
                unattended.checks.receipt(people.petra, check)
            with pytest.raises(RecordsAltered):
                unattended.checks.get(people.petra, check)
        with pytest.raises(RecordsAltered):
            unattended.status.stale_list()
        unattended.redecider.run_due()
    assert "open_concern" in {altered.table for altered in unattended.audit.altered_records()}


def test_a_check_that_was_hidden_while_it_was_passed_over_is_marked_all_the_same(
    studio: Any, people: Any, cleared: list[str], unattended: Desk
) -> None:
    unattended.strikes.throw(people.ursula, AGREEMENT)
    everything = is_due(unattended)
    alter(unattended, f"UPDATE check_ SET state = 'failed' WHERE id = '{cleared[0]}'")
    unattended.marking.run()
    assert (opened(unattended), cleared[0] in marked(unattended)) == (1, False)
    alter(unattended, f"UPDATE check_ SET state = 'decided' WHERE id = '{cleared[0]}'")
    assert unattended.audit.altered_records() == []  # nobody can tell any more
    assert list(released(unattended, studio, cleared)) == []
    unattended.marking.run()
    assert (opened(unattended), marked(unattended)) == (0, everything)


def test_an_altered_check_keeps_its_concern_open_and_stops_no_other(
    studio: Any, people: Any, cleared: list[str], unattended: Desk
) -> None:
    unattended.strikes.throw(people.ursula, AGREEMENT)
    alter(unattended, f"UPDATE check_ SET file_name = 'other.jpg' WHERE id = '{cleared[0]}'")
    unattended.marking.run()
    assert opened(unattended) == 1
    assert marked(unattended) >= set(cleared[1:])
    assert cleared[0] not in marked(unattended)


def test_one_that_fails_keeps_no_other_waiting(
    studio: Any, people: Any, cleared: list[str], unattended: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    unattended.strikes.throw(people.ursula, AGREEMENT)
    again, tried = redeciding.Redecider._again, list[str]()

    def fails(self: Any, session: Any, check: str, files: list[str]) -> bool:
        tried.append(check)
        changed = again(self, session, check, files)
        if check == cleared[0]:
            raise RuntimeError  # after something was written
        return changed

    monkeypatch.setattr(redeciding.Redecider, "_again", fails)
    unattended.redecider.run_due()
    assert marked(unattended) == {cleared[0]}
    assert unattended.checks.get(people.petra, cleared[1]).verdict == "blocked"
    unattended.strikes.throw(people.ursula, AGREEMENT, studio.production)
    tried.clear()
    unattended.redecider.run_due()
    assert tried[-1] == cleared[0]
    assert tried.index(cleared[0]) > tried.index(cleared[1])
    assert list(released(unattended, studio, cleared)) == []
