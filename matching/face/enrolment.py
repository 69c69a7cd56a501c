"""The enrolment gate: which reference pictures are good enough, and what to re-shoot.

A poor reference is paid for at every check, by everybody: it is refused here. The limits come from the
evaluation pictures (medians there: 94 pixels, sharpness 105, yaw 10 degrees).
"""

from matching.face.findings import FaceSeen
from matching.face.turns import TILTED
from matching.findings import Examination
from matching.references import DISAGREES, REPEATED, Advice, Assessment

SMALLEST = 80  # pixels, shorter side of the face
LEAST_SHARPNESS = 11.0  # one picture of LFW in a hundred has less
LARGEST_YAW = 35.0  # degrees
LARGEST_ROLL = TILTED  # degrees
LARGEST_PITCH = 25.0  # degrees; one picture of LFW in 200 has more than 18
LEAST_SCORE = 0.8

ADVICE = {
    "enrol.no-picture": (),
    "enrol.no-face": (),
    "enrol.several-faces": ("count",),
    "enrol.not-encodable": (),
    "enrol.too-small": ("size", "limit"),
    "enrol.blurred": (),
    "enrol.turned": ("degrees", "limit"),
    "enrol.tilted": ("degrees", "limit"),
    "enrol.nodding": ("degrees", "limit"),
    "enrol.unclear": (),
    DISAGREES: (),
    REPEATED: (),
}
"""What may be wrong with a reference: message id -> the parameters of its text."""


def assess(examination: Examination) -> Assessment:
    """Whether a picture may be a reference: exactly one face, large, sharp, clear, upright and turned to the
    camera enough. Faces in the background that are too small to be anybody's do not count.
    """
    if examination.sampling is not None or examination.media != "image":
        return Assessment(ok=False, advice=(_advice("enrol.no-picture"),), appearance=None)  # nor is any of it measured
    seen = [found for found in examination.appearances if isinstance(found, FaceSeen)]
    faces = [face for face in seen if face.problem != "face.too-small"]
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


def _advice(message: str, **params: int) -> Advice:
    if set(params) != set(ADVICE[message]):
        raise TypeError(f"{message} takes {ADVICE[message]}, not {tuple(params)}")
    return Advice(message, params)
