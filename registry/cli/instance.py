"""`likeness init`: makes an instance, or brings an existing one to the newest schema."""

import sys

import click

from registry.cli.common import clear_errors, keep_private, settings
from registry.cli.files import InputError
from registry.desk import Desk
from registry.ledger.upgrading import upgrade
from registry.records.schema import current


@click.command()
@click.option("--admin", "email", metavar="EMAIL", help="Open the first account: the administrator of the instance.")
@click.option("--name", default="Administrator", show_default=True, help="The administrator's name.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--link", is_flag=True, help="Print a link that works once, where the administrator chooses a password.")
def init(email: str | None, name: str, password_stdin: bool, link: bool) -> None:
    """Make an instance in $LIKENESS_HOME (default ./instance), or upgrade its database. Safe to repeat."""
    with clear_errors():
        config = settings()
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        config.keystore.mkdir(mode=0o700, exist_ok=True)
        keep_private(config)
        desk = Desk(config)
        try:
            before = current(desk.db)
            upgrade(desk.db, desk.bindings)
            after = current(desk.db)
            desk.instance_key.load_or_create()
            desk.instance_key.put_on_record()
            if before != after:
                click.echo(f"Database: {before or 'new'} -> {after}", err=True)
            if email is not None:
                password = None if link else ask_password(password_stdin)
                account = desk.accounts.create_first_administrator(email, name, password)
                click.echo(f"Administrator: {account.email}", err=True)
                if link:
                    click.echo(config.address + desk.requests.first_path(account.id))
        finally:
            desk.close()
    click.echo(f"Instance: {config.home}", err=True)


def ask_password(from_stdin: bool) -> str:
    """A new password, from standard input or asked for twice. It is never an argument: those show in process lists."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise InputError("--password-stdin: standard input holds no password")
        return password
    try:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    except click.Abort as error:
        raise InputError("No password was given. Where there is no terminal, pipe one in: --password-stdin") from error
