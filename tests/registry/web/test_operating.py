"""The operator sees what is going on and nobody's likeness, and can close an account, open it again and let it start anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from registry.backup import backup
from registry.core.errors import Conflict
from registry.core.permissions import ANONYMOUS, Forbidden
from registry.desk import Desk
from registry.health import going as module
from registry.health.going import going
from registry.notices.outgoing import Outgoing
from registry.people.accounts.offices import Office
from registry.ports.post import LetterRefused
from registry.records.events import EventKind
from registry.records.tables.entry import OutgoingLetter
from registry.records.tables.ledger import Event
from tests.common.parts import PROJECT
from tests.registry.conftest import PASSWORD, People, Verified, written_down
from tests.registry.entering import Postman, letters_to, path_to
from tests.registry.web.conftest import Visitor, path_of

Visit = Callable[[str], Visitor]


@pytest.fixture
def stamped(desk: Desk, people: People) -> Desk:
    """The desk, its database at the newest schema, as backups want it."""
    with desk.db.engine.begin() as connection:
        MigrationContext.configure(connection).stamp(ScriptDirectory(str(PROJECT / "migrations")), "head")
    return desk


@pytest.mark.parametrize("name", ["alice", "ursula", "petra", "nora"])
def test_nobody_but_the_operator_sees_the_state_or_an_account(visit: Visit, people: People, name: str) -> None:
    assert visit(name).get("/administration/state").status_code == 403
    assert visit(name).get(f"/administration/accounts/{people.accounts['alice']}").status_code == 404


def test_the_page_says_what_the_records_say(visit: Visit, stamped: Desk, people: People, tmp_path: Path) -> None:
    desk = stamped
    desk.invitations.send(people.ursula, Office.PERFORMER, "players-guild", "mara@example.net", "Mara")
    backup(desk.config, tmp_path / "copy.sqlite")
    with desk.db.look() as session:
        found = going(session, desk.config)
        waiting = session.query(OutgoingLetter).filter_by(state="waiting").count()
    assert found.mail.waiting == waiting > 0
    assert found.mail.delivered is None
    assert (found.queue.waiting, found.queue.at_work, found.storage.kept) == (0, 0, 0)
    assert found.backup is not None
    page = visit("ada").get("/administration/state").text
    assert f"copy.sqlite, with {found.backup.entries} ledger entries" in page
    for model in ("yunet", "sface"):
        assert model in page
    assert "Nobody holds two offices" in page


def test_a_backup_that_failed_is_not_remembered(desk: Desk, people: People, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite").touch()
    with pytest.raises(ValueError, match="exists already"):
        backup(desk.config, tmp_path / "copy.sqlite")
    with desk.db.look() as session:
        assert going(session, desk.config).backup is None


def test_offices_in_one_hand_are_named_and_how_far_they_go(
    visit: Visit, desk: Desk, people: People, verified_alice: Verified
) -> None:
    written_down(desk, people.accounts["ursula"], Office.MEMBER, "PR-PETRA")  # as an older program did
    written_down(desk, people.accounts["alice"], Office.UNION, "players-guild")
    written_down(desk, people.accounts["alice"], Office.UNION, "stage-alliance")  # of which she is no member
    found = [
        (one.account.name, one.one[1], one.other[1], one.excluded) for one in desk.account_cards.conflicts(people.ada)
    ]
    assert found == [
        ("Ursula", "Players' Guild", "The Long Night", True),
        ("Alice", "Players' Guild", "", False),
    ]
    page = visit("ada").get("/administration/state").text
    assert "Nobody may hold these two offices together" in page
    assert "acts for one side only" in page


def test_the_operator_sees_offices_and_no_likeness(visit: Visit, people: People, verified_alice: Verified) -> None:
    page = visit("ada").get(f"/administration/accounts/{people.accounts['alice']}").text
    assert "Performer" in page
    assert verified_alice.id not in page
    assert verified_alice.key.fingerprint not in page
    assert "<img" not in page


def test_a_disabled_account_loses_sessions_and_tokens_at_once_and_for_good(
    visit: Visit, desk: Desk, people: People
) -> None:
    petra, ada, path = visit("petra"), visit("ada"), f"/administration/accounts/{people.accounts['petra']}"
    _view, secret = desk.tokens.create(people.petra, "render farm")
    assert 'class="note bad"' in ada.get(f"{path}/disable").text
    assert petra.get("/productions").status_code == 200
    assert path_of(ada.post(f"{path}/disable")) == path
    assert path_of(petra.get("/productions")) == "/sign-in"
    assert desk.tokens.identity(secret) == ANONYMOUS
    assert ada.post(f"{path}/enable").status_code == 303
    assert path_of(petra.get("/productions")) == "/sign-in"
    assert desk.tokens.identity(secret) == ANONYMOUS
    assert visit("petra").get("/productions").status_code == 200
    with desk.db.read() as session:
        kinds = [event.kind for event in session.scalars(select(Event).order_by(Event.index))]
    told = (EventKind.TOKEN_REVOKED, EventKind.ACCOUNT_DISABLED, EventKind.ACCOUNT_ENABLED)
    assert [kind for kind in kinds if kind in told] == [
        EventKind.TOKEN_REVOKED,
        EventKind.ACCOUNT_DISABLED,
        EventKind.ACCOUNT_ENABLED,
    ]


def test_a_reset_closes_every_way_in_but_the_letter(visit: Visit, visitor: Visitor, desk: Desk, people: People) -> None:
    petra, ada, path = visit("petra"), visit("ada"), f"/administration/accounts/{people.accounts['petra']}"
    _view, secret = desk.tokens.create(people.petra, "render farm")
    desk.requests.ask("password", "petra@example.org", "en")
    desk.requests.resolve_due()
    before = path_to(desk, "petra@example.org")
    assert "petra@example.org" in ada.get(f"{path}/reset").text
    assert petra.get("/productions").status_code == 200
    ada.post(f"{path}/reset")
    assert path_of(petra.get("/productions")) == "/sign-in"
    assert desk.tokens.identity(secret) == ANONYMOUS
    assert desk.accounts.authenticate("petra@example.org", PASSWORD) is None
    assert visitor.get(before).status_code == 404
    assert [one.subject for one in letters_to(desk, "petra@example.org")][-1].endswith("choose a new password")
    there = path_to(desk, "petra@example.org")
    visitor.get(there)
    assert visitor.post(there, {"password": "an orchard under nine moons"}).status_code == 303
    assert desk.accounts.authenticate("petra@example.org", "an orchard under nine moons") is not None


def test_nobody_resets_their_own_account_nor_a_disabled_one(desk: Desk, people: People) -> None:
    with pytest.raises(Conflict):
        desk.requests.reset(people.ada, people.ada.account_id)
    desk.accounts.disable(people.ada, people.accounts["nora"])
    with pytest.raises(Conflict):
        desk.requests.reset(people.ada, people.accounts["nora"])
    with pytest.raises(Forbidden):
        desk.requests.reset(people.ursula, people.accounts["petra"])


def test_the_operator_turns_a_lost_second_factor_off(visit: Visit, desk: Desk, people: People) -> None:
    totp = pyotp.TOTP(desk.factors.begin(people.petra).secret)
    desk.factors.confirm(people.petra, totp.at(desk.clock()))
    ada, path = visit("ada"), f"/administration/accounts/{people.accounts['petra']}"
    assert "Turn off second factor" in ada.get(path).text
    ada.get(f"{path}/second-factor")
    ada.post(f"{path}/second-factor")
    assert desk.factors.state(people.petra) == (False, 0)


def test_an_old_copy_is_remarked_upon(stamped: Desk) -> None:
    desk = stamped
    assert module.backups(desk.config).state == "optional"
    backup(desk.config, desk.config.home / "copy.sqlite")
    assert module.backups(desk.config).state == "ok"
    with pytest.MonkeyPatch.context() as patch:
        later = module.now() + timedelta(days=8)
        patch.setattr(module, "now", lambda: later)
        assert module.backups(desk.config).state == "optional"


def test_the_page_of_mail_lists_what_did_not_leave_and_hands_a_letter_over(
    visit: Visit, desk: Desk, people: People
) -> None:
    ada = visit("ada")
    assert "/administration/mail" in ada.get("/administration/state").text
    desk.requests.reset(people.ada, people.accounts["nora"])
    Outgoing(desk.db, desk.clock, Postman(1_000, LetterRefused("no such address (550)")), desk.letters).deliver_due()
    page = ada.get("/administration/mail").text
    for said in ("nora@example.org", "refused", "no such address (550)", "not set", "LIKENESS_SMTP_HOST"):
        assert said in page
    assert path_of(ada.post("/administration/mail/try")) == "/administration/mail"
    assert str(desk.config.outbox) in ada.get("/administration/mail").text
    (letter,) = [path for path in desk.config.outbox.glob("*.eml") if "a test letter" in path.read_text()]
    assert "To: ada@example.org" in letter.read_text()
