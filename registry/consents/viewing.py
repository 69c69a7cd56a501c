"""A consent as its viewer may know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.consents import records
from registry.consents.signers import Flaw, barred_by, flaws
from registry.core.days import day_in
from registry.core.permissions import Identity
from registry.records.tables.consents import Consent
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from registry.records.visibility import UNFINISHED, for_production_only, shown_state


@dataclass(frozen=True)
class ConsentView:
    """A consent as its viewer may know it. `state` is projected (visibility.shown_state): a production sees
    `requested` also where somebody refused, and `ended` whatever ended it. flaws: what a birth or a death on record means
    for it; none for the production alone."""

    id: str
    state: str
    performer_id: str
    performer: str
    production_id: str
    production: str
    company: str
    digest: str
    language: str
    drafted_at: datetime
    signed_at: datetime | None
    signer_role: str
    signer_fingerprint: str
    scope: dict[str, Any]
    missing_countersigners: tuple[str, ...]
    flaws: tuple[Flaw, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether it is signed and waits for a countersignature."""
        return self.signed_at is not None and bool(self.missing_countersigners)


def show(session: Session, who: Identity, consent: Consent, now: datetime) -> ConsentView:
    """Everything that this viewer may know of a consent that they may see."""
    narrow = for_production_only(who, records.touching(session, consent))
    terms = records.document(consent)
    production, zone = session.get_one(Production, consent.production_id), records.zone_of(session, terms)
    performer = session.get_one(Performer, consent.performer_id)
    against: tuple[Flaw, ...] = ()
    if consent.state in ("given", "suspended"):
        against = flaws(terms, performer, signed_at=consent.signed_at or now, now=now, zone=zone)
    missing = tuple(records.missing_countersigners(session, consent))
    barred, over = barred_by(against), terms.scope.valid_until < day_in(now, zone).isoformat()
    return ConsentView(
        id=consent.id,
        state=barred
        if barred and not narrow
        else shown_state(
            UNFINISHED if missing and consent.state == "given" else consent.state,
            ended=over or bool(barred),
            narrow=narrow,
        ),
        performer_id=consent.performer_id,
        performer=performer.name,
        production_id=consent.production_id,
        production=production.title,
        company=production.company,
        digest=consent.digest,
        language=consent.language,
        drafted_at=consent.drafted_at,
        signed_at=consent.signed_at,
        signer_role=terms.signer.role,
        signer_fingerprint=terms.signer.key_fingerprint,
        scope=terms.scope.model_dump(mode="json"),
        missing_countersigners=missing,
        flaws=() if narrow else against,
    )
