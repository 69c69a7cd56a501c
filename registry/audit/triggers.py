"""What writes along: a trigger or rule would change what the program writes, and be bound with it."""

from sqlalchemy import Connection, text

from registry.errors import RecordsAltered

_SQLITE = text("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1")
_POSTGRESQL = text(
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
    "UNION ALL SELECT rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class "
    "WHERE relnamespace = current_schema()::regnamespace LIMIT 1"
)


def require_none(connection: Connection) -> None:
    """Raises `RecordsAltered` where the database holds a trigger, a rule or a view: this program makes none."""
    found = connection.scalar(_SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL)
    if found is not None:
        raise RecordsAltered("schema", str(found), "unknown")
