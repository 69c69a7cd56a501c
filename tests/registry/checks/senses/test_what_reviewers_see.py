"""Evidence is shown as what its sense says it is, and only where a browser runs nothing in it."""

from typing import Any

import pytest

from matching.findings import Appearance
from matching.installed import SENSES
from registry.core.errors import Conflict
from registry.desk import Desk
from registry.reviews.evidence import SAFE_TYPES
from registry.serving.app import create_app
from tests.common.squares import Squares
from tests.registry.checks.senses.conftest import HALF_RED, SENSE
from tests.registry.web.conftest import Visitor


class Shown(Squares):
    """Shows of what it finds these bytes, and says that they are of this type."""

    def __init__(self, evidence_type: str, content: bytes) -> None:
        super().__init__(SENSE)
        self.evidence_type = evidence_type
        self._content = content

    def evidence(self, _appearance: Appearance, _others: Any) -> bytes:
        return self._content


SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("senses", "element"),
    [
        ([Squares(SENSE)], "<img"),
        ([Shown("image/webp", SCRIPT)], "<img"),
        ([Shown("audio/wav", b"RIFF....WAVEfmt ")], "<audio"),
        ([Shown("video/webm", SCRIPT)], "<video"),
    ],
)
def test_evidence_is_served_as_what_its_sense_says_it_is(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any, senses: list[Squares], element: str
) -> None:
    studio.check(draw(HALF_RED).read_bytes(), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    assert desk.reviews.get(people.ursula, review.id).evidence == (senses[0].evidence_type,)
    ursula = Visitor(create_app(desk).test_client()).sign_in("ursula")
    address = f"/reviews/{review.id}/evidence/1"
    assert f'{element} class="evidence-piece" src="{address}"' in ursula.get(f"/reviews/{review.id}").text
    answer = ursula.get(address)
    assert (answer.status_code, answer.mimetype) == (200, senses[0].evidence_type)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data == desk.reviews.evidence(people.ursula, review.id)[0].content
    for other in ("0", "2"):
        assert ursula.get(f"/reviews/{review.id}/evidence/{other}").status_code == 404


@pytest.mark.parametrize(
    "senses",
    [[Shown(unsafe, SCRIPT)] for unsafe in ("image/svg+xml", "text/html", "application/pdf", "image/png; x", "")],
)
def test_evidence_in_which_something_could_run_is_shown_to_nobody_and_nobody_is_confirmed_by_it(
    desk: Desk, people: Any, studio: Any, verified_alice: Any, draw: Any
) -> None:
    studio.check(draw(HALF_RED).read_bytes(), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    view = desk.reviews.get(people.ursula, review.id)
    assert (view.evidence, view.lacks, desk.reviews.evidence(people.ursula, review.id)) == ((), "evidence", ())
    ursula = Visitor(create_app(desk).test_client()).sign_in("ursula")
    assert ursula.get(f"/reviews/{review.id}/evidence/1").status_code == 404
    assert "evidence-piece" not in ursula.get(f"/reviews/{review.id}").text.partition('aria-labelledby="references"')[0]
    with pytest.raises(Conflict, match="review-lacks-evidence"):
        desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")


def test_every_sense_that_is_installed_shows_what_is_safe() -> None:
    assert {sense.evidence_type for sense in SENSES} <= SAFE_TYPES
