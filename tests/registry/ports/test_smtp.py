"""Letters over SMTP, to a real server on the loopback address: what arrives, what is refused, and who holds nobody up."""

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from registry.ports.post import Letter, LetterRefused, Outbox, Post, Undelivered, Unreachable
from registry.ports.smtp import Server, Smtp

LETTER = Letter("N-1-A-1", "ann@example.org", "Zwölf", "Größe\n\n.\nzwei")


class Box:
    """A server's mailbox: refuses whom it is told to."""

    def __init__(self, **refusing: str) -> None:
        self.messages: list[Any] = []
        self.refusing = refusing

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if answer := self.refusing.get(address.partition("@")[0]):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if answer := self.refusing.get("DATA"):
            return answer
        self.messages.append((message_from_bytes(envelope.content), list(envelope.rcpt_tos), session))
        return "250 OK"


@contextmanager
def serving(box: Box, at: int = 0, **options: Any) -> Iterator[int]:
    controller = Controller(box, hostname="127.0.0.1", port=at or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def plain(port: int, **more: Any) -> Server:
    return Server("127.0.0.1", "Registry <registry@union.example>", port, "none", **more)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for the loopback address, in one file."""
    key, day = ec.generate_private_key(ec.SECP256R1()), datetime.timedelta(days=1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(True, 0), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return path


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(certificate)
    return found


@pytest.fixture(params=["outbox", "smtp"])
def form(request: Any, tmp_path: Path) -> Iterator[tuple[Post, Any]]:
    """Each form of the port, and how to see what arrived."""
    if request.param == "outbox":
        folder = tmp_path / "outbox"
        yield Outbox(folder), lambda: [message_from_bytes(one.read_bytes()) for one in sorted(folder.glob("*.eml"))]
    else:
        box = Box()
        with serving(box) as port:
            yield Smtp(plain(port)), lambda: [message for message, _whom, _session in box.messages]


def test_a_letter_arrives_as_it_was_written(form: Any) -> None:
    post, arrived = form
    post.hand_over(LETTER)
    (message,) = arrived()
    assert message["To"] == "ann@example.org"
    assert message["Message-ID"].startswith("<N-1-A-1@")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_payload(decode=True).decode().replace("\r\n", "\n").strip() == LETTER.text


def test_the_same_letter_twice_is_known_by_its_id(form: Any) -> None:
    post, arrived = form
    post.hand_over(LETTER)
    post.hand_over(LETTER)
    assert len({message["Message-ID"] for message in arrived()}) == 1


@pytest.mark.parametrize(
    ("to", "subject"),
    [("ann@example.org\r\nBcc: eve@evil.example", "x"), ("ann@example.org, eve@evil.example", "x"),
     ("eve@evil.example,ann@example.org", "x"), ("Ann <eve@evil.example>", "x"), ("", "x"), ("ann", "x"),
     ("ann@example.org", "x\r\nBcc: eve@evil.example"), ("ann@example.org", "x\nBcc: eve@evil.example")],
)  # fmt: skip
def test_nothing_that_is_typed_adds_a_line_or_a_reader(form: Any, to: str, subject: str) -> None:
    post, arrived = form
    with pytest.raises(LetterRefused):
        post.hand_over(Letter("N-2", to, subject, "x"))
    assert arrived() == []


def test_only_whom_it_is_to_gets_it_and_the_sender_is_the_registrys() -> None:
    box = Box()
    with serving(box) as port:
        Smtp(plain(port)).hand_over(LETTER)
    ((message, whom, _session),) = box.messages
    assert whom == ["ann@example.org"]
    assert message["From"] == "Registry <registry@union.example>"
    assert message["Message-ID"] == "<N-1-A-1@union.example>"
    assert "Date" in message


@pytest.mark.parametrize(
    ("refusing", "raised"),
    [({"ann": "550 no such person"}, LetterRefused), ({"ann": "451 later"}, Undelivered),
     ({"DATA": "554 not this"}, LetterRefused), ({"DATA": "452 full"}, Undelivered)],
)  # fmt: skip
def test_never_and_not_now_are_told_apart(refusing: Any, raised: type[Exception]) -> None:
    with serving(Box(**refusing)) as port, pytest.raises(raised) as found:
        Smtp(plain(port)).hand_over(LETTER)
    assert not isinstance(found.value, Unreachable)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        Smtp(plain(free_port())).hand_over(LETTER)


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS:UserWarning"
)  # aiosmtpd sees only its own TLS
@pytest.mark.filterwarnings("ignore:auth_required == True but auth_require_tls == False:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_and_the_password_travel_encrypted(security: str, context: ssl.SSLContext, certificate: Path) -> None:
    given: list[tuple[bytes, bytes]] = []

    def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        given.append((data.login, data.password))
        return AuthResult(success=data.password == b"right")

    box = Box()
    options: dict[str, Any] = {"authenticator": knows, "auth_required": True}
    options |= {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    if security == "tls":
        options["auth_require_tls"] = False  # it is, below SMTP
    with serving(box, **options) as port:
        server = Server("127.0.0.1", "registry@union.example", port, security, "registry", "right", str(certificate))
        Smtp(server).hand_over(LETTER)
        wrong = Server("127.0.0.1", "registry@union.example", port, security, "registry", "wrong", str(certificate))
        with pytest.raises(Unreachable) as found:
            Smtp(wrong).hand_over(LETTER)
        unknown = Server("127.0.0.1", "registry@union.example", port, security, "registry", "right")
        with pytest.raises(Unreachable):  # a certificate that no authority signed
            Smtp(unknown).hand_over(LETTER)
    assert len(box.messages) == 1
    assert b"right" in given[0]
    assert "wrong" not in str(found.value)
    assert "right" not in repr(server)


def test_a_server_that_does_not_encrypt_gets_nothing() -> None:
    box = Box()
    with serving(box) as port, pytest.raises(Unreachable):
        Smtp(Server("127.0.0.1", "registry@union.example", port, "starttls")).hand_over(LETTER)
    assert box.messages == []


@contextmanager
def answering(answer: Any) -> Iterator[int]:
    """A server of another kind: `answer` gets each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _from = listening.accept()
                    with connection, suppress(OSError):
                        answer(connection)

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]


def _says_nothing(connection: socket.socket) -> None:
    connection.recv(1)


def _says_a_byte_now_and_then(connection: socket.socket) -> None:
    for _ in range(200):
        connection.sendall(b"2")
        time.sleep(0.05)


def _talks_without_end(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"220-" + b"x" * 500 + b"\r\n")
        time.sleep(0.01)


def _speaks_another_language(connection: socket.socket) -> None:
    connection.sendall(b"\xff\x00HTTP/1.1 200 OK\r\n\r\n")


@pytest.mark.parametrize("security", ["none", "tls"])
@pytest.mark.parametrize(
    "answer", [_says_nothing, _says_a_byte_now_and_then, _talks_without_end, _speaks_another_language]
)
def test_a_slow_or_hostile_server_holds_nobody_up(answer: Any, security: str) -> None:
    with answering(answer) as port:
        server = Server("127.0.0.1", "registry@union.example", port, security)
        with pytest.raises(Unreachable):
            Smtp(server, seconds=0.5, longest=1.0).hand_over(LETTER)
