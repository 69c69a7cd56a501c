"""A lost key is replaced by the union that confirmed it, with the representative's signature where they have a passkey."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent.act import Replacement, SignedAct
from registry.core.permissions import Identity, On
from registry.people.acts import keep_act
from registry.people.keys import replace
from registry.records.tables.performers import IdentityConfirmation


def replaced(
    session: Session,
    who: Identity,
    confirmed: IdentityConfirmation,
    lost: str,
    act: SignedAct | None,
    on: On,
    registry_id: str,
    at: datetime,
) -> None:
    """The key that was just confirmed takes the place of a lost one, in the caller's transaction. act: the same, signed. Raises
    `Invalid`, `Conflict`."""
    signed = {}
    if act is not None:
        about = Replacement(lost=lost, key=confirmed.key_fingerprint, method=confirmed.method)
        signed = keep_act(session, who, act, about, on, confirmed.id, registry_id, at)
    replace(session, who, confirmed.performer_id, lost, confirmed.key_fingerprint, at, **signed)
