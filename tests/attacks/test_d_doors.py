"""Whoever relies on a record that was changed behind the ledger's back is refused before they do, and not only told by
the audit afterwards: a decision is not made, an account is nobody, no receipt and no status list is handed out."""

import io
import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from registry.checks.receipts.status import PROVEN_FOR
from registry.core.config import Config
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.records.tables.accounts import Account
from tests.attacks.tampering import Change, changes, copied, populate
from tests.registry.checks.conftest import Studio, shot, tell_contact
from tests.registry.conftest import PASSWORD, THRESHOLDS
from tests.registry.prepared import STAGES
from tests.registry.tampering import alter

ORDER = ("cleared", "notify_only", "needs_approval", "blocked")
REFUSED = "refused"


@pytest.fixture
def keep_pictures() -> bool:
    return True


def _populated(desk: Desk, people: Any, matching: Any, *_: object) -> dict[str, Any]:
    made, studio = people.made, Studio(desk, people, *people.made["studio"])
    return populate(
        studio, made["verified_alice"], made["verified_bob"], lambda *who: matching.picture(*who).read_bytes()
    )


STAGES["populated"] = _populated


@pytest.fixture
def populated(people: Any, studio: Any, verified_alice: Any, verified_bob: Any) -> dict[str, Any]:
    """A populated registry; what its doors need."""
    return dict(people.made["populated"])


def restarted(studio: Any) -> Any:
    """The instance after a restart: nothing is in memory any more."""
    desk, old = Desk(studio.desk.config, studio.desk.clock, examine=studio.desk._examine, thresholds=THRESHOLDS), studio
    old.desk.close()
    return replace(studio, desk=desk, people=replace(studio.people, desk=desk))


def decided(studio: Any, performer: str, picture: bytes, unit: str) -> str:
    """The verdict of a check, or `refused` where it could not be made for what was changed."""
    who = studio.people.petra
    declared = shot(studio, performer, unit)
    try:
        tell_contact(studio, declared, picture)
        queued = studio.desk.checks.register(who, studio.production, io.BytesIO(picture), "shot.jpg", declared)
        studio.desk.examiner.run(queued.id)
        view = studio.desk.checks.get(who, queued.id)
    except RecordsAltered:
        return REFUSED
    if view.state == "failed":
        assert view.status == "cannot_decide"
        return REFUSED
    return str(view.verdict)


# --- the ways that were named, and their neighbours ---

WAYS = {
    "templates-deleted": "DELETE FROM template",
    "template-parked": "UPDATE template SET parked_at = '2026-10-05 09:00:00.000000'",
    "template-of-one-deleted": "DELETE FROM template WHERE id = (SELECT min(id) FROM template)",
    "gallery-generation": "UPDATE gallery_state SET generation = generation - 1",
    "refusal-deleted": "DELETE FROM consent WHERE state = 'refused'",
    "withdrawal-undone": "UPDATE consent SET state = 'given', withdrawn_at = NULL, withdrawn_by = NULL",
    "withdrawal-deleted": "DELETE FROM consent WHERE state = 'withdrawn'",
    "signature-deleted": "DELETE FROM consent_signature",
    "approval-invented": "INSERT INTO approval (id, kind, answer, production_id, params, side, given_by, given_at) "
    "SELECT 'AP-' || id, 'written', 'granted', id, '{}', 'commissioner', 'A', '2026-10-05 08:00:00.000000' FROM "
    "production",
    "strike-unlifted": "UPDATE strike SET ended_at = NULL, ended_by = NULL",
    "strikes-deleted": "DELETE FROM strike",
    "agreement-deleted": "DELETE FROM production_agreement",
    "agreement-moved": "UPDATE union_agreement SET union_id = 'stage-alliance'",
    "membership-deleted": "DELETE FROM union_membership",
    "dispute-invented": "UPDATE dispute SET performer_id = (SELECT id FROM performer WHERE name = 'Alice'), "
    "resolved_at = NULL",
    "performer-revived": "UPDATE performer SET life = 'deceased' WHERE name = 'Bob'",
    "performer-deleted": "DELETE FROM performer WHERE name = 'Bob'",
    "performer-renamed": "UPDATE performer SET name = 'Nobody'",
    "key-revoked-undone": "UPDATE performer_key SET confirmed_at = NULL",
    "union-key-exchanged": "UPDATE union_key SET public_key = 'AAAA'",
    "production-moved": "UPDATE production SET jurisdiction = 'US-CA'",
    "preference-ended": "UPDATE standing_preference SET ended_at = '2026-10-05 09:00:00.000000'",
    "uses-deleted": "DELETE FROM consent_use",
    "uses-uncounted": "UPDATE consent_use SET released_at = '2026-10-05 09:00:00.000000'",
    "yes-as-two": "UPDATE union_membership SET union_id = 'stage-alliance'",
}
"""What somebody changes -> how. Each touches what the decision about Alice or the one about Bob rests on."""


