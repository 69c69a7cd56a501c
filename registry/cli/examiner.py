"""`python -m registry.cli.examiner PARENT`: an examiner process, which speaks to whoever started it (registry.checks.examining.hand).
The command that checks forks its own (`serve`)."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from registry.checks.examining.lending import lend
from registry.cli.common import at_desk
from registry.core.process import be_expendable, die_with
from registry.desk import Desk


def main(open_desk: Callable[[], AbstractContextManager[Desk]] = at_desk) -> None:
    """Examine what standard input says, until it ends or the process PARENT, the last argument, is gone."""
    serve(int(sys.argv[-1]), open_desk)


def serve(parent: int, open_desk: Callable[[], AbstractContextManager[Desk]] = at_desk) -> None:
    """The same for the process `parent`."""
    die_with(parent, signal.SIGKILL)
    be_expendable()
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # a worker keeps its signals for the thread that waits for them
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s %(levelname)s %(message)s"
    )
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    with open_desk() as desk:
        lend(desk.examiner, sys.stdin, answers)


if __name__ == "__main__":
    main()
