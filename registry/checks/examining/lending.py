"""The examiner's end of what `examining.hand` watches: leases come in, and what becomes of each is said in lines of JSON."""

import json
import logging
from collections.abc import Iterable
from typing import IO, Any

from registry.checks.examining.examination import Examiner
from registry.checks.intake.jobs import Lease
from registry.core.forking import loading

log = logging.getLogger(__name__)


def lend(examiner: Examiner, orders: Iterable[str], answers: IO[str]) -> None:
    """Be ready, then see each lease through that is given, until there are no more."""

    def say(**message: Any) -> None:
        print(json.dumps(message), file=answers, flush=True)

    say(ready=True)
    with loading():  # while whoever asks still writes down what is to be examined
        examiner.prepare()
    for line in orders:
        say(begun=True)
        try:
            examiner.see_through(Lease(**json.loads(line)), lambda stage, per_cent: say(stage=stage, per_cent=per_cent))
        except Exception as problem:  # the database, most likely: whoever holds the lease gives it back
            log.error("what was found could not be written down: %s", type(problem).__name__)
            say(over=False)
        else:
            say(over=True)
