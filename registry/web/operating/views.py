"""The operator's pages: the state of the instance, and one account with what can be done about it."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from registry.core.permissions import Permission, require
from registry.health.checks import examine
from registry.health.going import going
from registry.health.models import models
from registry.web.door import desk, requires, who
from registry.web.lists import asked
from registry.web.pages import say_next, t
from registry.web.sure import Irreversible, sure

pages = Blueprint("operating", __name__)

BADGES = {"missing": "blocked", "optional": "approval", "ok": "cleared"}
"""What a finding comes to -> how it is shown; the worst come first."""


@pages.get("/administration/state")
@requires(Permission.INSTANCE_ADMINISTER)
def state() -> str:
    """What `likeness doctor` says, and what is going on."""
    require(who(), Permission.INSTANCE_ADMINISTER)
    config, order = desk().config, list(BADGES)
    findings = sorted(examine(config), key=lambda found: order.index(found.state))
    with desk().db.look() as session:
        found = going(session, config)
    return render_template(
        "operating/state.html",
        findings=findings, badges=BADGES, wrong=sum(one.state == "missing" for one in findings), going=found,
        models=models(), conflicts=desk().account_cards.conflicts(who()), config=config,
    )  # fmt: skip


@pages.get("/administration/mail")
@requires(Permission.INSTANCE_ADMINISTER)
def mail() -> str:
    """How letters leave, and which do not."""
    late = desk().posting.late(who(), asked({}))
    return render_template("operating/mail.html", settings=desk().posting.settings(who()), late=late)


@pages.post("/administration/mail/try")
@requires(Permission.INSTANCE_ADMINISTER)
def try_mail() -> Response:
    tried = desk().posting.try_out(who())
    if not tried.taken:
        say_next("mail-tried-in-vain", to=tried.to, problem=tried.problem)
    elif desk().config.smtp_host:
        say_next("mail-tried", to=tried.to)
    else:
        say_next("mail-tried-folder", folder=str(desk().config.outbox))
    return redirect(url_for("operating.mail"), code=303)


@pages.get("/administration/accounts/<account_id>")
@requires(Permission.INSTANCE_ADMINISTER)
def account(account_id: str) -> str:
    card = desk().account_cards.show(who(), account_id)
    return render_template("operating/account.html", card=card, account=card.account)


def _back(account_id: str, told: str) -> Response:
    say_next(told)
    return redirect(url_for("operating.account", account_id=account_id), code=303)


@pages.get("/administration/accounts/<account_id>/disable")
@requires(Permission.INSTANCE_ADMINISTER)
def ask_disable(account_id: str) -> str:
    name = desk().account_cards.show(who(), account_id).account.name
    follows = (t("account-disable-follows", name=name), t("account-disable-stays"))
    return _sure(account_id, name, t("account-disable"), follows, "operating.disable")


@pages.post("/administration/accounts/<account_id>/disable")
@requires(Permission.INSTANCE_ADMINISTER)
def disable(account_id: str) -> Response:
    desk().accounts.disable(who(), account_id)
    return _back(account_id, "account-disabled")


@pages.post("/administration/accounts/<account_id>/enable")
@requires(Permission.INSTANCE_ADMINISTER)
def enable(account_id: str) -> Response:
    desk().accounts.enable(who(), account_id)
    return _back(account_id, "account-enabled")


@pages.post("/administration/accounts/<account_id>/welcome")
@requires(Permission.INSTANCE_ADMINISTER)
def welcome(account_id: str) -> Response:
    """Another letter to somebody who has chosen no password yet."""
    desk().requests.welcome(who(), account_id)
    return _back(account_id, "account-welcomed")


@pages.get("/administration/accounts/<account_id>/reset")
@requires(Permission.INSTANCE_ADMINISTER)
def ask_reset(account_id: str) -> str:
    account = desk().account_cards.show(who(), account_id).account
    follows = (t("account-reset-follows", name=account.name, email=account.email), t("account-reset-stays"))
    return _sure(account_id, account.name, t("account-reset"), follows, "operating.reset")


@pages.post("/administration/accounts/<account_id>/reset")
@requires(Permission.INSTANCE_ADMINISTER)
def reset(account_id: str) -> Response:
    desk().requests.reset(who(), account_id)
    return _back(account_id, "account-was-reset")


@pages.get("/administration/accounts/<account_id>/second-factor")
@requires(Permission.INSTANCE_ADMINISTER)
def ask_reset_factor(account_id: str) -> str:
    name = desk().account_cards.show(who(), account_id).account.name
    follows = (t("account-factor-follows", name=name), t("account-factor-first"))
    return _sure(account_id, name, t("account-factor-reset"), follows, "operating.reset_factor")


@pages.post("/administration/accounts/<account_id>/second-factor")
@requires(Permission.INSTANCE_ADMINISTER)
def reset_factor(account_id: str) -> Response:
    desk().factors.reset(who(), account_id)
    return _back(account_id, "account-factor-was-reset")


def _sure(account_id: str, name: str, heading: str, follows: tuple[str, ...], action: str) -> str:
    back, there = url_for("operating.account", account_id=account_id), url_for(action, account_id=account_id)
    return sure(Irreversible(heading, name, back, follows, there))
