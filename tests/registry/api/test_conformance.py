"""The description of the API is valid, and what the routes answer to requests made from it is what it says."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from registry.api.description import described
from tests.common.examples import examples
from tests.registry.api.conftest import Program
from tests.registry.api.test_routes import TABLE, Row
from tests.registry.web.conftest import ORIGIN

EXAMPLES = 100
"""Requests to each route in the trials; the same ones each time."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]


def test_the_description_is_valid(app: Flask) -> None:
    validate(described(app), cls=OpenAPIV31SpecValidator)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.rule)
def test_a_route_answers_as_described(
    row: Row,
    app: Flask,
    program: Callable[[str], Program],
    records: dict[str, str],
) -> None:
    """With what is described and with what is not, about a record that is there and about any other."""
    schema = schemathesis.openapi.from_dict(described(app))
    schema.app = app
    method, path = row.rule.split(" ")
    operation = schema[f"/api/v1{path.replace('<', '{').replace('>', '}')}"][method]
    known = {name: value for name, value in records.items() if f"<{name}>" in path}
    own = program(min(row.allowed, default="petra")).headers
    modes = [GenerationMode.POSITIVE]
    if known or method == "POST":  # else there is nothing that could be sent otherwise than described
        modes.append(GenerationMode.NEGATIVE)
    paths = [{}, {"path_parameters": known}] if known else [{}]
    requests = st.one_of(operation.as_strategy(generation_mode=mode, **path) for mode in modes for path in paths)

    @settings(
        max_examples=examples(EXAMPLES),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(request=requests, signed=st.sampled_from([own, own, own, {}]))
    def asked(request: Any, signed: dict[str, str]) -> None:
        answer = request.call(base_url=ORIGIN, headers=signed)
        request.validate_response(answer, checks=CHECKS)

    asked()
