"""The same ways in on a real PostgreSQL, each through all of its steps."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import create_engine, text

from registry.core.config import Config
from registry.core.errors import NotFound
from registry.desk import Desk
from registry.people.accounts.factors import STEP
from registry.people.accounts.offices import Office
from registry.records import schema
from tests.registry.conftest import PASSWORD, THRESHOLDS
from tests.registry.entering import Postman, secret_to
from tests.registry.tampering import chain

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(tmp_path, postgres, clock, fast_hasher, fake_matching):
    with create_engine(postgres, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS entry"))
        connection.execute(text("CREATE DATABASE entry"))
    config = Config(home=tmp_path / "instance", database_url=postgres.replace("/postgres?", "/entry?"))
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    schema.upgrade(desk.db)
    yield desk
    desk.close()


def test_people_are_invited_confirmed_signed_in_and_written_to(desk, people, clock):
    desk.invitations.send(people.ursula, Office.PERFORMER, "players-guild", "mara@example.net")
    mara, performer = desk.invitations.join(secret_to(desk, "mara@example.net"), "Mara Lind", PASSWORD)
    assert desk.accounts.identity(mara).performer_id == performer
    sent = desk.invitations.send(people.petra, Office.COMMISSIONER, "PR-PETRA", "cora@network.example")
    cora, _none = desk.invitations.join(secret_to(desk, "cora@network.example"), "Cora", PASSWORD)
    desk.invitations.confirm(people.ada, sent)
    assert desk.accounts.identity(cora).commissions == {"PR-PETRA"}
    desk.requests.ask("password", "alice@example.org", "en")
    desk.requests.resolve_due()
    link = secret_to(desk, "alice@example.org")
    desk.requests.choose_password(link, "another long password")
    with pytest.raises(NotFound):
        desk.requests.choose_password(link, "another long password")
    totp = pyotp.TOTP(desk.factors.begin(people.ursula).secret)
    codes = desk.factors.confirm(people.ursula, totp.at(clock()))
    clock.moment += timedelta(seconds=STEP)
    ursula = people.accounts["ursula"]
    code = totp.at(clock())
    assert [desk.factors.check(ursula, one) for one in (code, code, codes[0], codes[0])] == [True, False, True, False]
    for mark in ("one", "two"):
        assert desk.sessions.resume(desk.sessions.open(ursula, "Browser", "192.0.2.1", mark)).halfway
    postman = Postman()
    desk.outgoing._post = postman
    while desk.outgoing.deliver_due():
        pass
    assert any(one.subject.endswith("a new sign-in") for one in postman.arrived.values())
    assert desk.outgoing.deliver_due() == 0
    chain(desk)
