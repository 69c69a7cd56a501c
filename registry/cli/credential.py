"""`likeness credential`: write Content Credentials into a cleared file, or beside it."""

import os
import shutil
from pathlib import Path

import click

from registry.cli.common import acting, acting_option, at_desk, json_option
from registry.cli.files import FILE, InputError, one_line, print_json, write_json
from registry.core.texts import say


@click.command()
@click.argument("check_id", metavar="CHECK")
@click.argument("file", type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the result goes.")
@click.option("--sidecar", is_flag=True, help="Write the manifest alone, to lie beside the file (.c2pa).")
@click.option(
    "--statement",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the signed statement to this file, for likeness verify --credential.",
)
@acting_option
@json_option
def credential(
    check_id: str, file: Path, out: Path, sidecar: bool, statement: Path | None, email: str, as_json: bool
) -> None:
    """Write a signed manifest into FILE, which CHECK cleared and whose receipt counts.

    It says which decision cleared the file, until when, and where to ask. FILE stays as it is; --out is a new file. Exit status 0:
    it was written; 2: it was not, and why.
    """
    for target in filter(None, (out, statement)):
        if not target.absolute().parent.is_dir():
            raise InputError(f"{one_line(target.absolute().parent)} is no folder")
    if out.exists():
        raise InputError(f"{one_line(out)} exists already; nothing is replaced")
    with at_desk() as desk, file.open("rb") as source:
        found = desk.credentials.write(acting(desk, email), check_id, source, beside=sidecar)
        part = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            with found.file, part.open("xb") as target_file:
                shutil.copyfileobj(found.file, target_file)
                target_file.flush()
                os.fsync(target_file.fileno())
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    if statement is not None:
        write_json(statement, found.statement)
    if as_json:
        print_json(found.statement)
    else:
        signer = found.statement["signer"]
        message = "credential-done-trusted" if signer["listed"] else "credential-done"
        click.echo(say(message, file=one_line(out), signer=signer["name"]))
