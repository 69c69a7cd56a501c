"""The acting account, for programs."""

from registry.accounts.shown import Me, me
from registry.api.door import endpoint, who
from registry.permissions import Permission


@endpoint("GET", "/me", Permission.SIGNED_IN, {200: Me})
def get_me() -> Me:
    """The account that the token acts as, and its ties."""
    return me(who())
