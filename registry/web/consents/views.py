"""Consents, for everybody whom they concern: read in plain words, ask for, sign, countersign, refuse, withdraw."""

import json
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.consents.service import SPECIFIC
from registry.core.days import day_in
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import On, Permission, allowed
from registry.records.visibility import ENDED
from registry.web.consents.forms import CountersignForm, CoverageForm, DraftForm, SignatureForm
from registry.web.door import desk, file_of, places, requires, who
from registry.web.forms import Form
from registry.web.pages import say_next, t, word
from registry.web.sure import Irreversible, stops, sure

pages = Blueprint("consents", __name__)

OVER = ("lapsed", "refused", "withdrawn", "terminated", "invalidated", "expired", ENDED)
"""What may be asked for anew; a production alone sees `ended`, whatever ended it."""

Page = str | Response | tuple[str, int]


@pages.get("/productions/<production_id>/consents/new")
@requires(Permission.CONSENT_REQUEST)
def new(production_id: str) -> Page:
    production, form = desk().productions.get(who(), production_id), DraftForm()
    check_id, row, again = request.args.get("check"), request.args.get("row", type=int), request.args.get("again")
    today = day_in(desk().clock(), ZoneInfo(production.time_zone))
    if check_id:
        declared = desk().checks.get(who(), check_id).declared
        if declared is not None and declared["production"] == production_id and row is not None:
            form.take_up(declared, row, today)
    elif again:
        before = desk().consents.get(who(), again)
        if before.production_id == production_id:
            form.take_again(before.performer_id, before.scope, today)
    return render_template("consents/new.html", production=production, form=form)


@pages.post("/productions/<production_id>/consents/new")
@requires(Permission.CONSENT_REQUEST)
def draft(production_id: str) -> Page:
    production, form = desk().productions.get(who(), production_id), DraftForm()
    if form.validate_on_submit():
        performer = form.performer.data
        try:
            consent = desk().consents.draft(who(), performer, production_id, form.scope(production_id))
        except NotFound:
            form.performer.errors = ["consent-performer-unknown"]
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("consent-asked")
            return redirect(url_for("consents.show", consent_id=consent.id), code=303)
    return render_template("consents/new.html", production=production, form=form), 422


def _page(consent_id: str, status: int = 200, **filled: Form) -> Page:
    consent, me = desk().consents.get(who(), consent_id), who()
    file = desk().consents.file(me, consent_id)
    needed = On(consent.performer_id, me.unions & frozenset(consent.missing_countersigners), consent.production_id)
    concerned = On(consent.performer_id, me.unions, consent.production_id)
    own = On(consent.performer_id, production_id=consent.production_id)
    waiting, forms = consent.state in ("requested", "deferred"), _forms()
    offers = desk().signing_offers
    passkey = {
        "sign": offers.may_sign(me, places(), consent_id),
        "countersign": offers.may_countersign(me, places(), consent_id),
        "named": next(iter(desk().passkeys.among([consent.signer_fingerprint]).values()), None),
        "withdrawal": desk().acts.of_performers(me, consent_id) is not None,
    }
    return render_template(
        "consents/show.html",
        consent=consent,
        passkey=passkey,
        words=desk().consents.words(me, consent_id),
        record=json.dumps(file["document"], indent=2, ensure_ascii=False),
        signatures=file["signatures"],
        history=desk().consents.history(me, consent_id),
        counters=desk().counters.of_consent(me, consent_id),
        may_counter=waiting and desk().counters.may_to_consent(me, consent_id),
        takes=waiting and consent.production_id in me.productions,
        may_ask_again=consent.state in OVER and consent.production_id in me.productions,
        may_sign=waiting and not consent.signed_at and allowed(me, Permission.CONSENT_SIGN, own),
        may_countersign=consent.signed_at and allowed(me, Permission.CONSENT_COUNTERSIGN, needed),
        may_withdraw=(
            consent.state in ("given", "suspended", "signed") or consent.flaws or (waiting and consent.signed_at)
        )
        and allowed(me, Permission.CONSENT_WITHDRAW, concerned),
        may_cover=bool(me.unions) and consent.production_id not in me.productions,
        unions={union.id: union.name for union in desk().unions.list()},
        **(forms | filled),
    ), status


