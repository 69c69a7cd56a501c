"""Lists of checks: each shows what the check's own page shows the same viewer, and only what belongs on it."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from registry.checks.lists import ANSWERS, REFUSING, SORTS, STATES
from registry.core.errors import NotFound
from registry.core.paging import PageOf, PageRequest
from registry.core.permissions import Identity
from registry.records.tables.checks import Check, CheckReason
from registry.records.visibility import OWED_TO_UNIONS, Role, Viewer, project
from tests.registry.checks.conftest import AGREEMENT, Studio, shot
from tests.registry.prepared import STAGES
from tests.registry.tampering import written

GUILD, ALLIANCE = "players-guild", "stage-alliance"


def _fill(desk: Any, people: Any, matching: Any, *_: object) -> dict[str, str]:
    studio, verified_alice, verified_bob = (people.made[one] for one in ("studio", "verified_alice", "verified_bob"))
    studio, petra = Studio(desk, people, *studio), people.petra

    def shows(*faces: str) -> bytes:
        return bytes(matching.picture(*faces).read_bytes())

    desk.unions.claim_membership(people.bob, verified_bob.id, ALLIANCE)
    desk.unions.confirm_membership(people.victor, verified_bob.id, ALLIANCE)
    studio.consent(verified_alice, "alice")
    made = {
        "alice": studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1"), "kitchen.jpg").id,
        "bob": studio.check(shows("bob"), studio.declare(), "bridge.jpg").id,
        "both": studio.check(shows("alice", "bob"), shot(studio, verified_alice.id, "SH3")).id,
        "stranger": studio.check(shows("stranger"), studio.declare()).id,
        "failed": studio.check(b"damaged", studio.declare()).id,
    }
    invented = studio.declare(others={"treatment": "synthetic", "role": "principal", "performed_as_shown": False})
    made["synthetic"] = studio.check(shows("stranger"), invented).id
    told = shot(studio, verified_alice.id, "SH7")
    made["told"] = studio.check(shows("stranger"), told).id
    made["due"] = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH8"), "due.jpg").id
    made["stale"] = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH9"), "stale.jpg").id
    desk.strikes.throw(people.ursula, AGREEMENT, studio.production)
    made["strike"] = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH10"), "strike.jpg").id
    file = io.BytesIO(shows("alice"))
    made["queued"] = desk.checks.register(petra, studio.production, file, "q.jpg", studio.declare()).id
    with written(desk) as session:
        session.execute(update(Check).values(due=False))
        session.execute(update(Check).where(Check.id == made["due"]).values(due=True))
        session.execute(update(Check).where(Check.id == made["stale"]).values(state="stale", status="cannot_decide"))
    return made


STAGES["filled"] = _fill


@pytest.fixture
def filled(studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any) -> dict[str, str]:
    """Checks of every kind: name -> id. Bob is a member of both unions, Alice of one."""
    studio.units = itertools.count(1000)  # those before are taken
    return dict(people.made["filled"])


def viewers(people: Any, production: str) -> Iterator[Identity]:
    """Everybody whom somebody may be: with every tie, and every two ties, to what the checks touch."""
    alice, bob = people.alice.performer_id, people.bob.performer_id
    plain = people.nora
    ties: list[dict[str, Any]] = [
        {"performer_id": alice},
        {"represents": ((bob, "manager"),)},
        {"represents": ((alice, "manager"), (bob, "guardian"))},
        {"unions": frozenset({GUILD})},
        {"unions": frozenset({ALLIANCE})},
        {"unions": frozenset({GUILD, ALLIANCE})},
        {"productions": frozenset({production})},
        {"commissions": frozenset({production})},
        {"counsels": frozenset({production})},
        {"productions": frozenset({"PR-PETRA"})},
        {},
    ]
    for one, other in itertools.combinations_with_replacement(ties, 2):
        yield replace(plain, **{**one, **other})


def doors(people: Any, production: str) -> list[PageOf]:
    performers = (people.alice.performer_id, people.bob.performer_id)
    return [
        PageOf(),
        PageOf(production=production),
        PageOf(production="PR-PETRA"),
        *(PageOf(performer=one) for one in performers),
        *(PageOf(union=one) for one in (GUILD, ALLIANCE)),
    ]


def opened(desk: Any, who: Identity, check_id: str) -> Any:
    try:
        return desk.checks.get(who, check_id)
    except NotFound:
        return None


@pytest.mark.slow
@pytest.mark.attack("C1.lists")
def test_a_list_says_of_a_check_what_its_page_says_and_names_none_that_has_no_page(
    studio: Any, people: Any, filled: dict[str, str]
) -> None:
    desk = studio.desk
    for who in viewers(people, studio.production):
        views = {check: view for check in filled.values() if (view := opened(desk, who, check)) is not None}
        everything = desk.check_lists.page(who, size=100)
        assert {row.id for row in everything.rows} == set(views)
        for of in doors(people, studio.production):
            page = desk.check_lists.page(who, of, size=100)
            assert page.count == len(page.rows)
            for row in page.rows:
                view = views[row.id]
                for name in (
                    *(
                        "role",
                        "production_id",
                        "production",
                        "company",
                        "requested_at",
                        "decided_at",
                        "state",
                        "status",
                    ),
                    *("verdict", "file_name", "unit", "stale"),
                ):
                    assert getattr(row, name) == getattr(view, name), (name, who, of)
                assert row.has_picture == (view.preview is not None)


def test_every_union_reads_what_it_is_owed_for_somebody_who_does_not_exist(
    studio: Any, people: Any, filled: dict[str, str]
) -> None:
    view = opened(studio.desk, people.ursula, filled["synthetic"])
    owed = {reason["clause"] for reason in view.result["reasons"] if reason["person"]}
    assert owed
    assert owed <= OWED_TO_UNIONS
    assert view.answer == "needs_approval"
    assert not view.result["persons"]
    clauses = {one.clause for one in studio.desk.check_lists.refused(people.ursula, PageOf(union=GUILD))}
    assert {
        reason["rule"] for reason in view.result["reasons"] if reason["person"] and reason["verdict"] != "cleared"
    } <= clauses


def test_a_production_s_list_holds_all_its_checks_newest_first(studio: Any, filled: dict[str, str]) -> None:
    page = studio.desk.check_lists.page(studio.people.petra, PageOf(production=studio.production), size=100)
    assert {row.id for row in page.rows} == set(filled.values())
    assert [row.requested_at for row in page.rows] == sorted((row.requested_at for row in page.rows), reverse=True)


def test_an_agent_of_two_performers_sees_each_one_s_checks_on_that_one_s_page(
    studio: Any, people: Any, filled: dict[str, str]
) -> None:
    alice, bob = people.alice.performer_id, people.bob.performer_id
    agent = replace(people.nora, represents=((alice, "manager"), (bob, "manager")))
    listed = {
        one: {row.id for row in studio.desk.check_lists.page(agent, PageOf(performer=one), size=100).rows}
        for one in (alice, bob)
    }
    assert listed[bob] == {filled["bob"], filled["both"]}
    assert listed[alice] == {filled[name] for name in ("alice", "both", "due", "stale", "strike")}


def test_a_representative_of_two_unions_sees_each_one_s_checks_on_that_one_s_page(
    studio: Any, people: Any, filled: dict[str, str]
) -> None:
    both = replace(people.nora, unions=frozenset({GUILD, ALLIANCE}))
    listed = {
        one: {row.id for row in studio.desk.check_lists.page(both, PageOf(union=one), size=100).rows}
        for one in (GUILD, ALLIANCE)
    }
    assert listed[ALLIANCE] == {filled["bob"], filled["both"]}
    assert filled["alice"] in listed[GUILD]
    assert studio.desk.check_lists.page(people.victor, PageOf(union=GUILD)).rows == ()


def test_a_performer_who_represents_a_union_sees_of_a_member_s_page_only_what_shows_the_member(
    studio: Any, people: Any, filled: dict[str, str]
) -> None:
    alice, bob = people.alice.performer_id, people.bob.performer_id
    who = replace(people.alice, unions=frozenset({GUILD}))
    page = studio.desk.check_lists.page(who, PageOf(performer=bob), size=100)
    assert {row.id for row in page.rows} == {filled["bob"]}  # as Alice she sees of the other check her own part alone
    own = studio.desk.check_lists.page(who, PageOf(performer=alice), size=100)
    assert filled["bob"] not in {row.id for row in own.rows}
    assert {row.role for row in own.rows} == {"performer"}


@pytest.mark.attack("C1.lists")
def test_whoever_makes_a_file_learns_on_no_list_whom_it_shows(studio: Any, people: Any, filled: dict[str, str]) -> None:
    alice, bob = people.alice.performer_id, people.bob.performer_id
    maker = replace(
        people.petra, represents=((alice, "manager"), (bob, "manager")), unions=frozenset({GUILD, ALLIANCE})
    )
    for of in (PageOf(performer=alice), PageOf(performer=bob), PageOf(union=GUILD), PageOf(union=ALLIANCE)):
        assert studio.desk.check_lists.page(maker, of).count == 0
        assert studio.desk.check_lists.refused(maker, of) == []


def test_what_narrows_a_list_narrows_it_to_what_it_says(studio: Any, people: Any, filled: dict[str, str]) -> None:
    lists, who = studio.desk.check_lists, people.petra
    for of, viewer in (
        (PageOf(production=studio.production), people.petra),
        (PageOf(union=GUILD), people.ursula),
        (PageOf(performer=people.alice.performer_id), people.alice),
    ):
        everything = lists.page(viewer, of, size=100).rows
        by_answer = {one: lists.page(viewer, of, PageRequest(chosen={"verdict": one}), 100).rows for one in ANSWERS}
        for answer, rows in by_answer.items():
            assert {row.id for row in rows} == {
                row.id
                for row in everything
                if row.state not in ("queued", "examining")
                and ((row.verdict == answer and row.status == "decided") or row.status == answer)
            }
        in_states = [lists.page(viewer, of, PageRequest(chosen={"state": one}), 100).rows for one in STATES]
        assert sorted(row.id for rows in in_states for row in rows) == sorted(row.id for row in everything)
        for sort in SORTS:
            assert {row.id for row in lists.page(viewer, of, PageRequest(sort=sort), 100).rows} == {
                row.id for row in everything
            }
    of = PageOf(production=studio.production)
    assert [row.id for row in lists.page(who, of, PageRequest(search="KITCHEN")).rows] == [filled["alice"]]
    assert [row.id for row in lists.page(who, of, PageRequest(search="SH9")).rows] == [filled["stale"]]
    assert [row.id for row in lists.page(who, of, PageRequest(search=filled["bob"])).rows] == [filled["bob"]]
    waiting = lists.page(who, of, PageRequest(sort="waiting"), 100).rows
    open_ = [row.state == "queued" or (row.state, row.verdict) == ("decided", "needs_approval") for row in waiting]
    assert open_ == sorted(open_, reverse=True)


@pytest.mark.attack("C1.lists")
def test_nobody_finds_by_searching_what_they_are_not_shown(studio: Any, people: Any, filled: dict[str, str]) -> None:
    lists = studio.desk.check_lists
    for viewer, of in (
        (people.ursula, PageOf(union=GUILD)),
        (people.alice, PageOf(performer=people.alice.performer_id)),
    ):
        for words in ("kitchen", "SH1", "jpg"):
            assert lists.page(viewer, of, PageRequest(search=words)).rows == ()
        assert lists.page(viewer, of, PageRequest(search="long night")).rows != ()


def test_the_rows_of_a_decision_s_reasons_follow_it(studio: Any, people: Any, filled: dict[str, str]) -> None:
    desk = studio.desk

    def follow() -> None:
        with desk.db.look() as session:
            for check in session.scalars(select(Check).where(Check.decision.is_not(None))):
                rows = session.scalars(
                    select(CheckReason).where(CheckReason.check_id == check.id).order_by(CheckReason.position)
                ).all()
                shown = project({"persons": []} | check.decision, Viewer(Role.PRODUCTION), {})
                told = [*shown["reasons"], *(one for person in shown["persons"] for one in person["reasons"])]
                for kind, reasons in ((True, told), (False, check.decision["reasons"])):
                    assert [
                        (row.layer, row.verdict, row.message, row.clause, row.person)
                        for row in rows
                        if row.told is kind
                    ] == [
                        (one["layer"], one["verdict"], one["message"], one.get("clause"), one.get("person"))
                        for one in reasons
                    ]
                assert {row.performer_id for row in rows if row.told} <= {None}

    follow()
    desk.strikes.throw(people.ursula, AGREEMENT)
    desk.redecider.run_due()
    follow()


def said(view: Any) -> set[tuple[Any, str]]:
    """What a check's page says of why it was not cleared: rule, or message, with the verdict."""
    result = view.result or {"reasons": [], "persons": []}
    reasons = [*result["reasons"], *(reason for person in result["persons"] for reason in person["reasons"])]
    return {(reason["rule"] or reason["message"], reason["verdict"]) for reason in reasons}


