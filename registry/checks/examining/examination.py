"""One job from its lease to its end. A check: look at the file, compare, decide; whatever goes wrong, it cannot be decided."""

import base64
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from matching.reasons import Undecidable
from matching.senses import LISTENING
from registry.checks.copies.search import Copies
from registry.checks.deciding.asked import OwnView
from registry.checks.deciding.decider import Decider, FileChanged, GalleryChanged, Seen
from registry.checks.deciding.facts import resolve_names
from registry.checks.deciding.people import Recognition, unnamed
from registry.checks.examining.extent import outlined, sampled
from registry.checks.examining.kept import KeptPictures
from registry.checks.examining.known import KnownVersions
from registry.checks.examining.looking import Eyes
from registry.checks.examining.matched import matched
from registry.checks.examining.piecewise import Piecewise, PutBack
from registry.checks.examining.recognising import asked_once, recognition
from registry.checks.intake import pieces
from registry.checks.intake.jobs import CHECK, PIECE, Jobs, Lease, LeaseLost, Told
from registry.checks.intake.uploads import Uploads
from registry.checks.receipts.receipt import GalleryUsed
from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.productions.declaration import read_declaration
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckPiece

if TYPE_CHECKING:
    from matching.findings import Appearance, Box, Examination, Picture
    from matching.index import Answer
    from matching.media.stream import Stretch
    from registry.gallery.source import GallerySource, LoadedGallery

log = logging.getLogger(__name__)

ROUNDS = 5
"""How often a file is compared again because the gallery changed meanwhile, before the check gives up."""


Work = Callable[[Lease, Told], None]
"""Sees one kind of job through. Raises `LeaseLost`, `Undecidable`."""


