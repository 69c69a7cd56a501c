"""Invitations that a union or a production sends, and the people whose address somebody has to confirm."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Forbidden, Permission, could
from registry.people.accounts.offices import Office
from registry.people.entry.invitations import Invitation
from registry.web.door import desk, language, requires, who
from registry.web.forms import offer
from registry.web.invitations.forms import InvitationForm
from registry.web.pages import say_next, t

pages = Blueprint("invitations", __name__)

Page = str | Response | tuple[str, int]

BY_UNION = (Office.PERFORMER, Office.UNION)
BY_PRODUCTION = (Office.MEMBER, Office.COMMISSIONER, Office.COUNSEL)


def _form(offices: tuple[Office, ...], union_id: str | None = None) -> InvitationForm:
    form = InvitationForm()
    offer(form["office"], [(str(one), t(f"invitation-to-{one}")) for one in offices])
    records: list[tuple[str, str]] = []
    if union_id is not None and Office.PERFORMER in offices:
        records = desk().invitations.records(who(), union_id)
    offer(form["performer"], [("", t("invitation-record-new")), *records])
    return form


def _page(
    of: str, name: str, offices: tuple[Office, ...], form: InvitationForm, here: str, back: str, status: int = 200
) -> Page:
    return render_template(
        "invitations/list.html",
        sent=[one for office in offices for one in desk().invitations.sent(who(), office, of)],
        form=form, records=len(form["performer"].choices) > 1, name=name, here=here, back=back,  # type: ignore[attr-defined]
        from_outside=Office.COUNSEL in offices,
    ), status  # fmt: skip


def _sent(of: str, form: InvitationForm, here: str) -> Response | None:
    """Sends what the form asks for; None where it has to be shown again."""
    if form.validate_on_submit():
        office = Office(form["office"].data)
        record = form["performer"].data if office is Office.PERFORMER else ""
        try:
            desk().invitations.send(
                who(), office, of, form.email.data, form.name.data, record or None, language=language()
            )
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("invitation-sent", email=form.email.data)
            return redirect(here, code=303)
    return None


def _by_union(union_id: str) -> tuple[Office, ...]:
    """What the acting account may invite to for this union: an administrator, its first representative. Raises `Forbidden`."""
    may = []
    for office in BY_UNION:
        try:
            desk().invitations.sent(who(), office, union_id)
        except Forbidden:
            continue
        may.append(office)
    if not may:
        raise Forbidden(Permission.UNION_ADMINISTER)
    return tuple(may)


@pages.get("/unions/<union_id>/invitations")
@requires(Permission.UNION_READ)
def of_union(union_id: str) -> Page:
    return _of_union(union_id, _form(_by_union(union_id), union_id))


def _of_union(union_id: str, form: InvitationForm, status: int = 200) -> Page:
    union = desk().unions.get(union_id)
    own = union_id in who().unions
    back = url_for("unions.show", union_id=union_id) if own else url_for("accounts.administration")
    here = url_for("invitations.of_union", union_id=union_id)
    return _page(union_id, union.name, _by_union(union_id), form, here, back, status)


@pages.post("/unions/<union_id>/invitations")
@requires(Permission.UNION_READ)
def invite_to_union(union_id: str) -> Page:
    form = _form(_by_union(union_id), union_id)
    done = _sent(union_id, form, url_for("invitations.of_union", union_id=union_id))
    return done or _of_union(union_id, form, 422)


def production_form() -> InvitationForm:
    """What a production may invite to, for its page of members."""
    return _form(BY_PRODUCTION)


def sent_by_production(production_id: str) -> list[Invitation]:
    """The invitations that a production has sent. Raises `Forbidden`."""
    return [one for office in BY_PRODUCTION for one in desk().invitations.sent(who(), office, production_id)]


@pages.get("/productions/<production_id>/invitations")
@requires(Permission.PRODUCTION_DECLARE)
def of_production(production_id: str) -> Page:
    return _of_production(production_id, _form(BY_PRODUCTION))


def _of_production(production_id: str, form: InvitationForm, status: int = 200) -> Page:
    production = desk().productions.get(who(), production_id)
    here = url_for("invitations.of_production", production_id=production_id)
    back = url_for("productions.members", production_id=production_id)
    return _page(production_id, production.title, BY_PRODUCTION, form, here, back, status)


@pages.post("/productions/<production_id>/invitations")
@requires(Permission.PRODUCTION_DECLARE)
def invite_to_production(production_id: str) -> Page:
    form = _form(BY_PRODUCTION)
    done = _sent(production_id, form, url_for("productions.members", production_id=production_id))
    return done or _of_production(production_id, form, 422)


def _back(of: str, told: str) -> Response:
    say_next(told)
    unions = {union.id for union in desk().unions.list()}
    there = url_for("invitations.of_union", union_id=of) if of in unions else None
    return redirect(there or url_for("productions.members", production_id=of), code=303)


@pages.post("/invitations/<invitation_id>/resend")
@requires(Permission.SIGNED_IN)
def resend(invitation_id: str) -> Response:
    return _back(desk().invitations.resend(who(), invitation_id), "invitation-resent")


@pages.post("/invitations/<invitation_id>/withdraw")
@requires(Permission.SIGNED_IN)
def withdraw(invitation_id: str) -> Response:
    return _back(desk().invitations.withdraw(who(), invitation_id), "invitation-withdrawn")


@pages.get("/approvers")
@requires(Permission.SIGNED_IN)
def to_confirm() -> Page:
    waiting = desk().invitations.to_confirm(who())
    if not waiting and not (could(who(), Permission.INSTANCE_ADMINISTER) or who().commissions):
        raise Forbidden(Permission.INSTANCE_ADMINISTER)
    return render_template("invitations/confirm.html", waiting=waiting)


@pages.post("/approvers/<approver_id>/confirm")
@requires(Permission.SIGNED_IN)
def confirm(approver_id: str) -> Response:
    desk().invitations.confirm(who(), approver_id)
    say_next("approver-confirmed")
    return redirect(url_for("invitations.to_confirm"), code=303)


@pages.post("/approvers/<approver_id>/refuse")
@requires(Permission.SIGNED_IN)
def refuse(approver_id: str) -> Response:
    desk().invitations.refuse(who(), approver_id)
    say_next("approver-refused")
    return redirect(url_for("invitations.to_confirm"), code=303)
