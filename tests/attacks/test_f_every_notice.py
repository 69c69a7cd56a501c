"""F: every kind of notice reaches its reader by mail once and in order, whatever becomes of the worker and of the server."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from registry.ledger.record import record
from registry.notices.kinds import KINDS, NoticeKind, messages_of
from registry.notices.outgoing import CLAIM, MOST_LATELY, Outgoing
from registry.notices.service import notify
from registry.ports.smtp import Smtp
from registry.records.events import EventKind
from registry.records.tables.entry import OutgoingLetter
from tests.registry.entering import Postman
from tests.registry.ports.test_smtp import Box, free_port, plain, serving

CHILD = """
import sys
from datetime import datetime
from registry.core.config import Config
from registry.desk import Desk
moment = datetime.fromisoformat(sys.argv[1])
Desk(Config(), lambda: moment).outgoing.deliver_due()
"""
FEW = [messages_of(kind)[0] for kind in NoticeKind]
READERS = {"account": "nora", "performer": "alice", "union": "ursula", "production": "petra"}
Written = dict[str, list[str]]
"""Name of who reads them -> the ids of the letters, in the order in which they were written."""


@pytest.fixture(
    params=[
        pytest.param(FEW, id="one of each kind"),
        pytest.param(list(KINDS), id="every notice", marks=pytest.mark.trial),
    ]
)
def messages(request: Any) -> list[str]:
    return list(request.param)


@pytest.fixture
def written(desk: Any, people: Any, messages: Sequence[str]) -> Written:
    """Letters about every notice, in turn to an account, a performer, a union and a production."""
    while Outgoing(desk.db, desk.clock, Postman(), desk.letters).deliver_due():
        pass
    ids = {"account": people.accounts["nora"], "performer": people.alice.performer_id, "union": "players-guild",
           "production": "PR-PETRA"}  # fmt: skip
    found: Written = defaultdict(list)
    for number, message in enumerate(messages):
        whom = list(READERS)[number % len(READERS)]
        with desk.db.write() as session:
            record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
            notice = notify(session, message, **{whom: ids[whom]})
            found[READERS[whom]].append(f"{notice.id}-{people.accounts[READERS[whom]]}")
        if number % MOST_LATELY == 0:
            Outgoing(desk.db, desk.clock, Postman(), desk.letters)._write_letters()
            desk.clock.forward(hours=2)
    Outgoing(desk.db, desk.clock, Postman(), desk.letters)._write_letters()
    return found


def arrived(box: Box) -> Written:
    """The same of what the server took; a letter that came twice stands there twice."""
    found: Written = defaultdict(list)
    for message, (whom,), _session in box.messages:
        found[whom.partition("@")[0]].append(message["Message-ID"].removeprefix("<").partition("@")[0])
    return found


class Reaper(Box):
    """Kills the worker at one of its letters: before the server has it, or right after."""

    def __init__(self) -> None:
        super().__init__()
        self.worker: Any = None
        self.doubled: list[str] = []
        self.left, self.after = 0, False

    def kill(self) -> None:
        os.kill(self.worker.pid, signal.SIGKILL)
        self.worker.wait()
        self.worker = None

    async def handle_RCPT(self, *seen: Any) -> str:
        self.left -= 1
        if self.worker is not None and self.left == 0 and not self.after:
            self.kill()
        return await super().handle_RCPT(*seen)

    async def handle_DATA(self, *seen: Any) -> str:
        if self.left == 0 and not self.after:
            return "451 nobody is there"  # what a killed worker had begun to send is not taken
        answer = await super().handle_DATA(*seen)
        if self.worker is not None and self.left == 0:
            self.kill()
            self.doubled.append(self.messages[-1][0]["Message-ID"])
        return answer


@pytest.mark.slow
@pytest.mark.attack("F.letters_killed")
def test_workers_are_killed_in_the_middle_again_and_again(desk: Any, written: Written, messages: list[str]) -> None:
    dice, box = random.Random(20), Reaper()
    with serving(box) as port:
        settings = os.environ | {
            "LIKENESS_HOME": str(desk.config.home), "LIKENESS_SMTP_HOST": "127.0.0.1", "LIKENESS_SMTP_PORT": str(port),
            "LIKENESS_SMTP_SECURITY": "none", "LIKENESS_SMTP_SENDER": "registry@union.example",
        }  # fmt: skip
        kills = 0
        while len(box.messages) < len(messages) - 4:
            box.left, box.after = dice.randint(1, 4), dice.random() < 0.5
            moment = desk.clock.moment.isoformat()
            box.worker = killed = subprocess.Popen([sys.executable, "-c", CHILD, moment], env=settings)
            assert killed.wait(60) == -signal.SIGKILL
            kills += 1
            desk.clock.moment += 2 * CLAIM
        box.left = -1
        for _ in range(4):
            Outgoing(desk.db, desk.clock, Smtp(plain(port)), desk.letters).deliver_due()
            desk.clock.moment += 2 * CLAIM
    print(f"killed {kills} times in {len(messages)} letters, {len(box.doubled)} right after the server had taken one")
    assert kills > 1
    assert {name: list(dict.fromkeys(ids)) for name, ids in arrived(box).items()} == dict(written)
    came = Counter(message["Message-ID"] for message, _whom, _session in box.messages)
    assert came - Counter(dict.fromkeys(came, 1)) == Counter(box.doubled)


@pytest.mark.attack("F.letters_down")
def test_a_server_that_is_down_for_an_hour_gets_all_of_them_then(desk: Any, written: Written) -> None:
    port, box = free_port(), Box()
    outgoing = Outgoing(desk.db, desk.clock, Smtp(plain(port), seconds=1), desk.letters)
    for _ in range(60):
        assert outgoing.deliver_due() == 0
        desk.clock.moment += timedelta(minutes=1)
    with serving(box, port) as _port:
        for _ in range(10):
            desk.clock.moment += timedelta(hours=1)
            outgoing.deliver_due()
    assert arrived(box) == written


@pytest.mark.attack("F.letters_refused")
def test_a_server_that_refuses_for_now_gets_them_in_order_and_one_that_refuses_for_good_is_left(
    desk: Any, written: Written
) -> None:
    box = Box(DATA="451 try again later", nora="550 no such mailbox")
    with serving(box) as port:
        outgoing = Outgoing(desk.db, desk.clock, Smtp(plain(port)), desk.letters)
        for _ in range(4):
            assert outgoing.deliver_due() == 0
            desk.clock.moment += timedelta(minutes=20)
        assert box.messages == []
        box.refusing.pop("DATA")
        for _ in range(30):
            outgoing.deliver_due()
            desk.clock.moment += timedelta(minutes=20)
    assert arrived(box) == {name: ids for name, ids in written.items() if name != "nora"}
    with desk.db.look() as session:
        rows = list(session.scalars(select(OutgoingLetter).where(OutgoingLetter.id.in_(written["nora"]))))
    assert [(row.state, row.tries) for row in rows] == [("refused", 1)] * len(written["nora"])
