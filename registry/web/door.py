"""What every page shares: who is asking, what a route permits, how a refusal looks, and what a response may do."""

import json
from collections.abc import Callable, Mapping
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, Request, Response, current_app, g, redirect, render_template, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException, abort
from werkzeug.wrappers import Response as AnyResponse

from registry.core import texts
from registry.core.errors import Conflict, Invalid, NotFound, RecordsAltered, RegistryError
from registry.core.permissions import ANONYMOUS, Forbidden, Identity, Permission, could
from registry.core.places import Places, local_places
from registry.desk import Desk
from registry.people.accounts.browsers import new_mark
from registry.people.accounts.tries import TooManyTries
from registry.web.bodies import PAPER_BYTES, allowance

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
SIGNING = "signing"
"""The blueprint of the signing host."""
STATIC = {"static", "bootstrap.static"}

csrf = CSRFProtect()
login = LoginManager()
login.session_protection = None  # a session is known by its secret; a telephone changes its address all day
FILES_AT_ONCE = 6
"""Requests that bring files, at a time: fewer than there are threads, so that pages go on being answered."""
BUSY_SECONDS = 5
"""When to try again what was refused because others were at it."""
_files = BoundedSemaphore(FILES_AT_ONCE)
PROGRAMS = "/api/"
"""What addresses for programs begin with; the pages leave them alone."""
SECRET = "_user_id"  # noqa: S105 - where Flask-Login keeps what tells a viewer


MARK = "likeness-browser"
"""Cookie by which an account tells a browser that it used before from a new one."""
MARK_SECONDS = 400 * 86_400
HALFWAY = {"entry.second_factor", "entry.give_second_factor", "accounts.sign_out", "accounts.choose_language"}
"""All that is open to a session that still needs the second factor which its account has."""


class SignedInUser(UserMixin):
    """The signed-in account, with its ties as they are at this request. id: the session's secret, never the account's.
    second, halfway: as `Resumed` has them."""

    def __init__(self, identity: Identity, secret: str, *, second: bool = False, halfway: bool = False) -> None:
        self.identity = identity
        self.id = secret
        self.second = second
        self.halfway = halfway


class Cookies(SecureCookieSessionInterface):
    """Session cookies travel over TLS only; the one exception is a browser on the machine itself. They are for the pages
    below this registry's own prefix. The door for programs and the signing host neither read nor set one."""

    def get_cookie_path(self, app: Flask) -> str:
        return request.script_root or "/"

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        apart = by_program(request.path) or at_signing_host()
        return self.session_class() if apart else super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        return not (request.scheme == "http" and hostname() == "localhost")


def by_program(path: str) -> bool:
    """Whether an address is one of the door for programs."""
    return path.startswith(PROGRAMS)


def hostname() -> str:
    """The name by which the browser reached us, without the port."""
    return urlsplit(f"//{request.host}").netloc.rpartition(":")[0] or request.host


def places() -> Places | None:
    """Where the pages and the signing page are reached, as the operator says it, or on this very machine; None where passkeys
    cannot be used, because nobody said by which name people come here."""
    configured: Places | None = current_app.extensions["places"]
    if configured is not None:
        return configured
    return local_places(hostname(), request.host.removeprefix(hostname()))


def at_signing_host() -> bool:
    """Whether the browser asked the host at which people sign, and nothing else is served."""
    found = places()
    return found is not None and hostname() == found.sign_host


def desk() -> Desk:
    """The services of this instance."""
    services: Desk = current_app.extensions["desk"]
    return services


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


def requires(permission: Permission, *, uploads: bool = False, papers: bool = False) -> Callable[[View], View]:
    """Declares what a route needs, and whether it takes files as they are uploaded, or papers from strangers. A route without
    this declaration answers 403 to everybody."""

    def declare(view: View) -> View:
        view.permission, view.uploads, view.papers = permission, uploads, papers  # type: ignore[attr-defined]
        return view

    return declare


def plays(*, chosen: bool = False) -> str:
    """For templates: lets the page that is being written play pieces that this host serves, and (`chosen`) what somebody records or
    chooses in the page itself. On every other page nothing is played."""
    g.played = "'self' blob:" if chosen or "blob:" in g.get("played", "") else "'self'"
    return ""


