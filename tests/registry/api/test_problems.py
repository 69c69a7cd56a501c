"""Whatever goes wrong, on whichever route: a problem document (RFC 9457), and nothing of a program's inside."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort
from werkzeug.test import TestResponse

from registry.api.problems import CODES
from registry.core.errors import Busy, Conflict, Invalid, NotFound, RecordsAltered
from registry.core.permissions import Forbidden, Permission
from registry.web.door import requires
from tests.registry.api.conftest import Program
from tests.registry.api.test_routes import CLOSED, TABLE, Row, ask, endpoint_of, refused
from tests.registry.web.test_routes import MISSING, fill

WRONG: dict[str, tuple[Callable[[], Any], int]] = {
    **{f"a status {status}": (lambda status=status: abort(status), status) for status in (*CODES, 422, 501)},
    "an entry": (lambda: raising(Invalid("api-content-wrong", {"use.medium": "field-choice"})), 400),
    "a state": (lambda: raising(Conflict("review-over")), 409),
    "a record that is not there": (lambda: raising(NotFound("check", "K-2222222222")), 404),
    "somebody else's record": (lambda: raising(Forbidden(Permission.CHECK_READ)), 404),
    "too much at a time": (lambda: raising(Busy("check-queue-full-production", most=1, waiting=2)), 429),
    "altered records": (lambda: raising(RecordsAltered("check_", "K-HIDDEN")), 503),
    "anything else": (lambda: raising(RuntimeError("vector 0.123 of P-HIDDEN")), 500),
}


def raising(error: Exception) -> Any:
    raise error


def somebody(row: Row) -> str:
    """Who may take this route; of one whose record nobody has here, who may ask for such a record."""
    return min(row.allowed, default="petra")


@pytest.mark.parametrize("what", WRONG)
def test_every_route_says_what_went_wrong_in_the_one_shape(
    what: str, app: Flask, program: Callable[[str], Program]
) -> None:
    fail, status = WRONG[what]
    programs: dict[str, Program] = {}
    for row in TABLE:
        name = endpoint_of(app, row)
        app.view_functions[name] = requires(app.view_functions[name].permission)(lambda **_parts: fail())
        one = programs.setdefault(somebody(row), program(somebody(row)))
        answer = ask(one, row, MISSING)
        expected = 403 if what == "somebody else's record" and "<" not in row.rule else status
        assert refused(answer)[0] == expected, row.rule
        assert "HIDDEN" not in answer.text


def shown(answer: TestResponse, status: int) -> TestResponse:
    assert refused(answer)[0] == status, answer.request.path
    return answer


def test_every_route_refuses_another_method_another_kind_and_too_much_as_problems(
    program: Callable[[str], Program], records: dict[str, str]
) -> None:
    programs = {name: program(name) for name in map(somebody, CLOSED)}
    for row in CLOSED:
        own, (method, path) = programs[somebody(row)], fill(row.rule, records).split(" ")
        assert method in shown(own.ask("PATCH", path), 405).headers["Allow"]
        if method == "POST" and not path.endswith("/take-up"):  # which takes nothing
            shown(own.ask(method, path, data="x", content_type="text/plain"), 415)
            huge = {"CONTENT_LENGTH": str(10**12)}
            shown(own.ask(method, path, data=b"", environ_overrides=huge, content_type="application/json"), 413)


def test_an_address_of_no_route_is_a_problem_too(program: Callable[[str], Program]) -> None:
    petra = program("petra")
    assert shown(petra.get("/nothing/ä b"), 404).json["instance"] == "/api/v1/nothing/%C3%A4%20b"
