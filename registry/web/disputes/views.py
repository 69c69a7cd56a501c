"""Disputes: say what was found, and object to what was."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.core.permissions import Permission
from registry.people.disputes.claims import DisputeOutcome
from registry.web.door import desk, own_path, requires, who
from registry.web.pages import say_next, t

pages = Blueprint("disputes", __name__, url_prefix="/disputes")

Page = str | Response | tuple[str, int]


@pages.get("")
@requires(Permission.REVIEW_READ)
def index() -> Page:
    """What waits for one's voice, and what was found about members and may still be objected to."""
    return render_template(
        "disputes/index.html",
        waiting=desk().disputes.waiting(who()),
        found=desk().disputes.found_in(who()),
        outcomes=[(str(outcome), t(f"dispute-{outcome}")) for outcome in DisputeOutcome],
    )


@pages.post("/<dispute_id>")
@requires(Permission.DISPUTE_RESOLVE)
def speak(dispute_id: str) -> Response:
    view = desk().disputes.speak(who(), dispute_id, request.form.get("outcome", ""))
    say_next("dispute-found-now" if view.finding else "dispute-spoken-now")
    return redirect(url_for("disputes.index"), code=303)


@pages.post("/<dispute_id>/objection")
@requires(Permission.DISPUTE_OBJECT)
def object_to(dispute_id: str) -> Response:
    desk().disputes.object(who(), dispute_id, request.form.get("side", ""))
    say_next("dispute-objected-now")
    return redirect(own_path(request.form.get("back")), code=303)
