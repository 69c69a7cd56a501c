"""Enrolment by voice: fresh texts to read aloud, their recordings, and listening to them."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from registry.checks.intake.files import FilesView, Source
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Permission
from registry.gallery.recordings import Kept
from registry.reviews.evidence import PieceOfEvidence
from registry.web.door import HEADERS, desk, language, requires, who
from registry.web.jobs import progress_of, source_of, stage_of
from registry.web.kept import evidence_of
from registry.web.voices.forms import VoiceForm

pages = Blueprint("voices", __name__, url_prefix="/performers/<performer_id>/voice")

POLICY = "Permissions-Policy"
MICROPHONE = HEADERS[POLICY].replace("microphone=()", "microphone=(self)")

Page = Response | tuple[Response, int]


@pages.get("")
@requires(Permission.PERFORMER_ENROL)
def show(performer_id: str) -> Page:
    return _show(performer_id, VoiceForm())


def _show(performer_id: str, form: VoiceForm, job: FilesView | None = None) -> Response:
    modality = desk().readings.require_modality()
    card = desk().performers.card(who(), performer_id)
    readings = desk().readings.open(who(), performer_id)
    page = make_response(
        render_template(
            "voices/show.html",
            performer=card.performer,
            modality=modality,
            released=modality in card.senses and card.senses[modality].release is not None,
            readings=readings,
            references=desk().readings.references(who(), performer_id),
            heard=desk().readings.heard(who(), performer_id),
            form=form,
            job=job,
        )
    )
    if readings:  # on no other page may anything listen
        page.headers[POLICY] = MICROPHONE
    return page


@pages.post("/texts")
@requires(Permission.PERFORMER_ENROL)
def draw(performer_id: str) -> Response:
    desk().readings.draw(who(), performer_id, language())
    return redirect(url_for("voices.show", performer_id=performer_id), code=303)


@pages.post("")
@requires(Permission.PERFORMER_ENROL, uploads=True)
def enrol(performer_id: str) -> Page:
    form, sent = VoiceForm(), _sent()
    if form.validate_on_submit():
        if not sent:
            form.form_errors.append(("voice-none-sent", {}))
        else:
            modality = desk().readings.require_modality()
            sources = list(sent.values())
            try:
                job_id = desk().enrolments.ask(who(), performer_id, sources, form.keep.data, modality, list(sent))
            except (Invalid, Conflict) as error:
                form.take(error)
            else:
                return redirect(url_for("voices.enrolled", performer_id=performer_id, job_id=job_id), code=303)
    return _show(performer_id, form), 422


def _sent() -> dict[str, Source]:
    """The recordings that were sent, by the text that was read in each."""
    files = {one: request.files.get(f"recording-{one}") for one in request.form.getlist("reading")}
    return {one: source_of(file) for one, file in files.items() if file is not None and file.filename}


@pages.get("/<job_id>")
@requires(Permission.PERFORMER_ENROL)
def enrolled(performer_id: str, job_id: str) -> Page:
    job = desk().enrolments.get(who(), performer_id, job_id)
    if job.under_way:
        performer = desk().performers.get(who(), performer_id)
        return make_response(
            render_template("voices/enrolling.html", performer=performer, job=job, stage=stage_of(job))
        )
    return _show(performer_id, VoiceForm(), job)


@pages.get("/<job_id>/progress.json")
@requires(Permission.PERFORMER_ENROL)
def enrolling(performer_id: str, job_id: str) -> Response:
    return progress_of(desk().enrolments.get(who(), performer_id, job_id))


@pages.get("/recordings/<recording_id>")
@requires(Permission.PERFORMER_READ)
def recording(performer_id: str, recording_id: str) -> Response:
    """A recording beside its text, for whoever may confirm that it is this performer, and for themselves."""
    return _played(desk().readings.hear(who(), performer_id, recording_id))


@pages.get("/references/<int:number>")
@requires(Permission.PERFORMER_ENROL)
def reference(performer_id: str, number: int) -> Response:
    """A recording that the performer keeps."""
    return _played(desk().readings.reference(who(), performer_id, number))


def _played(piece: Kept) -> Response:
    return evidence_of(PieceOfEvidence(piece.media_type, piece.content))
