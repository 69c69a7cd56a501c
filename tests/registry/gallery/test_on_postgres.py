"""The same promises on a real PostgreSQL: the path of a face from enrolment to forgetting, and many at once."""

import threading

import pytest
from sqlalchemy import create_engine, text

from registry.core.config import Config
from registry.desk import Desk
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records import schema
from registry.records.events import EventKind
from tests.registry.conftest import THRESHOLDS
from tests.registry.tampering import chain

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(tmp_path, postgres, clock, fast_hasher, fake_matching):
    with create_engine(postgres, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS people"))
        connection.execute(text("CREATE DATABASE people"))
    config = Config(home=tmp_path / "instance", database_url=postgres.replace("/postgres?", "/people?"))
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    schema.upgrade(desk.db)
    yield desk
    desk.close()


def test_a_face_is_enrolled_confirmed_disputed_and_forgotten(desk, people, verified_alice, enrol, fake_matching, clock):
    assert enrol("bob", face="alice").accepted
    (answer,) = desk.gallery.load().ask(fake_matching.examine(fake_matching.picture("alice")).appearances)
    assert (answer.answer, answer.subject) == ("match", verified_alice.id)
    desk.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    (dispute,) = desk.disputes.waiting(people.nora)
    for who in (people.nora, people.victor):
        desk.disputes.speak(who, dispute.id, "claim_refused")
    clock.forward(days=desk.config.objection_days)
    assert desk.disputes.carry_out_due() == 1
    desk.performers.forget(people.alice, verified_alice.id)
    assert desk.gallery.load().gallery.subjects == ()
    chain(desk)


def test_many_writers_at_once_make_one_chain(desk, people):
    def write(number: int) -> None:
        with desk.db.write() as session:
            notify(session, "notice-forgotten", performer=f"P-{number}")
            record(session, "system", EventKind.PERFORMER_FORGOTTEN, f"P-{number}")

    before = chain(desk).index
    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert chain(desk).index == before + 2 * 8  # each with the event that binds its records
