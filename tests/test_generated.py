"""The published table of generated likenesses: its arithmetic, and that the page holds what the benchmark prints."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from benchmarks.generated import HEAD, OUTCOMES, Case, Counts, Outcome, Row, Trial, Work, outcome, share
from matching.comparison import Candidate
from matching.face.sense import FaceSense
from matching.findings import Appearance
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, Answer
from matching.media.stream import Piece
from matching.modality import Finder
from matching.patience import Patience
from tests.common.pages import page, rows, section

PAGE, TABLE = "docs/generated.md", "The table"


def candidate(subject: str) -> Candidate:
    return Candidate(subject, 0.5, {}, "fair")


def test_the_right_person_is_matched_possible_or_overlooked() -> None:
    named = Answer("A1", MATCH, "right", (candidate("right"),))
    asked = Answer("A1", POSSIBLE, None, (candidate("other"), candidate("right")))
    other = Answer("A2", MATCH, "other", (candidate("other"),))
    nobody, undecided = Answer("A3", NONE), Answer("A4", CANNOT_DECIDE)
    assert outcome([asked, named], "right") == Outcome("matched", undecided=False, another=False)
    assert outcome([asked, undecided, nobody], "right") == Outcome("possible", undecided=False, another=False)
    assert outcome([other, nobody], "right") == Outcome("overlooked", undecided=False, another=True)
    assert outcome([other], "right", {"other"}) == Outcome("overlooked", undecided=False, another=False)
    assert outcome([undecided], "right") == Outcome("overlooked", undecided=True, another=False)
    assert outcome([], "right") == Outcome("overlooked", undecided=False, another=False)
    # a reviewer who is shown somebody else does not find the right person
    assert outcome([Answer("A1", POSSIBLE, None, (candidate("other"),))], "right").found == "overlooked"


def test_every_work_is_counted_once() -> None:
    found = [Outcome(name, undecided=False, another=False) for name in ("matched", "possible", "possible")]
    found += [
        Outcome("overlooked", undecided=True, another=False),
        Outcome("overlooked", undecided=False, another=True),
    ]
    assert Counts.of(found) == Counts(matched=1, possible=2, overlooked=2, undecided=1, another=1)


def test_a_share_has_wilsons_interval_and_nothing_measured_has_none() -> None:
    assert share(0, 10) == "0: 0% (0%-28%)"
    assert share(1, 1) == "1: 100% (21%-100%)"
    assert share(0, 0) == "–"


def test_a_work_of_somebody_of_whom_there_is_no_picture_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, found = (Outcome(name, undecided=False, another=False) for name in ("overlooked", "matched"))
    monkeypatch.setattr(Trial, "judged", lambda *_, declared: found if declared else alone)
    vectors = {"encoder": np.eye(2, dtype=np.float32)}
    gallery = Gallery([(name, {"encoder": vectors["encoder"][[row]]}) for row, name in enumerate("ab")])
    whose = enumerate(("a", "a", "b", None, "c"))
    case = Case("film", "X", "swap", "whose face", [Work(Path(f"{number}.mp4"), person) for number, person in whose])
    row = Trial(FaceSense(), Nothing(), gallery).row(case)
    assert (row.works, row.people, row.unknown, row.by_person) == (3, 2, 2, ((2, 2), (1, 1)))
    assert row.alone == Counts(matched=0, possible=0, overlooked=3, undecided=0, another=0)
    assert row.declared == Counts(matched=3, possible=0, overlooked=0, undecided=0, another=0)
    assert row.cells()[4:6] == ["3 of 5", "2"]
    assert row.cells()[12] == "2 of 2, 1 of 1"


def test_a_file_that_cannot_be_examined_is_overlooked_and_not_decided(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"no picture")
    trial = Trial(FaceSense(), Nothing(), Gallery([]))
    assert trial.judged(tmp_path / "x.jpg", "a", (), declared=True) == Outcome(
        "overlooked", undecided=True, another=False
    )


class Nothing(Finder):
    """A sense at work that finds nobody."""

    modality = "face"
    weights: Mapping[str, str] = {}

    def find(self, _piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> list[Appearance]:
        return []


def published() -> list[dict[str, str]]:
    return [dict(zip(HEAD, cells, strict=True)) for cells in rows(section(page(PAGE), TABLE))]


def test_the_published_table_has_the_columns_that_are_printed() -> None:
    heads = re.findall(r"^\|(.*)\|\n\|[-|]+\|$", section(page(PAGE), TABLE), re.MULTILINE)
    assert [tuple(cell.strip() for cell in head.split("|")) for head in heads] == [HEAD]


@pytest.mark.parametrize("told", published(), ids=lambda told: " ".join(list(told.values())[:4]))
def test_a_published_row_is_what_its_counts_make_of_it(told: dict[str, str]) -> None:
    measured, _, every = told["works"].partition(" of ")
    works = int(measured)
    counts = []
    for place, way in enumerate(("alone", "declared")):
        each = [int(told[f"{way}: {name}"].split(":")[0]) if works else 0 for name in OUTCOMES]
        undecided, another = (int(told[name].split("; ")[place]) for name in ("not decided", "somebody else named"))
        assert sum(each) == works
        assert undecided <= each[2]
        counts.append(Counts(*each, undecided, another))
    apart = re.findall(r"(\d+) of (\d+)", told["overlooked alone, by person"])
    by_person = tuple((int(overlooked), int(of)) for overlooked, of in apart)
    if by_person:
        assert [sum(each) for each in zip(*by_person, strict=True)] == [counts[0].overlooked, works]
    sought = [told[name] for name in HEAD[:4]]
    unknown = int(every or works) - works
    assert Row(*sought, works, int(told["people"]), unknown, *counts, by_person).cells() == list(told.values())
