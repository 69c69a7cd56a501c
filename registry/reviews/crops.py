"""What a reviewer looks at: the evidence of a finding, cut out of the file, sealed under a key of the review's own, gone after 14 days."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matching.senses import FIRST
from registry.checks.deciding.people import noted_in, unnamed
from registry.gallery.sealing import Sealed, Unreadable, open_crop, seal_crop
from registry.ports.keys import KeyMissing, KeyStore
from registry.records.tables.checks import Check
from registry.records.tables.reviews import Review, ReviewCrop
from registry.reviews.evidence import SAFE_TYPES, PieceOfEvidence

CROP_DAYS = 14


def wanted(check: Check, review: Review) -> tuple[str, ...]:
    """The appearances that the review is about: its own, or everything found in the file that has no name, largest first."""
    if review.ref:
        return (review.ref,)
    persons = (check.decision or {}).get("persons", ())
    named = {box["ref"] for person in persons if person["answer"] == "match" for box in person["boxes"]}
    return unnamed((one["ref"], one.get("box"), one["ref"] in named) for one in noted_in(check.findings))


def senses(check: Check, review: Review) -> tuple[str, ...]:
    """The senses that found what the review is about: with what was enrolled by these it is compared, and with nothing else."""
    asked = set(wanted(check, review))
    found = {one.get("modality", FIRST) for one in noted_in(check.findings) if one["ref"] in asked}
    return tuple(sorted(found)) or (FIRST,)


def seal(session: Session, keystore: KeyStore, review: Review, evidence: Mapping[str, bytes], at: datetime) -> None:
    """Keeps this evidence (by appearance) in the place of what was kept, under a fresh key."""
    drop(session, keystore, review)
    if not evidence:
        return
    key = keystore.get_or_create(review.id)
    for ref, content in evidence.items():
        sealed = seal_crop(key, content, review_id=review.id)
        session.add(
            ReviewCrop(review_id=review.id, ref=ref, crop_nonce=sealed.nonce, crop=sealed.ciphertext, crop_at=at)
        )
    session.flush()


def drop(session: Session, keystore: KeyStore, review: Review) -> None:
    """Destroys the key of the evidence, then the evidence."""
    keystore.destroy(review.id)
    session.execute(delete(ReviewCrop).where(ReviewCrop.review_id == review.id))


def opened(
    session: Session, keystore: KeyStore, review: Review, types: Mapping[str, str]
) -> tuple[PieceOfEvidence, ...]:
    """The evidence, as far as it can be read and is safe to show; none where the key is gone. types: sense -> the media type
    of its evidence. Whoever asks was found to be allowed."""
    noted = noted_in(session.get_one(Check, review.check_id).findings)
    by = {one["ref"]: one.get("modality", FIRST) for one in noted}
    rows = select(ReviewCrop).where(ReviewCrop.review_id == review.id).order_by(ReviewCrop.id)
    found = []
    for row in session.scalars(rows):
        media_type = types.get(by.get(row.ref, FIRST))
        if media_type not in SAFE_TYPES:
            continue
        try:
            content = open_crop(keystore.get(review.id), Sealed(row.crop_nonce, row.crop), review_id=review.id)
        except (KeyMissing, Unreadable):
            continue
        found.append(PieceOfEvidence(media_type, content))
    return tuple(found)