AT_ONCE = (
    *("templates-deleted", "refusal-deleted", "withdrawal-undone", "approval-invented", "strikes-deleted"),
    *("membership-deleted", "uses-deleted", "performer-deleted"),
)
"""Those that are tried with every run of the tests; the trials try the others, and far more."""


@pytest.mark.parametrize("way", [way if way in AT_ONCE else pytest.param(way, marks=pytest.mark.trial) for way in WAYS])
@pytest.mark.attack("D.decision")
def test_no_decision_is_made_on_altered_records(
    studio: Any, populated: Any, verified_alice: Any, verified_bob: Any, shows: Any, way: str
) -> None:
    freely(studio.desk, WAYS[way])
    fresh = restarted(studio)
    of_alice = decided(fresh, verified_alice.id, populated["picture"], "N1")
    of_bob = decided(fresh, verified_bob.id, shows("bob"), "N2")
    assert REFUSED in (of_alice, of_bob)
    assert (of_alice in (REFUSED, "cleared"), of_bob in (REFUSED, "blocked")) == (True, True)
    assert fresh.desk.bindings.noticed.read()
    assert fresh.desk.audit.altered_records()


def freely(desk: Desk, statement: str) -> None:
    """Whoever writes to the database is kept back by no foreign key."""
    with desk.db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute(statement)
        raw.execute("PRAGMA foreign_keys=ON")


def test_untouched_records_are_relied_on(
    studio: Any, populated: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    fresh = restarted(studio)
    assert decided(fresh, verified_alice.id, populated["picture"], "N1") == "cleared"
    assert decided(fresh, verified_bob.id, shows("bob"), "N2") == "blocked"
    assert fresh.desk.audit.altered_records() == fresh.desk.bindings.noticed.read() == []
    fresh.desk.audit.verify()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account SET is_administrator = 1",
        "UPDATE account SET password_hash = 'x'",
        "UPDATE account SET disabled_at = NULL, name = 'Petra II'",
        "UPDATE production_member SET role = 'commissioner'",
        "DELETE FROM production_member",
        "INSERT INTO union_representative (account_id, union_id, granted_by, granted_at) "
        "SELECT id, 'players-guild', 'x', '2026-10-05 09:00:00.000000' FROM account WHERE name = 'Petra'",
        "INSERT INTO neutral_reviewer (account_id, granted_by, granted_at) "
        "SELECT id, 'x', '2026-10-05 09:00:00.000000' FROM account WHERE name = 'Petra'",
        "UPDATE performer SET account_id = (SELECT id FROM account WHERE name = 'Petra') WHERE name = 'Bob'",
    ],
)
@pytest.mark.attack("D.sign-in")
def test_an_account_whose_records_were_altered_is_nobody(studio: Any, populated: Any, people: Any, change: str) -> None:
    freely(studio.desk, change)
    desk = restarted(studio).desk
    with pytest.raises(RecordsAltered):
        desk.accounts.identity(people.accounts["petra"])
    with pytest.raises(RecordsAltered):
        desk.tokens.identity(populated["secret"])


