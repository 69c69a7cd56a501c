"""Changes of what is searched for: the generation of the gallery says which checks they make stale (gallery.coverage)."""

from registry.ledger.concerns import concerning_none
from registry.records.events import EventKind

concerning_none(
    *(EventKind.TEMPLATES_ENROLLED, EventKind.RECORDING_HEARD, EventKind.COVERAGE_LOST, EventKind.ENCODERS_SWITCHED),
    *(EventKind.REFERENCES_PARKED, EventKind.REFERENCES_RELEASED),
)
