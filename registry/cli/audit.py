"""`likeness audit`: check the ledger and everything that it binds, hand it out."""

import json
from pathlib import Path
from typing import Any

import click

from consent.head import HEAD_TYPE, HeadError
from consent.ledger import Head, LedgerError
from consent.receipt import RECEIPT_TYPE
from registry.cli.common import acting, acting_option, at_desk, emit, json_option
from registry.cli.files import FILE, InputError, one_line, read_json, write_json
from registry.core.errors import RecordsAltered
from registry.desk import Desk

BROKEN = 6


@click.group()
def audit() -> None:
    """The ledger: every state change, chained by hash."""


@audit.command()
@click.option("--head", "seen", type=FILE, help="A signed head, or a receipt, that somebody kept: is it still in here?")
@json_option
def verify(seen: Path | None, as_json: bool) -> None:
    """Walk the whole chain, and compare every record with it.

    What was changed in the database, whatever it is, is named by table and key. That the whole database was exchanged
    shows against the copy of the head in the instance's folder, and against any head or receipt that was given out.

    Exit status: 0 whole, 6 altered (the first bad entry, or the records, are named), 2 no instance, or a head that this
    instance has not signed.
    """
    with at_desk() as desk:
        known = None if seen is None else _seen(desk, read_json(seen), seen)
        try:
            head = desk.audit.verify(known)
            altered = desk.audit.altered_records()
        except LedgerError as error:
            emit({"whole": False, "entry": error.index, "what": error.what}, as_json)
            raise SystemExit(BROKEN) from error
        except RecordsAltered as error:
            altered = [error]
        if altered:
            emit({"whole": False, "records": [str(place) for place in altered], "what": "altered"}, as_json)
            raise SystemExit(BROKEN)
        emit({"whole": True, "entries": head.index + 1, "head": head.hash}, as_json)


def _seen(desk: Desk, content: dict[str, Any], path: Path) -> Head:
    """The place in the ledger that a paper of this instance names. Raises `InputError`."""
    heads = desk.bindings.heads
    try:
        if content.get("type") == HEAD_TYPE:
            return heads.signed_here(content).head
        if content.get("type") == RECEIPT_TYPE:
            return heads.of_receipt(content)
    except HeadError as error:
        raise InputError(f"{one_line(path)}: {error}") from error
    raise InputError(f"{one_line(path)} is neither a signed head nor a receipt")


@audit.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the head.")
def head(out: Path) -> None:
    """Write the signed head: how far the ledger has come, and what all records are, in one line.

    Needs no account: it names nobody. Whoever keeps one (a union, each week) can tell later, with `likeness audit verify
    --head`, whether anything before it was changed since, even if whoever runs the instance changed all of it.
    """
    with at_desk() as desk:
        content = desk.audit.head()
        write_json(out, content)
        click.echo(f"{out}: entry {content['index']}, {content['hash']}", err=True)


@audit.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the list.")
def status(out: Path) -> None:
    """Write the signed list of the receipts that no longer count, for `likeness verify --status`.

    Needs no account: it names receipts by their ids and nothing else. It holds for an hour.
    """
    with at_desk() as desk:
        desk.redecider.run_some()  # what is not decided again by then is on the list
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
        for entry in desk.audit.entries(acting(desk, email)):
            click.echo(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
