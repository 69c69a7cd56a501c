"""The public JSON Schemas, by name: for the command line and for the pages."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from consent import schemas
from registry.productions.declaration import declaration_schema

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = MappingProxyType(
    {
        "act": schemas.act,
        "case": schemas.case,
        "consent": schemas.consent,
        "declaration": declaration_schema,
        "receipt": schemas.receipt,
        "conform": schemas.conform,
        "credential": schemas.credential,
        "scope": schemas.scope,
    }
)


@cache
def written(name: str) -> bytes:
    """The schema of this name as a file. Raises `KeyError`."""
    return json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False).encode()
