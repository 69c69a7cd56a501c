"""Lists of consents tell each viewer what the consents' own pages tell them, and nothing of others."""

from typing import Any

import pytest

from registry.consents.lists import COUNTERSIGN
from registry.core.errors import NotFound
from registry.core.paging import PageOf, PageRequest
from tests.registry.checks.conftest import AGREEMENT, a_scope
from tests.registry.checks.conftest import studio as studio  # the fixture

NAMES = ("alice", "bob", "ursula", "victor", "petra", "quentin", "ada", "nora")
FORMS = (PageOf(), PageOf(union="players-guild"), PageOf(union="stage-alliance"), PageOf(production="PR-QUENTIN"))


@pytest.fixture
def consents(studio: Any, verified_alice: Any, verified_bob: Any, people: Any, clock: Any) -> list[str]:
    """Consents in every state that somebody can bring about, of two performers for two productions."""
    desk = studio.desk
    given, over, withdrawn, refused = (studio.draft(verified_alice.id) for _ in range(4))
    ended = studio.draft(verified_alice.id, valid_until=clock().date().isoformat())
    signed, waiting = studio.draft(verified_bob.id), studio.draft(verified_bob.id)
    no_after_signing = studio.draft(verified_bob.id)
    for one in (given, over, withdrawn, ended):
        studio.signed(one, verified_alice.key, "alice")
        studio.countersigned(one)
    for one in (signed, no_after_signing):
        studio.signed(one, verified_bob.key, "bob")
    desk.consents.withdraw(people.alice, withdrawn)
    desk.consents.refuse(people.alice, refused)
    desk.consents.refuse(people.bob, no_after_signing)
    elsewhere = desk.consents.draft(people.quentin, verified_alice.id, "PR-QUENTIN", a_scope("PR-QUENTIN")).id
    clock.forward(days=2)
    return [given, over, withdrawn, refused, ended, signed, waiting, no_after_signing, elsewhere]


def told(studio: Any, who: Any, consent: str) -> Any:
    try:
        return studio.desk.consents.get(who, consent)
    except NotFound:
        return None


def assert_lists_agree(studio: Any, consents: list[str]) -> None:
    for name in NAMES:
        who = studio.people.__getattr__(name)
        views = {one: view for one in consents if (view := told(studio, who, one)) is not None}
        listed = {row.id: row for row in studio.desk.consent_lists.page(who).rows}
        assert listed.keys() == views.keys(), name
        for one, view in views.items():
            row = listed[one]
            shown = (row.state, row.performer, row.production, row.company, row.drafted_at, row.signed_at)
            assert shown == (
                view.state, view.performer, view.production, view.company, view.drafted_at, view.signed_at,
            ), (name, one)  # fmt: skip
        if "players-guild" in who.unions:
            lacks = {
                one for one, view in views.items() if view.signed_at and "players-guild" in view.missing_countersigners
            }
            asked = PageRequest(chosen={"waits": COUNTERSIGN})
            page = studio.desk.consent_lists.page(who, PageOf(union="players-guild"), asked)
            assert {row.id for row in page.rows} >= lacks - {one for one, v in views.items() if v.state == "refused"}


def test_each_row_says_what_the_consents_own_page_says(studio: Any, consents: list[str]) -> None:
    assert_lists_agree(studio, consents)
    petra = studio.people.petra
    states = {row.id: row.state for row in studio.desk.consent_lists.page(petra).rows}
    given, _over, withdrawn, refused, ended, *_ = consents
    assert [states[one] for one in (given, withdrawn, refused, ended)] == ["given", "ended", "requested", "ended"]


def test_what_a_union_said_of_one_member_leaves_the_others_to_countersign(
    studio: Any, consents: list[str], verified_alice: Any
) -> None:
    *_, signed, _waiting, _no, _elsewhere = consents
    desk, ursula = studio.desk, studio.people.ursula
    desk.consents.confirm_coverage(ursula, verified_alice.id, studio.production, AGREEMENT, False)
    asked = PageRequest(chosen={"waits": COUNTERSIGN})
    assert signed in {row.id for row in desk.consent_lists.page(ursula, PageOf(union="players-guild"), asked).rows}
    assert_lists_agree(studio, consents)


def test_so_does_one_whose_performer_has_died(
    studio: Any, consents: list[str], verified_alice: Any, people: Any, clock: Any
) -> None:
    studio.desk.lives.record(people.ursula, verified_alice.id, "death", clock().date(), "a certificate")
    assert_lists_agree(studio, consents)
    rows = {row.id: row.state for row in studio.desk.consent_lists.page(people.ursula).rows}
    assert rows[consents[0]] == "terminated"


def test_a_filter_of_the_state_finds_what_is_shown_so(studio: Any, consents: list[str]) -> None:
    for name in ("alice", "ursula", "petra"):
        who = studio.people.__getattr__(name)
        rows = studio.desk.consent_lists.page(who).rows
        shown = {row.id: "signed" if row.state == "requested" and row.signed_at else row.state for row in rows}
        for state in set(shown.values()):
            found = studio.desk.consent_lists.page(who, asked=PageRequest(chosen={"state": state})).rows
            assert {row.id for row in found} == {one for one, said in shown.items() if said == state}, (name, state)


def test_each_page_shows_its_own(studio: Any, consents: list[str], verified_alice: Any, verified_bob: Any) -> None:
    people, desk = studio.people, studio.desk
    for performer, name in ((verified_alice, "alice"), (verified_bob, "bob")):
        own = people.__getattr__(name)
        claim = desk.representations.claim(own, people.accounts["nora"], performer.id, "manager", "a contract")
        people.accept("nora")
        desk.representations.confirm(people.ursula, claim.id)
    desk.accounts.grant_union(people.victor, people.accounts["ursula"], "stage-alliance")
    people.accept("ursula")
    for performer in (verified_alice, verified_bob):
        rows = desk.consent_lists.page(people.nora, PageOf(performer=performer.id)).rows
        assert {row.performer_id for row in rows} == {performer.id}
    assert desk.consent_lists.page(people.ursula, PageOf(union="players-guild")).count == len(consents)
    assert desk.consent_lists.page(people.ursula, PageOf(union="stage-alliance")).count == 0
    assert desk.consent_lists.page(people.victor, PageOf(union="players-guild")).count == 0


def test_pages_follow_each_other_and_search_finds(studio: Any, consents: list[str]) -> None:
    lists, who = studio.desk.consent_lists, studio.people.ursula
    for sort in ("newest", "oldest", "ending"):
        seen: list[str] = []
        page = lists.page(who, asked=PageRequest(sort=sort), size=2)
        seen += [row.id for row in page.rows]
        while page.next:
            page = lists.page(who, asked=PageRequest(page.next, sort=sort), size=2)
            seen += [row.id for row in page.rows]
        assert sorted(seen) == sorted(consents)
    assert {row.performer for row in lists.page(who, asked=PageRequest(search="BOB")).rows} == {"Bob"}
    assert [row.id for row in lists.page(who, asked=PageRequest(search="Other Shores")).rows] == [consents[-1]]
    assert lists.page(who, asked=PageRequest(search="100%")).count == 0
