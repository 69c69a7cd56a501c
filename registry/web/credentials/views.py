"""Content Credentials: hand in the cleared file, take it back with a manifest, and keep the statement that says so."""

from typing import BinaryIO, cast

from flask import Blueprint, render_template
from werkzeug.wrappers import Response
from wtforms import BooleanField, FileField

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Permission
from registry.web.door import desk, file_of, requires, who
from registry.web.forms import Form, Required
from registry.web.kept import sent_once

pages = Blueprint("credentials", __name__)

Page = str | Response | tuple[str, int]


class CheckedFileForm(Form):
    file = FileField("credential-file", [Required()])
    beside = BooleanField("credential-beside")


@pages.get("/checks/<check_id>/credentials")
@requires(Permission.CHECK_REQUEST)
def ask(check_id: str) -> Page:
    return _page(check_id, CheckedFileForm(formdata=None))


@pages.post("/checks/<check_id>/credentials")
@requires(Permission.CHECK_REQUEST, uploads=True)
def write(check_id: str) -> Page:
    desk().credentials.written(
        who(), check_id
    )  # whether there is such a check, before anything is said of what was sent
    form = CheckedFileForm()
    if form.validate_on_submit():
        source = cast(BinaryIO, form.file.data.stream)
        try:
            outcome = desk().credentials.write(who(), check_id, source, beside=bool(form.beside.data))
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return sent_once(outcome, outcome.media)
    return _page(check_id, form), 422


@pages.get("/checks/<check_id>/credentials/<statement_id>.json")
@requires(Permission.CHECK_REQUEST)
def statement(check_id: str, statement_id: str) -> Response:
    for one in desk().credentials.written(who(), check_id):
        if one["statement_id"] == statement_id:
            return file_of(one, f"{check_id}-{statement_id}.json")
    raise NotFound("statement", statement_id)


def _page(check_id: str, form: Form) -> str:
    written, refused, signer = desk().credentials.written(who(), check_id), None, ""
    try:
        desk().credentials.require(who(), check_id)
        signer = desk().credentials.signer()
    except Conflict as error:
        refused = error
    check = desk().checks.get(who(), check_id)
    return render_template(
        "credentials/write.html", check=check, form=form, written=written, refused=refused, signer=signer,
    )  # fmt: skip
