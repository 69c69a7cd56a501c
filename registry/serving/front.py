"""The web server in front of the application: it survives clients that are slow, and takes in nothing for strangers.

Waitress reads a whole request before a thread works on it, so a slow client costs a connection and no thread. What it does
not do by itself is here: to ask who is sending before a large body is read and stored, to give a request only so much time,
and to let go of the connection that has waited longest when there are too many.
"""

import logging
import resource
import shutil
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver
from waitress.server import TcpWSGIServer
from waitress.utilities import Error, RequestEntityTooLarge

from registry.api.door import secret_of
from registry.api.problems import MEDIA_TYPE, problem
from registry.core.config import Config
from registry.desk import Desk
from registry.web.bodies import PAPER_BYTES, STRANGER_BYTES, allowance
from registry.web.door import BUSY_SECONDS, SECRET, by_program

log = logging.getLogger(__name__)

THREADS = 12
CONNECTIONS = 800
"""Open connections. The one that has waited longest without a whole request makes room for the next: an honest request is
whole within milliseconds."""
SPARE = 200
"""File descriptors beside those of connections: the database, templates, files that are being written."""
HEADER_BYTES = 32_768
HEADER_SECONDS = 15
"""For the head of a request, from its first byte or the connection's beginning."""
IDLE_SECONDS = 30
"""For the next request of a connection, and for a client that takes nothing of an answer."""
SLOWEST = 8_000
"""Bytes a second that a body arrives at, after `HEADER_SECONDS` of grace: a bad mobile line."""
PENDING_EACH = 4
"""Bodies of files that one account may be sending at a time."""
LINGER_SECONDS = 5
"""For a client that is still sending what will not be taken, to read why before the connection is cut."""
COPIES = 3
"""How often an upload lies on the disk at worst: as it arrives, as its form is read, and under examination."""


class Admission(NamedTuple):
    """How many bytes of a body are taken, and from whom; account: whose count of bodies under way it is in."""

    most: int
    account: str


class NoFreeSlot(Exception):
    """Too much is being sent already."""


class Unavailable(Error):
    """The answer to that."""

    code, reason = 503, "Service Unavailable"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", str(BUSY_SECONDS))], body


class ForPrograms(Error):
    """An error of this server as a problem document, for who asked at the door for programs."""

    def __init__(self, error: Error, path: str) -> None:
        super().__init__(error.body)
        self.code, self.reason = error.code, error.reason
        self._error, self._path = error, path

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, _text = self._error.to_response(ident)
        detail = self.body.capitalize() + "." if isinstance(self._error, Unavailable) else None
        content = problem(self.code, self._path, detail=detail)
        others = [(name, value) for name, value in headers if name != "Content-Type"]
        return status, [("Content-Type", MEDIA_TYPE), *others], content.model_dump_json().encode()


def admission(app: Flask, environ: dict[str, Any]) -> Admission:
    """What the application takes of the body that was announced. Raises whatever goes wrong."""
    with app.request_context(environ) as context:
        request, desk = context.request, app.extensions["desk"]
        if request.endpoint is None:
            return Admission(0, "")
        if by_program(request.path):
            who = desk.tokens.peek(secret_of(request.headers.get("Authorization", "")))
        else:
            who = desk.sessions.peek(context.session.get(SECRET, ""))
        view = app.view_functions[request.endpoint]
        return Admission(allowance(who, view, request.view_args, desk.config.upload_bytes), who.account_id)


class Arriving(HTTPRequestParser):
    """One request while it arrives. `admit` is asked once, as soon as the head of a request with a large body is there; it
    answers what is taken, or raises `NoFreeSlot`."""

    def __init__(self, adj: Adjustments, admit: Callable[["Arriving"], Admission] | None = None) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.admitted: Admission | None = None
        self.turned_away = False
        self._admit = admit

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self._admit is None or not (self.chunked or self.content_length > STRANGER_BYTES):
            return
        try:
            admitted = self._admit(self)
        except NoFreeSlot as busy:
            self.error = Unavailable(str(busy))
            self._turn_away()
            return
        if self.content_length > admitted.most or (self.chunked and admitted.most <= STRANGER_BYTES):
            self._turn_away()
        else:
            self.admitted = admitted

    def _turn_away(self) -> None:
        """The application says why, without the body, and the connection ends with that."""
        self.turned_away, self.body_rcv, self.chunked, self.content_length = True, None, False, 0
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.admitted is not None and self.error is None:
            if self.body_bytes_received > self.admitted.most:
                self.error, self.completed = RequestEntityTooLarge(f"more than {self.admitted.most} bytes"), True
            elif (
                isinstance(self.body_rcv, ChunkedReceiver)
                and len(self.body_rcv.control_line) + len(self.body_rcv.trailer) > HEADER_BYTES
            ):
                self.error, self.completed = RequestEntityTooLarge("too much between the chunks"), True
            self.turned_away = self.error is not None
        path = getattr(self, "path", "")  # none before its first line is whole
        if self.error is not None and by_program(path) and not isinstance(self.error, ForPrograms):
            self.error = ForPrograms(self.error, path.encode("latin-1", "replace").decode("utf-8", "replace"))
        # what follows belongs to a body that nobody reads: it must not be taken for the next request
        return len(data) if self.turned_away else consumed

    def is_late(self, now: float) -> bool:
        """Whether it has been arriving for longer than its size explains."""
        return now - self.began > HEADER_SECONDS + self.body_bytes_received / SLOWEST


