"""Other terms are proposed, read and taken up by program and on the command line as they are on the page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from registry.cli import main
from tests.registry.api.conftest import Program
from tests.registry.checks.conftest import as_replica

Make = Callable[[str], Program]


@pytest.fixture
def asked(studio: Any, verified_alice: Any) -> str:
    return str(studio.draft(verified_alice.id))


@pytest.fixture
def use(studio: Any, verified_alice: Any, shows: Any) -> str:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    return str(studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id))).id)


@pytest.fixture
def command(desk: Any, asked: str, use: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`command("alice", "list", ...)`: what `likeness counter` prints, or its exit status where it refuses."""
    monkeypatch.setattr("registry.cli.common.Desk", lambda _config: desk)
    monkeypatch.setattr("registry.cli.common.require_newest", lambda _db: None)
    monkeypatch.setattr(desk, "close", lambda: None)
    monkeypatch.setenv("LIKENESS_HOME", str(desk.config.home))

    def run(name: str, *said: str) -> Any:
        ended = CliRunner().invoke(main, ["counter", *said, "--as", f"{name}@example.org", "--json"])
        print(ended.stderr)  # shown where a test fails
        return json.loads(ended.stdout) if ended.exit_code == 0 else ended.exit_code

    return run


def test_other_terms_of_a_consent_go_from_the_performer_s_program_to_the_production_s(
    program: Make, desk: Any, people: Any, asked: str
) -> None:
    alice, petra, path = program("alice"), program("petra"), f"/consents/{asked}/counter-proposals"
    proposed = {"max_uses": 2, "territories": ["US"], "compensation": "double scale"}
    made = alice.post(path, json={"proposed": proposed, "text": "Two shots."})
    assert made.status_code == 201
    assert petra.get(path).json == [made.json]
    assert [one["term"] for one in made.json["differences"]] == ["territories", "max_uses", "compensation"]
    taken = petra.post(f"/counter-proposals/{made.json['id']}/take-up")
    assert (taken.status_code, taken.json["kind"]) == (201, "consent")
    view = desk.consents.get(people.alice, taken.json["id"])
    assert (view.state, view.scope["max_uses"], view.scope["territories"]) == ("requested", 2, ["US"])
    assert view.scope["compensation"]["terms"] == "double scale"
    assert petra.post(f"/counter-proposals/{made.json['id']}/take-up").status_code == 409
    assert alice.get(path).json[0]["led_to"] == taken.json["id"]


def test_other_terms_of_a_use_become_a_draft(program: Make, use: str) -> None:
    made = program("alice").post(f"/checks/{use}/counter-proposals", json={"proposed": {"scene": "7"}})
    assert (made.status_code, made.json["check"], made.json["person"]) == (201, use, "P1")
    taken = program("petra").post(f"/counter-proposals/{made.json['id']}/take-up")
    assert (taken.status_code, taken.json["kind"]) == (201, "draft")


@pytest.mark.attack("E.counter_by_others")
def test_who_is_not_asked_is_refused_whatever_is_sent(program: Make, asked: str, use: str) -> None:
    made = program("alice").post(f"/consents/{asked}/counter-proposals", json={"proposed": {"max_uses": 2}}).json
    for name in ("petra", "quentin", "bob", "victor", "nora"):
        for path in (f"/consents/{asked}/counter-proposals", f"/checks/{use}/counter-proposals"):
            for sent in ({"json": {"proposed": {"max_uses": 1}}}, {"data": b"{", "content_type": "application/json"}):
                assert program(name).post(path, **sent).status_code in (403, 404), (name, path)
    for name in ("alice", "quentin", "victor", "ursula"):
        assert program(name).post(f"/counter-proposals/{made['id']}/take-up").status_code in (403, 404)


@pytest.mark.parametrize(
    "proposed",
    [
        {}, {"max_uses": True}, {"max_uses": 0}, {"media": None}, {"media": ["none such"]}, {"project_ids": ["PR-X"]},
        {"compensation": {"terms": "x", "paid": False}}, {"valid_until": "soon"}, {"training": "perhaps"},
    ],
)  # fmt: skip
def test_what_changes_nothing_or_cannot_be_written_is_refused(program: Make, asked: str, proposed: Any) -> None:
    answer = program("alice").post(f"/consents/{asked}/counter-proposals", json={"proposed": proposed})
    assert answer.status_code == 400, answer.text


def test_the_command_line_proposes_lists_and_takes_up(
    command: Callable[..., Any], desk: Any, people: Any, asked: str, use: str
) -> None:
    terms = ("media=series,feature", "max_uses=any", "per_use_approval=yes", "territories=US")
    made = command("alice", "consent", asked, *(part for term in terms for part in ("--term", term)), "--text", "Why.")
    (listed,) = command("petra", "list", "--consent", asked)
    assert (listed["counter"], listed["text"], listed["open"]) == (made["counter"], "Why.", True)
    taken = command("petra", "take-up", made["counter"])
    scope = desk.consents.get(people.alice, taken["consent"]).scope
    assert (scope["max_uses"], scope["per_use_approval"], scope["territories"]) == ("any", True, ["US"])
    assert "draft" in command("petra", "take-up", command("alice", "use", use, "--term", "territory=CA")["counter"])
    assert len(command("petra", "list", "--check", use)) == 1
    for wrong in ("max_uses", "max_uses=two", "per_use_approval=perhaps", "project_ids=PR-X"):
        assert command("alice", "consent", asked, "--term", wrong) == 2
    assert command("petra", "list") == 2
    assert command("quentin", "list", "--consent", asked) == 2
