"""The watch over an examiner: whatever its file does to it, it is gone in time, and the check is over or free again."""

import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from registry.checks.examining.hand import Hand, NotReady
from registry.checks.examining.lending import lend
from registry.checks.intake.jobs import DEATHS, Lease
from registry.checks.viewed import exit_status
from registry.records.tables.checks import Check
from tests.registry.checks.workers import running, until

pytestmark = pytest.mark.slow

Sends = Callable[..., str]
Hands = Callable[..., Hand]


def the(desk: Any, check_id: str) -> Check:
    with desk.db.read() as session:
        return session.get_one(Check, check_id)


def run(desk: Any, hand: Hand, check_id: str) -> Check:
    lease = desk.jobs.take(check_id)
    assert lease is not None
    hand.run(lease)
    return the(desk, check_id)


def examiner_of(hand: Hand) -> int:
    return hand.ready().id


def test_one_examiner_sees_one_check_after_the_other_through(desk: Any, sends: Sends, hand: Hands) -> None:
    one, told = hand(), []
    process = examiner_of(one)
    first = sends()
    one.run(desk.jobs.take(first), lambda stage, per_cent: told.append((stage, per_cent)))
    assert (the(desk, first).state, the(desk, first).verdict) == ("decided", "cleared")
    assert told == [("examining", 10), ("comparing", 60), ("deciding", 90)]
    assert run(desk, one, sends("babble")).state == "decided"
    assert run(desk, one, sends("memory")).state == "failed"
    assert examiner_of(one) == process
    assert list(desk.config.uploads.iterdir()) == []


def test_what_takes_too_long_is_ended_tried_once_more_and_cannot_be_decided(
    desk: Any, people: Any, sends: Sends, hand: Hands
) -> None:
    one, long = hand(0.5), sends("hang")
    process = examiner_of(one)
    check = run(desk, one, long)
    assert (check.state, check.timeouts, check.deaths) == ("queued", 1, 0)
    assert running(str(desk.config.home)) == []
    check = run(desk, one, long)
    assert (check.state, check.status, check.verdict, check.timeouts) == ("failed", "cannot_decide", None, 2)
    assert examiner_of(one) != process
    view = desk.checks.get(people.petra, long)
    reason = view.result["reasons"][0]
    assert (reason["message"], reason["params"]["times"], exit_status(view)) == ("check-timeout", 2, 4)
    assert reason["remedy"] == {"ask": "production", "for": "smaller-file"}
    assert desk.jobs.free() == []
    assert list(desk.config.uploads.iterdir()) == []


def test_a_file_that_kills_its_examiners_is_blamed_in_the_end(
    desk: Any, people: Any, sends: Sends, hand: Hands
) -> None:
    one, deadly = hand(), sends("die")
    for deaths in range(1, DEATHS):
        check = run(desk, one, deadly)
        assert (check.state, check.deaths, check.timeouts) == ("queued", deaths, 0)
    check = run(desk, one, deadly)
    assert (check.state, check.status) == ("failed", "cannot_decide")
    reason = desk.checks.get(people.petra, deadly).result["reasons"][0]
    assert (reason["message"], reason["remedy"]["for"]) == ("check-worker-died", "smaller-file")
    assert run(desk, one, sends()).verdict == "cleared"
    assert list(desk.config.uploads.iterdir()) == []


def test_an_enrolment_whose_examiner_is_killed_is_taken_up_again_until_its_pictures_are_to_blame(
    desk: Any, people: Any, hand: Hands, crew: Any, release: Any
) -> None:
    one, who, performer = hand(), people.alice, people.alice.performer_id
    release(who, performer)
    lines = {"mild.jpg": "alice", "deadly.jpg": "#! die\nalice"}
    pictures = {name: io.BytesIO(lines[name].encode()) for name in lines}
    job = desk.enrolments.ask(who, performer, [(name, lambda name=name: pictures[name]) for name in lines])
    for _ in range(DEATHS - 1):
        one.run(desk.jobs.take(job))
        assert desk.file_jobs.state(job) == "queued"
        assert len(list(desk.config.uploads.iterdir())) == 2
    one.run(desk.jobs.take(job))
    failed = desk.enrolments.get(who, performer, job)
    assert (failed.state, failed.outcome["message"]) == ("failed", "check-worker-died")
    assert (list(desk.config.uploads.iterdir()), desk.performers.card(who, performer).templates) == ([], 0)
    sound = desk.enrolments.ask(who, performer, [("mild.jpg", lambda: io.BytesIO(b"alice"))])
    told: list[tuple[str, int]] = []
    one.run(desk.jobs.take(sound), lambda stage, per_cent: told.append((stage, per_cent)))
    assert (told, desk.performers.card(who, performer).templates) == ([("looking", 10)], 1)


