"""Look-alikes: a performer declares, signs and takes back; a union that confirmed neither of the two decides."""

import json

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Permission
from registry.web.door import desk, file_of, places, requires, who
from registry.web.kept import numbered, picture_of
from registry.web.look_alikes.forms import DeclareForm, LookAlikeSignatureForm
from registry.web.pages import say_next

pages = Blueprint("look_alikes", __name__)

Page = str | Response | tuple[str, int]


def _index(performer_id: str, form: DeclareForm, status: int = 200) -> Page:
    pairs = desk().look_alikes.of(who(), performer_id)
    card = desk().performers.card(who(), performer_id)
    return render_template(
        "look_alikes/index.html",
        performer=card.performer,
        ready=card.templates and any(key.confirmed_at for key in card.keys),
        pairs=pairs,
        told_apart=desk().look_alikes.told_apart(who(), performer_id),
        form=form,
    ), status


@pages.get("/performers/<performer_id>/look-alikes")
@requires(Permission.LOOK_ALIKE_DECLARE)
def index(performer_id: str) -> Page:
    return _index(performer_id, DeclareForm())


@pages.post("/performers/<performer_id>/look-alikes")
@requires(Permission.LOOK_ALIKE_DECLARE)
def declare(performer_id: str) -> Page:
    form = DeclareForm()
    if form.validate_on_submit():
        try:
            pair_id = desk().look_alikes.draft(who(), performer_id, form.other.data).id
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _done(pair_id, "look-alike-drafted")
    return _index(performer_id, form, 422)


def _page(pair_id: str, form: LookAlikeSignatureForm, status: int = 200) -> Page:
    pair = desk().look_alikes.get(who(), pair_id)
    parts = [part for part in (json.loads(pair.paper), pair.signature) if part]
    shown = [json.dumps(part, indent=2, ensure_ascii=False) for part in parts]
    passkey = desk().signing_offers.may_declare(who(), places(), pair_id)
    return render_template("look_alikes/show.html", pair=pair, shown=shown, form=form, passkey=passkey), status


def _done(pair_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("look_alikes.show", pair_id=pair_id), code=303)


@pages.get("/look-alikes/<pair_id>")
@requires(Permission.LOOK_ALIKE_READ)
def show(pair_id: str) -> Page:
    return _page(pair_id, LookAlikeSignatureForm())


@pages.get("/look-alikes/<pair_id>/paper.json")
@requires(Permission.LOOK_ALIKE_READ)
def paper(pair_id: str) -> Response:
    """The very bytes that are signed."""
    return file_of(desk().look_alikes.document(who(), pair_id), f"{pair_id}.json")


@pages.get("/look-alikes/<pair_id>/pictures/<performer_id>/<int:number>")
@requires(Permission.LOOK_ALIKE_APPROVE)
def picture(pair_id: str, performer_id: str, number: int) -> Response:
    kept = desk().look_alikes.pictures(who(), pair_id, performer_id)
    return picture_of(numbered(kept, number))


@pages.post("/look-alikes/<pair_id>/signature")
@requires(Permission.LOOK_ALIKE_DECLARE)
def sign(pair_id: str) -> Page:
    desk().look_alikes.get(who(), pair_id)
    form = LookAlikeSignatureForm()
    if form.validate_on_submit():
        try:
            desk().look_alikes.sign(who(), pair_id, form.signature())
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _done(pair_id, "look-alike-signed-now")
    return _page(pair_id, form, 422)


@pages.post("/look-alikes/<pair_id>/end")
@requires(Permission.LOOK_ALIKE_DECLARE)
def end(pair_id: str) -> Response:
    desk().look_alikes.end(who(), pair_id)
    return _done(pair_id, "look-alike-ended-now")


@pages.post("/look-alikes/<pair_id>/approve")
@requires(Permission.LOOK_ALIKE_APPROVE)
def approve(pair_id: str) -> Response:
    desk().look_alikes.approve(who(), pair_id)
    return _back("look-alike-approved")


@pages.post("/look-alikes/<pair_id>/refuse")
@requires(Permission.LOOK_ALIKE_APPROVE)
def refuse(pair_id: str) -> Response:
    desk().look_alikes.refuse(who(), pair_id)
    return _back("look-alike-refused")


def _back(told: str) -> Response:
    say_next(told)
    return redirect(url_for("reviews.index"), code=303)
