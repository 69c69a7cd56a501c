"""`likeness union`: unions, their agreements, keys and members."""

from typing import Any

import click

from consent import terms
from registry.cli.common import acting, acting_option, at_desk, emit, json_option, public_key
from registry.cli.offices import LAST, account_named, holder_facts
from registry.cli.paging import emit_page, paged
from registry.cli.union_terms import floor, strike
from registry.core.paging import PageRequest
from registry.records.tables.unions import Union


@click.group()
def union() -> None:
    """Unions: register, list, show; their agreements, keys and members."""


@union.command()
@click.argument("union_id", metavar="UNION")
@click.option("--name", required=True, help="The union's name.")
@click.option("--contact", default="", help="The contact that productions are given.")
@click.option("--calendar", default="US", show_default=True, help="Country or subdivision of its business days.")
@click.option(
    "--agreement",
    "agreements",
    multiple=True,
    type=click.Choice(terms.UNION_AGREEMENTS),
    help="An agreement, as the rules name it, under which it countersigns.",
)
@acting_option
@json_option
def add(
    union_id: str, name: str, contact: str, calendar: str, agreements: tuple[str, ...], email: str, as_json: bool
) -> None:
    """Register a union (an administrator does)."""
    with at_desk() as desk:
        who = acting(desk, email)
        made = desk.unions.create(who, union_id, name, contact, calendar, agreements)
        emit(_facts(made) | {"agreements": sorted(desk.unions.agreements(made.id))}, as_json)


@union.command("list")
@json_option
def list_unions(as_json: bool) -> None:
    """Every union."""
    with at_desk() as desk:
        emit([_facts(made) for made in desk.unions.list()], as_json)


@union.command()
@click.argument("union_id", metavar="UNION")
@json_option
def show(union_id: str, as_json: bool) -> None:
    """A union with its agreements and keys."""
    with at_desk() as desk:
        facts = _facts(desk.unions.get(union_id))
        facts["agreements"] = sorted(desk.unions.agreements(union_id))
        facts["keys"] = [key.fingerprint for key in desk.unions.keys(union_id)]
        emit(facts, as_json)


@union.command("add-key")
@click.argument("union_id", metavar="UNION")
@click.argument("key", metavar="KEY")
@acting_option
@json_option
def add_key(union_id: str, key: str, email: str, as_json: bool) -> None:
    """Register a public key (or the public half of a key file) with which the union countersigns."""
    with at_desk() as desk:
        added = desk.unions.add_key(acting(desk, email), union_id, public_key(key))
        emit({"union": union_id, "fingerprint": added.fingerprint}, as_json)


@union.command()
@click.argument("union_id", metavar="UNION")
@paged
@acting_option
@json_option
def members(union_id: str, search: str, limit: int, page: str | None, email: str, as_json: bool) -> None:
    """Performers who claim or hold membership, by name."""
    with at_desk() as desk:
        found = desk.member_lists.page(acting(desk, email), union_id, PageRequest(page, search), limit)
        emit_page(found, lambda row: {"performer": row.id, "name": row.name, "confirmed": row.confirmed}, as_json)


@union.command("confirm-member")
@click.argument("union_id", metavar="UNION")
@click.argument("performer_id", metavar="PERFORMER")
@acting_option
def confirm_member(union_id: str, performer_id: str, email: str) -> None:
    """Confirm that a performer is a member."""
    with at_desk() as desk:
        desk.unions.confirm_membership(acting(desk, email), performer_id, union_id)


@union.command("end-member")
@click.argument("union_id", metavar="UNION")
@click.argument("performer_id", metavar="PERFORMER")
@acting_option
def end_member(union_id: str, performer_id: str, email: str) -> None:
    """End a performer's membership: the union does, or the performer (likeness performer leave).

    The union no longer sees the record. Consents in force and a confirmed identity stay; signed ones that wait for this union
    alone lapse; checks that rest on the membership are decided again.
    """
    with at_desk() as desk:
        desk.unions.end_membership(acting(desk, email), performer_id, union_id)


@union.command()
@click.argument("union_id", metavar="UNION")
@acting_option
@json_option
def representatives(union_id: str, email: str, as_json: bool) -> None:
    """Who acts for the union."""
    with at_desk() as desk:
        emit([holder_facts(one) for one in desk.holders.of_union(acting(desk, email), union_id)], as_json)


@union.command("end-representative")
@click.argument("union_id", metavar="UNION")
@click.argument("address", metavar="EMAIL")
@LAST
@acting_option
def end_representative(union_id: str, address: str, last: bool, email: str) -> None:
    """End somebody's office as representative (another representative does). They and the union are told."""
    with at_desk() as desk:
        desk.holders.end_union(acting(desk, email), account_named(desk, address).id, union_id, last=last)


union.add_command(strike)
union.add_command(floor)


def _facts(union: Union) -> dict[str, Any]:
    return {"union": union.id, "name": union.name, "contact": union.contact, "calendar": union.calendar}
