"""One shot: its versions, the answers to each, and what was written about it, in the order in which it happened."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.approvals.counters import Counter
from registry.checks.lists import CheckRow
from registry.core.errors import Invalid, NotFound
from registry.core.paging import PageOf, PageRequest
from registry.core.permissions import On, Permission, require
from registry.web.door import desk, requires, who
from registry.web.lists import asked
from registry.web.pages import say_next, t

pages = Blueprint("shots", __name__)

Page = str | Response | tuple[str, int]
SHOTS = 24
"""Shots on one page of their list."""
MOST = 50
"""Versions of one shot that its page shows, the latest."""


@dataclass(frozen=True)
class ShotEntry:
    """Something that happened to a shot. by: who did it, as far as the viewer may know; answer: of a check that was decided;
    counter: other terms that were proposed."""

    at: datetime
    what: str
    by: str = ""
    text: str = ""
    check: CheckRow | None = None
    answer: str | None = None
    counter: Counter | None = None


@pages.get("/productions/<production_id>/shots")
@requires(Permission.SHOT_NOTE)
def index(production_id: str) -> Page:
    require(who(), Permission.SHOT_NOTE, On(production_id=production_id))
    wanted = asked({})
    return render_template(
        "shots/index.html", page=desk().check_lists.shots(who(), production_id, wanted, SHOTS), asked=wanted,
        filters=[], sorts=[], search=t("shots-search"), heading=t("shots"),
        name=desk().productions.get(who(), production_id).title, production_id=production_id,
        back=url_for("productions.show", production_id=production_id),
    )  # fmt: skip


@pages.get("/productions/<production_id>/shots/<unit>")
@requires(Permission.SHOT_NOTE)
def show(production_id: str, unit: str) -> Page:
    return _page(production_id, unit)


@pages.post("/productions/<production_id>/shots/<unit>/notes")
@requires(Permission.SHOT_NOTE)
def note(production_id: str, unit: str) -> Page:
    versions = _versions(production_id, unit)
    about = request.form.get("check") or None
    if about is not None and about not in {one.id for one in versions}:
        raise NotFound("check", about)
    try:
        desk().notes.write(who(), production_id, unit, request.form.get("text", ""), about)
    except Invalid as error:
        return _page(production_id, unit, error), 422
    say_next("note-written")
    return redirect(url_for("shots.show", production_id=production_id, unit=unit), code=303)


def _versions(production_id: str, unit: str) -> list[CheckRow]:
    """The checks of a shot, the latest first. Raises `NotFound` where nothing was checked as this shot."""
    of_unit = PageRequest(chosen={"unit": unit})
    found = [
        row for row in desk().check_lists.page(who(), PageOf(production=production_id), of_unit, MOST).rows if row.unit
    ]
    if not found:
        raise NotFound("shot", unit)
    return found


def _page(production_id: str, unit: str, error: Invalid | None = None) -> str:
    versions, notes = _versions(production_id, unit), desk().notes.of_shot(who(), production_id, unit)
    union_names = {union.id: union.name for union in desk().unions.list()}
    history = [ShotEntry(one.at, t("shot-note"), one.by, one.text) for one in notes]
    for check in reversed(versions):  # those of one moment as they came
        history.append(ShotEntry(check.requested_at, t("shot-sent", file=check.file_name or "–"), check=check))
        if check.decided_at is not None:
            history.append(
                ShotEntry(
                    check.decided_at,
                    t("shot-decided"),
                    check=check,
                    answer=(check.verdict if check.over else check.answer) or "none",
                )
            )
        for one in desk().approval_reader.list_for(who(), check.id):
            words = f"{t(f'approval-{one.kind}')}: {t(f'gave-{one.answer}')}"
            history.append(
                ShotEntry(one.given_at, words, one.by or t(f"side-{one.side}"), str(one.params.get("text", "")), check)
            )
        for said in desk().counters.of_check(who(), check.id):
            by = union_names[said.union_id] if said.union_id else f"{t('side-performer')} {said.person or ''}"
            history.append(ShotEntry(said.made_at, t("counter"), by.strip(), said.text, check, counter=said))
    return render_template(
        "shots/show.html", production=desk().productions.get(who(), production_id), unit=unit, versions=versions,
        history=sorted(history, key=lambda one: one.at), error=error, written=request.form.get("text", ""),
    )  # fmt: skip
