"""Pages of long lists: the overview shows the latest, the list everything, each only what belongs on it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from registry.core.permissions import for_union
from registry.desk import Desk
from registry.notices.service import notify
from registry.records.tables.checks import Check
from tests.registry.conftest import Clock, FakeMatching, People
from tests.registry.tampering import written
from tests.registry.web.conftest import Visitor
from tests.registry.web.seed import Judgement, Seed, missing

Visit = Callable[[str], Visitor]
PICTURE = "/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=="


@pytest.fixture
def seed(desk: Desk, people: People) -> Seed:
    return Seed(desk, lambda: people.ursula)


@pytest.fixture
def checked(seed: Seed, people: People, fake_matching: FakeMatching, clock: Clock) -> list[str]:
    """Seven checks of Petra's that show Alice, a minute apart."""
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    made = []
    for number in range(7):
        judgement = Judgement("blocked", (missing("person-1"),)) if number % 2 else Judgement("needs_approval")
        picture = fake_matching.picture("alice", name=f"take-{number}.jpg")
        clock.forward(minutes=1)
        made.append(seed.checked(people.petra, "PR-PETRA", picture, [], judgement, unit=f"SC{number}"))
    with written(seed.desk) as session:
        session.execute(
            update(Check).where(Check.id == made[-1]).values(preview=seed.desk.kept_pictures.sealed(made[-1], PICTURE))
        )
    return made


def links(page: str) -> list[str]:
    return re.findall(r'href="/checks/(K-\w+)"', page)


def test_an_overview_shows_the_latest_and_leads_to_all(visit: Visit, checked: list[str], people: People) -> None:
    petra, alice, ursula = visit("petra"), visit("alice"), visit("ursula")
    for visitor, path in (
        (petra, "/productions/PR-PETRA"),
        (alice, f"/performers/{people.alice.performer_id}"),
        (ursula, "/unions/players-guild"),
    ):
        overview = visitor.get(path).text
        assert links(overview) == list(reversed(checked))[:5]
        assert "All 7 checks" in overview
        assert f'href="{path}/checks"' in overview
        everything = visitor.get(f"{path}/checks").text
        assert links(everything) == list(reversed(checked))
        assert "7 entries" in everything


def test_what_narrows_a_list_stays_in_its_address(visit: Visit, checked: list[str]) -> None:
    petra = visit("petra")
    page = petra.get("/productions/PR-PETRA/checks?q=take-3&verdict=blocked&sort=oldest").text
    assert links(page) == [checked[3]]
    assert 'value="take-3"' in page
    assert '<option value="blocked" selected>' in page
    assert '<option value="oldest" selected>' in page
    nothing = petra.get("/productions/PR-PETRA/checks?q=nowhere").text
    assert "No check matches." in nothing
    assert links(petra.get("/productions/PR-PETRA/checks?verdict=nonsense&state=nonsense&page=x").text) != []


@pytest.mark.attack("C1.lists")
def test_a_file_s_name_and_picture_are_its_makers_alone(visit: Visit, checked: list[str], people: People) -> None:
    petra = visit("petra")
    page = petra.get("/productions/PR-PETRA/checks").text
    shown = re.findall(r'<img class="thumb"[^>]*>', page)
    assert len(shown) == 1
    assert 'alt="Picture of take-6.jpg"' in shown[0]
    assert 'width="96" height="64" loading="lazy"' in shown[0]
    path = f"/checks/{checked[-1]}/picture.jpg"
    assert petra.get(path).mimetype == "image/jpeg"
    assert petra.get(f"/checks/{checked[0]}/picture.jpg").status_code == 404
    for name, of in (
        ("alice", f"/performers/{people.alice.performer_id}/checks"),
        ("ursula", "/unions/players-guild/checks"),
    ):
        visitor = visit(name)
        assert visitor.get(path).status_code == 404
        other = visitor.get(of).text
        assert links(other) == list(reversed(checked))
        assert "take-" not in other
        assert "<img" not in other
    for name in ("quentin", "victor", "nora"):
        visitor = visit(name)
        for closed in (path, "/productions/PR-PETRA/checks", "/unions/players-guild/refusals"):
            assert visitor.get(closed).status_code in (403, 404)


