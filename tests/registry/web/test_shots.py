"""A shot's page: versions, answers and notes in one history, for those who make or approve it and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.registry.checks.conftest import shot, shows, studio, tell_contact
from tests.registry.web.conftest import Visitor

__all__ = ["shows", "studio"]
Visit = Callable[[str], Visitor]


@pytest.fixture
def page(studio: Any, verified_alice: Any, shows: Any, clock: Any) -> str:
    """The page of a shot of Petra's of which two versions were checked."""
    for version in (1, 2):
        studio.check(shows("alice"), shot(studio, verified_alice.id, "SH040", version), f"SH040_v{version}.jpg")
        clock.forward(minutes=1)
    return f"/productions/{studio.production}/shots/SH040"


def test_the_history_tells_versions_and_answers_in_order(visit: Visit, page: str) -> None:
    text = visit("petra").get(page).text.partition('id="versions"')[0]
    assert text.index("SH040_v1.jpg") < text.index("SH040_v2.jpg")
    assert "told" in text
    assert text.count("Sent for a check") == 2


def test_a_note_is_read_by_those_who_make_or_approve_it(visit: Visit, page: str, studio: Any) -> None:
    studio.commissioner()
    petra, conrad = visit("petra"), visit("conrad")
    petra.get(page)
    assert petra.post(f"{page}/notes", {"text": "Mara looks too young.\n\n<b>here</b>"}).status_code == 303
    for visitor in (petra, conrad):
        text = visitor.get(page).text
        assert "Mara looks too young." in text
        assert "<b>here</b>" not in text
        assert "Petra" in text


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
def test_a_note_that_says_nothing_or_too_much_is_refused_and_kept_in_the_form(
    visit: Visit, page: str, text: str
) -> None:
    petra = visit("petra")
    petra.get(page)
    answer = petra.post(f"{page}/notes", {"text": text})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.attack("E.other-productions")
def test_nobody_else_reads_or_writes_them(visit: Visit, page: str, studio: Any) -> None:
    studio.desk.notes.write(studio.people.petra, studio.production, "SH040", "Mara looks too young.")
    for name in ("alice", "ursula", "quentin", "nora", "ada"):
        visitor = visit(name)
        assert visitor.get(page).status_code in (403, 404), name
        assert visitor.post(f"{page}/notes", {"text": "x"}).status_code in (403, 404), name
        own = "/productions/PR-QUENTIN/shots/SH040"
        assert visitor.get(own).status_code in (403, 404), name


def test_a_note_about_a_check_is_about_one_of_the_shot(
    visit: Visit, page: str, studio: Any, verified_alice: Any, shows: Any
) -> None:
    declared = shot(studio, verified_alice.id, "SH050")
    tell_contact(studio, declared)
    other = studio.check(shows("alice"), declared)
    petra = visit("petra")
    petra.get(page)
    assert petra.post(f"{page}/notes", {"text": "x", "check": other.id}).status_code == 404


def test_the_shots_of_a_production_are_listed_with_their_latest_version_first(
    visit: Visit, page: str, studio: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    clock.forward(minutes=1)
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH050"), "SH050_v1.jpg")
    text = visit("petra").get(f"/productions/{studio.production}/shots").text
    assert text.index("SH050_v1.jpg") < text.index("SH040_v2.jpg") < text.index("SH040_v1.jpg")
    assert text.count('class="shot-picture"') == 2
    found = visit("petra").get(f"/productions/{studio.production}/shots?q=sh050").text
    assert "SH050_v1.jpg" in found
    assert "SH040" not in found


@pytest.mark.attack("E.other-productions")
def test_nobody_else_lists_the_shots(visit: Visit, page: str, studio: Any) -> None:
    for name in ("alice", "ursula", "quentin", "nora", "ada"):
        answer = visit(name).get(f"/productions/{studio.production}/shots")
        assert answer.status_code in (403, 404), name
        assert "SH040" not in answer.text
