"""`likeness backup` and `likeness restore`."""

from pathlib import Path

import click

from consent.ledger import LedgerError
from registry import backup as backups
from registry.cli.common import at_desk, clear_errors, keep_private, settings
from registry.cli.files import FILE, InputError


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Copy the database into one file, while the instance goes on working.

    The performers' template keys are not in it, on purpose: keep the key store folder by other means, and let nobody
    keep both in one place. The instance's own key is not in it either.
    """
    with clear_errors():
        config = settings()
        keep_private(config)
        try:
            copied = backups.backup(config, target)
        except (backups.BackupError, LedgerError) as error:
            raise InputError(str(error)) from error
    click.echo(f"{target}: {copied.entries} ledger entries, head {copied.head}", err=True)


@click.command()
@click.argument("source", type=FILE, required=False)
@click.option("--in-place", is_flag=True, help="The database was put back already, by its own tools (pg_restore).")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(source: Path | None, in_place: bool, yes: bool) -> None:
    """Put a backup in the place of the instance's database. Stop the server and its workers first.

    An older database is refused unless it was put back by this command, and that goes on record: whoever kept a later head
    of the ledger sees what was given up. Whoever was forgotten since stays forgotten: their templates cannot be read, and
    the loss is reported.
    """
    if (source is None) is not in_place:
        raise click.UsageError("Name a backup, or say --in-place where the database was put back already.")
    if not yes:
        click.confirm("Everything recorded since that backup will be gone. Go on?", abort=True, err=True)
    with clear_errors():
        config = settings()
        keep_private(config)
        try:
            copied = backups.restored_in_place(config) if source is None else backups.restore(config, source)
        except (backups.BackupError, LedgerError) as error:
            raise InputError(str(error)) from error
    click.echo(f"Restored {copied.entries} ledger entries, head {copied.head}", err=True)
    with at_desk() as desk:
        for loss in desk.gallery.load().losses:
            click.echo(f"Coverage lost: {loss.performer_id}, {loss.templates} templates cannot be read", err=True)
