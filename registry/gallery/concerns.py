"""Changes of what is searched for: the generation of the gallery says which checks they make stale (gallery.coverage)."""

from registry.ledger.concerns import concerning_none
from registry.records.events import Kind

concerning_none(
    *(Kind.TEMPLATES_ENROLLED, Kind.COVERAGE_LOST, Kind.ENCODERS_SWITCHED),
    *(Kind.REFERENCES_PARKED, Kind.REFERENCES_RELEASED),
)
