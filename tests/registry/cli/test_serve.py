"""`likeness serve`: the pages on the loopback address alone, and a worker that lives and dies with them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow

LIKENESS = [sys.executable, "-c", "from registry.cli import main; main()"]
PATIENCE = 60


def until(holds: Callable[[], object], log: Path | None = None) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"it did not happen; {log.read_text() if log else ''}"
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
def serving(tmp_path: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The running command, and the file that its standard error goes to."""
    environment = os.environ | {"LIKENESS_HOME": str(tmp_path / "home"), "LIKENESS_WORKERS": "2"}
    subprocess.run([*LIKENESS, "init"], env=environment, check=True, capture_output=True)
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = subprocess.Popen([*LIKENESS, "serve", "--port", str(port)], env=environment, stderr=file)
    try:
        until(lambda: worker_of(log) and len(examiners_of(log)) == 2, log)
        yield process, log
    finally:
        process.kill()
        process.wait()


def examiners_of(log: Path) -> list[int]:
    return [int(number) for number in re.findall(r"examiner (\d+) is ready", log.read_text())]


def worker_of(log: Path) -> int | None:
    """The last that said so; its examiners may be quicker to say that they are."""
    named = re.findall(r"worker (\d+) is ready", log.read_text())
    return int(named[-1]) if named else None


def test_it_answers_on_the_loopback_address_and_says_localhost(
    serving: tuple[subprocess.Popen[bytes], Path], port: int
) -> None:
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
def test_its_worker_and_what_that_started_go_with_it_however_it_goes(
    serving: tuple[subprocess.Popen[bytes], Path], how: int
) -> None:
    process, log = serving
    started = [number for number in (worker_of(log), *examiners_of(log)) if number is not None]
    assert len(started) == 3
    assert all(map(is_running, started))
    process.send_signal(how)
    process.wait(PATIENCE)
    until(lambda: not any(map(is_running, started)))


def test_a_worker_that_dies_is_replaced(serving: tuple[subprocess.Popen[bytes], Path]) -> None:
    _, log = serving
    first = worker_of(log)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: worker_of(log) != first, log)
