"""The web application: pages, and an API for programs, over one desk."""

import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5

from registry import pages, web
from registry.bodies import PAPER_BYTES
from registry.desk import Desk
from registry.proxies import TrustedProxies
from registry.shipped import shipped

FEATURES = (
    *("accounts", "unions", "performers", "productions", "consents", "drafts", "checks", "rules", "approvals"),
    *("look_alikes", "disputes", "reviews", "reports", "lives", "schemas"),
)
FOR_PROGRAMS = ("accounts", "checks", "reviews", "lives")


def create_app(desk: Desk) -> Flask:
    """The application that serves `desk`'s instance. Needs an instance that `likeness init` has made."""
    app = Flask("registry", template_folder=str(shipped("templates")), static_folder=str(shipped("static")))
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
    app.wsgi_app = TrustedProxies(app.wsgi_app, desk.config.trusted_proxies)  # type: ignore[method-assign]
    Bootstrap5(app)
    web.install(app)
    pages.install(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"registry.{feature}.views").pages)
    for feature in FOR_PROGRAMS:
        import_module(f"registry.{feature}.api")
    app.register_blueprint(import_module("registry.api.description").api)
    return app


def session_secret(path: Path) -> str:
    """The secret behind browser sessions, made on first use; readable by the instance's owner only."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(os.urandom(32).hex())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
