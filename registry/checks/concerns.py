"""What becomes of a check concerns no other check by itself; uses that are released concern those of their consent."""

from registry.ledger.concerns import concerning_none
from registry.records.events import Kind

concerning_none(
    *(Kind.CHECK_QUEUED, Kind.CHECK_TAKEN_UP, Kind.CHECK_DECIDED, Kind.CHECK_FAILED, Kind.CHECK_REDECIDED),
    *(Kind.CHECK_STALE, Kind.CHECK_CUT, Kind.CHECK_CANCELLED, Kind.RECEIPT_SUPERSEDED),
    *(Kind.PIECE_QUEUED, Kind.PIECE_TAKEN_UP, Kind.PIECE_DONE),
    *(Kind.FILES_QUEUED, Kind.FILES_TAKEN_UP, Kind.FILES_DONE, Kind.FILES_FAILED),
)
