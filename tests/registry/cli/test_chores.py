"""What has to be done from time to time is done by a command that waits for a file to be looked at."""

import threading
from typing import Any

import pytest

from tests.registry.cli.test_check import check, instance

__all__ = ["instance"]  # the fixture


def test_chores_are_done_while_the_file_is_looked_at(
    instance: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chores, looking = threading.Event(), []
    monkeypatch.setattr("registry.cli.check.do_chores", lambda _desk: chores.set())
    monkeypatch.setattr("registry.cli.check.see_through", lambda *_what: looking.append(chores.wait(20)))
    check(instance, "alice")
    assert looking == [True]
