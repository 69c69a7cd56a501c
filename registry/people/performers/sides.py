"""On which side of a performer's record somebody stands."""

from registry.core.permissions import Forbidden, Identity, On, Permission, require
from registry.records.performers import IdentityStanding, may_end
from registry.records.tables.performers import Performer


def require_may_erase(who: Identity, performer: Performer, on: On) -> None:
    """That nothing finds a performer any more cannot be undone: not everybody who acts for them decides it."""
    require(who, Permission.PERFORMER_FORGET, on)
    if not may_end(who, performer):
        raise Forbidden(Permission.PERFORMER_FORGET)


def own_side(who: Identity, performer: Performer) -> bool:
    """Whether somebody looks as the performer, or for them, and not as a union."""
    represented = dict(who.represents)
    return performer.id == who.performer_id or performer.id in represented or in_the_making(who, performer)


def in_the_making(who: Identity, performer: Performer) -> bool:
    """Whoever registered somebody without an account sees the record until a union knows the person; an administrator
    sees no performer's record at all."""
    return (
        performer.registered_by == who.account_id
        and not who.is_administrator
        and performer.account_id is None
        and performer.status == IdentityStanding.UNVERIFIED
    )
