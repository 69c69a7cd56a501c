"""Held up at the pages: what a page itself looks at leaves room for those who only read."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from registry.checks.examining.limits import LOOKS, Few
from registry.core.errors import Busy


@pytest.fixture
def slow(desk: Any, fake_matching: Any) -> Iterator[threading.Event]:
    """Every look at a file of this instance takes until the event is set."""
    go_on, look = threading.Event(), fake_matching.examine

    def examine(*arguments: Any, **options: Any) -> Any:
        go_on.wait(60)
        return look(*arguments, **options)

    desk._examine, desk._few = examine, Few(patience=0.2)
    yield go_on
    go_on.set()


def busy(look: Callable[[], Any]) -> bool:
    try:
        look()
    except Busy as problem:
        return problem.message_id == "examination-busy"
    return False


@pytest.mark.attack("F4.many-enrolments-at-once")
def test_enrolments_leave_room(desk: Any, people: Any, fake_matching: Any, slow: threading.Event) -> None:
    who = people.alice
    text = desk.performers.release_text("en")
    desk.performers.sign_release(who, who.performer_id, "en", text.digest)
    pictures = [fake_matching.picture("alice") for _ in range(3)]
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(busy, lambda: desk.performers.enrol(who, who.performer_id, pictures)) for _ in range(8)]
        refused = [one for one in asked if _soon(one)]
        slow.set()
    assert len(refused) == 8 - LOOKS
    assert all(one.result() for one in refused)
    assert not busy(lambda: desk.examine(pictures[0], ()))


@pytest.mark.attack("F4.many-second-looks-at-once")
def test_second_looks_leave_room(desk: Any, fake_matching: Any, slow: threading.Event) -> None:
    picture = fake_matching.picture("alice")
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(busy, lambda: desk._look_again(picture)) for _ in range(8)]
        refused = [one for one in asked if _soon(one)]
        slow.set()
    assert len(refused) == 8 - LOOKS


@pytest.mark.attack("F4.looks-that-fail")
def test_a_look_that_fails_gives_its_place_back(desk: Any, fake_matching: Any) -> None:
    damaged = fake_matching.picture("alice")
    damaged.write_bytes(b"damaged")
    for _ in range(LOOKS + 1):
        with pytest.raises(Exception, match="damaged"):
            desk.examine(damaged, ())
    assert not busy(lambda: desk.examine(fake_matching.picture("alice"), ()))


def _soon(one: Any) -> bool:
    """Whether it has an answer although every look hangs."""
    try:
        one.result(2)
    except TimeoutError:
        return False
    return True
