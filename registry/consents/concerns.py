"""Which checks a change of a consent concerns: those of its production that show its performer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import EventKind
from registry.records.tables.consents import Consent


@concerning(
    EventKind.CONSENT_SIGNED,
    EventKind.CONSENT_COUNTERSIGNED,
    EventKind.CONSENT_GIVEN,
    EventKind.CONSENT_REFUSED,
    EventKind.CONSENT_WITHDRAWN,
    EventKind.CONSENT_SUSPENDED,
    EventKind.CONSENT_RESUMED,
    EventKind.CONSENT_SUPERSEDED,
    EventKind.CONSENT_LAPSED,
    EventKind.USE_RELEASED,
)
def of_consent(session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned | None:
    consent = session.get(Consent, subject)
    if consent is None:
        return None
    return Concerned(productions=(consent.production_id,), performers=(consent.performer_id,))


@concerning(EventKind.COVERAGE_CONFIRMED)
def of_coverage(_session: Session, subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(subject,), performers=(details["performer"],))


# a draft is no consent yet; a floor is looked at when a consent is written and when it is countersigned
concerning_none(EventKind.CONSENT_DRAFTED, EventKind.USE_COUNTED, EventKind.FLOOR_SET, EventKind.FLOOR_ENDED)
