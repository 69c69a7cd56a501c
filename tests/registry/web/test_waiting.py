"""Everything that waits for an account stands in one list, leads to where it is answered, and is gone once it is."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from registry.core.paging import PageRequest
from registry.records.tables.checks import Check
from registry.records.tables.reviews import ReviewCrop
from registry.reviews.queue import ask_for_the_file
from registry.waiting.rows import KINDS
from tests.registry.conftest import PASSWORD
from tests.registry.tampering import written
from tests.registry.web.conftest import Visitor
from tests.registry.web.seed import Judgement, Seed, missing
from tests.registry.web.test_routes import disputed, records  # noqa: F401 - one record of each kind

Visit = Callable[[str], Visitor]


def waits(desk: Any, who: Any) -> set[str]:
    return {row.kind for row in desk.waiting_for.page(who).rows}


@pytest.fixture
def seed(desk: Any, people: Any) -> Seed:
    return Seed(desk, lambda: people.ursula)


def test_a_consent_waits_for_the_performer_then_for_the_union_then_for_nobody(
    desk: Any, people: Any, seed: Seed, fake_matching: Any
) -> None:
    key = seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    production = desk.productions.create(
        people.petra, "Bridge", "Burning Films", "feature", agreements=["sag_tvtheatrical_2026"]
    ).id
    assert waits(desk, people.ursula) == {"agreement"}
    desk.productions.confirm_agreement(people.ursula, production, "sag_tvtheatrical_2026")
    assert waits(desk, people.ursula) == set()
    consent = seed.asked(people.petra, str(people.alice.performer_id), production)
    (row,) = desk.waiting_for.page(people.alice).rows
    assert (row.kind, row.of, row.production, row.person) == ("sign", consent, "Bridge", "Alice")
    assert desk.waiting_for.count(people.alice) == 1
    assert waits(desk, people.ursula) == {"coverage"}
    seed.signed(people.alice, consent, key)
    assert waits(desk, people.alice) == set()
    assert waits(desk, people.ursula) == {"coverage", "countersign"}
    assert waits(desk, people.victor) == set()
    desk.consents.confirm_coverage(
        people.ursula, str(people.alice.performer_id), production, "sag_tvtheatrical_2026", False
    )
    assert waits(desk, people.ursula) == set()


def test_a_consent_whose_term_is_over_waits_for_nobody(desk: Any, people: Any, seed: Seed, fake_matching: Any) -> None:
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    seed.asked(people.petra, str(people.alice.performer_id), "PR-PETRA")
    assert waits(desk, people.alice) == {"sign"}
    desk.clock.forward(days=4000)
    assert waits(desk, people.alice) == set()


def test_members_wait_for_their_union(desk: Any, people: Any, seed: Seed, fake_matching: Any) -> None:
    dora = desk.accounts.create(people.ada, "dora@example.org", "Dora", PASSWORD).id
    who = desk.accounts.identity(dora)
    performer = desk.performers.register(who, "Dora", dora, unions=["players-guild"]).id
    (row,) = desk.waiting_for.page(people.ursula).rows
    assert (row.kind, row.person, row.of, row.beside) == ("membership", "Dora", "players-guild", performer)
    desk.unions.confirm_membership(people.ursula, performer, "players-guild")
    assert waits(desk, people.ursula) == set()
    seen = []
    whole = Seed(desk, lambda: seen.append(waits(desk, people.ursula)) or people.ursula)
    whole.verified(desk.accounts.identity(dora), "Dora", [fake_matching.picture("dora") for _ in range(3)])
    assert seen == [{"identity"}]
    assert waits(desk, people.ursula) == set()
    claim = desk.representations.claim(
        desk.accounts.identity(dora), people.accounts["nora"], performer, "manager", "contract"
    )
    assert waits(desk, people.ursula) == {"representation"}
    desk.representations.confirm(people.ursula, claim.id)
    assert waits(desk, people.ursula) == set()


def test_an_offer_waits_for_whoever_it_is_made_to(desk: Any, people: Any, visit: Visit) -> None:
    desk.accounts.grant_production(people.petra, people.accounts["nora"], "PR-PETRA")
    assert waits(desk, people.nora) == {"offer"}
    page = visit("nora").get("/waiting").text
    assert "An office that you are offered" in page
    assert 'href="/offices"' in page
    assert desk.productions.get(people.petra, "PR-PETRA").title in page, "it is said of what"
    assert '<span class="count" aria-hidden="true">1</span>' in page
    people.accept("nora")
    assert waits(desk, people.nora) == set()


def test_a_stale_file_waits_for_its_production_alone(desk: Any, people: Any, seed: Seed, fake_matching: Any) -> None:
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    picture = fake_matching.picture("alice")
    check = seed.checked(people.petra, "PR-PETRA", picture, [], Judgement("blocked", (missing("P1"),)))
    with written(desk) as session:
        session.execute(update(Check).where(Check.id == check).values(state="stale"))
    (row,) = desk.waiting_for.page(people.petra).rows
    assert (row.kind, row.of, row.shot) == ("file", check, "SC12-040")
    for other in ("alice", "ursula", "quentin"):
        assert waits(desk, getattr(people, other)) == set()


@pytest.mark.parametrize("role", ["alice", "bob", "ursula", "victor", "petra", "quentin", "ada", "nora"])
def test_each_row_leads_to_a_page_of_whoever_it_waits_for(
    desk: Any,
    people: Any,
    visit: Visit,
    records: dict[str, str],  # noqa: F811
    role: str,
) -> None:
    visitor = visit(role)
    page = visitor.get("/waiting").text
    listed = desk.waiting_for.page(getattr(people, role), size=200)
    links = re.findall(r'<p><strong><a href="([^"]+)">', page)
    assert len(links) == listed.count
    for link in links:
        assert visitor.get(link).status_code == 200, link
    shown = re.search(r'href="/waiting"[^>]*>[^<]*<span class="count" aria-hidden="true">(\d+)<', page)
    assert int(shown[1] if shown else 0) == listed.count
    assert listed.count == desk.waiting_for.count(getattr(people, role))


def test_what_waits_in_the_records_of_every_kind_is_on_the_lists(
    desk: Any,
    people: Any,
    records: dict[str, str],  # noqa: F811
) -> None:
    assert {"sign"} <= waits(desk, people.alice)
    assert {"agreement", "review", "dispute", "look_alike", "representation"} <= waits(desk, people.ursula)
    assert {"offer"} <= waits(desk, people.petra)
    assert {"dispute"} <= waits(desk, people.victor)
    for name in ("alice", "ursula", "petra"):
        who = getattr(people, name)
        for kind in KINDS:
            found = desk.waiting_for.page(who, PageRequest(chosen={"kind": kind})).rows
            assert {row.kind for row in found} <= {kind}
        everything = desk.waiting_for.page(who, size=2)
        seen = [row.key for row in everything.rows]
        while everything.next:
            everything = desk.waiting_for.page(who, PageRequest(page=everything.next), size=2)
            seen += [row.key for row in everything.rows]
        assert len(seen) == everything.count == len(desk.waiting_for.page(who, size=200).rows)


@pytest.mark.attack("C1.waiting")
def test_a_reviewer_s_row_names_neither_production_nor_file(
    desk: Any,
    people: Any,
    records: dict[str, str],  # noqa: F811
) -> None:
    rows = [row for row in desk.waiting_for.page(people.ursula, size=200).rows if row.kind in ("review", "appeal")]
    assert rows
    assert {(row.production, row.company, row.shot) for row in rows} == {(None, None, None)}


@pytest.mark.attack("C1.waiting")
def test_a_production_is_asked_for_a_file_only_where_it_was_told_so(
    desk: Any,
    people: Any,
    records: dict[str, str],  # noqa: F811
) -> None:
    with written(desk) as session:
        session.query(ReviewCrop).delete()
    assert "file" not in waits(desk, people.petra)
    with written(desk) as session:
        ask_for_the_file(session, "PR-PETRA", records["check_id"])
    assert "file" in waits(desk, people.petra)


def test_an_unknown_filter_lists_everything(visit: Visit, desk: Any, people: Any, app: Flask) -> None:
    desk.accounts.grant_production(people.petra, people.accounts["nora"], "PR-PETRA")
    assert "An office" in visit("nora").get("/waiting?kind=nonsense&page=x").text
    assert "No" in visit("nora").get("/waiting?kind=review").text
    desk.clock.forward(days=timedelta(days=31).days)
    assert waits(desk, people.nora) == set()
