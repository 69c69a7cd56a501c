"""F: letters, while the worker that hands them over is killed at the worst moments."""

import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from registry.ledger.record import record
from registry.notices.outgoing import Outgoing
from registry.notices.service import notify
from registry.ports.smtp import Smtp
from registry.records.events import EventKind
from tests.registry.entering import Postman
from tests.registry.ports.test_smtp import Box, plain, serving

CHILD = """
import sys
from registry.core.config import Config
from registry.desk import Desk
Desk(Config()).outgoing.deliver_due()
"""
NAMES = ("nora", "alice", "bob", "petra", "nora")


class Killer(Box):
    """Kills the worker at the second letter: before the server has it, or right after."""

    def __init__(self, moment: str) -> None:
        super().__init__()
        self.moment = moment
        self.worker: Any = None

    def _kill(self) -> None:
        if self.worker is not None:
            os.kill(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    async def handle_RCPT(self, *seen: Any) -> str:
        if self.moment == "before" and len(self.messages) == 1:
            self._kill()
        return await super().handle_RCPT(*seen)

    async def handle_DATA(self, *seen: Any) -> str:
        answer = await super().handle_DATA(*seen)
        if self.moment == "after" and len(self.messages) == 2:
            self._kill()
        return answer


@pytest.mark.attack("F.letters_killed")
@pytest.mark.parametrize("moment", ["before", "after"])
def test_no_letter_is_lost_and_one_is_doubled_only_under_its_own_id(desk: Any, people: Any, moment: str) -> None:
    while Outgoing(desk.db, desk.clock, Postman(), desk.letters).deliver_due():
        pass
    ids = []
    for name in NAMES:
        with desk.db.write() as session:
            record(session, "system", EventKind.PASSWORD_CHANGED, "A-1")
            ids.append(notify(session, "notice-enrolled", account=people.accounts[name], pictures=1).id)
    box = Killer(moment)
    with serving(box) as port:
        settings = {
            "LIKENESS_HOME": str(desk.config.home), "LIKENESS_SMTP_HOST": "127.0.0.1", "LIKENESS_SMTP_PORT": str(port),
            "LIKENESS_SMTP_SECURITY": "none", "LIKENESS_SMTP_SENDER": "registry@union.example",
        }  # fmt: skip
        box.worker = killed = subprocess.Popen([sys.executable, "-c", CHILD], env=os.environ | settings)
        assert killed.wait(60) == -signal.SIGKILL
        desk.clock.moment = desk.clock.moment.replace(year=2099)  # whoever claimed it is long dead
        Outgoing(desk.db, desk.clock, Smtp(plain(port)), desk.letters).deliver_due()
    arrived = [message["Message-ID"] for message, _whom, _session in box.messages]
    doubled = (
        [arrived[1]] if moment == "after" else []
    )  # what SMTP cannot keep from happening, under the same Message-ID
    assert len(arrived) == len(NAMES) + len(doubled)
    assert [one.removeprefix("<").partition("-A")[0] for one in dict.fromkeys(arrived)] == ids
