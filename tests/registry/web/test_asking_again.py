"""A consent that can no longer be given is asked for anew with the same terms, by the production alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from consent.document.fields import ANY
from registry.web.consents.forms import DraftForm
from tests.registry.checks.conftest import shows, studio
from tests.registry.web.conftest import Visitor

__all__ = ["shows", "studio"]
Visit = Callable[[str], Visitor]


@pytest.fixture
def lapsed(studio: Any, people: Any, verified_alice: Any) -> str:
    """A consent of Alice's that she signed, and that no union can countersign any more."""
    drafted = str(studio.draft(verified_alice.id))
    studio.signed(drafted, verified_alice.key, "alice")
    studio.desk.unions.end_membership(people.ursula, verified_alice.id, "players-guild")
    assert studio.desk.consents.get(people.alice, drafted).state == "lapsed"
    return drafted


def test_the_production_asks_again_from_the_page_of_a_lapsed_consent(
    visit: Visit, studio: Any, verified_alice: Any, lapsed: str
) -> None:
    petra, link = visit("petra"), f"/productions/{studio.production}/consents/new?again={lapsed}"
    assert f'href="{link}"' in petra.get(f"/consents/{lapsed}").text
    page = petra.get(link).text
    scope = studio.desk.consents.get(studio.people.petra, lapsed).scope
    assert f'value="{verified_alice.id}"' in page
    assert scope["description"] in page
    assert scope["compensation"]["terms"] in page


def test_the_same_terms_are_asked_for(app: Any, studio: Any, people: Any, lapsed: str) -> None:
    scope = studio.desk.consents.get(people.petra, lapsed).scope
    with app.test_request_context():
        form, today = DraftForm(), date.fromisoformat(scope["valid_from"])
        form.take_again("P1", scope, today)
        assert form.scope(studio.production) == scope
        wide = scope | dict.fromkeys(("media", "alterations_allowed", "territories", "languages", "scenes"), ANY)
        wide |= {"training": "constrained", "training_constraint": "this film alone", "max_uses": 3, "unit": "line"}
        form = DraftForm()
        form.take_again("P1", wide, today)
        again = form.scope(studio.production)
        assert (again["scenes"], again["max_uses"], again["unit"]) == (ANY, 3, "line")
        assert again["training_constraint"] == "this film alone"
        assert again["territories"] == again["languages"] == [ANY]


def test_a_day_that_has_passed_is_not_asked_for(app: Any, studio: Any, people: Any, lapsed: str) -> None:
    scope = studio.desk.consents.get(people.petra, lapsed).scope
    last = date.fromisoformat(scope["valid_until"])
    with app.test_request_context():
        for today, until in ((last, last), (last + timedelta(1), None)):
            form = DraftForm()
            form.take_again("P1", scope, today)
            assert (form.valid_from.data, form.valid_until.data) == (today, until)


@pytest.mark.attack("E.other-productions")
def test_nobody_else_asks_again(visit: Visit, studio: Any, lapsed: str) -> None:
    for name in ("alice", "ursula"):
        assert "again=" not in visit(name).get(f"/consents/{lapsed}").text
    quentin = visit("quentin")
    assert quentin.get(f"/productions/PR-QUENTIN/consents/new?again={lapsed}").status_code == 404


def test_nothing_is_asked_again_that_still_waits(visit: Visit, studio: Any, verified_alice: Any) -> None:
    drafted = studio.draft(verified_alice.id)
    assert "again=" not in visit("petra").get(f"/consents/{drafted}").text
