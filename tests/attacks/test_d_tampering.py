"""Every single change behind the ledger's back is noticed, or allowed by the reviewed list with its reason."""

import random
from collections import Counter
from typing import Any

import pytest

from registry.core.database import Base
from registry.ledger.layout import UNBOUND
from tests.attacks.tampering import Change, changes, fill, noticed_by_audit, populate, unguarded


@pytest.fixture
def seeded(studio: Any, verified_alice: Any, verified_bob: Any, shows: Any) -> Any:
    populate(studio, verified_alice, verified_bob, shows)
    fill(studio.desk)
    return studio.desk


@pytest.fixture
def keep_pictures() -> bool:
    return True


def tried(desk: Any, chosen: Any = lambda all: all) -> list[tuple[Change, bool]]:
    """Each change, made and taken back again, and whether the audit noticed it."""
    results = []
    with desk.db.engine.execution_options(write=True).connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.rollback()
        every = list(changes(connection))
        assert {change.table for change in every} == Base.metadata.tables.keys()
        connection.rollback()
        for change in chosen(every):
            with connection.begin() as transaction:
                unguarded(connection)
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                change.make(connection)
                results.append((change, noticed_by_audit(desk, connection)))
                transaction.rollback()
    return results


def of_each_table(every: list[Change]) -> list[Change]:
    """One change of each table, drawn by chance, the same each time."""
    chance = random.Random(8)
    tables = sorted({change.table for change in every})
    return [chance.choice([one for one in every if one.table == table]) for table in tables]


def missed(results: list[tuple[Change, bool]]) -> list[str]:
    return [change.name for change, noticed in results if not noticed and change.allowed is None]


@pytest.mark.attack("D.tampering")
def test_a_change_in_each_table_is_noticed_or_allowed(seeded: Any) -> None:
    results = tried(seeded, of_each_table)
    assert len(results) > 30
    assert missed(results) == []


@pytest.mark.trial
@pytest.mark.timeout(3600)
@pytest.mark.attack("D.tampering-whole")
def test_every_change_of_every_column_of_every_table_is_noticed_or_allowed(seeded: Any, capsys: Any) -> None:
    results = tried(seeded)
    with capsys.disabled():
        print(table_of(results))
    assert missed(results) == []


def table_of(results: list[tuple[Change, bool]]) -> str:
    """Of each table: how many changes were tried, noticed, allowed, missed; and why some are allowed."""
    counted: dict[str, Counter[str]] = {}
    for change, noticed in results:
        what = "noticed" if noticed else "allowed" if change.allowed else "missed"
        counted.setdefault(change.table, Counter())[what] += 1
    lines = ["", f"{'table':24}{'tried':>7}{'noticed':>9}{'allowed':>9}{'missed':>8}"]
    for table, counts in [*sorted(counted.items()), ("all", sum(counted.values(), Counter()))]:
        numbers = (counts.total(), counts["noticed"], counts["allowed"], counts["missed"])
        lines.append(f"{table:24}{numbers[0]:>7}{numbers[1]:>9}{numbers[2]:>9}{numbers[3]:>8}")
    return "\n".join([*lines, *(f"allowed: {name}: {why}" for name, why in UNBOUND.items())])
