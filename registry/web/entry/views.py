"""Getting in: by an invitation, by an address of one's own, with a forgotten password, and with a second factor.

A link is opened by a person, or by whatever looks into letters before them: opening changes nothing, only sending the form does.
"""

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Permission
from registry.people.entry import links
from registry.web.door import begin_session, client, desk, has_had_second, language, own_path, requires, who
from registry.web.entry.forms import AskForm, CodeForm, NewPasswordForm, PersonForm, ProofForm
from registry.web.forms import Form
from registry.web.pages import say_next
from registry.web.proof import ask_again, ask_first, is_proven, proven

pages = Blueprint("entry", __name__)

Page = str | Response | tuple[str, int]


def _gone() -> Page:
    """Of a link that does nothing (any more): which of the reasons it is is nobody's business but its owner's."""
    return render_template("entry/gone.html"), 404


def _join(secret: str, form: PersonForm, status: int = 200) -> Page:
    found = desk().invitations.look(secret)
    if status == 200 and not form.is_submitted():
        form.name.data = found.name
    return render_template("entry/join.html", invitation=found, secret=secret, form=form), status


@pages.get("/join/<invitation_secret>")
@requires(Permission.PUBLIC)
def join(invitation_secret: str) -> Page:
    try:
        return _join(invitation_secret, PersonForm())
    except NotFound:
        return _gone()


@pages.post("/join/<invitation_secret>")
@requires(Permission.PUBLIC)
def do_join(invitation_secret: str) -> Page:
    """Accepts: as the account that is signed in, else with an account that is opened now."""
    form = PersonForm()
    try:
        if current_user.is_authenticated:
            performer_id = desk().invitations.accept(who(), invitation_secret)
        else:
            if not form.validate_on_submit():
                return _join(invitation_secret, form, 422)
            account_id, performer_id = desk().invitations.join(invitation_secret, form.name.data, form.password.data)
            begin_session(account_id)
    except NotFound:
        return _gone()
    except (Invalid, Conflict) as error:
        form.take(error)
        return _join(invitation_secret, form, 422 if isinstance(error, Invalid) else 409)
    say_next("join-done")
    there = url_for("performers.show", performer_id=performer_id) if performer_id else url_for("accounts.home")
    return redirect(there, code=303)


def _ask(purpose: str, form: AskForm, status: int = 200) -> Page:
    desk().requests.require_open(purpose)
    return render_template("entry/ask.html", purpose=purpose, form=form), status


def _asked(purpose: str) -> Page:
    form = AskForm()
    if form.validate_on_submit():
        try:
            desk().requests.ask(purpose, form.email.data, language(), client())
        except Invalid as error:
            form.take(error)
        else:
            return render_template("entry/asked.html", purpose=purpose)
    return _ask(purpose, form, 422)


@pages.get("/reset")
@requires(Permission.PUBLIC)
def ask_password() -> Page:
    return _ask(links.PASSWORD, AskForm())


@pages.post("/reset")
@requires(Permission.PUBLIC)
def do_ask_password() -> Page:
    return _asked(links.PASSWORD)


@pages.get("/register")
@requires(Permission.PUBLIC)
def ask_registration() -> Page:
    return _ask(links.REGISTRATION, AskForm())


@pages.post("/register")
@requires(Permission.PUBLIC)
def do_ask_registration() -> Page:
    return _asked(links.REGISTRATION)


def _choose(purpose: str, secret: str, form: Form, status: int = 200) -> Page:
    email = desk().requests.look(purpose, secret)
    return render_template("entry/choose.html", purpose=purpose, email=email, form=form), status


@pages.get("/reset/<secret>")
@requires(Permission.PUBLIC)
def reset(secret: str) -> Page:
    try:
        return _choose(links.PASSWORD, secret, NewPasswordForm())
    except NotFound:
        return _gone()


@pages.post("/reset/<secret>")
@requires(Permission.PUBLIC)
def do_reset(secret: str) -> Page:
    form = NewPasswordForm()
    try:
        if not form.validate_on_submit():
            return _choose(links.PASSWORD, secret, form, 422)
        desk().requests.choose_password(secret, form.password.data)
    except NotFound:
        return _gone()
    except Invalid as error:
        form.take(error)
        return _choose(links.PASSWORD, secret, form, 422)
    say_next("reset-done")
    return redirect(url_for("accounts.sign_in"), code=303)


