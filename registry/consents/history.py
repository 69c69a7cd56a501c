"""What became of a consent, line by line: its own events, and those of others by which it waits for a union again.

A consent that was given stands still while others confirm a membership, an agreement or that work is covered. Whether a union
has to countersign it follows from those (`records.countersigners`), so its history follows from their events, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from registry.consents.records import covering, signatures
from registry.records.events import EventKind
from registry.records.tables.consents import Consent
from registry.records.tables.ledger import Event
from registry.records.tables.unions import UnionAgreement
from registry.records.visibility import CONSENT_COUNTS_AGAIN, CONSENT_WAITS

_OVER = frozenset(
    {EventKind.CONSENT_WITHDRAWN, EventKind.CONSENT_SUPERSEDED, EventKind.CONSENT_REFUSED, EventKind.CONSENT_LAPSED}
)


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a consent's history. `actor` is empty for a viewer who only learns that it happened. union: whose
    countersignature it waits for from then on, where the line says that."""

    at: str
    kind: str
    actor: str
    union: str = ""


@dataclass
class _Countersigning:
    """What bears on whether unions have to countersign, as it was at a moment."""

    union_of: dict[str, str]
    signed: frozenset[str]
    unions: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    said: dict[str, bool] = field(default_factory=dict)
    countersigned: set[str] = field(default_factory=set)

    def missing(self) -> set[str]:
        needed = covering(self.union_of, self.confirmed, self.unions, self.said)
        return set(needed) - self.signed - self.countersigned

    def learn(self, event: Event) -> None:
        said = event.details
        if event.kind == EventKind.MEMBERSHIP_CONFIRMED:
            self.unions.add(said["union"])
        elif event.kind == EventKind.MEMBERSHIP_ENDED:
            self.unions.discard(said["of"])
        elif event.kind == EventKind.PRODUCTION_AGREEMENT_CONFIRMED:
            self.confirmed.add(said["agreement"])
        elif event.kind == EventKind.COVERAGE_CONFIRMED:
            self.said[said["agreement"]] = said["covered"]
        elif event.kind == EventKind.CONSENT_COUNTERSIGNED:
            self.countersigned.add(said["union"])


def history_of(session: Session, consent: Consent) -> list[HistoryEntry]:
    """Every line, the oldest first."""
    return list(_lines(session, consent))


def _lines(session: Session, consent: Consent) -> Iterator[HistoryEntry]:
    by_union = frozenset(
        row.union_id for row in signatures(session, consent.id) if row.role == "signer" and row.union_id is not None
    )
    known = _Countersigning(
        dict(session.execute(select(UnionAgreement.agreement, UnionAgreement.union_id)).all()), by_union
    )
    given, waits = False, set[str]()
    for event in session.scalars(_events(consent)):
        known.learn(event)
        if event.subject == consent.id:
            yield HistoryEntry(event.at, event.kind, event.actor)
            given = (given or event.kind == EventKind.CONSENT_GIVEN) and event.kind not in _OVER
        missing = known.missing() if given else set()
        for union in sorted(missing - waits):
            yield HistoryEntry(event.at, CONSENT_WAITS, event.actor, union)
        if given and waits and not missing and event.kind != EventKind.CONSENT_COUNTERSIGNED:
            yield HistoryEntry(event.at, CONSENT_COUNTS_AGAIN, event.actor)
        waits = missing


def _events(consent: Consent) -> Select[Any]:
    performer = and_(
        Event.subject == consent.performer_id,
        Event.kind.in_((EventKind.MEMBERSHIP_CONFIRMED, EventKind.MEMBERSHIP_ENDED)),
    )
    production = and_(
        Event.subject == consent.production_id,
        or_(
            Event.kind == EventKind.PRODUCTION_AGREEMENT_CONFIRMED,
            and_(
                Event.kind == EventKind.COVERAGE_CONFIRMED,
                Event.details["performer"].as_string() == consent.performer_id,
            ),
        ),
    )
    return select(Event).where(or_(Event.subject == consent.id, performer, production)).order_by(Event.index)