class Examiner:
    """Sees jobs through, in this very process and with no limit but those of the matchers: for a file of somebody else's
    it works in a process of its own, under a watch (`registry.checks.examining.hand`)."""

    def __init__(
        self,
        db: Database,
        jobs: Jobs,
        uploads: Uploads,
        eyes: Callable[[], Eyes],
        galleries: "Mapping[str, GallerySource]",
        decider: Decider,
        piecewise: Piecewise,
        pictures: KeptPictures,
        copies: Copies,
        known: KnownVersions,
        others: Callable[[], Mapping[str, Work]] = dict,
    ) -> None:
        """others: what does the jobs that are neither checks nor pieces of checks, by their kind."""
        self._db = db
        self.jobs = jobs
        self._uploads = uploads
        self._eyes = eyes
        self._galleries = galleries
        self._decider = decider
        self._piecewise = piecewise
        self._pictures = pictures
        self._copies = copies
        self._known = known
        self._others = others

    def prepare(self) -> None:
        """Load what the first file will need. Whatever is missing is said when that file is looked at."""
        try:
            encoders = frozenset[str]().union(*(source.encoders() for source in self._galleries.values()))
            with ThreadPoolExecutor(1) as helper:  # networks are read while templates are opened
                networks = helper.submit(self._eyes().prepare, encoders)
                self._load()
                self._decider.prepare()
                networks.result()
        except Exception as problem:
            log.info("not prepared: %s", type(problem).__name__)

    def run(self, job: str, told: Told = lambda _stage, _per_cent: None) -> bool:
        """Take the job up and see it through, or the first of its pieces that waits; False where there was nothing to take up, or
        it was lost meanwhile."""
        lease = self.jobs.take(job)
        return lease is not None and self.see_through(lease, told)

    def see_through(self, lease: Lease, told: Told = lambda _stage, _per_cent: None) -> bool:
        """Do what the job is for; False where the lease was lost meanwhile.

        `told` hears each stage and how far it is (per cent). Nothing that goes wrong with the file is raised: it is
        written down, and the job has failed. What is raised is that it could not be written.
        """
        try:
            return self._ended(lease, told)
        except LeaseLost:
            log.warning("%s: attempt %d lost its lease", lease.job, lease.attempt)
            return False

    def _ended(self, lease: Lease, told: Told) -> bool:
        try:
            ({CHECK: self._check, PIECE: self._piece}.get(lease.kind) or self._others()[lease.kind])(lease, told)
        except LeaseLost:
            raise
        except PutBack:
            log.warning("%s: pieces of it have to be done again", lease.job)
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
            log.error("%s: %s in %s", lease.job, type(problem).__name__, _place(problem))
            self.jobs.fail(lease, "check-failed")
        return True

    def _check(self, lease: Lease, told: Told) -> None:
        """Look at the file, cut it, or join what was found in its pieces."""
        with self._db.read() as session:
            check = session.get_one(Check, lease.job)
            declared = _declared(session, check)
            is_cut = bool(pieces.states(session, check.id))
        say = self._saying(lease, told)

        def stills(times: Sequence[float]) -> "list[Picture]":
            with self._file(check) as path:
                return self._eyes().stills(path, times)

        if is_cut:
            # in this process none of it was looked at, and second opinions may be asked all the same
            self._eyes().prepare(_weights(self._load()))
            self._decide_on(lambda weights: self._piecewise.take_up(lease, weights), lease, say, declared, stills)
            self._piecewise.forget(check.id)
        else:
            with self._file(check) as path, _called(check.file_name):
                stretches = self._eyes().plan(path)
                if len(stretches) > 1:
                    self._piecewise.cut(lease, stretches)
                    return

                def look(weights: Mapping[str, str]) -> "Examination":
                    say("examining", 10)
                    return self._looked_at(lease, check, path, weights, *stretches)

                self._decide_on(look, lease, say, declared, stills)
        with self._db.read() as session:
            kept = session.get_one(Check, lease.job).upload
        if kept is None:
            self._uploads.delete(str(check.upload))

    def _piece(self, lease: Lease, told: Told) -> None:
        """Look at one piece of the file, and put down what is found."""
        with self._db.read() as session:
            piece = session.get_one(CheckPiece, lease.job)
            check = piece.check
        self._saying(lease, told)("examining", 10)
        loaded = self._load()
        weights = _weights(loaded)
        with self._file(check) as path, _called(check.file_name):
            examination = self._looked_at(lease, check, path, weights, pieces.stretch_of(piece))
        for modality, gallery in loaded.items():
            if examination.sounds or modality not in LISTENING:
                gallery.require(examination.encoders)
        if examination.sha256 != check.file_sha256:
            raise FileChanged(check.id)
        self._piecewise.put_down(lease, examination, weights)

    def _looked_at(
        self, lease: Lease, check: Check, path: Path, weights: Mapping[str, str], *stretch: "Stretch"
    ) -> "Examination":
        """A file, or a stretch of it: searched where it was changed since an earlier version."""
        eyes = self._eyes()
        if not eyes.knows:
            return eyes.examine(path, frozenset(weights), *stretch)
        earlier = self._known.earlier(check, *stretch)
        examination = eyes.examine(path, frozenset(weights), *stretch, known=earlier.known)
        self._known.put_down(lease, earlier)
        return examination

    def _saying(self, lease: Lease, told: Told) -> Told:
        def say(stage: str, per_cent: int) -> None:
            self.jobs.progress(lease, stage, per_cent)
            told(stage, per_cent)

        return say

    def _file(self, check: Check) -> AbstractContextManager[Path]:
        if check.upload is None:
            raise FileChanged(check.id)
        return self._uploads.file(check.upload)

    def _decide_on(
        self,
        look: "Callable[[Mapping[str, str]], Examination]",
        lease: Lease,
        say: Told,
        declared: Mapping[str, frozenset[str]],
        stills: "Callable[[Sequence[float]], list[Picture]]",
    ) -> None:
        """look: examines by these encoders (id -> SHA-256 of their weights). stills: decodes the frames at these times."""
        examination, looked_with = None, frozenset[str]()
        for again in range(ROUNDS):
            weights = _weights(self._load())
            if examination is None or weights.keys() != looked_with:
                examination, looked_with = look(weights), frozenset(weights)
            if examination.sounds and not examination.heard:
                raise Undecidable("film.sound-unheard")
            say("comparing", 60)
            try:
                seen = self._compare(examination, looked_with, declared)
                preview, copied = self._pictures.sealed(lease.job, seen.preview), self._copies.look(examination.prints)
                shows = None if copied is None else matched(self._eyes(), examination, copied.moments, stills)
                known = self._known.told(lease.job, examination.length)
                seen = replace(seen, preview=preview, copied=copied, known=known, blotted=shows or seen.blotted)
                say("deciding", 90)
                self._decider.decide(lease, seen)
                return
            except GalleryChanged:
                if again == ROUNDS - 1:
                    raise

    def _load(self) -> "dict[str, LoadedGallery]":
        """The gallery of each sense, all as they were at one moment. Raises `GalleryChanged`."""
        loaded = {name: source.load() for name, source in self._galleries.items()}
        if len({one.gallery.generation for one in loaded.values()}) > 1:
            raise GalleryChanged
        return loaded

    def _compare(
        self, examination: "Examination", looked_with: frozenset[str], declared: Mapping[str, frozenset[str]]
    ) -> Seen:
        loaded, eyes = self._load(), self._eyes()
        if _weights(loaded).keys() != looked_with:
            raise GalleryChanged
        answers: dict[str, Answer] = {}
        at_large: dict[str, Answer] = {}
        second_opinion = asked_once(eyes.second_opinion)
        found_by = {modality for modality, gallery in loaded.items() if _anybody(gallery)}
        met: dict[str, frozenset[str]] = {}
        for modality, gallery in loaded.items():
            if examination.sounds or modality not in LISTENING:
                gallery.require(examination.encoders)
            own = [seen for seen in examination.appearances if seen.modality == modality]
            alone = bool(gallery.losses) or not found_by - {modality}
            cast = declared.get(modality, frozenset())
            # whoever another sense has named is compared one to one, too: who is seen is likely to be who is heard
            met[modality] = frozenset(str(one.subject) for one in answers.values() if one.answer == "match") - cast
            named = frozenset(str(one.subject) for one in at_large.values() if one.answer == "match")
            at_large |= {one.ref: one for one in gallery.ask(own, second_opinion, named, alone=alone)}
            answers |= {one.ref: one for one in gallery.ask(own, second_opinion, cast | met[modality], alone=alone)}
        # a KeyError for what a sense found that nobody is compared by: such a file is not decided
        found_all = tuple(
            recognition(seen, answers[seen.ref], met[seen.modality], at_large[seen.ref])
            for seen in examination.appearances
        )
        known = {one.ref for one in found_all if (one.at_large or one).answer in ("match", "possible")}
        there = {one.ref: one.placed(examination.view_at) for one in examination.appearances}
        to_be_seen = {there[ref] for ref in known}
        strangers = [place for place in there.values() if place is not None and place not in to_be_seen]
        return Seen(
            sha256=examination.sha256,
            size=examination.size,
            media=examination.media,
            width=examination.width,
            height=examination.height,
            length=examination.length,
            sampling=sampled(examination),
            waveform=outlined(examination),
            origin=examination.origin,
            models={name: weights for name, weights in examination.encoders.items() if name in looked_with},
            thresholds="+".join(one.thresholds.id for one in loaded.values()),
            found=found_all,
            gallery=_used(loaded),
            preview=eyes.picture(examination, strangers),
            evidence=(evidence := _evidence(examination.appearances, found_all, eyes)),
            own=_own(examination, found_all, eyes, evidence),
            blotted=_blotted(eyes, examination, there.values()),
        )


