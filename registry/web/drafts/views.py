"""Declaring a use: only the questions that matter, the verdict before anything is made, and then the file."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.approvals.kinds import KINDS
from registry.approvals.waiting import needs
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Permission
from registry.core.texts import CATALOGUE
from registry.productions.declaration import DeclarationError, parse_declaration
from registry.productions.drafts import answers, questions
from registry.productions.drafts.catalogue import PARTS
from registry.productions.drafts.known import Known
from registry.productions.drafts.taken_up import taken_up
from registry.records.tables.productions import Declaration
from registry.web.door import desk, file_of, requires, who
from registry.web.drafts.forms import FileForm
from registry.web.pages import say_next, t

pages = Blueprint("drafts", __name__)

Page = str | Response | tuple[str, int]


@pages.get("/productions/<production_id>/drafts")
@requires(Permission.PRODUCTION_DECLARE)
def index(production_id: str) -> Page:
    drafts = desk().drafts.list_for(who(), production_id)
    return render_template("drafts/index.html", production=desk().productions.get(who(), production_id), drafts=drafts)


@pages.get("/productions/<production_id>/drafts/new")
@requires(Permission.PRODUCTION_DECLARE)
def new(production_id: str) -> Page:
    return _page(Known({}, desk().drafts.maker(who(), production_id)), None)


@pages.post("/productions/<production_id>/drafts/new")
@requires(Permission.PRODUCTION_DECLARE)
def begin(production_id: str) -> Page:
    draft = desk().drafts.begin(who(), production_id, _answers(production_id))
    return redirect(url_for("drafts.show", draft_id=draft.id, _anchor="next"), code=303)


@pages.post("/checks/<check_id>/correct")
@requires(Permission.PRODUCTION_DECLARE)
def correct(check_id: str) -> Page:
    """A new draft with everything that was declared for this check; the check stays as it was decided."""
    check = desk().checks.get(who(), check_id)
    if check.declared is None:
        raise NotFound("check", check_id)
    draft = desk().drafts.begin(who(), check.production_id, taken_up(check.declared))
    say_next("draft-taken-up")
    return redirect(url_for("drafts.show", draft_id=draft.id), code=303)


@pages.get("/drafts/<draft_id>")
@requires(Permission.PRODUCTION_DECLARE)
def show(draft_id: str) -> Page:
    draft = desk().drafts.get(who(), draft_id)
    return _page(_known(draft), draft, FileForm())


@pages.post("/drafts/<draft_id>")
@requires(Permission.PRODUCTION_DECLARE)
def save(draft_id: str) -> Page:
    draft = desk().drafts.get(who(), draft_id)
    desk().drafts.save(who(), draft_id, _answers(draft.production_id))
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor="next"), code=303)


@pages.post("/drafts/<draft_id>/drop")
@requires(Permission.PRODUCTION_DECLARE)
def drop(draft_id: str) -> Response:
    draft = desk().drafts.get(who(), draft_id)
    desk().drafts.drop(who(), draft_id)
    say_next("draft-dropped")
    return redirect(url_for("drafts.index", production_id=draft.production_id), code=303)


@pages.get("/drafts/<draft_id>/use.json")
@requires(Permission.PRODUCTION_DECLARE)
def download(draft_id: str) -> Response:
    draft = desk().drafts.get(who(), draft_id)
    try:
        return file_of(answers.parsed(_known(draft)), "USE.json")
    except DeclarationError:
        say_next("batch-not-declared")
        return redirect(url_for("drafts.show", draft_id=draft_id), code=303)


@pages.post("/drafts/<draft_id>/told")
@requires(Permission.APPROVAL_TELL)
def told(draft_id: str) -> Page:
    """Puts on record that somebody was told about the use, as it stands declared, before there is a file."""
    draft = desk().drafts.get(who(), draft_id)
    declared = parse_declaration(answers.parsed(_known(draft)))
    kind, union = request.form.get("kind", ""), request.form.get("union_id") or None
    if kind not in KINDS:
        raise Invalid(fields={"kind": "field-choice"})
    desk().approvals.give(
        who(),
        kind,
        KINDS[kind].yes,
        production_id=draft.production_id,
        declaration_sha256=declared.sha256,
        union_id=union,
    )
    say_next("draft-told")
    return redirect(url_for("drafts.show", draft_id=draft_id, _anchor="next"), code=303)


@pages.post("/drafts/<draft_id>/file")
@requires(Permission.PRODUCTION_DECLARE, uploads=True)
def send(draft_id: str) -> Page:
    draft = desk().drafts.get(who(), draft_id)
    known, form = _known(draft), FileForm()
    if form.validate_on_submit():
        file = form.file.data
        try:
            said = answers.parsed(known)
            check = desk().checks.register(who(), draft.production_id, file.stream, file.filename, said, draft_id)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return redirect(url_for("checks.show", check_id=check.id), code=303)
    return _page(known, draft, form, 422)


def _answers(production_id: str) -> dict[str, object]:
    return answers.suggested(desk().drafts.maker(who(), production_id)) | answers.read(request.form)


def _known(draft: Declaration) -> Known:
    return Known(draft.draft, desk().drafts.maker(who(), draft.production_id))


def _may_record(known: Known, outlook: dict[str, Any]) -> list[tuple[str, str | None]]:
    """What the production itself may put on record already: (kind of answer, union that was told)."""
    holders = desk().unions.agreements()
    unions: list[str | None] = [*sorted({holders[one] for one in known.maker.agreements if one in holders})]
    kinds = [need.kind for need in needs(outlook) if KINDS[need.kind].permission is Permission.APPROVAL_TELL]
    plain = [kind for kind in dict.fromkeys(kinds) if not KINDS[kind].params]
    return [(kind, union) for kind in plain for union in (unions if "union" in KINDS[kind].bound_to else [None])]


def _page(known: Known, draft: Declaration | None, form: FileForm | None = None, status: int = 200) -> Page:
    asked, missing = questions.asked(known), questions.open_questions(known)
    try:
        outlook = desk().outlook.of(who(), answers.parsed(known)) if draft and not missing else None
    except DeclarationError:
        outlook = None
    return render_template(
        "drafts/show.html",
        production=desk().productions.get(who(), known.maker.id),
        draft=draft,
        form=form,
        known=known,
        asked=asked,
        parts=[(part, [one for one in asked if one.question.part == part]) for part in PARTS],
        rows=sorted({int(one.path.split(".")[1]) for one in asked if one.path.startswith("cast.")}),
        said=lambda message_id: t(message_id) if CATALOGUE.has(message_id) else None,
        missing={one.path for one in missing},
        wrong=answers.wrong(known) if draft else {},
        outlook=outlook,
        assumed=answers.assumed(known),
        tells=_may_record(known, outlook) if outlook else [],
        unions={union.id: union for union in desk().unions.list()},
    ), status
