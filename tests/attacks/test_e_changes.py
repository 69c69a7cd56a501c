"""E: between a change and the worker that decides again, nothing that the change concerns leaves by any door."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consent.moments import utc_text
from registry.cli import main
from registry.desk import Desk
from registry.ledger.concerns import due
from registry.records.tables.checks import Check
from registry.serving.app import create_app
from tests.registry.api.conftest import Program
from tests.registry.checks.conftest import AGREEMENT, Studio, as_replica
from tests.registry.web.conftest import Visitor

Changes = dict[str, Callable[[], object]]


class House:
    """An instance without a worker, and a dishonest production that holds a receipt and knocks at every door."""

    def __init__(self, studio: Any, alice: Any, shows: Any, desk: Desk, folder: Path) -> None:
        self.studio, self.alice, self.desk = studio, alice, desk
        self.given = studio.consent(alice, "alice", max_uses=100)
        content, use = shows("alice"), studio.declare(as_replica(alice.id))
        self.check = studio.check(content, use).id
        app = create_app(desk)
        self.browser = Visitor(app.test_client()).sign_in("petra")
        self.program = Program(app.test_client(), desk.tokens.create(studio.people.petra, "pipeline")[1])
        self.receipt, self.trust, self.status = (folder / f"{name}.json" for name in ("receipt", "trust", "status"))
        self.file, self.use = folder / "shot.jpg", folder / "USE.json"
        self.file.write_bytes(content)
        self.use.write_text(json.dumps(use))
        self.receipt.write_text(json.dumps(desk.checks.receipt(studio.people.petra, self.check)))
        self.trust.write_text(json.dumps(desk.instance_key.trust()))

    @property
    def changes(self) -> Changes:
        """What those may do whom the check concerns."""
        desk, people, alice = self.desk, self.studio.people, self.alice
        return {
            "strike": lambda: desk.strikes.throw(people.ursula, AGREEMENT),
            "withdrawn": lambda: desk.consents.withdraw(people.alice, self.given),
            "preference": lambda: desk.preferences.set(people.alice, alice.id, "prohibited"),
            "coverage": lambda: desk.consents.confirm_coverage(
                people.ursula, alice.id, self.studio.production, AGREEMENT, True
            ),
            "death": lambda: desk.lives.record(people.ursula, alice.id, "death", date(2026, 10, 1), "certificate"),
            "union key": lambda: desk.unions.revoke_key(
                people.ursula, "players-guild", self.studio.union_key.fingerprint
            ),
        }

    def open_doors(self) -> set[str]:
        """The doors by which the check's receipt, or its yes, comes out."""
        self.status.write_text(json.dumps(self.desk.status.stale_list()))
        words = ("verify", self.receipt, "--trust", self.trust, "--status", self.status, "--file", self.file)
        words = (*words, "--use", self.use, "--offline", "--now", utc_text(self.desk.clock()))
        verified = CliRunner().invoke(main, [*map(str, words)])
        page = self.browser.get(f"/checks/{self.check}").text
        listed = self.desk.check_lists.page(self.studio.people.petra).rows
        shown = self.program.get(f"/checks/{self.check}").json
        doors = {
            "page": f"/checks/{self.check}/receipt.json" in page,
            "address": self.browser.get(f"/checks/{self.check}/receipt.json").status_code == 200,
            "api": shown["status"] == "decided" or shown["exit_status"] == 0,
            "api receipt": self.program.get(f"/checks/{self.check}/receipt").status_code == 200,
            "list": any(row.id == self.check and row.status == "decided" for row in listed),
            "command line": verified.exit_code == 0,
        }
        return {name for name, opens in doors.items() if opens}


@pytest.fixture
def house(studio: Any, verified_alice: Any, shows: Any, unattended: Desk, tmp_path: Path) -> House:
    return House(studio, verified_alice, shows, unattended, tmp_path)


@pytest.mark.parametrize("change", ["strike", "withdrawn", "preference", "coverage", "death", "union key"])
@pytest.mark.attack("E5.before-the-worker")
def test_nothing_leaves_by_any_door_from_the_change_on(house: House, behind_one_row: None, change: str) -> None:
    assert house.open_doors() == {"page", "address", "api", "api receipt", "list", "command line"}
    house.changes[change]()
    assert house.open_doors() == set()
    house.desk.marking.run()
    assert house.open_doors() == set()


@pytest.mark.attack("E5.out-of-a-change")
def test_nobody_gets_out_of_a_strike_before_its_checks_are_marked(
    studio: Any, people: Any, verified_alice: Any, shows: Any, unattended: Desk, behind_one_row: None
) -> None:
    """A production is under an agreement because of Bob alone, and no longer so once the strike is thrown: that says nothing
    of what the strike did to Alice's check meanwhile."""
    made = unattended.productions.create(people.petra, "Side Story", "Long Night Ltd", "series")
    side = Studio(unattended, people, made.id, studio.union_key)
    side.signed(side.draft(verified_alice.id), verified_alice.key, "alice")
    check = side.check(shows("alice"), side.declare(as_replica(verified_alice.id)))
    bob = people.bob.performer_id
    unattended.consents.confirm_coverage(people.ursula, bob, made.id, AGREEMENT, True)
    unattended.redecider.run_due()
    assert check.id not in is_due(unattended)
    unattended.strikes.throw(people.ursula, AGREEMENT)
    unattended.consents.confirm_coverage(people.ursula, bob, made.id, AGREEMENT, False)
    assert check.id in is_due(unattended)
    unattended.marking.run()
    assert check.id in is_due(unattended)


@pytest.mark.attack("E5.decided-in-between")
def test_a_decision_in_between_takes_account_of_what_it_saw_and_of_no_more(house: House, behind_one_row: None) -> None:
    house.changes["coverage"]()
    house.desk.marking.run()
    house.desk.redecider.redecide(house.check)
    assert house.check not in is_due(house.desk)
    house.changes["preference"]()
    assert house.check in is_due(house.desk)
    assert house.open_doors() == set()


def is_due(desk: Desk) -> set[str]:
    with desk.db.read() as session:
        return set(session.scalars(select(Check.id).where(due(session))))
