"""The instance that tests begin with is the same one, copied: to let everybody move in takes a second each time."""

from pathlib import Path

from tests.registry.conftest import People


def test_everybody_has_moved_in_once(people: People, peopled: tuple[Path, dict[str, str]]) -> None:
    assert people.accounts == peopled[1]
