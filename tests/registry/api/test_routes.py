"""Every route of the API with every role, with records of their own and of others, and without a token that counts."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from pydantic import TypeAdapter
from werkzeug.test import TestResponse

from registry.api.description import described
from registry.api.problems import Problem
from registry.core.permissions import Permission
from registry.desk import Desk
from registry.serving.app import create_app
from registry.web.door import requires
from tests.registry.api.conftest import Program
from tests.registry.conftest import FakeMatching, People
from tests.registry.web.conftest import ORIGIN, Visitor
from tests.registry.web.routes import EVERYBODY, NOBODY, ROLES, only
from tests.registry.web.seed import declaration
from tests.registry.web.test_routes import MISSING, events, fill


@dataclass(frozen=True)
class Row:
    """One route on one record: whom it answers, with what, and what is sent."""

    rule: str
    allowed: frozenset[str]
    status: int = 200
    sent: dict[str, Any] = field(default_factory=dict, hash=False)
    public: bool = False


def a_file(**beside: str) -> dict[str, Any]:
    return {"data": {"file": (io.BytesIO(b"nobody\n# picture"), "shot.jpg")} | beside}


def what_is_sent(row: Row) -> dict[str, Any]:
    if row.rule.endswith("/checks"):
        return a_file(use=json.dumps(declaration("PR-PETRA", "SC9", [])))
    return a_file() if row.rule.endswith("/credential") else row.sent


TABLE = (
    Row("GET /openapi.json", EVERYBODY, public=True),
    Row("GET /me", EVERYBODY),
    Row("GET /checks/<check_id>", only("alice", "petra", "ursula")),
    Row("GET /checks/<check_id>/receipt", only("petra")),
    Row("DELETE /checks/<check_id>", only("petra"), 409),  # it is over
    Row("POST /checks/<check_id>/conform", only("petra"), 409, {"json": {"master": "K-NOBODYS"}}),
    Row("POST /checks/<check_id>/credential", only("petra"), 409),  # a file that was not checked
    Row("GET /checks/<check_id>/credentials", only("petra")),
    Row("GET /checks/<check_id>/counter-proposals", only("alice", "petra", "ursula")),
    Row(
        "POST /checks/<check_id>/counter-proposals",
        only("alice", "ursula"),
        201,
        {"json": {"proposed": {"territory": "CA"}}},
    ),
    Row("GET /consents/<consent_id>/counter-proposals", only("alice", "petra", "ursula")),
    Row("POST /consents/<consent_id>/counter-proposals", only("alice"), 201, {"json": {"proposed": {"max_uses": 2}}}),
    Row("POST /counter-proposals/<counter_id>/take-up", NOBODY),  # of one that was made: see test_counters.py
    Row("GET /reviews", only("ursula", "victor")),
    Row("GET /reviews/<review_id>", only("ursula")),
    Row("GET /performers/<performer_id>/life", only("alice", "ursula")),
    Row("GET /performers/<performer_id>/voice/<job_id>", only("alice"), 202),
    Row(
        "POST /performers/<performer_id>/voice/texts", only("alice"), 409, {"json": {"count": 3}}
    ),  # no release is signed
    Row(
        "POST /performers/<performer_id>/voice",
        only("alice"),
        409,
        {"data": {"keep": "no"}, "content_type": "multipart/form-data"},
    ),
    Row("GET /productions/<production_id>/checks", only("petra", "ursula")),
    Row("POST /productions/<production_id>/checks", only("petra"), 202),
    Row(
        "POST /reviews/<review_id>/answers",
        only("ursula"),
        sent={"json": {"answer": "cannot_tell", "reason": "no_reference"}},
    ),
    Row(
        "POST /performers/<performer_id>/life",
        only("ursula"),
        201,
        sent={"json": {"kind": "birth", "day": "1990-01-01", "proof": "certificate seen"}},
    ),
)
CLOSED = [row for row in TABLE if not row.public]


def ask(program: Program, row: Row, records: dict[str, str]) -> TestResponse:
    method, path = fill(row.rule, records).split(" ")
    return program.ask(method, path, **what_is_sent(row))


def refused(answer: TestResponse) -> tuple[int, str]:
    """Status and body of a refusal, which has the one shape that there is."""
    assert answer.mimetype == "application/problem+json"
    problem = Problem.model_validate_json(answer.data)
    assert problem.code
    assert problem.detail
    assert problem.remedy
    assert "Traceback" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert (problem.status, problem.instance) == (answer.status_code, quote(answer.request.path))
    assert problem.type == f"urn:likeness-registry:problem:{problem.code}"
    return answer.status_code, problem.model_copy(update={"instance": ""}).model_dump_json()


def test_the_table_and_the_description_name_every_route(app: Flask) -> None:
    served = {
        f"{method} {rule.rule.removeprefix('/api/v1')}"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {
        f"{method.upper()} {path.removeprefix('/api/v1')}".replace("{", "<").replace("}", ">")
        for path, operations in described(app)["paths"].items()
        for method in operations
    }
    assert served == {row.rule for row in TABLE} == told


def test_every_route_declares_what_it_needs_and_the_description_says_it(app: Flask) -> None:
    public = {row.rule.split(" ")[1] for row in TABLE if row.public}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            declared = app.view_functions[rule.endpoint].permission
            path = rule.rule.removeprefix("/api/v1")
            assert (declared is Permission.PUBLIC) == (path in public), path
            (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            operation = described(app)["paths"][rule.rule.replace("<", "{").replace(">", "}")][method.lower()]
            assert operation["x-permission"] == str(declared)
            assert operation["security"] == ([] if path in public else [{"token": []}])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_its_own_and_nothing_else(
    role: str, app: Flask, program: Callable[[str], Program], records: dict[str, str], desk: Desk
) -> None:
    own = program(role)
    ask(own, TABLE[1], records)  # so that the day of its use is noted
    before = events(desk)
    denied = {row.rule: refused(ask(own, row, records))[0] for row in TABLE if role not in row.allowed}
    assert {rule: status for rule, status in denied.items() if status not in (403, 404)} == {}
    assert events(desk) == before, "a refused request changed something"
    for row in TABLE:
        if role in row.allowed:
            answer = ask(own, row, records)
            assert answer.status_code == row.status, (row.rule, answer.text)
            endpoint = app.view_functions[endpoint_of(app, row)].endpoint
            TypeAdapter(endpoint.answers.get(row.status, Problem)).validate_json(answer.data)
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Cache-Control"] == "no-store"


def endpoint_of(app: Flask, row: Row) -> str:
    method, path = row.rule.split(" ")
    return next(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule == f"/api/v1{path}" and method in (rule.methods or ())
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_record_answers_as_a_missing_one(
    role: str, program: Callable[[str], Program], records: dict[str, str]
) -> None:
    own = program(role)
    for row in TABLE:
        if "<" in row.rule and role not in row.allowed:
            assert refused(ask(own, row, records)) == refused(ask(own, row, MISSING)), row.rule


def revoked(desk: Desk, people: People) -> str:
    view, secret = desk.tokens.create(people.petra, "test")
    desk.tokens.revoke(people.petra, view.id)
    return secret


def disabled(desk: Desk, people: People) -> str:
    _view, secret = desk.tokens.create(people.petra, "test")
    desk.accounts.disable(people.ada, people.accounts["petra"])
    return secret


def expired(desk: Desk, people: People) -> str:
    _view, secret = desk.tokens.create(people.petra, "test", 1)
    desk.tokens._clock.forward(days=1)
    return secret


WITHOUT: dict[str, Callable[[Desk, People], dict[str, str]]] = {
    "nothing": lambda *_: {},
    "an empty one": lambda *_: {"Authorization": "Bearer "},
    "an invented one": lambda *_: {"Authorization": "Bearer likeness_" + "x" * 43},
    "another scheme": lambda desk, people: {"Authorization": f"Basic {desk.tokens.create(people.petra, 'test')[1]}"},
    "another header": lambda desk, people: {"X-Token": desk.tokens.create(people.petra, "test")[1]},
    "a revoked one": lambda *instance: {"Authorization": f"Bearer {revoked(*instance)}"},
    "an expired one": lambda *instance: {"Authorization": f"Bearer {expired(*instance)}"},
    "a disabled account's": lambda *instance: {"Authorization": f"Bearer {disabled(*instance)}"},
}


@pytest.mark.parametrize("what", WITHOUT)
def test_no_route_opens_without_a_token_that_is_in_force(
    what: str, stranger: Program, records: dict[str, str], desk: Desk, people: People
) -> None:
    stranger.headers = WITHOUT[what](desk, people)
    before = events(desk)
    answers = [ask(stranger, row, records) for row in CLOSED]
    assert {refused(answer) for answer in answers} == {refused(answers[0])}
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Bearer realm="likeness"'}
    assert events(desk) == before


def test_a_session_opens_no_route(visit: Callable[[str], Visitor], records: dict[str, str], desk: Desk) -> None:
    petra = Program(visit("petra").client)
    before = events(desk)
    assert {refused(ask(petra, row, records))[0] for row in CLOSED} == {401}
    assert events(desk) == before


def test_a_token_opens_no_page(app: Flask, program: Callable[[str], Program]) -> None:
    answer = app.test_client().get("/productions", base_url=ORIGIN, headers=program("petra").headers)
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_route_without_a_declaration_answers_nobody(desk: Desk, people: People) -> None:
    app = create_app(desk)
    app.add_url_rule("/api/v1/forgotten", "api.forgotten", lambda: "secret")
    app.add_url_rule("/api/v1/loose", "loose", requires(Permission.SIGNED_IN)(lambda: "secret"))
    ada = Program(app.test_client(), desk.tokens.create(people.ada, "test")[1])
    assert refused(ada.get("/forgotten"))[0] == 403
    assert "secret" not in ada.get("/loose").text


def test_wrong_tokens_are_throttled_like_wrong_passwords(
    program: Callable[[str], Program], stranger: Program, fake_matching: FakeMatching
) -> None:
    petra = program("petra")
    assert [petra.get("/me").status_code for _ in range(40)] == [200] * 40
    stranger.headers = {"Authorization": "Bearer guess"}
    assert [stranger.get("/me").status_code for _ in range(31)] == [401] * 30 + [429]
    assert refused(stranger.get("/me"))[0] == 429
