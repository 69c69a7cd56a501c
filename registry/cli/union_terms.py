"""`likeness union strike` and `likeness union floor`: what a union alone can switch and set."""

import json
from typing import Any

import click

from consent import terms
from consent.document.floor import DIMENSIONS
from registry.approvals.strikes import MAY_REFUSE
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import InputError
from registry.records.tables.approvals import FloorTerm, Strike


@click.group()
def strike() -> None:
    """Strikes under a union's agreements."""


@strike.command()
@click.argument("agreement", type=click.Choice(terms.UNION_AGREEMENTS))
@click.option("--production", "production_id", metavar="PRODUCTION", help="Against this producer alone.")
@click.option("--every", is_flag=True, help="Against every production under the agreement.")
@click.option("--may-refuse", type=click.Choice(MAY_REFUSE), default="yes", show_default=True,
              help="Whether a performer may lawfully refuse to work.")  # fmt: skip
@acting_option
@json_option
def throw(agreement: str, production_id: str | None, every: bool, may_refuse: str, email: str, as_json: bool) -> None:
    """A strike under AGREEMENT begins now; receipts that it affects no longer count. Say whom it is against, so that it is
    never wider than was meant: --production, or --every."""
    if every == (production_id is not None):
        raise click.UsageError("Say whom the strike is against: either --production or --every.")
    with at_desk() as desk:
        emit(_strike(desk.strikes.throw(acting(desk, email), agreement, production_id, may_refuse)), as_json)


@strike.command()
@click.argument("strike_id", metavar="STRIKE")
@acting_option
@json_option
def lift(strike_id: str, email: str, as_json: bool) -> None:
    """The strike is over; what it blocked is decided again."""
    with at_desk() as desk:
        emit(_strike(desk.strikes.lift(acting(desk, email), strike_id)), as_json)


@strike.command("list")
@click.option("--union", "union_id", metavar="UNION")
@json_option
def list_strikes(union_id: str | None, as_json: bool) -> None:
    """Strikes, the latest first."""
    with at_desk() as desk:
        emit([_strike(one) for one in desk.strikes.list(union_id)], as_json)


@click.group()
def floor() -> None:
    """Floor terms: the widest that a union accepts in its members' consents."""


@floor.command("set")
@click.argument("union_id", metavar="UNION")
@click.argument("dimension", type=click.Choice(sorted(DIMENSIONS)))
@click.argument("value", metavar="JSON")
@click.option("--agreement", type=click.Choice(terms.UNION_AGREEMENTS), help="Under this agreement alone.")
@acting_option
@json_option
def set_floor(union_id: str, dimension: str, value: str, agreement: str | None, email: str, as_json: bool) -> None:
    """The widest that DIMENSION of a consent may be from now on, as JSON: 3, "notAllowed", ["en", "fr"]."""
    try:
        widest = json.loads(value)
    except ValueError as error:
        raise InputError(f"{value}: not JSON; write a word in quotes, a list in brackets") from error
    with at_desk() as desk:
        emit(_floor(desk.floors.set(acting(desk, email), union_id, dimension, widest, agreement)), as_json)


@floor.command("end")
@click.argument("floor_id", metavar="FLOOR")
@acting_option
def end_floor(floor_id: str, email: str) -> None:
    """The floor no longer holds for consents that are yet to be signed."""
    with at_desk() as desk:
        desk.floors.end(acting(desk, email), floor_id)


@floor.command("list")
@click.argument("union_id", metavar="UNION")
@json_option
def list_floors(union_id: str, as_json: bool) -> None:
    """The floor terms in force."""
    with at_desk() as desk:
        emit([_floor(one) for one in desk.floors.list(union_id)], as_json)


def _strike(one: Strike) -> dict[str, Any]:
    return {
        "id": one.id,
        "agreement": one.agreement,
        "production": one.production_id,
        "may_refuse": one.performer_may_refuse,
        "began_at": one.began_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
    }


def _floor(one: FloorTerm) -> dict[str, Any]:
    return {
        "id": one.id,
        "union": one.union_id,
        "agreement": one.agreement,
        "dimension": one.dimension,
        "widest": one.value,
    }
