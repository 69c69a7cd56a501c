"""Passkeys at the pages' host: on the way to the signing page, and those that sign in.

Nothing is signed here. What somebody wants to sign becomes a signing request, which the signing host takes up.
"""

import secrets
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consent.canonical import JsonError, from_base64url, strict_mapping, to_base64url
from consent.moments import parse_day
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import On, Permission, require
from registry.people.accounts.passkeys import Challenge
from registry.signing.page import signing_page
from registry.web.accounts.forms import SignInForm
from registry.web.door import begin_session, client, desk, file_of, own_path, places, requires, who
from registry.web.entry.forms import ProofForm
from registry.web.pages import say_next
from registry.web.passkeys.forms import PasskeyForm
from registry.web.proof import ask_again, ask_first, is_proven, proven
from registry.web.signing.leading import signing_places, to_signing

pages = Blueprint("passkeys", __name__)

Page = str | Response | tuple[str, int]
CHALLENGE = "passkey"
"""Where the session keeps the challenge that it was given last: what it is for, the challenge, and when."""


@pages.get("/signing-page.json")
@requires(Permission.PUBLIC)
def published() -> Response:
    """Where the signing page is, and its hash: to be compared with the file that a browser was given."""
    found = places()
    address = None if found is None else f"{found.signing}{request.script_root}/sign"
    return file_of({"address": address, "sha256": signing_page().sha256}, "signing-page.json")


@pages.post("/consents/<consent_id>/passkey/signature")
@requires(Permission.CONSENT_SIGN)
def sign(consent_id: str) -> Response:
    desk().consents.get(who(), consent_id)
    return to_signing(desk().signing_requests.to_sign(who(), signing_places(), consent_id))


@pages.post("/consents/<consent_id>/passkey/countersignature")
@requires(Permission.CONSENT_COUNTERSIGN)
def countersign(consent_id: str) -> Response:
    desk().consents.get(who(), consent_id)
    specific = request.form.get("countersign-description_specific", "")
    return to_signing(desk().signing_requests.to_countersign(who(), signing_places(), consent_id, specific))


@pages.post("/consents/<consent_id>/passkey/withdrawal")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(consent_id: str) -> Response:
    desk().consents.get(who(), consent_id)
    return to_signing(desk().signing_requests.to_withdraw(who(), signing_places(), consent_id))


@pages.post("/checks/<check_id>/passkey/answer")
@requires(Permission.CHECK_READ)
def answer(check_id: str) -> Response:
    desk().checks.get(who(), check_id)
    sent = request.form
    try:
        until = parse_day(sent["expires_on"]) if sent.get("expires_on") else None
    except ValueError as error:
        raise Invalid(fields={"expires_at": "field-date"}) from error
    performer, said = sent.get("performer_id", ""), sent.get("answer", "")
    return to_signing(desk().signing_requests.to_answer(who(), signing_places(), check_id, performer, said, until))


@pages.post("/look-alikes/<pair_id>/passkey/signature")
@requires(Permission.LOOK_ALIKE_DECLARE)
def declare(pair_id: str) -> Response:
    desk().look_alikes.get(who(), pair_id)
    return to_signing(desk().signing_requests.to_declare(who(), signing_places(), pair_id))


@pages.post("/performers/<performer_id>/passkeys")
@requires(Permission.PERFORMER_KEY_ADD)
def make_key(performer_id: str) -> Response:
    require(who(), Permission.PERFORMER_KEY_ADD, On(performer_id=performer_id))
    return to_signing(desk().signing_requests.to_make_key(who(), signing_places(), performer_id, _label()))


