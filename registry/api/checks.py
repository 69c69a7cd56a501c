"""Checks, for pipelines: send a file with what is to be done with it, ask what became of it, take the receipt."""

from typing import Annotated, Any, BinaryIO, Literal, cast

from flask import Response, request, url_for
from pydantic import Field

from consent.canonical import MAX_BYTES
from consent.conform import Conform
from consent.credential import Credential
from consent.parts import Part
from consent.receipt import Receipt
from registry.api.door import FILE, JSON, PARTS, Binary, body, endpoint, parts, who
from registry.checks.lists import ANSWERS, SORTS, STATES
from registry.checks.service import OVER
from registry.checks.shown import CheckPage, CheckShown, listed, shown
from registry.checks.viewed import CheckView
from registry.core.errors import Invalid
from registry.core.paging import PageOf
from registry.core.permissions import On, Permission, require
from registry.productions.declaration import Declaration
from registry.web.door import desk
from registry.web.kept import sent_once
from registry.web.lists import asked

AGAIN_SECONDS = 2
"""When to ask again about a check that is under way."""


class Sent(Part):
    """A file, and what is to be done with it (docs/USE.example.json)."""

    file: Binary
    use: Declaration


class SignedReceipt(Receipt):
    """The signed result of a check. The signature is over the RFC 8785 bytes of everything else."""

    signature: dict[str, Any]


class Conforming(Part):
    """The check of the master: another file of the same production."""

    master: str


class SignedConform(Conform):
    """The statement. The signature is over the RFC 8785 bytes of everything else."""

    signature: dict[str, Any]


class FileAgain(Part):
    """The very file that was checked."""

    file: Binary


class SignedCredential(Credential):
    """The statement of one written file. The signature is over the RFC 8785 bytes of everything else."""

    signature: dict[str, Any]


class CredentialsWritten(Part):
    """Every file that was written, the newest first."""

    credentials: list[SignedCredential]


class UnderWay(Part):
    """A check that is not over: there is no answer yet, and the file must not be used."""

    check: str
    url: Annotated[str, Field(description="Where to ask what became of it.")]
    state: str
    progress: Annotated[int, Field(description="How far it is, in per cent.")]
    before: Annotated[int | None, Field(description="How many checks are taken up before it, if it waits.")]
    pieces: Annotated[
        int | None, Field(default=None, description="In how many pieces its file is looked at, if it is cut.")
    ]
    pieces_done: Annotated[int | None, Field(default=None, description="How many of them are done.")]
    seconds_left: Annotated[
        int | None, Field(default=None, description="How long the others take at that pace, once one is done.")
    ]


@endpoint(
    "POST",
    "/productions/<production_id>/checks",
    Permission.CHECK_REQUEST,
    {202: UnderWay},
    {PARTS: Sent},
    conflicts=True,
)
def request_check(production_id: str) -> tuple[UnderWay, int, dict[str, str]]:
    """Send a file to be checked for a use, as `likeness check` does."""
    require(
        who(), Permission.CHECK_REQUEST, On(production_id=production_id)
    )  # before anything is said of what was sent
    parts("file", "use")
    if "file" not in request.files:
        raise Invalid("api-content-wrong", {"file": "api-part-no-file"})
    file = request.files["file"]
    try:
        check = desk().checks.register(
            who(), production_id, cast(BinaryIO, file.stream), file.filename or "file", _use()
        )
    except Invalid as error:  # what a service finds wrong with entries, it finds in the declaration
        raise Invalid(
            error.message_id, {f"use.{path}": why for path, why in error.fields.items()}, **error.params
        ) from error
    return _under_way(desk().checks.get(who(), check.id))


QUERIES = {"q": str, "verdict": Literal[ANSWERS], "state": Literal[STATES], "sort": Literal[SORTS], "page": str}


@endpoint("GET", "/productions/<production_id>/checks", Permission.PRODUCTION_READ, {200: CheckPage}, queries=QUERIES)
def list_checks(production_id: str) -> CheckPage:
    """The checks of a production, as this account may see them, the newest first, 25 a page."""
    desk().productions.get(who(), production_id)
    wanted = asked({"verdict": ANSWERS, "state": STATES}, SORTS)
    return listed(desk().check_lists.page(who(), PageOf(production=production_id), wanted))


