"""The job of a check: one worker at a time, taken up again when its worker is gone, never decided twice."""

import io
from datetime import timedelta
from typing import Any

import pytest

from registry.checks.intake.jobs import AGAIN, DEATHS, TIMEOUTS, Lease, LeaseLost, held
from registry.records.tables.checks import Check
from tests.registry.tampering import alter


@pytest.fixture
def queued(studio: Any, shows: Any) -> str:
    return studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(shows("alice")), "x.jpg", studio.declare()
    ).id


@pytest.fixture
def jobs(studio: Any) -> Any:
    return studio.desk.examiner.jobs


def the(desk: Any, check_id: str) -> Check:
    with desk.db.read() as session:
        return session.get_one(Check, check_id)


def test_one_worker_takes_a_job_and_no_other(jobs: Any, queued: str) -> None:
    assert jobs.free() == [queued]
    assert jobs.take(queued) == Lease(queued, 1)
    assert jobs.take(queued) is None
    assert jobs.free() == []


def test_a_silent_worker_loses_its_job_and_its_writes_have_no_effect(
    desk: Any, jobs: Any, queued: str, clock: Any
) -> None:
    first = jobs.take(queued)
    clock.forward(seconds=jobs.lease_seconds + 1)
    assert jobs.free() == [queued]
    second = jobs.take(queued)
    assert second == Lease(queued, 2)
    assert not jobs.extend(first)
    jobs.progress(first, "deciding", 99)
    with pytest.raises(LeaseLost):
        jobs.give_back(first)
    with desk.db.read() as session, pytest.raises(LeaseLost):
        held(session, first)
    assert (the(desk, queued).attempt, the(desk, queued).progress) == (2, 0)


def test_a_sign_of_life_keeps_the_job(jobs: Any, queued: str, clock: Any) -> None:
    lease = jobs.take(queued)
    for _ in range(5):
        clock.forward(seconds=jobs.lease_seconds - 1)
        assert jobs.extend(lease)
    assert jobs.take(queued) is None


def test_a_job_given_back_is_free_at_once_and_counts_no_death(desk: Any, jobs: Any, queued: str) -> None:
    for attempt in range(1, DEATHS + 2):
        lease = jobs.take(queued)
        assert lease == Lease(queued, attempt)
        jobs.give_back(lease)
    assert (the(desk, queued).state, the(desk, queued).deaths) == ("queued", 0)


def test_a_file_that_kills_its_workers_ends_as_cannot_decide(desk: Any, jobs: Any, queued: str, clock: Any) -> None:
    for _ in range(DEATHS):
        assert jobs.take(queued) is not None
        clock.forward(seconds=jobs.lease_seconds + 1)
    assert jobs.take(queued) is None
    check = the(desk, queued)
    assert (check.state, check.status, check.upload) == ("failed", "cannot_decide", None)
    assert jobs.free() == []


def test_a_check_that_is_over_is_never_taken_up_again(studio: Any, verified_alice: Any, jobs: Any, queued: str) -> None:
    assert studio.desk.examiner.run(queued)
    assert studio.desk.checks.state(queued) == "decided"
    assert jobs.take(queued) is None
    assert not studio.desk.examiner.run(queued)


def test_a_late_attempt_cannot_decide_over_a_newer_one(
    studio: Any, verified_alice: Any, jobs: Any, queued: str, clock: Any
) -> None:
    """The first worker hangs in its examination; a second takes over and decides; the first comes back."""
    decide, calls = studio.desk.examiner._decider.decide, []

    def late(lease: Lease, seen: Any) -> None:
        if not calls:
            calls.append(lease)
            clock.moment += timedelta(seconds=jobs.lease_seconds + 1)
            assert studio.desk.examiner.run(queued)
        decide(lease, seen)

    studio.desk.examiner._decider.decide = late
    assert not studio.desk.examiner.run(queued)
    check = the(studio.desk, queued)
    assert (check.state, check.attempt) == ("decided", 2)


