"""What programs are told of reviews, at every door the same."""

from typing import Any

from consent.parts import Part
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
    error: dict[str, Any]
    why: str | None
    declared: bool
    face_kept: bool
    references: int
    spoken: list[Said]
    answer: str | None
    yours: bool


def line(view: ReviewView) -> ReviewLine:
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
        face_kept=view.has_crop,
        references=view.references,
        spoken=[
            Said(standing=one.standing, answer=one.answer, reason=one.reason, at=one.at.isoformat())
            for one in view.spoken
        ],
        answer=view.answer,
        yours=view.mine,
    )


def _line(view: ReviewView) -> dict[str, Any]:
    return {
        "id": view.id,
        "kind": view.kind,
        "performer": view.performer_id,
        "name": view.performer,
        "due": view.due.isoformat(),
        "overdue": view.overdue,
    }
