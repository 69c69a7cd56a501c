"""The inbox: everything that the account was told, whomever it acts for, and how it wants to be told."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.core.permissions import Permission
from registry.notices.inbox import KINDS, READ, SORTS, STATES, UNREAD, addressees
from registry.notices.kinds import ALWAYS_AT_ONCE, How, NoticeKind
from registry.notices.readers import PERFORMER, PRODUCTION, UNION
from registry.web.door import desk, own_path, requires, who
from registry.web.inbox.links import leads_to
from registry.web.lists import asked, choice, sorts
from registry.web.pages import say_next, t
from registry.web.told import performer_names

pages = Blueprint("inbox", __name__, url_prefix="/inbox")

Page = str | Response | tuple[str, int]


@pages.get("")
@requires(Permission.SIGNED_IN)
def index() -> Page:
    """Everything, the latest first."""
    whom = {one: _named(one) for one in addressees(who())}
    wanted = asked({"whom": whom, "kind": KINDS, "state": STATES}, SORTS)
    filters = [
        choice("kind", "inbox-kind", KINDS, "notice-kind-"),
        choice("state", "list-state", STATES, "inbox-state-"),
    ]
    if len(whom) > 1:
        filters.insert(0, ("whom", t("inbox-whom"), list(whom.items())))
    return render_template(
        "inbox/index.html", page=desk().inbox.page(who(), wanted), asked=wanted, filters=filters, sorts=sorts(SORTS),
        names=whom, leads_to=leads_to, back=None, heading=t("inbox"),
    )  # fmt: skip


def _named(addressee: str) -> str:
    """Whom a notice is to, in words."""
    kind, _, of = addressee.partition(":")
    if kind == UNION:
        return desk().unions.get(of).name
    if kind == PRODUCTION:
        return desk().productions.get(who(), of).title
    if kind == PERFORMER:
        return (
            t("door-performer")
            if of == who().performer_id
            else t("door-represented", performer=performer_names([of])[of])
        )
    return t("inbox-yourself")


@pages.post("/<notice_id>/open")
@requires(Permission.SIGNED_IN)
def follow(notice_id: str) -> Response:
    """Reads a notice and goes to what it is about. A form, since a link that changes something is followed by machines, too."""
    notice = desk().inbox.get(who(), notice_id)
    if notice.state == UNREAD:
        desk().inbox.mark(who(), notice_id, READ)
    return redirect(leads_to(notice), code=303)


@pages.post("/<notice_id>")
@requires(Permission.SIGNED_IN)
def mark(notice_id: str) -> Response:
    desk().inbox.mark(who(), notice_id, request.form.get("state", ""))
    return redirect(own_path(request.form.get("back") or url_for("inbox.index")), code=303)


@pages.post("/read")
@requires(Permission.SIGNED_IN)
def read_all() -> Response:
    desk().inbox.read_all(who())
    say_next("inbox-all-read-now")
    return redirect(url_for("inbox.index"), code=303)


@pages.get("/settings")
@requires(Permission.SIGNED_IN)
def settings() -> Page:
    return render_template(
        "inbox/settings.html",
        chosen=desk().notice_settings.of(who()),
        kinds=list(NoticeKind),
        ways=list(How),
        fixed=ALWAYS_AT_ONCE,
    )


@pages.post("/settings")
@requires(Permission.SIGNED_IN)
def choose() -> Response:
    sent = {str(kind): request.form[str(kind)] for kind in NoticeKind if str(kind) in request.form}
    desk().notice_settings.choose(who(), sent)
    say_next("inbox-settings-kept")
    return redirect(url_for("inbox.settings"), code=303)
