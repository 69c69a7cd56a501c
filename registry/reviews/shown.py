"""What programs are told of reviews, at every door the same."""

from typing import Annotated, Any

from pydantic import Field

from consent.parts import Part
from registry.checks.shown import ERROR
from registry.core.texts import say
from registry.reviews.lists import ReviewRow
from registry.reviews.service import ReviewView


class ReviewLine(Part):
    """A review among others."""

    id: str
    kind: str
    performer: str
    name: str
    due: str
    overdue: bool


class Said(Part):
    """What one person said in a review: their standing, never who they are."""

    standing: str
    answer: str | None
    reason: str
    at: str


class ReviewShown(ReviewLine):
    """A review as those who may answer it see it."""

    check: str
    asked_by: str
    likeness: str | None
    error: Annotated[dict[str, Any], Field(description=ERROR)]
    why: str | None
    declared: bool
    evidence: Annotated[
        list[str], Field(description="The media type of each piece of evidence that is kept to look at, in order.")
    ]
    appearances: Annotated[int, Field(description="How many appearances in the file the question is about.")]
    references: int
    lacks: Annotated[str | None, Field(description="What keeps anybody from comparing, in words.")]
    answers: Annotated[
        dict[str, list[str]], Field(description="What this account may answer on what is there, and for which reasons.")
    ]
    spoken: list[Said]
    answer: str | None
    yours: bool


def line(view: ReviewView | ReviewRow) -> ReviewLine:
    return ReviewLine(**_line(view))


def whole(view: ReviewView) -> ReviewShown:
    return ReviewShown(
        **_line(view),
        check=view.check_id,
        asked_by=view.side,
        likeness=view.band,
        error=view.error,
        why=view.why,
        declared=view.declared,
        evidence=list(view.evidence),
        appearances=view.appearances,
        references=len(view.references),
        lacks=view.lacks and say(f"review-lacks-{view.lacks}"),
        answers={answer: list(codes) for answer, codes in view.reasons.items()},
        spoken=[
            Said(standing=one.standing, answer=one.answer, reason=one.reason, at=one.at.isoformat())
            for one in view.spoken
        ],
        answer=view.answer,
        yours=view.mine,
    )


def _line(view: ReviewView | ReviewRow) -> dict[str, Any]:
    return {
        "id": view.id,
        "kind": view.kind,
        "performer": view.performer_id,
        "name": view.performer,
        "due": view.due.isoformat(),
        "overdue": view.overdue,
    }