class Connection(HTTPChannel):
    """A connection whose client is given a moment to read why it was turned away: closed at once, the system would cut it
    together with the answer, because of what was sent and is not read."""

    request: Arriving | None
    requests: list[Arriving]
    turned_away = False
    lingers_until: float | None = None

    def received(self, data: bytes) -> bool:
        if self.lingers_until is not None:
            return False
        done: bool = super().received(data)
        self.turned_away = self.turned_away or any(request.turned_away for request in self.requests)
        return done

    def readable(self) -> bool:
        return self.lingers_until is not None or bool(super().readable())

    def handle_close(self) -> None:
        if self.turned_away and self.connected and self.lingers_until is None:
            self.lingers_until = time.monotonic() + LINGER_SECONDS
            self.will_close = self.close_when_flushed = False
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                return
        super().handle_close()


class Front(TcpWSGIServer):
    """Serves the application of one instance on one address. port 0: any that is free, see `effective_port`."""

    active_channels: dict[int, Connection]

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self._app = app
        self._desk: Desk = app.extensions["desk"]
        self.most = _connections()
        self.channel_class = type(
            "OwnConnection", (Connection,), {"parser_class": partial(Arriving, admit=self._admit)}
        )  # fmt: skip
        adj = Adjustments(
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            connection_limit=self.most + SPARE,  # never reached: `_make_room` is earlier
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=1,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=self._desk.config.upload_bytes + 2 * PAPER_BYTES,
            clear_untrusted_proxy_headers=False,  # registry.serving.proxies does, and knows who is trusted
            asyncore_use_poll=True,
            log_socket_errors=False,
        )
        super().__init__(app, map={}, adj=adj)

    def _admit(self, request: Arriving) -> Admission:
        try:
            admitted = admission(self._app, _environ(request))
        except Exception as problem:  # whatever it was: nothing is taken, and the application answers
            log.error("a body was not taken: %s", type(problem).__name__)
            return Admission(0, "")
        if max(request.content_length, STRANGER_BYTES) <= admitted.most and admitted.most > PAPER_BYTES:
            self._reserve(request, admitted)
        return admitted

    def _reserve(self, request: Arriving, admitted: Admission) -> None:
        """Raises `NoFreeSlot` where the account is sending too much at a time, or the disk has no room for all that is under way."""
        others = [channel.request for channel in self.active_channels.values()]
        under_way = [
            other for other in others if other is not None and other is not request and other.admitted is not None
        ]
        senders = [other.admitted.account for other in under_way if other.admitted is not None]
        if senders.count(admitted.account) >= PENDING_EACH:
            raise NoFreeSlot("this account is sending other files; try again when they have arrived")
        sizes = [other.content_length or admitted.most for other in (*under_way, request)]
        if not self._desk.uploads.room(COPIES * sum(sizes)):
            raise NoFreeSlot("there is no room for more files at the moment")

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        moment = time.monotonic()
        for channel in list(self.active_channels.values()):
            late = channel.request is not None and not channel.requests and channel.request.is_late(moment)
            if late or (channel.lingers_until is not None and moment > channel.lingers_until):
                channel.will_close = True

    def handle_accept(self) -> None:
        if len(self.active_channels) >= self.most:
            self._make_room()
        super().handle_accept()

    def _make_room(self) -> None:
        """Lets go of the connection that has waited longest: those of strangers first, never one that is being served."""
        waiting = [channel for channel in self.active_channels.values() if not channel.requests]
        if waiting:
            longest = min(waiting, key=lambda one: (_is_admitted(one), one.lingers_until is None, one.creation_time))
            longest.turned_away = False  # nobody lingers where others wait
            longest.handle_close()


def _is_admitted(channel: Connection) -> bool:
    return channel.request is not None and channel.request.admitted is not None


def _environ(request: Arriving) -> dict[str, Any]:
    """As much of a WSGI environment as tells whose request it is, and for what."""
    environ = {
        "REQUEST_METHOD": request.command.upper(),
        "SCRIPT_NAME": "",
        "PATH_INFO": "/" + request.path.lstrip("/"),
        "QUERY_STRING": request.query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "CONTENT_TYPE": request.headers.get("CONTENT_TYPE", ""),
    }
    return environ | {f"HTTP_{name}": value for name, value in request.headers.items()}


def _connections() -> int:
    """How many connections this process may hold open, after it asked the system for as many as it wants."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE
    if soft < wanted and soft != resource.RLIM_INFINITY:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(20, min(CONNECTIONS, soft - SPARE))


def keep_incoming(config: Config) -> None:
    """What arrives is kept inside the instance, where nobody else can read it and its disk is watched; what an earlier run
    left there goes."""
    shutil.rmtree(config.incoming, ignore_errors=True)
    config.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
    tempfile.tempdir = str(config.incoming)
