"""The description of the API (OpenAPI 3.1), made from the routes themselves, so that it says what they do."""

import re
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app
from pydantic import TypeAdapter

from registry.api.door import FILE, JSON, PARTS, Binary, Endpoint, api, endpoint
from registry.api.problems import MEDIA_TYPE, Problem
from registry.core import texts
from registry.core.permissions import Permission

REFERENCE = "#/components/schemas/{model}"
SCHEMAS = "../../schemas"
"""The page of the JSON Schemas, from where this description is served: also below a prefix."""


@endpoint("GET", "/openapi.json", Permission.PUBLIC, {200: dict[str, Any]})
def openapi() -> dict[str, Any]:
    """This description."""
    return described(current_app)


def described(app: Flask) -> dict[str, Any]:
    """The description of every route of the API that `app` serves."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint.startswith(f"{api.name}."):
            view = app.view_functions[rule.endpoint]
            path = re.sub(r"<(\w+)>", r"{\1}", rule.rule)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                paths.setdefault(path, {})[method.lower()] = _operation(view, path, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": texts.say("app-name"), "version": "1"},
        "externalDocs": {"description": texts.say("schemas-papers"), "url": SCHEMAS},
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(view: Any, path: str, schemas: dict[str, Any]) -> dict[str, Any]:
    said: Endpoint = view.endpoint
    public = view.permission is Permission.PUBLIC
    names = re.findall(r"{(\w+)}", path)
    refusals = {429} if public else {401, 403, 429}
    refusals |= {404} if names else set()
    refusals |= {409} if said.conflicts else set()
    refusals |= {400, 413, 415} if said.takes else set()
    operation: dict[str, Any] = {
        "operationId": view.__name__,
        "summary": (view.__doc__ or "").partition("\n")[0],
        "x-permission": str(view.permission),
        "security": [] if public else [{"token": []}],
        "responses": {
            **{
                str(status): _answer(HTTPStatus(status).phrase, FILE if kind is Binary else JSON, kind, schemas)
                for status, kind in sorted(said.answers.items())
            },
            **{
                str(status): _answer(texts.say(f"api-{status}"), MEDIA_TYPE, Problem, schemas)
                for status in sorted(refusals)
            },
        },
    }
    if names:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
        ]
    if said.queries:
        operation["parameters"] = [
            *operation.get("parameters", ()),
            *({"name": name, "in": "query", "schema": _schema(kind, schemas)} for name, kind in said.queries.items()),
        ]
    if said.takes:
        content = {media: {"schema": _schema(kind, schemas)} for media, kind in said.takes.items()}
        if PARTS in content:
            content[PARTS]["encoding"] = {"use": {"contentType": "application/json"}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _answer(words: str, media_type: str, kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": _schema(kind, schemas)}}}


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a type; what has a name is put among the components. Raises ValueError where two have one name."""
    schema = TypeAdapter(kind).json_schema(ref_template=REFERENCE)
    found = schema.pop("$defs", {})
    if "properties" in schema:
        found[schema["title"]] = schema
    for name, part in found.items():
        if schemas.setdefault(name, part) != part:
            raise ValueError(f"two kinds of content are called {name}")
    return {"$ref": REFERENCE.format(model=schema["title"])} if "properties" in schema else schema
