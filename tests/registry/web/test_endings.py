"""A membership or an office ends on its page, once the page has said what follows; and on the command line."""

from collections.abc import Callable
from typing import Any

import pytest

from registry.core.errors import Conflict, NotFound
from registry.desk import Desk
from tests.registry.checks.conftest import studio
from tests.registry.conftest import PASSWORD, People
from tests.registry.web.conftest import Visitor, path_of

__all__ = ["studio"]

Visit = Callable[[str], Visitor]


def told(desk: Desk, who: Any, **whom: str) -> list[str]:
    return [notice.message for notice in desk.notices.about(who, **whom).rows]


@pytest.fixture
def una(desk: Desk, people: People) -> str:
    """A second representative of Ursula's union."""
    account = desk.accounts.create(people.ada, "una@example.org", "Una", PASSWORD).id
    desk.accounts.grant_union(people.ursula, account, "players-guild")
    return account


@pytest.fixture
def mia(desk: Desk, people: People) -> str:
    """A second member of Petra's production."""
    account = desk.accounts.create(people.ada, "mia@example.org", "Mia", PASSWORD).id
    desk.accounts.grant_production(people.petra, account, "PR-PETRA")
    (offer,) = desk.offers.waiting(desk.accounts.identity(account))
    desk.offers.accept(desk.accounts.identity(account), offer.id)
    return account


def test_a_performer_leaves_a_union_and_both_are_told(visit: Visit, people: People, desk: Desk) -> None:
    alice, own = visit("alice"), str(people.alice.performer_id)
    page = f"/performers/{own}/memberships/players-guild/end"
    assert page in alice.get(f"/performers/{own}").text
    assert "will no longer see your record" in alice.get(page).text
    assert path_of(alice.post(page)) == f"/performers/{own}"
    assert desk.performers.card(people.alice, own).unions == {}
    assert "notice-membership-ended" in told(desk, people.alice, performer_id=own)
    assert "notice-member-left" in told(desk, people.ursula, union_id="players-guild")
    assert visit("ursula").get(f"/unions/players-guild/members/{own}").status_code == 404
    assert alice.post(page).status_code == 404


def test_a_union_ends_a_membership(visit: Visit, people: People, desk: Desk) -> None:
    ursula, own = visit("ursula"), str(people.alice.performer_id)
    page = f"/unions/players-guild/members/{own}/end"
    assert page in ursula.get(f"/unions/players-guild/members/{own}").text
    assert "Alice" in ursula.get(page).text
    assert path_of(ursula.post(page)) == "/unions/players-guild"
    assert desk.performers.card(people.alice, own).unions == {}
    assert "notice-membership-ended" in told(desk, people.alice, performer_id=own)


def test_a_representative_ends_anothers_office(visit: Visit, people: People, desk: Desk, una: str) -> None:
    ursula = visit("ursula")
    page = f"/unions/players-guild/representatives/{una}/end"
    assert page in ursula.get("/unions/players-guild").text
    shown = ursula.get(page).text
    assert "Una can no longer act for" in shown
    assert "although nobody else holds it" not in shown
    assert path_of(ursula.post(page)) == "/unions/players-guild"
    assert desk.accounts.identity(una).unions == frozenset()
    assert told(desk, desk.accounts.identity(una), account_id=una)[0] == "notice-office-ended"
    assert "notice-representative-ended" in told(desk, people.ursula, union_id="players-guild")


def test_the_last_representative_does_not_go_silently(visit: Visit, people: People, desk: Desk, una: str) -> None:
    ursula = visit("ursula")
    ursula.post(f"/unions/players-guild/representatives/{una}/end")
    assert ursula.post("/offices/lay-down", {"office": "union", "of": "players-guild"}).status_code == 409
    assert people.ursula.unions == {"players-guild"}
    page = ursula.get("/offices/lay-down?office=union&of=players-guild").text
    assert "last representative" in page
    assert "although nobody else holds it" in page
    sent = {"office": "union", "of": "players-guild", "last": "yes"}
    assert path_of(ursula.post("/offices/lay-down", sent)) == "/offices"
    assert people.ursula.unions == frozenset()
    desk.accounts.grant_union(people.ada, una, "players-guild")  # the administrator appoints the next


