"""The past altered in a PostgreSQL: the same is noticed there, at the audit and before a decision."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from registry.core.config import Config
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.records import tables as models
from tests.attacks.tampering import fill, populate
from tests.attacks.test_d_doors import REFUSED, decided, restarted
from tests.attacks.test_d_tampering import missed, of_each_table, table_of, tried
from tests.registry.conftest import THRESHOLDS

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(postgres_url: str, tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: Any) -> Iterator[Desk]:
    config = Config(home=tmp_path / "instance", database_url=postgres_url)
    config.home.mkdir()
    desk = Desk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


@pytest.fixture
def told(studio: Any, verified_alice: Any, verified_bob: Any, shows: Any) -> dict[str, Any]:
    return populate(studio, verified_alice, verified_bob, shows)


@pytest.mark.attack("D.postgres-tampering")
def test_a_change_in_each_table_is_noticed_or_allowed(desk: Any, told: Any) -> None:
    fill(desk)
    assert missed(tried(desk, of_each_table)) == []


@pytest.mark.trial
@pytest.mark.attack("D.postgres-tampering-whole")
def test_every_change_is_noticed_or_allowed(desk: Any, told: Any, capsys: Any) -> None:
    fill(desk)
    results = tried(desk)
    with capsys.disabled():
        print(table_of(results))
    assert missed(results) == []


@pytest.mark.attack("D.postgres-doors")
def test_nothing_is_decided_on_altered_records(
    studio: Any, told: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    fresh = restarted(studio)
    assert decided(fresh, verified_alice.id, told["picture"], "N1") == "cleared"
    assert decided(fresh, verified_bob.id, shows("bob"), "N2") == "blocked"
    for statement in ("UPDATE consent SET state = 'given' WHERE state = 'withdrawn'", "DELETE FROM template"):
        with fresh.desk.db.engine.begin() as connection:
            connection.execute(text(statement))
        fresh = restarted(fresh)
        assert decided(fresh, verified_bob.id, shows("bob"), "N3") == REFUSED


@pytest.mark.attack("D.postgres-rules")
def test_a_rule_that_writes_along_is_found_before_anything_is_written(desk: Any, people: Any) -> None:
    with desk.db.engine.begin() as connection:
        connection.execute(text("CREATE RULE along AS ON INSERT TO notice DO ALSO UPDATE account SET locale = 'de'"))
    with pytest.raises(RecordsAltered) as caught:
        desk.tokens.create(people.petra, "render farm")
    assert (caught.value.table, caught.value.key) == ("schema", "along")
