"""The web application: pages, and an API for programs, over one desk."""

import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_bootstrap import Bootstrap5
from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest, HTTPException, NotFound

from registry.api import problems
from registry.core.places import places
from registry.core.shipped import shipped
from registry.desk import Desk
from registry.serving.proxies import TrustedProxies
from registry.web import door, pages
from registry.web.bodies import PAPER_BYTES

FEATURES = (
    *("accounts", "unions", "performers", "productions", "consents", "drafts", "checks", "rules", "approvals"),
    *("look_alikes", "disputes", "reviews", "reports", "lives", "schemas", "receipts", "batches", "shots", "counters"),
    *("credentials", "entry", "invitations", "operating", "beginning", "voices"),
    *("passkeys", "signing", "inbox", "waiting"),
)
FOR_PROGRAMS = ("accounts", "checks", "enrolments", "reviews", "lives", "counters")


def create_app(desk: Desk) -> Flask:
    """The application that serves `desk`'s instance. Needs an instance that `likeness init` has made. Raises `OriginUnusable`."""
    app = Flask("registry", template_folder=str(shipped("templates")), static_folder=str(shipped("web/static")))
    app.config.update(
        SECRET_KEY=session_secret(desk.config.secret_key),
        SESSION_COOKIE_NAME="likeness",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=desk.config.session_hours),
        SESSION_REFRESH_EACH_REQUEST=False,  # a slower request would put a secret back that was replaced meanwhile
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session lives
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=PAPER_BYTES,  # the gate says how much each address takes from whom
    )
    app.extensions["desk"] = desk
    app.extensions["places"] = places(desk.config.origin, desk.config.sign_origin)
    app.wsgi_app = TrustedProxies(app.wsgi_app, desk.config.trusted_proxies)  # type: ignore[method-assign]
    Bootstrap5(app)
    door.install(app)
    pages.install(app)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(DataError, _unwritable)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"registry.web.{feature}.views").pages)
    for feature in FOR_PROGRAMS:
        import_module(f"registry.api.{feature}")
    app.register_blueprint(import_module("registry.api.description").api)
    return app


def _refused(error: HTTPException) -> Any:
    """What went wrong before a service was asked: as a page, or as a document for programs."""
    return problems.of_http(error) if door.by_program(request.path) else door.answer(error)


def _unwritable(_error: DataError) -> Any:
    """The database cannot hold such a value (PostgreSQL takes no NUL in a text), so there is no record of it: bad input, not a
    fault of the registry's."""
    named = any("\0" in str(part) for part in (request.view_args or {}).values())
    return _refused(NotFound() if named else BadRequest())


def session_secret(path: Path) -> str:
    """The secret behind browser sessions, made on first use; readable by the instance's owner only."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(os.urandom(32).hex())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
