"""The same where the database is PostgreSQL, whose transactions wait for one another in another way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.core.config import Config
from registry.desk import Desk
from registry.records import tables as models
from tests.registry.checks.deciding.test_marking import (
    cleared,
    test_a_check_that_is_decided_after_the_change_is_not_covered_by_it,
    test_a_request_marks_none_and_all_are_due_until_a_worker_has_marked_them,
    test_several_workers_mark_each_check_and_decide_it_once,
    test_whoever_is_killed_in_between_loses_nothing_and_nothing_is_released,
)
from tests.registry.conftest import THRESHOLDS

__all__ = [
    "cleared",
    "test_a_check_that_is_decided_after_the_change_is_not_covered_by_it",
    "test_a_request_marks_none_and_all_are_due_until_a_worker_has_marked_them",
    "test_several_workers_mark_each_check_and_decide_it_once",
    "test_whoever_is_killed_in_between_loses_nothing_and_nothing_is_released",
]

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("behind_one_row")]


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any, postgres_url: str) -> Iterator[Desk]:
    config = Config(home=tmp_path / "instance", database_url=postgres_url)
    config.home.mkdir()
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()