def file_of(content: object, name: str) -> Response:
    """A JSON document to keep as a file of this name; bytes stay exactly as they are."""
    written = content if isinstance(content, bytes) else json.dumps(content, indent=2, ensure_ascii=False)
    response = current_app.response_class(written, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def begin_session(account_id: str, *, second: bool = False) -> None:
    """Signs this browser in as the account, in a session of its own: what was set before, by whomever, does not live on.
    second: both factors were shown."""
    end_session()
    g.mark = request.cookies.get(MARK) or new_mark()
    secret = desk().sessions.open(account_id, request.user_agent.string, client(), g.mark, second=second)
    session.permanent = True
    login_user(SignedInUser(desk().accounts.identity(account_id), secret, second=second))


def has_had_second() -> bool:
    """Whether this browser's session has had its second factor."""
    return bool(current_user.is_authenticated and current_user.second)


def end_session() -> None:
    """This browser is signed out, here and for whoever copied its cookie."""
    if secret := own_secret():
        desk().sessions.end(secret)
    logout_user()
    session.clear()


def own_secret() -> str | None:
    """The secret of this browser's session."""
    secret: str | None = session.get(SECRET)
    return secret


def client() -> str:
    """The address that asks; behind proxies that the operator trusts, the one that they tell."""
    return request.remote_addr or ""


def sign_in_first() -> AnyResponse:
    """To the sign-in page, and back afterwards where that is a page one can open."""
    return redirect(url_for("accounts.sign_in", next=here()), code=303)


def here() -> str | None:
    """The address of this page within the site, for coming back; None for what one does not open, but do."""
    return request.script_root + request.full_path.rstrip("?") if request.method == "GET" else None


def own_path(target: str | None) -> str:
    """`target` when it is a path of this site, below its prefix, else the start page: a link must not send anybody
    elsewhere, and another application behind the same proxy is elsewhere."""
    home = url_for("accounts.home")
    plain = target is not None and target.isprintable() and "\\" not in target
    if not target or not plain or not target.startswith("/") or target.startswith("//") or urlsplit(target).netloc:
        return home
    path = unquote(urlsplit(target).path)
    inside = path == request.script_root or path.startswith(f"{request.script_root}/")
    return target if inside and not {"..", "."} & set(path.split("/")) else home


def _keep_apart() -> AnyResponse | None:
    """Each host serves its own: the signing host the signing page, every other one everything else."""
    if at_signing_host():
        return None if request.blueprint == SIGNING else Response("Not found\n", 404, mimetype="text/plain")
    if request.blueprint == SIGNING:
        abort(404)
    return None


def _speak_of_localhost() -> AnyResponse | None:
    """Passkeys and secure cookies need a name: the loopback address is answered with it."""
    if hostname() not in LOOPBACK or by_program(request.path):
        return None
    port = request.host.rpartition(":")[2] if request.host.endswith(tuple("0123456789")) else ""
    port = f":{port}" if port.isdigit() and hostname() != request.host else ""
    path = quote(request.script_root + request.path)  # whatever stood in the address, a header holds it
    if asked := request.query_string.decode("latin-1"):
        path += f"?{asked}"
    return redirect(f"{request.scheme}://localhost{port}{path}", code=307)


def _gate() -> AnyResponse | None:
    """Who asks, and whether they may, before anything of what they sent is read; then how much of it is."""
    if request.endpoint is None or request.endpoint in STATIC:
        return None  # nothing there (404 follows), or files that everybody may have
    if request.blueprint == "api":
        return None  # it has a gate of its own, which knows no session
    view = current_app.view_functions[request.endpoint]
    if current_user.is_authenticated and current_user.halfway and request.endpoint not in HALFWAY:
        return redirect(url_for("entry.second_factor", next=here()), code=303)
    permission = getattr(view, "permission", None)
    if permission is None:
        abort(403)
    if permission is not Permission.PUBLIC:
        if not current_user.is_authenticated:
            return sign_in_first()
        if not could(who(), permission):
            abort(404 if request.view_args else 403)
    if request.method not in ("GET", "HEAD") and not _from_here():
        abort(400, "error-other-site")
    take(who(), view)
    return None


def _from_here() -> bool:
    """Whether a form was sent by a page of this site, as far as browsers say so in a header; its token is looked at later,
    because it stands in what was sent."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def take(sender: Identity, view: Callable[..., object]) -> None:
    """Refuses what is announced to be larger than this view takes from this account, before it is read; reading ends there,
    too. Files are taken while there is room for them, and no more at once than leaves somebody for the pages."""
    most = allowance(sender, view, request.view_args, desk().config.upload_bytes)
    request.max_content_length = most
    if (request.content_length or 0) > most:
        abort(413)
    if request.method == "POST" and most > PAPER_BYTES:
        if not desk().uploads.room(2 * (request.content_length or 0)):
            abort(503, "upload-disk-full")
        if not _files.acquire(blocking=False):
            abort(503, "error-busy")
        g.takes_files = True


def _let_go(_error: BaseException | None) -> None:
    if g.pop("takes_files", False):
        _files.release()


def _seal(response: Response) -> Response:
    if mark := g.pop("mark", None):
        site = current_app.session_interface
        response.set_cookie(
            MARK, mark, max_age=MARK_SECONDS, path=site.get_cookie_path(current_app), httponly=True, samesite="Lax",
            secure=site.get_cookie_secure(current_app),
        )  # fmt: skip
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    played, found = g.pop("played", None), places()
    if response.headers["Content-Security-Policy"] == POLICY:
        policy = f"{POLICY}; media-src {played}" if played else POLICY
        if found is not None:  # a form may lead on to be signed there
            policy = policy.replace("form-action 'self'", f"form-action 'self' {found.signing}")
        response.headers["Content-Security-Policy"] = policy
    if request.endpoint in STATIC:
        response.headers["Cache-Control"] = "public, max-age=3600"
    else:
        response.headers["Cache-Control"] = "no-store"
    if response.status_code == 503:
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def refusal(
    status: int,
    message_id: str | None = None,
    params: Mapping[str, str | int] = MappingProxyType({}),
    *,
    title: str | None = None,
) -> tuple[str, int]:
    """A page that says what went wrong and what to do next. title: a message id, where the status does not say it."""
    detail = texts.say(message_id, language(), **params) if message_id else None
    return render_template("error.html", status=status, title=title, detail=detail), status


def answer(error: HTTPException) -> tuple[str, int] | AnyResponse | HTTPException:
    if error.response is not None or (error.code or 500) < 400:
        return error
    said = error.description if texts.CATALOGUE.has(error.description or "") else None
    return refusal(error.code or 500, said)


def _forbidden(_error: Forbidden) -> tuple[str, int]:
    # A foreign record answers exactly as one that is not there.
    return refusal(404 if request.view_args else 403)


def _registry_error(error: RegistryError) -> tuple[str, int]:
    if isinstance(error, NotFound):
        return refusal(404)
    if isinstance(error, RecordsAltered):
        return refusal(503, error.message_id, title="error-records-altered")
    status = 409 if isinstance(error, Conflict) else 422 if isinstance(error, Invalid) else 400
    if isinstance(error, TooManyTries):
        status = 429
    return refusal(status, error.message_id, error.params)


def install(app: Flask) -> None:
    """Puts all of this in front of the app's routes."""
    app.session_interface = Cookies()
    login.init_app(app)
    app.before_request(_keep_apart)
    app.before_request(_speak_of_localhost)
    app.before_request(_gate)
    csrf.init_app(app)  # after the gate: a form's token stands in what was sent, and nothing is read for a stranger
    app.after_request(_seal)
    app.teardown_request(_let_go)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(RegistryError, _registry_error)
    app.register_error_handler(CSRFError, lambda _error: refusal(400, "error-form-expired"))


@login.user_loader
def _load(secret: str) -> SignedInUser | None:
    try:
        resumed = desk().sessions.resume(secret)
    except RecordsAltered:
        return None  # an account whose records somebody changed is nobody; the operator was told
    if resumed is None:
        return None
    if resumed.secret is not None:
        session[SECRET] = resumed.secret
    return SignedInUser(resumed.who, resumed.secret or secret, second=resumed.second, halfway=resumed.halfway)
