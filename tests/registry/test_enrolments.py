"""An enrolment as a job: all of it or nothing, whoever died over it, and for nobody who may no longer ask for it."""

from pathlib import Path
from typing import Any

import pytest

from registry.checks.intake.jobs import DEATHS, LeaseLost
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Forbidden
from registry.records.tables.jobs import FileJob
from tests.registry.handed_in import enrolled, sources
from tests.registry.tampering import alter


@pytest.fixture
def files(fake_matching: Any) -> list[Path]:
    return [fake_matching.picture("alice") for _ in range(3)]


@pytest.fixture
def queued(desk: Any, people: Any, release: Any, files: list[Path]) -> str:
    release(people.alice, people.alice.performer_id)
    return desk.enrolments.ask(people.alice, people.alice.performer_id, sources(files))


def the(desk: Any, job: str) -> FileJob:
    with desk.db.read() as session:
        return session.get_one(FileJob, job)


def view(desk: Any, people: Any, job: str) -> Any:
    return desk.enrolments.get(people.alice, people.alice.performer_id, job)


def templates(desk: Any, people: Any) -> int:
    return int(desk.performers.card(people.alice, people.alice.performer_id).templates)


def uploads(desk: Any) -> list[str]:
    return sorted(path.name for path in desk.config.uploads.iterdir())


def test_files_wait_in_private_and_are_gone_when_it_is_over(desk: Any, people: Any, queued: str) -> None:
    waiting = list(desk.config.uploads.iterdir())
    assert [file.stat().st_mode & 0o777 for file in waiting] == [0o600] * 3
    assert view(desk, people, queued).before == 0
    assert desk.checks.purge() == 0
    assert desk.examiner.run(queued)
    done = view(desk, people, queued)
    assert (done.state, len(done.outcome["accepted"]), done.outcome["parked"]) == ("done", 3, True)
    assert (templates(desk, people), uploads(desk), the(desk, queued).uploads) == (3, [], {})
    assert (
        done.outcome["likeness_digest"] == desk.performers.card(people.alice, people.alice.performer_id).likeness_digest
    )
    assert desk.jobs.take(queued) is None


def test_waiting_files_are_not_swept_away(desk: Any, queued: str) -> None:
    import os

    for file in desk.config.uploads.iterdir():
        os.utime(file, (0, 0))
    (desk.config.uploads / ("0" * 32)).write_bytes(b"of nobody")
    os.utime(desk.config.uploads / ("0" * 32), (0, 0))
    assert desk.checks.purge() == 1
    assert len(uploads(desk)) == 3


def test_a_worker_that_fell_silent_writes_nothing_and_the_next_one_does(
    desk: Any, people: Any, queued: str, clock: Any
) -> None:
    look, calls = desk._examine, []

    def late(*arguments: Any, **options: Any) -> Any:
        if not calls:
            calls.append(1)
            clock.forward(seconds=desk.jobs.lease_seconds + 1)
            assert desk.examiner.run(queued)
        return look(*arguments, **options)

    desk._examine = late
    assert not desk.examiner.run(queued)
    assert (the(desk, queued).state, the(desk, queued).attempt, templates(desk, people)) == ("done", 2, 3)


def test_pictures_that_kill_their_workers_end_as_failed_with_a_reason(
    desk: Any, people: Any, queued: str, clock: Any
) -> None:
    for _ in range(DEATHS - 1):
        desk.jobs.died(desk.jobs.take(queued))
        assert len(uploads(desk)) == 3
    desk.jobs.died(desk.jobs.take(queued))
    failed = view(desk, people, queued)
    assert (failed.state, failed.outcome["message"]) == ("failed", "check-worker-died")
    assert (uploads(desk), templates(desk, people), desk.jobs.free()) == ([], 0, [])


def test_who_may_no_longer_enrol_has_nothing_enrolled(desk: Any, people: Any, queued: str) -> None:
    desk.accounts.disable(people.ada, people.accounts["alice"])
    assert desk.examiner.run(queued)
    assert (the(desk, queued).state, the(desk, queued).outcome["message"]) == ("failed", "files-not-allowed")
    assert uploads(desk) == []


