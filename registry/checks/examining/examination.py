"""One check as a job: take it up, look at the file, compare, decide; whatever goes wrong, it cannot be decided."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from matching.reasons import Undecidable
from registry.checks.deciding.decider import Decider, FileChanged, GalleryChanged, Seen
from registry.checks.deciding.facts import resolve_names
from registry.checks.deciding.known_error import stated
from registry.checks.deciding.people import Face, unnamed
from registry.checks.examining.preview import cut_out, preview
from registry.checks.intake.jobs import Jobs, Lease, LeaseLost
from registry.checks.intake.uploads import Uploads
from registry.checks.receipts.receipt import GalleryUsed
from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.productions.declaration import read_declaration
from registry.records.tables.checks import Check

if TYPE_CHECKING:
    from matching.findings import Appearance, Examination
    from matching.index import Answer, SecondOpinion
    from registry.gallery.source import GallerySource

log = logging.getLogger(__name__)

Told = Callable[[str, int], None]

ROUNDS = 5
"""How often the faces are compared again because the gallery changed meanwhile, before the check gives up."""


@dataclass(frozen=True)
class Eyes:
    """How a file is looked at: `examine` (a path, by these encoders), the second opinion where there is one, and the
    pixelated picture for the page."""

    examine: "Callable[[Path, Collection[str]], Examination]"
    second_opinion: "SecondOpinion | None" = None
    picture: "Callable[[Path, list[tuple[int, int, int, int]]], str | None]" = lambda _path, _boxes: None


def open_eyes() -> Eyes:
    """The real ones. Weights are loaded, and verified, when the first file is looked at; then they are kept until other
    encoders are in force."""
    from matching.face.second_opinion import SecondOpinion

    second_opinion = SecondOpinion()

    @lru_cache(maxsize=1)
    def engines(encoders: frozenset[str]) -> Any:
        from matching import Engines
        from matching.installed import load

        return Engines(load(encoders), second_opinion)

    def examine(path: Path, encoders: Collection[str]) -> "Examination":
        from matching import examine as look

        return look(path, engines(frozenset(encoders)))

    return Eyes(examine, second_opinion, preview)


class Examiner:
    """Sees checks through, in this very process and with no limit but those of the matchers: for a file of somebody else's
    it works in a process of its own, under a watch (`registry.checks.examining.hand`)."""

    def __init__(
        self,
        db: Database,
        jobs: Jobs,
        uploads: Uploads,
        eyes: Callable[[], Eyes],
        gallery: "GallerySource",
        decider: Decider,
    ) -> None:
        self._db = db
        self.jobs = jobs
        self._uploads = uploads
        self._eyes = eyes
        self._gallery = gallery
        self._decider = decider

    def run(self, check_id: str, told: Told = lambda _stage, _per_cent: None) -> bool:
        """Take the check up and see it through; False where there was nothing to take up, or it was lost meanwhile."""
        lease = self.jobs.take(check_id)
        return lease is not None and self.see_through(lease, told)

    def see_through(self, lease: Lease, told: Told = lambda _stage, _per_cent: None) -> bool:
        """Look, compare, decide; False where the lease was lost meanwhile.

        `told` hears each stage and how far it is (per cent). Nothing that goes wrong with the file is raised: it is
        written down, and the check cannot be decided. What is raised is that it could not be written.
        """
        try:
            return self._ended(lease, told)
        except LeaseLost:
            log.warning("%s: attempt %d lost its lease", lease.check_id, lease.attempt)
            return False

    def _ended(self, lease: Lease, told: Told) -> bool:
        try:
            self._see_through(lease, told)
        except LeaseLost:
            raise
        except Undecidable as problem:
            self.jobs.fail(lease, problem.reason, **problem.params)
        except GalleryChanged:
            self.jobs.fail(lease, "check-gallery-restless")
        except FileChanged:
            self.jobs.fail(lease, "check-file-changed")
        except RecordsAltered:
            self.jobs.fail(lease, "check-records-altered")
        except Exception as problem:  # any doubt ends in "cannot decide"
            # the kind of the mishap alone: a message could quote what must not be logged
            log.error("%s: %s in %s", lease.check_id, type(problem).__name__, _place(problem))
            self.jobs.fail(lease, "check-failed")
        return True

    def _see_through(self, lease: Lease, told: Told) -> None:
        with self._db.read() as session:
            check = session.get_one(Check, lease.check_id)
            declared = _declared(session, check)
        if check.upload is None:
            raise FileChanged(check.id)
        path, eyes = self._uploads.path(check.upload), self._eyes()

        def say(stage: str, per_cent: int) -> None:
            self.jobs.progress(lease, stage, per_cent)
            told(stage, per_cent)

        examination, looked_with = None, frozenset[str]()
        for again in range(ROUNDS):
            encoders = self._gallery.load().encoders
            if examination is None or encoders != looked_with:
                say("examining", 10)
                examination, looked_with = _look(path, eyes, encoders, check.file_name), encoders
            say("comparing", 60)
            try:
                seen = self._compare(path, examination, looked_with, eyes, declared)
                say("deciding", 90)
                self._decider.decide(lease, seen)
                break
            except GalleryChanged:
                if again == ROUNDS - 1:
                    raise
        with self._db.read() as session:
            kept = session.get_one(Check, lease.check_id).upload
        if kept is None:
            self._uploads.delete(check.upload)

    def _compare(
        self, path: Path, examination: "Examination", looked_with: frozenset[str], eyes: Eyes, declared: frozenset[str]
    ) -> Seen:
        loaded = self._gallery.load()
        if loaded.encoders != looked_with:
            raise GalleryChanged(path.name)
        loaded.require(examination.encoders)
        gallery, answers = loaded.gallery, loaded.ask(examination.appearances, eyes.second_opinion, declared)
        faces = tuple(_face(seen, found) for seen, found in zip(examination.appearances, answers, strict=True))
        known = [face.box for face in faces if face.answer in ("match", "possible")]
        return Seen(
            sha256=examination.sha256,
            size=examination.size,
            media=examination.media,
            width=examination.width,
            height=examination.height,
            models={name: weights for name, weights in examination.encoders.items() if name in loaded.encoders},
            thresholds=loaded.thresholds.id,
            faces=faces,
            gallery=GalleryUsed(len(gallery), gallery.digest, gallery.generation, len(loaded.losses)),
            preview=eyes.picture(path, [face.box for face in faces if face.box not in known]),
            crops=_crops(examination.appearances, faces),
        )


def _declared(session: Session, check: Check) -> frozenset[str]:
    """The performers whose face the production says is in the file."""
    cast = [entry for entry in read_declaration(check.declaration).cast if "face" in entry.modalities]
    names = resolve_names(session, [entry.name for entry in cast if entry.name])
    ids = {entry.performer or names.get(entry.name or "") for entry in cast}
    return frozenset(performer for performer in ids if performer)


def _look(path: Path, eyes: Eyes, encoders: Collection[str], called: str) -> "Examination":
    try:
        return eyes.examine(path, encoders)
    except Undecidable as problem:
        if "name" in problem.params:  # the upload's own name means nothing to anybody
            raise Undecidable(problem.reason, **problem.params | {"name": called}) from None
        raise


def _crops(appearances: "Sequence[Appearance]", faces: Sequence[Face]) -> dict[str, bytes]:
    """The faces that a person may have to look at, each without anybody else: every possible one, and, should somebody
    declared not be found, those without a name. They are kept only once a question is asked about them."""
    wanted = {face.ref for face in faces if face.answer == "possible"}
    wanted |= set(unnamed((face.ref, face.box, face.answer == "match") for face in faces))
    crops = {}
    for seen in appearances:
        if seen.ref in wanted:
            crop = cut_out(seen, [other.box for other in faces if other.ref != seen.ref])
            if crop is not None:
                crops[seen.ref] = crop
    return crops


def _face(seen: "Appearance", found: "Answer") -> Face:
    """One appearance with its answer, without vectors and scores: a match is told in words, with its stated error."""
    likeliest = found.candidates[0].subject if found.candidates else None
    return Face(
        ref=seen.ref,
        box=seen.box,
        answer=found.answer,
        subject=found.subject or (likeliest if found.answer == "possible" else None),
        error=stated(found),
        reason=found.reason,
        candidates=tuple(candidate.subject for candidate in found.candidates),
        bands=tuple(candidate.band for candidate in found.candidates),
        size=int(seen.quality.size),
        sharpness=int(seen.quality.sharpness),
    )


def _place(problem: BaseException) -> str:
    """The innermost line of a failure, for the log: file and line, nothing of its data."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
