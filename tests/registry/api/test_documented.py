"""The examples of docs/api.md, run as they stand there against a registry that is served on the loopback address."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from flask import Flask

from registry.api.description import described
from registry.desk import Desk
from tests.attacks.fronts import serve
from tests.common.pages import block, page
from tests.common.parts import PROJECT, require
from tests.registry.checks.conftest import as_replica, tell_contact

__all__ = ["serve"]

pytestmark = pytest.mark.slow


@dataclass
class Pipeline:
    """A folder with a file, its declaration and a trust file, and an environment as the page describes it."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )


@pytest.fixture
def worker(desk: Desk) -> Iterator[None]:
    """Somebody who sees through what is queued."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.1):
            if (lease := desk.jobs.next()) is not None:
                desk.examiner.see_through(lease)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.fixture
def pipeline(
    desk: Desk, studio: Any, shows: Any, verified_alice: Any, serve: Any, worker: None, tmp_path: Path
) -> Callable[..., Pipeline]:
    """`pipeline("alice")`: one whose picture shows Alice, who has agreed to the use."""
    studio.consent(verified_alice, "alice")
    address = f"http://localhost:{serve().port}"
    _view, secret = desk.tokens.create(studio.people.petra, "pipeline")

    def make(*faces: str) -> Pipeline:
        folder = tmp_path / "pipeline"
        folder.mkdir()
        content, use = shows(*faces), studio.declare(as_replica(verified_alice.id))
        tell_contact(studio, use, content)
        (folder / "shot.jpg").write_bytes(content)
        (folder / "USE.json").write_text(json.dumps(use))
        with urlopen(f"{address}/trust.json", timeout=60) as answer:
            (folder / "trust.json").write_bytes(answer.read())
        told = {"REGISTRY": address, "TOKEN": secret, "PRODUCTION": studio.production, "PYTHONPATH": str(PROJECT)}
        return Pipeline(folder, os.environ | told | {"PATH": f"{_at(desk.clock(), tmp_path)}:{os.environ['PATH']}"})

    return make


def _at(moment: Any, folder: Path) -> Path:
    """A folder with a `likeness` in it that verifies as of the moment at which the registry's clock stands."""
    command = folder / "bin" / "likeness"
    command.parent.mkdir()
    start = f'exec "{sys.executable}" -c "from registry.cli import main; main()" "$@"'
    command.write_text(f"#!/bin/sh\n{start} --now {moment.isoformat()}\n")
    command.chmod(0o700)
    return command.parent


@pytest.fixture(params=["bash", "python"])
def example(request: pytest.FixtureRequest) -> list[str]:
    """One of the page's examples as a command."""
    text = block(page("docs/api.md"), request.param)
    if request.param == "python":
        return [sys.executable, "-c", text]
    require("curl", None if shutil.which("curl") else "curl is not installed: apt-get install curl")
    return ["bash", "-c", text]


def test_an_example_ends_with_0_where_the_file_may_be_used(pipeline: Any, example: list[str]) -> None:
    made = pipeline("alice")
    ended = made.run(*example)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    receipt = json.loads((made.folder / "receipt.json").read_text())
    assert receipt["file"]["sha256"] == hashlib.sha256((made.folder / "shot.jpg").read_bytes()).hexdigest()
    assert "cleared the file" in ended.stdout


def test_an_example_ends_with_1_where_somebody_else_is_in_the_file(
    pipeline: Any, example: list[str], verified_bob: Any
) -> None:
    ended = pipeline("alice", "bob").run(*example)
    assert ended.returncode == 1, ended.stdout + ended.stderr


def test_an_example_does_not_end_with_0_for_a_token_that_is_none(pipeline: Any, example: list[str]) -> None:
    made = pipeline("alice")
    made.environment["TOKEN"] = "likeness_none"
    ended = made.run(*example)
    assert ended.returncode != 0
    assert "401" in ended.stderr
    assert not (made.folder / "receipt.json").exists()


def test_the_examples_ask_addresses_that_are_described(app: Flask) -> None:
    known = {re.sub(r"{\w+}", "*", path) for path in described(app)["paths"]}
    asked = set(re.findall(r'"(\$api/[^"]+)"', block(page("docs/api.md"), "bash")))
    asked |= set(re.findall(r'f"(/api/[^"]+)"', block(page("docs/api.md"), "python")))
    shapes = {re.sub(r"\{[^}]*\}|\$\w+", "*", one.replace("$api", "/api/v1")) for one in asked}
    assert len(shapes) == 3
    assert shapes <= known