@pages.post("/unions/<union_id>/passkeys")
@requires(Permission.UNION_ADMINISTER)
def make_union_key(union_id: str) -> Response:
    require(who(), Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
    return to_signing(desk().signing_requests.to_make_union_key(who(), signing_places(), union_id, _label()))


def _label() -> str:
    form = PasskeyForm()
    if not form.validate_on_submit():
        raise Invalid(fields={"label": "field-line"})
    return str(form.label.data)


@pages.get("/consents/<consent_id>/withdrawal.json")
@requires(Permission.CONSENT_WITHDRAW)
def withdrawal(consent_id: str) -> Response:
    """The signed withdrawal, for the performer's side and the unions; a production never learns who withdrew."""
    return file_of(_act(desk().acts.of_performers(who(), consent_id)), f"{consent_id}.withdrawal.json")


@pages.get("/checks/<check_id>/answers/<approval_id>/signed.json")
@requires(Permission.CHECK_READ)
def signed_answer(check_id: str, approval_id: str) -> Response:
    """The signed answer for one use, for everybody who sees the answer."""
    if approval_id not in {one.id for one in desk().approval_reader.list_for(who(), check_id)}:
        raise NotFound("approval", approval_id)
    return file_of(_act(desk().acts.of_answer(approval_id)), f"{approval_id}.answer.json")


def _act(found: dict[str, object] | None) -> dict[str, object]:
    if found is None:
        raise NotFound("act", "")
    return found


@pages.post("/sign-in/passkey/options")
@requires(Permission.PUBLIC)
def sign_in_options() -> dict[str, object]:
    return desk().sign_in_passkeys.request(signing_places(), _give("sign-in"))


@pages.post("/sign-in/passkey")
@requires(Permission.PUBLIC)
def sign_in() -> Page:
    challenge, credential = _take("sign-in"), _credential()
    found = (
        desk().sign_in_passkeys.authenticate(signing_places(), challenge, credential, client()) if credential else None
    )
    if found is None:
        status = 401 if credential else 422
        return render_template("accounts/sign_in.html", form=SignInForm(formdata=None), failed="passkey"), status
    begin_session(found.id, second=True)  # something held, and who holds it: both factors
    return redirect(own_path(request.args.get("next")), code=303)


@pages.post("/prove/passkey/options")
@requires(Permission.SIGNED_IN)
def proof_options() -> dict[str, object]:
    return desk().sign_in_passkeys.request(signing_places(), _give("prove"))


@pages.post("/prove/passkey")
@requires(Permission.SIGNED_IN)
def prove() -> Page:
    """Whoever sits there shows with a passkey of the account that it is theirs."""
    challenge, credential, then = _take("prove"), _credential(), own_path(request.args.get("next"))
    found = desk().sign_in_passkeys.authenticate(signing_places(), challenge, credential, client())
    if found is None or found.id != who().account_id:
        form = ProofForm(formdata=None)
        form.take(Conflict("passkey-not-this-account"))
        return ask_again(form, then, 422)
    proven()
    return redirect(then, code=303)


@pages.get("/passkeys")
@requires(Permission.SIGNED_IN)
def index() -> Page:
    return _index(PasskeyForm(formdata=None))


def _index(form: PasskeyForm, status: int = 200) -> Page:
    """Making one asks again first: it opens the account without a password."""
    return render_template(
        "passkeys/index.html", held=desk().sign_in_passkeys.own(who()), form=form, proven=is_proven()
    ), status


@pages.post("/passkeys/options")
@requires(Permission.SIGNED_IN)
def creation_options() -> dict[str, object]:
    if not is_proven():
        raise Conflict("prove-first")
    return desk().sign_in_passkeys.creation(who(), signing_places(), _give("make"))


@pages.post("/passkeys")
@requires(Permission.SIGNED_IN)
def add() -> Page:
    form = PasskeyForm()
    challenge = _take("make")
    if not is_proven():
        return ask_first(url_for("passkeys.index"), 409)
    if form.validate_on_submit():
        try:
            desk().sign_in_passkeys.add(who(), signing_places(), challenge, _credential(), form.label.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("passkey-sign-in-added")
            return redirect(url_for("passkeys.index"), code=303)
    return _index(form, 422)


@pages.post("/passkeys/<passkey_id>/remove")
@requires(Permission.SIGNED_IN)
def remove(passkey_id: str) -> Response:
    desk().sign_in_passkeys.remove(who(), passkey_id)
    say_next("passkey-removed")
    return redirect(url_for("passkeys.index"), code=303)


def _give(purpose: str) -> Challenge:
    """A new challenge, for this browser and this purpose alone."""
    made = Challenge(secrets.token_bytes(32), desk().clock())
    session[CHALLENGE] = [_for(purpose), to_base64url(made.value), made.asked_at.isoformat()]
    return made


def _take(purpose: str) -> Challenge | None:
    """The challenge that this browser was given for this; it is gone with that. None without one."""
    kept = session.pop(CHALLENGE, None)
    if kept is None or kept[0] != _for(purpose):
        return None
    return Challenge(from_base64url(kept[1]), datetime.fromisoformat(kept[2]))


def _for(purpose: str) -> str:
    return f"{purpose} {who().account_id}" if current_user.is_authenticated else purpose


def _credential() -> object:
    """What the authenticator said, as the page's script put it into its form."""
    try:
        return strict_mapping(request.form.get("credential", ""))
    except JsonError:
        return None