def test_an_examiner_that_is_killed_while_it_waits_is_replaced_and_no_file_is_blamed(
    desk: Any, sends: Sends, hand: Hands
) -> None:
    one = hand()
    os.kill(examiner_of(one), signal.SIGKILL)
    check = run(desk, one, sends())
    assert (check.state, check.deaths, check.attempt) == ("decided", 0, 1)


def test_who_is_asked_to_stop_gives_back_what_is_worked_on(desk: Any, sends: Sends, hand: Hands) -> None:
    one, check = hand(), sends("hang")
    thread = threading.Thread(target=run, args=(desk, one, check))
    thread.start()
    until(lambda: the(desk, check).progress > 0)
    one.stop()
    thread.join(10)
    assert (the(desk, check).state, the(desk, check).deaths, the(desk, check).timeouts) == ("queued", 0, 0)
    assert desk.uploads.has(the(desk, check).upload)
    with pytest.raises(NotReady):
        one.ready()


def test_a_lost_lease_ends_the_examination(
    desk: Any, sends: Sends, hand: Hands, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    desk.jobs.lease_seconds = 1
    one, check, second = hand(), sends("hang"), []

    def steal(_stage: str, _per_cent: int) -> None:
        clock.forward(seconds=2)
        second.append(desk.jobs.take(check))

    one.run(desk.jobs.take(check), steal)
    assert second == [Lease(check, 2)]
    assert "attempt 1 lost its lease" in caplog.text
    assert (the(desk, check).state, the(desk, check).attempt) == ("examining", 2)
    assert running(str(desk.config.home)) == []


@pytest.mark.parametrize(
    "command", [["-c", ""], ["-c", "print('hello')"], ["-c", "import sys; sys.exit('no database')"]]
)
def test_an_examiner_that_does_not_start_costs_no_check_anything(desk: Any, sends: Sends, command: list[str]) -> None:
    check = sends()
    with Hand(desk.jobs, 60, [sys.executable, *command]) as one, pytest.raises(NotReady):
        run(desk, one, check)
    assert (the(desk, check).state, the(desk, check).deaths) == ("queued", 0)


def test_a_hand_whose_caller_fails_gives_back(desk: Any, sends: Sends, hand: Hands) -> None:
    one, check = hand(), sends()

    def broken(_stage: str, _per_cent: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        one.run(desk.jobs.take(check), broken)
    assert (the(desk, check).state, the(desk, check).deaths) == ("queued", 0)
    assert running(str(desk.config.home)) == []


def test_what_cannot_be_written_down_is_said_and_nobody_is_blamed(
    desk: Any, sends: Sends, caplog: pytest.LogCaptureFixture
) -> None:
    class Unwritten:
        def prepare(self) -> None:
            return None

        def see_through(self, _lease: Lease, _told: Any) -> bool:
            raise OSError("a path that must not be logged")

    answers = io.StringIO()
    lend(Unwritten(), ['{"check_id": "K-1", "attempt": 1}\n'], answers)  # type: ignore[arg-type]
    assert [json.loads(line) for line in answers.getvalue().splitlines()] == [
        {"ready": True}, {"begun": True}, {"over": False}
    ]  # fmt: skip
    assert "must not be logged" not in caplog.text
    said = 'import sys; print(\'{"ready": true}\', flush=True); input(); print(\'{"begun": true}\\n{"over": false}\')'
    check = sends()
    with Hand(desk.jobs, 60, [sys.executable, "-c", said]) as one, pytest.raises(NotReady):
        run(desk, one, check)
    assert (the(desk, check).state, the(desk, check).deaths) == ("queued", 0)
