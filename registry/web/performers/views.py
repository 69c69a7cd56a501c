"""The performer door: identity, biometric release, enrolment, keys, consents, the checks that found one, and forgetting."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.checks.intake.files import FilesView
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.paging import PageOf
from registry.core.permissions import On, Permission, require
from registry.people.look_alikes.service import PairView
from registry.records.performers import Card, IdentityStanding
from registry.records.tables.performers import IdentityConfirmation
from registry.web.accounts.notices import notice_list
from registry.web.checks.lists import check_list, latest
from registry.web.consents.lists import consent_list, latest_consents
from registry.web.door import desk, file_of, language, requires, who
from registry.web.jobs import progress_of, source_of, stage_of
from registry.web.lists import LATEST
from registry.web.pages import say_next, t, word
from registry.web.passkeys.forms import signing_keys
from registry.web.performers.forms import EnrolForm, ForgetForm, KeyForm, RegisterForm, ReleaseForm
from registry.web.performers.senses import senses_of
from registry.web.sure import Irreversible, stops, sure

pages = Blueprint("performers", __name__, url_prefix="/performers")

Page = str | Response | tuple[str, int]


def _own(performer_id: str) -> bool:
    return performer_id == who().performer_id or performer_id in dict(who().represents)


def _back(performer_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("performers.show", performer_id=performer_id), code=303)


def _register_form() -> RegisterForm:
    form = RegisterForm()
    form.unions.choices = [(union.id, union.name) for union in desk().unions.list()]
    return form


@pages.get("/new")
@requires(Permission.PERFORMER_REGISTER)
def new() -> Page:
    return render_template("performers/new.html", form=_register_form())


@pages.post("/new")
@requires(Permission.PERFORMER_REGISTER)
def register() -> Page:
    form = _register_form()
    if form.validate_on_submit():
        account = who().account_id if form.myself.data else None
        try:
            made = desk().performers.register(who(), form.name.data, account, form.unions.data, form.born.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _back(made.id, "performer-registered")
    return render_template("performers/new.html", form=form), 422


@pages.get("/<performer_id>")
@requires(Permission.PERFORMER_READ)
def show(performer_id: str) -> Page:
    card = desk().performers.card(who(), performer_id)
    return render_template(
        "performers/show.html",
        card=card,
        performer=card.performer,
        own=_own(performer_id),
        unions={union.id: union.name for union in desk().unions.list()},
        acting=desk().representations.of(who(), performer_id),
        consents=latest_consents(PageOf(performer=performer_id)),
        waiting=latest_consents(PageOf(performer=performer_id), state="requested"),
        checks=latest(PageOf(performer=performer_id)),
        unseen=_unseen(card),
        notices=desk().notices.about(who(), performer_id=performer_id, size=LATEST),
        pairs=[pair for pair in _pairs(performer_id) if pair.state in ("drafted", "signed")],
        found=desk().disputes.about(who(), performer_id) if _own(performer_id) else [],
        ways=senses_of(card),
    )


@pages.get("/<performer_id>/checks")
@requires(Permission.PERFORMER_READ)
def checks(performer_id: str) -> Page:
    card = desk().performers.card(who(), performer_id)
    heading = "performer-checks" if _own(performer_id) else "performer-checks-of"
    back = url_for("performers.show", performer_id=performer_id)
    return check_list(PageOf(performer=performer_id), heading, card.performer.name, back, unseen=_unseen(card))


def _unseen(card: Card) -> list[str]:
    """Why not every check that found the performer is on the viewer's list: the same, whether there are such checks or not."""
    found, own = [], _own(card.performer.id)
    if own and card.standing is not IdentityStanding.VERIFIED:
        found.append("checks-once-confirmed")
    if not own and not any(card.unions.get(union) for union in who().unions):
        found.append("checks-once-member")
    if who().productions or who().commissions or who().counsels:
        found.append("checks-of-own-productions")
    return found


