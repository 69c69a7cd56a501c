"""What reviewers found, counted: how often a name was wrong, and how often somebody was missed.

Only counts leave this module, nothing of anybody. They describe the thresholds in force and never move them: reviewers
see only what was asked about, so that thresholds that followed their answers would drift after their own selection.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import inf
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.calibration import binomial
from matching.measurement import FEWEST, SHARPNESS, SIZES
from registry.checks.deciding.people import noted_in
from registry.records.tables.checks import Check
from registry.records.tables.reviews import EARLIER, Review, ReviewAct
from registry.reviews.rules import ReviewAnswer, ReviewKind

BANDS = ("weak", "fair", "strong")
EDGES = {"size": SIZES, "sharpness": SHARPNESS}


@dataclass(frozen=True)
class Found:
    """One thing that was answered, and whether it was an error. size and sharpness of the face; None where there is no
    face, or they were not noted."""

    wrong: bool
    size: int | None = None
    sharpness: int | None = None


def count(session: Session) -> dict[str, Any]:
    """The counts and rates of all decided checks of this registry."""
    faces = {
        (check_id, face["ref"]): face
        for check_id, findings in session.execute(select(Check.id, Check.findings).where(Check.findings.is_not(None)))
        for face in noted_in(findings)
    }
    answered = list(
        session.scalars(
            select(Review).where(Review.answer.is_not(None), Review.side != EARLIER).order_by(Review.answered_at)
        )
    )
    doubted = [review for review in answered if review.kind in (ReviewKind.MATCH, ReviewKind.AGAIN)]
    last = {(review.check_id, review.ref): review for review in doubted}
    given = {place: face for place, face in faces.items() if face["answer"] == "match"}
    overturned = {place for place in given.keys() & last.keys() if last[place].answer == ReviewAnswer.NOT_THIS_PERSON}
    upheld = (given.keys() & last.keys()) - overturned
    possible = [review for review in answered if review.kind == ReviewKind.POSSIBLE]
    looked_for = [review for review in answered if review.kind == ReviewKind.NOT_FOUND]
    seen = _by_looking(session, looked_for)
    missed = [review for review in looked_for if review.answer == ReviewAnswer.CONFIRM and review.id in seen]
    names = [_found(face, place in overturned) for place, face in given.items()]
    doubts = [
        _found(faces.get((review.check_id, review.ref), {}), review.answer == ReviewAnswer.NOT_THIS_PERSON)
        for review in possible
        if review.answer != ReviewAnswer.CANNOT_TELL
    ]
    people = [Found(False)] * (len(given) - len(overturned)) + [Found(True)] * len(missed)
    return {
        "bands": [_of_band(band, possible) for band in BANDS],
        "matches": {"given": len(given), "upheld": len(upheld), "overturned": len(overturned)},
        "names_taken_away": sum(review.answer == ReviewAnswer.NOT_THIS_PERSON for review in doubted),
        "not_found": {
            "answered": len(looked_for),
            "missed": len(missed),
            "by_word": sum(review.answer == ReviewAnswer.CONFIRM for review in looked_for) - len(missed),
            "absent": sum(review.answer == ReviewAnswer.NOT_THIS_PERSON for review in looked_for),
        },
        "rates": {
            "names_wrong": {"all": _rate(names)} | {by: _parts(names, by) for by in EDGES},
            "possible_wrong": {"all": _rate(doubts)} | {by: _parts(doubts, by) for by in EDGES},
            "people_missed": {"all": _rate(people)},
        },
    }


def _by_looking(session: Session, reviews: Iterable[Review]) -> set[str]:
    """The reviews in which somebody compared faces and found the same one: word alone says that somebody is in a file,
    maybe turned away, and not that a face was missed."""
    ids = [review.id for review in reviews]
    return set(
        session.scalars(
            select(ReviewAct.review_id).where(ReviewAct.review_id.in_(ids), ReviewAct.reason == "same_face")
        )
    )


def _of_band(band: str, possible: Sequence[Review]) -> dict[str, Any]:
    said = [review.answer for review in possible if review.band == band]
    return {"band": band} | {str(answer): said.count(answer) for answer in ReviewAnswer}


def _found(face: Mapping[str, Any], wrong: bool) -> Found:
    return Found(wrong, face.get("size"), face.get("sharpness"))


def _rate(found: Sequence[Found]) -> dict[str, Any]:
    """answers and errors; the rate with its 95 % Wilson interval only of at least 200 answers."""
    wrong = sum(one.wrong for one in found)
    told = asdict(binomial(wrong, len(found))) if len(found) >= FEWEST else None
    return {"answers": len(found), "wrong": wrong, "rate": told}


def _parts(found: Sequence[Found], by: str) -> list[dict[str, Any]]:
    parts = []
    for low, high in pairwise((0, *EDGES[by], inf)):
        inside = [one for one in found if (measured := getattr(one, by)) is not None and low <= measured < high]
        if inside:
            parts.append({"label": f"{low}+" if high == inf else f"{low}-{high}"} | _rate(inside))
    return parts
