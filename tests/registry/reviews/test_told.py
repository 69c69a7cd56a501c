"""Whoever may answer a review is told that it waits, and whoever waits for it that it is late; nobody waits for no one."""

from typing import Any

import pytest

from registry.health import checks
from registry.reviews.entitled import unattended


@pytest.fixture
def neil(account: Any) -> Any:
    return account("neil", neutral=True)


@pytest.fixture
def named(studio: Any, verified_alice: Any, shows: Any) -> Any:
    return studio.check(shows("alice"), studio.declare())


def heard(desk: Any, who: Any, **whom: str) -> list[str]:
    return [notice.message for notice in desk.notices.about(who, size=100, **whom).rows]


def of_account(desk: Any, who: Any) -> list[str]:
    return heard(desk, who, account_id=who.account_id)


def of_union(desk: Any, who: Any) -> list[str]:
    (union,) = who.unions
    return heard(desk, who, union_id=union)


def test_appointed_neutrals_are_told_of_a_second_look_and_other_unions_are_not(
    desk: Any, people: Any, neil: Any, named: Any
) -> None:
    assert "notice-review-waits-neutral" not in of_account(desk, neil())
    desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    assert of_account(desk, neil()).count("notice-review-waits-neutral") == 1
    assert "notice-review-waits" in of_union(desk, people.ursula)
    assert "notice-review-waits-neutral" not in of_union(desk, people.victor)
    assert heard(desk, people.nora, account_id=neil().account_id) == []


def test_without_an_appointed_neutral_other_unions_are_told(desk: Any, people: Any, named: Any) -> None:
    desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    assert of_union(desk, people.victor).count("notice-review-waits-neutral") == 1


def test_a_first_look_at_somebody_without_a_union_is_told_to_the_neutrals(
    desk: Any, people: Any, neil: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.check(shows("alice~0.5"), studio.declare())
    assert "notice-review-waits-neutral" not in of_account(desk, neil())
    desk.unions.end_membership(people.alice, verified_alice.id, "players-guild")
    studio.check(shows("alice~0.5"), studio.declare())
    assert of_account(desk, neil()).count("notice-review-waits-neutral") == 1


@pytest.mark.parametrize("side", ["production", "performer", "check"])
def test_the_side_that_waits_is_told_once_that_it_is_late(
    desk: Any, people: Any, studio: Any, neil: Any, verified_alice: Any, shows: Any, clock: Any, side: str
) -> None:
    check = studio.check(shows("alice~0.5" if side == "check" else "alice"), studio.declare())
    if side == "production":
        desk.appeals.appeal(people.petra, check.id, "P1", "other_person_filmed")
    if side == "performer":
        desk.appeals.appeal(people.alice, check.id, verified_alice.id, "not_me")
    clock.forward(days=30)
    desk.reviews.purge()
    desk.reviews.purge()
    told = {
        "performer": heard(desk, people.alice, performer_id=verified_alice.id),
        "production": heard(desk, people.petra, production_id=studio.production),
    }
    waits = "performer" if side == "performer" else "production"
    assert {name: found.count("notice-review-overdue-asked") for name, found in told.items()} == {
        "performer": 0, "production": 0,
    } | {waits: 1}  # fmt: skip
    assert of_union(desk, people.ursula).count("notice-review-overdue") == 1
    assert of_account(desk, neil()).count("notice-review-overdue") == (side != "check")


def test_doctor_names_reviews_that_nobody_can_answer(
    desk: Any, people: Any, named: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.reviews(desk.config).state == "ok"
    (review,) = desk.appeals.override(people.ursula, named.id, "P1", "look_alike")
    assert checks.reviews(desk.config).state == "ok"  # Victor is neutral towards her
    desk.accounts.disable(people.ada, people.accounts["victor"])
    with desk.db.read() as session:
        assert unattended(session) == [review]
    finding = checks.reviews(desk.config)
    assert finding.state == "missing"
    assert review in finding.says
    assert "likeness review neutral" in finding.remedy
    desk.neutrals.appoint(people.ada, people.accounts["nora"])
    assert checks.reviews(desk.config).state == "ok"


def test_a_neutral_reads_what_they_were_told(desk: Any, people: Any, neil: Any, named: Any) -> None:
    from registry.serving.app import create_app
    from tests.registry.web.conftest import Visitor

    desk.appeals.appeal(people.petra, named.id, "P1", "other_person_filmed")
    neil()
    page = Visitor(create_app(desk).test_client()).sign_in("neil").get("/reviews").text
    assert "Somebody neutral has to look at a finding" in page
    assert "Long Night" not in page
