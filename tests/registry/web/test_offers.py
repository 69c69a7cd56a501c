"""Offices that were offered, and disputes, on their pages."""

from collections.abc import Callable
from typing import Any

from registry.desk import Desk
from tests.registry.conftest import People, enrol
from tests.registry.people.disputes.conftest import another, dispute
from tests.registry.web.conftest import Visitor, path_of

__all__ = ["another", "dispute", "enrol"]

Visit = Callable[[str], Visitor]


def test_an_offer_waits_on_the_start_page_until_it_is_answered(visit: Visit, people: People, desk: Desk) -> None:
    desk.accounts.grant_production(people.petra, people.accounts["alice"], "PR-PETRA")
    alice = visit("alice")
    (offer,) = desk.offers.waiting(people.alice)
    assert "The Long Night" in alice.get("/").text
    assert alice.get("/productions/PR-PETRA").status_code == 404
    assert path_of(alice.post(f"/offices/offers/{offer.id}/accept")) == "/offices"
    assert "You now hold this office" in alice.get("/offices").text
    assert alice.get("/productions/PR-PETRA").status_code == 200
    assert "Offices offered to you" not in alice.get("/").text
    alice.post("/offices/lay-down", {"office": "member", "of": "PR-PETRA"})
    assert alice.get("/productions/PR-PETRA").status_code == 404


def test_whoever_offered_it_is_told_of_a_no(visit: Visit, people: People, desk: Desk) -> None:
    desk.accounts.grant_production(people.petra, people.accounts["nora"], "PR-PETRA")
    (offer,) = desk.offers.waiting(people.nora)
    assert visit("nora").post(f"/offices/offers/{offer.id}/decline").status_code == 303
    assert "was declined: member of a production (The Long Night)" in visit("petra").get("/offices").text


def test_an_office_that_does_not_go_together_is_said_at_the_form(visit: Visit, people: People) -> None:
    answer = visit("ursula").post(
        "/productions/new",
        {"title": "Mine", "company": "Mine", "kind": "feature", "commissioner": "other", "time_zone": "UTC"},
    )
    assert answer.status_code == 422
    assert "speaks for a union" in answer.text
    ada = visit("ada").post(
        "/administration/representatives",
        {"grant-account": "petra@example.org", "grant-union": "players-guild"},
    )
    assert ada.status_code in (403, 422)


def test_a_dispute_is_settled_and_objected_to_on_its_pages(
    visit: Visit, people: People, desk: Desk, dispute: str, clock: Any
) -> None:
    for name in ("una", "viola"):
        desk.disputes.speak(getattr(people, name), dispute, "claim_upheld")
    alice, performer = visit("alice"), str(people.alice.performer_id)
    page = alice.get(f"/performers/{performer}").text
    assert "You registered it first." in page
    assert str(people.bob.performer_id) not in page
    back = {"side": performer, "back": f"/performers/{performer}"}
    assert path_of(alice.post(f"/disputes/{dispute}/objection", back)) == f"/performers/{performer}"
    assert "Your objection is on record" in alice.get("/").text
    victor = visit("victor")
    assert dispute in victor.get("/disputes").text
    assert path_of(victor.post(f"/disputes/{dispute}", {"outcome": "claim_refused"})) == "/disputes"
    assert "Someone else has to record" in victor.get("/disputes").text
    assert dispute not in victor.get("/disputes").text
    assert victor.post(f"/disputes/{dispute}", {"outcome": "claim_refused"}).status_code == 404