def _blotted(eyes: Eyes, examination: "Examination", there: "Collection[Box | None]") -> bytes | None:
    """A small JPEG of a file in which nobody can be recognised."""
    picture = eyes.picture(examination, [place for place in there if place is not None])
    return None if picture is None else base64.b64decode(picture)


def _anybody(loaded: "LoadedGallery") -> bool:
    """Whether anybody can be found by a sense, or could be if their templates were not lost."""
    return bool(len(loaded.gallery) or len(loaded.parked) or loaded.losses)


def _weights(loaded: "Mapping[str, LoadedGallery]") -> dict[str, str]:
    """Every encoder that is searched with, of whatever sense: its id -> SHA-256 of the weights for which there are thresholds."""
    return {name: gallery.thresholds.encoders.get(name, "") for gallery in loaded.values() for name in gallery.encoders}


def _used(loaded: "Mapping[str, LoadedGallery]") -> GalleryUsed:
    """What the file was compared with, of all senses together: how many people can be found by any of them."""
    from matching.gallery import digest_of

    galleries = [one.gallery for one in loaded.values()]
    people = frozenset[str]().union(*(gallery.subjects for gallery in galleries))
    digests = [gallery.digest for gallery in galleries]
    lost = {loss.performer_id: loss for one in loaded.values() for loss in one.losses}
    size, lost_ones = len(people), sum(len(one.losses) for one in loaded.values()) if len(loaded) == 1 else len(lost)
    digest = (
        digests[0] if len(digests) == 1 else digest_of(f"{name} {one.gallery.digest}" for name, one in loaded.items())
    )
    return GalleryUsed(size, digest, galleries[0].generation, lost_ones)


