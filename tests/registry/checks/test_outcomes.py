"""One decision, every door: command line, API, page, receipt and verification come to the same, from one table."""

import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from consent.clearance import Decision, Duty, decide
from consent.receipt import Receipt
from registry.cli.common import at_desk
from registry.core import sentences
from registry.core.texts import say
from registry.serving.app import create_app
from tests.common.outcomes import OUTCOMES, Outcome, a_reason
from tests.consent import corpus
from tests.registry.api.conftest import Program
from tests.registry.checks.conftest import a_declaration
from tests.registry.cli.test_check import _identity, instance, run
from tests.registry.web.conftest import Visitor

__all__ = ["instance"]
pytestmark = pytest.mark.slow

MAY = "verdict-cleared-means"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`judged(case)`: from now on the rules come to this, whatever they are asked."""

    command = import_module("registry.cli.decide")  # before anything is replaced: it binds the real one

    def set_to(case: Outcome) -> None:
        duties = tuple(Duty(duty["kind"], duty["whom"], duty["done"]) for duty in case.duties)
        decision = Decision(case.status, case.verdict, a_reason(case.verdict), duties)
        monkeypatch.setattr("consent.clearance.decide", lambda *_about: decision)
        monkeypatch.setattr(command, "judge", lambda *_about: decision)

    return set_to


def test_every_door_comes_to_the_same(instance: dict[str, Any], judged: Any) -> None:
    case_file = Path("case.json")
    case_file.write_text('{"check_date": "2026-11-22"}')
    assert run("audit", "trust", "--out", "trust.json").exit_code == 0
    found, expected = {}, {}
    for number, case in enumerate(OUTCOMES):
        judged(case)
        picture = instance["matching"].picture("stranger")
        unit = {"id": f"SH{number}", "version": 1}
        Path("USE.json").write_text(json.dumps(a_declaration(instance["production"], unit=unit)))
        checked = run(
            "check",
            str(picture),
            "--use",
            "USE.json",
            "--as",
            "petra@example.org",
            "--json",
            "--receipt",
            "receipt.json",
        )
        said = json.loads(checked.stdout)
        receipt = json.loads(Path("receipt.json").read_text())
        assert receipt["file"]["sha256"] == hashlib.sha256(picture.read_bytes()).hexdigest()
        paper = Receipt.model_validate({key: part for key, part in receipt.items() if key != "signature"})
        compared = ("--file", str(picture), "--use", "USE.json", "--offline")
        verified = run("verify", "receipt.json", "--trust", "trust.json", *compared, "--json")
        with at_desk() as desk:
            app = create_app(desk)
            page = Visitor(app.test_client()).sign_in("petra").get(f"/checks/{said['check']}").text
            _view, secret = desk.tokens.create(_identity(desk, "petra"), "test")
            told = Program(app.test_client(), secret).get(f"/checks/{said['check']}").json
        found[str(case)] = {
            "decide": run("decide", str(case_file)).exit_code,
            "check": checked.exit_code,
            "check --json": said["exit_status"],
            "receipt": paper.exit_status,
            "receipt releases": paper.releases,
            "verify": verified.exit_code,
            "verify --json": json.loads(verified.stdout)["releases"],
            "api": told["exit_status"],
            "page allows": say(MAY).replace("'", "&#39;") in page,
        }
        numbers = dict.fromkeys(("decide", "check", "check --json", "receipt", "verify", "api"), case.exit)
        expected[str(case)] = numbers | dict.fromkeys(
            ("receipt releases", "verify --json", "page allows"), not case.exit
        )
    assert found == expected


def test_reasons_remedies_and_duties_read_the_same_at_every_door(instance: dict[str, Any]) -> None:
    picture = instance["matching"].picture("alice", "stranger size=5")
    Path("USE.json").write_text(json.dumps(a_declaration(instance["production"])))
    options = ("--use", "USE.json", "--as", "petra@example.org")
    said = json.loads(run("check", str(picture), *options, "--json", "--receipt", "receipt.json").stdout)
    words = run("check", str(picture), *options).stdout
    with at_desk() as desk:
        app = create_app(desk)
        page = Visitor(app.test_client()).sign_in("petra").get(f"/checks/{said['check']}").text
        _view, secret = desk.tokens.create(_identity(desk, "petra"), "test")
        told = Program(app.test_client(), secret).get(f"/checks/{said['check']}").json
    assert {key: part for key, part in told.items() if key != "receipt"} == {
        key: part for key, part in said.items() if key != "receipt"
    }
    reasons = [*said["reasons"], *(reason for person in said["persons"] for reason in person["reasons"])]
    remedies = [reason["remedy"]["words"] for reason in reasons if reason["remedy"]]
    assert len(reasons) > 3
    assert len(remedies) > 2
    assert any(remedy.startswith("Ask Guild (") for remedy in remedies)
    sentences = [*(reason["summary"] for reason in reasons), *remedies, *(duty["words"] for duty in said["duties"])]
    assert len(said["duties"]) > 0
    for sentence in sentences:
        assert sentence in words
        assert sentence.replace("'", "&#39;") in page
    signed = json.loads(Path("receipt.json").read_text())["reasons"]
    assert sorted(reason["summary"] for reason in signed) == sorted(reason["summary"] for reason in reasons)


def test_a_rules_reason_reads_as_the_rules_say_it() -> None:
    """A receipt carries these words, signed: what pages and programs show is not another sentence."""
    reasons = [reason for case, _ in corpus.decided().values() for reason in decide(case).as_dict()["reasons"]]
    assert len(reasons) > 100
    assert [sentences.reason(reason) for reason in reasons] == [reason["summary"] for reason in reasons]
