"""`likeness dev-ca`: a certificate to try Content Credentials with."""

from datetime import UTC, datetime
from pathlib import Path

import click

from registry.cli.common import clear_errors, emit, json_option
from registry.core.texts import say


@click.command("dev-ca")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@json_option
def dev_ca(folder: Path, as_json: bool) -> None:
    """Make an authority and a certificate for trying Content Credentials in DIR (no instance).

    They are marked as such, last 90 days, and nobody else trusts them. Nothing that exists is replaced.
    """
    from registry.ports.trial_authority import make

    with clear_errors():
        authority, chain, key = make(folder.absolute(), datetime.now(UTC))
    if as_json:
        emit({"authority": str(authority), "chain": str(chain), "key": str(key), "for": "trying only"}, True)
    else:
        click.echo(say("dev-ca-made", authority=str(authority), chain=str(chain), key=str(key)))