@pages.get("/<performer_id>/consents")
@requires(Permission.PERFORMER_READ)
def consents(performer_id: str) -> Page:
    performer = desk().performers.card(who(), performer_id).performer
    back = url_for("performers.show", performer_id=performer_id)
    return consent_list(PageOf(performer=performer_id), "consents", performer.name, back)


@pages.get("/<performer_id>/notices")
@requires(Permission.PERFORMER_ENROL)
def notices(performer_id: str) -> Page:
    require(who(), Permission.PERFORMER_ENROL, On(performer_id=performer_id))
    performer = desk().performers.card(who(), performer_id).performer
    back = url_for("performers.show", performer_id=performer_id)
    return notice_list(performer.name, back, performer_id=performer_id)


def _pairs(performer_id: str) -> list[PairView]:
    """The look-alikes that the performer declared; for the viewer's own performers only."""
    return desk().look_alikes.of(who(), performer_id) if _own(performer_id) else []


@pages.post("/<performer_id>/memberships")
@requires(Permission.PERFORMER_ENROL)
def claim_membership(performer_id: str) -> Response:
    desk().unions.claim_membership(who(), performer_id, request.form.get("union", ""))
    return _back(performer_id, "membership-claimed-now")


@pages.get("/<performer_id>/memberships/<union_id>/end")
@requires(Permission.PERFORMER_ENROL)
def ask_end_membership(performer_id: str, union_id: str) -> Page:
    card, back = desk().performers.card(who(), performer_id), url_for("performers.show", performer_id=performer_id)
    if union_id not in card.unions or not _own(performer_id):
        raise NotFound("membership", performer_id)
    return render_template(
        "performers/end_membership.html",
        performer=card.performer,
        union=desk().unions.get(union_id),
        lapse=desk().lapses.without(performer_id, union_id),
        own=True,
        back=back,
    )


@pages.post("/<performer_id>/memberships/<union_id>/end")
@requires(Permission.PERFORMER_ENROL)
def end_membership(performer_id: str, union_id: str) -> Response:
    require(who(), Permission.PERFORMER_ENROL, On(performer_id=performer_id))
    desk().unions.end_membership(who(), performer_id, union_id)
    return _back(performer_id, "membership-ended-now")


def _representation(performer_id: str, representation_id: int) -> int:
    """The id, once it is one of this performer's. Raises `NotFound`."""
    if representation_id not in [claim.id for claim, _name in desk().representations.of(who(), performer_id)]:
        raise NotFound("representation", str(representation_id))
    return representation_id


@pages.post("/<performer_id>/representations/<int:representation_id>/confirm")
@requires(Permission.PERFORMER_VERIFY)
def confirm_representation(performer_id: str, representation_id: int) -> Response:
    desk().representations.confirm(who(), _representation(performer_id, representation_id))
    return _back(performer_id, "representation-confirmed")


@pages.post("/<performer_id>/representations/<int:representation_id>/end")
@requires(Permission.PERFORMER_READ)
def end_representation(performer_id: str, representation_id: int) -> Response:
    desk().representations.end(who(), _representation(performer_id, representation_id))
    say_next("representation-ended")
    return redirect(url_for("accounts.home"), code=303)


@pages.get("/<performer_id>/release")
@pages.get("/<performer_id>/release/<modality>")
@requires(Permission.PERFORMER_ENROL)
def release(performer_id: str, modality: str | None = None) -> Page:
    return _release(performer_id, modality, ReleaseForm())


def _release(performer_id: str, modality: str | None, form: ReleaseForm) -> str:
    card, name = desk().performers.card(who(), performer_id), modality or next(iter(desk().senses))
    text = desk().performers.release_text(language(), modality)
    signed = card.senses[name].release if name in card.senses else None
    return render_template(
        "performers/release.html", performer=card.performer, signed=signed, modality=name, text=text, form=form
    )