def _declared(session: Session, check: Check) -> dict[str, frozenset[str]]:
    """Sense -> the performers who, by the production's word, are in the file for it."""
    cast = read_declaration(check.declaration).cast
    names = resolve_names(session, [entry.name for entry in cast if entry.name])
    said: dict[str, set[str]] = {}
    for entry in cast:
        performer = entry.performer or names.get(entry.name or "")
        for modality in entry.modalities if performer else ():
            said.setdefault(modality, set()).add(str(performer))
    return {modality: frozenset(performers) for modality, performers in said.items()}


@contextmanager
def _called(name: str) -> Iterator[None]:
    """Whatever is said of the file is said under its own name: the upload's means nothing to anybody."""
    try:
        yield
    except Undecidable as problem:
        if "name" in problem.params:
            raise Undecidable(problem.reason, **problem.params | {"name": name}) from None
        raise


def _evidence(appearances: "Sequence[Appearance]", found: Sequence[Recognition], eyes: Eyes) -> dict[str, bytes]:
    """What a person may have to look at, each without anybody else: everybody who is possible, and, should somebody
    declared not be found, those without a name. It is kept only once a question is asked about it."""
    from matching.findings import everybody_else

    wanted = {one.ref for one in found if one.answer == "possible"}
    wanted |= set(unnamed((one.ref, one.box, one.answer == "match") for one in found))
    evidence = {}
    for seen in appearances:
        if seen.ref in wanted:
            shown = eyes.evidence(seen, everybody_else(appearances, seen))
            if shown is not None:
                evidence[seen.ref] = shown
    return evidence


MOST_SHOTS = 50
"""Of so many appearances in one file the whole picture is kept for whom it is; of the others the cutting alone."""


def _own(
    examination: "Examination", found: Sequence[Recognition], eyes: Eyes, evidence: Mapping[str, bytes]
) -> dict[str, OwnView]:
    """What those who are, or may be, named will be shown of themselves: each without anybody else. It is kept only of whom the
    decision names."""
    from matching.findings import everybody_else

    own: dict[str, OwnView] = {}
    for seen, one in zip(examination.appearances, found, strict=True):
        if one.answer not in ("match", "possible"):
            continue
        others = everybody_else(examination.appearances, seen)
        crop = evidence.get(one.ref) or eyes.evidence(seen, others)
        there = seen.placed(examination.view_at) is not None and len(own) < MOST_SHOTS
        shot = eyes.picture(examination, others(examination.view_at)) if there else None
        own[one.ref] = OwnView(crop, None if shot is None else base64.b64decode(shot))
    return own


def _place(problem: BaseException) -> str:
    """The innermost line of a failure, for the log: file and line, nothing of its data."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
