"""Somebody claims a likeness that is another's: both unions say what they found, and the performer objects, on pages alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from registry.desk import Desk
from tests.registry.conftest import PASSWORD, People, Verified, enrol
from tests.registry.web.conftest import sign_in
from tests.registry.web.test_approvers import can_be_read, sit_down

__all__ = ["enrol", "sit_down"]
pytestmark = pytest.mark.browser


@pytest.fixture
def claimed(desk: Desk, people: People, verified_alice: Verified, enrol: Callable[..., object]) -> str:
    """Bob, whom the Stage Alliance knows, has enrolled the face of Alice, whom the Players' Guild knows: his record."""
    bob = str(people.bob.performer_id)
    for name, union, by in (("una", "players-guild", people.ursula), ("viola", "stage-alliance", people.victor)):
        made = desk.accounts.create(people.ada, f"{name}@example.org", name.title(), PASSWORD).id
        desk.accounts.grant_union(by, made, union)
    desk.unions.end_membership(people.bob, bob, "players-guild")
    desk.unions.claim_membership(people.bob, bob, "stage-alliance")
    desk.unions.confirm_membership(people.victor, bob, "stage-alliance")
    enrol("bob", face="alice")
    return bob


def finds(page: Page, name: str, outcome: str, told: str) -> None:
    """A representative opens what waits, and says what they found."""
    sign_in(page, name)
    page.get_by_role("navigation").get_by_role("link", name="Waiting").click()
    page.get_by_role("link", name="A dispute about a likeness").click()
    page.get_by_label(outcome).check()
    page.get_by_role("button", name="Record this finding").click()
    expect(page.get_by_role("status")).to_contain_text(told)


def test_a_claimed_likeness_is_found_to_be_another_s_and_the_claimant_objects(
    sit_down: Callable[[int], Page], desk: Desk, people: People, verified_alice: Verified, claimed: str
) -> None:
    una, viola, alice, bob = sit_down(1280), sit_down(390), sit_down(390), sit_down(390)
    refused = "The later one is not that person"
    finds(una, "una", refused, "Someone else has to record theirs")
    finds(viola, "viola", refused, "Both sides are told")
    can_be_read(viola)
    for page, name, record, side in (
        (alice, "alice", verified_alice.id, "You registered it first."),
        (bob, "bob", claimed, "You registered it later."),
    ):
        sign_in(page, name)
        page.get_by_role("navigation").get_by_role("link", name="My likeness").click()
        page.wait_for_url(f"**/performers/{record}")
        expect(page.locator("main")).to_contain_text("There is a finding in the dispute about this likeness.")
        expect(page.locator("main")).to_contain_text(side)
        can_be_read(page)
    expect(alice.locator("main")).not_to_contain_text("Bob")
    expect(bob.locator("main")).not_to_contain_text("Alice")
    bob.get_by_role("button", name="Object").click()
    expect(bob.get_by_role("status")).to_contain_text("Nothing is carried out.")
    desk.disputes.carry_out_due()
    assert desk.performers.card(people.alice, verified_alice.id).templates > 0
    assert desk.performers.card(people.bob, claimed).templates > 0
