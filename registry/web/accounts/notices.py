"""Pages of notices: the same page for a performer, a union, a production and an account."""

from typing import Any

from flask import render_template

from registry.notices.service import SORTS
from registry.web.door import desk, who
from registry.web.lists import asked, sorts
from registry.web.pages import t


def notice_list(name: str, back: str, **whom: Any) -> str:
    """The page of everything that somebody was told. name, back: of whom it is, and where their page is; whom: as
    `Notices.about` takes it."""
    wanted = asked({}, SORTS)
    return render_template(
        "notices.html",
        page=desk().notices.about(who(), asked=wanted, **whom),
        asked=wanted,
        filters=[],
        sorts=sorts(SORTS),
        heading=t("notices"),
        name=name,
        back=back,
    )
