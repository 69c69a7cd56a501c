"""Letters over SMTP (RFC 5321), one connection a letter, to the one server that the operator names.

What SMTP cannot promise: whoever is killed after the server took a letter, and before that was written down, does not know
and hands it over again. The second carries the same Message-ID, by which many servers and mail programs show it once. The
window is kept at its smallest: nothing is done between the server's answer and the record of it.
"""

import logging
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate, parseaddr
from threading import Timer

from registry.ports.post import Letter, LetterRefused, Undelivered, Unreachable, message_of

log = logging.getLogger(__name__)

SECONDS = 20.0
"""For each answer of the server."""
LONGEST = 60.0
"""For one letter as a whole: a server that says a byte now and then holds nobody up for longer."""
PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class Server:
    """The server that takes letters. security: starttls, tls or none; port 0: the usual one of it; sender: an address, with
    or without a name. cafile: whom to trust instead of the system's authorities."""

    host: str
    sender: str
    port: int = 0
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    cafile: str | None = None


class Smtp:
    """Hands letters to a server. Neither the password nor what a letter says is ever logged or in an error."""

    def __init__(self, server: Server, seconds: float = SECONDS, longest: float = LONGEST) -> None:
        self._server = server
        self._seconds = seconds
        self._longest = longest

    def hand_over(self, letter: Letter) -> None:
        """Raises `LetterRefused` where the server says that it will never take it, `Unreachable` where it takes nothing now,
        `Undelivered` where it does not take this one now."""
        sender = parseaddr(self._server.sender)[1]
        message = message_of(letter, sender.rpartition("@")[2])
        message["From"] = self._server.sender
        message["Date"] = formatdate(time.time())
        line = _Line(self._seconds)
        watch = Timer(self._longest, line.cut)
        watch.daemon = True
        watch.start()
        try:
            try:
                self._connect(line)
            except smtplib.SMTPNotSupportedError:
                raise Unreachable("the server does not encrypt, or does not take a password") from None
            line.send_message(message, sender, [letter.to])
        except smtplib.SMTPRecipientsRefused as refusal:
            code = min(answer[0] for answer in refusal.recipients.values())
            raise _no(code, "the address is not taken") from None
        except smtplib.SMTPNotSupportedError:
            raise LetterRefused("the server takes no such address") from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError) as refusal:
            raise Unreachable(f"the server does not let this registry send ({refusal.smtp_code})") from None
        except smtplib.SMTPDataError as refusal:
            raise _no(refusal.smtp_code, "the letter is not taken") from None
        except (smtplib.SMTPException, OSError, ValueError, UnicodeError) as problem:
            raise Unreachable(f"no proper answer ({type(problem).__name__})") from None
        finally:
            watch.cancel()
            line.leave()

    def _connect(self, line: "_Line") -> None:
        server = self._server
        context = ssl.create_default_context(cafile=server.cafile)
        line.wrap = context if server.security == "tls" else None
        line.connect(server.host, server.port or PORTS[server.security])
        if server.security == "starttls":
            line.starttls(context=context)  # refused by the server: an exception, never a letter in clear
        line.ehlo_or_helo_if_needed()
        if server.user:
            line.login(server.user, server.password)


class _Line(smtplib.SMTP):
    """A connection that can be cut from outside, whatever it is waiting for."""

    def __init__(self, seconds: float) -> None:
        super().__init__(timeout=seconds)
        self.wrap: ssl.SSLContext | None = None
        self._raw: socket.socket | None = None
        self._over = False

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        self._raw = raw = socket.create_connection((host, port), timeout)
        self._host = host  # whose certificate it has to be; smtplib knows it only where it connects in the constructor
        if self._over:
            self.cut()
        return raw if self.wrap is None else self.wrap.wrap_socket(raw, server_hostname=host)

    def cut(self) -> None:
        self._over = True
        for one in (self._raw, self.sock):
            if one is not None:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        """Hangs up without waiting for a goodbye: what was to be said is said."""
        for one in (self.sock, self._raw):
            if one is not None:
                with suppress(OSError):
                    one.close()
        self.sock = None


def _no(code: int, what: str) -> Exception:
    return LetterRefused(f"{what} ({code})") if 500 <= code < 600 else Undelivered(f"{what} ({code})")
