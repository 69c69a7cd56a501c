"""Many files under one declared use: each is a check of its own, and one that is refused keeps no other back."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.registry.conftest import FakeMatching
from tests.registry.web.conftest import DECLARED, Visitor, path_of

Visit = Callable[[str], Visitor]


@pytest.fixture
def petra(visit: Visit) -> Visitor:
    return visit("petra")


@pytest.fixture
def draft(petra: Visitor) -> str:
    petra.get("/productions/PR-PETRA/drafts/new")
    return path_of(petra.post("/productions/PR-PETRA/drafts/new", dict(DECLARED)))


def sent(visitor: Visitor, draft: str, *files: tuple[bytes, str], **fields: str) -> Any:
    visitor.get(f"{draft}/files")
    form: dict[str, object] = {"files": [(io.BytesIO(content), name) for content, name in files]} | fields
    return visitor.post(f"{draft}/files", form, content_type="multipart/form-data")


def units(desk: Any, people: Any) -> list[tuple[str, int]]:
    from sqlalchemy import select

    from registry.records.tables.checks import Check

    with desk.db.look() as session:
        said = [json.loads(one) for one in session.scalars(select(Check.declaration))]
    return sorted((one["unit"]["id"], one["unit"]["version"]) for one in said)


def test_each_file_is_a_shot_of_its_own(
    petra: Visitor, draft: str, desk: Any, people: Any, fake_matching: FakeMatching
) -> None:
    files = [(fake_matching.picture("alice").read_bytes(), f"SH0{number}_v2.jpg") for number in (10, 20, 30)]
    page = sent(petra, draft, *files)
    assert page.status_code == 200
    assert page.text.count("data-progress=") == 3
    assert units(desk, people) == [("SH010", 2), ("SH020", 2), ("SH030", 2)]


def test_the_table_shows_the_answers_once_they_are_found(
    petra: Visitor, draft: str, desk: Any, fake_matching: FakeMatching
) -> None:
    page = sent(petra, draft, (fake_matching.picture("alice").read_bytes(), "SH010_v2.jpg")).text
    row = re.search(r'data-row="([^"]+)"', page)
    check = re.search(r"/checks/(K-\w+)/progress", page)
    assert row is not None
    assert check is not None
    desk.examiner.run(check[1])
    shown = petra.get(row[1].replace("&amp;", "&")).text
    assert "data-progress=" not in shown
    assert '<span class="verdict' in shown


def test_one_that_is_refused_keeps_no_other_back(
    petra: Visitor, draft: str, desk: Any, people: Any, fake_matching: FakeMatching
) -> None:
    page = sent(petra, draft, (b"", "SH010.jpg"), (fake_matching.picture("alice").read_bytes(), "SH020.jpg"))
    assert ("SH020", 1) in units(desk, people)
    assert "SH020.jpg" in page.text


def test_a_single_file_may_be_named_by_hand(
    petra: Visitor, draft: str, desk: Any, people: Any, fake_matching: FakeMatching
) -> None:
    sent(petra, draft, (fake_matching.picture("alice").read_bytes(), "final.jpg"), unit="SH099", version="7")
    assert units(desk, people) == [("SH099", 7)]


def test_a_unit_that_cannot_be_declared_is_told(petra: Visitor, draft: str, desk: Any, people: Any) -> None:
    answer = sent(petra, draft, (b"alice", "final.jpg"), unit="<b>no</b>")
    assert answer.status_code == 422
    assert "<b>no</b>" not in answer.text
    assert units(desk, people) == []


def test_nothing_chosen_and_too_many_are_told(petra: Visitor, draft: str, desk: Any, people: Any) -> None:
    assert sent(petra, draft).status_code == 422
    assert sent(petra, draft, *[(b"alice", f"SH{number}.jpg") for number in range(51)]).status_code == 422
    assert units(desk, people) == []


def test_an_unfinished_declaration_leads_back_to_its_questions(petra: Visitor) -> None:
    petra.get("/productions/PR-PETRA/drafts/new")
    open_one = path_of(petra.post("/productions/PR-PETRA/drafts/new", {"asset.element": "performance"}))
    for path in ("files", "use.json"):
        assert path_of(petra.get(f"{open_one}/{path}")) == open_one
    assert sent(petra, open_one, (b"alice", "SH010.jpg")).status_code in (303, 422)


@pytest.mark.attack("E.other-productions")
def test_another_production_s_checks_are_in_no_table(
    visit: Visit, petra: Visitor, draft: str, fake_matching: FakeMatching
) -> None:
    page = sent(petra, draft, (fake_matching.picture("alice").read_bytes(), "SH010.jpg")).text
    check = re.search(r"/checks/(K-\w+)/progress", page)
    assert check is not None
    quentin = visit("quentin")
    quentin.get("/productions/PR-QUENTIN/drafts/new")
    own = path_of(quentin.post("/productions/PR-QUENTIN/drafts/new", dict(DECLARED)))
    assert quentin.get(f"{own}/files?check={check[1]}").status_code == 404
    assert quentin.get(f"{draft}/files").status_code == 404
