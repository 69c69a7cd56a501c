"""Reviews: what waits for a person, evidence beside the performer's own pictures, and asking for another look."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Permission
from registry.reviews.lists import KINDS, SORTS, WHEN
from registry.reviews.rules import REASONS, SECOND_LOOK_DAYS
from registry.reviews.service import ReviewView
from registry.web.door import desk, requires, who
from registry.web.jobs import progress_of, source_of, stage_of
from registry.web.kept import evidence_of, numbered, reference_of
from registry.web.lists import LATEST, asked, choice, sorts
from registry.web.pages import say_next
from registry.web.reviews.forms import AnswerForm, ShownFileForm, reason_words

pages = Blueprint("reviews", __name__)

Page = str | AnyResponse | tuple[str, int]


@pages.get("/reviews")
@requires(Permission.REVIEW_READ)
def index() -> Page:
    unions = {union.id: union.name for union in desk().unions.list()}
    pairs = desk().look_alikes.signed(who())
    wanted = asked({"kind": KINDS, "due": WHEN}, SORTS)
    return render_template(
        "reviews/index.html",
        page=desk().review_lists.waiting(who(), wanted),
        asked=wanted,
        filters=[choice("kind", "list-kind", KINDS, "list-review-"), choice("due", "list-due", WHEN, "list-due-")],
        sorts=sorts(SORTS),
        pairs=pairs,
        unions=unions,
        notices=desk().notices.about(who(), account_id=who().account_id, size=LATEST),
    )


def _page(review: ReviewView, form: AnswerForm) -> str:
    unions = {union.id: union.name for union in desk().unions.list()}
    return render_template("reviews/show.html", review=review, form=form, unions=unions, said=reason_words)


@pages.get("/reviews/<review_id>")
@requires(Permission.REVIEW_READ)
def show(review_id: str) -> Page:
    review = desk().reviews.get(who(), review_id)
    return _page(review, AnswerForm(review.reasons, heard=review.heard))


@pages.post("/reviews/<review_id>")
@requires(Permission.REVIEW_READ)
def answer(review_id: str) -> Page:
    review = desk().reviews.get(who(), review_id)
    form = AnswerForm(REASONS, heard=review.heard)
    if form.validate_on_submit():
        try:
            view = desk().reviews.answer(who(), review_id, form.answer.data, form.reason.data)
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            say_next("review-answered-now" if view.answered_at else "review-one-more")
            return redirect(url_for("reviews.index"), code=303)
    return _page(review, form), 422


@pages.get("/reviews/<review_id>/evidence/<int:number>")
@requires(Permission.REVIEW_READ)
def evidence(review_id: str, number: int) -> Response:
    return evidence_of(numbered(desk().reviews.evidence(who(), review_id), number))


@pages.get("/reviews/<review_id>/references/<int:number>")
@requires(Permission.REVIEW_READ)
def reference(review_id: str, number: int) -> Response:
    return reference_of(numbered(desk().reviews.references(who(), review_id), number))


@pages.get("/checks/<check_id>/looks")
@requires(Permission.CHECK_READ)
def looks(check_id: str) -> Page:
    return _looks(check_id, ShownFileForm())


def _looks(check_id: str, form: ShownFileForm, status: int = 200) -> Page:
    found = desk().comparisons.of(who(), check_id)
    return render_template(
        "reviews/looks.html", looks=found, check_id=check_id, form=form, days=SECOND_LOOK_DAYS, said=reason_words
    ), status


def _back(check_id: str, told: str) -> AnyResponse:
    say_next(told)
    return redirect(url_for("reviews.looks", check_id=check_id), code=303)


@pages.post("/checks/<check_id>/appeal")
@requires(Permission.REVIEW_CONTEST)
def appeal(check_id: str) -> AnyResponse:
    desk().appeals.appeal(who(), check_id, request.form.get("whom", ""), request.form.get("reason", ""))
    return _back(check_id, "review-appealed")


@pages.post("/checks/<check_id>/override")
@requires(Permission.REVIEW_DECIDE)
def override(check_id: str) -> AnyResponse:
    desk().appeals.override(who(), check_id, request.form.get("whom", ""), request.form.get("reason", ""))
    return _back(check_id, "review-two-needed")


@pages.post("/checks/<check_id>/file")
@requires(Permission.CHECK_REQUEST, uploads=True)
def show_again(check_id: str) -> Page:
    stale = desk().checks.get(who(), check_id).state == "stale"
    if not stale:
        desk().comparisons.of(who(), check_id)
    form = ShownFileForm()
    if form.validate_on_submit():
        try:
            if stale:
                follows = desk().checks.again(who(), check_id, form.file.data.stream)
                return redirect(url_for("checks.show", check_id=follows.id), code=303)
            job_id = desk().showings.ask(who(), check_id, source_of(form.file.data))
        except (Invalid, Conflict) as error:
            form.take(error)
        else:
            return redirect(url_for("reviews.shown", check_id=check_id, showing_id=job_id), code=303)
    return _looks(check_id, form, 422)


@pages.get("/checks/<check_id>/looks/<showing_id>")
@requires(Permission.CHECK_REQUEST)
def shown(check_id: str, showing_id: str) -> Page:
    job = desk().showings.get(who(), check_id, showing_id)
    if job.under_way:
        return render_template("reviews/showing.html", check_id=check_id, job=job, stage=stage_of(job))
    if not job.failed:
        return _back(check_id, "review-shown-again")
    form = ShownFileForm()
    form.form_errors.append((job.outcome["message"], job.outcome["params"]))
    return _looks(check_id, form)


@pages.get("/checks/<check_id>/looks/<showing_id>/progress.json")
@requires(Permission.CHECK_REQUEST)
def showing(check_id: str, showing_id: str) -> AnyResponse:
    return progress_of(desk().showings.get(who(), check_id, showing_id))
