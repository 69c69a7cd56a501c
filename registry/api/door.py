"""The door for programs: a bearer token and nothing else, the same permission map, JSON in and out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Annotated, Any, TypeVar

from flask import Blueprint, Response, abort, current_app, g, request
from pydantic import BaseModel, TypeAdapter, ValidationError, WithJsonSchema
from werkzeug.exceptions import HTTPException

from consent.canonical import MAX_BYTES, JsonError, canonical, strict_mapping
from registry.api import problems
from registry.core.errors import Invalid, RegistryError
from registry.core.permissions import ANONYMOUS, Forbidden, Identity, Permission, could
from registry.web.door import PROGRAMS, client, csrf, desk, requires, take

View = TypeVar("View", bound=Callable[..., Any])
Model = TypeVar("Model", bound=BaseModel)

api = Blueprint("api", __name__, url_prefix=f"{PROGRAMS}v1")
csrf.exempt(api)  # nothing that a browser sends by itself opens this door

JSON, PARTS, FILE = "application/json", "multipart/form-data", "application/octet-stream"

Binary = Annotated[bytes, WithJsonSchema({"type": "string", "contentMediaType": FILE})]
"""A file, as it is. A view that answers with one answers with a response of its own."""


@dataclass(frozen=True)
class Endpoint:
    """What is said of a route in its description. answers: status -> what comes back. takes: media type -> what is sent;
    conflicts: whether the state of a record may stand in the way. queries: what may be asked for in the address, each with its kind."""

    answers: Mapping[int, Any]
    takes: Mapping[str, Any] = field(default_factory=dict)
    conflicts: bool = False
    queries: Mapping[str, Any] = field(default_factory=dict)


def endpoint(
    method: str,
    rule: str,
    permission: Permission,
    answers: Mapping[int, Any],
    takes: Mapping[str, Any] | None = None,
    *,
    conflicts: bool = False,
    queries: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Declares a route: what it needs, and what its description says, in one place. The view returns content, or content
    with a status and headers."""

    def declare(view: View) -> View:
        @wraps(view)
        def answered(**parts: str) -> Response:
            found = view(**parts)
            if isinstance(found, current_app.response_class):
                return found
            content, status, headers = found if isinstance(found, tuple) else (found, 200, {})
            written = TypeAdapter(answers[status]).dump_json(content, exclude_unset=True)
            return current_app.response_class(written, status=status, headers=headers, mimetype=JSON)

        answered.endpoint = Endpoint(answers, takes or {}, conflicts, queries or {})  # type: ignore[attr-defined]
        handler = requires(permission, uploads=PARTS in (takes or {}))(answered)
        api.add_url_rule(rule, view.__name__, handler, methods=[method], merge_slashes=False)
        return view

    return declare


def who() -> Identity:
    """The identity behind this request's token."""
    bearer: Identity = g.bearer
    return bearer


def body(model: type[Model]) -> Model:
    """The request's JSON, read strictly. Raises `Invalid` naming each wrong entry."""
    _only(JSON)
    request.max_content_length = MAX_BYTES
    try:
        return model.model_validate_json(canonical(strict_mapping(request.get_data(cache=False))))
    except JsonError as error:
        raise Invalid("api-json-wrong", problem=str(error)) from None
    except ValidationError as error:
        wrong = {
            ".".join(str(part) for part in one["loc"]): one["msg"]
            for one in error.errors(include_url=False, include_input=False)
        }
        raise Invalid("api-content-wrong", wrong) from None


def parts(*names: str) -> None:
    """The request is a form with exactly these parts, each once. Raises `Invalid` naming what is wrong."""
    _only(PARTS)
    sent = [*request.form.keys(), *request.files.keys()]
    wrong = {name: "api-part-unknown" for name in sent if name not in names}
    for name in names:
        count = len(request.form.getlist(name)) + len(request.files.getlist(name))
        if count != 1:
            wrong[name] = "api-part-missing" if count == 0 else "api-part-twice"
    if wrong:
        raise Invalid("api-content-wrong", wrong)


def files(*fields: str) -> None:
    """The request is a form of files, each with a name of its own, and of no other fields than these. Raises `Invalid` naming what
    is wrong."""
    _only(PARTS)
    wrong = {name: "api-part-unknown" for name in request.form if name not in fields}
    wrong |= {name: "api-part-twice" for name in request.files if len(request.files.getlist(name)) > 1}
    wrong |= {name: "api-part-twice" for name in request.form if len(request.form.getlist(name)) > 1}
    if wrong:
        raise Invalid("api-content-wrong", wrong)


def _only(media_type: str) -> None:
    if request.mimetype != media_type:
        abort(415)


@api.before_request
def _gate() -> None:
    view = current_app.view_functions[str(request.endpoint)]
    permission = getattr(view, "permission", None)
    if permission is None:
        abort(403)
    if permission is Permission.PUBLIC:
        return
    bearer = desk().tokens.identity(secret_of(request.headers.get("Authorization", "")))
    if bearer == ANONYMOUS:
        # only what opens nothing is counted: others behind the same address go on with tokens that do
        abort(429 if desk().throttle.wrong_token(client()) else 401)
    g.bearer = bearer
    if not could(bearer, permission):
        abort(403)  # whatever record the path names: this account may do that with none
    take(bearer, view)


def secret_of(header: str) -> str:
    """The secret in an Authorization header; empty, which opens nothing, without one."""
    scheme, _, secret = header.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


@api.errorhandler(Forbidden)
def _forbidden(_error: Forbidden) -> Response:
    # A foreign record answers exactly as one that is not there.
    return problems.refused(404 if request.view_args else 403)


api.register_error_handler(RegistryError, problems.of_service)
api.register_error_handler(HTTPException, problems.of_http)
