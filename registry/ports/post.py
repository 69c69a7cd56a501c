"""How a letter leaves: to whom, and in which words. The local form is a folder of letters, for a mail server to take up; over
SMTP it leaves by itself (registry.ports.smtp)."""

import os
import secrets
import time
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

KEEP_SECONDS = 30 * 86_400


@dataclass(frozen=True)
class Letter:
    """id: the same for the same letter however often it is handed over; letters, digits and hyphens. to: an e-mail address."""

    id: str
    to: str
    subject: str
    text: str


class Undelivered(Exception):
    """The letter could not be handed over; it is tried again."""


class Unreachable(Undelivered):
    """Nothing can be handed over at the moment, whomever it is to."""


class LetterRefused(Exception):
    """This letter is not taken, and never will be: to this address, nothing goes."""


class Post(Protocol):
    """Takes letters. One that is handed over twice, after a crash, carries the same Message-ID, by which it is one."""

    def hand_over(self, letter: Letter) -> None:
        """Raises `Undelivered` (tried again later), `LetterRefused` (never)."""


def message_of(letter: Letter, domain: str = "likeness-registry.invalid") -> EmailMessage:
    """The letter as a message that no robot should answer. Raises `LetterRefused` for an address that is not exactly one."""
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
    except (ValueError, IndexError, HeaderParseError):  # the header's parser says no in several ways
        raise LetterRefused("not an address that a letter can be sent to") from None
    message["Message-ID"] = f"<{letter.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


class Outbox:
    """A folder (mode 0700) of letters as files, `ID.eml`. Whoever sends them takes them out of it; what nobody has taken after
    30 days is removed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, letter: Letter) -> None:
        message = message_of(letter)
        unfinished = self._folder / f".{letter.id}.{secrets.token_hex(8)}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear()
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(unfinished, self._folder / f"{letter.id}.eml")
            except FileExistsError:
                pass  # handed over before
        except OSError as error:
            raise Unreachable(error.strerror or "the folder cannot be written") from error
        finally:
            unfinished.unlink(missing_ok=True)

    def _clear(self) -> None:
        for file in self._folder.glob("*.eml"):
            if time.time() - file.stat().st_mtime > KEEP_SECONDS:
                file.unlink(missing_ok=True)
