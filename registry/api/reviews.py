"""Reviews, for programs of those who answer them."""

from typing import Annotated, Literal

from pydantic import Field

from consent.parts import Part
from registry.api.door import JSON, body, endpoint, who
from registry.core.permissions import Permission
from registry.reviews.lists import KINDS, SORTS, WHEN
from registry.reviews.rules import REASONS
from registry.reviews.shown import ReviewLine, ReviewShown, line, whole
from registry.web.door import desk
from registry.web.lists import asked, beside


class Answering(Part):
    """What one sees, and why; the words are those of `likeness review decide`."""

    answer: Annotated[str, Field(json_schema_extra={"enum": [str(answer) for answer in REASONS]})]
    reason: Annotated[str, Field(json_schema_extra={"enum": [code for codes in REASONS.values() for code in codes]})]


QUERIES = {"q": str, "kind": Literal[KINDS], "due": Literal[WHEN], "sort": Literal[SORTS], "page": str}


@endpoint("GET", "/reviews", Permission.REVIEW_READ, {200: list[ReviewLine]}, queries=QUERIES)
def list_reviews() -> tuple[list[ReviewLine], int, dict[str, str]]:
    """What this account may answer now, the first due first, 25 a page; the `Link` header names the pages beside it."""
    page = desk().review_lists.waiting(who(), asked({"kind": KINDS, "due": WHEN}, SORTS))
    return [line(row) for row in page.rows], 200, beside(page)


@endpoint("GET", "/reviews/<review_id>", Permission.REVIEW_READ, {200: ReviewShown})
def get_review(review_id: str) -> ReviewShown:
    """One review, for whoever may answer it or has."""
    return whole(desk().reviews.get(who(), review_id))


@endpoint(
    "POST",
    "/reviews/<review_id>/answers",
    Permission.REVIEW_READ,
    {200: ReviewShown},
    {JSON: Answering},
    conflicts=True,
)
def answer_review(review_id: str) -> ReviewShown:
    """Say what one sees; where that decides the review, the check is decided again at once."""
    desk().reviews.get(who(), review_id)
    said = body(Answering)
    return whole(desk().reviews.answer(who(), review_id, said.answer, said.reason))
