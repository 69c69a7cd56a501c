"""`likeness dispute`: two records that claim one likeness: say what you found, and object to what was."""

from typing import Any

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.people.disputes.claims import DisputeOutcome
from registry.people.disputes.service import DisputeView


@click.group()
def dispute() -> None:
    """Disputes about a likeness: list them, record what you found, object to a finding."""


@dispute.command("list")
@acting_option
@json_option
def list_disputes(email: str, as_json: bool) -> None:
    """Disputes that wait for your finding, and findings to which you may still object."""
    with at_desk() as desk:
        who = acting(desk, email)
        emit([_facts(one) for one in (*desk.disputes.waiting(who), *desk.disputes.found_in(who))], as_json)


@dispute.command()
@click.argument("dispute_id", metavar="DISPUTE")
@click.argument("outcome", type=click.Choice([str(outcome) for outcome in DisputeOutcome]))
@acting_option
@json_option
def speak(dispute_id: str, outcome: str, email: str, as_json: bool) -> None:
    """Record what you found, for your union or as a neutral reviewer.

    Nothing is carried out before both sides' unions agree (or a neutral reviewer is among those who do), both sides were
    told, and the period for objections (LIKENESS_OBJECTION_DAYS) is over.
    """
    with at_desk() as desk:
        emit(_facts(desk.disputes.speak(acting(desk, email), dispute_id, outcome)), as_json)


@dispute.command("object")
@click.argument("dispute_id", metavar="DISPUTE")
@click.option("--for", "side", metavar="PERFORMER", required=True, help="The side that you object for.")
@acting_option
@json_option
def object_to(dispute_id: str, side: str, email: str, as_json: bool) -> None:
    """Object to a finding: it is not carried out, and other people look into it again. Each side may object once."""
    with at_desk() as desk:
        emit(_facts(desk.disputes.object(acting(desk, email), dispute_id, side)), as_json)


def _facts(view: DisputeView) -> dict[str, Any]:
    until = view.objections_until
    return {
        "dispute": view.id,
        "first": view.first,
        "claimant": view.claimant,
        "found": view.finding,
        "objections_until": until.isoformat() if until is not None else None,
        "speaks": view.speaks,
        "may_object_for": list(view.sides),
    }
