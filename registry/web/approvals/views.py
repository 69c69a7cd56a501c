"""The ways to a yes: what waits for one's answer, giving it, taking it back; strikes, floors, standing preferences."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consent.moments import parse_day
from registry.approvals.kinds import KINDS, PARAMS
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import On, Permission, require
from registry.records.visibility import Role
from registry.web.approvals.floors import FloorForm, dimensions, floor_form, floor_words
from registry.web.approvals.forms import ImportForm, PreferenceForm, StrikeForm
from registry.web.clocks import with_days_left
from registry.web.door import desk, places, requires, who
from registry.web.pages import say_next, t, word
from registry.web.sure import Irreversible, stops, sure

pages = Blueprint("approvals", __name__)

MOST = 200
"""Answers that one check is shown to wait for."""

Page = str | Response | tuple[str, int]


@pages.get("/checks/<check_id>/answers")
@requires(Permission.CHECK_READ)
def show(check_id: str) -> Page:
    return _page(check_id)


@pages.post("/checks/<check_id>/answers")
@requires(Permission.CHECK_READ)
def give(check_id: str) -> Page:
    desk().checks.get(who(), check_id)  # a foreign check answers as a missing one
    sent = request.form
    try:
        desk().approvals.give(
            who(),
            sent.get("kind", ""),
            sent.get("answer", ""),
            check_id=check_id,
            performer_id=sent.get("performer_id") or None,
            union_id=sent.get("union_id") or None,
            params={name: sent[name] for name in PARAMS if sent.get(name)},
            expires_at=_until(sent.get("expires_on", "")),
        )
    except (Invalid, Conflict) as error:
        return _page(check_id, error), 409 if isinstance(error, Conflict) else 422
    say_next("approval-answered")
    still = _still_seen(check_id)
    return redirect(url_for("approvals.show", check_id=check_id) if still else url_for("waiting.index"), code=303)


def _still_seen(check_id: str) -> bool:
    """Whether the check is still theirs to see, now that they have answered."""
    try:
        desk().checks.get(who(), check_id)
    except NotFound:
        return False
    return True


@pages.post("/checks/<check_id>/answers/<approval_id>/revoke")
@requires(Permission.CHECK_READ)
def revoke(check_id: str, approval_id: str) -> Page:
    if approval_id not in {one.id for one in desk().approval_reader.list_for(who(), check_id)}:
        raise NotFound("approval", approval_id)
    desk().approvals.revoke(who(), approval_id)
    return _back(check_id, "approval-taken-back")


def _back(check_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("approvals.show", check_id=check_id), code=303)


def _until(day: str) -> date | None:
    """The last day of a yes. Raises `Invalid`."""
    try:
        return parse_day(day) if day else None
    except ValueError as error:
        raise Invalid(fields={"expires_at": "field-date"}) from error


def _page(check_id: str, error: Invalid | Conflict | None = None) -> str:
    check, reader = desk().checks.get(who(), check_id), desk().approval_reader
    clocks = [] if check.role == Role.PERFORMER else reader.deadlines(who(), check_id)
    given = reader.list_for(who(), check_id)
    return render_template(
        "approvals/show.html",
        check=check,
        error=error,
        waiting=desk().waiting_lists.page(who(), size=MOST, check=check_id).rows,
        given=given,
        signed=desk().acts.among([one.id for one in given]),
        passkey_for=lambda one: desk().signing_offers.may_answer(who(), places(), one, check.production_id),
        clocks=with_days_left(clocks),
        parts=desk().own_pictures.of(who(), check_id),
        counters=desk().counters.of_check(who(), check_id),
        may_counter=desk().counters.may_to_use(who(), check_id),
        kinds=KINDS,
        accepted=PARAMS,
        unions=(unions := {union.id: union for union in desk().unions.list()}),
        union_names={union_id: union.name for union_id, union in unions.items()},
    )


@pages.get("/unions/<union_id>/terms")
@requires(Permission.FLOOR_SET)
def terms(union_id: str) -> Page:
    return _terms(union_id)


@pages.post("/unions/<union_id>/strikes/new")
@requires(Permission.STRIKE_THROW)
def before_throwing(union_id: str) -> Page:
    _own(union_id)
    form = _strike_form(union_id)
    if not form.validate_on_submit():
        return _terms(union_id, strike_form=form), 422
    seen = desk().foresight.strike(who(), form.agreement.data, form.against)
    whom = next(str(name) for value, name in form.whom if value == form.production.data)
    return sure(
        Irreversible(
            t("strike-throw"), desk().unions.get(union_id).name, url_for("approvals.terms", union_id=union_id),
            (t("strike-follows", agreement=word(form.agreement.data), whom=whom), stops(seen), t("strike-told")),
            url_for("approvals.throw", union_id=union_id),
            {name: form[name].data for name in ("agreement", "production", "may_refuse")},
        )
    )  # fmt: skip


@pages.post("/unions/<union_id>/strikes")
@requires(Permission.STRIKE_THROW)
def throw(union_id: str) -> Page:
    _own(union_id)
    form = _strike_form(union_id)
    if form.validate_on_submit():
        try:
            desk().strikes.throw(who(), form.agreement.data, form.against, form.may_refuse.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _to_terms(union_id, "strike-thrown-now")
    return _terms(union_id, strike_form=form), 422


@pages.post("/unions/<union_id>/strikes/<strike_id>/lift")
@requires(Permission.STRIKE_THROW)
def lift(union_id: str, strike_id: str) -> Response:
    _own(union_id)
    desk().strikes.lift(who(), strike_id)
    return _to_terms(union_id, "strike-lifted-now")


@pages.post("/unions/<union_id>/floors")
@requires(Permission.FLOOR_SET)
def set_floor(union_id: str) -> Page:
    _own(union_id)
    form = _floor_form(union_id, request.form.get("dimension", ""))
    if form is None:
        raise Invalid(fields={"dimension": "form-choice"})
    if form.validate_on_submit():
        try:
            desk().floors.set(who(), union_id, str(form.dimension.data), form.widest(), form.agreement.data or None)
        except Invalid as error:
            form.take(error)
        else:
            return _to_terms(union_id, "floor-set-now")
    return _terms(union_id, of_floor=form), 422


@pages.post("/unions/<union_id>/floors/<floor_id>/end")
@requires(Permission.FLOOR_SET)
def end_floor(union_id: str, floor_id: str) -> Response:
    _own(union_id)
    desk().floors.end(who(), floor_id)
    return _to_terms(union_id, "floor-ended-now")


def _own(union_id: str) -> None:
    require(who(), Permission.FLOOR_SET, On(unions=frozenset({union_id})))


def _to_terms(union_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("approvals.terms", union_id=union_id), code=303)


def _strike_form(union_id: str) -> StrikeForm:
    productions = [(one.id, one.title) for one in desk().productions.list_for(who())]
    return StrikeForm(desk().unions.agreements(union_id), productions)


def _floor_form(union_id: str, dimension: str) -> FloorForm | None:
    """The form for one dimension of a consent; None for a word that is none."""
    known = dimension in dict(dimensions())
    return floor_form(dimension, desk().unions.agreements(union_id)) if known else None


def _terms(union_id: str, strike_form: StrikeForm | None = None, of_floor: FloorForm | None = None) -> str:
    _own(union_id)
    return render_template(
        "approvals/terms.html",
        union=desk().unions.get(union_id),
        strikes=desk().strikes.list(union_id),
        titles={one.id: one.title for one in desk().productions.list_for(who())},
        floors=[(floor, floor_words(floor.dimension, floor.value)) for floor in desk().floors.list(union_id)],
        dimensions=dimensions(),
        strike_form=strike_form or _strike_form(union_id),
        floor_form=of_floor or _floor_form(union_id, request.args.get("dimension", "")),
    )


@pages.get("/performers/<performer_id>/preferences")
@requires(Permission.PREFERENCE_SET)
def preferences(performer_id: str) -> Page:
    return _preferences(performer_id)


@pages.post("/performers/<performer_id>/preferences")
@requires(Permission.PREFERENCE_SET)
def prefer(performer_id: str) -> Page:
    form = PreferenceForm()
    if form.validate_on_submit():
        try:
            desk().preferences.set(who(), performer_id, form.value.data, modality=form.modality.data or None)
        except Invalid as error:
            form.take(error)
        else:
            return _to_preferences(performer_id, "preference-kept")
    return _preferences(performer_id, form), 422


@pages.post("/performers/<performer_id>/preferences/import")
@requires(Permission.PREFERENCE_SET)
def import_preferences(performer_id: str) -> Page:
    form = ImportForm()
    if form.validate_on_submit():
        try:
            desk().preferences.import_from(who(), performer_id, form.content())
        except Invalid as error:
            form.take(error)
        else:
            return _to_preferences(performer_id, "preference-kept")
    return _preferences(performer_id, import_form=form), 422


@pages.post("/performers/<performer_id>/preferences/<preference_id>/end")
@requires(Permission.PREFERENCE_SET)
def end_preference(performer_id: str, preference_id: str) -> Response:
    require(who(), Permission.PREFERENCE_SET, On(performer_id=performer_id))
    desk().preferences.end(who(), preference_id)
    return _to_preferences(performer_id, "preference-ended-now")


def _to_preferences(performer_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("approvals.preferences", performer_id=performer_id), code=303)


def _preferences(performer_id: str, form: PreferenceForm | None = None, import_form: ImportForm | None = None) -> str:
    require(who(), Permission.PREFERENCE_SET, On(performer_id=performer_id))
    return render_template(
        "approvals/preferences.html",
        performer=desk().performers.card(who(), performer_id).performer,
        held=desk().preferences.of(who(), performer_id),
        form=form or PreferenceForm(),
        import_form=import_form or ImportForm(),
    )
