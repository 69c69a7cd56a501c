"""Every answer says in words what it may be wrong by: on the page, on the command line, and in the receipt."""

from typing import Any

import pytest

from matching.calibration import Interval
from matching.index import Answer, Error
from registry.checks.deciding.known_error import stated

RARE = Error(1 / 14925, 225, "t", False)


def test_a_match_says_for_how_many_strangers_it_is_wrong() -> None:
    found = stated(Answer("A1", "match", "P-1", error=RARE))
    assert found["params"] == {"one_in": 14000, "gallery": 225}
    assert "1 in 14,000 strangers" in found["words"]


def test_nobody_says_how_many_of_the_registered_are_missed() -> None:
    error = Error(1 / 75, 1000, "t", False, Interval(0.0141, 0.0094, 0.0196))
    found = stated(Answer("A1", "none", error=error))
    assert (found["params"]["missed"], found["params"]["low"], found["params"]["high"]) == ("1.4%", "0.9%", "2.0%")
    assert "1.4%" in found["words"]


@pytest.mark.parametrize("reason", ["face.too-small", "face.too-blurred"])
def test_a_face_that_cannot_be_identified_says_so(reason: str) -> None:
    assert "one registered person in five" in stated(Answer("A1", "cannot_decide", reason=reason))["words"]


def test_what_was_not_answered_has_no_error() -> None:
    assert stated(Answer("A1", "cannot_decide", reason="gallery.empty")) == {}


def test_a_stranger_s_receipt_says_how_many_are_missed(studio: Any, verified_alice: Any, shows: Any) -> None:
    view = studio.check(shows("stranger"), studio.declare())
    receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
    assert receipt["persons"][0]["error"]["message"] == "known-error-none-unmeasured"
