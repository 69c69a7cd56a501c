"""The biometric release: a text of its own, apart from every consent (740 ILCS 14/15; GDPR Art. 9(2)(a))."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consent.clearance.facts import ADULT
from registry.core.database import new_id
from registry.core.days import age, over_anywhere
from registry.core.errors import Conflict, NotFound
from registry.core.texts import DEFAULT, languages, say
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding, live_release, live_releases
from registry.records.tables.performers import BiometricRelease, Performer


@dataclass(frozen=True)
class ReleaseText:
    """The release as it is shown; digest: SHA-256 of the text in UTF-8."""

    language: str
    text: str
    digest: str


def release_text(language: str, modality: str) -> ReleaseText:
    """The release for templates of one sense, in a language that has a catalogue, else in English. Raises `NotFound` for a
    sense that nobody wrote one for: then nothing of it is enrolled."""
    spoken = language if language in languages() else DEFAULT
    try:
        text = say(f"biometric-release-{modality}", spoken)
    except KeyError:
        raise NotFound("release", modality) from None
    return ReleaseText(spoken, text, hashlib.sha256(text.encode()).hexdigest())


def sign(
    session: Session,
    actor: str,
    performer: Performer,
    language: str,
    text_digest: str,
    at: datetime,
    modality: str,
    *,
    guardian: bool = False,
) -> BiometricRelease:
    """Puts the signed release for one sense on record, in the caller's transaction. `guardian`: whether a confirmed guardian signs.

    Raises `Conflict` where the text is another than the one that was shown, a release is in force, or it is not theirs to
    sign: a minor's release is their guardian's, an adult's is not.
    """
    if performer.born is not None and guardian is not (age(performer.born, over_anywhere(at)) < ADULT):
        raise Conflict("release-adult-signs" if guardian else "release-guardian-signs")
    text = release_text(language, modality)
    if text_digest != text.digest:
        raise Conflict("release-text-changed")
    if live_release(session, performer.id, modality) is not None:
        raise Conflict("release-exists")
    release = BiometricRelease(
        id=new_id("BR"),
        performer_id=performer.id,
        language=text.language,
        modality=modality,
        text=text.text,
        text_digest=text.digest,
        signed_by=actor,
        signed_at=at,
    )
    session.add(release)
    if performer.status == IdentityStanding.FORGOTTEN:
        performer.status = IdentityStanding.UNVERIFIED  # somebody who was forgotten may come back, as a stranger
    record(session, actor, EventKind.RELEASE_SIGNED, performer.id, at=at, text=text.digest)
    return release


def end(session: Session, actor: str, performer_id: str, at: datetime, modality: str | None = None) -> bool:
    """Ends the release in force for one sense, or those of every sense, in the caller's transaction; whether there was one.
    What was enrolled under it is the caller's to destroy."""
    releases = [one for one in live_releases(session, performer_id) if modality in (None, one.modality)]
    for release in releases:
        release.withdrawn_at = at
    if releases:
        sense = {} if modality is None else {"modality": modality}
        record(session, actor, EventKind.RELEASE_WITHDRAWN, performer_id, at=at, **sense)
    return bool(releases)
