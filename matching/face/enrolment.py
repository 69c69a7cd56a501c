"""The enrolment gate: which reference pictures are good enough, and what to re-shoot.

A poor reference is paid for at every check, by everybody: it is refused here. The limits come from the
evaluation pictures (medians there: 94 pixels, sharpness 105, yaw 10 degrees; agreement 0.76, hundredth
lowest 0.51).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.face.turns import TILTED
from matching.findings import Appearance, Examination

SMALLEST = 80  # pixels, shorter side of the face
LEAST_SHARPNESS = 11.0  # one picture of LFW in a hundred has less
LARGEST_YAW = 35.0  # degrees
LARGEST_ROLL = TILTED  # degrees
LARGEST_PITCH = 25.0  # degrees; one picture of LFW in 200 has more than 18
LEAST_SCORE = 0.8
LEAST_AGREEMENT = 0.45  # cosine of a reference to the mean of the others
SAME_PICTURE = 0.995  # cosine from which a second picture adds nothing to the first

ADVICE = {
    "enrol.no-face": (),
    "enrol.several-faces": ("count",),
    "enrol.not-encodable": (),
    "enrol.too-small": ("size", "limit"),
    "enrol.blurred": (),
    "enrol.turned": ("degrees", "limit"),
    "enrol.tilted": ("degrees", "limit"),
    "enrol.nodding": ("degrees", "limit"),
    "enrol.unclear": (),
    "enrol.disagrees": (),
    "enrol.repeated": (),
}
"""What may be wrong with a reference: message id -> the parameters of its text."""


@dataclass(frozen=True)
class Advice:
    """One thing to change: an id of `ADVICE` with its parameters."""

    message: str
    params: Mapping[str, int]


@dataclass(frozen=True)
class Assessment:
    """ok: the picture may be enrolled. appearance: its one face, None without exactly one."""

    ok: bool
    advice: tuple[Advice, ...]
    appearance: Appearance | None


def assess(examination: Examination) -> Assessment:
    """Whether a picture may be a reference: exactly one face, large, sharp, clear, upright and turned to the
    camera enough. Faces in the background that are too small to be anybody's do not count.
    """
    faces = [face for face in examination.appearances if face.problem != "face.too-small"]
    if len(faces) != 1:
        wrong = _advice("enrol.several-faces", count=len(faces)) if faces else _advice("enrol.no-face")
        return Assessment(ok=False, advice=(wrong,), appearance=None)
    face, quality, advice = faces[0], faces[0].quality, []
    if not face.vectors:
        advice.append(_advice("enrol.not-encodable"))
    if quality.size < SMALLEST:
        advice.append(_advice("enrol.too-small", size=quality.size, limit=SMALLEST))
    if quality.sharpness < LEAST_SHARPNESS:
        advice.append(_advice("enrol.blurred"))
    for message, degrees, limit in (
        ("enrol.turned", quality.yaw, LARGEST_YAW),
        ("enrol.tilted", quality.roll, LARGEST_ROLL),
        ("enrol.nodding", quality.pitch, LARGEST_PITCH),
    ):
        if abs(degrees) > limit:
            advice.append(_advice(message, degrees=round(abs(degrees)), limit=round(limit)))
    if quality.score < LEAST_SCORE or face.problem == "face.unclear":
        advice.append(_advice("enrol.unclear"))
    return Assessment(ok=not advice, advice=tuple(advice), appearance=face)


def agree(references: Sequence[Appearance], encoder: str) -> list[Advice | None]:
    """For each reference of one person: what is wrong with it beside the others, or None.

    A reference that is not like the mean of the others may show somebody else; one that is nearly another's
    copy adds nothing. A single reference has nothing to disagree with. Raises KeyError for one without a
    vector of the encoder.
    """
    vectors = [reference.vectors[encoder] for reference in references]
    return [_beside(vectors, place) for place in range(len(vectors))]


def templates(references: Sequence[Appearance]) -> dict[str, NDArray[np.float32]]:
    """The templates of one person: encoder id -> float32 [k, d], a row a reference, for encoders that all k
    have.

    The gallery averages them. Raises ValueError without references.
    """
    if not references:
        raise ValueError("a template needs at least one reference")
    shared = set.intersection(*(set(reference.vectors) for reference in references))
    return {name: np.stack([reference.vectors[name] for reference in references]) for name in sorted(shared)}


def _beside(vectors: Sequence[NDArray[np.float32]], place: int) -> Advice | None:
    own, others = vectors[place], [*vectors[:place], *vectors[place + 1 :]]
    if not others:
        return None
    if any(float(own @ earlier) >= SAME_PICTURE for earlier in vectors[:place]):
        return _advice("enrol.repeated")
    mean = np.mean(others, axis=0)
    length = float(np.linalg.norm(mean))
    if length == 0 or float(own @ mean) / length < LEAST_AGREEMENT:
        return _advice("enrol.disagrees")
    return None


def _advice(message: str, **params: int) -> Advice:
    if set(params) != set(ADVICE[message]):
        raise TypeError(f"{message} takes {ADVICE[message]}, not {tuple(params)}")
    return Advice(message, params)
