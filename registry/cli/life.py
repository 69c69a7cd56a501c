"""`likeness performer record | life`: births and deaths, put on record and read."""

from datetime import datetime

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.lives.service import KINDS
from registry.records.tables.lives import LifeEvent

PERFORMER = click.argument("performer_id", metavar="PERFORMER")


@click.command("record")
@PERFORMER
@click.argument("kind", type=click.Choice([*KINDS]))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Of the birth or the death; leave it out with alive.")
@click.option("--proof", required=True, help='What you have seen: "death certificate seen on 3 May".')
@acting_option
@json_option
def record_life(performer_id: str, kind: str, day: datetime | None, proof: str, email: str, as_json: bool) -> None:
    """Put a birth date or a death on record, or correct a death that was recorded in error (alive).

    A union that confirmed the performer does, or the confirmed estate. Every consent is judged anew by the day of its
    signature.
    """
    with at_desk() as desk:
        event = desk.lives.record(acting(desk, email), performer_id, kind, day.date() if day else None, proof)
        emit(_facts(event), as_json)


@click.command()
@PERFORMER
@acting_option
@json_option
def life(performer_id: str, email: str, as_json: bool) -> None:
    """What is on record of a performer's birth and death, the latest first."""
    with at_desk() as desk:
        emit([_facts(event) for event in desk.lives.of(acting(desk, email), performer_id)], as_json)


def _facts(event: LifeEvent) -> dict[str, str | None]:
    day = None if event.day is None else event.day.isoformat()
    return {"performer": event.performer_id, "kind": event.kind, "day": day, "proof": event.proof}
