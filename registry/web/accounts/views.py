"""The front door: landing page, sign-in and out, the start page; and the administrator's room."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consent import terms
from registry.core import texts
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.paging import PageRequest
from registry.core.permissions import Permission, decides
from registry.demo.story import story
from registry.people.accounts.service import STATES as ACCOUNT_STATES
from registry.people.accounts.tokens import STATES
from registry.web.accounts.ending import countersignatures
from registry.web.accounts.forms import (
    AccountForm,
    AgreementForm,
    GrantForm,
    NeutralForm,
    PasswordForm,
    SignInForm,
    TokenForm,
    UnionForm,
)
from registry.web.accounts.notices import notice_list
from registry.web.beginning.views import way
from registry.web.door import (
    begin_session,
    client,
    desk,
    end_session,
    has_had_second,
    own_path,
    own_secret,
    requires,
    who,
)
from registry.web.forms import Form, choices, offer
from registry.web.lists import LATEST, asked, choice
from registry.web.pages import say_next, t
from registry.web.proof import ask_first, is_proven

pages = Blueprint("accounts", __name__)

Page = str | Response | tuple[str, int]


@pages.get("/")
@requires(Permission.PUBLIC)
def home() -> Page:
    """Where everybody starts: what this is; or, signed in, what is waiting."""
    if not current_user.is_authenticated:
        return render_template("accounts/landing.html")
    return render_template(
        "accounts/home.html",
        offers=desk().offers.waiting(who()),
        unsafe=decides(who()) and not desk().factors.state(who())[0],
        steps=[step for step in desk().beginning.steps(who()) if not step.done and step.key != "factor"],
        way=way,
        story=story(desk().config, who().account_id),
    )


def _sign_in(form: SignInForm, status: int = 200, *, failed: bool = False) -> Page:
    registration = desk().requests.open_to_all
    return render_template("accounts/sign_in.html", form=form, failed=failed, registration_open=registration), status


@pages.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> Page:
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")), code=303)
    return _sign_in(SignInForm())


@pages.post("/sign-in")
@requires(Permission.PUBLIC)
def do_sign_in() -> Page:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in(form, 422)
    account = desk().accounts.authenticate(form.email.data, form.password.data, client())
    if account is None:
        return _sign_in(form, 401, failed=True)
    begin_session(account.id)
    return redirect(own_path(request.args.get("next")), code=303)


@pages.post("/sign-out")
@requires(Permission.PUBLIC)
def sign_out() -> Response:
    end_session()
    return redirect(url_for("accounts.home"), code=303)


@pages.get("/sessions")
@requires(Permission.SIGNED_IN)
def sessions() -> Page:
    second, codes = desk().factors.state(who())
    return render_template(
        "accounts/sessions.html", sessions=desk().sessions.own(who(), own_secret()), second=second, codes=codes
    )


@pages.post("/sessions/end")
@requires(Permission.SIGNED_IN)
def end_sessions() -> Response:
    """Signs the account out everywhere, here included."""
    desk().sessions.end_own(who())
    end_session()
    say_next("sessions-ended")
    return redirect(url_for("accounts.home"), code=303)


@pages.post("/sessions/<session_id>/end")
@requires(Permission.SIGNED_IN)
def end_one_session(session_id: str) -> Response:
    desk().sessions.end_one(who(), session_id)
    say_next("session-ended")
    return redirect(url_for("accounts.sessions"), code=303)


@pages.post("/language")
@requires(Permission.PUBLIC)
def choose_language() -> Response:
    if request.form.get("language") in texts.languages():
        session["language"] = request.form["language"]
    return redirect(own_path(request.form.get("back")), code=303)


@pages.get("/password")
@requires(Permission.SIGNED_IN)
def password() -> Page:
    return render_template("accounts/password.html", form=PasswordForm())


@pages.post("/password")
@requires(Permission.SIGNED_IN)
def change_password() -> Page:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            second = has_had_second()
            desk().accounts.change_password(who(), form.current.data, form.new.data, client())
        except Invalid as error:
            form.take(error)
        else:
            begin_session(who().account_id, second=second)
            say_next("password-changed")
            return redirect(url_for("accounts.home"), code=303)
    return render_template("accounts/password.html", form=form), 422


def _tokens(form: TokenForm, status: int = 200, secret: str | None = None) -> Page:
    wanted = asked({"state": STATES}) if request.method == "GET" else PageRequest()
    return render_template(
        "accounts/tokens.html", page=desk().tokens.page(who(), wanted), asked=wanted, form=form, secret=secret,
        proven=is_proven(),
        filters=[choice("state", "list-state", STATES, "token-state-")],
    ), status  # fmt: skip


@pages.get("/tokens")
@requires(Permission.SIGNED_IN)
def tokens() -> Page:
    return _tokens(TokenForm())


@pages.post("/tokens")
@requires(Permission.SIGNED_IN)
def create_token() -> Page:
    """Makes a token; its secret is on this one answer and nowhere else, so there is nothing to go on to."""
    if not is_proven():
        return ask_first(url_for("accounts.tokens"), 409)
    form = TokenForm()
    if form.validate_on_submit():
        try:
            _made, secret = desk().tokens.create(who(), form.label.data, form.days.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return _tokens(TokenForm(formdata=None), secret=secret)
    return _tokens(form, 422)


@pages.post("/tokens/<token_id>/revoke")
@requires(Permission.SIGNED_IN)
def revoke_token(token_id: str) -> Response:
    revoked = desk().tokens.revoke(who(), token_id)
    say_next("token-revoked", label=revoked.label)
    own = revoked.account_id == who().account_id
    return redirect(url_for("accounts.tokens" if own else "accounts.administration"), code=303)


@pages.get("/offices")
@requires(Permission.SIGNED_IN)
def offices() -> Page:
    """What the account was offered, and what it holds."""
    return render_template(
        "accounts/offices.html",
        offers=desk().offers.waiting(who()),
        held=desk().offers.held(who()),
        notices=desk().notices.about(who(), account_id=who().account_id, size=LATEST),
    )


@pages.get("/notices")
@requires(Permission.SIGNED_IN)
def notices() -> Page:
    """Everything that this account was told for nobody but itself."""
    return notice_list(t("offices"), url_for("accounts.offices"), account_id=who().account_id)


@pages.post("/offices/offers/<offer_id>/accept")
@requires(Permission.SIGNED_IN)
def accept_offer(offer_id: str) -> Response:
    desk().offers.accept(who(), offer_id)
    say_next("offer-accepted")
    return redirect(url_for("accounts.offices"), code=303)


@pages.post("/offices/offers/<offer_id>/decline")
@requires(Permission.SIGNED_IN)
def decline_offer(offer_id: str) -> Response:
    desk().offers.decline(who(), offer_id)
    say_next("offer-declined")
    return redirect(url_for("accounts.offices"), code=303)


@pages.get("/offices/lay-down")
@requires(Permission.SIGNED_IN)
def ask_lay_down() -> Page:
    """What follows where this account steps down from an office, before it does."""
    office, of = request.args.get("office", ""), request.args.get("of", "")
    name = next((name for one, name in desk().offers.held(who()) if (one.office, one.of) == (office, of)), None)
    if name is None:
        raise NotFound("office", of)
    return render_template(
        "accounts/end_office.html", heading=t("office-laying-down"), crumb=t("offices"), office=office,
        what=t("office-laying-down-what", office=office, name=name), confirm=t("office-lay-down"),
        last=desk().holders.is_last(office, of, who().account_id), back=url_for("accounts.offices"),
        sent={"office": office, "of": of}, waits=countersignatures(of),
    )  # fmt: skip


@pages.post("/offices/lay-down")
@requires(Permission.SIGNED_IN)
def lay_down() -> Response:
    sent = request.form
    desk().offers.lay_down(who(), sent.get("office", ""), sent.get("of", ""), last=sent.get("last") == "yes")
    say_next("office-laid-down")
    return redirect(url_for("accounts.offices"), code=303)


FORMS = {
    "account": AccountForm,
    "union": UnionForm,
    "grant": GrantForm,
    "agreement": AgreementForm,
    "neutral": NeutralForm,
}


def _room(status: int = 200, **filled: Form) -> Page:
    """The administrator's page: its forms, each as it was filled in or fresh."""
    accounts = desk().accounts.page(who(), PageRequest(), LATEST)
    return render_template(
        "accounts/administration.html",
        accounts=accounts,
        offices=desk().account_cards.offices(who(), accounts.rows),
        unions=desk().unions.list(),
        agreements=desk().unions.agreements(),
        neutrals=desk().neutrals.list(who()),
        tokens=desk().tokens.page(who(), PageRequest(chosen={"state": "in_force"}), LATEST, everybodys=True),
        **{name: filled.get(name) or _blank(name) for name in FORMS},
    ), status


