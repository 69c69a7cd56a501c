"""What every response forbids, and by which name the pages are reached."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from registry.desk import Desk
from registry.serving.app import create_app, session_secret
from registry.web.bodies import PAPER_BYTES
from tests.common.parts import PROJECT
from tests.registry.web.conftest import Visitor

PAGES = ("/", "/sign-in", "/nothing-here", "/productions")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_nothing_foreign_and_is_framed_and_kept_by_nobody(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "media-src" not in rules  # nothing is played where no player is
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["form-action"] == "'self' http://sign.localhost:8000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_whatever_plays_something_says_so() -> None:
    """A page may play what its template announces, and a template that holds a player announces it."""
    players = [
        path for path in (PROJECT / "templates").rglob("*.html") if re.search("<(audio|video)", path.read_text())
    ]
    assert {path.name for path in players} >= {"own.html", "film.html", "show.html", "parts.html"}
    assert [path for path in players if "{{ plays(" not in path.read_text()] == []


def test_private_files_are_not_kept_either(visit: Callable[[str], Visitor]) -> None:
    assert visit("petra").get("/productions/PR-PETRA").headers["Cache-Control"] == "no-store"


def test_only_files_for_everybody_may_be_kept(visitor: Visitor) -> None:
    for path in ("/static/registry.css", "/static/icons.svg", "/bootstrap/static/css/bootstrap.min.css"):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "127.0.0.1"])
def test_the_loopback_address_leads_to_its_name(app: Flask, host: str) -> None:
    answer = app.test_client().get("/sign-in?next=/productions", base_url=f"http://{host}")
    port = ":8000" if host.endswith("8000") else ""
    assert answer.status_code == 307
    assert answer.headers["Location"] == f"http://localhost{port}/sign-in?next=/productions"


def test_the_session_secret_is_made_once_and_readable_by_its_owner_alone(desk: Desk) -> None:
    create_app(desk)
    path = desk.config.secret_key
    assert path.stat().st_mode & 0o777 == 0o600
    assert session_secret(path) == session_secret(path)
    assert len(session_secret(path)) == 64


def test_a_page_that_fails_says_nothing_of_why(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("vector 0.123 of P-SECRET")

    monkeypatch.setattr(desk.accounts, "authenticate", fail)
    answer = Visitor(app.test_client()).post("/sign-in", {"email": "a@example.org", "password": "x"})
    assert answer.status_code == 500
    assert "P-SECRET" not in answer.text
    assert "nothing was cleared" in answer.text


def test_a_request_over_the_limit_is_refused(visit: Callable[[str], Visitor]) -> None:
    petra = visit("petra")
    answer = petra.post("/productions/PR-PETRA/drafts/new", {"unit.id": "x" * (PAPER_BYTES + 1)})
    assert answer.status_code == 413
    assert "larger than this registry accepts" in answer.text