def test_what_waits_for_a_union_is_counted_before_a_membership_or_its_last_office_ends(
    visit: Visit, people: People, desk: Desk, studio: Any, verified_alice: Any
) -> None:
    own = verified_alice.id
    studio.signed(studio.draft(own), verified_alice.key, "alice")
    ursula, waits = visit("ursula"), "One signed consent waits for"
    me = people.accounts["ursula"]
    for page in (f"/unions/players-guild/representatives/{me}/end", "/offices/lay-down?office=union&of=players-guild"):
        assert f"{waits} this union" in ursula.get(page).text
    alice = visit("alice")
    for visitor, page in (
        (ursula, f"/unions/players-guild/members/{own}/end"),
        (alice, f"/performers/{own}/memberships/players-guild/end"),
    ):
        assert f"{waits} Players" in visitor.get(page).text
    alice.post(f"/performers/{own}/memberships/players-guild/end")
    assert waits not in ursula.get("/offices/lay-down?office=union&of=players-guild").text
    assert "lapsed, never in force" in alice.get(f"/performers/{own}/consents").text


def test_a_stopped_account_does_not_keep_a_union_going(people: People, desk: Desk, una: str) -> None:
    desk.accounts.disable(people.ada, una)
    assert [(one.name, one.disabled, one.last) for one in desk.holders.of_union(people.ursula, "players-guild")] == [
        ("Una", True, False),
        ("Ursula", False, True),
    ]
    with pytest.raises(Conflict, match="office-last"):
        desk.offers.lay_down(people.ursula, "union", "players-guild")


def test_a_member_of_a_production_ends_anothers_membership(visit: Visit, people: People, desk: Desk, mia: str) -> None:
    petra = visit("petra")
    page = f"/productions/PR-PETRA/members/{mia}/end"
    assert page in petra.get("/productions/PR-PETRA/members").text
    assert "Mia can no longer act for The Long Night" in petra.get(page).text
    assert path_of(petra.post(page)) == "/productions/PR-PETRA/members"
    assert desk.accounts.identity(mia).productions == frozenset()
    assert told(desk, desk.accounts.identity(mia), account_id=mia)[0] == "notice-office-ended"
    assert "notice-production-office-ended" in told(desk, people.petra, production_id="PR-PETRA")
    with pytest.raises(Conflict, match="office-last"):
        desk.holders.end_production(people.petra, people.accounts["petra"], "PR-PETRA")


def test_what_an_administrator_appointed_members_see_and_do_not_end(visit: Visit, people: People, desk: Desk) -> None:
    bob = people.accounts["bob"]
    desk.accounts.grant_production(people.ada, bob, "PR-PETRA", "counsel")
    people.accept("bob")
    petra = visit("petra")
    assert "Counsel of a production" in petra.get("/productions/PR-PETRA/members").text
    assert petra.get(f"/productions/PR-PETRA/members/{bob}/end").status_code == 404
    assert petra.post(f"/productions/PR-PETRA/members/{bob}/end").status_code == 404
    assert people.bob.counsels == {"PR-PETRA"}


def test_nobody_asks_about_an_office_that_is_not_there(visit: Visit, people: People, desk: Desk) -> None:
    petra = visit("petra")
    for asked in ("", "?office=union&of=players-guild", "?office=member&of=PR-QUENTIN", "?office=nothing&of=X"):
        assert petra.get(f"/offices/lay-down{asked}").status_code == 404
    with pytest.raises(NotFound):
        desk.holders.end_union(people.ursula, people.accounts["victor"], "players-guild")
