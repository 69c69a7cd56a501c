"""What the pages of jobs share: files as they come in, and how far a job is."""

from typing import BinaryIO, cast

from flask import jsonify
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from registry.checks.intake.files import FilesView, Source
from registry.web.pages import t


def source_of(file: FileStorage) -> Source:
    """An uploaded file, as a service takes it in."""
    return file.filename or "", lambda: cast(BinaryIO, file.stream)


def stage_of(job: FilesView) -> str:
    """How far it is, in words."""
    return t("check-stage-queued-behind", before=job.before) if job.before else t(f"check-stage-{job.stage}")


def progress_of(job: FilesView) -> Response:
    """How far it is, for the page that waits for it."""
    words = stage_of(job) if job.under_way else ""
    return jsonify(state=job.state, progress=job.progress, before=job.before, words=words, done=not job.under_way)
