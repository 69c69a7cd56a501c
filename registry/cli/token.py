"""`likeness token`: access tokens of the acting account, for pipelines."""

from typing import Any

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.paging import emit_page, paged
from registry.core.paging import PageRequest
from registry.people.accounts.tokens import LONGEST_DAYS, USUAL_DAYS, TokenView


@click.group()
def token() -> None:
    """Access tokens, with which a program acts as your account."""


@token.command()
@click.argument("label")
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), default=USUAL_DAYS, show_default=True)
@acting_option
@json_option
def add(label: str, days: int, email: str, as_json: bool) -> None:
    """Make a token; its secret is printed this once. LABEL says what it is for."""
    with at_desk() as desk:
        made, secret = desk.tokens.create(acting(desk, email), label, days)
        emit(_facts(made) | {"secret": secret}, as_json)


@token.command("list")
@click.option("--everybody", is_flag=True, help="All that are in force, whoever has them (for an administrator).")
@paged
@acting_option
@json_option
def list_tokens(everybody: bool, search: str, limit: int, page: str | None, email: str, as_json: bool) -> None:
    """Your tokens, the latest first."""
    asked = PageRequest(page, search, chosen={"state": "in_force"} if everybody else {})
    with at_desk() as desk:
        found = desk.tokens.page(acting(desk, email), asked, limit, everybodys=everybody)
        emit_page(found, _facts, as_json)


@token.command()
@click.argument("token_id", metavar="TOKEN")
@acting_option
@json_option
def revoke(token_id: str, email: str, as_json: bool) -> None:
    """End a token, at once: one of yours, or, as an administrator, anybody's."""
    with at_desk() as desk:
        emit(_facts(desk.tokens.revoke(acting(desk, email), token_id)), as_json)


def _facts(view: TokenView) -> dict[str, Any]:
    return {
        "token": view.id,
        "account": view.account,
        "label": view.label,
        "state": view.state,
        "created": view.created_at.date().isoformat(),
        "expires": view.expires_at.isoformat(),
        "last_used": view.last_used_on.isoformat() if view.last_used_on else None,
    }