def test_the_right_may_end_while_the_pictures_are_looked_at(desk: Any, people: Any, queued: str) -> None:
    look = desk._examine

    def meanwhile(*arguments: Any, **options: Any) -> Any:
        if desk.accounts.identity(people.accounts["alice"]).performer_id:
            desk.accounts.disable(people.ada, people.accounts["alice"])
        return look(*arguments, **options)

    desk._examine = meanwhile
    assert desk.examiner.run(queued)
    assert (the(desk, queued).state, the(desk, queued).outcome["message"]) == ("failed", "files-not-allowed")
    desk.accounts.enable(people.ada, people.accounts["alice"])
    assert templates(desk, people) == 0


def test_a_release_that_is_withdrawn_ends_it_and_what_came_of_earlier_ones_is_deleted(
    desk: Any, people: Any, queued: str, files: list[Path]
) -> None:
    who, performer = people.alice, people.alice.performer_id
    assert desk.examiner.run(queued)
    second = desk.enrolments.ask(who, performer, sources(files))
    lease = desk.jobs.take(second)
    desk.performers.withdraw_release(who, performer)
    with pytest.raises(LeaseLost):
        desk.enrolments.run(lease, lambda _stage, _per_cent: None)
    for job in (queued, second):
        assert (the(desk, job).state, the(desk, job).outcome["message"]) == ("failed", "release-missing")
    assert templates(desk, people) == 0
    with pytest.raises(Conflict, match="release-missing"):
        desk.enrolments.ask(who, performer, sources(files))


def test_a_gallery_that_changes_meanwhile_is_compared_with_again(
    desk: Any, people: Any, queued: str, enrol: Any
) -> None:
    look, calls = desk._examine, []

    def meanwhile(*arguments: Any, **options: Any) -> Any:
        if not calls:
            calls.append(1)
            desk._examine = look
            enrol("bob")
        return look(*arguments, **options)

    desk._examine = meanwhile
    assert desk.examiner.run(queued)
    assert (view(desk, people, queued).state, templates(desk, people)) == ("done", 3)


def test_pictures_that_were_exchanged_while_they_waited_are_not_enrolled(
    desk: Any, people: Any, queued: str, fake_matching: Any
) -> None:
    next(desk.config.uploads.iterdir()).write_bytes(fake_matching.picture("bob").read_bytes())
    assert desk.examiner.run(queued)
    assert view(desk, people, queued).outcome["message"] == "check-file-changed"
    assert templates(desk, people) == 0


def test_a_job_whose_record_was_altered_is_left_alone(desk: Any, people: Any, queued: str) -> None:
    alter(desk, f"UPDATE file_job SET performer_id = '{people.bob.performer_id}'")
    assert desk.jobs.next() is None
    assert templates(desk, people) == 0


def test_what_became_of_it_is_for_who_may_enrol_alone(desk: Any, people: Any, queued: str) -> None:
    for who in (people.ursula, people.bob, people.ada):
        with pytest.raises((NotFound, Forbidden)):
            desk.enrolments.get(who, people.alice.performer_id, queued)
    with pytest.raises(NotFound):
        desk.enrolments.get(people.bob, people.bob.performer_id, queued)


def test_advice_names_each_picture_as_it_was_called(desk: Any, people: Any, release: Any, fake_matching: Any) -> None:
    release(people.alice, people.alice.performer_id)
    two = fake_matching.picture("alice", "bob", name="two.jpg")
    damaged = fake_matching.picture("alice", name="broken.jpg")
    damaged.write_bytes(b"damaged")
    found = enrolled(desk, people.alice, people.alice.performer_id, [two, damaged])
    assert (found.state, found.outcome["accepted"]) == ("done", [])
    assert [part["file"] for part in found.outcome["advice"]] == ["two.jpg", "broken.jpg"]
    assert found.outcome["advice"][1]["params"] == {"name": "broken.jpg"}
