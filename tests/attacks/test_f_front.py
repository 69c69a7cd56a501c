"""F: slow clients hold nobody up, and nothing of a stranger's is stored. Everything here is on the loopback address."""

import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest

from registry import front
from registry.app import create_app
from registry.bodies import PAPER_BYTES, STRANGER_BYTES
from registry.front import Front, keep_incoming
from tests.common.parts import PROJECT
from tests.registry.conftest import clock, desk, fake_matching, fast_hasher, people
from tests.registry.web.conftest import DECLARED, Visitor, app

__all__ = ["app", "clock", "desk", "fake_matching", "fast_hasher", "people"]

pytestmark = pytest.mark.slow

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
    """How much of a body gets out before there is an answer, and that answer."""
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
            answer = connection.recv(4096)
            break
        except TimeoutError:
            pass
        except OSError:
            break
    return sent, answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def cookie(desk: Any, who: Any) -> str:
    """The header of a browser in which this account is signed in."""
    served = create_app(desk)
    with served.test_request_context():
        content = {"_user_id": desk.sessions.open(who.account_id), "_fresh": True}
        return f"Cookie: likeness={served.session_interface.get_signing_serializer(served).dumps(content)}"


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


@pytest.mark.attack("F.stranger_stores")
@pytest.mark.parametrize(
    ("path", "lines", "wanted"),
    [
        ("/productions/PR-PETRA/drafts/new", (f"Content-Length: {HUGE}",), 303),
        ("/productions/PR-PETRA/drafts/new", ("Transfer-Encoding: chunked",), 303),
        ("/productions/PR-PETRA/drafts/new", (f"Content-Length: {HUGE}", "Expect: 100-continue"), 303),
        ("/performers/P-2222222222/enrolment", (f"Content-Length: {HUGE}", "Cookie: likeness=invented"), 303),
        ("/sign-in", (f"Content-Length: {HUGE}",), 413),
        ("/sign-out", (f"Content-Length: {HUGE}",), 413),
        ("/nothing-here", (f"Content-Length: {HUGE}",), 404),
        ("/static/registry.css", (f"Content-Length: {HUGE}",), 405),
        ("/api/v1/productions/PR-PETRA/checks", (f"Content-Length: {HUGE}",), 401),
        ("/api/v1/productions/PR-PETRA/checks", (f"Content-Length: {HUGE}", "Authorization: Bearer guess"), 401),
        ("/api/v1/me", ("Transfer-Encoding: chunked",), 405),
    ],
)
def test_nothing_of_a_strangers_body_is_stored(
    serve: Callable[[], Served], desk: Any, path: str, lines: tuple[str, ...], wanted: int
) -> None:
    served = serve()
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n" if "chunked" in str(lines) else b"x" * 65536
    with closing(served.connect(head(path, *lines))) as connection:
        sent, answer = pushed(connection, chunk, most=50_000_000)
    assert status(answer) == wanted
    assert sent < 5_000_000  # what the sockets' buffers of both sides hold
    assert [path for folder in (desk.config.incoming, desk.config.uploads) for path in folder.glob("*")] == []
    assert served.answers()


@pytest.mark.attack("F.stranger_stores_little_by_little")
def test_a_body_without_a_length_is_cut_where_its_allowance_ends(serve: Callable[[], Served]) -> None:
    served = serve()
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    with closing(served.connect(head("/sign-in", "Transfer-Encoding: chunked"))) as connection:
        sent, answer = pushed(connection, chunk, most=50_000_000)
    assert sent < 5_000_000
    assert status(answer) == 400  # a browser always says how long a form is


@pytest.mark.attack("F.somebody_elses_production")
@pytest.mark.parametrize("name", ["nora", "quentin", "alice", "ursula"])
def test_a_file_for_a_production_that_is_not_ones_own_is_not_taken_in(
    serve: Callable[[], Served], desk: Any, people: Any, name: str
) -> None:
    served, who = serve(), getattr(people, name)
    _view, secret = desk.tokens.create(who, "test")
    announced = head(
        "/api/v1/productions/PR-PETRA/checks", f"Content-Length: {HUGE // 10}", f"Authorization: Bearer {secret}"
    )
    with closing(served.connect(announced)) as connection:
        sent, answer = pushed(connection, b"x" * 65536, most=50_000_000)
    assert status(answer) in (403, 404, 413)
    assert sent < 5_000_000


@pytest.mark.attack("F.page_that_takes_no_files")
def test_a_form_takes_no_more_than_a_form(serve: Callable[[], Served], desk: Any, people: Any) -> None:
    served = serve()
    announced = head("/productions/PR-PETRA/drafts/new", f"Content-Length: {HUGE // 10}", cookie(desk, people.petra))
    with closing(served.connect(announced)) as connection:
        sent, answer = pushed(connection, b"x" * 65536, most=50_000_000)
    assert (status(answer), sent < 5_000_000) == (413, True)


@pytest.mark.attack("F.full_disk")
def test_a_file_is_not_taken_in_where_the_disk_would_get_too_full(
    serve: Callable[[], Served], desk: Any, people: Any
) -> None:
    desk.config = replace(desk.config, free_megabytes=10_000_000)
    _view, secret = desk.tokens.create(people.petra, "test")
    served = serve()
    announced = head(
        "/api/v1/productions/PR-PETRA/checks", "Content-Length: 90000000", f"Authorization: Bearer {secret}"
    )
    with closing(served.connect(announced)) as connection:
        sent, answer = pushed(connection, b"x" * 65536, most=50_000_000)
    assert (status(answer), sent < 5_000_000) == (503, True)
    assert b"no room" in answer