def test_a_check_that_is_due_reads_in_a_list_as_on_its_page(visit: Visit, checked: list[str], desk: Desk) -> None:
    with written(desk) as session:
        session.execute(update(Check).where(Check.id == checked[0]).values(verdict="cleared", due=True))
    page = visit("petra").get("/productions/PR-PETRA/checks?state=again").text
    assert links(page) == [checked[0]]
    assert "Being decided again" in page
    assert "Cannot decide" in page.partition('class="rows"')[2]


def test_what_was_refused_is_counted_by_clause_and_leads_to_the_checks(
    visit: Visit, seed: Seed, people: People, fake_matching: FakeMatching
) -> None:
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    reason = missing("person-1") | {"layer": "union", "rule": "sag/strike", "clause": "strike & work", "person": None}
    path = fake_matching.picture("alice")
    check = seed.checked(people.petra, "PR-PETRA", path, [], Judgement("blocked", (reason,)))
    ursula = visit("ursula")
    page = ursula.get("/unions/players-guild/refusals").text
    assert "sag/strike" in page
    (address,) = re.findall(r'href="(/unions/players-guild/checks\?clause=sag[^"]+)"', page)
    assert links(ursula.get(address).text) == [check]


def test_each_union_s_page_and_each_performer_s_shows_its_own_consents_and_notices(
    desk: Desk, people: People, seed: Seed, visit: Visit, fake_matching: FakeMatching
) -> None:
    """An agent of two performers, a representative of two unions, and a performer who represents a union."""
    alice, bob = str(people.alice.performer_id), str(people.bob.performer_id)
    desk.unions.claim_membership(people.bob, bob, "stage-alliance")
    desk.unions.confirm_membership(people.victor, bob, "stage-alliance")
    for name in ("Alice", "Bob"):
        who = getattr(people, name.lower())
        seed.verified(who, name, [fake_matching.picture(name.lower()) for _ in range(3)])
    consents = {one: seed.asked(people.petra, one, "PR-PETRA") for one in (alice, bob)}
    with written(desk) as session:
        for union in ("players-guild", "stage-alliance"):
            notify(session, "notice-check-members", union=union, check=f"K-{union}")
    for performer in (alice, bob):
        claim = desk.representations.claim(
            people.alice if performer == alice else people.bob,
            people.accounts["nora"],
            performer,
            "manager",
            "contract",
        )
        desk.representations.confirm(people.ursula, claim.id)
        people.accept("nora")
    desk.accounts.grant_union(people.victor, people.accounts["ursula"], "stage-alliance")
    people.accept("ursula")
    nora, ursula = visit("nora"), visit("ursula")
    for performer, other in ((alice, bob), (bob, alice)):
        page = nora.get(f"/performers/{performer}").text
        assert consents[performer] in page
        assert consents[other] not in page
        asked = [
            notice.params.get("consent") for notice in desk.notices.about(people.nora, performer_id=performer).rows
        ]
        assert consents[performer] in asked
        assert consents[other] not in asked
    alliance, guild = (ursula.get(f"/unions/{one}").text for one in ("stage-alliance", "players-guild"))
    assert people.ursula.unions == {"stage-alliance", "players-guild"}
    assert consents[alice] not in alliance
    assert consents[bob] in alliance
    assert consents[alice] in guild
    assert "K-stage-alliance" in alliance
    assert "K-players-guild" not in alliance
    assert for_union(people.ursula, "elsewhere").unions == frozenset()


def test_a_performer_who_represents_another_union_sees_no_consent_of_their_own_on_its_page(
    desk: Desk, people: People, seed: Seed, visit: Visit, fake_matching: FakeMatching
) -> None:
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    own = seed.asked(people.petra, str(people.alice.performer_id), "PR-PETRA")
    desk.accounts.grant_union(people.victor, people.accounts["alice"], "stage-alliance")
    people.accept("alice")
    alice = visit("alice")
    assert own in alice.get(f"/performers/{people.alice.performer_id}").text
    assert own not in alice.get("/unions/stage-alliance").text
