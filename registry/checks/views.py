"""Checks: declare and upload, watch the progress, read the answer face by face, take the receipt."""

import json
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.checks.forms import DeclarationForm
from registry.declaration import DeclarationError
from registry.errors import Conflict, Invalid
from registry.pages import t
from registry.permissions import Permission
from registry.web import desk, requires, who

pages = Blueprint("checks", __name__)

Page = str | Response | tuple[str, int]


@pages.get("/productions/<production_id>/checks/new")
@requires(Permission.CHECK_REQUEST)
def new(production_id: str) -> Page:
    production = desk().productions.get(who(), production_id)
    return render_template("checks/new.html", production=production, form=DeclarationForm())


@pages.post("/productions/<production_id>/checks/new")
@requires(Permission.CHECK_REQUEST)
def request_check(production_id: str) -> Page:
    production, form = desk().productions.get(who(), production_id), DeclarationForm()
    if form.validate_on_submit():
        file = form.file.data
        declaration = form.declaration(production_id)
        try:
            check = desk().checks.request(who(), production_id, file.stream, file.filename, declaration)
        except DeclarationError as error:
            form.point_out([problem.path for problem in error.problems])
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return redirect(url_for("checks.show", check_id=check.id), code=303)
    return render_template("checks/new.html", production=production, form=form), 422


@pages.get("/checks/<check_id>")
@requires(Permission.CHECK_READ)
def show(check_id: str) -> Page:
    check = desk().checks.get(who(), check_id)
    progress = desk().checks.progress(who(), check_id)
    if check.state in ("queued", "examining"):
        return render_template("checks/progress.html", check=check, progress=progress, stage=_stage(progress.stage))
    result = desk().checks.result(who(), check_id)
    own = check.production_id in who().productions
    return render_template(
        "checks/show.html",
        check=check,
        own=own,
        result=result,
        faces=_faces(result),
        findings=check.findings or {},
        declaration=json.loads(check.declaration),
        gallery=(check.versions or {}).get("gallery", {}),
        receipt=desk().checks.receipt(who(), check_id) if own else None,
        unions={union.id: union for union in desk().unions.list()},
    )


def _stage(stage: str) -> str:
    return t(f"check-stage-{stage}")


def _faces(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The boxes of the picture, each with its person: what is drawn."""
    return [{**place, "person": person} for person in result["persons"] for place in person["boxes"]]


@pages.get("/checks/<check_id>/progress.json")
@requires(Permission.CHECK_READ)
def progress(check_id: str) -> Response:
    now = desk().checks.progress(who(), check_id)
    done = now.state not in ("queued", "examining")
    return jsonify(state=now.state, progress=now.progress, words=_stage(now.stage), done=done)


@pages.get("/checks/<check_id>/receipt.json")
@requires(Permission.CHECK_READ)
def receipt(check_id: str) -> Response:
    content = desk().checks.receipt(who(), check_id)
    response = make_response(json.dumps(content, indent=2, ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Disposition"] = f'attachment; filename="{check_id}-receipt.json"'
    return response
