"""How often somebody may be wrong: counted for an account and an address together, and only what was wrong.

Many people sit behind one address, and everybody may type an account's e-mail. So neither alone ever refuses a right
password: who is wrong about an account, from an address, is slowed down about that account from that address. Nothing else
is throttled: whoever is signed in withdraws a consent or ends a session however much is going on at the door.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TypeVar

from limits import parse
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from consent.canonical import sha256_hex
from registry.core.errors import RegistryError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

PASSWORDS = parse("8 per 5 minutes")
"""Wrong passwords for one account from one address."""
WATCHED = parse("30 per 5 minutes")
"""Wrong passwords from one address, whatever the account. From then on it may be wrong `FEW` times about each: one password
tried on everybody is what it looks like."""
FEW = 3
TOKENS = parse("30 per 5 minutes")
"""Wrong access tokens from one address that are answered one by one. A right one is never refused: nobody guesses 256 bits."""
ASKED = parse("20 per hour")
"""Requests for a link by letter from one address of the network."""
WRITTEN_TO = parse("3 per 15 minutes")
"""Letters with a link to one person that strangers may cause: more is a nuisance."""
SITE = 64
"""Leading bits of an IPv6 address that belong to one subscriber, who has all the rest to choose from."""


class ThrottleUnusable(RegistryError):
    """The place that counts are to be kept in is not one."""


class Throttle:
    """Counts in `storage`, an address as the `limits` library takes it: `memory://` for one process, `redis://...` for
    several. A storage that fails is replaced by this process's memory until it works again: a broken cache must neither open
    the door to guessing nor keep a performer from withdrawing."""

    def __init__(self, storage: str = "memory://") -> None:
        try:
            kept = storage_from_string(storage, wrap_exceptions=True)
        except (ConfigurationError, ImportError, ValueError, AssertionError) as error:
            raise ThrottleUnusable("throttle-storage-unusable", problem=str(error)) from error
        if not isinstance(kept, Storage):
            raise ThrottleUnusable("throttle-storage-unusable", problem="it is for another kind of program")
        self._shared = FixedWindowRateLimiter(kept)
        self._own = FixedWindowRateLimiter(MemoryStorage())

    def may_try(self, account: str, address: str) -> bool:
        """Whether a password may be tried now. The try counts from here on, so that many at once count, too."""
        whose, place = _key(account), subscriber(address)
        within = self._with(lambda limiter: limiter.hit(PASSWORDS, whose, place))
        tried = (
            PASSWORDS.amount - self._with(lambda limiter: limiter.get_window_stats(PASSWORDS, whose, place)).remaining
        )
        return within and (tried <= FEW or self._with(lambda limiter: limiter.test(WATCHED, place)))

    def was_right(self, account: str, address: str) -> None:
        """The password was right: the tries before count no more."""
        whose, place = _key(account), subscriber(address)
        self._with(lambda limiter: limiter.clear(PASSWORDS, whose, place))

    def was_wrong(self, address: str) -> None:
        """A password was wrong, whoever's it was to be."""
        place = subscriber(address)
        self._with(lambda limiter: limiter.hit(WATCHED, place))

    def wrong_token(self, address: str) -> bool:
        """Notes an access token that opens nothing; answers whether it was one of too many."""
        place = subscriber(address)
        return not self._with(lambda limiter: limiter.hit(TOKENS, place))

    def may_ask(self, address: str) -> bool:
        """Whether somebody at this address may ask for a letter now."""
        place = subscriber(address)
        return self._with(lambda limiter: limiter.hit(ASKED, place))

    def may_write_to(self, recipient: str) -> bool:
        """Whether a stranger may cause a letter to this person now."""
        whom = _key(recipient)
        return self._with(lambda limiter: limiter.hit(WRITTEN_TO, whom))

    def _with(self, ask: Callable[[FixedWindowRateLimiter], Answer]) -> Answer:
        try:
            return ask(self._shared)
        except StorageError as error:
            log.error("tries are counted in memory: their storage failed (%s)", type(error.storage_error).__name__)
            return ask(self._own)


def subscriber(address: str) -> str:
    """Whom an address stands for: itself, or the network of an IPv6 subscriber."""
    with suppress(ValueError):
        found = ip_address(address)
        if isinstance(found, IPv6Address):
            if found.ipv4_mapped is not None:
                return str(found.ipv4_mapped)
            return str(ip_network((found, SITE), strict=False))
    return address


def _key(account: str) -> str:
    """A fixed length whatever somebody types, and no e-mail in a storage that others may read."""
    return sha256_hex(account.strip().casefold().encode(errors="replace"))
