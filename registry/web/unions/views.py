"""The union door: members to verify, disputes, countersignatures, agreements, keys, and checks that touch members."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consent.clearance import shipped
from registry.checks.lists import RefusalCount
from registry.consents.lists import COUNTERSIGN
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.paging import PageOf, PageRequest
from registry.core.permissions import On, Permission, require
from registry.people.unions.lists import MEMBERSHIPS, NEWEST, SORTS, STANDINGS, VERIFY, WAITS
from registry.records.performers import Card
from registry.records.tables.performers import PerformerKey
from registry.web.accounts.ending import ending
from registry.web.accounts.notices import notice_list
from registry.web.checks.lists import check_list, latest
from registry.web.consents.lists import consent_list, latest_consents
from registry.web.door import desk, places, requires, who
from registry.web.lists import LATEST, asked, choice, sorts
from registry.web.pages import reason_words, say_next, t
from registry.web.passkeys.forms import signing_keys
from registry.web.signing.leading import signing_places, to_signing
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
    return render_template(
        "unions/show.html",
        union=desk().unions.get(union_id),
        members=desk().member_lists.page(who(), union_id, PageRequest(), LATEST),
        unverified=desk().member_lists.page(
            who(), union_id, PageRequest(sort=NEWEST, chosen={"waits": VERIFY}), LATEST
        ),
        disputes=desk().disputes.of_union(who(), union_id),
        waiting=latest_consents(PageOf(union=union_id), waits=COUNTERSIGN),
        consents=latest_consents(PageOf(union=union_id)),
        declared=desk().productions.declared_to(who(), union_id),
        pairs=[pair for pair in desk().look_alikes.signed(who()) if union_id in pair.unions],
        agreements=desk().unions.agreements(union_id),
        checks=latest(PageOf(union=union_id)),
        keys=desk().unions.keys(union_id),
        representatives=desk().holders.of_union(who(), union_id),
        notices=desk().notices.about(who(), union_id=union_id, size=LATEST),
    )


@pages.get("/<union_id>/checks")
@requires(Permission.UNION_ADMINISTER)
def checks(union_id: str) -> Page:
    _require_own(union_id)
    union = desk().unions.get(union_id)
    return check_list(PageOf(union=union_id), "union-checks", union.name, url_for("unions.show", union_id=union_id))


@pages.get("/<union_id>/refusals")
@requires(Permission.UNION_ADMINISTER)
def refusals(union_id: str) -> Page:
    _require_own(union_id)
    refused = desk().check_lists.refused(who(), PageOf(union=union_id))
    union = desk().unions.get(union_id)
    return render_template("unions/refusals.html", union=union, refused=refused, words=_clause)


def _clause(refused: RefusalCount) -> str:
    """A clause as its ruleset names it; of what the check itself says, its words."""
    if refused.rule is None:
        return reason_words({"message": refused.message})
    ruleset_id, _, rule_id = refused.rule.partition("/")
    for ruleset in shipped():
        if ruleset.id == ruleset_id:
            return next(
                (f"{ruleset.title}, {rule.clause}" for rule in ruleset.rules if rule.id == rule_id), refused.rule
            )
    return refused.rule


@pages.get("/<union_id>/members")
@requires(Permission.UNION_ADMINISTER)
def members(union_id: str) -> Page:
    _require_own(union_id)
    union = desk().unions.get(union_id)
    wanted = asked({"waits": WAITS, "standing": STANDINGS, "membership": MEMBERSHIPS}, SORTS)
    return render_template(
        "unions/members.html",
        union=union,
        page=desk().member_lists.page(who(), union_id, wanted),
        asked=wanted,
        filters=[
            choice("waits", "list-waits", WAITS, "list-waits-"),
            choice("standing", "list-standing", STANDINGS, "standing-"),
            choice("membership", "verify-membership", MEMBERSHIPS, "list-membership-"),
        ],
        sorts=sorts(SORTS),
        search=t("members-search"),
        heading=t("union-members"),
        name=union.name,
        back=url_for("unions.show", union_id=union_id),
    )


@pages.get("/<union_id>/consents")
@requires(Permission.UNION_ADMINISTER)
def consents(union_id: str) -> Page:
    _require_own(union_id)
    back = url_for("unions.show", union_id=union_id)
    return consent_list(PageOf(union=union_id), "union-consents", desk().unions.get(union_id).name, back)


@pages.get("/<union_id>/notices")
@requires(Permission.UNION_ADMINISTER)
def notices(union_id: str) -> Page:
    _require_own(union_id)
    back = url_for("unions.show", union_id=union_id)
    return notice_list(desk().unions.get(union_id).name, back, union_id=union_id)


def _card(union_id: str, performer_id: str) -> Card:
    """The member's card, as this union sees it; a performer of another union is not found."""
    _require_own(union_id)
    card = desk().performers.card(who(), performer_id)
    if union_id not in card.unions:
        raise NotFound("performer", performer_id)
    return card


