"""The public JSON Schemas: every paper that the program reads or writes fits them, and what it refuses by its form does not."""

import json
from functools import cache
from typing import Any
from unittest.mock import Mock

import pytest
from click.testing import CliRunner
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from consent.document import parse_document
from consent.receipt import sign_receipt
from registry.cli import main
from registry.demo import scenes
from registry.productions.declaration import DeclarationError, parse_declaration
from registry.productions.schemas import SCHEMAS
from tests.common.parts import PROJECT
from tests.consent import corpus
from tests.consent.acts import act, signed
from tests.consent.papers import document, scopes
from tests.consent.receipts import INSTANCE, older, receipt
from tests.consent.test_conform import statement
from tests.consent.test_credential import statement as credential
from tests.registry.checks.conftest import as_replica, shows, studio
from tests.registry.web.conftest import ORIGIN, app

__all__ = ["app", "shows", "studio"]


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name](), format_checker=FormatChecker())


def problems(name: str, paper: Any) -> list[str]:
    return [f"{problem.json_path}: {problem.message[:200]}" for problem in validator(name).iter_errors(paper)]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_is_a_schema_of_its_own_name_that_needs_nothing_from_elsewhere(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:likeness-registry:schema:{name}"
    assert set(_references(schema)) == {f"#/$defs/{part}" for part in schema["$defs"]}
    assert problems(name, {}) != []
    assert problems(name, []) != []


def _references(part: Any) -> Any:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "$ref")
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _references(inner)


def test_every_case_fits() -> None:
    cases = {name: case for name, (case, _verdict) in corpus.everything().items()}
    assert len(cases) > 87
    assert {name: found for name, case in cases.items() if (found := problems("case", case))} == {}


@pytest.mark.parametrize("change", [{"check_date": 7}, {"who": "me"}, {"persons": [{"ref": "P1"}]}], ids=str)
def test_what_is_no_case_does_not_fit(change: dict[str, Any]) -> None:
    assert problems("case", {"check_date": "2026-11-22"}) == []
    assert problems("case", {"check_date": "2026-11-22"} | change) != []


def test_the_examples_of_the_documents_fit() -> None:
    for name, file in (("case", "CASE"), ("declaration", "USE"), ("scope", "SCOPE")):
        paper = json.loads((PROJECT / "docs" / f"{file}.example.json").read_text())
        assert problems(name, paper.get("inputs", paper)) == []


def test_the_declarations_of_the_demo_fit() -> None:
    from registry.demo.people import CAST, DemoCast

    cast = Mock(DemoCast, production_id="PR-7K3M9QX2BD", performers=dict.fromkeys(CAST, "P-7K3M9QX2BD"))
    declared = [scenes._declaration(scene, cast, number) for number, scene in enumerate(scenes.SCENES)]
    assert len(declared) > 5
    assert [problems("declaration", one) for one in declared] == [[]] * len(declared)


def test_a_declaration_that_is_refused_by_its_form_does_not_fit() -> None:
    good = json.loads((PROJECT / "docs" / "USE.example.json").read_text())
    for change in (
        {"unit": {"id": "A"}},
        {"more": 1},
        {"cast": "everybody"},
        {"asset": good["asset"] | {"stage": "done"}},
    ):
        with pytest.raises(DeclarationError):
            parse_declaration(good | change)
        assert problems("declaration", good | change) != [], change


def test_a_signed_act_fits() -> None:
    paper = signed(act()).as_dict()
    assert problems("act", paper) == []
    assert problems("act", paper | {"act": paper["act"] | {"act": "everything"}}) != []
    assert problems("act", paper | {"signature": {}}) != []


def test_a_credential_statement_fits() -> None:
    assert problems("credential", credential()) == []
    assert problems("credential", credential() | {"sidecar": "none"}) != []


def test_a_conform_statement_fits() -> None:
    assert problems("conform", statement()) == []
    assert problems("conform", statement() | {"bits": "31"}) != []


def test_a_receipt_fits_in_each_version() -> None:
    for paper in (sign_receipt(receipt(), INSTANCE), sign_receipt(older(receipt()), INSTANCE)):
        assert problems("receipt", paper) == []
        assert problems("receipt", {key: part for key, part in paper.items() if key != "signature"}) != []
        assert problems("receipt", paper | {"verdict": "fine"}) != []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": []}, {"kind": ["use_replica", "use_replica"]}, {"kind": "any"}, {"max_uses": 0}, {"max_uses": "many"},
        {"media": ["opera"]}, {"description": "short"}, {"realtime_generation": 1}, {"exclusions": "any"}, {"unit": None},
        {"valid_until": "one day"}, {"languages": ["English"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_scope_that_cannot_be_signed_by_its_form_does_not_fit(change: dict[str, Any]) -> None:
    scope = json.loads((PROJECT / "docs" / "SCOPE.example.json").read_text())
    assert problems("scope", scope) == []
    assert problems("scope", scope | change) != []


def test_what_a_schema_takes_by_any_or_none_is_signed_too() -> None:
    for change in (
        {"scenes": "any"}, {"media": "any"}, {"max_uses": "any", "unit": "any"}, {"character": "any"}, {"scenes": ["Scène 4"]},
        {"alterations_allowed": []}, {"territories": ["US-CA", "EU", "worldwide"]},
        {"notice_days": 30, "revocable": "yes_with_notice_days"},
    ):  # fmt: skip
        signed = document().model_dump(mode="json")
        signed["scope"] |= change
        parse_document(signed)
        assert problems("scope", signed["scope"]) == [], change


@given(scopes())
def test_every_scope_that_can_be_signed_fits(scope: dict[str, Any]) -> None:
    signed = document(**scope).model_dump(mode="json")
    assert problems("scope", json.loads(json.dumps(signed["scope"]))) == []


@pytest.mark.slow
def test_the_papers_of_a_real_check_fit(studio: Any, shows: Any, verified_alice: Any) -> None:
    consent = studio.consent(verified_alice, "alice")
    use = studio.declare(as_replica(verified_alice.id))
    view = studio.check(shows("alice"), use)
    desk, petra = studio.desk, studio.people.petra
    assert problems("declaration", use) == []
    assert problems("consent", desk.consents.file(petra, consent)) == []
    assert problems("receipt", desk.checks.receipt(petra, view.id)) == []


def test_the_command_lists_them_and_prints_each() -> None:
    listed = CliRunner().invoke(main, ["schema"])
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == sorted(SCHEMAS)
    for name in SCHEMAS:
        printed = CliRunner().invoke(main, ["schema", name])
        assert json.loads(printed.stdout) == json.loads(json.dumps(SCHEMAS[name]()))
    unknown = CliRunner().invoke(main, ["schema", "photograph"])
    assert unknown.exit_code == 2
    assert "receipt" in unknown.stderr


@pytest.mark.slow
def test_everybody_can_have_them(app: Any, people: Any) -> None:
    client = app.test_client()
    page = client.get("/schemas", base_url=ORIGIN).text
    for name in SCHEMAS:
        assert f'href="/schemas/{name}.json"' in page
        answer = client.get(f"/schemas/{name}.json", base_url=ORIGIN)
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        assert answer.json == json.loads(json.dumps(SCHEMAS[name]()))
    assert client.get("/schemas/photograph.json", base_url=ORIGIN).status_code == 404
    assert 'href="/api/v1/openapi.json"' in page
