"""`likeness production`: productions and the agreements that they work under."""

from datetime import datetime
from typing import Any

import click

from consent import terms
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.offices import LAST, account_named, holder_facts
from registry.core.permissions import Identity
from registry.desk import Desk
from registry.records.tables.productions import Production


@click.group()
def production() -> None:
    """Productions: register, list, show; confirm the agreements that they declare."""


@production.command()
@click.option("--title", required=True)
@click.option("--company", required=True)
@click.option("--kind", type=click.Choice(terms.PRODUCTION_KINDS), required=True)
@click.option("--commissioner", type=click.Choice(terms.COMMISSIONERS), default="other", show_default=True)
@click.option("--agreement", "agreements", multiple=True, type=click.Choice(terms.UNION_AGREEMENTS))
@click.option("--photography-start", type=click.DateTime(["%Y-%m-%d"]), help="First day of photography.")
@click.option("--jurisdiction", metavar="PLACE", help="ISO 3166, such as US-CA.")
@click.option("--time-zone", default="UTC", show_default=True, help="In which its days begin and end.")
@acting_option
@json_option
def add(photography_start: datetime | None, email: str, as_json: bool, **given: Any) -> None:
    """Register a production; the acting account becomes its first member."""
    with at_desk() as desk:
        who = acting(desk, email)
        start = photography_start.date() if photography_start else None
        made = desk.productions.create(who, photography_start=start, **given)
        emit(_facts(made) | {"agreements": list(given["agreements"])}, as_json)


@production.command("list")
@acting_option
@json_option
def list_productions(email: str, as_json: bool) -> None:
    """The productions that the account works for, and those under agreements of its unions."""
    with at_desk() as desk:
        emit([_facts(made) for made in desk.productions.list_for(acting(desk, email))], as_json)


@production.command()
@click.argument("production_id", metavar="PRODUCTION")
@acting_option
@json_option
def show(production_id: str, email: str, as_json: bool) -> None:
    """A production with its agreements."""
    with at_desk() as desk:
        who = acting(desk, email)
        emit(_facts(desk.productions.get(who, production_id)) | _agreements(desk, who, production_id), as_json)


@production.command()
@click.argument("production_id", metavar="PRODUCTION")
@click.argument("agreement", type=click.Choice(terms.UNION_AGREEMENTS))
@acting_option
@json_option
def confirm(production_id: str, agreement: str, email: str, as_json: bool) -> None:
    """Confirm, for the agreement's union, that the production works under it."""
    with at_desk() as desk:
        who = acting(desk, email)
        desk.productions.confirm_agreement(who, production_id, agreement)
        emit({"id": production_id} | _agreements(desk, who, production_id), as_json)


@production.command()
@click.argument("production_id", metavar="PRODUCTION")
@acting_option
@json_option
def members(production_id: str, email: str, as_json: bool) -> None:
    """Who works for the production, and who approves for it from outside."""
    with at_desk() as desk:
        emit([holder_facts(one) for one in desk.holders.of_production(acting(desk, email), production_id)], as_json)


@production.command("end-member")
@click.argument("production_id", metavar="PRODUCTION")
@click.argument("address", metavar="EMAIL")
@LAST
@acting_option
def end_member(production_id: str, address: str, last: bool, email: str) -> None:
    """End somebody's part in the production: of a member another member does, of the commissioner's contact and counsel an
    administrator. They and the members are told."""
    with at_desk() as desk:
        desk.holders.end_production(acting(desk, email), account_named(desk, address).id, production_id, last=last)


def _facts(made: Production) -> dict[str, Any]:
    return {"id": made.id, "title": made.title, "company": made.company, "kind": made.kind}


def _agreements(desk: Desk, who: Identity, production_id: str) -> dict[str, Any]:
    rows = desk.productions.agreements(who, production_id)
    return {"agreements": {row.agreement: "confirmed" if row.confirmed_at else "declared" for row in rows}}
