"""`likeness schema`: the JSON Schemas of the papers that go in and come out. Needs no instance."""

import click

from registry.cli.files import print_json
from registry.core.texts import say
from registry.productions.schemas import SCHEMAS


@click.command()
@click.argument("name", required=False, type=click.Choice(sorted(SCHEMAS)))
def schema(name: str | None) -> None:
    """Print the JSON Schema of NAME; without one, list what there is."""
    if name is None:
        for known in sorted(SCHEMAS):
            click.echo(f"{known:12} {say(f'schema-{known}')}")
    else:
        print_json(SCHEMAS[name]())
