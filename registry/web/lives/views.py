"""What is on record of a performer's life: read by whom it concerns, added to by their union or estate."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Permission
from registry.lives.service import KINDS
from registry.web.door import desk, requires, who
from registry.web.lives.forms import LifeForm
from registry.web.pages import say_next, t

pages = Blueprint("lives", __name__, url_prefix="/performers/<performer_id>/life")

Page = str | Response | tuple[str, int]


def _form() -> LifeForm:
    form = LifeForm()
    form.kind.choices = [(kind, t(f"life-{kind}")) for kind in KINDS]
    return form


def _page(performer_id: str, form: LifeForm, status: int = 200) -> Page:
    return render_template(
        "lives/show.html",
        card=desk().performers.card(who(), performer_id),
        events=desk().lives.of(who(), performer_id),
        may_record=desk().lives.may_record(who(), performer_id),
        unions={union.id: union.name for union in desk().unions.list()},
        form=form,
    ), status


@pages.get("")
@requires(Permission.PERFORMER_READ)
def show(performer_id: str) -> Page:
    return _page(performer_id, _form())


@pages.post("")
@requires(Permission.LIFE_RECORD)
def record(performer_id: str) -> Page:
    desk().lives.require_recorder(who(), performer_id)
    form = _form()
    if form.validate_on_submit():
        try:
            desk().lives.record(who(), performer_id, form.kind.data, form.day.data, form.proof.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("life-recorded")
            return redirect(url_for("lives.show", performer_id=performer_id), code=303)
    return _page(performer_id, form, 422)
