"""What the ledger binds: every column of every table, but for a reviewed list; and by what a set of rows is known.

A new table or column is bound without anybody doing anything. Whoever wants one left out puts it into `UNBOUND`, with
the reason why nothing rests on it; a test holds the list against the schema.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sqlalchemy import MetaData

CHAINED = frozenset({"event", "ledger_head", "binding", "binding_node"})
"""The ledger itself and the tree that binds the records: bound by hashes of their own, and by the signed head."""

UNBOUND: Mapping[str, str] = {
    "check_.stage": "shown while a check runs; what it came to is in its state, status, verdict and decision",
    "check_.progress": "a percentage, shown while a check runs",
    "check_.lease_until": "when a silent worker's job is free again; whose result counts is said by the attempt, which is bound",
    "check_reason.*": "copied from the check's decision, which is bound, so that lists can count them; the audit makes them "
    "again, and whoever relies on one opens the check",
    "check_need.*": "copied from the check's decision, which is bound, so that lists can be read from it; the audit makes "
    "them again, and whoever answers opens the check",
    "file_job.stage": "shown while files are looked at; what it came to is in its state and outcome",
    "file_job.progress": "a percentage, shown while files are looked at",
    "file_job.lease_until": "as that of a check: whose result counts is said by the attempt, which is bound",
    "notice_mark.*": "what an account has read and put away, for its own eyes; the notices themselves are bound",
    "notice_reader.*": "until when an account has read everything, for its own eyes; the notices themselves are bound",
    "notice_digest.*": "which day's letter was written; a letter says only that there are notices, which are bound",
    "check_piece.stage": "shown while a piece is looked at; whether that is done is in its state",
    "check_piece.progress": "a percentage, shown while a piece is looked at",
    "check_piece.lease_until": "as that of a check: whose result counts is said by the attempt, which is bound",
    "check_known.content": "sealed, and bound by its seal to this stretch of this check: what was altered or moved here does not open, and "
    "the film is searched for it again",
    "check_piece.findings": "sealed, and bound by its seal to this piece of this check and to the encoders that saw it: what was "
    "altered or moved here does not open, and the piece is done again",
    "access_token.last_used_on": "shown to the token's owner, and set with every use",
    "web_session.seen_at": "moves with use; put forward it keeps a session that was not used, but only until the end that "
    "began_at sets; that, whose session it is and what opens it are bound",
}
"""Columns (`table.column`) and whole tables (`table.*`) that may change without the ledger, each with its reason."""

LOOKUPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "access_token": (("secret_sha256",), ("account_id",)),
    "account": (("email",),),
    "approval": (("production_id", "declaration_sha256"), ("file_sha256",)),
    "biometric_release": (("performer_id",),),
    "check_": (("unit_key",), ("file_sha256",), ("declaration_sha256",)),
    "check_candidate": (("check_id",),),
    "check_copy": (("check_id",), ("other_id",)),
    "check_known": (("check_id",),),
    "check_person": (("check_id",), ("performer_id",)),
    "check_piece": (("check_id",),),
    "check_prints": (("check_id",),),
    "consent": (("performer_id", "production_id"),),
    "consent_signature": (("consent_id",), ("fingerprint",)),
    "consent_use": (("consent_id",), ("unit_key",)),
    "coverage": (("performer_id", "production_id"), ("production_id",), ("agreement",)),
    "credential": (("check_id",), ("receipt_id",)),
    "dispute": (("performer_id",), ("claimant_id",), ()),
    "file_job": (("performer_id",),),
    "entry_link": (("secret_sha256",), ("of",), ("account_id",)),
    "entry_request": ((),),
    "floor_term": (("union_id",),),
    "gallery_state": ((),),
    "identity_confirmation": (("performer_id",),),
    "counter_proposal": (("consent_id",), ("check_id",)),
    "dispute_objection": (("dispute_id",),),
    "dispute_voice": (("dispute_id",),),
    "issued_receipt": (("check_id",), ("expires_on",)),
    "known_browser": (("account_id",),),
    "life_event": (("performer_id",),),
    "look_alike": (("performer_id",), ("other_id",), ()),
    "neutral_reviewer": ((),),
    "notice": (("performer_id", "message"),),
    "notice_setting": (("account_id",),),
    "office_offer": (("account_id",),),
    "open_concern": ((),),
    "own_picture": (("check_id",), ("performer_id",), ("key_name",)),
    "passkey": (("credential_id",), ("account_id",)),
    "performer": (("account_id",), ("folded_name",)),
    "performer_key": (("performer_id",),),
    "production_agreement": (("production_id",), ("agreement",)),
    "production_member": (("account_id",), ("production_id",)),
    "reading": (("performer_id",),),
    "recording": (("performer_id",), ("key_name",)),
    "recovery_code": (("account_id",),),
    "reference_picture": (("performer_id",),),
    "representation": (("account_id",), ("performer_id",)),
    "review": (("check_id",),),
    "review_act": (("review_id",), ("matter",)),
    "review_crop": (("review_id",),),
    "sign_in_passkey": (("credential_id",), ("account_id",)),
    "signed_act": (("subject",), ("nonce",)),
    "signing_request": (("account_id",),),
    "standing_preference": (("performer_id",),),
    "shot_note": (("production_id", "unit"),),
    "strike": ((),),
    "template": (("performer_id",),),
    "union_": ((),),
    "union_agreement": ((),),
    "union_key": (("union_id",),),
    "union_membership": (("performer_id",),),
    "union_representative": (("account_id",), ("union_id",), ()),
    "web_session": (("account_id",),),
}
"""Columns by whose values a table is read where somebody relies on it, beside its primary key; `()`: all of it at once.

