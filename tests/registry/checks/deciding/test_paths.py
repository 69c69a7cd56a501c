"""Where somebody who moves is, from the finding to the page: kept with the check, and told with each appearance."""

import json

import pytest

from registry.checks.deciding.combining import _place
from registry.checks.deciding.people import Recognition

PATH = ((0.0, (99, 129, 98, 128)), (2.958, (318, 111, 115, 151)))


def seen(path: tuple[tuple[float, tuple[int, int, int, int]], ...]) -> Recognition:
    return Recognition("A1", (99, 129, 98, 128), "match", end=3.0, measures={"size": 98}, path=path)


@pytest.mark.parametrize("path", [PATH, ()])
def test_what_is_noted_is_what_was_seen(path: tuple[tuple[float, tuple[int, int, int, int]], ...]) -> None:
    noted = json.loads(json.dumps(seen(path).noted()))
    assert Recognition.of_note(noted) == seen(path)


def test_a_page_is_told_where_somebody_moves_and_of_whom_stays_nothing_new() -> None:
    assert _place(seen(PATH))["path"] == [[0.0, 99, 129, 98, 128], [2.958, 318, 111, 115, 151]]
    assert "path" not in _place(seen(()))
