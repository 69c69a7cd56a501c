"""Before somebody's office ends: the page that says what follows."""

from collections.abc import Iterable

from flask import render_template

from registry.consents.lists import COUNTERSIGN
from registry.core.errors import NotFound
from registry.core.paging import PageOf, PageRequest
from registry.people.accounts.holders import Holder
from registry.web.door import desk, who
from registry.web.pages import t


def ending(holders: Iterable[Holder], account_id: str, of: str, back: str, union_id: str = "") -> str:
    """The page that asks before the office of one of these ends. of: the union's or production's name; back: the page that it
    is ended from; union_id: where it is a union's. Raises `NotFound`."""
    holder = next((one for one in holders if one.account_id == account_id), None)
    if holder is None:
        raise NotFound("account", account_id)
    return render_template(
        "accounts/end_office.html", heading=t("office-ending", name=holder.name), crumb=of, office=holder.office,
        what=t("office-ending-what", office=holder.office, name=holder.name, of=of), confirm=t("office-end-now"),
        last=holder.last, back=back, sent={}, waits=countersignatures(union_id),
    )  # fmt: skip


def countersignatures(union_id: str) -> int:
    """How many signed consents wait for this union's countersignature; none where the acting account does not speak for it."""
    asked = PageRequest(chosen={"waits": COUNTERSIGN})
    return desk().consent_lists.page(who(), PageOf(union=union_id), asked).count