@pages.post("/<performer_id>/release")
@pages.post("/<performer_id>/release/<modality>")
@requires(Permission.PERFORMER_ENROL)
def sign_release(performer_id: str, modality: str | None = None) -> Page:
    form = ReleaseForm()
    if not form.validate_on_submit():
        return _release(performer_id, modality, form), 422
    digest, spoken = request.form.get("digest", ""), request.form.get("language", "")
    desk().performers.sign_release(who(), performer_id, spoken, digest, modality)
    aloud = modality is not None and modality == desk().readings.modality
    say_next("release-signed-voice" if aloud else "release-signed")
    return redirect(url_for("voices.show" if aloud else "performers.enrolment", performer_id=performer_id), code=303)


@pages.get("/<performer_id>/release/<modality>/withdraw")
@requires(Permission.PERFORMER_FORGET)
def before_withdrawing_one_release(performer_id: str, modality: str) -> Page:
    card = desk().performers.card(who(), performer_id)
    if modality not in card.senses or card.senses[modality].release is None:
        raise NotFound("release", performer_id)
    alone = not any(sense.templates for name, sense in card.senses.items() if name != modality)
    stays = stops(desk().foresight.forgetting(who(), performer_id)) if alone else t("release-withdraw-others-stay")
    name = word(modality, "modality")
    return sure(
        Irreversible(
            t("release-withdraw-one", sense=name), card.performer.name,
            url_for("performers.show", performer_id=performer_id),
            (t("release-withdraw-one-follows", sense=name), stays, t("release-withdraw-stays")),
            url_for("performers.withdraw_one_release", performer_id=performer_id, modality=modality),
        )
    )  # fmt: skip


@pages.post("/<performer_id>/release/<modality>/withdraw")
@requires(Permission.PERFORMER_FORGET)
def withdraw_one_release(performer_id: str, modality: str) -> Response:
    desk().performers.withdraw_release(who(), performer_id, modality)
    return _back(performer_id, "release-withdrawn")


@pages.get("/<performer_id>/release/withdraw")
@requires(Permission.PERFORMER_FORGET)
def before_withdrawing_release(performer_id: str) -> Page:
    performer, seen = desk().performers.get(who(), performer_id), desk().foresight.forgetting(who(), performer_id)
    return sure(
        Irreversible(
            t("release-withdraw"), performer.name, url_for("performers.show", performer_id=performer_id),
            (t("release-withdraw-follows"), stops(seen), t("release-withdraw-stays")),
            url_for("performers.withdraw_release", performer_id=performer_id),
        )
    )  # fmt: skip


@pages.post("/<performer_id>/release/withdraw")
@requires(Permission.PERFORMER_FORGET)
def withdraw_release(performer_id: str) -> Response:
    desk().performers.withdraw_release(who(), performer_id)
    return _back(performer_id, "release-withdrawn")


@pages.get("/<performer_id>/enrolment")
@requires(Permission.PERFORMER_ENROL)
def enrolment(performer_id: str) -> Page:
    keep = (
        desk().performers.get(who(), performer_id).keep_pictures
    )  # who chose to keep them is not asked to choose again
    return _enrolment(performer_id, EnrolForm(data={"keep": keep}))


def _enrolment(performer_id: str, form: EnrolForm, job: FilesView | None = None) -> str:
    card = desk().performers.card(who(), performer_id)
    return render_template("performers/enrolment.html", performer=card.performer, card=card, form=form, job=job)


