"""How a letter leaves: to whom, and in which words. The local form is a folder of letters, for a mail server to take up."""

import os
import secrets
import time
from dataclasses import dataclass
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


class Post(Protocol):
    """Takes letters. One that is handed over twice, after a crash, arrives once."""

    def hand_over(self, letter: Letter) -> None:
        """Raises `Undelivered`."""


class Outbox:
    """A folder (mode 0700) of letters as files, `ID.eml`. Whoever sends them takes them out of it; what nobody has taken after
    30 days is removed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, letter: Letter) -> None:
        message = EmailMessage(policy=SMTP)
        message["To"], message["Subject"] = letter.to, letter.subject
        message["Message-ID"] = f"<{letter.id}@likeness-registry.invalid>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
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
            raise Undelivered(error.strerror or "the folder cannot be written") from error
        finally:
            unfinished.unlink(missing_ok=True)

    def _clear(self) -> None:
        for file in self._folder.glob("*.eml"):
            if time.time() - file.stat().st_mtime > KEEP_SECONDS:
                file.unlink(missing_ok=True)
