"""An empty instance in a folder of its own, served on the loopback address, with a mail server that keeps what it is sent."""

import email
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

LINK = re.compile(r"https?://\S+")
PATIENCE = 60.0
"""Seconds for the instance to answer, and for a letter to arrive."""


@dataclass(frozen=True)
class Instance:
    """A running instance. origin: where its pages are; opening: the link with which its administrator gets in."""

    origin: str
    opening: str
    home: Path

    def letters(self, to: str) -> list[EmailMessage]:
        """What was sent to this address, the oldest first."""
        found = []
        for path in sorted((self.home / "outbox").glob("*.eml"), key=lambda letter: letter.stat().st_mtime_ns):
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            if str(message["To"]).endswith((to, f"<{to}>")):
                found.append(message)
        return found

    def link(self, to: str) -> str:
        """The link in the newest letter to this address. Raises TimeoutError where none comes."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for letter in reversed(self.letters(to)):
                body = letter.get_body(("plain",))
                if body is not None and (link := LINK.search(body.get_content())):
                    return link[0].rstrip(".")
            time.sleep(0.1)
        raise TimeoutError(f"no letter with a link for {to}")


@contextmanager
def empty_instance(folder: Path) -> Iterator[Instance]:
    """An instance as `likeness init` leaves it, for as long as the block lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://localhost:{port}"
    home = folder / "instance"
    environment = os.environ | {
        "LIKENESS_HOME": str(home), "LIKENESS_PORT": str(port), "LIKENESS_ORIGIN": origin,
    }  # fmt: skip
    likeness = [sys.executable, "-m", "registry.cli"]
    made = subprocess.run(
        [*likeness, "init", "--admin", "ada@registry.example", "--link"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    opening = LINK.search(made.stdout)
    assert opening is not None, made.stdout
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*likeness, "serve"], env=environment, stdout=log, stderr=log)
        try:
            wait_for(origin)
            yield Instance(origin, opening[0], home)
        finally:
            server.terminate()
            server.wait(30)


def wait_for(origin: str) -> None:
    """Until something is served at this address. Raises the last failure where nothing comes."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(origin, timeout=5).close()
            return
        except (URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
