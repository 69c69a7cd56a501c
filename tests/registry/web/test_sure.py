"""What cannot be undone asks again, and says for how many files; a strike is never wider than it was chosen to be."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.registry.checks.conftest import as_replica, shows, studio
from tests.registry.web.conftest import Visitor

__all__ = ["shows", "studio"]
Visit = Callable[[str], Visitor]


@pytest.fixture
def consent(studio: Any, verified_alice: Any, shows: Any) -> str:
    given: str = studio.consent(verified_alice, "alice")
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    return given


def test_a_withdrawal_says_what_follows_and_asks(visit: Visit, consent: str, desk: Any, people: Any) -> None:
    alice = visit("alice")
    assert f'href="/consents/{consent}/withdraw"' in alice.get(f"/consents/{consent}").text
    page = alice.get(f"/consents/{consent}/withdraw").text
    assert "One file that is cleared now" in page
    assert desk.consents.get(people.alice, consent).state == "given"
    assert alice.post(f"/consents/{consent}/withdraw").status_code == 303
    assert desk.consents.get(people.alice, consent).state == "withdrawn"


@pytest.mark.parametrize(
    ("after", "told"),
    [("finished_work_only", "may go on using what it finished before"), ("none", "may not go on using")],
)
def test_a_withdrawal_says_of_finished_work_what_its_terms_say(
    visit: Visit, studio: Any, verified_alice: Any, after: str, told: str
) -> None:
    given = studio.consent(verified_alice, "alice", exploitation_after_end=after)
    page = visit("alice").get(f"/consents/{given}/withdraw").text
    assert told in page
    assert "no longer use anything" not in page


def test_a_strike_is_listed_with_the_title_of_whom_it_is_against(
    visit: Visit, consent: str, studio: Any, desk: Any, people: Any
) -> None:
    desk.strikes.throw(people.ursula, "sag_tvtheatrical_2026", studio.production, "yes")
    page = visit("ursula").get("/unions/players-guild/terms").text
    rows = page.partition('<ul class="rows mb-4">')[2].partition("</ul>")[0]
    assert desk.productions.get(people.petra, studio.production).title in rows
    assert studio.production not in rows


def test_a_strike_says_whom_it_is_against_and_asks(visit: Visit, consent: str, desk: Any) -> None:
    ursula, terms = visit("ursula"), "/unions/players-guild"
    ursula.get(f"{terms}/terms")
    sent = {"agreement": "sag_tvtheatrical_2026", "may_refuse": "yes"}
    assert ursula.post(f"{terms}/strikes/new", sent | {"production": ""}).status_code == 422
    page = ursula.post(f"{terms}/strikes/new", sent | {"production": "every"}).text
    assert "Every production under the agreement" in page
    assert "One file that is cleared now" in page
    assert desk.strikes.list() == []


@pytest.mark.parametrize(
    ("name", "path"),
    [("alice", "/performers/{alice}/release/withdraw"), ("alice", "/performers/{alice}/forget"),
     ("ada", "/administration/accounts/{nora}/disable")],
)  # fmt: skip
def test_reading_what_follows_changes_nothing(
    visit: Visit, verified_alice: Any, people: Any, desk: Any, name: str, path: str
) -> None:
    page = visit(name).get(path.format(alice=verified_alice.id, nora=people.accounts["nora"]))
    assert page.status_code == 200
    assert 'class="note bad"' in page.text
    assert desk.performers.card(people.alice, verified_alice.id).standing == "verified"
    assert desk.accounts.identity(people.accounts["nora"]).account_id
