"""The signing host: its one page, what a request asks for, and the answer. Nothing else is served there, and none of this at
any other host. It knows no session: whoever has a request's secret may read it, and only its passkey can answer it."""

from flask import Blueprint, abort, current_app, request
from werkzeug.wrappers import Response

from consent.canonical import JsonError, strict_mapping
from registry.core import texts
from registry.core.errors import Invalid, RegistryError
from registry.core.permissions import Forbidden, Permission
from registry.core.places import Places
from registry.signing.page import signing_page
from registry.web.door import SIGNING, csrf, desk, language, places, requires

pages = Blueprint(SIGNING, __name__)
csrf.exempt(pages)  # no cookie tells who asks; the door looks at where it was asked from

Answer = tuple[dict[str, object], int]


@pages.get("/sign")
@requires(Permission.PUBLIC)
def page() -> Response:
    found = signing_page()
    response = current_app.response_class(found.content, mimetype="text/html")
    response.headers["Content-Security-Policy"] = found.policy
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@pages.post("/sign/request")
@requires(Permission.PUBLIC)
def show() -> Answer:
    try:
        secret, _credential = _sent()
        shown = desk().signing_requests.show(secret, _here())
    except (RegistryError, Forbidden) as error:
        return _refused(error)
    return shown | {"back": _back(shown["back"])}, 200


@pages.post("/sign/answer")
@requires(Permission.PUBLIC)
def answer() -> Answer:
    try:
        secret, credential = _sent()
        done = desk().signing_requests.answer(secret, _here(), credential)
    except (RegistryError, Forbidden) as error:
        return _refused(error)
    return {"message": texts.say(done.message, language()), "back": _back(done.back)}, 200


def _here() -> Places:
    found = places()
    return found if found is not None else abort(404)


def _back(path: str) -> str:
    return _here().pages + request.script_root + path


def _sent() -> tuple[str, object]:
    """The request's secret, and what the authenticator said. Raises `Invalid`."""
    try:
        content = strict_mapping(request.get_data())
    except JsonError as error:
        raise Invalid("signing-request-unreadable") from error
    if not isinstance(content.get("id"), str):
        raise Invalid("signing-request-unreadable")
    return content["id"], content.get("credential")


def _refused(error: RegistryError | Forbidden) -> Answer:
    """Why it was refused, in words. Whoever may not do it any more hears no more than that."""
    if isinstance(error, Forbidden):
        return {"problem": texts.say("signing-request-forbidden", language())}, 403
    status = 422 if isinstance(error, Invalid) else 404 if error.message_id == "not-found" else 409
    name = "signing-request-unknown" if status == 404 else error.message_id
    fields = error.fields.values() if isinstance(error, Invalid) else ()
    said = [(name, error.params), *((complaint, {}) for complaint in fields if texts.CATALOGUE.has(complaint))]
    return {"problem": " ".join(texts.say(one, language(), **params) for one, params in said)}, status
