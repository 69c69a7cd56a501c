"""E2: nobody is made a conscript. Every door, every pair of offices, and what an account was never asked about."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from registry.cli import main
from registry.core.errors import Conflict, NotFound, RegistryError
from registry.core.permissions import Forbidden, On, Permission, allowed
from registry.health.checks import offices as examined
from registry.people.accounts.offices import EXCLUDED, IN_PRODUCTION, HeldOffice, Office, exclude, held
from registry.records.tables.accounts import ProductionMember
from tests.registry.conftest import written_down

GUILD = On(unions=frozenset({"players-guild"}), production_id="PR-PETRA")


def of(desk: Any, account_id: str) -> set[Office]:
    with desk.db.read() as session:
        return {one.office for one in held(session, account_id)}


@pytest.mark.attack("E2.conscript_member")
def test_a_production_does_not_make_a_unions_representative_its_member(desk, people):
    with pytest.raises(Conflict, match="office-excluded"):
        desk.accounts.grant_production(people.petra, people.accounts["ursula"], "PR-PETRA")
    assert desk.offers.waiting(people.ursula) == []
    assert allowed(people.ursula, Permission.STRIKE_THROW, GUILD)


@pytest.mark.attack("E2.conscript_performer")
def test_a_performer_who_is_offered_a_part_loses_nothing_until_they_take_it(desk, people):
    alice, matter = people.accounts["alice"], On(people.alice.performer_id, production_id="PR-PETRA")
    assert desk.accounts.grant_production(people.petra, alice, "PR-PETRA") is False
    assert people.alice.productions == frozenset()
    for permission in (Permission.APPROVAL_PERFORMER, Permission.FACT_CONFIRM):
        assert allowed(people.alice, permission, matter)
    (offer,) = desk.offers.waiting(people.alice)
    desk.offers.decline(people.alice, offer.id)
    assert of(desk, alice) == {Office.PERFORMER}
    with pytest.raises(NotFound):
        desk.offers.accept(people.alice, offer.id)


@pytest.mark.attack("E2.conscript_nobody_yet")
def test_who_has_no_office_yet_is_asked_by_a_production_too_and_stays_free_for_a_union(desk, people):
    nora = people.accounts["nora"]
    assert desk.accounts.grant_production(people.petra, nora, "PR-PETRA") is False
    assert desk.accounts.grant_union(people.ursula, nora, "players-guild") is True
    (offer,) = desk.offers.waiting(people.nora)
    with pytest.raises(Conflict, match="office-excluded"):  # by now it would take what the union gave
        desk.offers.accept(people.nora, offer.id)
    assert people.nora.unions == {"players-guild"}


@pytest.mark.attack("E2.conscript_agent")
def test_nobody_takes_a_matter_from_a_representative_by_naming_them_as_a_manager(desk, people, make_verified):
    alice = people.alice.performer_id
    claim = desk.representations.claim(people.alice, people.accounts["ursula"], alice, "manager", "a contract")
    una = desk.accounts.create(people.ada, "una@example.org", "Una", unions=[]).id
    desk.accounts.grant_union(people.ursula, una, "players-guild")
    desk.representations.confirm(desk.accounts.identity(una), claim.id)
    assert people.ursula.represents == ()
    assert allowed(people.ursula, Permission.PERFORMER_VERIFY, On(alice, frozenset({"players-guild"})))
    people.accept("ursula")
    assert people.ursula.represents == ((alice, "manager"),)


@pytest.mark.attack("E2.conscript_as_performer")
@pytest.mark.parametrize("name", ["ursula", "nora"])
def test_nobody_is_made_the_performer_of_somebody_elses_record_unasked(desk, people, name):
    made = desk.performers.register(people.victor, "Somebody", people.accounts[name], unions=["stage-alliance"])
    assert made.account_id is None
    assert getattr(people, name).performer_id is None
    people.accept(name)
    assert getattr(people, name).performer_id == made.id


@pytest.mark.attack("E2.neutral_with_a_side")
@pytest.mark.parametrize("name", ["alice", "ursula", "petra", "ada"])
def test_nobody_with_another_office_reviews_as_neutral(desk, people, name):
    with pytest.raises(Conflict):
        desk.neutrals.appoint(people.ada, people.accounts[name])


@pytest.mark.attack("E2.neutral_takes_a_side")
def test_nor_does_a_neutral_take_a_side_afterwards_by_whatever_door(desk, people):
    nora = people.accounts["nora"]
    desk.neutrals.appoint(people.ada, nora)
    for take in (
        lambda: desk.productions.create(people.nora, "My film", "Mine", "feature"),
        lambda: desk.performers.register(people.nora, "Nora", nora),
        lambda: desk.performers.register(people.ursula, "Nora", nora, unions=["players-guild"]),
        lambda: desk.accounts.grant_union(people.ursula, nora, "players-guild"),
        lambda: desk.accounts.grant_production(people.petra, nora, "PR-PETRA"),
        lambda: desk.accounts.grant_production(people.ada, nora, "PR-PETRA", "commissioner"),
        lambda: desk.representations.claim(people.alice, nora, people.alice.performer_id, "manager", "contract"),
    ):
        with pytest.raises(Conflict):
            take()
    assert of(desk, nora) == {Office.NEUTRAL}
    desk.offers.lay_down(people.nora, "neutral")
    assert desk.productions.create(people.nora, "My film", "Mine", "feature").id in people.nora.productions


@pytest.mark.attack("E2.own_production")
@pytest.mark.parametrize("name", ["ursula", "ada"])
def test_who_speaks_for_a_union_or_runs_the_instance_registers_no_production(desk, people, name):
    with pytest.raises(Conflict):
        desk.productions.create(getattr(people, name), "My film", "Mine", "feature")


@pytest.mark.attack("E2.three_doors")
def test_no_door_knows_another_rule(desk, people, monkeypatch):
    monkeypatch.setenv("LIKENESS_HOME", str(desk.config.home))
    monkeypatch.setattr("registry.cli.common.Desk", lambda _config: desk)
    monkeypatch.setattr("registry.cli.common.require_newest", lambda _db: None)
    for typed in (
        ["user", "grant", "ursula@example.org", "--production", "PR-PETRA", "--as", "petra@example.org"],
        ["user", "grant", "petra@example.org", "--union", "players-guild", "--as", "ursula@example.org"],
        ["review", "neutral", "petra@example.org", "--as", "ada@example.org"],
        ["production", "add", "--title", "x", "--company", "y", "--kind", "feature", "--as", "ursula@example.org"],
    ):
        told = CliRunner().invoke(main, typed)
        assert told.exit_code == 2, typed
    offered = ["user", "grant", "nora@example.org", "--production", "PR-PETRA", "--as", "petra@example.org"]
    assert "Offered to nora@example.org" in CliRunner().invoke(main, offered).output
    assert of(desk, people.accounts["ursula"]) == {Office.UNION}
    with desk.db.read() as session:
        assert len(session.scalars(select(ProductionMember)).all()) == 2


@pytest.mark.attack("E2.stale_offer")
def test_an_offer_counts_only_while_whoever_made_it_could_grant_it(desk, people, clock):
    desk.accounts.grant_production(people.petra, people.accounts["nora"], "PR-PETRA")
    (offer,) = desk.offers.waiting(people.nora)
    desk.accounts.disable(people.ada, people.accounts["petra"])
    with pytest.raises(Conflict, match="offer-withdrawn"):
        desk.offers.accept(people.nora, offer.id)
    desk.accounts.enable(people.ada, people.accounts["petra"])
    clock.forward(days=30)
    assert desk.offers.waiting(people.nora) == []
    with pytest.raises(NotFound):
        desk.offers.accept(people.nora, offer.id)


@pytest.mark.attack("E2.somebody_elses_offer")
def test_nobody_answers_somebody_elses_offer(desk, people):
    desk.accounts.grant_production(people.petra, people.accounts["nora"], "PR-PETRA")
    (offer,) = desk.offers.waiting(people.nora)
    for name in ("petra", "alice", "ada"):
        for act in (desk.offers.accept, desk.offers.decline):
            with pytest.raises(NotFound):
                act(getattr(people, name), offer.id)


@pytest.mark.attack("E2.learned_by_offering")
def test_an_offer_does_not_tell_a_production_who_is_a_performer(desk, people):
    answers = {desk.accounts.grant_production(people.petra, people.accounts[name], "PR-PETRA") for name in
               ("alice", "nora", "quentin")}  # fmt: skip
    assert answers == {False}


@pytest.mark.attack("E2.self_signed")
def test_who_signs_for_a_performer_signs_nothing_for_the_production_they_work_for(desk, people, verified_alice):
    matter = On(verified_alice.id, production_id="PR-PETRA")
    nora = people.accounts["nora"]
    claim = desk.representations.claim(people.alice, nora, verified_alice.id, "manager", "contract")
    desk.representations.confirm(people.ursula, claim.id)
    assert allowed(people.nora, Permission.CONSENT_SIGN, matter)
    desk.accounts.grant_production(people.petra, nora, "PR-PETRA")
    people.accept("nora")
    assert not allowed(people.nora, Permission.CONSENT_SIGN, matter)
    assert allowed(people.nora, Permission.CONSENT_WITHDRAW, matter)


@pytest.mark.attack("E2.older_instance")
def test_what_an_older_program_granted_is_shown_and_can_be_laid_down(desk, people):
    assert examined(desk.config).state == "ok"
    written_down(desk, people.accounts["ursula"], Office.MEMBER, "PR-PETRA")
    found = examined(desk.config)
    assert found.state == "missing"
    assert "ursula@example.org (union players-guild, member PR-PETRA)" in found.says
    desk.offers.lay_down(people.ursula, "member", "PR-PETRA")
    assert examined(desk.config).state == "ok"
    assert people.ursula.unions == {"players-guild"}


@pytest.mark.attack("E2.union_taken_over")
def test_who_runs_the_instance_does_not_choose_who_speaks_for_a_union(desk, people):
    """By dismissing its representatives and appointing the first of the next."""
    for who in (people.ada, people.victor, people.petra, people.alice):
        with pytest.raises(Forbidden):
            desk.holders.end_union(who, people.accounts["ursula"], "players-guild", last=True)
        with pytest.raises(Forbidden):
            desk.holders.of_union(who, "players-guild")
    desk.accounts.disable(people.ada, people.accounts["ursula"])  # a stopped account keeps its office
    with pytest.raises(Forbidden):
        desk.accounts.grant_union(people.ada, people.accounts["nora"], "players-guild")


@pytest.mark.attack("E2.membership_ended_as_both")
def test_an_agent_who_speaks_for_the_union_does_not_take_a_performer_out_of_it(desk, people, make_verified):
    alice = str(people.alice.performer_id)
    claim = desk.representations.claim(people.alice, people.accounts["ursula"], alice, "manager", "a contract")
    una = desk.accounts.create(people.ada, "una@example.org", "Una").id
    desk.accounts.grant_union(people.ursula, una, "players-guild")
    desk.representations.confirm(desk.accounts.identity(una), claim.id)
    people.accept("ursula")
    assert people.ursula.unions
    assert people.ursula.represents == ((alice, "manager"),)
    with pytest.raises(Forbidden):
        desk.unions.end_membership(people.ursula, alice, "players-guild")
    desk.unions.end_membership(desk.accounts.identity(una), alice, "players-guild")


@pytest.mark.attack("E2.approver_dismissed")
def test_a_production_does_not_dismiss_who_approves_what_it_does(desk, people):
    for name, role in (("bob", "commissioner"), ("nora", "counsel")):
        desk.accounts.grant_production(people.ada, people.accounts[name], "PR-PETRA", role)
        people.accept(name)
        with pytest.raises(Forbidden):
            desk.holders.end_production(people.petra, people.accounts[name], "PR-PETRA", last=True)
        desk.holders.end_production(people.ada, people.accounts[name], "PR-PETRA")


@pytest.mark.attack("E2.whole_table")
@pytest.mark.parametrize(("one", "other"), list(combinations(Office, 2)))
def test_two_offices_that_exclude_each_other_are_refused_whichever_comes_first(one, other):
    """The specification, written out: who excludes whom."""
    alone = {Office.ADMINISTRATOR, Office.NEUTRAL}
    everywhere = bool(alone & {one, other}) or (Office.UNION in (one, other) and bool(IN_PRODUCTION & {one, other}))
    here = everywhere or {one, other} <= IN_PRODUCTION
    for first, second in ((one, other), (other, one)):
        assert exclude(HeldOffice(first, "X"), HeldOffice(second, "X")) == here
        assert exclude(HeldOffice(first, "X"), HeldOffice(second, "Y")) == everywhere
    assert (frozenset({one, other}) in EXCLUDED) == here


def test_every_place_that_writes_an_office_goes_through_the_one_door():
    """A row of an office that is made anywhere else would be a door without the table."""
    root = Path(__file__).resolve().parents[2] / "registry"
    made = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        for name in ("ProductionMember(", "UnionRepresentative(", "NeutralReviewer(")
        if any(name in line and "class " not in line for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert made == {"people/accounts/offices.py"}


def test_refusals_are_errors_with_words(desk, people):
    for act in (
        lambda: desk.accounts.grant_production(people.petra, people.accounts["ursula"], "PR-PETRA"),
        lambda: desk.offers.lay_down(people.nora, "counsel", "PR-PETRA"),
        lambda: desk.offers.lay_down(people.nora, "performer", "P-X"),
    ):
        with pytest.raises((RegistryError, Forbidden)):
            act()
