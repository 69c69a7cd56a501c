"""Workers and what they start are killed at any moment: each check is decided exactly once, and no use is counted twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.consents import ConsentUse
from registry.records.tables.ledger import Event
from tests.registry.checks.workers import Crew, running, until

pytestmark = pytest.mark.slow

CHECKS = 3
"""A round: each takes about as long as it takes to start an examiner, so that a kill hits any part of its life."""


def round_of_kills(crew: Crew, sends: Callable[..., str], dice: random.Random) -> str:
    """Some checks, a kill at a random moment; what was killed."""
    checks = [sends("slow", f"{dice.uniform(0, 0.3):.2f}") for _ in range(CHECKS)]
    if not crew.processes or crew.processes[-1].poll() is not None:
        crew.start(2)
        until(crew.examiners)
    time.sleep(dice.uniform(0, 1))
    worker, examiners = crew.processes[-1], crew.examiners()
    victim = dice.choice([worker.pid, dice.choice(examiners or [worker.pid])])
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        pass
    if victim == worker.pid:
        worker.wait()
        crew.start(2)
    for check in checks:
        crew.until_state(check, "decided", "failed")
    return "worker" if victim == worker.pid else "examiner"


def prove(crew: Crew, sends: Callable[..., str], rounds: int, seed: int) -> None:
    dice = random.Random(seed)
    killed = Counter(round_of_kills(crew, sends, dice) for _ in range(rounds))
    print(f"killed: {dict(killed)}")
    with crew.desk.db.read() as session:
        found = session.scalars(select(Check)).all()
        decided = Counter(session.scalars(select(Event.subject).where(Event.kind == EventKind.CHECK_DECIDED)))
        counted = session.scalar(select(func.count()).where(Event.kind == EventKind.USE_COUNTED))
        used = session.scalars(select(ConsentUse).where(ConsentUse.released_at.is_(None))).all()
    assert Counter((check.state, check.verdict) for check in found) == {("decided", "cleared"): rounds * CHECKS}
    assert decided == {check.id: 1 for check in found}
    assert counted == rounds * CHECKS
    assert Counter(use.check_id for use in used) == decided
    crew.end()
    until(lambda: running(str(crew.desk.config.home)) == [])
    # whoever is killed right after a decision leaves its file to the chores
    assert all(check.upload is None for check in found)
    crew.desk.uploads.sweep([], older_than_seconds=0)
    assert list(crew.desk.config.uploads.iterdir()) == []


@pytest.mark.attack("F3.kills")
def test_each_check_is_decided_once_whoever_is_killed(crew: Crew, sends: Callable[..., str]) -> None:
    prove(crew, sends, 3, seed=1)


@pytest.mark.trial
@pytest.mark.attack("F3.kills")
def test_each_check_is_decided_once_in_twenty_rounds(crew: Crew, sends: Callable[..., str]) -> None:
    prove(crew, sends, 20, seed=2)