def _blank(name: str, *, sent: bool = False) -> Form:
    form = FORMS[name](prefix=name) if sent else FORMS[name](formdata=None, prefix=name)
    if "union" in form:
        offer(form["union"], [(union.id, union.name) for union in desk().unions.list()])
    if name == "agreement":
        offer(form["agreement"], choices(terms.UNION_AGREEMENTS))
    return form


def _do(name: str, act: Callable[[Form], object], told: str) -> Page:
    """One of the page's forms: check it, do what it asks, say so; or show it again with what is wrong. An office that was
    not granted, but offered, is said to be."""
    form = _blank(name, sent=True)
    if form.validate_on_submit():
        try:
            done = act(form)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            named = {"name": str(form["name"].data)} if "name" in form else {}
            say_next("office-offered" if done is False else told, **named)
            return redirect(url_for("accounts.administration"), code=303)
    return _room(422, **{name: form})


def _named(form: Form) -> str:
    """The id of the account whose address was typed. Raises `Invalid`."""
    account = desk().accounts.by_email(form["account"].data)
    if account is None:
        raise Invalid(fields={"account": "account-unknown"})
    return account.id


@pages.get("/administration/accounts")
@requires(Permission.INSTANCE_ADMINISTER)
def accounts() -> Page:
    wanted = asked({"state": ACCOUNT_STATES})
    page = desk().accounts.page(who(), wanted)
    return render_template(
        "accounts/list.html", page=page, offices=desk().account_cards.offices(who(), page.rows), asked=wanted,
        filters=[choice("state", "list-state", ACCOUNT_STATES, "account-state-")], sorts=[],
        search=t("accounts-search"), heading=t("accounts"), name=t("administration"),
        back=url_for("accounts.administration"),
    )  # fmt: skip


