"""A production under a confirmed agreement, consents that are really signed, and checks run through in this process."""

import hashlib
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from consent.canonical import to_base64url
from consent.document import parse_document
from consent.signature import SigningKey, new_key, sign
from consent.terms import PRINCIPLES
from registry.checks.examining.hand import Hand
from registry.checks.viewed import CheckView
from registry.desk import Desk
from registry.productions.declaration import parse_declaration
from registry.records.tables.checks import Check
from tests.registry.checks.workers import Crew, crew_of
from tests.registry.conftest import THRESHOLDS
from tests.registry.prepared import STAGES

AGREEMENT = "sag_tvtheatrical_2026"


def a_scope(production: str, **changes: Any) -> dict[str, Any]:
    """A scope that allows Mara's face replica in a series, in English, in the US and Canada."""
    scope = {
        "kind": ["create_replica", "use_replica"],
        "replica_type": "employment_based",
        "modalities": ["face"],
        "project_ids": [production],
        "character": "Mara",
        "scenes": "any",
        "media": ["series"],
        "territories": ["US", "CA"],
        "languages": ["en"],
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "exploitation_after_end": "finished_work_only",
        "max_uses": 5,
        "unit": "shot",
        "alterations_allowed": ["age", "cosmetic"],
        "exclusions": ["nudity", "simulated_sex", "sexually_explicit", "slurs"],
        "sensitive_content": [],
        "training": "notAllowed",
        "training_constraint": "none",
        "realtime_generation": False,
        "per_use_approval": False,
        "revocable": "yes_new_generation",
        "notice_days": "none",
        "strike_behaviour": "suspend_all_use",
        "survives_death": "no",
        "delete_on": "picture_delivered",
        "description": "Mara is shown ten years younger in the flashback of episode four, in the kitchen.",
        "business_reason": "The flashback shows the character at another age.",
        "condition_of_employment": False,
        "represented_by": "union",
        "separately_signed": True,
        "compensation": {"basis": "day_equivalent", "residuals": True, "terms": "One day at scale for each shot."},
    }
    return scope | changes


