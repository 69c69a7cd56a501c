"""What waits for the account, whatever it is, each with the way to where it is answered."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from registry.core.permissions import Permission, could
from registry.waiting import rows
from registry.waiting.lists import KINDS, SORTS, WaitingRow
from registry.web.clocks import with_days_left
from registry.web.door import desk, requires, who
from registry.web.lists import asked, choice, sorts

pages = Blueprint("waiting", __name__, url_prefix="/waiting")

Page = str | Response | tuple[str, int]
_CONSENTS = (rows.SIGN, rows.COUNTERSIGN, rows.COVERAGE)
_MEMBERS = (rows.IDENTITY, rows.MEMBERSHIP, rows.REPRESENTATION)


def control_of(row: WaitingRow) -> str:
    """The address of the page where it is answered."""
    if row.kind == rows.ANSWER:
        return url_for("approvals.show", check_id=row.of)
    if row.kind in _CONSENTS:
        return url_for("consents.show", consent_id=row.of)
    if row.kind == rows.FILE:
        return url_for("checks.show", check_id=row.of)
    if row.kind in (rows.REVIEW, rows.APPEAL):
        return url_for("reviews.show", review_id=row.of)
    if row.kind in _MEMBERS:
        return url_for("unions.member", union_id=row.of, performer_id=row.beside)
    if row.kind == rows.LOOK_ALIKE:
        return url_for("look_alikes.show", pair_id=row.of)
    if row.kind == rows.AGREEMENT:
        return url_for("productions.show", production_id=row.of)
    return url_for("disputes.index" if row.kind == rows.DISPUTE else "accounts.offices")


def id_of(row: WaitingRow) -> str | None:
    """The id of what the row is about; none of an offer, which has no page of its own."""
    if row.kind == rows.OFFER:
        return None
    return row.beside if row.kind in _MEMBERS else row.of


@pages.get("")
@requires(Permission.SIGNED_IN)
def index() -> Page:
    wanted = asked({"kind": KINDS}, SORTS)
    received = desk().approval_reader.notices(who()) if could(who(), Permission.CHECK_READ) else []
    return render_template(
        "waiting/index.html",
        page=desk().waiting_for.page(who(), wanted),
        asked=wanted,
        filters=[choice("kind", "waiting-kind", KINDS, "waits-")],
        sorts=sorts(SORTS),
        control_of=control_of,
        id_of=id_of,
        notices=[(one, with_days_left(one.clocks)) for one in received],
        unions={union.id: union for union in desk().unions.list()},
    )
