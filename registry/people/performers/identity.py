"""A union representative confirms likeness, key and name together, and is recorded."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import new_id
from registry.core.errors import Conflict, Invalid
from registry.core.fields import clean_line
from registry.core.permissions import Forbidden, Identity, On, Permission
from registry.gallery import recordings
from registry.gallery.keys import key_name
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.disputes.claims import unpark
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding, lacks_release, likeness_digest, waits_for_dispute
from registry.records.tables.performers import IdentityConfirmation, Performer, PerformerKey, Template


def confirm(
    session: Session,
    keystore: KeyStore,
    who: Identity,
    performer: Performer,
    on: On,
    *,
    name: str,
    key_fingerprint: str,
    method: str,
    expected_likeness: str | None,
    at: datetime,
) -> IdentityConfirmation:
    """Records the confirmation in the caller's transaction; `who` was found to be allowed already.

    The confirmation names the digest of the templates as they are now: templates that come later stay parked until
    they are confirmed too, and so does a key that comes later. `expected_likeness` is the digest that the representative
    was shown; another one means that the templates changed in between. Raises `Invalid`, `Conflict`, `Forbidden`.
    """
    words = clean_line(method)
    if words is None:
        raise Invalid(fields={"method": "field-line"})
    if clean_line(name) != performer.name:
        raise Invalid(fields={"name": "identity-name-differs"})
    key = session.get(PerformerKey, key_fingerprint)
    if key is None or key.performer_id != performer.id or key.revoked_at is not None:
        raise Invalid(fields={"key_fingerprint": "identity-key-unknown"})
    if key.added_by == who.account_id:
        raise Forbidden(Permission.PERFORMER_VERIFY)
    if performer.status == IdentityStanding.FORGOTTEN:
        raise Conflict("performer-forgotten")
    if waits_for_dispute(session, performer):
        raise Conflict("identity-disputed")
    likeness = likeness_digest(session, performer.id)
    if likeness is None:
        raise Conflict("identity-no-templates")
    if lacks_release(session, performer.id):
        raise Conflict("release-missing")
    try:
        for modality in session.scalars(
            select(Template.modality).where(Template.performer_id == performer.id).distinct()
        ):
            keystore.get(key_name(performer.id, modality))
    except KeyMissing:
        raise Conflict("templates-unreadable") from None
    if expected_likeness is not None and expected_likeness != likeness:
        raise Conflict("identity-likeness-changed")
    union = sorted(who.unions & on.unions)[0]
    confirmation = IdentityConfirmation(
        id=new_id("I"),
        performer_id=performer.id,
        union_id=union,
        confirmed_by=who.account_id,
        confirmed_at=at,
        method=words,
        name=performer.name,
        key_fingerprint=key_fingerprint,
        gallery_digest=likeness,
    )
    session.add(confirmation)
    key.confirmed_at = at
    performer.status = IdentityStanding.VERIFIED
    unpark(session, performer.id)
    recordings.erase(session, keystore, performer.id)
    record(
        session,
        who.account_id,
        EventKind.PERFORMER_VERIFIED,
        performer.id,
        at=at,
        confirmation=confirmation.id,
        union=union,
        key=key_fingerprint,
        face=likeness,  # as the ledger has always called it
    )
    notify(session, "notice-verified", performer=performer.id, union_id=union, fingerprint=key_fingerprint)
    return confirmation
