"""What every page shares: who is asking, what a route permits, how a refusal looks, and what a response may do."""

import json
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, redirect, render_template, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, abort
from werkzeug.wrappers import Response as AnyResponse

from registry import texts
from registry.api.problems import by_program, of_http
from registry.desk import Desk
from registry.errors import Conflict, Invalid, NotFound, RecordsAltered, RegistryError
from registry.permissions import ANONYMOUS, Forbidden, Identity, On, Permission, allowed

View = TypeVar("View", bound=Callable[..., object])

LOOPBACK = {"127.0.0.1", "[::1]"}
# Only what this host serves: no inline script or style, no frame, no request to anybody else.
# `data:` pictures are the check marks and chevrons inside Bootstrap's own style sheet, and previews.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
STATIC = {"static", "bootstrap.static"}
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
"""First bytes -> media type of the pictures that every browser shows."""

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://")
login = LoginManager()
login.session_protection = "strong"


class Viewer(UserMixin):
    """The signed-in account, with its ties as they are at this request."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.id = identity.account_id


class Sessions(SecureCookieSessionInterface):
    """Session cookies travel over TLS only; the one exception is a browser on the machine itself. The door for programs
    neither reads nor sets one."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return self.session_class() if by_program(request.path) else super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        return not (request.scheme == "http" and hostname() == "localhost")


def hostname() -> str:
    """The name by which the browser reached us, without the port."""
    return urlsplit(f"//{request.host}").netloc.rpartition(":")[0] or request.host


def desk() -> Desk:
    """The services of this instance."""
    return current_app.extensions["desk"]


def who() -> Identity:
    """The identity behind this request; `ANONYMOUS` without a session."""
    return current_user.identity if current_user.is_authenticated else ANONYMOUS


def language() -> str:
    """The language to answer in: chosen in this session, else the account's, else what the browser asks for."""
    known = texts.languages()
    for wanted in (session.get("language"), who().locale if current_user.is_authenticated else None):
        if wanted in known:
            return wanted
    return request.accept_languages.best_match(known) or texts.DEFAULT


def requires(permission: Permission) -> Callable[[View], View]:
    """Declares what a route needs. A route without this declaration answers 403 to everybody."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def could(who: Identity, permission: Permission) -> bool:
    """First screen: is there any record on which this account might do that? The service asks about the very one."""
    performers = [who.performer_id, *(performer for performer, _kind in who.represents)]
    productions = who.productions | who.commissions | who.counsels
    ties = [
        On(),
        On(unions=who.unions),
        *(On(performer_id=performer) for performer in performers if performer),
        *(On(production_id=production) for production in productions),
    ]
    return any(allowed(who, permission, on) for on in ties)


def file_of(content: object, name: str) -> Response:
    """A JSON document to keep as a file of this name; bytes stay exactly as they are."""
    written = content if isinstance(content, bytes) else json.dumps(content, indent=2, ensure_ascii=False)
    response = current_app.response_class(written, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def picture_of(content: bytes | None) -> Response:
    """A kept picture, of a kind that every browser shows; 404 without one."""
    kind = next((kind for start, kind in PICTURES.items() if content and content.startswith(start)), None)
    if content is None or kind is None:
        abort(404)
    return current_app.response_class(content, mimetype=kind)


def sign_in_first() -> AnyResponse:
    """To the sign-in page, and back afterwards where that is a page one can open."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted), code=303)


def own_path(target: str | None) -> str:
    """`target` when it is a path of this site, else the start page: a link must not send anybody elsewhere."""
    plain = target is not None and target.isprintable() and "\\" not in target
    if not target or not plain or not target.startswith("/") or target.startswith("//") or urlsplit(target).netloc:
        return url_for("accounts.home")
    return target


def _speak_of_localhost() -> AnyResponse | None:
    """Passkeys and secure cookies need a name: the loopback address is answered with it."""
    if hostname() not in LOOPBACK or by_program(request.path):
        return None
    port = request.host.rpartition(":")[2] if request.host.endswith(tuple("0123456789")) else ""
    port = f":{port}" if port.isdigit() and hostname() != request.host else ""
    return redirect(f"{request.scheme}://localhost{port}{request.full_path.rstrip('?')}", code=307)


def _gate() -> AnyResponse | None:
    if request.endpoint is None or request.endpoint in STATIC:
        return None  # nothing there (404 follows), or files that everybody may have
    if request.blueprint == "api":
        return None  # it has a gate of its own, which knows no session
    permission = getattr(current_app.view_functions[request.endpoint], "permission", None)
    if permission is None:
        abort(403)
    if permission is Permission.PUBLIC:
        return None
    if not current_user.is_authenticated:
        return sign_in_first()
    if not could(who(), permission):
        abort(404 if request.view_args else 403)
    return None


def _seal(response: Response) -> Response:
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    if request.endpoint in STATIC:
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def refusal(status: int, message_id: str | None = None, **params: str | int) -> tuple[str, int]:
    """A page that says what went wrong and what to do next."""
    detail = texts.say(message_id, language(), **params) if message_id else None
    return render_template("error.html", status=status, detail=detail), status


def _http(error: HTTPException) -> tuple[str, int] | AnyResponse | HTTPException:
    if by_program(request.path):
        return of_http(error)
    if error.response is not None or (error.code or 500) < 400:
        return error
    return refusal(error.code or 500)


def _forbidden(_error: Forbidden) -> tuple[str, int]:
    # A foreign record answers exactly as one that is not there.
    return refusal(404 if request.view_args else 403)


def _registry_error(error: RegistryError) -> tuple[str, int]:
    if isinstance(error, NotFound):
        return refusal(404)
    if isinstance(error, RecordsAltered):
        return refusal(503, error.message_id)
    status = 409 if isinstance(error, Conflict) else 422 if isinstance(error, Invalid) else 400
    return refusal(status, error.message_id, **error.params)


def install(app: Flask) -> None:
    """Puts all of this in front of the app's routes."""
    app.session_interface = Sessions()
    login.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(_speak_of_localhost)
    app.before_request(_gate)
    app.after_request(_seal)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(RegistryError, _registry_error)
    app.register_error_handler(RateLimitExceeded, lambda _error: refusal(429))
    app.register_error_handler(CSRFError, lambda _error: refusal(400, "error-form-expired"))
    app.register_error_handler(HTTPException, _http)


@login.user_loader
def _load(account_id: str) -> Viewer | None:
    try:
        identity = desk().accounts.identity(account_id)
    except RecordsAltered:
        return None  # an account whose records somebody changed is nobody; the operator was told
    return None if identity == ANONYMOUS else Viewer(identity)
