"""What becomes of a check concerns no other check by itself; uses that are released concern those of their consent."""

from registry.ledger.concerns import concerning_none
from registry.records.events import EventKind

concerning_none(
    *(
        EventKind.CHECK_QUEUED,
        EventKind.CHECK_TAKEN_UP,
        EventKind.CHECK_DECIDED,
        EventKind.CHECK_FAILED,
        EventKind.CHECK_REDECIDED,
    ),
    *(EventKind.CHECK_STALE, EventKind.CHECK_CUT, EventKind.CHECK_CANCELLED, EventKind.RECEIPT_SUPERSEDED),
    *(EventKind.PIECE_QUEUED, EventKind.PIECE_TAKEN_UP, EventKind.PIECE_DONE),
    *(EventKind.FILES_QUEUED, EventKind.FILES_TAKEN_UP, EventKind.FILES_DONE, EventKind.FILES_FAILED),
)
