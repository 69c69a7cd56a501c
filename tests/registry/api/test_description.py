"""The description is made from the routes, so what it names is there, and what is there it names."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from flask import Flask

from registry.api.description import described
from registry.productions.declaration import Declaration
from tests.registry.api.conftest import Program


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_it_is_served_to_everybody_and_whole(app: Flask, stranger: Program) -> None:
    answer = stranger.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json == json.loads(json.dumps(described(app)))
    assert answer.json["openapi"] == "3.1.0"
    page = urljoin("/api/v1/openapi.json", answer.json["externalDocs"]["url"])
    assert stranger.client.get(page).status_code == 200
    named = {f"#/components/schemas/{name}" for name in answer.json["components"]["schemas"]}
    assert set(references(answer.json)) == named
    assert answer.json["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}


def test_each_operation_says_what_it_is_for_takes_and_answers(app: Flask) -> None:
    names = []
    for path, operations in described(app)["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            assert operation["summary"].endswith((".", "through it.")), path
            statuses = set(operation["responses"])
            assert statuses & {"200", "201", "202"}
            assert "429" in statuses
            assert ("401" in statuses) == bool(operation["security"])
            assert ("404" in statuses) == ("{" in path)
            assert ("requestBody" in operation) == (method == "post" and not path.endswith("/take-up"))
            parameters = [part["name"] for part in operation.get("parameters", ()) if part["in"] == "path"]
            assert all(f"{{{name}}}" in path for name in parameters)
            assert len(parameters) == path.count("{")
    assert len(names) == len(set(names))


def test_the_declaration_is_described_as_it_is_parsed(app: Flask) -> None:
    schemas = described(app)["components"]["schemas"]
    assert schemas["Declaration"]["required"] == Declaration.model_json_schema()["required"]
    assert schemas["Declaration"]["additionalProperties"] is False
    assert set(schemas["Sent"]["properties"]) == {"file", "use"}
