"""The demo tells each door a story of its own, which leads to pages that are there, and no other instance shows one."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from registry.core import texts
from registry.demo.people import CAST, DemoCast
from registry.demo.scenes import SCENES, Line
from registry.demo.story import story, tell
from registry.desk import Desk
from registry.records.tables.accounts import Account
from registry.serving.app import create_app
from tests.registry.conftest import People
from tests.registry.web.conftest import Visitor

LONGEST = 20


@pytest.fixture
def told(desk: Desk, people: People) -> dict[str, str]:
    """Door -> id of the account that follows it; what the demo writes down is written down."""
    doors = {"performer": "alice", "union": "ursula", "production": "petra", "commissioner": "nora", "operator": "ada"}
    with desk.db.read() as session:
        found = {door: session.get_one(Account, people.accounts[name]) for door, name in doors.items()}
    cast = DemoCast(
        found["union"], found["production"], found["performer"], found["commissioner"], found["operator"], "PR-1", {},
        performers={slug: f"P-{slug}" for slug in CAST}, consents={slug: f"C-{slug}" for slug in CAST},
    )  # fmt: skip
    lines = [Line(scene.picture, "", "", "", f"K-{number}") for number, scene in enumerate(SCENES)]
    tell(desk.config, cast, lines)
    return {door: account.id for door, account in found.items()}


def test_every_step_leads_to_a_page_in_words(desk: Desk, told: dict[str, str]) -> None:
    pages = create_app(desk).url_map.bind("localhost")
    for door, account_id in told.items():
        found = story(desk.config, account_id)
        assert found is not None
        assert found[0] == door
        assert 3 <= len(found[1]) < LONGEST
        for step in found[1]:
            assert texts.CATALOGUE.has(step.text), step
            try:
                pages.match(step.path, method="GET")
            except NotFound:
                pytest.fail(f"{step.text} leads to {step.path}, which is no page")


@pytest.mark.parametrize(("door", "lines"), [("performer", 2), ("production", 3)])
def test_spoken_lines_are_part_of_it(desk: Desk, told: dict[str, str], door: str, lines: int) -> None:
    spoken = {f"/checks/K-{number}" for number, scene in enumerate(SCENES) if scene.picture.startswith("line-")}
    found = story(desk.config, told[door])
    assert found is not None
    assert len(spoken & {step.path for step in found[1]}) == lines


def test_the_start_page_tells_it_in_at_most_twenty_lines(visit: Callable[[str], Visitor], told: dict[str, str]) -> None:
    page = visit("ada").get("/").text
    section = page[page.index('id="story"') :].partition("</section>")[0]
    assert section.count("<li>") == 5
    assert "you run this instance" in section


def test_no_other_instance_and_no_other_account_is_told(
    visit: Callable[[str], Visitor], app: Flask, told: dict[str, str], desk: Desk
) -> None:
    assert 'id="story"' not in visit("bob").get("/").text
    desk.config.demo.unlink()
    assert 'id="story"' not in visit("ada").get("/").text
