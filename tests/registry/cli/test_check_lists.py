"""`likeness report checks` and `report refusals`: the pages' lists on the command line."""

import json
from typing import Any

import pytest

from registry.core.paging import PageOf
from tests.registry.checks.conftest import shows, studio  # noqa: F401 - fixtures


@pytest.fixture
def blocked(studio: Any, verified_alice: Any, shows: Any) -> str:  # noqa: F811
    """A check of Petra's that found Alice, whom nobody declared."""
    return studio.check(shows("alice"), studio.declare()).id


def run(monkeypatch: pytest.MonkeyPatch, desk: Any, *arguments: str) -> Any:
    from click.testing import CliRunner

    from registry.cli.report import report

    monkeypatch.setenv("LIKENESS_HOME", str(desk.config.home))
    monkeypatch.setattr("registry.cli.common.require_newest", lambda _db: None)  # made without a migration
    return CliRunner().invoke(report, arguments)


def test_the_lists_are_those_of_the_pages(
    monkeypatch: pytest.MonkeyPatch,
    desk: Any,
    studio: Any,  # noqa: F811
    blocked: str,
    people: Any,
) -> None:
    for name in ("petra", "ursula", "alice"):
        answer = run(monkeypatch, desk, "checks", "--as", f"{name}@example.org", "--json")
        assert answer.exit_code == 0, answer.output
        page = json.loads(answer.stdout)
        assert (page["count"], [row["check"] for row in page["checks"]]) == (1, [blocked])
        assert (page["checks"][0]["file"] is not None) == (name == "petra")
    answer = run(monkeypatch, desk, "refusals", "--as", "ursula@example.org", "--union", "players-guild", "--json")
    counted = desk.check_lists.refused(people.ursula, PageOf(union="players-guild"))
    assert [one["clause"] for one in json.loads(answer.stdout)["refusals"]] == [one.clause for one in counted]
    clause = counted[0].clause
    named = ("--union", "players-guild", "--clause", clause, "--as", "ursula@example.org", "--json")
    assert json.loads(run(monkeypatch, desk, "refusals", *named).stdout)["checks"] == [blocked]
    assert json.loads(
        run(monkeypatch, desk, "refusals", *named[:4], "--as", "victor@example.org", "--json").stdout
    ) == {
        "refusals": [],
        "checks": [],
    }


def test_whose_list_is_said_once(monkeypatch: pytest.MonkeyPatch, desk: Any, people: Any) -> None:
    for arguments in (("refusals",), ("checks", "--union", "players-guild", "--performer", "P-1")):
        answer = run(monkeypatch, desk, *arguments, "--as", "ursula@example.org")
        assert answer.exit_code == 2
        assert "--production, --performer and --union" in answer.output
