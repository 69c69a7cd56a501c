"""F: nothing of a stranger's is stored, and what is sent is bounded before it is read."""

import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.api.problems import Problem
from registry.serving import front
from registry.serving.app import create_app
from registry.serving.front import keep_incoming
from registry.web.bodies import PAPER_BYTES, STRANGER_BYTES
from tests.attacks.fronts import HUGE, PATIENCE, Served, cookie, head, pushed, serve, status
from tests.registry.web.conftest import DECLARED, Visitor, app

__all__ = ["app", "serve"]

pytestmark = pytest.mark.slow


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


@pytest.mark.attack("F.endless_line_between_chunks")
@pytest.mark.parametrize(("begin", "more"), [(b"1;", b"x" * 4096), (b"0\r\n", b"a: b\r\n" * 700)])
def test_what_stands_between_chunks_is_bounded(
    serve: Callable[[], Served], desk: Any, people: Any, begin: bytes, more: bytes
) -> None:
    """It is searched anew with each piece that comes: the longer it is, the longer everybody waits."""
    served = serve()
    _view, secret = desk.tokens.create(people.petra, "test")
    lines = (f"Authorization: Bearer {secret}", "Transfer-Encoding: chunked")
    with closing(served.connect(head("/api/v1/productions/PR-PETRA/checks", *lines) + begin)) as connection:
        sent, answer = pushed(connection, more, most=40_000_000)
    assert sent < 5_000_000
    assert problem_of(answer).status == status(answer) == 413
    assert served.answers()


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
    assert problem_of(answer).code == "busy"


def problem_of(answer: bytes) -> Problem:
    """The problem document of an answer that the server gave by itself."""
    before, _blank, content = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in before
    return Problem.model_validate_json(content)


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
        kind = {"Content-Type": "multipart/form-data; boundary=x"} if body else {}
        with closing(HTTPConnection("localhost", served.port, timeout=30)) as connection:
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
    from registry.web import door

    petra = Visitor(app.test_client()).sign_in("petra")
    draft = desk.drafts.begin(people.petra, "PR-PETRA", DECLARED)
    for _ in range(door.FILES_AT_ONCE):
        assert door._files.acquire(blocking=False)
    try:
        busy = petra.post(f"/drafts/{draft.id}/file", {})
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, str(door.BUSY_SECONDS))
        assert petra.get("/productions").status_code == 200
    finally:
        for _ in range(door.FILES_AT_ONCE):
            door._files.release()
    assert petra.post(f"/drafts/{draft.id}/file", {}).status_code == 422
    assert door.FILES_AT_ONCE < front.THREADS


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
