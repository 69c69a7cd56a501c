"""Services of the desk: made when asked for, and once."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, RLock

from registry.desk.services import service

THREADS = 8


class Holding:
    def __init__(self) -> None:
        self.making = RLock()
        self.made: list[object] = []
        self.meet = Barrier(THREADS)

    @service
    def gallery(self) -> object:
        """A gallery."""
        found = object()
        time.sleep(0.001)  # lets the other threads come as far
        self.made.append(found)
        return found

    @service
    def checks(self) -> tuple[object, object]:
        return self.gallery, object()


def test_threads_that_ask_at_once_get_the_same_one() -> None:
    for _ in range(20):
        desk = Holding()

        def ask(desk: Holding = desk) -> object:
            desk.meet.wait()
            return desk.checks[0]

        with ThreadPoolExecutor(THREADS) as threads:
            found = {id(one.result()) for one in [threads.submit(ask) for _ in range(THREADS)]}
        assert (len(found), len(desk.made)) == (1, 1)


def test_a_service_that_could_not_be_made_is_tried_again() -> None:
    class Failing:
        making = RLock()
        tries = 0

        @service
        def key(self) -> int:
            self.tries += 1
            return 1 // (self.tries - 1)

    desk = Failing()
    for _ in range(2):
        try:
            found = desk.key
        except ZeroDivisionError:
            continue
    assert (found, desk.tries) == (1, 2)


def test_it_says_what_it_is() -> None:
    assert Holding.gallery.__doc__ == "A gallery."


def test_nothing_is_made_before_it_is_asked_for(desk: object) -> None:
    assert "look_alikes" not in vars(desk)
    assert desk.look_alikes is desk.look_alikes  # type: ignore[attr-defined]
