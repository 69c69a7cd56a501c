"""Long lists on the command line: what narrows them, and the way to their other pages."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from registry.cli.common import emit
from registry.core.paging import ListPage
from registry.core.texts import say

Command = TypeVar("Command", bound=Callable[..., object])

MOST = 1000
"""Rows that are printed at once."""


def paged(command: Command) -> Command:
    """The options `--search`, `--limit` and `--page`."""
    command = click.option(
        "--page", default=None, help="Another page: the name printed with the page before or after it."
    )(command)
    command = click.option(
        "--limit", type=click.IntRange(1, MOST), default=MOST, show_default=True, help="How many to print."
    )(command)
    return click.option("--search", default="", help="Only rows with these words.")(command)


def emit_page(page: ListPage[Any], facts: Callable[[Any], dict[str, Any]], as_json: bool) -> None:
    """The rows on standard output; on standard error how many there are in all, and how to get at the next, if these are
    not all of them."""
    emit([facts(row) for row in page.rows], as_json)
    if page.count > len(page.rows):
        click.echo(say("list-count", **page.counted), err=True)
    if page.next:
        click.echo(f"--page '{page.next}'", err=True)
