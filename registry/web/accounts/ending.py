"""Before somebody's office ends: the page that says what follows."""

from collections.abc import Iterable

from flask import render_template

from registry.core.errors import NotFound
from registry.people.accounts.holders import Holder
from registry.web.pages import t


def ending(holders: Iterable[Holder], account_id: str, of: str, back: str) -> str:
    """The page that asks before the office of one of these ends. of: the union's or production's name; back: the page that it
    is ended from. Raises `NotFound`."""
    holder = next((one for one in holders if one.account_id == account_id), None)
    if holder is None:
        raise NotFound("account", account_id)
    return render_template(
        "accounts/end_office.html", heading=t("office-ending", name=holder.name), crumb=of, office=holder.office,
        what=t("office-ending-what", office=holder.office, name=holder.name, of=of), confirm=t("office-end-now"),
        last=holder.last, back=back, sent={},
    )  # fmt: skip
