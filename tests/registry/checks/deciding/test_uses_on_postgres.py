"""The last use is cleared once on PostgreSQL too, where writers do not wait for one file's lock."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.core.config import Config
from registry.desk import Desk
from registry.records import tables as models
from tests.registry.attended import AttendedDesk
from tests.registry.checks.conftest import race
from tests.registry.conftest import THRESHOLDS

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any, postgres_url: str) -> Iterator[Desk]:
    config = Config(home=tmp_path / "instance", database_url=postgres_url)
    config.home.mkdir()
    desk = AttendedDesk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


def test_twenty_checks_racing_for_the_last_use_clear_exactly_one(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    ended = race(studio, verified_alice.id, [shows("alice") for _ in range(20)])
    assert sorted(check.verdict or "" for check in ended) == ["blocked"] * 19 + ["cleared"]
