"""The database's schema: which migration it stands at, bringing it to the newest, refusing to work on an older one.

Alembic is configured here, in code: `migrations/` holds the steps, nothing holds an address or a secret. It is imported
where the schema moves: whether it is the newest is asked at every start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from registry.core.database import Database
from registry.core.shipped import shipped

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = shipped("migrations")


class SchemaOutdated(RuntimeError):
    """The database is not at the schema that this program needs; the text says what to do."""


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _transaction(db: Database) -> Iterator[Connection]:
    # SQLite, too, takes all the steps or none: the engine begins the transaction itself, with the write lock
    with db.engine.execution_options(write=True).begin() as connection:
        yield connection


def _nothing(_connection: Connection) -> None:
    return None


def upgrade(
    db: Database,
    revision: str = "head",
    *,
    before: Callable[[Connection], None] = _nothing,
    after: Callable[[Connection], None] = _nothing,
) -> None:
    """Brings the schema to a revision, in one transaction with what is done before and after it."""
    from alembic import command

    with _transaction(db) as connection:
        before(connection)
        command.upgrade(_config(connection), revision)
        after(connection)


def downgrade(db: Database, revision: str) -> None:
    """Takes the schema back to a revision, in one transaction. Records in tables that go are lost."""
    from alembic import command

    with _transaction(db) as connection:
        command.downgrade(_config(connection), revision)


def current(db: Database) -> str | None:
    """The revision at which the database stands; None for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def revisions() -> list[str]:
    """Every revision, the oldest first."""
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return [step.revision for step in reversed(list(steps))]


def newest() -> str:
    """The newest revision: each step's file is called as its revision is, and they are numbered."""
    return max(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def differences(connection: Connection) -> list[str]:
    """What a database has that this program's tables have not, or lacks: a table, a column, a key, an index."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from registry.records.tables import Base

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = compare_metadata(context, Base.metadata)
    return [str(change[0] if isinstance(change, tuple) else change[0][0]) for change in found]


def require_newest(db: Database) -> None:
    """Raises `SchemaOutdated` unless the database stands at the newest revision."""
    found, needed = current(db), newest()
    if found == needed:
        return
    if found is None:
        raise SchemaOutdated("There is no instance here yet. Run: likeness init")
    if found in revisions():
        raise SchemaOutdated(f"The database is at {found}, this program needs {needed}. Run: likeness init")
    raise SchemaOutdated(f"The database is at {found}, which this program does not know. Install the newer program.")
