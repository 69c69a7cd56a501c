"""The production door: one's productions, each with its agreements, consents and checks."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from consent import terms
from registry.checks.lists import Of
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Permission
from registry.web.checks.lists import check_list, latest
from registry.web.door import desk, requires, who
from registry.web.forms import choices
from registry.web.pages import say_next
from registry.web.productions.forms import ProductionForm

pages = Blueprint("productions", __name__, url_prefix="/productions")

Page = str | Response | tuple[str, int]


def _form() -> ProductionForm:
    form = ProductionForm()
    form.kind.choices = choices(terms.PRODUCTION_KINDS)
    form.commissioner.choices = choices(terms.COMMISSIONERS)
    form.agreements.choices = choices(desk().unions.agreements())
    return form


@pages.get("")
@requires(Permission.PRODUCTION_READ)
def index() -> Page:
    return render_template("productions/index.html", productions=desk().productions.list_for(who()))


@pages.get("/new")
@requires(Permission.PRODUCTION_CREATE)
def new() -> Page:
    return render_template("productions/new.html", form=_form())


@pages.post("/new")
@requires(Permission.PRODUCTION_CREATE)
def create() -> Page:
    form = _form()
    if form.validate_on_submit():
        given = {name: value for name, value in form.data.items() if name != "csrf_token"}
        given["jurisdiction"] = given["jurisdiction"] or None
        try:
            production = desk().productions.create(who(), **given)
        except (Conflict, Invalid) as error:
            form.take(error)
        else:
            say_next("production-created")
            return redirect(url_for("productions.show", production_id=production.id), code=303)
    return render_template("productions/new.html", form=form), 422


@pages.get("/<production_id>")
@requires(Permission.PRODUCTION_READ)
def show(production_id: str) -> Page:
    production = desk().productions.get(who(), production_id)
    own = production_id in who().productions
    consents = [consent for consent in desk().consents.list_for(who()) if consent.production_id == production_id]
    agreements = desk().productions.agreements(who(), production_id)
    return render_template(
        "productions/show.html",
        production=production,
        own=own,
        agreements=agreements,
        holders=desk().unions.agreements(),
        consents=consents,
        checks=latest(Of(production=production_id)),
    )


@pages.get("/<production_id>/checks")
@requires(Permission.PRODUCTION_READ)
def checks(production_id: str) -> Page:
    production = desk().productions.get(who(), production_id)
    back = url_for("productions.show", production_id=production_id)
    new = url_for("drafts.new", production_id=production_id) if production_id in who().productions else None
    return check_list(Of(production=production_id), "checks", production.title, back, new)


@pages.post("/<production_id>/agreements/<agreement>/confirm")
@requires(Permission.PRODUCTION_CONFIRM)
def confirm_agreement(production_id: str, agreement: str) -> Response:
    desk().productions.confirm_agreement(who(), production_id, agreement)
    say_next("agreement-confirmed")
    return redirect(url_for("productions.show", production_id=production_id), code=303)
