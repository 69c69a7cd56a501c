"""What reviewers found, counted: how often a name was wrong, and how often somebody was missed.

Only counts leave this module, nothing of anybody. They describe the thresholds in force and never move them: reviewers
see only what was asked about, so that thresholds that followed their answers would drift after their own selection.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from math import inf
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.calibration import binomial
from matching.measurement import EDGES, FEWEST
from matching.senses import FIRST
from registry.checks.deciding.people import noted_in
from registry.records.tables.checks import Check
from registry.records.tables.reviews import EARLIER, Review, ReviewAct
from registry.reviews.rules import EARLIER_REASONS, ReviewAnswer, ReviewKind

BANDS = ("weak", "fair", "strong")


COMPARED = {"same_person", *(earlier for earlier, now in EARLIER_REASONS.items() if now == "same_person")}
"""What somebody says who compared and found the same person."""


@dataclass(frozen=True)
class Found:
    """One thing that was answered, and whether it was an error. noted: of the appearance, with the measures of its sense;
    nothing where there is none."""

    wrong: bool
    noted: Mapping[str, Any] = field(default_factory=dict)


def count(session: Session, modality: str) -> dict[str, Any]:
    """The counts and rates of all decided checks of this registry, by what one sense found. Whoever was declared and not found
    was found by no sense, so that they count for each."""
    appearances = {
        (check_id, one["ref"]): one
        for check_id, findings in session.execute(select(Check.id, Check.findings).where(Check.findings.is_not(None)))
        for one in noted_in(findings)
    }
    noted = {place: one for place, one in appearances.items() if one.get("modality", FIRST) == modality}
    others = appearances.keys() - noted.keys()
    rows = select(Review).where(Review.answer.is_not(None), Review.side != EARLIER).order_by(Review.answered_at)
    answered = [review for review in session.scalars(rows) if (review.check_id, review.ref) not in others]
    doubted = [review for review in answered if review.kind in (ReviewKind.MATCH, ReviewKind.AGAIN)]
    last = {(review.check_id, review.ref): review for review in doubted}
    given = {place: one for place, one in noted.items() if one["answer"] == "match"}
    overturned = {place for place in given.keys() & last.keys() if last[place].answer == ReviewAnswer.NOT_THIS_PERSON}
    upheld = (given.keys() & last.keys()) - overturned
    possible = [review for review in answered if review.kind == ReviewKind.POSSIBLE]
    looked_for = [review for review in answered if review.kind == ReviewKind.NOT_FOUND]
    seen = _by_looking(session, looked_for)
    missed = [review for review in looked_for if review.answer == ReviewAnswer.CONFIRM and review.id in seen]
    names = [Found(place in overturned, one) for place, one in given.items()]
    doubts = [
        Found(review.answer == ReviewAnswer.NOT_THIS_PERSON, noted.get((review.check_id, review.ref), {}))
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
    """The reviews in which somebody compared and found the same person: word alone says that somebody is in a file, maybe turned
    away, and not that they were missed."""
    ids = [review.id for review in reviews]
    return set(
        session.scalars(select(ReviewAct.review_id).where(ReviewAct.review_id.in_(ids), ReviewAct.reason.in_(COMPARED)))
    )


def _of_band(band: str, possible: Sequence[Review]) -> dict[str, Any]:
    said = [review.answer for review in possible if review.band == band]
    return {"band": band} | {str(answer): said.count(answer) for answer in ReviewAnswer}


def _rate(found: Sequence[Found]) -> dict[str, Any]:
    """answers and errors; the rate with its 95 % Wilson interval only of at least 200 answers."""
    wrong = sum(one.wrong for one in found)
    told = asdict(binomial(wrong, len(found))) if len(found) >= FEWEST else None
    return {"answers": len(found), "wrong": wrong, "rate": told}


def _parts(found: Sequence[Found], by: str) -> list[dict[str, Any]]:
    parts = []
    for low, high in pairwise((0, *EDGES[by], inf)):
        inside = [one for one in found if (measured := one.noted.get(by)) is not None and low <= measured < high]
        if inside:
            parts.append({"label": f"{low}+" if high == inf else f"{low}-{high}"} | _rate(inside))
    return parts
