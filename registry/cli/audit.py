"""`likeness audit`: check the ledger, hand it out."""

import json
from pathlib import Path

import click

from consent.ledger import LedgerError
from registry.audit.service import Audit
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import write_json

BROKEN = 6


@click.group()
def audit() -> None:
    """The ledger: every state change, chained by hash."""


@audit.command()
@json_option
def verify(as_json: bool) -> None:
    """Walk the whole chain, and compare the records with it.

    Exit status: 0 whole, 6 altered (the first bad entry, or the records that say something else, are named), 2 no
    instance.
    """
    with at_desk() as desk:
        try:
            head = Audit(desk.db).verify()
        except LedgerError as error:
            emit({"whole": False, "entry": error.index, "what": error.what}, as_json)
            raise SystemExit(BROKEN) from error
        if altered := Audit(desk.db).altered_records():
            emit({"whole": False, "records": altered, "what": "altered"}, as_json)
            raise SystemExit(BROKEN)
        emit({"whole": True, "entries": head.index + 1, "head": head.hash}, as_json)


@audit.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the list.")
def status(out: Path) -> None:
    """Write the signed list of the receipts that no longer count, for `likeness verify --status`.

    Needs no account: it names receipts by their ids and nothing else. It holds for an hour.
    """
    with at_desk() as desk:
        desk.redecider.run_due()
        content = desk.status.stale_list()
        write_json(out, content)
        click.echo(f"{out}: {len(content['stale'])} stale, holds until {content['next_update']}", err=True)


@audit.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the file.")
def trust(out: Path) -> None:
    """Write this instance's public key as a trust file, for `likeness verify --trust`.

    Needs no account. Whoever relies on receipts gets it once, from somebody they know, and keeps a copy of their own.
    """
    with at_desk() as desk:
        content = desk.instance_key.trust()
        write_json(out, content)
        click.echo(f"{out}: {content['keys'][0]['fingerprint']}", err=True)


@audit.command()
@acting_option
def export(email: str) -> None:
    """Print every entry as JSON, a line each, oldest first: enough to verify the chain elsewhere."""
    with at_desk() as desk:
        for entry in Audit(desk.db).entries(acting(desk, email)):
            click.echo(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
