"""Pages of a file that was cleared for a time, once that time is over."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.registry.checks.conftest import as_replica, shows, studio
from tests.registry.web.conftest import Visitor

__all__ = ["shows", "studio"]


def test_every_page_says_that_it_is_over_and_the_production_what_to_do(
    visit: Callable[[str], Visitor], studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    petra, page = visit("petra"), f"/checks/{check.id}"
    assert "You may use this file" in petra.get(page).text
    receipt = studio.desk.checks.receipt(studio.people.petra, check.id)
    studio.desk.clock.moment = datetime.fromisoformat(receipt["expires_at"])
    for name in ("petra", "alice", "ursula"):
        visitor = visit(name)
        for path in (page, f"{page}/answers"):
            text = visitor.get(path).text
            assert "No longer cleared" in text, (name, path)
            assert "use this file for what you declared" not in text
    petra = visit("petra")
    text = petra.get(page).text
    assert "Was valid until" in text
    assert f"{page}/conform" not in text, "nothing rests on it any more"
    assert f"{page}/credential" not in text
    assert "No longer cleared" in petra.get(f"/productions/{studio.production}/checks").text
    assert f'action="{page}/correct"' in text
    assert petra.get(f"{page}/receipt.json").status_code == 200
    shot = petra.get(f"/productions/{studio.production}/shots/{check.unit}").text
    assert "No longer cleared" in shot, "of the version"
    assert ">Cleared<" in shot, "what was answered when it was decided"