def test_the_next_is_taken_up_and_where_nobody_waits_nothing_is_written(
    desk: Any, jobs: Any, queued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jobs.next() == Lease(queued, 1)
    monkeypatch.setattr(desk.db, "write", lambda: pytest.fail("it took the database's write lock"))
    assert jobs.next() is None


def test_what_may_not_be_taken_keeps_nobody_from_writing(
    desk: Any, jobs: Any, queued: str, studio: Any, shows: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = jobs.next()
    studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(shows("bob")), "x.jpg", studio.declare()
    )
    monkeypatch.setattr(desk.db, "write", lambda: pytest.fail("it took the database's write lock"))
    assert jobs.next([lease], 1) is None


def test_a_worker_that_died_frees_its_job_at_once_until_the_file_is_to_blame(desk: Any, jobs: Any, queued: str) -> None:
    for deaths in range(1, DEATHS):
        jobs.died(jobs.next())
        assert (the(desk, queued).state, the(desk, queued).deaths, jobs.free()) == ("queued", deaths, [queued])
    upload = the(desk, queued).upload
    jobs.died(jobs.next())
    assert (the(desk, queued).state, the(desk, queued).status, jobs.free()) == ("failed", "cannot_decide", [])
    assert not desk.uploads.has(upload)


def test_what_runs_out_of_time_is_tried_once_more(desk: Any, people: Any, jobs: Any, queued: str) -> None:
    for timeouts in range(1, TIMEOUTS):
        jobs.ran_out(jobs.next(), 300)
        assert (the(desk, queued).state, the(desk, queued).timeouts, jobs.free()) == ("queued", timeouts, [queued])
    upload = the(desk, queued).upload
    jobs.ran_out(jobs.next(), 300)
    assert (the(desk, queued).state, the(desk, queued).status, jobs.free()) == ("failed", "cannot_decide", [])
    assert not desk.uploads.has(upload)
    (reason,) = desk.checks.get(people.petra, queued).result["reasons"]
    assert (reason["params"], reason["remedy"]["ask"]) == ({"seconds": 300, "times": TIMEOUTS}, "production")


@pytest.mark.parametrize("end", ["died", "ran_out", "fail"])
def test_an_attempt_that_lost_its_lease_ends_nothing(desk: Any, jobs: Any, queued: str, clock: Any, end: str) -> None:
    first = jobs.next()
    clock.forward(seconds=jobs.lease_seconds + 1)
    second = jobs.next()
    with pytest.raises(LeaseLost):
        getattr(jobs, end)(first, *{"died": (), "ran_out": (1,), "fail": ("check-failed",)}[end])
    assert (the(desk, queued).state, the(desk, queued).attempt, second.attempt) == ("examining", 2, 2)


def test_a_check_says_how_many_are_before_it_and_never_that_a_dead_worker_examines_it(
    desk: Any, people: Any, jobs: Any, queued: str, studio: Any, shows: Any, clock: Any
) -> None:
    clock.forward(seconds=1)
    second = studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(shows("bob")), "x.jpg", studio.declare()
    ).id

    def told(check: str) -> tuple[str, int | None]:
        view = desk.checks.get(people.petra, check)
        return view.state, view.before

    assert [told(queued), told(second)] == [("queued", 0), ("queued", 1)]
    jobs.progress(jobs.next(), "comparing", 60)
    assert [told(queued), told(second)] == [("examining", None), ("queued", 0)]
    clock.forward(seconds=jobs.lease_seconds + 1)
    assert [told(queued), told(second)] == [("queued", 0), ("queued", 1)]
    assert (desk.checks.get(people.petra, queued).progress, desk.checks.get(people.petra, queued).stage) == (
        0,
        "queued",
    )


def test_a_check_whose_record_was_altered_keeps_nobody_else_waiting(
    studio: Any, shows: Any, jobs: Any, queued: str, clock: Any
) -> None:
    other = studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(shows("bob")), "x.jpg", studio.declare()
    ).id
    (first, second) = jobs.free()
    assert {first, second} == {queued, other}
    alter(studio.desk, f"UPDATE check_ SET file_name = 'other.jpg' WHERE id = '{first}'")
    assert jobs.next() is None
    assert [place["table"] for place in studio.desk.bindings.noticed.read()] == ["check_"]
    assert jobs.next() == Lease(second, 1)
    assert jobs.next() is None
    alter(studio.desk, f"UPDATE check_ SET file_name = 'x.jpg' WHERE id = '{first}'")
    assert jobs.next() is None  # it is left alone for a while, for each look would find the same
    clock.forward(seconds=AGAIN.total_seconds())
    assert jobs.next([Lease(second, 1)], 2) == Lease(first, 1)
