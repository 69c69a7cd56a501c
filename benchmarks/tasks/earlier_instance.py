"""An instance of the earlier program, and what is done there at the shell."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.tasks.instance import wait_for
from benchmarks.tasks.person import Person, Task
from benchmarks.tasks.stories import PASSWORD

AGREEMENT = "sag_tvtheatrical_2026"


@dataclass
class Earlier:
    """The instance of the earlier program. origin: where its pages are."""

    checkout: Path
    folder: Path
    origin: str
    environment: dict[str, str]
    tasks: list[Task] = field(default_factory=list)

    def shell(self, *arguments: str, said: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "registry.cli", *arguments],
            cwd=self.folder, env=self.environment, input=said, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr}")
        return done.stdout

    def key(self, name: str) -> str:
        """A key file of this name, made at the shell; its public half."""
        self.shell("key", "new", "--out", f"{name}.key")
        public: str = json.loads(self.shell("key", "show", f"{name}.key", "--json"))["public_key"]
        return public


@contextmanager
def served(checkout: Path, folder: Path) -> Iterator[Earlier]:
    """The earlier program's instance, as `likeness init` leaves it, with its pages and a worker."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "LIKENESS_HOME": str(folder / "instance"), "LIKENESS_PORT": str(port), "PYTHONPATH": str(checkout),
    }  # fmt: skip
    earlier = Earlier(checkout, folder, f"http://localhost:{port}", environment)
    earlier.shell("init", "--admin", "ada@registry.example", "--password-stdin", said=PASSWORD)
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "registry.cli", "serve"]
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            wait_for(earlier.origin)
            yield earlier
        finally:
            server.terminate()
            server.wait(30)


def signs_in(one: Person, address: str) -> None:
    one.opens("/sign-in")
    one.fills("E-mail", address)
    one.fills("Password", PASSWORD)
    one.clicks("Sign in", exact=True)
    one.page.wait_for_url("**/")
