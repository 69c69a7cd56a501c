"""Pages of lists of checks: the same page at the production's, the performer's and the union's door."""

from collections.abc import Sequence
from dataclasses import replace

from flask import render_template, request

from registry.checks.lists import ANSWERS, NEWEST, OLDEST, SORTS, STATES, CheckRow
from registry.core.paging import LONGEST, ListPage, PageOf, PageRequest
from registry.web.door import desk, who
from registry.web.lists import asked

LATEST = 5
"""How many an overview shows."""


def latest(of: PageOf) -> ListPage[CheckRow]:
    """The latest checks, for an overview."""
    return desk().check_lists.page(who(), of, PageRequest(), LATEST)


def check_list(
    of: PageOf, heading: str, name: str, back: str, new: str | None = None, unseen: Sequence[str] = ()
) -> str:
    """The page of a whole list. heading: a message id; name, back: of whom it is, and where their page is; new: where to ask
    for a check; unseen: message ids of why not everything is on it."""
    sorts = SORTS if of.production is not None else (NEWEST, OLDEST)
    wanted = asked({"verdict": ANSWERS, "state": STATES}, sorts)
    clause = request.args.get("clause", "")[: 4 * LONGEST]
    wanted = replace(wanted, chosen={**wanted.chosen, "clause": clause})
    page = desk().check_lists.page(who(), of, wanted)
    return render_template(
        "checks/list.html", page=page, asked=wanted, answers=ANSWERS, states=STATES, sorts=sorts,
        clause=clause, heading=heading, name=name, back=back, new=new, unseen=unseen,
    )  # fmt: skip
