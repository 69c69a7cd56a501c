"""The union door: members to verify, disputes, countersignatures, agreements, keys, and checks that touch members."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import On, Permission, require
from registry.records.performers import Card
from registry.web.accounts.ending import ending
from registry.web.door import desk, requires, who
from registry.web.pages import say_next
from registry.web.unions.forms import UnionKeyForm, VerifyForm

pages = Blueprint("unions", __name__, url_prefix="/unions")

Page = str | Response | tuple[str, int]


def _back(union_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("unions.show", union_id=union_id), code=303)


def _require_own(union_id: str) -> None:
    require(who(), Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))


@pages.get("/<union_id>")
@requires(Permission.UNION_ADMINISTER)
def show(union_id: str) -> Page:
    _require_own(union_id)
    members = desk().unions.members(who(), union_id)
    consents = desk().consents.list_for(who())
    agreements = desk().unions.agreements(union_id)
    declared = [
        (production, agreement)
        for production in desk().productions.list_for(who())
        for agreement in desk().productions.agreements(who(), production.id)
        if agreement.agreement in agreements
        and agreement.confirmed_at is None
        and production.id not in who().productions
    ]
    return render_template(
        "unions/show.html",
        union=desk().unions.get(union_id),
        members=members,
        unverified=[
            (performer, tie) for performer, tie in members if performer.status == "unverified" or not tie.confirmed_at
        ],
        disputes=[*desk().disputes.waiting(who()), *desk().disputes.found_in(who())],
        waiting=[one for one in consents if one.signed_at and union_id in one.missing_countersigners],
        consents=consents,
        declared=declared,
        pairs=[pair for pair in desk().look_alikes.signed(who()) if union_id in pair.unions],
        agreements=agreements,
        checks=[check for check in desk().checks.list_for(who()) if check.role == "union"],
        keys=desk().unions.keys(union_id),
        representatives=desk().holders.of_union(who(), union_id),
        notices=desk().notices.about(who(), union_id=union_id),
    )


def _card(union_id: str, performer_id: str) -> Card:
    """The member's card, as this union sees it; a performer of another union is not found."""
    _require_own(union_id)
    card = desk().performers.card(who(), performer_id)
    if union_id not in card.unions:
        raise NotFound("performer", performer_id)
    return card


def _verify_form(card: Card) -> VerifyForm:
    form = VerifyForm()
    form.key_fingerprint.choices = [(key.fingerprint, key.fingerprint) for key in card.keys]
    if not form.is_submitted():
        form.face_digest.data = card.face_digest
    return form


@pages.get("/<union_id>/members/<performer_id>")
@requires(Permission.PERFORMER_VERIFY)
def member(union_id: str, performer_id: str) -> Page:
    card = _card(union_id, performer_id)
    return _member(union_id, card, _verify_form(card))


def _member(union_id: str, card: Card, form: VerifyForm, status: int = 200) -> Page:
    union = desk().unions.get(union_id)
    return render_template("unions/member.html", union=union, card=card, performer=card.performer, form=form), status


@pages.post("/<union_id>/members/<performer_id>")
@requires(Permission.PERFORMER_VERIFY)
def verify(union_id: str, performer_id: str) -> Page:
    card = _card(union_id, performer_id)
    form = _verify_form(card)
    if form.validate_on_submit():
        given = (form.name.data, form.key_fingerprint.data, form.method.data, form.face_digest.data)
        try:
            desk().performers.verify(who(), performer_id, *given)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _back(union_id, "verify-done")
    return _member(union_id, card, form, 422)


@pages.post("/<union_id>/members/<performer_id>/membership")
@requires(Permission.PERFORMER_VERIFY)
def confirm_membership(union_id: str, performer_id: str) -> Response:
    desk().unions.confirm_membership(who(), performer_id, union_id)
    say_next("membership-confirmed-now")
    return redirect(url_for("unions.member", union_id=union_id, performer_id=performer_id), code=303)


@pages.get("/<union_id>/members/<performer_id>/end")
@requires(Permission.PERFORMER_VERIFY)
def ask_end_membership(union_id: str, performer_id: str) -> Page:
    card, back = _card(union_id, performer_id), url_for("unions.member", union_id=union_id, performer_id=performer_id)
    return render_template(
        "performers/end_membership.html",
        performer=card.performer,
        union=desk().unions.get(union_id),
        own=False,
        back=back,
    )


@pages.post("/<union_id>/members/<performer_id>/end")
@requires(Permission.PERFORMER_VERIFY)
def end_membership(union_id: str, performer_id: str) -> Response:
    _require_own(union_id)
    desk().unions.end_membership(who(), performer_id, union_id)
    return _back(union_id, "membership-ended-now")


@pages.get("/<union_id>/representatives/<representative_id>/end")
@requires(Permission.UNION_ADMINISTER)
def ask_end_office(union_id: str, representative_id: str) -> Page:
    holders = desk().holders.of_union(who(), union_id)
    return ending(
        holders, representative_id, desk().unions.get(union_id).name, url_for("unions.show", union_id=union_id)
    )


@pages.post("/<union_id>/representatives/<representative_id>/end")
@requires(Permission.UNION_ADMINISTER)
def end_office(union_id: str, representative_id: str) -> Response:
    desk().holders.end_union(who(), representative_id, union_id, last=request.form.get("last") == "yes")
    say_next("office-ended")
    own = representative_id == who().account_id  # whose office it was sees the union no more
    return redirect(url_for("accounts.offices") if own else url_for("unions.show", union_id=union_id), code=303)


@pages.get("/<union_id>/keys")
@requires(Permission.UNION_ADMINISTER)
def keys(union_id: str) -> Page:
    return _keys(union_id, UnionKeyForm())


def _keys(union_id: str, form: UnionKeyForm, status: int = 200) -> Page:
    _require_own(union_id)
    union, held = desk().unions.get(union_id), desk().unions.keys(union_id)
    return render_template("unions/keys.html", union=union, keys=held, form=form), status


@pages.post("/<union_id>/keys")
@requires(Permission.UNION_ADMINISTER)
def add_key(union_id: str) -> Page:
    form = UnionKeyForm()
    if form.validate_on_submit():
        try:
            desk().unions.add_key(who(), union_id, form.public_key.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _back(union_id, "key-added")
    return _keys(union_id, form, 422)


@pages.post("/<union_id>/keys/revoke")
@requires(Permission.UNION_ADMINISTER)
def revoke_key(union_id: str) -> Response:
    desk().unions.revoke_key(who(), union_id, request.form.get("fingerprint", ""))
    return _back(union_id, "key-revoked")