@pytest.mark.attack("D.token")
def test_a_token_that_was_revoked_stays_so(studio: Any, populated: Any, people: Any) -> None:
    (view,) = [token for token in studio.desk.tokens.page(people.petra).rows if token.label == "render farm"]
    studio.desk.tokens.revoke(people.petra, view.id)
    alter(studio.desk, "UPDATE access_token SET revoked_at = NULL, revoked_by = NULL")
    with pytest.raises(RecordsAltered):
        studio.desk.tokens.identity(populated["secret"])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE check_ SET verdict = 'blocked'",
        "UPDATE check_ SET due = 0, state = 'decided', preview = 'another picture'",
        "UPDATE check_ SET due = 2",
        "UPDATE check_ SET receipt = replace(receipt, 'cleared', 'notify_only')",
        "UPDATE check_ SET superseded_by = 'K-OTHER'",
        "UPDATE check_person SET performer_id = 'P-NOBODY'",
    ],
)
@pytest.mark.attack("D.receipt")
def test_no_receipt_and_no_page_speaks_of_an_altered_check(
    studio: Any, populated: Any, people: Any, change: str
) -> None:
    freely(studio.desk, change)
    with pytest.raises(RecordsAltered):
        studio.desk.checks.get(people.petra, populated["cleared"])
    if "check_person" not in change:
        with pytest.raises(RecordsAltered):
            studio.desk.checks.receipt(people.petra, populated["cleared"])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE issued_receipt SET stale_since = NULL, stale_reason = NULL",
        "UPDATE issued_receipt SET generation = generation + 1",
        "UPDATE issued_receipt SET expires_on = '2031-01-01'",
        "DELETE FROM issued_receipt",
        "UPDATE check_ SET due = 0",
        "UPDATE gallery_state SET generation = generation + 1",
    ],
)
@pytest.mark.attack("D.status")
def test_no_status_list_is_signed_from_altered_records(studio: Any, populated: Any, people: Any, change: str) -> None:
    studio.desk.consents.withdraw(people.alice, populated["given"])  # its checks are due
    listed = studio.desk.status.stale_list()["stale"]
    assert listed
    freely(studio.desk, change)
    # whoever has proven it a moment ago answers what was proven; nobody reads anything else
    assert studio.desk.status.stale_list()["stale"] == listed
    with closing(restarted(studio).desk) as fresh, pytest.raises(RecordsAltered):
        fresh.status.stale_list()


@pytest.mark.attack("D.status")
def test_what_was_altered_behind_a_proven_status_list_is_noticed_in_good_time(
    studio: Any, populated: Any, clock: Any
) -> None:
    listed = studio.desk.status.stale_list()["stale"]
    freely(studio.desk, "UPDATE issued_receipt SET generation = generation + 1")
    assert studio.desk.status.stale_list()["stale"] == listed
    clock.forward(seconds=PROVEN_FOR.total_seconds())
    with pytest.raises(RecordsAltered):
        studio.desk.status.stale_list()


@pytest.mark.attack("D.withdrawal")
def test_while_a_withdrawal_is_refused_for_altered_records_no_status_list_vouches_for_the_receipts(
    studio: Any, populated: Any, people: Any
) -> None:
    alter(studio.desk, "UPDATE consent SET language = 'xx' WHERE state = 'given'")
    assert studio.desk.status.stale_list()["stale"]
    with pytest.raises(RecordsAltered):
        studio.desk.consents.withdraw(people.alice, populated["given"])
    with pytest.raises(RecordsAltered):
        studio.desk.status.stale_list()
    alter(studio.desk, "UPDATE consent SET language = 'en' WHERE state = 'given'")
    assert studio.desk.audit.altered_records() == []  # somebody has looked
    studio.desk.consents.withdraw(people.alice, populated["given"])
    assert studio.desk.status.stale_list()["stale"]


@pytest.mark.attack("D.laundering")
def test_a_change_does_not_cover_up_another_one(studio: Any, populated: Any, people: Any) -> None:
    alter(studio.desk, "UPDATE account SET is_administrator = 1 WHERE name = 'Nora'")
    with pytest.raises(RecordsAltered):
        studio.desk.accounts.authenticate("nora@example.org", PASSWORD)
    with studio.desk.db.write() as session, pytest.raises(RecordsAltered):
        session.execute(sa.update(Account).values(locale="de"))


