"""Births and deaths, for programs of unions and estates."""

from datetime import date
from typing import Annotated

from pydantic import Field

from consent.parts import Day, Part
from registry.api.door import JSON, body, endpoint, who
from registry.core.permissions import Permission
from registry.lives.service import KINDS
from registry.records.tables.lives import LifeEvent
from registry.web.door import desk


class LifeToRecord(Part):
    """What is to be put on record, and what was seen as its proof; the words are those of `likeness performer record`."""

    kind: Annotated[str, Field(json_schema_extra={"enum": [*KINDS]})]
    day: Annotated[Day | None, Field(description="None where a death on record was none.")] = None
    proof: str


class Recorded(Part):
    """One thing on record of a life. union: for which it was recorded; None: by the estate, or by the registry itself."""

    id: str
    kind: str
    day: str | None
    proof: str
    union: str | None
    recorded_at: str


@endpoint("GET", "/performers/<performer_id>/life", Permission.PERFORMER_READ, {200: list[Recorded]})
def list_life(performer_id: str) -> list[Recorded]:
    """What is on record of a performer's birth and death, the latest first."""
    return [shown(event) for event in desk().lives.of(who(), performer_id)]


@endpoint(
    "POST",
    "/performers/<performer_id>/life",
    Permission.LIFE_RECORD,
    {201: Recorded},
    {JSON: LifeToRecord},
    conflicts=True,
)
def record_life(performer_id: str) -> tuple[Recorded, int, dict[str, str]]:
    """Put a birth date or a death on record, or that a death on record was none; consents are judged anew at once."""
    desk().lives.require_recorder(who(), performer_id)  # before anything is said of what was sent
    said = body(LifeToRecord)
    event = desk().lives.record(
        who(), performer_id, said.kind, None if said.day is None else date.fromisoformat(said.day), said.proof
    )
    return shown(event), 201, {}


def shown(event: LifeEvent) -> Recorded:
    day = None if event.day is None else event.day.isoformat()
    return Recorded(
        id=event.id,
        kind=event.kind,
        day=day,
        proof=event.proof,
        union=event.union_id,
        recorded_at=event.recorded_at.isoformat(),
    )
