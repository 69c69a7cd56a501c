"""The front door: landing page, sign-in and out, the start page; and the administrator's room."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from registry import texts
from registry.accounts.forms import AccountForm, GrantForm, PasswordForm, SignInForm
from registry.errors import Conflict, Invalid
from registry.pages import say_next
from registry.permissions import Permission
from registry.web import Viewer, desk, limiter, own_path, requires, who

pages = Blueprint("accounts", __name__)

Page = str | Response | tuple[str, int]


def _failed(response: Response) -> bool:
    return response.status_code == 401


def _address_typed() -> str:
    return request.form.get("email", "")[:254].strip().casefold()


@pages.get("/")
@requires(Permission.PUBLIC)
def home() -> Page:
    """Where everybody starts: what this is; or, signed in, what is waiting."""
    if not current_user.is_authenticated:
        return render_template("accounts/landing.html")
    return render_template("accounts/home.html")


@pages.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> Page:
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")), code=303)
    return render_template("accounts/sign_in.html", form=SignInForm())


@pages.post("/sign-in")
@requires(Permission.PUBLIC)
@limiter.limit("30 per 5 minutes", deduct_when=_failed)
@limiter.limit("8 per 5 minutes", key_func=_address_typed, deduct_when=_failed)
def do_sign_in() -> Page:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    account = desk().accounts.authenticate(form.email.data, form.password.data)
    if account is None:
        return render_template("accounts/sign_in.html", form=form, failed=True), 401
    session.clear()  # nothing that was set before, by whomever, lives on in the signed-in session
    session.permanent = True
    login_user(Viewer(desk().accounts.identity(account.id)))
    return redirect(own_path(request.args.get("next")), code=303)


@pages.post("/sign-out")
@requires(Permission.PUBLIC)
def sign_out() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("accounts.home"), code=303)


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
@limiter.limit("8 per 5 minutes", deduct_when=lambda response: response.status_code == 422)
def change_password() -> Page:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            desk().accounts.change_password(who(), form.current.data, form.new.data)
        except Invalid as error:
            form.take(error)
        else:
            say_next("password-changed")
            return redirect(url_for("accounts.home"), code=303)
    return render_template("accounts/password.html", form=form), 422


def _room(form: AccountForm, grant: GrantForm | None = None, status: int = 200) -> Page:
    accounts, unions = desk().accounts.list(who()), desk().unions.list()
    grant = grant or _grant_form()
    return render_template(
        "accounts/administration.html", form=form, grant=grant, accounts=accounts, unions=unions
    ), status


def _grant_form() -> GrantForm:
    form = GrantForm(prefix="grant")
    form.account.choices = [(account.id, f"{account.name} · {account.email}") for account in desk().accounts.list(who())]
    form.union.choices = [(union.id, union.name) for union in desk().unions.list()]
    return form


@pages.get("/administration")
@requires(Permission.INSTANCE_ADMINISTER)
def administration() -> Page:
    return _room(AccountForm())


@pages.post("/administration/accounts")
@requires(Permission.INSTANCE_ADMINISTER)
def create_account() -> Page:
    form = AccountForm()
    if not form.validate_on_submit():
        return _room(form, status=422)
    try:
        desk().accounts.create(
            who(), form.email.data, form.name.data, form.password.data, administrator=form.administrator.data
        )
    except (Invalid, Conflict) as error:
        form.take(error)
        return _room(form, status=422)
    say_next("account-created", name=form.name.data)
    return redirect(url_for("accounts.administration"), code=303)


@pages.post("/administration/accounts/<account_id>/disable")
@requires(Permission.INSTANCE_ADMINISTER)
def disable_account(account_id: str) -> Response:
    desk().accounts.disable(who(), account_id)
    say_next("account-disabled")
    return redirect(url_for("accounts.administration"), code=303)


@pages.post("/administration/representatives")
@requires(Permission.INSTANCE_ADMINISTER)
def grant_union() -> Page:
    grant = _grant_form()
    if not grant.validate_on_submit():
        return _room(AccountForm(formdata=None), grant, 422)
    desk().accounts.grant_union(who(), grant.account.data, grant.union.data)
    say_next("representative-granted")
    return redirect(url_for("accounts.administration"), code=303)
