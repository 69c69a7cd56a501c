"""Offices on the command line: what the commands of accounts, unions and productions share."""

from typing import Any

import click

from registry.cli.files import InputError
from registry.desk import Desk
from registry.people.accounts.holders import Holder
from registry.records.tables.accounts import Account

LAST = click.option(
    "--last", is_flag=True, help="End it even if nobody is left; then only the administrator can appoint somebody new."
)


def account_named(desk: Desk, address: str) -> Account:
    """The account with this address. Raises `InputError`."""
    account = desk.accounts.by_email(address)
    if account is None:
        raise InputError(f"{address}: there is no such account")
    return account


def holder_facts(holder: Holder) -> dict[str, Any]:
    return {
        "account": holder.account_id,
        "name": holder.name,
        "office": holder.office,
        "since": holder.since.date().isoformat(),
        "disabled": holder.disabled,
    }
