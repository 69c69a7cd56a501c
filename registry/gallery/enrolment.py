"""Enrolment: from pictures to sealed templates, all of a batch or nothing.

`look` judges the pictures (no database); `keep` writes in the caller's transaction. Pictures are not kept unless the
performer asked for it; then they are sealed as templates are.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from sqlalchemy.orm import Session

from matching import index
from matching.comparison import STRONG
from matching.findings import Appearance, Examination, Vector
from matching.gallery import Gallery
from matching.modality import Modality
from matching.reasons import Undecidable
from matching.thresholds import Thresholds
from registry.core.database import new_id
from registry.gallery.reading import LEAST_SPEECH, fits
from registry.gallery.recordings import Read, media_type_of
from registry.gallery.sealing import seal_picture, seal_template
from registry.gallery.source import LoadedGallery
from registry.records.tables.performers import PICTURE, Performer, ReferencePicture, Template

MOST_PICTURES = 20
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class PictureAdvice:
    """What to change about one picture: a message id with its parameters."""

    file: str
    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Enrolment:
    """What became of a batch. accepted: the pictures' names; none where there is advice.

    likeness_digest: of everything that is enrolled now. disputed: a dispute about whose it is is open, of which this side may know
    (`records.hears_of`). parked: the new templates wait until the identity is confirmed with them; always so where it was
    never confirmed, because that a claim waits longer must not show.
    """

    accepted: tuple[str, ...] = ()
    advice: tuple[PictureAdvice, ...] = ()
    likeness_digest: str | None = None
    disputed: bool = False
    parked: bool = False


@dataclass(frozen=True, eq=False)
class Reference:
    """A file that may be enrolled, with what was found of its one person. content: its bytes, only where somebody may need them
    again; kept: whether the performer keeps them. read: the text that was to be read in it."""

    file: str
    seen: Appearance
    encoders: Mapping[str, str]
    content: bytes | None = field(default=None, repr=False)
    kept: bool = False
    read: Read | None = None

    @property
    def media_type(self) -> str:
        """Of the content: what kind of recording it is; pictures say it themselves."""
        return PICTURE if self.read is None else media_type_of(self.content or b"") or UNKNOWN


def first_encoder(thresholds: Thresholds, encoders: Collection[str]) -> str:
    """The one of the encoders in force by which a person's references are compared with each other: it has thresholds
    of its own. Raises `Undecidable` where none has."""
    alone = (scorer.weights.keys() for scorer in thresholds.scorers.values() if len(scorer.weights) == 1)
    found = [encoder for (encoder,) in alone if encoder in encoders]
    if not found:
        raise Undecidable("thresholds.missing", encoders=", ".join(sorted(encoders)))
    return found[0]


def look(
    sense: Modality,
    files: Sequence[Path],
    examine: Callable[..., Examination],
    loaded: LoadedGallery,
    enrolled: Sequence[Vector],
    *,
    keep: bool,
    readings: Sequence[Read] = (),
) -> tuple[list[Reference], list[PictureAdvice]]:
    """Examines the references of a batch by one sense: those that are fit, and what is wrong with the others.

    `enrolled` are the performer's templates of the first encoder so far; the new ones must agree with them and with
    each other. Every encoder that is here must have seen each: one that lacks a person is of no use for anybody.
    readings: what was to be read in each file, where the sense hears speech.
    Raises `Undecidable` where one that is in force did not look.
    """
    references: list[Reference] = []
    advice: list[PictureAdvice] = []
    for path, read in zip_longest(files, readings):
        try:
            examination = examine(path, loaded.encoders, every_opinion=True)
            content = _content(path, examination) if keep or read is not None else None
        except Undecidable as problem:
            advice.append(PictureAdvice(path.name, problem.reason, problem.params))
            continue
        loaded.require(examination.encoders)
        assessment = sense.assess(examination)
        advice += [PictureAdvice(path.name, part.message, part.params) for part in assessment.advice]
        if not assessment.ok or assessment.appearance is None:
            continue
        if not examination.encoders.keys() <= assessment.appearance.vectors.keys():
            advice.append(PictureAdvice(path.name, "enrol.not-encodable"))
            continue
        references.append(Reference(path.name, assessment.appearance, examination.encoders, content, keep, read))
    advice += _heard(sense, references, whole=not advice)
    encoder = first_encoder(loaded.thresholds, loaded.encoders)
    for reference, found in zip(references, sense.agreement.of([one.seen for one in references], encoder), strict=True):
        if found is not None:
            advice.append(PictureAdvice(reference.file, found.message, found.params))
        elif not sense.agreement.with_enrolled(reference.seen.vectors[encoder], enrolled):
            advice.append(PictureAdvice(reference.file, "enrol.disagrees"))
    return references, advice


def _heard(sense: Modality, references: Sequence[Reference], *, whole: bool) -> list[PictureAdvice]:
    """What is wrong with recordings of texts: one by one, and, where none was refused (`whole`), together."""
    if sense.speech is None:
        return []
    seconds = {one.file: one.seen.measures.get(sense.speech, 0.0) for one in references}
    advice = []
    for one in references:
        wrong = fits(one.read, seconds[one.file]) if one.read is not None else "enrol.nothing-to-read"
        if one.media_type == UNKNOWN:
            wrong = "enrol.no-recording"
        if wrong is not None:
            advice.append(PictureAdvice(one.file, wrong, {"seconds": round(seconds[one.file])}))
    if whole and not advice and references and sum(seconds.values()) < LEAST_SPEECH:
        params = {"seconds": int(sum(seconds.values())), "limit": LEAST_SPEECH}
        advice.append(PictureAdvice(references[-1].file, "enrol.too-little-speech", params))
    return advice


def _content(path: Path, examination: Examination) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != examination.sha256:
        raise Undecidable("file.unreadable", name=path.name)  # it changed while it was examined
    return content


def already_registered(references: Sequence[Reference], others: Gallery, thresholds: Thresholds) -> frozenset[str]:
    """Whose likeness these references are already: everybody who matches at the threshold for a match. By a sense that names nobody
    by itself, too, whoever every one of the references may be: of such a sense most who are the same person lie below a match, and
    people look at who claims what."""
    found: set[str] = set()
    near: list[set[str]] = []
    for reference in references if len(others) else ():
        (answer,) = index.answer([reference.seen], others, replace(thresholds, names=True))
        near.append({candidate.subject for candidate in answer.candidates})
        found |= {candidate.subject for candidate in answer.candidates if candidate.band == STRONG}
        if answer.answer == index.MATCH or answer.reason == f"{reference.seen.modality}.{index.SEVERAL_PEOPLE}":
            found |= {answer.subject} if answer.subject else {candidate.subject for candidate in answer.candidates}
    if near and not thresholds.names:
        found |= set.intersection(*near)
    return frozenset(found)


def keep(
    session: Session, performer: Performer, key: bytes, references: Sequence[Reference], *, parked: bool, at: datetime
) -> int:
    """Adds the sealed templates (and pictures) of a batch to the caller's transaction; how many templates."""
    batch, count = new_id("E"), 0
    for reference in references:
        modality = reference.seen.modality
        quality = {measure: round(value) for measure, value in reference.seen.measures.items()}
        for encoder, vector in sorted(reference.seen.vectors.items()):
            bound = {"modality": modality, "encoder": encoder, "weights_sha256": reference.encoders[encoder]}
            sealed = seal_template(key, vector, performer_id=performer.id, **bound)
            session.add(
                Template(
                    id=new_id("T"),
                    performer_id=performer.id,
                    batch=batch,
                    **bound,
                    nonce=sealed.nonce,
                    ciphertext=sealed.ciphertext,
                    quality=quality,
                    created_at=at,
                    parked_at=at if parked else None,
                )
            )
            count += 1
        if reference.content is not None and reference.kept:
            picture_id = new_id("RP")
            sealed = seal_picture(key, reference.content, performer_id=performer.id, picture_id=picture_id)
            session.add(
                ReferencePicture(
                    id=picture_id,
                    performer_id=performer.id,
                    modality=modality,
                    media_type=reference.media_type,
                    nonce=sealed.nonce,
                    ciphertext=sealed.ciphertext,
                    created_at=at,
                )
            )
    session.flush()
    return count
