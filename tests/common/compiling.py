"""What was compiled for one test serves the next one: SQL, templates, the builders of addresses.

Each test opens an engine and makes an application of its own, whose caches begin empty, while all have the same tables, the
same templates and the same routes. Compiling them anew was a fifth of the processors' time of all tests of the registry.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

SIZE = 5000


def share(patch: pytest.MonkeyPatch) -> None:
    """All engines on SQLite, and all applications, share what is compiled from now on."""
    _statements(patch)
    patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Templates()})
    _addresses(patch)


def _statements(patch: pytest.MonkeyPatch) -> None:
    """One dialect, which is part of a statement's key, is like another."""
    shared: LRUCache[Any, Any] = LRUCache(SIZE)
    plain = Engine.__init__

    def opened(self: Engine, *arguments: Any, **options: Any) -> None:
        plain(self, *arguments, **options)
        if isinstance(self.dialect, SQLiteDialect_pysqlite):
            self._compiled_cache = shared

    patch.setattr(Engine, "__init__", opened)
    patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda _self: hash(SQLiteDialect_pysqlite))
    patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda self, other: type(self) is type(other))


class _Templates(BytecodeCache):
    """By the name of a template and the digest of its source."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


def _addresses(patch: pytest.MonkeyPatch) -> None:
    """Werkzeug compiles two functions for each route. They are of the route's text, converters and defaults alone, and take
    the route itself as an argument."""
    known: dict[Any, Callable[..., tuple[str, str]]] = {}
    plain = Rule._compile_builder

    def compiled(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        converters = tuple((name, type(converter)) for name, converter in self._converters.items())
        key = (self.rule, *self._trace, converters, repr(self.defaults), append_unknown)
        if key not in known:
            known[key] = plain(self, append_unknown)
        return known[key]

    patch.setattr(Rule, "_compile_builder", compiled)
