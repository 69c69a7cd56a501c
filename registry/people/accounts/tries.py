"""What somebody is told who was wrong too often (`registry.people.accounts.throttle`)."""

from registry.core.errors import RegistryError


class TooManyTries(RegistryError):
    """Too many wrong tries; wait."""

    def __init__(self) -> None:
        super().__init__("too-many-tries")
