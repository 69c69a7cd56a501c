"""Which checks a change of a consent concerns: those of its production that show its performer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import Kind
from registry.records.tables.consents import Consent


@concerning(
    Kind.CONSENT_SIGNED,
    Kind.CONSENT_COUNTERSIGNED,
    Kind.CONSENT_GIVEN,
    Kind.CONSENT_REFUSED,
    Kind.CONSENT_WITHDRAWN,
    Kind.CONSENT_SUSPENDED,
    Kind.CONSENT_RESUMED,
    Kind.CONSENT_SUPERSEDED,
    Kind.USE_RELEASED,
)
def of_consent(session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned | None:
    consent = session.get(Consent, subject)
    if consent is None:
        return None
    return Concerned(productions=(consent.production_id,), performers=(consent.performer_id,))


@concerning(Kind.COVERAGE_CONFIRMED)
def of_coverage(_session: Session, subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(subject,), performers=(details["performer"],))


# a draft is no consent yet; a floor is looked at when a consent is written and when it is countersigned
concerning_none(Kind.CONSENT_DRAFTED, Kind.USE_COUNTED, Kind.FLOOR_SET, Kind.FLOOR_ENDED)