@pages.get("/register/<secret>")
@requires(Permission.PUBLIC)
def register(secret: str) -> Page:
    try:
        desk().requests.require_open(links.REGISTRATION)
        return _choose(links.REGISTRATION, secret, PersonForm())
    except NotFound:
        return _gone()


@pages.post("/register/<secret>")
@requires(Permission.PUBLIC)
def do_register(secret: str) -> Page:
    form = PersonForm()
    try:
        desk().requests.require_open(links.REGISTRATION)
        if not form.validate_on_submit():
            return _choose(links.REGISTRATION, secret, form, 422)
        account_id = desk().requests.register(secret, form.name.data, form.password.data)
    except NotFound:
        return _gone()
    except (Invalid, Conflict) as error:
        form.take(error)
        return _choose(links.REGISTRATION, secret, form, 422)
    begin_session(account_id)
    say_next("join-done")
    return redirect(url_for("accounts.home"), code=303)


@pages.get("/second-factor")
@requires(Permission.SIGNED_IN)
def second_factor() -> Page:
    if has_had_second() or not desk().factors.state(who())[0]:
        return redirect(own_path(request.args.get("next")), code=303)
    return render_template("entry/second_factor.html", form=CodeForm())


@pages.post("/second-factor")
@requires(Permission.SIGNED_IN)
def give_second_factor() -> Page:
    form = CodeForm()
    if form.validate_on_submit():
        if desk().factors.check(who().account_id, form.code.data, client()):
            begin_session(who().account_id, second=True)
            return redirect(own_path(request.args.get("next")), code=303)
        form.take(Invalid(fields={"code": "second-factor-wrong"}))
    return render_template("entry/second_factor.html", form=form), 422


def _set_up(form: CodeForm, status: int = 200) -> Page:
    if desk().factors.state(who())[0]:
        return render_template("entry/remove_factor.html", form=form), status
    if not is_proven():
        return ask_first(url_for("entry.set_up"), status)
    begun = desk().factors.begin(who())
    drawn = segno.make(begun.address, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)
    groups = " ".join(begun.secret[at : at + 4] for at in range(0, len(begun.secret), 4))
    # drawn by the library from the secret and the address, which stand in it as squares alone
    return render_template("entry/set_up.html", form=form, code=Markup(drawn), secret=groups), status  # noqa: S704


@pages.get("/prove")
@requires(Permission.SIGNED_IN)
def ask_proof() -> Page:
    """To what opens the account, once it was asked again whose account it is."""
    then = own_path(request.args.get("next"))
    return redirect(then, code=303) if is_proven() else ask_first(then)


@pages.post("/prove")
@requires(Permission.SIGNED_IN)
def prove() -> Page:
    """Whoever sits there shows once more that the account is theirs."""
    form, then = ProofForm(), own_path(request.args.get("next"))
    if form.validate_on_submit():
        if desk().accounts.prove(who(), form.password.data, client()):
            proven()
            return redirect(then, code=303)
        form.take(Invalid(fields={"password": "field-password-wrong"}))
    return ask_again(form, then, 422)


@pages.get("/second-factor/set-up")
@requires(Permission.SIGNED_IN)
def set_up() -> Page:
    return _set_up(CodeForm())


@pages.post("/second-factor/set-up")
@requires(Permission.SIGNED_IN)
def do_set_up() -> Page:
    """The recovery codes are on this one answer and nowhere else."""
    form = CodeForm()
    if is_proven() and form.validate_on_submit():
        try:
            codes = desk().factors.confirm(who(), form.code.data, client())
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            begin_session(who().account_id, second=True)
            return render_template("entry/codes.html", codes=codes)
    return _set_up(form, 422)


@pages.post("/second-factor/remove")
@requires(Permission.SIGNED_IN)
def remove_factor() -> Page:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            desk().factors.remove(who(), form.code.data, client())
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("second-factor-removed")
            return redirect(url_for("accounts.sessions"), code=303)
    return _set_up(form, 422)