# --- every change, at every door ---


@pytest.mark.trial
@pytest.mark.attack("D.doors-whole")
def test_no_change_of_any_record_makes_any_door_say_something_else(
    studio: Any, populated: Any, verified_alice: Any, verified_bob: Any, shows: Any, tmp_path: Path, capsys: Any
) -> None:
    pristine = copied(studio.desk, tmp_path / "pristine")
    files = {"alice": populated["picture"], "bob": shows("bob")}
    with studio.desk.db.engine.connect() as connection:
        every = [change for change in changes(connection) if change.table != "event"]

    def doors(folder: Path) -> dict[str, Any]:
        config = Config(home=folder, database_url="")
        desk = Desk(config, studio.desk.clock, examine=studio.desk._examine, thresholds=THRESHOLDS)
        fresh = replace(studio, desk=desk, people=replace(studio.people, desk=desk))
        with closing(desk):
            return dict(_asked(fresh, populated, verified_alice.id, verified_bob.id, files))

    numbers = itertools.count()

    def changed(change: Change | None) -> dict[str, Any]:
        folder = tmp_path / f"copy-{next(numbers)}"
        shutil.copytree(pristine, folder)
        if change is not None:
            with sa.create_engine(f"sqlite:///{folder / 'registry.sqlite'}").begin() as connection:
                change.make(connection)
        try:
            return doors(folder)
        finally:
            shutil.rmtree(folder)

    usual = changed(None)
    assert REFUSED not in usual.values()
    refused: dict[str, Counter[str]] = {}
    otherwise = []
    for change in every:
        found = changed(change)
        for door, said in found.items():
            if said == REFUSED:
                refused.setdefault(change.table, Counter())[door] += 1
            elif said != usual[door]:
                otherwise.append((change.name, door, said))
    with capsys.disabled():
        print(_table(refused, list(usual), Counter(change.table for change in every)))
    assert otherwise == []
    missing = {table for table in RELIED_ON if not refused.get(table, Counter())["decision"]}
    assert missing == set()


RELIED_ON = frozenset(
    {
        *("account", "approval", "check_", "consent", "consent_signature", "consent_use", "coverage", "dispute"),
        *("gallery_state", "look_alike", "performer", "performer_key", "production", "production_agreement"),
        *("production_member", "review", "standing_preference", "strike", "template", "union_", "union_agreement"),
        *("union_key", "union_membership"),
    }
)
"""Tables of which some change has to keep a decision about Alice or Bob from being made."""


def _asked(studio: Any, populated: Any, alice: str, bob: str, files: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    """What each door says."""
    desk, people = studio.desk, studio.people

    def said(ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except RecordsAltered:
            return REFUSED

    yield "sign-in", said(lambda: [desk.accounts.identity(account) for account in people.accounts.values()])
    yield "token", said(lambda: desk.tokens.identity(populated["secret"]))
    yield "status", said(lambda: [entry["receipt_id"] for entry in desk.status.stale_list()["stale"]])
    yield (
        "receipt",
        said(lambda: desk.checks.receipt(desk.accounts.identity(people.accounts["petra"]), populated["cleared"])),
    )
    verdicts = [
        said(lambda name=name, whom=whom: decided(studio, whom, files[name], f"N-{name}"))
        for name, whom in (("alice", alice), ("bob", bob))
    ]
    yield "decision", REFUSED if REFUSED in verdicts else verdicts


def _table(refused: dict[str, Counter[str]], doors: list[str], tried: Counter[str]) -> str:
    lines = ["", f"{'table':24}{'tried':>7}" + "".join(f"{door:>10}" for door in doors)]
    for table in sorted(tried):
        counts = refused.get(table, Counter())
        lines.append(f"{table:24}{tried[table]:>7}" + "".join(f"{counts[door]:>10}" for door in doors))
    return "\n".join(lines)
