"""The part of the front desk that knows accounts: who may sign in, in which sessions, and as what they act."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from registry.config import Config
from registry.database import Database

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from registry.accounts.offers import Offers
    from registry.accounts.representations import Representations
    from registry.accounts.service import Accounts
    from registry.accounts.sessions import Sessions
    from registry.accounts.throttle import Throttle
    from registry.accounts.tokens import Tokens


class AccountDesk(ABC):
    """Services of accounts; the desk has the rest."""

    config: Config
    clock: Callable[[], datetime]
    _hasher: "PasswordHasher | None"

    @cached_property
    @abstractmethod
    def db(self) -> Database: ...

    @cached_property
    def accounts(self) -> "Accounts":
        from argon2 import PasswordHasher

        from registry.accounts.service import Accounts

        return Accounts(self.db, self.clock, self._hasher or PasswordHasher(), self.throttle)

    @cached_property
    def throttle(self) -> "Throttle":
        """Raises `ThrottleUnusable` where LIKENESS_THROTTLE_STORAGE names nothing that counts can be kept in."""
        from registry.accounts.throttle import Throttle

        return Throttle(self.config.throttle_storage)

    @cached_property
    def sessions(self) -> "Sessions":
        from datetime import timedelta

        from registry.accounts.sessions import Sessions

        idle, longest = timedelta(minutes=self.config.session_idle_minutes), timedelta(hours=self.config.session_hours)
        return Sessions(self.db, self.clock, self.accounts.identity, idle, longest)

    @cached_property
    def tokens(self) -> "Tokens":
        from registry.accounts.tokens import Tokens

        return Tokens(self.db, self.clock, self.accounts.identity)

    @cached_property
    def offers(self) -> "Offers":
        from registry.accounts.offers import Offers

        return Offers(self.db, self.clock)

    @cached_property
    def representations(self) -> "Representations":
        from registry.accounts.representations import Representations

        return Representations(self.db, self.clock)
