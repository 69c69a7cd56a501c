"""What moves and is no film is taken in on the pages, by itself and among several files, and every frame of it is looked at."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.desk import Desk
from tests.registry.conftest import People
from tests.registry.moving import FRAMES, KINDS, moving, with_own_eyes
from tests.registry.web.conftest import DECLARED, Visitor, path_of


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_takes_what_moves_and_shows_whom_its_frames_show(
    visit: Callable[[str], Visitor], people: People, desk: Desk, models: Path, kind: str
) -> None:
    name, content = moving(kind)
    with_own_eyes(desk)
    draft = desk.drafts.begin(people.petra, "PR-PETRA", DECLARED | {"names": ["Mara Lind"]}).id
    petra = visit("petra")
    assert kind.upper() in petra.get(f"/drafts/{draft}").text, "the page says that it may be sent"
    answer = petra.post(f"/drafts/{draft}/file", {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303
    check = path_of(answer).rsplit("/", 1)[1]
    desk.examiner.run(check)
    found = desk.checks.get(people.petra, check)
    assert found.sampling is not None
    assert (found.file_name, found.sampling["frames"], found.state) == (name, FRAMES, "decided")
    assert len([person for person in found.result["persons"] if person["boxes"]]) == 1
    page = petra.get(f"/checks/{check}").text
    assert name in page
    assert "The file lasts" in page
    assert f"of its {FRAMES} frames were looked at" in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_moves_is_taken_among_several_files(
    visit: Callable[[str], Visitor], people: People, desk: Desk, models: Path, kind: str
) -> None:
    name, content = moving(kind)
    with_own_eyes(desk)
    draft = desk.drafts.begin(people.petra, "PR-PETRA", DECLARED | {"names": ["Mara Lind"]}).id
    petra = visit("petra")
    answer = petra.post(f"/drafts/{draft}/files", {"files": [(io.BytesIO(content), name)]})
    assert answer.status_code == 200
    assert name in answer.text
    (check,) = desk.check_lists.page(people.petra).rows
    desk.examiner.run(check.id)
    assert desk.checks.get(people.petra, check.id).sampling["frames"] == FRAMES
