"""Pages of lists of consents: the same page at the production's, the performer's and the union's door."""

from flask import render_template

from registry.consents.lists import SORTS, STATES, WAITS, ConsentRow
from registry.core.paging import ListPage, PageOf, PageRequest
from registry.web.door import desk, who
from registry.web.lists import LATEST, asked, choice, sorts
from registry.web.pages import t


def latest_consents(of: PageOf, **chosen: str) -> ListPage[ConsentRow]:
    """The latest consents, for an overview."""
    return desk().consent_lists.page(who(), of, PageRequest(chosen=chosen), LATEST)


def consent_list(of: PageOf, heading: str, name: str, back: str, new: str | None = None) -> str:
    """The page of a whole list. heading: a message id; name, back: of whom it is, and where their page is; new: where to ask
    for a consent."""
    wanted = asked({"state": STATES, "waits": WAITS}, SORTS)
    filters = [choice("state", "list-state", _states(of), "consent-state-")]
    if of.union is not None:
        filters.append(choice("waits", "list-waits", WAITS, "list-waits-"))
    return render_template(
        "consents/list.html",
        page=desk().consent_lists.page(who(), of, wanted),
        asked=wanted,
        filters=filters,
        sorts=sorts(SORTS),
        search=t("consents-search"),
        heading=t(heading),
        name=name,
        back=back,
        new=new,
        tells="performer" if of.production is not None else "production",
    )


def _states(of: PageOf) -> tuple[str, ...]:
    """What is offered to be asked for: of a production's own list what it can see, else everything but the word for that."""
    narrow = ("requested", "signed", "given", "ended")
    if of.production in who().productions and not who().unions and who().performer_id is None and not who().represents:
        return narrow
    return tuple(state for state in STATES if state != "ended")
