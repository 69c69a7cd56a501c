"""Programs that hold a token, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.desk import Desk
from tests.registry.checks.conftest import shows, studio
from tests.registry.conftest import People
from tests.registry.reviews.conftest import keep_pictures, likenesses, pixels
from tests.registry.web.conftest import ORIGIN, app, visit, visitor
from tests.registry.web.test_routes import records

__all__ = ["app", "keep_pictures", "likenesses", "pixels", "records", "shows", "studio", "visit", "visitor"]


class Program:
    """Something that speaks JSON and sends a token, if it has one."""

    def __init__(self, client: FlaskClient, secret: str | None = None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.ask("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.ask("POST", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = self.headers | options.pop("headers", {})
        return self.client.open(f"/api/v1{path}", method=method, base_url=ORIGIN, headers=headers, **options)


@pytest.fixture
def program(app: Flask, desk: Desk, people: People) -> Callable[[str], Program]:
    """`program("petra")`: a program with a fresh token of Petra's."""

    def make(name: str) -> Program:
        _view, secret = desk.tokens.create(people.__getattr__(name), "test")
        return Program(app.test_client(), secret)

    return make


@pytest.fixture
def stranger(app: Flask) -> Program:
    """A program without a token."""
    return Program(app.test_client())
