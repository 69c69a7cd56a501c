"""Before two are compared, what all have in common is taken away: who is near it is not like everybody."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from matching import centring
from matching.calibration import Tail
from matching.crowding import neighbours
from matching.findings import Appearance, Moment, Vector
from matching.gallery import Gallery
from matching.index import NONE, POSSIBLE, answer
from matching.thresholds import Level, Limits, Scorer, Thresholds
from matching.voice.names import ENCODERS
from matching.voice.sense import VoiceSense

CENTRE = np.array([0.6, 0, 0, 0, 0], np.float32)
APART = Thresholds(
    id="test",
    encoders=MappingProxyType({"ear": "0" * 64}),
    targets=MappingProxyType({"possible": 0.01, "match": 0.001}),
    scorers=MappingProxyType(
        {
            "ear": Scorer(
                MappingProxyType({"ear": 1.0}),
                {1: Tail(0.3, 0.02, 0, 0.05, 1e-6)},
                Level(0.6, 0.001, extrapolated=False),
            )
        }
    ),
    limits=(Limits(160_000, {}),),
    modality="voice",
    centres={"ear": CENTRE},
)
AS_THEY_ARE = replace(APART, centres={})


def lying(common: float, axis: int) -> Vector:
    """Somebody of whom so much is what all have in common, and all else their own."""
    found = np.zeros(5, np.float32)
    found[0], found[axis] = common, np.sqrt(1 - common**2)
    return found


GALLERY = Gallery([(f"P-{axis}", {"ear": lying(0.8, axis)[None]}) for axis in (1, 2, 3)])


def heard(vector: Vector, **more: object) -> Appearance:
    seen = Appearance(ref="A1", modality="voice", vectors={"ear": vector})
    return replace(seen, **more)  # type: ignore[arg-type]


def test_a_stranger_who_shares_no_more_than_all_do_is_nobody() -> None:
    stranger = heard(lying(0.8, 4))
    assert answer([stranger], GALLERY, AS_THEY_ARE)[0].answer != NONE
    assert answer([stranger], GALLERY, APART)[0].answer == NONE


def test_who_is_enrolled_is_found_as_themselves_alone() -> None:
    (found,) = answer([heard(lying(0.8, 2))], GALLERY, APART)
    assert [one.subject for one in found.candidates] == ["P-2"]
    assert found.candidates[0].score == pytest.approx(1, abs=1e-5)


def test_whoever_is_set_aside_is_compared_likewise() -> None:
    (found,) = answer([heard(lying(0.8, 4))], Gallery([]), APART, parked=GALLERY, alone=False)
    assert found.answer == NONE


def test_how_it_sounds_otherwise_and_in_its_moments_is_compared_likewise() -> None:
    stranger, own = lying(0.8, 4), lying(0.8, 1)
    (nobody,) = answer([heard(stranger, otherwise=(heard(stranger),))], GALLERY, APART)
    (found,) = answer([heard(stranger, otherwise=(heard(own, problem=None),))], GALLERY, APART)
    assert (nobody.answer, found.candidates[0].subject) == (NONE, "P-1")
    (seen,) = centring.appearances([heard(own, moments=(Moment(0.0, 1.0, {"ear": own}),))], APART.centres)
    assert seen.moments[0].vectors["ear"] == pytest.approx(centring.centred(own, CENTRE))


def test_people_are_not_crowded_by_what_all_have_in_common() -> None:
    assert neighbours(GALLERY, GALLERY, AS_THEY_ARE)["P-1"] == {"P-2", "P-3"}
    assert neighbours(GALLERY, GALLERY, APART)["P-1"] == set()


def test_templates_stay_as_they_were_enrolled_and_go_with_whom_they_are_of() -> None:
    apart = GALLERY.about(APART.centres)
    assert apart is GALLERY.about(APART.centres)
    assert GALLERY.template("ear", 0) == pytest.approx(lying(0.8, 1))
    assert GALLERY.about({}) is GALLERY
    left = GALLERY.without(["P-2"]).about(APART.centres)
    assert left.subjects == ("P-1", "P-3")
    assert left.template("ear", 1) == pytest.approx(apart.template("ear", 2))


def test_who_is_nothing_but_what_all_have_in_common_is_compared_with_nobody() -> None:
    common = np.array([1, 0, 0, 0, 0], np.float32)
    with pytest.raises(ValueError, match="not finite"):
        Gallery([("P-1", {"ear": common[None]})]).about({"ear": common})


def test_voices_are_compared_without_what_all_have_in_common() -> None:
    centres = VoiceSense().thresholds().centres
    assert centres.keys() == ENCODERS.keys()
    assert all(0.1 < np.linalg.norm(one) < 0.9 for one in centres.values())


def test_nobody_is_named_by_a_voice_for_it() -> None:
    (found,) = answer([heard(lying(0.8, 1))], GALLERY, replace(APART, names=False))
    assert (found.answer, found.subject) == (POSSIBLE, None)