@pytest.mark.attack("C1.lists")
def test_what_was_refused_under_which_clause_is_counted_and_listed_as_each_check_s_page_says_it(
    studio: Any, people: Any, filled: dict[str, str]
) -> None:
    lists = studio.desk.check_lists
    for viewer, of in (
        (people.ursula, PageOf(union=GUILD)),
        (people.victor, PageOf(union=ALLIANCE)),
        (people.alice, PageOf(performer=people.alice.performer_id)),
        (people.petra, PageOf(production=studio.production)),
    ):
        told = {row.id: said(studio.desk.checks.get(viewer, row.id)) for row in lists.page(viewer, of, size=100).rows}
        counted = lists.refused(viewer, of)
        assert counted
        assert [one.checks for one in counted] == sorted((one.checks for one in counted), reverse=True)
        expected = {one for reasons in told.values() for one in reasons if one[1] in REFUSING}
        assert {(one.clause, one.verdict) for one in counted} == expected
        for one in counted:
            assert one.checks == sum((one.clause, one.verdict) in reasons for reasons in told.values())
            page = lists.page(viewer, of, PageRequest(chosen={"clause": one.clause}), 100)
            named = {check for check, reasons in told.items() if one.clause in {c for c, v in reasons if v in REFUSING}}
            assert {row.id for row in page.rows} == named
    assert any(one.clause.startswith(AGREEMENT) for one in lists.refused(people.ursula, PageOf(union=GUILD)))
