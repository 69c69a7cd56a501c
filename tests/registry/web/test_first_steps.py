"""What is missing is read from the records, shown to whoever can do it, and gone once it is done."""

from collections.abc import Callable
from typing import Any

import pytest

from registry.desk import Desk
from registry.people.accounts.offices import Office
from tests.registry.conftest import Clock, People, Verified
from tests.registry.web.conftest import Visitor

Visit = Callable[[str], Visitor]


def missing(desk: Desk, who: Any, *, mine: bool = True) -> list[tuple[str, str]]:
    return [(step.key, step.of) for step in desk.beginning.steps(who) if not step.done and (step.mine or not mine)]


def test_a_representative_and_the_operator_see_what_their_union_lacks(desk: Desk, people: People) -> None:
    assert missing(desk, people.ursula) == [
        ("factor", ""), ("key", "players-guild"), ("identity", "players-guild"),
    ]  # fmt: skip
    assert missing(desk, people.ada) == [("factor", ""), ("agreement", "stage-alliance")]
    others = set(missing(desk, people.ada, mine=False)) - set(missing(desk, people.ada))
    assert ("key", "players-guild") in others
    assert ("mail", "") in others


def test_a_step_is_gone_once_it_is_done(desk: Desk, people: People, verified_alice: Verified) -> None:
    assert ("identity", "players-guild") not in missing(desk, people.ursula)
    assert missing(desk, people.alice, mine=False) == []
    bob = people.bob.performer_id
    assert missing(desk, people.bob, mine=False) == [
        ("release", bob), ("likeness", bob), ("passkey", bob), ("confirmed", bob),
    ]  # fmt: skip
    desk.performers.sign_release(people.bob, str(bob), "en", desk.performers.release_text("en").digest)
    assert ("release", bob) not in missing(desk, people.bob)


def test_who_was_invited_is_named_until_the_link_is_over(
    visit: Visit, desk: Desk, people: People, clock: Clock
) -> None:
    desk.unions.create(people.ada, "far-players", "Far Players")
    desk.invitations.send(people.ada, Office.UNION, "far-players", "una@far.example")
    assert "una@far.example" in visit("ada").get("/first-steps").text
    assert "una@far.example" not in visit("ursula").get("/first-steps").text
    clock.forward(days=30)
    assert "una@far.example" not in visit("ada").get("/first-steps").text


@pytest.mark.parametrize("name", ["alice", "bob", "ursula", "victor", "petra", "ada", "nora"])
def test_every_way_leads_to_a_page_that_is_open(visit: Visit, people: People, name: str) -> None:
    visitor = visit(name)
    page = visitor.get("/first-steps").text.partition("<main")[2]
    for row in page.split("<li>")[1:]:
        if 'class="btn btn-sm' in row:
            path = row.partition('href="')[2].partition('"')[0]
            assert visitor.get(path).status_code == 200, path


def test_an_account_with_no_part_in_anything_has_nothing_to_set_up(visit: Visit, people: People) -> None:
    assert "nothing for this account to set up" in visit("nora").get("/first-steps").text
    assert 'id="steps"' not in visit("nora").get("/").text
