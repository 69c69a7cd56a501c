"""From no to yes by controls alone: what was declared is corrected, and a consent is asked for, without typing it again."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.registry.checks.conftest import as_replica, shows, studio
from tests.registry.web.conftest import Visitor, path_of

__all__ = ["shows", "studio"]
Visit = Callable[[str], Visitor]


@pytest.fixture
def refused(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of Petra's that shows Alice, whom she declared and who has agreed to nothing."""
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert check.result["verdict"] == "blocked"
    return check


def test_a_blocked_check_offers_what_helps(visit: Visit, refused: Any, verified_alice: Any) -> None:
    page = visit("petra").get(f"/checks/{refused.id}").text
    assert "What you can do" in page
    assert f"Ask {verified_alice.id} for consent" in page
    assert f'action="/checks/{refused.id}/correct"' in page
    assert "Appeal or ask for a review" in page


def test_whoever_cannot_act_is_offered_nothing(visit: Visit, refused: Any) -> None:
    for name in ("alice", "ursula"):
        page = visit(name).get(f"/checks/{refused.id}")
        assert page.status_code == 200
        assert "What you can do" not in page.text


def test_the_declaration_comes_back_filled_in(visit: Visit, refused: Any, verified_alice: Any, desk: Any) -> None:
    petra = visit("petra")
    petra.get(f"/checks/{refused.id}")
    draft = path_of(petra.post(f"/checks/{refused.id}/correct"))
    page = petra.get(draft).text
    assert f'value="{verified_alice.id}"' in page
    assert "copy of what you declared" in page
    assert refused.declared["unit"]["id"] in page


def test_the_request_for_consent_comes_filled_in_and_can_be_sent(
    visit: Visit, refused: Any, verified_alice: Any, studio: Any
) -> None:
    petra = visit("petra")
    link = re.search(r'href="(/productions/[^"]+/consents/new\?[^"]+)"', petra.get(f"/checks/{refused.id}").text)
    assert link is not None
    page = petra.get(link[1].replace("&amp;", "&")).text
    assert f'value="{verified_alice.id}"' in page
    for name, value in (("media", "series"), ("modalities", "face"), ("alterations_allowed", "age")):
        assert re.search(rf'<input[^>]*checked[^>]*name="{name}"[^>]*value="{value}"', page), name
    assert re.search(r'name="territories"[^>]*value="US"', page)


@pytest.mark.attack("E.other-productions")
def test_another_production_neither_corrects_nor_copies(visit: Visit, refused: Any, studio: Any) -> None:
    quentin = visit("quentin")
    quentin.get("/productions")
    assert quentin.post(f"/checks/{refused.id}/correct").status_code == 404
    assert quentin.get(f"/productions/PR-QUENTIN/consents/new?check={refused.id}&row=0").status_code == 404