@pytest.mark.attack("F.many_files_of_one")
def test_one_account_sends_so_many_files_at_a_time(serve: Callable[[], Served], desk: Any, people: Any) -> None:
    _view, secret = desk.tokens.create(people.petra, "test")
    _other, another = desk.tokens.create(people.quentin, "test")
    served = serve()

    def begun(token: str, production: str) -> socket.socket:
        return served.connect(
            head(f"/api/v1/productions/{production}/checks", "Content-Length: 90000000", f"Authorization: Bearer {token}")
            + b"--x\r\n"
        )  # fmt: skip

    sending = [begun(secret, "PR-PETRA") for _ in range(front.PENDING_EACH)]
    try:
        until = time.monotonic() + PATIENCE
        under_way = 0
        while under_way < front.PENDING_EACH and time.monotonic() < until:
            channels = list(served.server.active_channels.values())
            under_way = sum(one.request is not None and one.request.admitted is not None for one in channels)
            time.sleep(0.02)
        with closing(begun(secret, "PR-PETRA")) as more:
            assert status(more.recv(4096)) == 503
        with closing(begun(another, "PR-QUENTIN")) as other:
            other.settimeout(0.3)
            with pytest.raises(TimeoutError):
                other.recv(1)
    finally:
        for connection in sending:
            connection.close()


@pytest.mark.attack("F.hidden_request")
def test_what_is_not_taken_is_not_read_as_another_request(serve: Callable[[], Served], desk: Any, people: Any) -> None:
    served = serve()
    hidden = head("/sign-out", "Content-Length: 0", cookie(desk, people.petra))
    with closing(served.connect(head("/nothing-here", f"Content-Length: {HUGE}") + hidden * 3)) as connection:
        connection.settimeout(PATIENCE)
        said = b""
        while part := connection.recv(65536):
            said += part
    assert said.count(b"HTTP/1.1 ") == 1
    assert len(desk.sessions.own(people.petra)) == 1


@pytest.mark.attack("F.honest_upload")
def test_an_honest_file_still_arrives(serve: Callable[[], Served], desk: Any, people: Any, fake_matching: Any) -> None:
    """A picture as large as ten times what is held in memory, through the page, as a browser sends it."""
    import re
    from http.client import HTTPConnection

    served = serve()
    begun = Visitor(create_app(desk).test_client()).sign_in("petra")
    draft = begun.post("/productions/PR-PETRA/drafts/new", DECLARED).headers["Location"].split("#")[0]
    signed_in = cookie(desk, people.petra).removeprefix("Cookie: ")

    def ask(method: str, path: str, body: bytes | None = None, sent: str = signed_in) -> Any:
        connection = HTTPConnection("localhost", served.port, timeout=30)
        kind = {"Content-Type": "multipart/form-data; boundary=x"} if body else {}
        connection.request(method, path, body, {"Cookie": sent, **kind})
        answer = connection.getresponse()
        return answer, answer.read().decode()

    page, text = ask("GET", draft)
    token = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert token is not None, text
    kept = (page.headers["Set-Cookie"] or signed_in).split(";")[0]
    content = fake_matching.picture("somebody").read_bytes() + b"\n#" + b"y" * 5_000_000
    parts = [
        ("csrf_token", None, token[1].encode()), ("file", "shot.jpg", content),
    ]  # fmt: skip
    body = b"".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"{f"; filename={file}" if file else ""}\r\n\r\n'.encode()
        + value + b"\r\n"
        for name, file, value in parts
    ) + b"--x--\r\n"  # fmt: skip
    answer, text = ask("POST", f"{draft}/file", body, kept)
    assert answer.status == 303, text
    assert answer.headers["Location"].startswith("/checks/")
    assert len(list(desk.config.uploads.iterdir())) == 1


class Unread:
    """A body that must not be read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("something was read before it was asked who sends it")

    readline = read


@pytest.mark.attack("F.read_before_asked")
@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/productions/PR-PETRA/drafts/new", 303), ("/administration/unions", 303), ("/api/v1/productions/X/checks", 401)],
)
def test_whatever_server_there_is_nothing_is_read_for_a_stranger(app: Any, path: str, wanted: int) -> None:
    environ = {"wsgi.input": Unread(), "wsgi.input_terminated": True, "CONTENT_LENGTH": "500"}
    answer = app.test_client().post(
        path, base_url="http://localhost", environ_overrides=environ, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == wanted


@pytest.mark.attack("F.pages_behind_files")
def test_files_leave_somebody_for_the_pages(app: Any, desk: Any, people: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from registry import web

    petra = Visitor(app.test_client()).sign_in("petra")
    draft = desk.drafts.begin(people.petra, "PR-PETRA", DECLARED)
    for _ in range(web.FILES_AT_ONCE):
        assert web._files.acquire(blocking=False)
    try:
        busy = petra.post(f"/drafts/{draft.id}/file", {})
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, str(web.BUSY_SECONDS))
        assert petra.get("/productions").status_code == 200
    finally:
        for _ in range(web.FILES_AT_ONCE):
            web._files.release()
    assert petra.post(f"/drafts/{draft.id}/file", {}).status_code == 422
    assert web.FILES_AT_ONCE < front.THREADS


def test_what_arrives_is_kept_inside_the_instance_and_cleared_at_the_next_start(desk: Any) -> None:
    before = tempfile.tempdir
    try:
        keep_incoming(desk.config)
        (desk.config.incoming / "left").mkdir()
        with tempfile.NamedTemporaryFile() as file:
            assert Path(file.name).parent == desk.config.incoming
        keep_incoming(desk.config)
        assert list(desk.config.incoming.iterdir()) == []
        assert desk.config.incoming.stat().st_mode & 0o777 == 0o700
    finally:
        tempfile.tempdir = before
    assert STRANGER_BYTES < PAPER_BYTES < desk.config.upload_bytes


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
