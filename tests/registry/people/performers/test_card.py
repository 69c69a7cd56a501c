"""A performer's card costs what they have, however many others there are."""

from typing import Any

import pytest

from registry.ledger.watching import Watch


def test_no_table_is_read_whole_for_a_card(
    desk: Any, people: Any, verified_alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[str] = []
    monkeypatch.setattr(Watch, "_read_whole", lambda _watch, table: whole.append(table.name) or [])
    assert desk.performers.card(people.alice, verified_alice.id).senses["face"].templates > 0
    assert whole == []