@endpoint("GET", "/checks/<check_id>", Permission.CHECK_READ, {200: CheckShown, 202: UnderWay})
def get_check(check_id: str) -> CheckShown | tuple[UnderWay, int, dict[str, str]]:
    """What became of a check, as this account may see it; 202 while it is under way."""
    view = desk().checks.get(who(), check_id)
    if view.state not in OVER:
        return _under_way(view)
    return shown(view, {union.id: union for union in desk().unions.list()})


@endpoint("DELETE", "/checks/<check_id>", Permission.CHECK_REQUEST, {200: CheckShown}, conflicts=True)
def cancel_check(check_id: str) -> CheckShown:
    """End a check that is under way. It cannot be decided from then on, and its file is deleted."""
    desk().checks.cancel(who(), check_id)
    return shown(desk().checks.get(who(), check_id), {union.id: union for union in desk().unions.list()})


@endpoint("GET", "/checks/<check_id>/receipt", Permission.CHECK_READ, {200: SignedReceipt}, conflicts=True)
def get_receipt(check_id: str) -> SignedReceipt:
    """The signed receipt, for the production; `likeness verify` checks it without an instance."""
    return SignedReceipt.model_validate(desk().checks.receipt(who(), check_id))


@endpoint(
    "POST",
    "/checks/<check_id>/conform",
    Permission.CHECK_REQUEST,
    {200: SignedConform},
    {JSON: Conforming},
    conflicts=True,
)
def conform(check_id: str) -> SignedConform:
    """Carry its receipt over to a master, as `likeness conform` does; where that cannot be, the statement says why."""
    desk().conforms.masters(who(), check_id)  # before anything is said of what was sent
    return SignedConform.model_validate(desk().conforms.state(who(), check_id, body(Conforming).master))


@endpoint(
    "POST",
    "/checks/<check_id>/credential",
    Permission.CHECK_REQUEST,
    {200: Binary},
    {PARTS: FileAgain},
    conflicts=True,
    queries={"sidecar": Literal["yes", "no"]},
)
def write_credential(check_id: str) -> Response:
    """The checked file with our Content Credentials in it, or their manifest alone (sidecar=yes), as `likeness credential` does."""
    desk().credentials.require_own(who(), check_id)  # before anything is said of what was sent
    parts("file")
    if "file" not in request.files:
        raise Invalid("api-content-wrong", {"file": "api-part-no-file"})
    beside = request.args.get("sidecar", "no")
    if beside not in ("yes", "no"):
        raise Invalid("api-content-wrong", {"sidecar": "api-query-wrong"})
    source = cast(BinaryIO, request.files["file"].stream)
    return sent_once(desk().credentials.write(who(), check_id, source, beside=beside == "yes"), FILE)


@endpoint("GET", "/checks/<check_id>/credentials", Permission.CHECK_REQUEST, {200: CredentialsWritten})
def list_credentials(check_id: str) -> CredentialsWritten:
    """The signed statements of the files that were written; `likeness verify --credential` takes one."""
    found = desk().credentials.written(who(), check_id)
    return CredentialsWritten(credentials=[SignedCredential.model_validate(one) for one in found])


def _use() -> bytes:
    """The declaration, as a part with or without a file's name."""
    if "use" in request.files:
        return request.files["use"].stream.read(MAX_BYTES + 1)
    return request.form["use"].encode()


def _pieces(view: CheckView) -> dict[str, int | None]:
    if view.pieces is None:
        return {}
    return {
        "pieces": view.pieces.pieces,
        "pieces_done": view.pieces.done,
        "seconds_left": view.pieces.seconds_left,
    }


def _under_way(view: CheckView) -> tuple[UnderWay, int, dict[str, str]]:
    url = url_for("api.get_check", check_id=view.id)
    waits = UnderWay(
        check=view.id, url=url, state=view.state, progress=view.progress, before=view.before, **_pieces(view)
    )
    return waits, 202, {"Location": url, "Retry-After": str(AGAIN_SECONDS)}