def _verify_form(card: Card) -> VerifyForm:
    form = VerifyForm()
    passkeys = desk().passkeys.among([key.fingerprint for key in card.keys])
    named = {
        key.fingerprint: f"{passkeys[key.fingerprint].label} · {key.fingerprint}"
        if key.fingerprint in passkeys
        else key.fingerprint
        for key in card.keys
    }
    form.key_fingerprint.choices = list(named.items())
    lost = [key.fingerprint for key in card.keys if key.confirmed_at is not None and _has_other(card, key)]
    form.replaces.choices = [("", t("verify-replaces-none")), *((one, named[one]) for one in lost)]
    if not form.is_submitted():
        form.likeness_digest.data = card.likeness_digest
    return form


def _has_other(card: Card, lost: PerformerKey) -> bool:
    """Whether there is a key that can be put in the place of a lost one."""
    return any(key.signer_role == lost.signer_role and key.fingerprint != lost.fingerprint for key in card.keys)


@pages.get("/<union_id>/members/<performer_id>")
@requires(Permission.PERFORMER_VERIFY)
def member(union_id: str, performer_id: str) -> Page:
    card = _card(union_id, performer_id)
    return _member(union_id, card, _verify_form(card))


def _member(union_id: str, card: Card, form: VerifyForm, status: int = 200) -> Page:
    return render_template(
        "unions/member.html",
        union=desk().unions.get(union_id),
        card=card,
        performer=card.performer,
        form=form,
        heard=desk().readings.heard(who(), card.performer.id),
        may_replace=desk().signing_offers.may_replace(who(), places(), card.performer.id),
        **signing_keys(card.keys),
    ), status


@pages.post("/<union_id>/members/<performer_id>")
@requires(Permission.PERFORMER_VERIFY)
def verify(union_id: str, performer_id: str) -> Page:
    card = _card(union_id, performer_id)
    form = _verify_form(card)
    if form.validate_on_submit():
        given = (form.name.data, form.key_fingerprint.data, form.method.data, form.likeness_digest.data)
        try:
            desk().performers.verify(who(), performer_id, *given, replaces=form.replaces.data or None)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _back(union_id, "verify-done")
    return _member(union_id, card, form, 422)


@pages.post("/<union_id>/members/<performer_id>/replacement")
@requires(Permission.PERFORMER_VERIFY)
def replace_key(union_id: str, performer_id: str) -> Page:
    """Confirms a key in the place of a lost one, signed with the representative's passkey."""
    card = _card(union_id, performer_id)
    form = _verify_form(card)
    if form.validate_on_submit():
        if not form.replaces.data:
            form.replaces.errors = ["form-required"]
        else:
            given = {
                "name": form.name.data,
                "key": form.key_fingerprint.data,
                "method": form.method.data,
                "likeness": form.likeness_digest.data or "",
                "replaces": form.replaces.data,
            }
            try:
                secret = desk().signing_requests.to_replace(who(), signing_places(), performer_id, **given)
            except Invalid as error:
                form.take(error)
            else:
                return to_signing(secret)
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
        lapse=desk().lapses.without(performer_id, union_id),
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
    back = url_for("unions.show", union_id=union_id)
    return ending(holders, representative_id, desk().unions.get(union_id).name, back, union_id)


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
    return render_template("unions/keys.html", union=union, keys=held, form=form, **signing_keys(held)), status


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
