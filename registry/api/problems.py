"""What went wrong, for programs: one shape, whatever it was, and nothing of a program's inside.

The shape is that of RFC 9457, problem details for HTTP APIs, with three members of our own: `code`, `where`, `remedy`.
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from flask import Response, current_app, g, request
from pydantic import Field
from werkzeug.exceptions import HTTPException

from consent.parts import Part
from registry.core import texts
from registry.core.errors import Busy, Conflict, Invalid, NotFound, RecordsAltered, RegistryError
from registry.core.refusals import in_words

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:likeness-registry:problem:"
CODES = {
    400: "request-invalid",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    415: "media-type",
    429: "too-many-tries",
    500: "failed",
    503: "busy",
}
"""What a status is called where no service has said more. Each has a text, and another that says what to do."""
TOO_LARGE = "upload-too-large"
BUSY_SECONDS = 30
"""When to try again what was refused because too much is under way."""


class Problem(Part):
    """What went wrong. Nothing was done."""

    type: Annotated[str, Field(description="The code as a URI, which names this kind of problem and leads nowhere.")]
    title: Annotated[str, Field(description="What this status means, for people, in the language that was asked for.")]
    status: Annotated[int, Field(description="The HTTP status of this answer.", ge=400, le=599)]
    detail: Annotated[str, Field(description="What went wrong this time, for people.")]
    instance: Annotated[str, Field(description="The path that was asked.")]
    code: Annotated[str, Field(description="A fixed name of this kind of problem, for programs.")]
    where: Annotated[list[str], Field(description="Which entries of the request it is about; none: all of it.")]
    remedy: Annotated[str, Field(description="What to do about it.")]


def problem(
    status: int,
    path: str,
    language: str = texts.DEFAULT,
    *,
    code: str | None = None,
    detail: str | None = None,
    where: Sequence[str] = (),
    remedy: str | None = None,
) -> Problem:
    """The problem behind a status; without a code, a detail and a remedy what can be said of that status in general."""
    known = status if status in CODES else 500 if status >= 500 else 400
    name = code or CODES[known]
    title = texts.say(f"api-{known}", language)
    return Problem(
        type=TYPES + name,
        title=title,
        status=status,
        detail=detail or title,
        instance=quote(path),
        code=name,
        where=list(where),
        remedy=texts.say(remedy or f"api-{known}-remedy", language),
    )


def refused(
    status: int,
    code: str | None = None,
    detail: str | None = None,
    where: Sequence[str] = (),
    remedy: str | None = None,
) -> Response:
    """The answer for a status, see `problem`."""
    path = request.script_root + request.path
    content = problem(status, path, _language(), code=code, detail=detail, where=where, remedy=remedy)
    response = current_app.response_class(content.model_dump_json(), status=status, mimetype=MEDIA_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="likeness"'
    return response


def of_service(error: RegistryError) -> Response:
    """The answer where a service did not do it. What is not there and what is not for this account look alike."""
    if isinstance(error, NotFound):
        return refused(404)
    if isinstance(error, RecordsAltered):
        return refused(503, error.message_id, in_words(error, _language()), remedy="api-records-altered-remedy")
    if isinstance(error, Busy):
        response = refused(429, error.message_id, in_words(error, _language()), remedy="api-busy-remedy")
        response.headers["Retry-After"] = str(BUSY_SECONDS)
        return response
    status = 409 if isinstance(error, Conflict) else 400
    where = list(error.fields) if isinstance(error, Invalid) else []
    if error.message_id == TOO_LARGE:
        status = 413
    return refused(status, error.message_id, in_words(error, _language()), where)


def of_http(error: HTTPException) -> Response | HTTPException:
    """The answer where the request did not get as far as a service."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    said = error.description if texts.CATALOGUE.has(error.description or "") else None
    response = refused(error.code or 500, detail=texts.say(said, _language()) if said else None)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _language() -> str:
    known = texts.languages()
    wanted = request.accept_languages.best_match(known)
    own = g.bearer.locale if "bearer" in g else None
    return wanted or (own if own in known else texts.DEFAULT)
