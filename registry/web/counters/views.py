"""Counter-proposals: other terms than those that were asked for, and taking them up."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Permission
from registry.web.counters.forms import ConsentCounterForm, UseCounterForm
from registry.web.door import desk, requires, who
from registry.web.pages import say_next

pages = Blueprint("counters", __name__)

Page = str | Response | tuple[str, int]


def _page(form: ConsentCounterForm | UseCounterForm, of: str, back: str, status: int = 200) -> Page:
    return render_template("counters/new.html", form=form, of=of, back=back), status


@pages.get("/consents/<consent_id>/counter")
@requires(Permission.CONSENT_READ)
def to_consent(consent_id: str) -> Page:
    return _to_consent(consent_id, _consent_form(consent_id))


@pages.post("/consents/<consent_id>/counter")
@requires(Permission.CONSENT_READ)
def propose_to_consent(consent_id: str) -> Page:
    form = _consent_form(consent_id)
    if form.validate_on_submit():
        try:
            desk().counters.to_consent(who(), consent_id, form.proposed(), form.text.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("counter-sent")
            return redirect(url_for("consents.show", consent_id=consent_id), code=303)
    return _to_consent(consent_id, form, 422)


def _consent_form(consent_id: str) -> ConsentCounterForm:
    consent = desk().consents.get(who(), consent_id)
    desk().counters.require_of_consent(who(), consent_id)
    return ConsentCounterForm(consent.scope)


def _to_consent(consent_id: str, form: ConsentCounterForm, status: int = 200) -> Page:
    of = desk().consents.get(who(), consent_id).production
    return _page(form, of, url_for("consents.show", consent_id=consent_id), status)


@pages.get("/checks/<check_id>/counter")
@requires(Permission.CHECK_READ)
def to_use(check_id: str) -> Page:
    return _to_use(check_id, _use_form(check_id))


@pages.post("/checks/<check_id>/counter")
@requires(Permission.CHECK_READ)
def propose_to_use(check_id: str) -> Page:
    form = _use_form(check_id)
    if form.validate_on_submit():
        try:
            desk().counters.to_use(who(), check_id, form.proposed(), form.text.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("counter-sent")
            return redirect(url_for("approvals.show", check_id=check_id), code=303)
    return _to_use(check_id, form, 422)


def _use_form(check_id: str) -> UseCounterForm:
    check = desk().checks.get(who(), check_id)
    desk().counters.require_of_use(who(), check_id)
    return UseCounterForm(check.use)


def _to_use(check_id: str, form: UseCounterForm, status: int = 200) -> Page:
    of = desk().checks.get(who(), check_id).production
    return _page(form, of, url_for("approvals.show", check_id=check_id), status)


@pages.post("/counter-proposals/<counter_id>/take-up")
@requires(Permission.PRODUCTION_DECLARE)
def take_up(counter_id: str) -> Response:
    kind, led_to = desk().counters.take_up(who(), counter_id)
    say_next(f"counter-taken-up-{kind}")
    if kind == "consent":
        return redirect(url_for("consents.show", consent_id=led_to), code=303)
    return redirect(url_for("drafts.show", draft_id=led_to), code=303)