def a_declaration(production: str, *cast: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A final shot of a series in which the cast's replicas play Mara, and nobody else is generated."""
    declared = {
        "production": production,
        "unit": {"id": "SH040", "version": 1},
        "asset": {"media": "image", "stage": "final", "element": "performance"},
        "principles": dict.fromkeys(PRINCIPLES, "yes") | {"temporary_only": "no"},
        "use": {
            "medium": "series",
            "territory": "US",
            "language": "en",
            "content": [],
            "character": "Mara",
            "scene": None,
            "alteration": "age" if any(entry["treatment"] not in ("none", "tiling") for entry in cast) else None,
        },
        "cast": list(cast),
        "others": {"treatment": "none", "role": "background", "performed_as_shown": True},
        "disclosure": {"present": True, "place": "credits"},
    }
    del declared["asset"]["media"]
    return declared | changes


def as_replica(performer: str, **changes: Any) -> dict[str, Any]:
    return {
        "performer": performer,
        "modalities": ["face"],
        "treatment": "replica_employment_based",
        "role": "principal",
        "performed_as_shown": False,
    } | changes


def shot(studio: Any, performer: str, unit: str, version: int = 1, **changes: Any) -> dict[str, Any]:
    """The declaration of one version of one unit."""
    return studio.declare(as_replica(performer), unit={"id": unit, "version": version}, **changes)


def tell_contact(studio: Any, declaration: dict[str, Any], content: bytes | None = None) -> None:
    """The production has told the commissioner's contact of this use, who has approved it in writing for this file."""
    about = {"production_id": studio.production, "declaration_sha256": parse_declaration(declaration).sha256}
    studio.desk.approvals.give(studio.people.petra, "disclosed", "told", **about)
    if content is not None and studio.approves:
        about["file_sha256"] = hashlib.sha256(content).hexdigest()
        studio.desk.approvals.give(studio.commissioner(), "written", "granted", **about)


def race(studio: Any, performer: str, contents: list[bytes]) -> list[Check]:
    """A check for each file, all of them queued first, then examined by as many threads at once; the rows at the end."""
    declared = [shot(studio, performer, f"SH{number}") for number in range(len(contents))]
    for one, content in zip(declared, contents, strict=True):
        tell_contact(studio, one, content)
    ids = [
        studio.desk.checks.register(studio.people.petra, studio.production, io.BytesIO(content), "x.jpg", one).id
        for one, content in zip(declared, contents, strict=True)
    ]
    with ThreadPoolExecutor(len(ids)) as threads:
        list(threads.map(studio.desk.examiner.run, ids))
    with studio.desk.db.read() as session:
        return list(session.scalars(select(Check).where(Check.id.in_(ids))))


@dataclass
class Studio:
    """Petra's production and what it does."""

    desk: Desk
    people: Any
    production: str
    union_key: SigningKey
    approves: bool = True  # whether the commissioner's contact approves in writing what is checked
    units: Iterator[int] = field(default_factory=lambda: count(100))

    def commissioner(self) -> Any:
        """The commissioner's contact for this production."""
        admin, known = self.people.ada, self.desk.accounts.by_email("conrad@example.org")
        account = known or self.desk.accounts.create(admin, "conrad@example.org", "Conrad", "correct horse battery")
        if self.production not in self.desk.accounts.identity(account.id).commissions:
            self.desk.accounts.grant_production(admin, account.id, self.production, role="commissioner")
        return self.desk.accounts.identity(account.id)

    def declare(self, *cast: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """A declaration of a unit of its own, unless `unit` says which."""
        return a_declaration(
            self.production, *cast, **{"unit": {"id": f"SH{next(self.units)}", "version": 1}} | changes
        )

    def consent(self, verified: Any, name: str, **scope: Any) -> str:
        """A consent drafted by Petra, signed by the performer, countersigned by Ursula: given."""
        drafted = self.draft(verified.id, **scope)
        self.signed(drafted, verified.key, name)
        self.countersigned(drafted)
        return drafted

    def draft(self, performer: str, **scope: Any) -> str:
        return self.desk.consents.draft(
            self.people.petra, performer, self.production, a_scope(self.production, **scope)
        ).id

    def signed(self, consent: str, key: SigningKey, name: str) -> None:
        who = self.people.__getattr__(name)
        message = self.desk.consents.document_bytes(who, consent)
        parse_document(message)
        self.desk.consents.add_signature(who, consent, sign(key, message, "signer").as_dict())

    def countersigned(self, consent: str, specific: str = "yes") -> None:
        message = self.desk.consents.document_bytes(self.people.ursula, consent)
        signature = sign(self.union_key, message, "countersigner").as_dict()
        self.desk.consents.countersign(self.people.ursula, consent, signature, specific)

    def check(self, content: bytes, declaration: dict[str, Any], name: str = "shot.jpg") -> CheckView:
        """Tell the commissioner's contact, have it approved, ask for a check and run it in this process."""
        tell_contact(self, declaration, content)
        queued = self.desk.checks.register(self.people.petra, self.production, io.BytesIO(content), name, declaration)
        self.desk.examiner.run(queued.id)
        return self.desk.checks.get(self.people.petra, queued.id)


def open_studio(desk: Desk, people: Any, *_: object) -> tuple[str, SigningKey]:
    """A series of Petra's under an agreement that Ursula's union has confirmed, and the key that it countersigns with."""
    made = desk.productions.create(people.petra, "The Long Night", "Long Night Ltd", "series", agreements=[AGREEMENT])
    desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT)
    key = new_key("players-guild")
    desk.unions.add_key(people.ursula, "players-guild", to_base64url(key.public))
    return made.id, key


STAGES["studio"] = open_studio


@pytest.fixture
def studio(desk: Desk, people: Any) -> Studio:
    """A series of Petra's under an agreement that Ursula's union has confirmed and countersigns."""
    return Studio(desk, people, *(people.made.get("studio") or open_studio(desk, people)))


@pytest.fixture
def unattended(desk: Desk, fast_hasher: Any, fake_matching: Any) -> Iterator[Desk]:
    """The same instance without a worker."""
    other = Desk(desk.config, desk.clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    yield other
    other.close()


@pytest.fixture
def behind_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every change leaves the checks that it concerns to a worker, however few they are."""
    monkeypatch.setattr("registry.ledger.concerns.FEW", 0)


@pytest.fixture
def shows(fake_matching: Any) -> Callable[..., bytes]:
    """`shows("alice", "stranger")`: the bytes of a picture with these faces."""
    return lambda *faces: fake_matching.picture(*faces).read_bytes()


@pytest.fixture
def crew(desk: Desk, tmp_path: Any) -> Iterator[Crew]:
    """`crew.start(hands)`: worker processes on this instance, whose eyes do what a file's first line says."""
    yield from crew_of(desk, tmp_path / "pictures")


@pytest.fixture
def sends(studio: Studio, verified_alice: Any, shows: Callable[..., bytes]) -> Callable[..., str]:
    """`sends("hang")`: a check of Petra's whose file does that to who examines it (see workers), and shows Alice, who agreed."""
    studio.consent(verified_alice, "alice", max_uses=1000)
    numbers = count(1)

    def register(*does: str) -> str:
        declared = shot(studio, verified_alice.id, f"SH{next(numbers)}")
        content = (f"#! {' '.join(does)}\n".encode() if does else b"") + shows("alice")
        tell_contact(studio, declared, content)
        file = io.BytesIO(content)
        return studio.desk.checks.register(studio.people.petra, studio.production, file, "x.jpg", declared).id

    return register


@pytest.fixture
def hand(desk: Desk, crew: Crew) -> Iterator[Callable[..., Hand]]:
    """`hand(seconds)`: a hand with that time limit, whose examiners do what a file's first line says."""
    with ExitStack() as made:
        yield lambda seconds=60.0: made.enter_context(Hand(desk.jobs, seconds, crew.examiner()))


@dataclass
class Inline:
    """A hand that examines in this very process: for commands whose eyes are invented here."""

    desk: Desk

    def __enter__(self) -> "Inline":
        return self

    def __exit__(self, *_how: object) -> None:
        return None

    def ready(self) -> None:
        return None

    def run(self, lease: Any, told: Any) -> None:
        self.desk.examiner.see_through(lease, told)
