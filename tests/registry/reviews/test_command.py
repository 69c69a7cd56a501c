"""`likeness review`, as a shell sees it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli import main
from registry.cli.common import clear_errors


@pytest.fixture
def run(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    @contextmanager
    def at_desk() -> Iterator[Any]:
        with clear_errors():
            yield desk

    monkeypatch.setattr("registry.cli.review.at_desk", at_desk)

    def run(*arguments: str, by: str = "ursula") -> Result:
        return CliRunner().invoke(main, ["review", *arguments, "--as", f"{by}@example.org", "--json"])

    return run


@pytest.fixture
def check(studio: Any, verified_alice: Any, shows: Any) -> Any:
    return studio.check(shows("alice~0.5"), studio.declare())


def test_what_waits_is_listed_shown_and_decided(run: Any, check: Any, desk: Any, people: Any) -> None:
    (line,) = json.loads(run("list").stdout)
    shown = json.loads(run("show", line["id"]).stdout)
    assert (shown["name"], shown["likeness"], shown["yours"]) == ("Alice", "weak", True)
    decided = run("decide", line["id"], "not_this_person", "--reason", "other_person")
    assert decided.exit_code == 0, decided.stderr
    assert json.loads(decided.stdout)["answer"] == "not_this_person"
    assert desk.checks.get(people.petra, check.id).verdict == "cleared"


@pytest.mark.parametrize("by", ["petra", "alice", "ada", "victor", "nora"])
def test_nobody_else_decides(run: Any, check: Any, by: str) -> None:
    (line,) = json.loads(run("list").stdout)
    for arguments in (("show", line["id"]), ("decide", line["id"], "not_this_person", "--reason", "other_person")):
        refused = run(*arguments, by=by)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert len(refused.stderr.strip().splitlines()) == 1


def test_doubts_and_neutral_reviewers(run: Any, check: Any, studio: Any, shows: Any, show_again: Any) -> None:
    content = shows("alice")
    named = studio.check(content, studio.declare())
    assert run("neutral", "nora@example.org", by="ada").exit_code == 0
    assert run("neutral", "ursula@example.org", by="ada").exit_code == 2
    (opened,) = json.loads(run("override", named.id, "P1", "--reason", "look_alike").stdout)["opened"]
    show_again(named, content)
    assert (
        json.loads(run("decide", opened, "confirm", "--reason", "same_person", by="nora").stdout)["answer"] == "confirm"
    )
    assert json.loads(run("appeal", named.id, "P1", "--reason", "invented_person", by="petra").stdout)["opened"]
    assert run("neutral", "nora@example.org", "--end", by="ada").exit_code == 0
    assert run("list", by="nora").exit_code == 2
