"""Real worker processes with eyes that misbehave as they are told, and what they leave behind.

`python -m tests.registry.checks.workers worker SETTINGS` is the worker, `... examiner SETTINGS PARENT` what it starts.
"""

import ctypes
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from matching.findings import Examination
from matching.media import stream
from registry.checks.examining.worker import Worker
from registry.cli import examiner
from registry.core.config import Config
from registry.core.database import now
from registry.desk import Desk
from registry.records.tables.checks import Check
from tests.common.films import Film
from tests.common.parts import PROJECT
from tests.common.squares import Squares
from tests.registry.conftest import THRESHOLDS, FakeMatching

PATIENCE = 60.0
HERE = [sys.executable, "-m", "tests.registry.checks.workers"]


class Misbehaving:
    """Eyes for text files (see FakeMatching) whose first line may say `#! hang` and the like."""

    def __init__(self, folder: Path) -> None:
        self._fake = FakeMatching(folder)

    def examine(self, path: Path, _encoders: Collection[str], **_options: object) -> Examination:
        first, *words = path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0].split() or [""]
        if first == "#!":
            self._do(*words)
        return self._fake.examine(path)

    def _do(self, what: str, *rest: str) -> None:
        if what == "hang":
            time.sleep(3600)
        elif what == "hang-native":  # as native code that never lets another thread of the interpreter run
            ctypes.PyDLL(None).sleep(3600)
        elif what == "slow":
            time.sleep(float(rest[0]))
        elif what == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif what == "crash":
            ctypes.string_at(0)
        elif what == "exit":
            os._exit(0)
        elif what == "freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif what == "deaf":
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(3600)
        elif what == "child":  # another process that would outlive it
            subprocess.run([sys.executable, "-c", "import time; time.sleep(3600)", rest[0]])
        elif what == "babble":
            os.write(1, b'{"over": true}\n{"stage": 1}\n')  # standard output is no way to the worker
            print('{"over": true}', flush=True)
        elif what == "memory":
            raise MemoryError


def main() -> None:
    role, told = sys.argv[1], json.loads(sys.argv[2])
    folder, ahead = Path(told["folder"]), timedelta(seconds=told["ahead"])
    config = Config(
        home=Path(told["home"]),
        database_url=told["database"],
        lease_seconds=told["lease_seconds"],
        check_seconds=told["check_seconds"],
    )
    if told["pieces"]:  # a file is a film, and its sense knows squares
        stream.MEDIA = (Film(told["pieces"]), *stream.MEDIA)
        desk = Desk(config, lambda: now() + ahead, senses=[Squares("body")])
    else:
        eyes = Misbehaving(folder)
        desk = Desk(config, lambda: now() + ahead, examine=eyes.examine, thresholds=THRESHOLDS)
    if role == "examiner":
        examiner.main(lambda: nullcontext(desk))
        return
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    command = [*HERE, "examiner", sys.argv[2]]
    Worker(desk.jobs, config.check_seconds, told["hands"], (desk.redecider.run_due,), (), command).run()
    os._exit(0)


@dataclass
class Crew:
    """Worker processes on the instance of a desk. The clock of theirs goes on from that of the desk. pieces: into how many they cut
    a film, where that is what they look at."""

    desk: Any
    folder: Path
    pieces: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ahead = (self.desk.clock() - now()).total_seconds()
        self._log = self.folder.parent / "workers.log"

    def start(self, hands: int = 2, *, check_seconds: int = 600, lease_seconds: int = 2) -> subprocess.Popen[bytes]:
        """A worker process; it is ready when it takes something up."""
        told = self._told(hands=hands, check_seconds=check_seconds, lease_seconds=lease_seconds)
        with self._log.open("ab") as log:
            self.processes.append(subprocess.Popen([*HERE, "worker", told], cwd=PROJECT, stderr=log))
        return self.processes[-1]

    def until_ready(self, hands: int) -> None:
        """Until so many examiners, of all that were ever started, were ready."""
        until(lambda: len(re.findall(rb"examiner \d+ is ready", self._log.read_bytes())) >= hands)

    def examiner(self) -> list[str]:
        """What starts an examiner on this instance."""
        return [*HERE, "examiner", self._told(hands=1, check_seconds=600, lease_seconds=30)]

    def _told(self, **settings: int) -> str:
        at = {"home": str(self.desk.config.home), "database": self.desk.config.database_url}
        return json.dumps(at | {"folder": str(self.folder), "ahead": self._ahead, "pieces": self.pieces} | settings)

    def examiners(self) -> list[int]:
        """The examiner processes that run on this instance, whoever started them."""
        return [one for one in running(str(self.desk.config.home)) if b"\0examiner\0" in command_of(one)]

    def check(self, check_id: str) -> Check:
        with self.desk.db.read() as session:
            return session.get_one(Check, check_id)

    def until_state(self, check_id: str, *states: str) -> Check:
        until(lambda: self.check(check_id).state in states, why=lambda: self._told_of(check_id))
        return self.check(check_id)

    def _told_of(self, check_id: str) -> str:
        check = self.check(check_id)
        columns = ("state", "stage", "attempt", "deaths", "timeouts", "lease_until")
        told = [f"{name}={getattr(check, name)}" for name in columns]
        return "\n".join([" ".join(told), *self._log.read_text(encoding="utf-8").splitlines()[-30:]])

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


def until(
    holds: Callable[[], object], patience: float = PATIENCE, why: Callable[[], str] = lambda: "it did not happen"
) -> None:
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, why()
        time.sleep(0.02)


def running(words: str) -> list[int]:
    """The processes whose command line has these words."""
    found = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [one for one in found if words.encode() in command_of(one)]


def command_of(process_id: int) -> bytes:
    """Empty for a process that is gone, or that nobody has reaped."""
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return b""


def crew_of(desk: Any, folder: Path, pieces: int = 0) -> Iterator[Crew]:
    """For a fixture: what was started ends with the test."""
    crew = Crew(desk, folder, pieces=pieces)
    try:
        yield crew
    finally:
        crew.end()


if __name__ == "__main__":
    main()
