"""Real worker processes: killed in the middle, stopped politely, and woken by nothing at all."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from huey.registry import Message

from registry.checks.models import Check
from registry.checks.queue import JsonMessages, Queue
from tests.registry.checks.conftest import as_replica, tell_contact

WORKER = """
import sys, time
from pathlib import Path
from registry.checks.worker import Worker
from registry.config import Config
from registry.desk import Desk
from tests.registry.conftest import THRESHOLDS, FakeMatching

home, marker, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
fake = FakeMatching(marker.parent / "pictures")

def examine(path, encoders):
    marker.touch()
    time.sleep(seconds)
    return fake.examine(path)

desk = Desk(Config(home=home, database_url="", lease_seconds=2), examine=examine, thresholds=THRESHOLDS)
Worker(desk.config, desk.examiner, desk.checks).run()
"""
PATIENCE = 60


@pytest.fixture
def start(desk: Any, tmp_path: Path) -> Iterator[Callable[[float], subprocess.Popen[bytes]]]:
    """`start(seconds)`: a worker process whose every examination takes that long."""
    processes: list[subprocess.Popen[bytes]] = []

    def worker(seconds: float) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-c", WORKER, str(desk.config.home), str(tmp_path / "busy"), str(seconds)]
        processes.append(subprocess.Popen(arguments))
        return processes[-1]

    yield worker
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def queued(studio: Any, verified_alice: Any, shows: Any) -> str:
    """A check that nobody was woken for."""
    studio.consent(verified_alice, "alice")
    declared = studio.declare(as_replica(verified_alice.id))
    content = shows("alice")
    tell_contact(studio, declared, content)
    return studio.desk.checks.register(
        studio.people.petra, studio.production, io.BytesIO(content), "x.jpg", declared
    ).id


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def the(desk: Any, check_id: str) -> Check:
    with desk.db.read() as session:
        return session.get_one(Check, check_id)


@pytest.mark.slow
def test_a_check_whose_worker_is_killed_is_taken_up_again_and_decided_once(
    desk: Any, queued: str, start: Any, tmp_path: Path
) -> None:
    first = start(600)
    until((tmp_path / "busy").exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert the(desk, queued).state == "examining"
    start(0)
    until(lambda: desk.checks.state(queued) != "examining")
    until(lambda: desk.checks.state(queued) == "decided")
    check = the(desk, queued)
    assert (check.verdict, check.attempt, check.deaths) == ("cleared", 2, 1)
    until(lambda: list(desk.config.uploads.iterdir()) == [])


@pytest.mark.slow
def test_a_worker_that_is_asked_to_stop_gives_its_check_back_at_once(
    desk: Any, queued: str, start: Any, tmp_path: Path
) -> None:
    worker = start(600)
    until((tmp_path / "busy").exists)
    worker.send_signal(signal.SIGTERM)
    worker.wait(PATIENCE)
    check = the(desk, queued)
    assert (check.state, check.deaths) == ("queued", 0)
    assert desk.uploads.path(check.upload).exists()


def test_messages_are_json_and_nothing_else_is_read(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue.sqlite")
    queue.wake("K-1")
    assert queue.waiting() == {"K-1"}
    assert all(json.loads(item)["args"] == ["K-1"] for item in queue.huey.storage.enqueued_items())
    with pytest.raises(ValueError, match=r"decode|Expecting|utf-8"):
        JsonMessages().deserialize(b"\x80\x05\x95pickle")
    with pytest.raises(TypeError):
        JsonMessages().serialize({"not": "a message"})
    message = Message("1", "check", args=["K-1"])
    assert JsonMessages().deserialize(JsonMessages().serialize(message)).args == ["K-1"]


def test_what_a_page_puts_into_the_queue_a_worker_takes_out(tmp_path: Path) -> None:
    done: list[str] = []
    Queue(tmp_path / "queue.sqlite").wake("K-1")
    worker = Queue(tmp_path / "queue.sqlite", done.append)
    task = worker.huey.dequeue()
    assert task is not None
    worker.huey.execute(task)
    assert done == ["K-1"]


def test_a_queue_that_cannot_be_written_loses_no_check(studio: Any, shows: Any, tmp_path: Path) -> None:
    checks = studio.desk.checks
    broken = Queue(tmp_path / "queue.sqlite")
    broken.huey.storage.enqueue = lambda *_a, **_k: (_ for _ in ()).throw(OSError("disk full"))
    checks._wake = broken.wake
    made = checks.request(studio.people.petra, studio.production, io.BytesIO(shows("alice")), "x.jpg", studio.declare())
    assert studio.desk.examiner.jobs.free() == [made.id]
