"""`likeness cancel`: a check that is not wanted any more."""

import click

from registry.cli.common import acting, acting_option, at_desk, emit, json_option


@click.command()
@click.argument("check_id", metavar="CHECK")
@acting_option
@json_option
def cancel(check_id: str, email: str, as_json: bool) -> None:
    """End a check that waits or is being worked on. It is not decided, so its file must not be used; the copy of it is deleted."""
    with at_desk() as desk:
        desk.checks.cancel(acting(desk, email), check_id)
        emit({"check": check_id, "status": "cannot_decide"}, as_json)
