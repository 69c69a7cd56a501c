"""Every table, so that whoever needs the whole schema (migrations, tests) imports one module."""

from registry.core.database import Base
from registry.records.tables import (
    accounts,
    approvals,
    checks,
    consents,
    copies,
    counters,
    credentials,
    disputes,
    entry,
    jobs,
    lives,
    notices,
    own_pictures,
    passkeys,
    performers,
    productions,
    readings,
    reviews,
    unions,
)
from registry.records.tables import ledger as audit

__all__ = [
    "Base",
    "accounts",
    "approvals",
    "audit",
    "checks",
    "consents",
    "copies",
    "counters",
    "credentials",
    "disputes",
    "entry",
    "jobs",
    "lives",
    "notices",
    "own_pictures",
    "passkeys",
    "performers",
    "productions",
    "readings",
    "reviews",
    "unions",
]