All rows with one such value are one set, so that a missing one shows as well as an altered one. A table that is read by
anything else is compared as a whole: right, and slow where it is large. Sets should stay below some thousand rows.
"""


@dataclass(frozen=True, eq=False)
class Table:
    """A bound table. key: its primary key; columns: those that are bound, by name, the key among them; lookups: by what
    its rows are read, beside the key."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    lookups: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def registers(self) -> dict[str, tuple[str, ...]]:
        """Name -> columns of every way to know a set of rows; the first is the primary key, whose sets are single rows."""
        return {self.name: self.key} | {f"{self.name}({','.join(columns)})": columns for columns in self.lookups}


@dataclass(frozen=True)
class Layout:
    """All bound tables. A tree that was made by another layout has another root: records have to be bound anew."""

    tables: Mapping[str, Table]

    @cached_property
    def registers(self) -> tuple[str, ...]:
        """Every register's name, in the order of the tree's root."""
        return tuple(sorted(name for table in self.tables.values() for name in table.registers))

    @cached_property
    def text(self) -> str:
        """The layout in one spelling, as it is kept beside the tree."""
        return json.dumps(
            {name: [table.key, table.columns, table.lookups] for name, table in self.tables.items()},
            sort_keys=True,
            separators=(",", ":"),
        )

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of `text`."""
        return sha256(self.text.encode()).digest()


def layout_of(metadata: MetaData) -> Layout:
    """The layout that this program's tables have."""
    tables = {}
    for name, table in metadata.tables.items():
        if name in CHAINED or f"{name}.*" in UNBOUND:
            continue
        columns = sorted(column.name for column in table.columns if f"{name}.{column.name}" not in UNBOUND)
        key = tuple(column.name for column in table.primary_key)
        tables[name] = Table(name, key, tuple(columns), LOOKUPS.get(name, ()))
    return Layout(tables)


def parse_layout(text: str) -> Layout:
    """A layout from its `text`. Raises ValueError for anything else."""
    return Layout(
        {
            name: Table(name, tuple(key), tuple(columns), tuple(map(tuple, lookups)))
            for name, (key, columns, lookups) in json.loads(text).items()
        }
    )