def _forms() -> dict[str, Form]:
    return {
        "signing": SignatureForm(formdata=None),
        "countersigning": _countersign(formdata=None),
        "coverage": _coverage(formdata=None),
    }


def _countersign(**options: None) -> CountersignForm:
    form = CountersignForm(prefix="countersign", **options)
    form.description_specific.choices = [(answer, t(f"consent-specific-{answer}")) for answer in SPECIFIC]
    return form


def _coverage(**options: None) -> CoverageForm:
    form = CoverageForm(prefix="coverage", **options)
    held = {agreement for union in who().unions for agreement in desk().unions.agreements(union)}
    form.agreement.choices = [(agreement, word(agreement)) for agreement in sorted(held)]
    form.covered.choices = [("yes", t("coverage-yes")), ("no", t("coverage-no"))]
    return form


@pages.get("/consents/<consent_id>")
@requires(Permission.CONSENT_READ)
def show(consent_id: str) -> Page:
    return _page(consent_id)


@pages.get("/consents/<consent_id>/document.json")
@requires(Permission.CONSENT_READ)
def document(consent_id: str) -> Response:
    """The file to sign: document and words, with the signatures that are there already."""
    return file_of(desk().consents.file(who(), consent_id), f"{consent_id}.json")


@pages.post("/consents/<consent_id>/signature")
@requires(Permission.CONSENT_SIGN)
def sign(consent_id: str) -> Page:
    desk().consents.get(who(), consent_id)
    form = SignatureForm()
    if form.validate_on_submit():
        try:
            desk().consents.add_signature(who(), consent_id, form.signature("signer"))
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _done(consent_id, "consent-signed")
    return _page(consent_id, 422, signing=form)


@pages.post("/consents/<consent_id>/countersignature")
@requires(Permission.CONSENT_COUNTERSIGN)
def countersign(consent_id: str) -> Page:
    desk().consents.get(who(), consent_id)
    form = _countersign()
    if form.validate_on_submit():
        try:
            signature = form.signature("countersigner")
            desk().consents.countersign(who(), consent_id, signature, form.description_specific.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _done(consent_id, "consent-countersigned")
    return _page(consent_id, 422, countersigning=form)


@pages.post("/consents/<consent_id>/coverage")
@requires(Permission.COVERAGE_CONFIRM)
def cover(consent_id: str) -> Page:
    consent = desk().consents.get(who(), consent_id)
    form = _coverage()
    if not form.validate_on_submit():
        return _page(consent_id, 422, coverage=form)
    desk().consents.confirm_coverage(
        who(), consent.performer_id, consent.production_id, form.agreement.data, form.covered.data == "yes"
    )
    return _done(consent_id, "coverage-confirmed")


@pages.post("/consents/<consent_id>/refuse")
@requires(Permission.CONSENT_SIGN)
def refuse(consent_id: str) -> Response:
    desk().consents.refuse(who(), consent_id)
    return _done(consent_id, "consent-refused")


@pages.get("/consents/<consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def before_withdrawing(consent_id: str) -> Page:
    consent, seen = desk().consents.get(who(), consent_id), desk().foresight.withdrawal(who(), consent_id)
    signs = desk().signing_offers.may_withdraw(who(), places(), consent_id)
    return sure(
        Irreversible(
            t("consent-withdraw-now"), t("consent-heading", production=consent.production),
            url_for("consents.show", consent_id=consent_id),
            (t("consent-withdraw-follows", production=consent.production, after=consent.scope["exploitation_after_end"]),
             stops(seen), t("consent-withdraw-told")),
            url_for("consents.withdraw", consent_id=consent_id),
            signed=url_for("passkeys.withdraw", consent_id=consent_id) if signs else None,
        )
    )  # fmt: skip


@pages.post("/consents/<consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(consent_id: str) -> Response:
    desk().consents.withdraw(who(), consent_id)
    return _done(consent_id, "consent-withdrawn")


def _done(consent_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("consents.show", consent_id=consent_id), code=303)
