"""`likeness serve`: the pages on the loopback address alone, and a worker that lives and dies with them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow

# Ctrl-C is ignored by what a shell starts in the background, and by all that this starts
HEARS_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
LIKENESS = [sys.executable, "-c", f"{HEARS_CTRL_C}; from registry.cli import main; main()"]
PATIENCE = 60
Serving = subprocess.Popen[bytes]


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def is_running(process_id: int) -> bool:
    try:
        return " Z" not in Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1][:3]
    except OSError:
        return False


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def serving(tmp_path: Path, port: int) -> Iterator[tuple[Serving, Path]]:
    """The running command, with its worker at work, and the file that its standard error goes to."""
    environment = os.environ | {"LIKENESS_HOME": str(tmp_path / "home"), "LIKENESS_WORKERS": "2"}
    subprocess.run([*LIKENESS, "init"], env=environment, check=True, capture_output=True)
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = subprocess.Popen([*LIKENESS, "serve", "--port", str(port)], env=environment, stderr=file)
    try:
        until(lambda: len(examiners_of(process)) == 2 and b"is ready" in log.read_bytes())
        yield process, log
    finally:
        process.kill()
        process.wait()


def children_of(process_id: int, command: str) -> list[int]:
    """The processes that this one started and whose command line holds this word."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and command in (entry / "cmdline").read_text().split("\0"):
                parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                found += [int(entry.name)] if int(parent) == process_id else []
    return found


def workers_of(process: Serving) -> list[int]:
    return children_of(process.pid, "worker")


def examiners_of(process: Serving) -> list[int]:
    return [one for worker in workers_of(process) for one in children_of(worker, "registry.cli.examiner")]


def test_it_answers_on_the_loopback_address_and_says_localhost(serving: tuple[Serving, Path], port: int) -> None:
    _, log = serving
    assert f"http://localhost:{port}" in log.read_text()
    with urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
        assert answer.status == 200
    sockets = Path("/proc/net/tcp").read_text().splitlines()[1:]
    bound = {
        line.split()[1] for line in sockets if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"
    }
    assert bound == {f"0100007F:{port:04X}"}


def test_a_port_that_is_taken_is_named_with_the_way_out(tmp_path: Path) -> None:
    environment = os.environ | {"LIKENESS_HOME": str(tmp_path / "home")}
    subprocess.run([*LIKENESS, "init"], env=environment, check=True, capture_output=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [*LIKENESS, "serve", "--port", str(port)]
        ended = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 2
    assert f"Port {port} is used" in ended.stderr
    assert "LIKENESS_PORT" in ended.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_its_worker_and_what_that_started_go_with_it_however_it_goes(serving: tuple[Serving, Path], how: int) -> None:
    process, _ = serving
    started = [*workers_of(process), *examiners_of(process)]
    assert len(started) == 3
    process.send_signal(how)
    process.wait(PATIENCE)
    until(lambda: not any(map(is_running, started)))


def test_a_worker_that_dies_is_replaced(serving: tuple[Serving, Path]) -> None:
    process, _ = serving
    [first] = workers_of(process)
    os.kill(first, signal.SIGKILL)
    until(lambda: workers_of(process) not in ([], [first]))
