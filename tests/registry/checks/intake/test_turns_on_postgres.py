"""Everybody has their turn on PostgreSQL too, where workers of several machines choose at the same moment."""

import io
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from registry.core.config import Config
from registry.core.errors import Busy
from registry.desk import Desk
from registry.records import tables as models
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.ledger import Event
from tests.registry.checks.conftest import a_declaration
from tests.registry.conftest import THRESHOLDS

pytestmark = pytest.mark.postgres

WORKERS, EACH = 8, 12


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any, postgres_url: str) -> Iterator[Desk]:
    config = Config(home=tmp_path / "instance", database_url=postgres_url, queued_checks=EACH)
    config.home.mkdir()
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


def ask(desk: Desk, who: Any, production: str) -> bool:
    try:
        desk.checks.register(who, production, io.BytesIO(b"x"), "x.jpg", a_declaration(production))
    except Busy:
        return False
    return True


def test_each_is_taken_once_and_the_shares_stay_even(desk: Desk, people: Any) -> None:
    for who, production in ((people.petra, "PR-PETRA"), (people.quentin, "PR-QUENTIN")):
        assert all(ask(desk, who, production) for _ in range(EACH))
    with ThreadPoolExecutor(WORKERS) as threads:
        taken = [lease.job for lease in threads.map(lambda _: desk.jobs.next(), range(2 * EACH)) if lease]
    while (lease := desk.jobs.next()) is not None:  # a worker whose choice somebody was faster with looks again
        taken.append(lease.job)
    assert len(taken) == len(set(taken)) == 2 * EACH
    with desk.db.read() as session:
        of = {check.id: check.production_id for check in session.scalars(select(Check))}
        events = select(Event.subject).where(Event.kind == EventKind.CHECK_TAKEN_UP).order_by(Event.index)
        order = [of[check] for check in session.scalars(events)]
    for number in range(1, len(order) + 1):
        counts = Counter(order[:number])
        assert abs(counts["PR-PETRA"] - counts["PR-QUENTIN"]) <= 1, order


def test_those_who_ask_at_the_same_moment_do_not_get_past_the_bound(desk: Desk, people: Any) -> None:
    petra = people.petra
    with ThreadPoolExecutor(WORKERS) as threads:
        let_in = sum(threads.map(lambda _: ask(desk, petra, "PR-PETRA"), range(3 * EACH)))
    assert let_in == EACH
    assert len(list(desk.config.uploads.iterdir())) == EACH
