"""What SQLAlchemy has compiled for one test's database serves the next one's: all have the same tables.

Each test opens an engine of its own, whose cache of statements begins empty; compiling them anew was a fifth of the
processors' time of all tests of the registry.
"""

from typing import Any

import pytest
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

SIZE = 5000


def share(patch: pytest.MonkeyPatch) -> None:
    """All engines on SQLite share one cache from now on; one dialect, which is part of a statement's key, is like another."""
    shared: LRUCache[Any, Any] = LRUCache(SIZE)
    plain = Engine.__init__

    def opened(self: Engine, *arguments: Any, **options: Any) -> None:
        plain(self, *arguments, **options)
        if isinstance(self.dialect, SQLiteDialect_pysqlite):
            self._compiled_cache = shared

    patch.setattr(Engine, "__init__", opened)
    patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda _self: hash(SQLiteDialect_pysqlite))
    patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda self, other: type(self) is type(other))
