"""The same kills where the database is PostgreSQL, whose rows are locked one by one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.core.config import Config
from registry.desk import Desk
from registry.records import tables as models
from tests.attacks.test_f_kills import prove
from tests.registry.checks.workers import Crew
from tests.registry.conftest import THRESHOLDS

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.trial]


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any, postgres_url: str) -> Iterator[Desk]:
    config = Config(home=tmp_path / "instance", database_url=postgres_url)
    config.home.mkdir()
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


@pytest.mark.attack("F3.kills-on-postgres")
def test_each_check_is_decided_once_in_twenty_rounds(crew: Crew, sends: Callable[..., str]) -> None:
    prove(crew, sends, 20, seed=3)
