"""Performers: who they are, the keys they sign with, and their encrypted templates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from matching.senses import FIRST
from registry.core.database import Base
from registry.core.fields import folded

PICTURE = "image/jpeg"


def _fold(context: Any) -> str:
    """The name by which a performer is looked up, of rows that are inserted many at once."""
    return folded(context.get_current_parameters()["name"])


class Performer(Base):
    """A person whose likeness is protected here."""

    __tablename__ = "performer"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    folded_name: Mapped[str] = mapped_column(String(600), index=True, default=_fold)  # set with the name
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), unique=True)
    status: Mapped[str] = mapped_column(
        String(16), default="unverified"
    )  # unverified | verified | forgotten; `records.standing` adds disputed
    life: Mapped[str] = mapped_column(String(16), default="living")  # living | deceased
    died: Mapped[date | None]
    born: Mapped[date | None]  # only where minority matters
    keep_pictures: Mapped[bool] = mapped_column(default=False)
    registered_by: Mapped[str] = mapped_column(String(64))
    registered_at: Mapped[datetime]

    @validates("name")
    def _fold_with(self, _column: str, name: str) -> str:
        self.folded_name = folded(name)
        return name


class PerformerKey(Base):
    """A public key with which a performer (or somebody for them) signs. The private half never reaches the server."""

    __tablename__ = "performer_key"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    signer_role: Mapped[str] = mapped_column(String(32), default="performer")
    kind: Mapped[str] = mapped_column(String(16))  # ed25519 | passkey
    public_key: Mapped[str] = mapped_column(String(512))
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # when a union representative confirmed that this key is this person's
    revoked_at: Mapped[datetime | None]
    replaced_by: Mapped[str | None] = mapped_column(
        String(64)
    )  # the key that a union put in its place: it was lost, not stolen, so what it signed before still counts


class IdentityConfirmation(Base):
    """A union representative confirmed likeness, key and name together."""

    __tablename__ = "identity_confirmation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("union_.id"))
    confirmed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(200))  # how: "met in person, passport seen"
    name: Mapped[str] = mapped_column(String(200))
    key_fingerprint: Mapped[str] = mapped_column(String(64))
    gallery_digest: Mapped[str] = mapped_column(
        String(64)
    )  # of the templates that were confirmed as this person's likeness


class Dispute(Base):
    """Two performers claim one likeness. Both see that it exists, neither sees the other.

    A finding is what enough voices agreed on; it is carried out, and becomes the outcome, when the period for objection is
    over. round: goes up by one with each objection.
    """

    __tablename__ = "dispute"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)  # registered first
    claimant_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)  # claimed second
    modality: Mapped[str] = mapped_column(String(16), default=FIRST, server_default=FIRST)  # of what likeness
    opened_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)
    finding: Mapped[str | None] = mapped_column(String(32))
    found_at: Mapped[datetime | None]
    objections_until: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(
        String(32)
    )  # distinct_people | same_person | claim_refused | claim_upheld | withdrawn


class LookAlike(Base):
    """Two enrolled performers whom one of them declares to be two: twins, siblings, doubles."""

    __tablename__ = "look_alike"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)  # who signs
    other_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    document: Mapped[str] = mapped_column(Text)  # the RFC 8785 bytes as text: exactly what is signed
    fingerprint: Mapped[str] = mapped_column(String(64))
    signature: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    drafted_by: Mapped[str] = mapped_column(String(32))
    drafted_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(32))
    approved_at: Mapped[datetime | None]
    refused_by: Mapped[str | None] = mapped_column(String(32))
    refused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def state(self) -> str:
        """drafted | signed (and waiting for a union) | approved (and in force) | refused | ended"""
        if self.ended_at is not None:
            return "ended"
        if self.refused_at is not None:
            return "refused"
        if self.approved_at is not None:
            return "approved"
        return "drafted" if self.signed_at is None else "signed"


class BiometricRelease(Base):
    """The written release for templates, separate from every consent: its text, and when it was signed or withdrawn."""

    __tablename__ = "biometric_release"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    modality: Mapped[str] = mapped_column(
        String(16), default=FIRST, server_default=FIRST
    )  # of what templates may be made
    text: Mapped[str] = mapped_column(Text)  # the very text that was shown
    text_digest: Mapped[str] = mapped_column(String(64))
    signed_by: Mapped[str] = mapped_column(String(32))
    signed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Template(Base):
    """One encrypted template: AES-256-GCM under the performer's key; performer, modality and encoder are bound in."""

    __tablename__ = "template"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    batch: Mapped[str] = mapped_column(
        String(32), index=True
    )  # one enrolment: all of its templates live and go together
    modality: Mapped[str] = mapped_column(String(16))  # the name of its sense
    encoder: Mapped[str] = mapped_column(String(64))
    weights_sha256: Mapped[str] = mapped_column(
        String(64)
    )  # of the encoder's weights: vectors of others do not compare
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    quality: Mapped[dict[str, Any]] = mapped_column(JSON)  # measures alone, nothing of the likeness itself
    created_at: Mapped[datetime]
    parked_at: Mapped[datetime | None]  # answers `possible` only, until a dispute or a confirmation is over
    crowded_at: Mapped[datetime | None]  # answers `possible` only: the references match too many others


class ReferencePicture(Base):
    """A file that somebody was enrolled from, a picture or a recording, encrypted as a template is; kept only where the
    performer asked for it. media_type: of its bytes; of pictures they say it themselves."""

    __tablename__ = "reference_picture"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    modality: Mapped[str] = mapped_column(String(16), default=FIRST, server_default=FIRST)
    media_type: Mapped[str] = mapped_column(String(32), default=PICTURE, server_default=PICTURE)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class GalleryState(Base):
    """One row: goes up by one with every change of what is enrolled. The deciding transaction compares it.

    narrowed_at: the generation of the last change but new enrolments; whatever was compared before that may come out
    differently, whoever was found.
    encoders: ids of those that are searched with, or, once they were chosen for several senses, sense -> ids; none for the
    usual ones."""

    __tablename__ = "gallery_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int]
    narrowed_at: Mapped[int] = mapped_column(default=0, server_default="0")
    encoders: Mapped[list[str] | dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))
