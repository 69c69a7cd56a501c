"""`likeness approve`, `union strike`, `union floor`, `performer prefer` and `audit status`, as a shell sees them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from consent.trust import parse_status, parse_trust
from registry.cli import main
from registry.core.config import Config
from registry.desk import Desk
from registry.records import schema
from tests.registry.checks.conftest import AGREEMENT, as_replica
from tests.registry.conftest import THRESHOLDS


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An instance on the newest schema, which the commands open, too."""
    monkeypatch.setenv("LIKENESS_HOME", str(tmp_path / "instance"))
    monkeypatch.delenv("LIKENESS_DATABASE_URL", raising=False)

    def opened(config: Config) -> Desk:
        return Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)

    monkeypatch.setattr("registry.cli.common.Desk", opened)
    config = Config()
    config.home.mkdir()
    desk = opened(config)
    schema.upgrade(desk.db)
    yield desk
    desk.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def done(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def waiting(offices: Any, studio: Any, environment: Any, shows: Any, verified_alice: Any) -> Any:
    return studio.check(shows("stranger"), environment())


def test_an_approval_is_given_listed_and_taken_back(studio: Any, waiting: Any, offices: Any) -> None:
    cora = ("--as", "cora@example.org")
    (asked,) = done("approve", "list", *cora)
    assert (asked["check"], asked["kind"], asked["answers"]) == (waiting.id, "written", ["granted", "refused"])
    given = done("approve", waiting.id, "--kind", "written", "--answer", "granted", "--until", "2026-12-01", *cora)
    assert given["expires_at"] == "2026-12-02T00:00:00+00:00"
    studio.desk.redecider.run_due()
    assert studio.desk.checks.get(offices.petra, waiting.id).verdict == "cleared"
    (said,) = [
        one for one in done("approve", "list", waiting.id, "--as", "petra@example.org") if one["kind"] == "written"
    ]
    assert (said["answer"], said["side"], said["counts"]) == ("granted", "commissioner", True)
    assert done("approve", "revoke", given["id"], *cora)["revoked_at"] is not None
    studio.desk.redecider.run_due()
    assert studio.desk.checks.get(offices.petra, waiting.id).verdict == "needs_approval"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--kind", "written", "--answer", "maybe", "--as", "cora@example.org"), "granted or refused"),
        (("--kind", "written", "--answer", "granted", "--as", "petra@example.org"), "may not do that"),
        (("--kind", "disclosure", "--answer", "placed", "--param", "place", "--as", "petra@example.org"), "name=value"),
        (("--kind", "blessing", "--answer", "granted", "--as", "cora@example.org"), "blessing"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_line(waiting: Any, arguments: tuple[str, ...], problem: str) -> None:
    refused = run("approve", waiting.id, *arguments)
    assert refused.exit_code == 2
    assert problem in refused.stderr
    assert "Traceback" not in refused.output


def test_a_strike_is_thrown_and_lifted_and_the_status_list_follows(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, tmp_path: Path, clock: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    receipt = desk.checks.receipt(people.petra, view.id)["receipt_id"]
    ursula = ("--as", "ursula@example.org")
    for whom in ((), ("--every", "--production", "PR-PETRA")):
        assert run("union", "strike", "throw", AGREEMENT, *whom, *ursula).exit_code == 2
    strike = done("union", "strike", "throw", AGREEMENT, "--every", *ursula)
    out = tmp_path / "status.json"
    assert run("audit", "status", "--out", str(out)).exit_code == 0
    trust = desk.instance_key.trust()
    for key in trust["keys"]:
        key["valid_from"] = "2026-01-01T00:00:00Z"
    listed = parse_status(json.loads(out.read_text()), parse_trust(trust), now=clock())
    assert [entry.receipt_id for entry in listed.stale] == [receipt]
    assert done("union", "strike", "lift", strike["id"], *ursula)["ended_at"] is not None
    assert done("union", "strike", "list")[0]["agreement"] == AGREEMENT
    assert run("union", "strike", "throw", AGREEMENT, "--every", "--as", "petra@example.org").exit_code == 2


def test_a_floor_is_set_and_ended(people: Any) -> None:
    ursula = ("--as", "ursula@example.org")
    floor = done("union", "floor", "set", "players-guild", "languages", '["en", "fr"]', *ursula)
    assert floor["widest"] == ["en", "fr"]
    assert done("union", "floor", "list", "players-guild") == [floor]
    assert run("union", "floor", "end", floor["id"], *ursula).exit_code == 0
    assert done("union", "floor", "list", "players-guild") == []
    refused = run("union", "floor", "set", "players-guild", "languages", "english", *ursula)
    assert (refused.exit_code, "not JSON" in refused.stderr) == (2, True)


def test_preferences_are_said_imported_and_ended(people: Any, verified_alice: Any, tmp_path: Path) -> None:
    alice = ("--as", "alice@example.org")
    (said,) = done("performer", "prefer", verified_alice.id, "--value", "prohibited", "--modality", "voice", *alice)
    file = tmp_path / "declarations.json"
    file.write_text(json.dumps({"declarations": [{"value": "allowed_with_terms", "declared_on": "2026-07-01"}]}))
    assert len(done("performer", "prefer", verified_alice.id, "--import", str(file), *alice)) == 2
    (left,) = done("performer", "prefer", verified_alice.id, "--end", said["id"], *alice)
    assert (left["source"], left["declared_on"]) == ("human_consent_registry", "2026-07-01")
    assert done("performer", "preferences", verified_alice.id, "--as", "ursula@example.org") == [left]
    assert run("performer", "prefer", verified_alice.id, *alice).exit_code == 2
    assert run("performer", "preferences", verified_alice.id, "--as", "petra@example.org").exit_code == 2
