"""Real worker processes: killed in the middle, stopped politely, and none waiting for another."""

import os
import signal
from typing import Any

import pytest

from tests.registry.checks.workers import PATIENCE, Crew, until

pytestmark = pytest.mark.slow


def test_a_check_whose_worker_is_killed_is_taken_up_again_and_decided_once(desk: Any, sends: Any, crew: Crew) -> None:
    check = sends("slow", "3")
    first = crew.start(1)
    until(lambda: crew.check(check).progress)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert crew.check(check).state == "examining"
    until(lambda: crew.examiners() == [])
    crew.start(1)
    found = crew.until_state(check, "decided")
    assert (found.verdict, found.attempt, found.deaths) == ("cleared", 2, 1)
    until(lambda: list(desk.config.uploads.iterdir()) == [])


def test_a_check_whose_examiner_is_killed_is_taken_up_at_once_by_the_one_that_replaces_it(
    sends: Any, crew: Crew
) -> None:
    check = sends("slow", "2")
    worker = crew.start(1, lease_seconds=600)
    until(lambda: crew.check(check).progress)
    (examiner,) = crew.examiners()
    os.kill(examiner, signal.SIGKILL)
    found = crew.until_state(check, "decided")
    assert (found.verdict, found.attempt, found.deaths) == ("cleared", 2, 1)
    assert worker.poll() is None


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_gives_its_checks_back_at_once(
    desk: Any, sends: Any, crew: Crew, how: int
) -> None:
    check = sends("hang")
    worker = crew.start(1)
    until(lambda: crew.check(check).progress)
    worker.send_signal(how)
    assert worker.wait(PATIENCE) == 0
    found = crew.check(check)
    assert (found.state, found.deaths, found.timeouts) == ("queued", 0, 0)
    assert desk.uploads.has(found.upload)
    assert crew.examiners() == []


def test_a_long_examination_keeps_its_lease(sends: Any, crew: Crew) -> None:
    check = sends("slow", "4")
    crew.start(1, lease_seconds=2)
    found = crew.until_state(check, "decided")
    assert (found.attempt, found.deaths) == (1, 0)
