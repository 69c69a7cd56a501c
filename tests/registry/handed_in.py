"""Files that somebody hands in, with a worker at hand that looks at them."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.checks.intake.files import FilesView, Source
from registry.core.permissions import Identity
from registry.desk import Desk


def sources(files: Sequence[Path]) -> list[Source]:
    return [(file.name, lambda file=file: file.open("rb")) for file in files]


def enrolled(desk: Desk, who: Identity, performer_id: str, files: Sequence[Path], **options: Any) -> FilesView:
    """What became of an enrolment."""
    job = desk.enrolments.ask(who, performer_id, sources(files), **options)
    assert desk.examiner.run(job)
    return desk.enrolments.get(who, performer_id, job)


def shown_again(desk: Desk, who: Identity, check_id: str, content: bytes) -> int:
    """How many were shown to reviewers, of a file that is shown once more."""
    job = desk.showings.ask(who, check_id, ("again.jpg", lambda: io.BytesIO(content)))
    assert desk.examiner.run(job)
    return int(desk.showings.get(who, check_id, job).outcome["shown"])
