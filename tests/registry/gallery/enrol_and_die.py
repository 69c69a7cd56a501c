"""A process of its own that enrols Alice and is killed at a named step: `HOME STEP PICTURE...`."""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from registry.core.config import Config
from registry.desk import Desk
from tests.registry.conftest import THRESHOLDS, FakeMatching


def die(*_args: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(home: Path, step: str, pictures: list[Path]) -> None:
    desk = Desk(Config(home=home, database_url=""), examine=FakeMatching(home).examine, thresholds=THRESHOLDS)
    account = desk.accounts.by_email("alice@example.org")
    alice = desk.accounts.identity(account.id)
    if step == "key":
        os.link = die
    elif step == "commit":
        event.listen(desk.db.engine, "commit", die)
    elif step != "nothing":
        number = iter(range(int(step)))

        def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            if statement.lstrip().startswith(("INSERT", "UPDATE")) and next(number, None) is None:
                die()

        event.listen(desk.db.engine, "before_cursor_execute", count)
    result = desk.performers.enrol(alice, alice.performer_id, pictures, keep_pictures=True)
    if step == "nothing":
        die()  # after the commit, before anybody was told
    print(len(result.accepted))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [Path(name) for name in sys.argv[3:]])
