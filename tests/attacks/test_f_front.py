"""F: slow clients hold nobody up. Everything here is on the loopback address."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from registry.serving import front
from tests.attacks.fronts import HUGE, PATIENCE, SOON, Served, head, pushed, serve, status
from tests.common.parts import PROJECT
from tests.registry.web.conftest import app

__all__ = ["app", "serve"]

pytestmark = pytest.mark.slow


@pytest.mark.attack("F.slow_headers")
@pytest.mark.parametrize(
    "begin",
    [b"", b"GET / HTTP/1.1\r\nHost: loc", head("/sign-in", "Content-Length: 9000") + b"abc",
     head("/sign-in", "Transfer-Encoding: chunked") + b"3\r\nabc\r\n"],
    ids=["nothing", "half a head", "half a body", "half a chunked body"],
)  # fmt: skip
def test_120_slow_connections_hold_no_page_up(serve: Callable[[], Served], begin: bytes) -> None:
    served = serve()
    slow = [served.connect(begin) for _ in range(120)]
    try:
        assert all(served.answers() for _ in range(3))
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.attack("F.more_connections_than_there_are")
def test_when_all_connections_are_taken_the_one_that_waited_longest_goes(
    serve: Callable[[], Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "CONNECTIONS", 60)
    served = serve()
    slow = [served.connect(b"GET / HTTP/1.1\r\nHost: loc") for _ in range(180)]
    try:
        assert all(served.answers() for _ in range(3))
        assert len(served.server.active_channels) <= 60
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.attack("F.drop_by_drop")
@pytest.mark.parametrize("begin", [b"GET / HTTP/1.1\r\nX: ", head("/sign-in", "Content-Length: 9000")])
def test_a_request_that_comes_drop_by_drop_is_let_go(
    serve: Callable[[], Served], monkeypatch: pytest.MonkeyPatch, begin: bytes
) -> None:
    monkeypatch.setattr(front, "HEADER_SECONDS", 0.3)
    served = serve()
    with closing(served.connect(begin)) as connection:
        until = time.monotonic() + PATIENCE
        connection.settimeout(0.1)
        closed = False
        while not closed and time.monotonic() < until:
            try:
                connection.send(b"x")
                closed = connection.recv(1) == b""
            except TimeoutError:
                pass
            except OSError:
                closed = True
        assert closed


@pytest.mark.trial
@pytest.mark.attack("F.real_server")
def test_the_command_itself_serves_pages_while_it_is_held_up(own_home: Path) -> None:
    """`likeness serve` as a process: 900 slow connections, then strangers who send 899 MB in three ways."""
    likeness = [sys.executable, "-c", "from registry.cli import main; main()"]
    subprocess.run([*likeness, "init"], cwd=PROJECT, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([*likeness, "serve", "--no-worker", "--port", str(port)], cwd=PROJECT)

    def answers() -> bool:
        try:
            with urlopen(f"http://localhost:{port}/", timeout=SOON) as answer:
                return answer.status == 200
        except OSError:
            return False

    slow: list[socket.socket] = []
    try:
        until = time.monotonic() + 60
        while not answers():
            assert time.monotonic() < until
            time.sleep(0.2)
        for number in range(900):
            slow.append(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            slow[-1].sendall(b"GET / HTTP/1.1\r\nHost: loc" if number % 2 else head("/sign-in", "Content-Length: 99"))
            if number % 100 == 0:
                assert answers()
        assert answers()
        for lines in ((f"Content-Length: {HUGE}",), ("Transfer-Encoding: chunked",),
                      (f"Content-Length: {HUGE}", "Expect: 100-continue")):  # fmt: skip
            with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as connection:
                connection.sendall(head("/productions/PR-X/drafts/new", *lines))
                chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n" if "chunked" in str(lines) else b"x" * 65536
                sent, answer = pushed(connection, chunk, most=HUGE)
                assert (status(answer), sent < 5_000_000) == (303, True)
        assert sum(path.stat().st_size for path in own_home.rglob("*") if path.is_file()) < 5_000_000
        assert answers()
    finally:
        for connection in slow:
            connection.close()
        process.terminate()
        process.wait(PATIENCE)
