"""A desk with a worker at hand: what a request makes due is decided again before the test goes on."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from registry.desk import Desk


class Attended:
    """A service after each of whose calls the decisions that are due are made."""

    def __init__(self, service: Any, redecide: Callable[[], int]) -> None:
        self._service = service
        self._redecide = redecide

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._service, name)
        if not callable(found):
            return found

        def call(*arguments: Any, **options: Any) -> Any:
            answer = found(*arguments, **options)
            self._redecide()
            return answer

        return call


class AttendedDesk(Desk):
    """The services whose changes bear on decisions, each with that worker."""

    def _attended(self, service: Any) -> Any:
        return Attended(service, lambda: self.redecider.run_due())

    @cached_property
    def approvals(self) -> Any:
        return self._attended(super().approvals)

    @cached_property
    def strikes(self) -> Any:
        return self._attended(super().strikes)

    @cached_property
    def preferences(self) -> Any:
        return self._attended(super().preferences)

    @cached_property
    def lives(self) -> Any:
        return self._attended(super().lives)

    @cached_property
    def reviews(self) -> Any:
        return self._attended(super().reviews)
