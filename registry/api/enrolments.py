"""Enrolment by voice, for programs that record: fresh texts to read aloud, their recordings, and what became of them."""

from typing import Annotated, Any, BinaryIO, cast

from flask import request, url_for
from pydantic import Field, WithJsonSchema

from consent.parts import Part
from registry.api.door import JSON, PARTS, body, endpoint, files, who
from registry.checks.intake.files import FilesView, Source
from registry.core.errors import Invalid
from registry.core.permissions import On, Permission, require
from registry.core.refusals import worded
from registry.people.readings.service import MOST
from registry.web.door import desk, language

AGAIN_SECONDS = 2

Binary = Annotated[bytes, WithJsonSchema({"type": "string", "contentMediaType": "application/octet-stream"})]


class TextsWanted(Part):
    """How many texts are wanted."""

    count: Annotated[int, Field(ge=1, le=MOST)]


class TextToRead(Part):
    """A text for one recording. Read all of it aloud, once, before it expires."""

    id: str
    text: str
    language: str
    until: str


class Recordings(Part):
    """One part a recording, each named by the id of the text that is read in it; and whether the recordings are kept."""

    text_id: Annotated[Binary, Field(alias="<id of the text>")]
    keep: str = "no"


class EnrolmentAdvice(Part):
    """What to do about one recording."""

    file: str
    message: str
    words: str


class EnrolmentShown(Part):
    """What became of an enrolment: of all recordings, or of none. reason: why it failed as a whole."""

    enrolment: str
    url: str
    state: str
    progress: int
    accepted: tuple[str, ...] = ()
    advice: tuple[EnrolmentAdvice, ...] = ()
    parked: bool = False
    likeness: str | None = None
    reason: str | None = None


@endpoint(
    "POST",
    "/performers/<performer_id>/voice/texts",
    Permission.PERFORMER_ENROL,
    {200: list[TextToRead]},
    {JSON: TextsWanted},
    conflicts=True,
)
def draw_texts(performer_id: str) -> list[TextToRead]:
    """Draw fresh texts to read aloud, in the place of whatever this account had open for the performer."""
    require(who(), Permission.PERFORMER_ENROL, On(performer_id=performer_id))
    drawn = desk().readings.draw(who(), performer_id, language(), body(TextsWanted).count)
    return [TextToRead(id=one.id, text=one.text, language=one.language, until=one.until.isoformat()) for one in drawn]


@endpoint(
    "POST",
    "/performers/<performer_id>/voice",
    Permission.PERFORMER_ENROL,
    {202: EnrolmentShown},
    {PARTS: Recordings},
    conflicts=True,
)
def enrol_voice(performer_id: str) -> tuple[EnrolmentShown, int, dict[str, str]]:
    """Enrol a performer by their voice, as `likeness enrol --modality voice` does."""
    require(who(), Permission.PERFORMER_ENROL, On(performer_id=performer_id))
    files("keep")
    keep = request.form.get("keep", "no")
    if keep not in ("yes", "no"):
        raise Invalid("api-content-wrong", {"keep": "field-choice"})
    sources: dict[str, Source] = {
        name: (file.filename or name, lambda file=file: cast(BinaryIO, file.stream))  # type: ignore[misc]
        for name, file in request.files.items()
    }
    modality = desk().readings.require_modality()
    given = list(sources.values()), keep == "yes", modality, list(sources)
    return _shown(
        performer_id, desk().enrolments.get(who(), performer_id, desk().enrolments.ask(who(), performer_id, *given))
    )


@endpoint(
    "GET",
    "/performers/<performer_id>/voice/<job_id>",
    Permission.PERFORMER_ENROL,
    {200: EnrolmentShown, 202: EnrolmentShown},
)
def get_enrolment(performer_id: str, job_id: str) -> tuple[EnrolmentShown, int, dict[str, str]]:
    """What became of an enrolment; 202 while it is under way."""
    return _shown(performer_id, desk().enrolments.get(who(), performer_id, job_id))


def _shown(performer_id: str, job: FilesView) -> tuple[EnrolmentShown, int, dict[str, str]]:
    url = url_for("api.get_enrolment", performer_id=performer_id, job_id=job.id)
    said: dict[str, Any] = {"enrolment": job.id, "url": url, "state": job.state, "progress": job.progress}
    if job.under_way:
        return EnrolmentShown(**said), 202, {"Location": url, "Retry-After": str(AGAIN_SECONDS)}
    if job.failed:
        return EnrolmentShown(**said, reason=worded(job.outcome)), 200, {}
    advice = [
        EnrolmentAdvice(file=part["file"], message=part["message"], words=worded(part))
        for part in job.outcome["advice"]
    ]
    found: dict[str, Any] = {"accepted": tuple(job.outcome["accepted"]), "parked": job.outcome["parked"]}
    return EnrolmentShown(**said, **found, advice=tuple(advice), likeness=job.outcome["likeness_digest"]), 200, {}
