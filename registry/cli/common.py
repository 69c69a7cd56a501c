"""What commands that work on an instance share: the desk, the acting account, answers, and errors with exit status 2."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from consent.canonical import to_base64url
from consent.keyfile import KeyFileError, read_public
from consent.ledger import LedgerError
from matching.reasons import Undecidable
from registry.cli.files import InputError, one_line, print_json
from registry.core.config import Config
from registry.core.errors import RecordsAltered, RegistryError
from registry.core.home import close_to_others
from registry.core.permissions import ANONYMOUS, Forbidden, Identity
from registry.core.refusals import in_words
from registry.core.texts import say
from registry.desk import Desk
from registry.ledger.upgrading import require_bound
from registry.records.schema import SchemaOutdated, require_newest


class AlteredError(InputError):
    """Records are not what the ledger says. Exit status 4: nothing can be decided on them."""

    exit_code = 4


acting_option = click.option("--as", "email", metavar="EMAIL", required=True, help="The account that acts.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@contextmanager
def at_desk() -> Iterator[Desk]:
    """The desk of the instance in $LIKENESS_HOME, which must stand at the newest schema.

    Whatever a service refuses becomes an `InputError` with its text.
    """
    with clear_errors():
        config = settings()
        if not config.database_url and not config.database.is_file():
            raise SchemaOutdated(f"There is no instance in {config.home}. Run: likeness init")
        keep_private(config)
        desk = Desk(config)
        try:
            require_newest(desk.db)
            require_bound(desk.db, desk.bindings.layout)
            yield desk
        finally:
            desk.close()


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turns what went wrong into one clear line and exit status 2."""
    try:
        yield
    except RecordsAltered as error:
        raise AlteredError(f"{in_words(error)} ({error})") from error
    except RegistryError as error:
        raise InputError(in_words(error)) from error
    except Undecidable as problem:
        raise InputError(say(problem.reason, **problem.params)) from problem
    except DBAPIError as error:
        raise InputError(f"The database cannot be used: {_of_database(error.orig)}") from error
    except sqlite3.Error as error:
        raise InputError(f"The database cannot be used: {_of_database(error)}") from error
    except (KeyFileError, LedgerError) as error:
        raise InputError(str(error)) from error
    except Forbidden as error:
        raise InputError(say("error-not-allowed", permission=error.permission)) from error
    except SchemaOutdated as error:
        raise InputError(str(error)) from error
    except OSError as error:
        raise InputError(f"{one_line(error.filename or 'A file')} cannot be used: {error.strerror}") from error


def _of_database(problem: BaseException | None) -> str:
    """What the driver says. SQLite keeps a journal beside its file, so that even reading needs a folder that it may write."""
    read_only = any(words in str(problem) for words in ("readonly", "unable to open database file"))
    return f"{problem}." + (" Is the instance's folder on a read-only disk, or another user's?" if read_only else "")


def keep_private(config: Config) -> None:
    """Closes the instance to everybody else on this machine, and says so where it was open. Raises `InputError`."""
    for path in close_to_others(config):
        click.echo(f"{one_line(path)} was open to others on this machine. It is its owner's alone now.", err=True)


def settings() -> Config:
    """The settings of the environment. Raises `InputError` naming the variable that cannot be."""
    try:
        return Config()
    except ValueError as error:
        raise InputError(str(error)) from error


def acting(desk: Desk, email: str) -> Identity:
    """Who the account with this address is, with its ties of this moment. Raises `InputError`."""
    account = desk.accounts.by_email(email)
    who = desk.accounts.identity(account.id) if account is not None else ANONYMOUS
    if who == ANONYMOUS:
        raise InputError(f"--as {email}: there is no such account, or it is disabled. See: likeness user list")
    return who


def public_key(source: str) -> str:
    """A public key (base64url): given as it is, or read from a key file, whose private half is not touched.

    Raises `InputError`.
    """
    path = Path(source)
    if not path.is_file():
        return source
    try:
        return to_base64url(read_public(path)[0])
    except KeyFileError as error:
        raise InputError(str(error)) from error


def emit(data: Mapping[str, Any] | Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """One JSON document, or the same for people: a line a fact, or a line a record."""
    if as_json:
        print_json(data)
    elif isinstance(data, Mapping):
        for name, value in data.items():
            click.echo(f"{name.replace('_', ' ')}: {_plain(value)}")
    else:
        if not data:
            click.echo(say("none-yet"), err=True)
        for row in data:
            click.echo("  ".join(_cell(name, value) for name, value in row.items()))


def _cell(name: str, value: Any) -> str:
    """One fact of a line: what holds is named, because no heading says what a yes is about."""
    return (name.replace("_", " ") if value else "-") if isinstance(value, bool) else _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, Mapping):
        return " ".join(f"{name}={_plain(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(part) for part in value) or "-"
    return str(value)
