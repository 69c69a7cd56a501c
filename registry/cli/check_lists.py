"""`likeness report checks` and `likeness report refusals`: the lists of the pages, for people and for programs."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from registry.checks.lists import ANSWERS, NEWEST, SORTS, STATES
from registry.checks.shown import listed
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import InputError, print_json
from registry.core.paging import SIZE, PageOf, PageRequest
from registry.core.texts import say

Command = TypeVar("Command", bound=Callable[..., object])

MOST = 1000
"""Rows that are printed at once."""


def whose_option(command: Command) -> Command:
    for name, of in (
        ("union", "that touch this union"),
        ("performer", "that found this performer"),
        ("production", "of this production"),
    ):
        command = click.option(f"--{name}", metavar="ID", help=f"Only checks {of}.")(command)
    return command


def _whose(production: str | None, performer: str | None, union: str | None) -> PageOf:
    if sum(one is not None for one in (production, performer, union)) > 1:
        raise InputError("Give at most one of --production, --performer and --union")
    return PageOf(production, performer, union)


@click.command()
@whose_option
@click.option(
    "--search", default="", help="Words of the file's name, the unit or the ID; of the production, for others."
)
@click.option("--verdict", type=click.Choice(ANSWERS), default=None)
@click.option("--state", type=click.Choice(STATES), default=None)
@click.option(
    "--clause",
    default="",
    help="Only checks that this clause kept from being cleared; needs --union, --performer or --production.",
)
@click.option("--sort", type=click.Choice(SORTS), default=NEWEST, show_default=True)
@click.option("--limit", type=click.IntRange(1, MOST), default=SIZE, show_default=True, help="How many to print.")
@click.option("--page", default=None, help="Another page: the name printed with the page before or after it.")
@acting_option
@json_option
def checks(
    production: str | None, performer: str | None, union: str | None, search: str, verdict: str | None,
    state: str | None, clause: str, sort: str, limit: int, page: str | None, email: str, as_json: bool,
) -> None:  # fmt: skip
    """List checks, as far as this account may see them."""
    of = _whose(production, performer, union)
    chosen = {"verdict": verdict or "", "state": state or "", "clause": clause}
    with at_desk() as desk:
        found = desk.check_lists.page(acting(desk, email), of, PageRequest(page, search, sort, chosen), limit)
    made = listed(found).model_dump(mode="json")
    if as_json:
        print_json(made)
        return
    names = ("check", "title", "file", "unit", "requested_at", "state", "status", "verdict", "over")
    emit([{name: row[name] for name in names} for row in made["checks"]], as_json=False)
    click.echo(say("list-count", more="yes" if found.more else "no", count=found.count), err=True)
    if found.next:
        click.echo(f"--page '{found.next}'", err=True)


@click.command()
@whose_option
@click.option("--clause", default="", help="Only this clause, with the checks that it concerns.")
@acting_option
@json_option
def refusals(
    production: str | None, performer: str | None, union: str | None, clause: str, email: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Which clauses kept how many checks from being cleared, within what this account may see."""
    of = _whose(production, performer, union)
    if of == PageOf():
        raise InputError("Give one of --production, --performer and --union")
    with at_desk() as desk:
        who = acting(desk, email)
        counted = desk.check_lists.refused(who, of)
        rows: list[dict[str, Any]] = [
            {"clause": one.clause, "verdict": one.verdict, "checks": one.checks}
            for one in counted
            if clause in ("", one.clause)
        ]
        under = [] if not clause else _under(desk, who, of, clause)
    if as_json:
        print_json({"refusals": rows} | ({"checks": under} if clause else {}))
    else:
        emit(rows, as_json=False)
        for check_id in under:
            click.echo(f"  {check_id}")


def _under(desk: Any, who: Any, of: PageOf, clause: str) -> list[str]:
    """The ids of every check that a clause concerns, the newest first."""
    found: list[str] = []
    asked = PageRequest(chosen={"clause": clause})
    while True:
        page = desk.check_lists.page(who, of, asked, MOST)
        found += [row.id for row in page.rows]
        if page.next is None:
            return found
        asked = PageRequest(page.next, chosen={"clause": clause})