@pages.get("/administration/tokens")
@requires(Permission.INSTANCE_ADMINISTER)
def all_tokens() -> Page:
    wanted = asked({"state": STATES})
    return render_template(
        "accounts/all_tokens.html", page=desk().tokens.page(who(), wanted, everybodys=True), asked=wanted,
        filters=[choice("state", "list-state", STATES, "token-state-")], sorts=[],
        search=t("tokens-search"), heading=t("tokens"), name=t("administration"),
        back=url_for("accounts.administration"),
    )  # fmt: skip


@pages.get("/administration")
@requires(Permission.INSTANCE_ADMINISTER)
def administration() -> Page:
    return _room()


@pages.post("/administration/accounts")
@requires(Permission.INSTANCE_ADMINISTER)
def create_account() -> Page:
    def act(form: Form) -> None:
        given = {name: form[name].data for name in ("email", "name", "administrator")}
        desk().requests.welcome(who(), desk().accounts.create(who(), **given).id)

    return _do("account", act, "account-created")


@pages.post("/administration/unions")
@requires(Permission.INSTANCE_ADMINISTER)
def create_union() -> Page:
    def act(form: Form) -> None:
        desk().unions.create(who(), *(form[name].data for name in ("id", "name", "contact", "calendar")))

    return _do("union", act, "union-created")


@pages.post("/administration/agreements")
@requires(Permission.INSTANCE_ADMINISTER)
def assign_agreement() -> Page:
    def act(form: Form) -> None:
        desk().unions.assign_agreement(who(), form["agreement"].data, form["union"].data)

    return _do("agreement", act, "agreement-assigned")


@pages.post("/administration/representatives")
@requires(Permission.INSTANCE_ADMINISTER)
def grant_union() -> Page:
    def act(form: Form) -> bool:
        return desk().accounts.grant_union(who(), _named(form), form["union"].data)

    return _do("grant", act, "representative-granted")


@pages.post("/administration/neutrals")
@requires(Permission.INSTANCE_ADMINISTER)
def appoint_neutral() -> Page:
    def act(form: Form) -> bool:
        return desk().neutrals.appoint(who(), _named(form))

    return _do("neutral", act, "neutral-appointed")


@pages.post("/administration/neutrals/<neutral_id>/dismiss")
@requires(Permission.INSTANCE_ADMINISTER)
def dismiss_neutral(neutral_id: str) -> Response:
    desk().neutrals.dismiss(who(), neutral_id)
    say_next("neutral-dismissed")
    return redirect(url_for("accounts.administration"), code=303)
