"""What writes along: a trigger or rule would change what the program writes, and be bound with it."""

from sqlalchemy import Connection, text

from registry.core.errors import RecordsAltered

_SQLITE = text("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')")
_POSTGRESQL = text(
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
    "UNION ALL SELECT rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class "
    "WHERE relnamespace = current_schema()::regnamespace"
)


def foreign_objects(connection: Connection) -> list[str]:
    """The names of all triggers, rules and views: this program makes none."""
    return list(connection.scalars(_SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL))


def require_none(connection: Connection) -> None:
    """Raises `RecordsAltered` where the database holds anything that could write along."""
    for name in foreign_objects(connection):
        raise RecordsAltered("schema", name, "unknown")
