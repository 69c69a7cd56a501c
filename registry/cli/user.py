"""`likeness user`: accounts and the offices that they hold."""

from typing import Any

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.instance import ask_password
from registry.cli.offices import LAST, account_named
from registry.cli.paging import emit_page, paged
from registry.core.paging import PageRequest
from registry.core.permissions import Permission, require
from registry.people.accounts.offices import Office
from registry.people.accounts.service import PRODUCTION_ROLES
from registry.people.accounts.shown import me
from registry.records.tables.accounts import Account


@click.group()
def user() -> None:
    """Accounts: open, list, show, and give them an office."""


@user.command()
@click.argument("address", metavar="EMAIL")
@click.option("--name", required=True, help="The person's name.")
@click.option("--administrator", is_flag=True, help="May run the instance, and hold no other office.")
@click.option("--union", "unions", multiple=True, metavar="UNION", help="A union that the account acts for.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--no-password", is_flag=True, help="No letter either; the account acts on the command line.")
@acting_option
@json_option
def add(
    address: str,
    name: str,
    administrator: bool,
    unions: tuple[str, ...],
    password_stdin: bool,
    no_password: bool,
    email: str,
    as_json: bool,
) -> None:
    """Open an account (an administrator does). Its owner gets a letter with a link, and chooses the password."""
    with at_desk() as desk:
        who = acting(desk, email)
        require(who, Permission.INSTANCE_ADMINISTER)
        password = ask_password(from_stdin=True) if password_stdin else None
        account = desk.accounts.create(who, address, name, password, administrator=administrator, unions=unions)
        if not (password_stdin or no_password):
            desk.requests.welcome(who, account.id)
        _print_outcome(
            not desk.offers.waiting(desk.accounts.identity(account.id)), address
        )  # a second union is offered
        emit(_facts(account), as_json)


@user.command()
@click.argument("address", metavar="EMAIL")
@click.option("--union", metavar="UNION", help="A union that the account acts for from now on.")
@click.option("--production", metavar="PRODUCTION", help="A production that it has a --role in from now on.")
@click.option("--role", type=click.Choice(PRODUCTION_ROLES), default="member", show_default=True)
@acting_option
def grant(address: str, union: str | None, production: str | None, role: str, email: str) -> None:
    """Give an account an office.

    Representatives of a union and members of a production bring in others. An administrator appoints a union's first
    representative, and a production's commissioner's contact and counsel.

    A second office is offered only, and so is membership of a production: it counts once the account has accepted it
    (likeness user accept, or the start page).
    """
    if union is None and production is None:
        raise click.UsageError("Say which office: --union or --production.")
    with at_desk() as desk:
        who = acting(desk, email)
        account = account_named(desk, address)
        if union is not None:
            _print_outcome(desk.accounts.grant_union(who, account.id, union), address)
        if production is not None:
            _print_outcome(desk.accounts.grant_production(who, account.id, production, role), address)


@user.command()
@acting_option
@json_option
def offers(email: str, as_json: bool) -> None:
    """Offices that were offered to you: accept or decline them."""
    with at_desk() as desk:
        rows = [
            {"offer": one.id, "office": one.office, "of": one.of, "name": one.name, "by": one.by,
             "lapses": one.lapses_at.date().isoformat()}
            for one in desk.offers.waiting(acting(desk, email))
        ]  # fmt: skip
        emit(rows, as_json)


@user.command()
@click.argument("offer_id", metavar="OFFER")
@acting_option
def accept(offer_id: str, email: str) -> None:
    """Accept an office that you were offered."""
    with at_desk() as desk:
        desk.offers.accept(acting(desk, email), offer_id)


@user.command()
@click.argument("offer_id", metavar="OFFER")
@acting_option
def decline(offer_id: str, email: str) -> None:
    """Decline an office that you were offered."""
    with at_desk() as desk:
        desk.offers.decline(acting(desk, email), offer_id)


@user.command("lay-down")
@click.argument("office", type=click.Choice([str(Office.UNION), str(Office.NEUTRAL), *PRODUCTION_ROLES]))
@click.argument("of", required=False, default="")
@LAST
@acting_option
def lay_down(office: str, of: str, last: bool, email: str) -> None:
    """Step down from an office of yours, with immediate effect. OF: the union, or the production."""
    with at_desk() as desk:
        desk.offers.lay_down(acting(desk, email), office, of, last=last)


@user.command()
@click.option("--end", is_flag=True, help="Sign out everywhere.")
@acting_option
@json_option
def sessions(end: bool, email: str, as_json: bool) -> None:
    """The browsers in which the acting account is signed in."""
    with at_desk() as desk:
        who = acting(desk, email)
        if end:
            click.echo(f"Ended: {desk.sessions.end_own(who)}", err=True)
        rows = [
            {"session": one.id, "browser": one.browser, "address": one.address, "began": one.began_at.isoformat(),
             "seen": one.seen_at.isoformat()}
            for one in desk.sessions.own(who)
        ]  # fmt: skip
        emit(rows, as_json)


@user.command()
@click.argument("address", metavar="EMAIL")
@acting_option
def disable(address: str, email: str) -> None:
    """Stop an account, at once."""
    with at_desk() as desk:
        desk.accounts.disable(acting(desk, email), account_named(desk, address).id)


@user.command()
@click.argument("address", metavar="EMAIL")
@acting_option
def enable(address: str, email: str) -> None:
    """Let a stopped account act again."""
    with at_desk() as desk:
        desk.accounts.enable(acting(desk, email), account_named(desk, address).id)


@user.command("reset-second-factor")
@click.argument("address", metavar="EMAIL")
@acting_option
def reset_second_factor(address: str, email: str) -> None:
    """Turn off somebody's second factor, who lost telephone and recovery codes. First make sure that it is they who ask."""
    with at_desk() as desk:
        desk.factors.reset(acting(desk, email), account_named(desk, address).id)


@user.command("list")
@paged
@acting_option
@json_option
def list_users(search: str, limit: int, page: str | None, email: str, as_json: bool) -> None:
    """Every account, by name."""
    with at_desk() as desk:
        emit_page(desk.accounts.page(acting(desk, email), PageRequest(page, search), limit), _facts, as_json)


@user.command()
@acting_option
@json_option
def show(email: str, as_json: bool) -> None:
    """The acting account and its ties."""
    with at_desk() as desk:
        emit(me(acting(desk, email)).model_dump(), as_json)


def _print_outcome(granted: bool, address: str) -> None:
    if not granted:
        click.echo(
            f"Offered to {address}: it counts once they accept it. See: likeness user offers --as {address}", err=True
        )


def _facts(account: Account) -> dict[str, Any]:
    return {
        "account": account.id,
        "email": account.email,
        "name": account.name,
        "administrator": account.is_administrator,
        "disabled": account.disabled_at is not None,
    }
