"""Clones of a few records that the services made, so many that lists grow long: checks with all that belongs to them, and
the people, consents, reviews, answers, notices, accounts and access tokens around them."""

import base64
import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from registry.core.database import ALPHABET, now
from registry.core.shipped import CODE as PROJECT
from registry.records.tables.accounts import AccessToken, Account
from registry.records.tables.approvals import Approval, CheckNeed
from registry.records.tables.checks import Check, CheckCandidate, CheckPerson, CheckReason, IssuedReceipt
from registry.records.tables.consents import Consent, ConsentSignature, ConsentUse, end_of_term
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.reviews import Review
from registry.records.tables.unions import UnionMembership

UNION = "players-guild"
AT_ONCE = 2000
WITH_PICTURES = 500
"""The newest checks still have their small picture; of the others it was deleted when the receipt ran out."""
PER_PRODUCTION = 1000
KINDS = (*("cleared",) * 4, *("blocked",) * 2, "strangers", "absent", "confirmation", "synthetic", "failed")
"""Which checks there are how many of, in turn: a prime number, so that every production and performer has each."""
PARTS = (CheckPerson, CheckCandidate, CheckReason, CheckNeed, IssuedReceipt, ConsentUse, Review)
TOKENS = 5
"""Access tokens of an account."""


class Clones:
    """Writes so many clones of a few checks, with what belongs to them."""

    def __init__(
        self, connection: Connection, production: str, performer: str, owner: str, checks: int, kinds: Sequence[str]
    ) -> None:
        self._connection = connection
        self._production, self._performer, self._owner = production, performer, owner
        self._checks, self._kinds = checks, kinds
        self._random = random.Random(1)
        self._moment = now()

    def _id(self, prefix: str) -> str:
        return f"{prefix}-" + "".join(self._random.choices(ALPHABET, k=10))

    def write(self, patterns: dict[str, str]) -> None:
        productions = [self._production, *self._productions(max(self._checks // PER_PRODUCTION, 5))]
        performers = [self._performer, *self._members(max(self._checks // 50, 5))]
        rows = {name: {table: self._of(table, check) for table in PARTS} for name, check in patterns.items()}
        checks = {
            name: self._rows(select(Check.__table__).where(Check.id == check))[0] for name, check in patterns.items()
        }
        picture = _a_picture()
        written: dict[Any, list[dict[str, Any]]] = {}
        for number in range(self._checks):
            name = self._kinds[number % len(self._kinds)]
            production = productions[0] if number % 2 else self._random.choice(productions)
            performer = performers[0] if number % 10 < 1 else self._random.choice(performers)
            age = timedelta(minutes=5 * (self._checks - number))
            picture_of = picture if number >= self._checks - WITH_PICTURES else None
            made = self._clone(written, checks[name], rows[name], number, production, performer, age, picture_of)
            if name == "synthetic" and number % 2:
                written.setdefault(Approval, []).append(self._told_of(made))
            if len(written[Check]) >= AT_ONCE:
                self._flush(written)
        self._flush(written)
        self._consents(max(self._checks // 5, 5), productions, performers)
        self._notices(self._checks // 5)
        self._accounts(max(self._checks // 50, 5))

    def _clone(
        self, written: dict[Any, list[dict[str, Any]]], check: dict[str, Any], parts: dict[Any, list[dict[str, Any]]],
        number: int, production: str, performer: str, age: timedelta, picture: str | None,
    ) -> dict[str, Any]:  # fmt: skip
        fresh, moment = self._id("K"), self._moment - age
        unit = f"SC{number // 100}-{number % 100:03}"
        digest = f"{self._random.getrandbits(256):064x}"
        declaration = json.loads(check["declaration"])
        declaration |= {"production": production, "unit": declaration["unit"] | {"id": unit}}
        changed = {
            "id": fresh, "production_id": production, "requested_at": moment, "decided_at": moment, "taken_up_at": moment,
            "file_name": f"{unit}.jpg", "file_sha256": digest, "unit_id": unit, "unit_key": f"{production}/{unit}",
            "declaration": json.dumps(declaration, sort_keys=True, separators=(",", ":")),
            "declaration_sha256": f"{self._random.getrandbits(256):064x}", "preview": picture,
        }  # fmt: skip
        made = check | changed
        written.setdefault(Check, []).append(made)
        for table, rows in parts.items():
            for row in rows:
                copy = {name: value for name, value in row.items() if name != "id"} | {"check_id": fresh}
                if table is Review:
                    copy |= self._review(number, moment)
                if copy.get("performer_id") is not None:
                    copy["performer_id"] = performer
                if table is IssuedReceipt:
                    copy["id"] = self._id("RC")
                if table is ConsentUse:
                    copy["unit_key"] = f"{production}/{unit}"
                written.setdefault(table, []).append(copy)
        return made

    def _review(self, number: int, moment: datetime) -> dict[str, Any]:
        """Every other one was answered."""
        answered = {"answer": "confirm", "answered_at": moment} if number % 2 else {}
        due = self._moment.date() + timedelta(days=self._random.randint(-3, 3))
        return {"id": self._id("RV"), "opened_at": moment, "due": due} | answered

    def _told_of(self, check: dict[str, Any]) -> dict[str, Any]:
        """The union was told of the check."""
        bound = {"production_id": check["production_id"], "declaration_sha256": check["declaration_sha256"]}
        return bound | {
            "id": self._id("A"), "kind": "notice", "answer": "sent", "file_sha256": None, "performer_id": None,
            "union_id": UNION, "params": {}, "side": "production", "given_by": self._owner,
            "given_at": check["requested_at"], "expires_at": None, "revoked_at": None, "revoked_by": None,
        }  # fmt: skip

    def _flush(self, written: dict[Any, list[dict[str, Any]]]) -> None:
        for table in sorted(written, key=lambda table: table is not Check):
            if written[table]:
                self._connection.execute(insert(table.__table__), written[table])
                written[table] = []

    def _productions(self, number: int) -> list[str]:
        (pattern,) = self._rows(select(Production.__table__).where(Production.id == self._production))
        ids = [self._id("PR") for _ in range(number)]
        fresh = [
            pattern | {"id": one, "title": f"Film {at}", "company": f"Company {at % 40}"} for at, one in enumerate(ids)
        ]
        self._connection.execute(insert(Production.__table__), fresh)
        under = select(ProductionAgreement.__table__).where(ProductionAgreement.production_id == self._production)
        for row in self._rows(under):
            row.pop("id")
            open_ = row | {"confirmed_by": None, "confirmed_at": None}
            made = [(row if at % 2 else open_) | {"production_id": one} for at, one in enumerate(ids)]
            self._connection.execute(insert(ProductionAgreement.__table__), made)
        return ids

    def _members(self, number: int) -> list[str]:
        ids = [self._id("P") for _ in range(number)]
        rows = [
            {
                "id": one, "name": f"Member {at:05}", "folded_name": f"member {at:05}", "status": "verified", "life": "living",
                "keep_pictures": False, "registered_by": self._owner, "registered_at": self._moment,
            }
            for at, one in enumerate(ids)
        ]  # fmt: skip
        self._connection.execute(insert(Performer.__table__), rows)
        ties = [
            {
                "union_id": UNION, "performer_id": one, "claimed_at": self._moment, "confirmed_by": self._owner,
                "confirmed_at": self._moment,
            }
            for one in ids
        ]  # fmt: skip
        self._connection.execute(insert(UnionMembership.__table__), ties)
        return ids

    def _consents(self, number: int, productions: list[str], performers: list[str]) -> None:
        (pattern,) = self._rows(select(Consent.__table__))
        signatures = self._rows(select(ConsentSignature.__table__))
        last = json.loads(pattern["document"])["scope"]["valid_until"]
        for start in range(0, number, AT_ONCE):
            fresh = []
            for at in range(start, min(start + AT_ONCE, number)):
                performer = performers[0] if at % 10 == 0 else self._random.choice(performers[1:])
                half = productions[0] if at % 2 and performer != performers[0] else None
                production = half or self._random.choice(
                    productions[1:]
                )  # Alice's own with the first stays the only one
                moment = self._moment - timedelta(minutes=25 * (number - at))
                changed = {
                    "id": self._id("C"), "digest": f"{self._random.getrandbits(256):064x}", "drafted_at": moment,
                    "state": self._random.choice(("given", "given", "requested", "withdrawn")),
                }  # fmt: skip
                changed |= {"performer_id": performer, "production_id": production}
                document = pattern["document"].replace(last, str(self._moment.date() + timedelta(days=at % 1000 - 200)))
                for name in ("id", "performer_id", "production_id"):
                    document = document.replace(pattern[name], str(changed[name]))
                fresh.append(pattern | changed | {"document": document, "ends_at": end_of_term(document)})
            self._connection.execute(insert(Consent.__table__), fresh)
            signed = [
                {name: value for name, value in signature.items() if name != "id"} | {"consent_id": row["id"]}
                for row in fresh
                for signature in signatures
                if row["state"] != "requested" or signature["union_id"] is None
            ]
            self._connection.execute(insert(ConsentSignature.__table__), signed)

    def _notices(self, number: int) -> None:
        nobody = dict.fromkeys(("union_id", "performer_id", "production_id", "account_id"))
        addressed = [
            nobody | {name: to}
            for name, to in zip(nobody, (UNION, self._performer, self._production, self._owner), strict=True)
        ]
        rows = [
            {
                "id": self._id("N"), "message": "notice-check-members", "params": {"check": self._id("K")},
                "created_at": self._moment - timedelta(minutes=at), **to,
            }
            for at in range(number)
            for to in addressed
        ]  # fmt: skip
        if rows:
            self._connection.execute(insert(Notice.__table__), rows)

    def _accounts(self, number: int) -> None:
        ids = [self._id("U") for _ in range(number)]
        (pattern,) = self._rows(select(Account.__table__).where(Account.id == self._owner))
        fresh = [
            pattern
            | {"id": one, "name": f"Account {at:05}", "email": f"account-{at}@example.org", "password_hash": None}
            for at, one in enumerate(ids)
        ]
        self._connection.execute(insert(Account.__table__), fresh)
        tokens = [
            {
                "id": self._id("TK"), "account_id": one, "label": f"render farm {at}", "created_at": moment,
                "secret_sha256": f"{self._random.getrandbits(256):064x}", "expires_at": moment + timedelta(days=30 * at),
            }
            for one in [*ids, *[self._owner] * (number // TOKENS)]
            for at in range(TOKENS)
            for moment in [self._moment - timedelta(days=60, seconds=self._random.randrange(10**6))]
        ]  # fmt: skip
        self._connection.execute(insert(AccessToken.__table__), tokens)

    def _of(self, table: Any, check: str) -> list[dict[str, Any]]:
        return self._rows(select(table.__table__).where(table.check_id == check))

    def _rows(self, rows: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self._connection.execute(rows).mappings()]


def _a_picture() -> str:
    """A small picture as it is kept of a check (JPEG, base64)."""
    import cv2

    found = sorted((PROJECT / "registry" / "demo" / "pictures").rglob("*.jpg"))[0]
    picture = cv2.resize(cv2.imread(str(found)), (640, 427), interpolation=cv2.INTER_AREA)
    return base64.b64encode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()).decode("ascii")
