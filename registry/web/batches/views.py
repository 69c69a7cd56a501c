"""Many files under one declared use: each a shot of its own, named by its file, with its answer in one table."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from registry.checks.service import UNDER_WAY
from registry.checks.viewed import CheckView
from registry.core.errors import Busy, Conflict, Invalid, RegistryError
from registry.core.permissions import Permission
from registry.productions.declaration import DeclarationError
from registry.productions.drafts import answers
from registry.productions.drafts.known import Known
from registry.productions.drafts.naming import ShotName, named
from registry.records.tables.productions import Declaration
from registry.web.door import desk, requires, who
from registry.web.pages import say_next, t

pages = Blueprint("batches", __name__)

Page = str | Response | tuple[str, int]
MOST = 50
"""Files at a time, and rows of one table."""


@dataclass(frozen=True)
class FileRow:
    """One file of the table: what became of it. problem: in words, why it was not taken. busy: it may be taken later."""

    file_name: str
    check: CheckView | None = None
    unit: str = ""
    problem: str = ""
    busy: bool = False

    @property
    def under_way(self) -> bool:
        return self.check is not None and self.check.state in UNDER_WAY


@pages.get("/drafts/<draft_id>/files")
@requires(Permission.PRODUCTION_DECLARE)
def show(draft_id: str) -> Page:
    draft = desk().drafts.get(who(), draft_id)
    try:
        answers.parsed(_known(draft))
    except DeclarationError:
        say_next("batch-not-declared")
        return redirect(url_for("drafts.show", draft_id=draft_id), code=303)
    seen = [desk().checks.get(who(), check_id) for check_id in request.args.getlist("check")[:MOST]]
    return _page(draft, [_row(one) for one in seen if one.production_id == draft.production_id])


@pages.post("/drafts/<draft_id>/files")
@requires(Permission.PRODUCTION_DECLARE, uploads=True)
def send(draft_id: str) -> Page:
    """Takes each file in by itself: one that is refused keeps no other from being checked."""
    draft = desk().drafts.get(who(), draft_id)
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files or len(files) > MOST:
        return _page(draft, [], "batch-none" if not files else "batch-too-many", 422)
    said = answers.parsed(_known(draft))
    rows = [_taken(draft, said, file, _unit(file, len(files))) for file in files]
    return _page(draft, rows, status=422 if all(row.problem for row in rows) else 200)


def _unit(file: FileStorage, of: int) -> ShotName:
    """The shot that a file is a version of: as its name says, or as the form says of a single one."""
    found, unit, version = named(file.filename or ""), request.form.get("unit", ""), request.form.get("version", "")
    if of > 1 or not unit:
        return found
    return ShotName(
        unit, int(version) if version.isascii() and version.isdigit() and len(version) < 8 else found.version
    )


def _taken(draft: Declaration, said: dict[str, Any], file: FileStorage, unit: ShotName) -> FileRow:
    declared = said | {"unit": {"id": unit.unit, "version": unit.version}}
    name = file.filename or ""
    try:
        check = desk().checks.register(who(), draft.production_id, cast(BinaryIO, file.stream), name, declared)
    except Busy as error:
        return FileRow(name, unit=f"{unit.unit}, {unit.version}", problem=_words(error), busy=True)
    except (Invalid, Conflict) as error:
        return FileRow(name, unit=f"{unit.unit}, {unit.version}", problem=_words(error))
    return _row(desk().checks.get(who(), check.id))


def _words(error: RegistryError) -> str:
    of_fields = [t(complaint) for complaint in (error.fields if isinstance(error, Invalid) else {}).values()]
    return " ".join(of_fields) or t(error.message_id, **error.params)


def _row(check: CheckView) -> FileRow:
    return FileRow(check.file_name or "", check, check.unit or "")


def _known(draft: Declaration) -> Known:
    return Known(draft.draft, desk().drafts.maker(who(), draft.production_id))


def _page(draft: Declaration, rows: list[FileRow], problem: str | None = None, status: int = 200) -> Page:
    return render_template(
        "batches/show.html", draft=draft, rows=rows, problem=problem, most=MOST,
        production=desk().productions.get(who(), draft.production_id),
    ), status  # fmt: skip
