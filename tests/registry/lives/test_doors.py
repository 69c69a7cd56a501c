"""One rule at three doors: command line, page and API take the same word and refuse the same."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from registry.cli import main
from registry.desk import Desk
from tests.registry.api.conftest import Program, program
from tests.registry.web.conftest import Visitor, app, visit, visitor

__all__ = ["app", "program", "visit", "visitor"]


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr("registry.cli.common.Desk", lambda _config: desk)
    monkeypatch.setenv("LIKENESS_HOME", str(desk.config.home))
    monkeypatch.setattr("registry.cli.common.require_newest", lambda _db: None, raising=False)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["performer", *arguments])

    return command


def test_on_the_page_of_the_union_that_confirmed_them(visit: Callable[[str], Visitor], verified_alice: Any) -> None:
    ursula, path = visit("ursula"), f"/performers/{verified_alice.id}/life"
    assert "Nothing is on record." in ursula.get(path).text
    wrong = ursula.post(path, {"kind": "death", "day": "2031-01-01", "proof": "certificate seen"})
    assert wrong.status_code == 422
    assert "in the future in every time zone" in wrong.text
    answer = ursula.post(path, {"kind": "death", "day": "2026-10-05", "proof": "certificate seen"})
    assert answer.status_code == 303
    page = ursula.get(path).text
    assert "Died on 2026-10-05" in page
    assert "certificate seen" in page
    assert "Put on record" not in visit("alice").get(path).text.partition("<main")[2]
    assert visit("alice").post(path, {"kind": "alive", "proof": "I am"}).status_code == 404
    assert visit("petra").get(path).status_code == 404


def test_over_the_api(program: Callable[[str], Program], verified_alice: Any) -> None:
    ursula, path = program("ursula"), f"/performers/{verified_alice.id}/life"
    sent = {"kind": "birth", "day": "1990-05-03", "proof": "birth certificate seen"}
    answer = ursula.post(path, json=sent)
    assert answer.status_code == 201
    assert answer.json["union"] == "players-guild"
    assert ursula.post(path, json=sent).status_code == 409
    assert ursula.post(path, json=sent | {"day": "2031-01-01"}).status_code == 400
    assert [one["day"] for one in program("alice").get(path).json] == ["1990-05-03"]
    assert program("alice").post(path, json=sent).status_code == 403
    assert program("petra").get(path).status_code == 403


def test_on_the_command_line(run: Callable[..., Result], verified_alice: Any) -> None:
    told = ("--proof", "certificate seen", "--as", "ursula@example.org", "--json")
    answer = run("record", verified_alice.id, "death", "--day", "2026-10-05", *told)
    assert answer.exit_code == 0, answer.stderr
    assert json.loads(answer.stdout)["day"] == "2026-10-05"
    assert run("record", verified_alice.id, "death", "--day", "2031-01-01", *told).exit_code == 2
    refused = run("record", verified_alice.id, "alive", "--proof", "I am", "--as", "alice@example.org")
    assert refused.exit_code == 2
    listed = run("life", verified_alice.id, "--as", "alice@example.org", "--json")
    assert [one["kind"] for one in json.loads(listed.stdout)] == ["death"]
