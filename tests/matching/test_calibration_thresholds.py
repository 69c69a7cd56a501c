"""The thresholds in force: stricter for more people, the same until a gallery has grown by half, refused when in doubt."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import weights
from matching.calibration import identification_rate
from matching.face.dlib_opinion import DlibOpinion
from matching.face.edgeface import EdgeFace
from matching.face.sface import SFace
from matching.reasons import Undecidable
from matching.thresholds import FILE, LARGEST, load, scorer_of, step

IN_FORCE = load()
SCORERS = st.sampled_from(sorted(IN_FORCE.scorers))
PEOPLE = st.integers(1, LARGEST)
REFERENCES = st.integers(1, 9)


@given(PEOPLE)
def test_a_step_holds_the_gallery_and_is_at_most_half_as_large_again(people: int) -> None:
    assert people <= step(people) <= max(10, 1.5 * people + 1)


@given(SCORERS, PEOPLE, REFERENCES)
def test_a_match_asks_for_more_than_a_possible(scorer: str, people: int, references: int) -> None:
    levels = IN_FORCE.levels(scorer, people, references)
    assert 0 < levels.possible.score < levels.match.score


@given(SCORERS, REFERENCES)
def test_a_larger_gallery_never_lowers_a_threshold(scorer: str, references: int) -> None:
    levels = [IN_FORCE.levels(scorer, people, references) for people in (1, 10, 11, 100, 1_000, 10_000, 160_000)]
    for small, large in pairwise(levels):
        assert small.possible.score <= large.possible.score
        assert small.match.score <= large.match.score


@given(SCORERS, PEOPLE, REFERENCES)
def test_the_stated_error_is_kept_in_the_gallery_that_is_asked_about(scorer: str, people: int, references: int) -> None:
    levels = IN_FORCE.levels(scorer, people, references)
    tails = IN_FORCE.scorers[scorer].tails
    tail = tails[min((count for count in tails if count >= references), default=max(tails))]
    for level in (levels.possible, levels.match):
        assert identification_rate(tail.rate(level.score), people) <= level.target * (1 + 1e-6)


def test_a_stated_error_beyond_the_sample_is_marked() -> None:
    assert IN_FORCE.levels("sface", 160_000, 3).match.extrapolated
    assert not IN_FORCE.levels("sface", 100, 1).possible.extrapolated


def test_a_gallery_beyond_what_was_considered_cannot_be_decided() -> None:
    with pytest.raises(Undecidable, match=r"gallery\.too-large"):
        IN_FORCE.levels("sface", LARGEST + 1, 1)


def test_the_file_belongs_to_the_encoders_that_are_known() -> None:
    assert dict(IN_FORCE.encoders) == {
        SFace.id: weights.KNOWN["sface"].sha256,
        DlibOpinion.id: DlibOpinion.sha256,
        EdgeFace.id: weights.KNOWN["edgeface"].sha256,
    }
    for scorer in IN_FORCE.scorers.values():
        assert scorer.weights.keys() <= IN_FORCE.encoders.keys()
        assert sum(scorer.weights.values()) == pytest.approx(1)


def test_the_tables_in_the_file_are_the_thresholds_in_force() -> None:
    for name, part in json.loads(FILE.read_text())["scorers"].items():
        for row in part["table"]:
            levels = IN_FORCE.levels(name, row["people"], row["references"])
            assert row["possible"]["score"] == pytest.approx(levels.possible.score, abs=1e-4)
            assert row["match"]["score"] == pytest.approx(levels.match.score, abs=1e-4)
            low, high = row["match"]["fpir"][1:]
            assert low <= high


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '{"id": 1, "encoders": []}'])
def test_a_damaged_file_names_nobody(tmp_path: Path, content: str) -> None:
    path = tmp_path / "thresholds.json"
    path.write_text(content)
    with pytest.raises(Undecidable, match=r"thresholds\.unreadable"):
        load(path)


def test_a_missing_file_names_nobody(tmp_path: Path) -> None:
    with pytest.raises(Undecidable, match=r"thresholds\.unreadable"):
        load(tmp_path / "absent.json")


@pytest.mark.parametrize("part", ["id", "encoders", "targets", "scorers", "not_identifiable"])
def test_a_file_that_lacks_a_part_names_nobody(tmp_path: Path, part: str) -> None:
    data = json.loads(FILE.read_text())
    del data[part]
    path = tmp_path / "thresholds.json"
    path.write_text(json.dumps(data))
    with pytest.raises(Undecidable, match=r"thresholds\.unreadable"):
        load(path)


def test_a_scorer_is_found_by_exactly_its_encoders() -> None:
    for name, scorer in IN_FORCE.scorers.items():
        assert scorer_of(scorer.weights.keys(), IN_FORCE.scorers) == name
    for encoders in ((), (EdgeFace.id,), (*IN_FORCE.encoders, "another")):
        with pytest.raises(Undecidable) as caught:
            scorer_of(encoders, IN_FORCE.scorers)
        assert caught.value.reason == "thresholds.missing"
