"""The production door: one's productions, each with its agreements, consents and checks."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consent import terms
from registry.core.errors import Conflict, Invalid
from registry.core.names import zone_name, zones
from registry.core.paging import PageOf
from registry.core.permissions import On, Permission, require
from registry.people.accounts.offices import Office
from registry.web.accounts.ending import ending
from registry.web.accounts.notices import notice_list
from registry.web.checks.lists import check_list, latest
from registry.web.consents.lists import consent_list, latest_consents
from registry.web.door import desk, language, requires, who
from registry.web.forms import choices
from registry.web.invitations.views import production_form, sent_by_production
from registry.web.lists import LATEST
from registry.web.pages import say_next
from registry.web.productions.forms import ProductionForm

pages = Blueprint("productions", __name__, url_prefix="/productions")

Page = str | Response | tuple[str, int]


def _form() -> ProductionForm:
    form = ProductionForm()
    form.kind.choices = choices(terms.PRODUCTION_KINDS)
    form.commissioner.choices = choices(terms.COMMISSIONERS)
    form.time_zone.choices = [(zone, zone_name(zone, language())) for zone in zones()]
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
    agreements = desk().productions.agreements(who(), production_id)
    return render_template(
        "productions/show.html",
        production=production,
        own=own,
        agreements=agreements,
        holders=desk().unions.agreements(),
        consents=latest_consents(PageOf(production=production_id)),
        notices=desk().notices.about(who(), production_id=production_id, size=LATEST),
        checks=latest(PageOf(production=production_id)),
    )


@pages.get("/<production_id>/checks")
@requires(Permission.PRODUCTION_READ)
def checks(production_id: str) -> Page:
    production = desk().productions.get(who(), production_id)
    back = url_for("productions.show", production_id=production_id)
    new = url_for("drafts.new", production_id=production_id) if production_id in who().productions else None
    return check_list(PageOf(production=production_id), "checks", production.title, back, new)


@pages.get("/<production_id>/consents")
@requires(Permission.PRODUCTION_READ)
def consents(production_id: str) -> Page:
    production = desk().productions.get(who(), production_id)
    back = url_for("productions.show", production_id=production_id)
    new = url_for("consents.new", production_id=production_id) if production_id in who().productions else None
    return consent_list(PageOf(production=production_id), "consents", production.title, back, new)


@pages.get("/<production_id>/notices")
@requires(Permission.PRODUCTION_DECLARE)
def notices(production_id: str) -> Page:
    require(who(), Permission.PRODUCTION_DECLARE, On(production_id=production_id))
    production = desk().productions.get(who(), production_id)
    back = url_for("productions.show", production_id=production_id)
    return notice_list(production.title, back, production_id=production_id)


@pages.get("/<production_id>/members")
@requires(Permission.PRODUCTION_DECLARE)
def members(production_id: str) -> Page:
    holders = desk().holders.of_production(who(), production_id)
    inside = [one for one in holders if one.office == Office.MEMBER]
    return render_template(
        "productions/members.html",
        production=desk().productions.get(who(), production_id),
        members=inside,
        outside=[one for one in holders if one not in inside],
        past=desk().holders.past_of_production(who(), production_id),
        sent=sent_by_production(production_id),
        form=production_form(),
    )


@pages.get("/<production_id>/members/<member_id>/end")
@requires(Permission.PRODUCTION_DECLARE)
def ask_end_member(production_id: str, member_id: str) -> Page:
    holders = desk().holders.of_production(who(), production_id)
    inside = [one for one in holders if one.office == Office.MEMBER]
    title = desk().productions.get(who(), production_id).title
    return ending(inside, member_id, title, url_for("productions.members", production_id=production_id))


@pages.post("/<production_id>/members/<member_id>/end")
@requires(Permission.PRODUCTION_DECLARE)
def end_member(production_id: str, member_id: str) -> Response:
    require(who(), Permission.PRODUCTION_DECLARE, On(production_id=production_id))
    desk().holders.end_production(who(), member_id, production_id, last=request.form.get("last") == "yes")
    say_next("office-ended")
    own = member_id == who().account_id
    there = url_for("accounts.offices") if own else url_for("productions.members", production_id=production_id)
    return redirect(there, code=303)


@pages.post("/<production_id>/agreements/<agreement>/confirm")
@requires(Permission.PRODUCTION_CONFIRM)
def confirm_agreement(production_id: str, agreement: str) -> Response:
    desk().productions.confirm_agreement(who(), production_id, agreement)
    say_next("agreement-confirmed")
    return redirect(url_for("productions.show", production_id=production_id), code=303)
