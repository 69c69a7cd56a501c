"""`likeness conform`: carry the receipt of a checked proxy over to its master, where both show the same."""

from pathlib import Path

import click

from consent.spans import clock
from consent.verdicts import Exit
from registry.cli.common import acting, acting_option, at_desk, json_option
from registry.cli.files import InputError, print_json, write_json
from registry.core.texts import say


@click.command()
@click.argument("proxy", metavar="CHECK")
@click.argument("master", metavar="MASTER_CHECK")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the signed statement to this file.")
@acting_option
@json_option
def conform(proxy: str, master: str, out: Path | None, email: str, as_json: bool) -> None:
    """State where the file of MASTER_CHECK shows what that of CHECK shows, whose receipt counts.

    Exit status 0: the receipt is carried over, as long as it counts; verify both with `likeness verify --conform`. 3: it is not, and
    the statement says where and why. The master needs a receipt of its own then.
    """
    if out is not None and not out.absolute().parent.is_dir():
        raise InputError(f"{out.absolute().parent} is no folder")
    with at_desk() as desk:
        statement = desk.conforms.state(acting(desk, email), proxy, master)
    if out is not None:
        write_json(out, statement)
    if as_json:
        print_json(statement)
    else:
        click.echo(say("conform-not-carried" if statement["lacks"] else "conform-carried"))
        for name in statement["lacks"]:
            click.echo(f"  {say(f'conform-lacks-{name}')}")
        for name in ("agrees", "differs"):
            times = [f"{clock(span['start_ms'])}–{clock(span['end_ms'])}" for span in statement[name]]
            if times:
                click.echo(f"  {say(f'conform-{name}')}: {', '.join(times)}")
    raise SystemExit(Exit.NOT_YET if statement["lacks"] else Exit.CLEARED)
