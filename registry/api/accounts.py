"""The acting account, for programs."""

from registry.api.door import endpoint, who
from registry.core.permissions import Permission
from registry.people.accounts.shown import Me, me


@endpoint("GET", "/me", Permission.SIGNED_IN, {200: Me})
def get_me() -> Me:
    """The account that the token acts as, and its ties."""
    return me(who())
