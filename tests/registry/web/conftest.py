"""The pages of a temporary instance, and visitors who are signed in."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.desk import Desk
from registry.serving.app import create_app
from registry.serving.front import Front
from tests.registry.conftest import PASSWORD, People

ORIGIN = "http://localhost:8000"
DECLARED = {
    "unit.id": "SC12-040", "asset.element": "performance", "asset.stage": "final", "people": "somebody",
    "names": "Mara Lind", "others.treatment": "synthetic", "use.medium": "feature", "use.territory": "worldwide",
    "use.language": "en", "principles": "all",
}  # fmt: skip
"""What the form of a declaration needs for a final shot of a production without agreements."""


PATIENCE = 30
"""Seconds that something may take in a browser."""


class Visitor:
    """A browser without JavaScript: keeps cookies, sends forms with the token that the page carries."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._token = ""

    def get(self, path: str, **options: object) -> TestResponse:
        return self._seen(self.client.get(path, base_url=ORIGIN, **options))

    def post(self, path: str, data: dict[str, object] | None = None, **options: object) -> TestResponse:
        """Sends a form with the token of the last page, or of one that was opened for it."""
        if not self._token and self.get("/sign-in").status_code == 303:
            self.get("/password")
        form = {"csrf_token": self._token} | (data or {})
        return self._seen(self.client.post(path, data=form, base_url=ORIGIN, **options))

    def sign_in(self, name: str) -> "Visitor":
        self.get("/sign-in")
        answer = self.post("/sign-in", {"email": f"{name}@example.org", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return self

    def prove(self) -> "Visitor":
        """Shows once more whose account it is, as what opens it asks before it is changed."""
        self.get("/password")
        assert self.post("/prove", {"password": PASSWORD}).status_code == 303
        return self

    def _seen(self, answer: TestResponse) -> TestResponse:
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text) if answer.mimetype == "text/html" else None
        if found or answer.status_code == 303:
            self._token = found[1] if found else ""  # signing in and out begins a new session
        return answer


@pytest.fixture
def app(desk: Desk) -> Flask:
    app = create_app(desk)
    app.testing = False  # refusals are pages, as for everybody
    return app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app.test_client())


@pytest.fixture
def visit(app: Flask, people: People) -> Callable[[str], Visitor]:
    """`visit("alice")`: a browser in which Alice is signed in."""
    return lambda name: Visitor(app.test_client()).sign_in(name)


def path_of(answer: TestResponse) -> str:
    """Where an answer leads."""
    return urlsplit(answer.headers["Location"]).path


@pytest.fixture
def origin(app: Flask) -> Iterator[str]:
    """The application, served on the loopback address; its name is localhost."""
    server = Front(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://localhost:{server.effective_port}"
    server.close()
    thread.join(5)


@pytest.fixture
def page(browser: Any, origin: str) -> Iterator[Any]:
    """A fresh browser window. Whatever it complains of, and any request elsewhere, fails the test."""
    context = browser.new_context(base_url=origin, reduced_motion="reduce")
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if _elsewhere(request.url, origin) else None)
    yield page
    context.close()
    assert complaints == []


def _elsewhere(url: str, origin: str) -> bool:
    return not url.startswith((f"{origin}/", f"blob:{origin}/", "data:"))  # a blob is in the browser already


def until(page: Any, script: str, arg: Any = None) -> None:
    """Waits until this is so on the page. Asked again from here: asking again there would be `eval`, which no page allows."""
    last = time.monotonic() + PATIENCE
    while not page.evaluate(script, arg):
        assert time.monotonic() < last, f"it is not so: {script}"
        page.wait_for_timeout(50)


def answer(page: Any, path: str, value: str) -> None:
    """Answer one question of a declaration, in whatever way it is asked."""
    field = page.locator(f'[name="{path}"]')
    field.first.wait_for()
    if field.first.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f'[name="{path}"][value="{value}"]').check()
    elif field.first.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)
        field.blur()


def sign_in(page: Any, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
