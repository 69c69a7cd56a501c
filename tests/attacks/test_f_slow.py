"""Held up by a file: it hangs, it takes long, it kills who looks at it, it leaves something behind."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from registry.checks.examining.hand import Hand
from registry.checks.intake.jobs import DEATHS, TIMEOUTS
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import a_declaration
from tests.registry.checks.workers import Crew, command_of, running, until

pytestmark = pytest.mark.slow


def of_another(desk: Any, people: Any, shows: Callable[..., bytes]) -> str:
    """An honest check of another production."""
    said, file = a_declaration("PR-QUENTIN"), io.BytesIO(shows("bob"))
    return str(desk.checks.register(people.quentin, "PR-QUENTIN", file, "y.jpg", said).id)


def three_that_hang(
    desk: Any, people: Any, clock: Any, sends: Callable[..., str], shows: Callable[..., bytes], crew: Crew
) -> list[str]:
    """An honest check is decided while one of three files that hang is looked at, and one that takes long waits behind
    them."""
    crew.start(2, check_seconds=6)
    crew.until_ready(2)
    files = []
    for does in (("hang",), ("hang",), ("slow", "1"), ("hang",)):
        files.append(sends(*does))
        clock.forward(seconds=1)
    until(lambda: crew.check(files[0]).progress)
    time.sleep(0.5)  # time enough for a worker that does not keep one hand for others
    crew.until_state(of_another(desk, people, shows), "decided")
    assert crew.check(files[0]).timeouts == 0  # it is still being looked at
    return files


@pytest.mark.attack("F1.three-slow-files")
def test_an_honest_check_is_decided_while_others_hang(
    desk: Any, people: Any, clock: Any, sends: Callable[..., str], shows: Callable[..., bytes], crew: Crew
) -> None:
    files = three_that_hang(desk, people, clock, sends, shows, crew)
    assert "failed" not in [crew.check(check).state for check in files]


@pytest.mark.trial
@pytest.mark.attack("F1.three-slow-files")
def test_what_hangs_is_over_in_the_end_and_what_takes_long_is_decided(
    desk: Any, people: Any, clock: Any, sends: Callable[..., str], shows: Callable[..., bytes], crew: Crew
) -> None:
    files = three_that_hang(desk, people, clock, sends, shows, crew)
    assert crew.until_state(files[2], "decided").verdict == "cleared"
    for check in (files[0], files[1], files[3]):
        found = crew.until_state(check, "failed")
        assert (found.attempt, found.timeouts, found.deaths) == (TIMEOUTS, TIMEOUTS, 0)


def attempts(desk: Any, hand: Hand, check_id: str, most: int) -> Check:
    for _ in range(most):
        lease = desk.jobs.take(check_id)
        assert lease is not None
        hand.run(lease)
    with desk.db.read() as session:
        return session.get_one(Check, check_id)


@pytest.mark.parametrize(
    "does",
    [
        pytest.param("hang-native", marks=pytest.mark.attack("F1.hangs-in-native-code")),
        pytest.param("deaf", marks=pytest.mark.attack("F1.hears-no-signal")),
        pytest.param("freeze", marks=pytest.mark.attack("F1.stops-its-process")),
    ],
)
def test_what_takes_too_long_is_ended_however_it_hangs(
    desk: Any, sends: Callable[..., str], hand: Callable[..., Hand], does: str
) -> None:
    check = attempts(desk, hand(0.5), sends(does), TIMEOUTS)
    assert (check.state, check.status, check.timeouts) == ("failed", "cannot_decide", TIMEOUTS)
    assert desk.jobs.free() == []
    assert running(str(desk.config.home)) == []


@pytest.mark.parametrize(
    "does",
    [
        pytest.param("crash", marks=pytest.mark.attack("F1.crashes-its-process")),
        pytest.param("exit", marks=pytest.mark.attack("F1.ends-its-process")),
    ],
)
def test_what_kills_who_looks_at_it_is_not_tried_for_ever(
    desk: Any, sends: Callable[..., str], hand: Callable[..., Hand], does: str
) -> None:
    check = attempts(desk, hand(), sends(does), DEATHS)
    assert (check.state, check.status, check.deaths) == ("failed", "cannot_decide", DEATHS)
    assert desk.jobs.free() == []


@pytest.mark.attack("F1.leaves-a-process")
def test_what_a_file_made_its_examiner_start_ends_with_it(
    desk: Any, sends: Callable[..., str], hand: Callable[..., Hand], tmp_path: Any
) -> None:
    left = str(tmp_path / "left behind")
    assert attempts(desk, hand(1.5), sends("child", left.replace(" ", "-")), 1).timeouts == 1
    until(lambda: running(left.replace(" ", "-")) == [])


@pytest.mark.attack("F1.speaks-for-its-examiner")
def test_what_is_printed_is_no_answer(desk: Any, sends: Callable[..., str], hand: Callable[..., Hand]) -> None:
    check = attempts(desk, hand(), sends("babble"), 1)
    assert (check.state, check.verdict, check.attempt) == ("decided", "cleared", 1)


@pytest.mark.attack("F1.worker-killed-with-its-parent")
def test_nothing_runs_on_when_the_worker_is_killed(sends: Callable[..., str], crew: Crew) -> None:
    check = sends("hang-native")
    worker = crew.start(2)
    until(lambda: crew.check(check).progress and len(crew.examiners()) == 2)
    worker.kill()
    worker.wait()
    until(lambda: running(str(crew.desk.config.home)) == [], patience=10)


DECODER = """
import os, sys, time
from matching.media.sandbox import confine
confine(memory=1 << 32, output=1 << 20, seconds=600, descriptors=3)
os.write(1, b"walled in")
time.sleep(600)
"""
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1], sys.argv[2]], stdin=0)"


@pytest.mark.attack("F1.decoder-left-behind")
def test_a_decoder_ends_with_who_waits_for_it(tmp_path: Any) -> None:
    mark = str(tmp_path)
    parent = subprocess.Popen([sys.executable, "-c", PARENT, DECODER, mark], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.read(9) == b"walled in"
    (decoder,) = (one for one in running(mark) if one != parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    until(lambda: command_of(decoder) == b"", patience=10)
