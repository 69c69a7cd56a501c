"""How the desk comes by its services: each is made when it is first asked for, and once."""

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, Protocol, TypeVar, overload

Made = TypeVar("Made")


class ServiceHolder(Protocol):
    """Whoever has services; making them is up to one thread at a time."""

    making: RLock


class service(Generic[Made]):  # noqa: N801 - a decorator
    """A service of the desk, as a property that is made once, whichever threads ask for it at the same time: two galleries
    would each hold every template. (`functools.cached_property` has no lock from Python 3.12 on.)"""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, desk: None, owner: type) -> "service[Made]": ...

    @overload
    def __get__(self, desk: ServiceHolder, owner: type) -> Made: ...

    def __get__(self, desk: ServiceHolder | None, owner: type) -> "service[Made] | Made":
        if desk is None:
            return self
        made = desk.__dict__
        if self._name not in made:
            with desk.making:
                if self._name not in made:
                    made[self._name] = self._make(desk)
        return made[self._name]  # type: ignore[no-any-return]