@pages.post("/<performer_id>/enrolment")
@requires(Permission.PERFORMER_ENROL, uploads=True)
def enrol(performer_id: str) -> Page:
    form = EnrolForm()
    if form.validate_on_submit():
        pictures = [source_of(picture) for picture in form.pictures.data]
        try:
            job_id = desk().enrolments.ask(who(), performer_id, pictures, form.keep.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return redirect(url_for("performers.enrolled", performer_id=performer_id, job_id=job_id), code=303)
    return _enrolment(performer_id, form), 422


@pages.get("/<performer_id>/enrolment/<job_id>")
@requires(Permission.PERFORMER_ENROL)
def enrolled(performer_id: str, job_id: str) -> Page:
    job = desk().enrolments.get(who(), performer_id, job_id)
    if job.under_way:
        performer = desk().performers.get(who(), performer_id)
        return render_template("performers/enrolling.html", performer=performer, job=job, stage=stage_of(job))
    keep = desk().performers.get(who(), performer_id).keep_pictures
    return _enrolment(performer_id, EnrolForm(data={"keep": keep}), job)


@pages.get("/<performer_id>/enrolment/<job_id>/progress.json")
@requires(Permission.PERFORMER_ENROL)
def enrolling(performer_id: str, job_id: str) -> Response:
    return progress_of(desk().enrolments.get(who(), performer_id, job_id))


def _replaced(card: Card) -> list[IdentityConfirmation]:
    """The confirmations that put a key in the place of a lost one, and were signed."""
    signed = desk().acts.among([one.id for one in card.confirmations])
    return [one for one in card.confirmations if one.id in signed]


@pages.get("/<performer_id>/keys/replaced/<confirmation_id>.json")
@requires(Permission.PERFORMER_READ)
def replacement(performer_id: str, confirmation_id: str) -> Response:
    """What a union signed when it put a key in the place of a lost one."""
    card = desk().performers.card(who(), performer_id)
    found = desk().acts.of_performers(who(), confirmation_id)
    if found is None or confirmation_id not in [one.id for one in card.confirmations]:
        raise NotFound("act", confirmation_id)
    return file_of(found, f"{confirmation_id}.replacement.json")


def _keys(performer_id: str, form: KeyForm, status: int = 200) -> Page:
    card = desk().performers.card(who(), performer_id)
    return render_template(
        "performers/keys.html",
        performer=card.performer,
        keys=card.keys,
        form=form,
        replaced=_replaced(card),
        **signing_keys(card.keys),
    ), status


@pages.get("/<performer_id>/keys")
@requires(Permission.PERFORMER_KEY_ADD)
def keys(performer_id: str) -> Page:
    return _keys(performer_id, KeyForm())


@pages.post("/<performer_id>/keys")
@requires(Permission.PERFORMER_KEY_ADD)
def add_key(performer_id: str) -> Page:
    form = KeyForm()
    if form.validate_on_submit():
        try:
            desk().performers.add_key(who(), performer_id, "ed25519", form.public_key.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _back(performer_id, "key-added")
    return _keys(performer_id, form, 422)


@pages.post("/<performer_id>/keys/revoke")
@requires(Permission.PERFORMER_KEY_ADD)
def revoke_key(performer_id: str) -> Response:
    desk().performers.revoke_key(who(), performer_id, request.form.get("fingerprint", ""))
    return _back(performer_id, "key-revoked")


@pages.get("/<performer_id>/forget")
@requires(Permission.PERFORMER_FORGET)
def ask_forget(performer_id: str) -> Page:
    return _forgetting(performer_id, ForgetForm())


def _forgetting(performer_id: str, form: ForgetForm) -> str:
    follows = stops(desk().foresight.forgetting(who(), performer_id))
    return render_template(
        "performers/forget.html", performer=desk().performers.get(who(), performer_id), form=form, follows=follows
    )


@pages.post("/<performer_id>/forget")
@requires(Permission.PERFORMER_FORGET)
def forget(performer_id: str) -> Page:
    performer, form = desk().performers.get(who(), performer_id), ForgetForm()
    if form.validate_on_submit():
        if form.name.data == performer.name:
            desk().performers.forget(who(), performer_id)
            return _back(performer_id, "forget-done")
        form.name.errors = ["forget-name-differs"]
    return _forgetting(performer_id, form), 422
