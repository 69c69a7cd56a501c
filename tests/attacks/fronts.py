"""A front that serves on the loopback address, and what an attacker sends to it."""

import re
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest

from registry.serving.app import create_app
from registry.serving.front import Front, keep_incoming

HUGE = 899_000_000
PATIENCE = 10
SOON = 5  # seconds: a page is there in hundredths of one, also on a loaded machine


class Served(NamedTuple):
    port: int
    server: Front

    def answers(self) -> bool:
        with urlopen(f"http://localhost:{self.port}/", timeout=SOON) as answer:
            return answer.status == 200

    def connect(self, data: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(data)
        return connection


@pytest.fixture
def serve(desk: Any, people: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Served]]:
    """`serve()`: the application behind the front, on a port of its own."""
    running: list[tuple[Front, threading.Thread]] = []
    before = tempfile.tempdir
    keep_incoming(desk.config)

    def start() -> Served:
        server = Front(create_app(desk), "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        return Served(int(server.effective_port), server)

    yield start
    for server, thread in running:
        server.close()
        thread.join(5)
    tempfile.tempdir = before


def head(path: str, *lines: str, method: str = "POST") -> bytes:
    said = (f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: multipart/form-data; boundary=x", *lines)
    return "\r\n".join((*said, "", "")).encode()


def pushed(connection: socket.socket, chunk: bytes, most: int) -> tuple[int, bytes]:
    """How much of a body gets out before there is an answer, and that answer, to its end."""
    sent, answer = 0, b""
    connection.settimeout(0.05)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and sent < most:
        try:
            sent += connection.send(chunk)
        except TimeoutError:
            pass
        except OSError:
            break
        try:
            answer = connection.recv(65536)
            break
        except TimeoutError:
            pass
        except OSError:
            break
    return sent, answer + rest(connection, answer, until)


def rest(connection: socket.socket, begun: bytes, until: float) -> bytes:
    """What still comes of an answer: the server may send its head and its body in pieces."""
    more = b""
    while begun and not complete(begun + more) and time.monotonic() < until:
        try:
            part = connection.recv(65536)
        except TimeoutError:
            continue
        except OSError:
            break
        if not part:
            break
        more += part
    return more


def complete(answer: bytes) -> bool:
    """Is the head here, and as much of the body as it announces?"""
    head, blank, body = answer.partition(b"\r\n\r\n")
    announced = re.search(rb"(?im)^content-length: *(\d+)", head)
    return bool(blank) and announced is not None and len(body) >= int(announced[1])


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def cookie(desk: Any, who: Any) -> str:
    """The header of a browser in which this account is signed in."""
    served = create_app(desk)
    with served.test_request_context():
        content = {"_user_id": desk.sessions.open(who.account_id), "_fresh": True}
        return f"Cookie: likeness={served.session_interface.get_signing_serializer(served).dumps(content)}"
