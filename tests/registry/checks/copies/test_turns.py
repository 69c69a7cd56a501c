"""Whoever comes and goes is in the turns that were found, and not in the pauses between them: for copies and masters, too."""

from types import SimpleNamespace
from typing import Any

from registry.checks.conforms import _times, _within
from registry.checks.copies.kept import not_allowed
from registry.checks.copies.suspects import Suspect
from registry.checks.deciding.copied import _seen

TURNS = [[1000, 2500], [50_000, 51_000]]


def check(*places: dict[str, Any], answer: str = "match") -> Any:
    person = {"pseudonym": "P1", "answer": answer, "verdict": "blocked", "boxes": list(places)}
    return SimpleNamespace(state="decided", decision={"persons": [person]})


def test_nobody_is_looked_for_in_a_pause() -> None:
    speaks = {"start": 1.0, "end": 51.0, "turns": TURNS, "box": None}
    seen = {"start": 3.0, "end": 4.0005, "box": [0, 0, 9, 9]}
    assert not_allowed(check(speaks)) == {"P1": [(1000, 2500), (50_000, 51_000)]}
    assert not_allowed(check(seen)) == {"P1": [(3000, 4001)]}
    assert not_allowed(check({"box": [0, 0, 9, 9]})) == {"P1": []}


def test_a_master_has_to_agree_where_somebody_is_and_not_between() -> None:
    master = check({"start": 1.0, "end": 51.0, "turns": TURNS, "box": None})
    assert _within(_times(master), [(0, 3000), (49_000, 52_000)])
    assert not _within(_times(master), [(0, 3000)])
    assert _times(check({"start": 0.0, "end": 0.0, "box": [0, 0, 9, 9]})) == []


def test_who_is_confirmed_in_a_copy_is_where_it_shows_the_frames() -> None:
    [one] = _seen(Suspect("PF-1", None, ((1000, 2500), (50_000, 51_000))), "C1")
    assert one.spans == ((1000, 2500), (50_000, 51_000))
    [other] = _seen(Suspect("PF-1", None, ((1000, 2500),)), "C1")
    assert other.spans == ((1000, 2500),)
