"""Fills a fresh instance: a union, a production, twelve performers with their faces (and two with their voices) enrolled and
confirmed, consents."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from consent.canonical import to_base64url
from consent.keyfile import write_key
from consent.signature import SigningKey, new_key, sign
from registry.core.permissions import Identity
from registry.core.shipped import DEMO_PICTURES, DEMO_VOICES
from registry.desk import Desk
from registry.gallery.recordings import Read
from registry.records.tables.accounts import Account

CAST = json.loads((DEMO_PICTURES / "cast.json").read_text(encoding="utf-8"))["people"]
STAR = "mara-lind"
TEXTS = tuple(Read(text, "en") for text in json.loads((DEMO_VOICES / "texts.json").read_text(encoding="utf-8"))["read"])
HEARD = ("mara-lind", "rafiq-sandanal")
"""Whose voices are enrolled, too."""
UNION = "harbour-players"
AGREEMENT = "sag_tvtheatrical_2026"


@dataclass
class DemoCast:
    """Who is who in the demo. Passwords are made up afresh each time and shown once, in the terminal."""

    union: Account
    producer: Account
    performer: Account
    commissioner: Account
    administrator: Account
    production_id: str
    passwords: dict[str, str]
    performers: dict[str, str] = field(default_factory=dict)  # slug -> registry id
    consents: dict[str, str] = field(default_factory=dict)  # slug -> consent id


def fill(desk: Desk, key_folder: Path, tell: Callable[[str], None]) -> DemoCast:
    """Makes the demo's registry. `tell` hears what is being done.

    In the demo one program plays every part; in life the keys in `key_folder` lie on the signers' own machines.
    """
    passwords: dict[str, str] = {}

    def account(who: Identity | None, email: str, name: str) -> Account:
        passwords[email] = secrets.token_urlsafe(9)
        if who is None:
            return desk.accounts.create_first_administrator(email, name, passwords[email])
        return desk.accounts.create(who, email, name, passwords[email])

    def acting(somebody: Account) -> Identity:
        return desk.accounts.identity(somebody.id)

    administrator = account(None, "admin@demo.example", "Ada Admin")
    representative = account(acting(administrator), "union@demo.example", "Ursula Reyes")
    producer = account(acting(administrator), "production@demo.example", "Petra Olsen")
    performer = account(acting(administrator), "performer@demo.example", CAST[STAR]["name"])
    commissioner = account(acting(administrator), "commissioner@demo.example", "Conrad Weiss")

    desk.unions.create(acting(administrator), UNION, "Harbour Players' Union", "consents@harbour-players.example")
    desk.accounts.grant_union(acting(administrator), representative.id, UNION)
    desk.unions.assign_agreement(acting(administrator), AGREEMENT, UNION)
    union_key = new_key("Harbour Players' Union")
    write_key(key_folder / "union-key.json", union_key)
    desk.unions.add_key(acting(representative), UNION, to_base64url(union_key.public))

    production = desk.productions.create(
        acting(producer),
        "The Quiet Harbour",
        "Northlight Pictures",
        "series",
        agreements=[AGREEMENT],
        photography_start=date(2026, 9, 1),
    )
    desk.productions.confirm_agreement(acting(representative), production.id, AGREEMENT)
    desk.accounts.grant_production(acting(administrator), commissioner.id, production.id, role="commissioner")

    cast = DemoCast(representative, producer, performer, commissioner, administrator, production.id, passwords)
    keys: dict[str, SigningKey] = {}
    for number, (slug, person) in enumerate(CAST.items(), 1):
        tell(f"enrolling {number} of {len(CAST)}: {person['name']}")
        owner = performer if slug == STAR else account(acting(administrator), f"{slug}@demo.example", person["name"])
        cast.performers[slug], keys[slug] = _enrol(desk, acting, owner, representative, slug, key_folder)

    for slug, scope in SCOPES.items():
        _consent(desk, acting, cast, slug, scope, keys[slug], union_key)
    return cast


def _enrol(
    desk: Desk,
    acting: Callable[[Account], Identity],
    owner: Account,
    representative: Account,
    slug: str,
    key_folder: Path,
) -> tuple[str, SigningKey]:
    person = CAST[slug]
    performer = desk.performers.register(acting(owner), person["name"], owner.id, [UNION])
    key = new_key(person["name"])
    write_key(key_folder / f"{slug}-key.json", key)
    desk.performers.add_key(acting(owner), performer.id, "ed25519", to_base64url(key.public))
    pictures = [DEMO_PICTURES / "people" / slug / f"{number}.jpg" for number in person["enrol"]]
    recordings = [DEMO_VOICES / f"{slug}-{number}.opus" for number in (1, 2)] if slug in HEARD else []
    for modality, files, readings in (("face", pictures, ()), ("voice", recordings, TEXTS)):
        if files:
            release = desk.performers.release_text("en", modality)
            desk.performers.sign_release(acting(owner), performer.id, release.language, release.digest, modality)
            enrolment = desk.performers.enrol(
                acting(owner), performer.id, files, keep_pictures=True, modality=modality, readings=readings
            )
            if enrolment.advice:
                raise RuntimeError(f"{person['name']}: {enrolment.advice}")
    desk.unions.confirm_membership(acting(representative), performer.id, UNION)
    desk.performers.verify(
        acting(representative), performer.id, person["name"], key.fingerprint, "Demo: nobody exists, nobody was met."
    )
    return performer.id, key


def _consent(
    desk: Desk,
    acting: Callable[[Account], Identity],
    cast: DemoCast,
    slug: str,
    changes: dict[str, Any],
    key: SigningKey,
    union_key: SigningKey,
) -> None:
    """Asked for by the production, signed by the performer, countersigned by the union: the same bytes each time."""
    state = changes.get("state", "given")
    scope = scope_for(cast.production_id, desk.clock().date()) | {k: v for k, v in changes.items() if k != "state"}
    consent = desk.consents.draft(acting(cast.producer), cast.performers[slug], cast.production_id, scope)
    cast.consents[slug] = consent.id
    if state == "requested":
        return
    content = desk.consents.document_bytes(acting(cast.union), consent.id)
    owner = _owner(desk, cast, slug)
    desk.consents.add_signature(owner, consent.id, sign(key, content, "signer").as_dict())
    desk.consents.countersign(
        acting(cast.union), consent.id, sign(union_key, content, "countersigner").as_dict(), "yes"
    )
    if state == "withdrawn":
        desk.consents.withdraw(owner, consent.id)


def _owner(desk: Desk, cast: DemoCast, slug: str) -> Identity:
    email = "performer@demo.example" if slug == STAR else f"{slug}@demo.example"
    account = desk.accounts.by_email(email)
    if account is None:
        raise RuntimeError(f"the demo has no account for {slug}")
    return desk.accounts.identity(account.id)


def scope_for(production_id: str, today: date) -> dict[str, Any]:
    """What a member of the demo's cast allows: every dimension stated, as on any other consent."""
    return {
        "kind": ["create_replica", "use_replica"],
        "replica_type": "employment_based",
        "modalities": ["face"],
        "project_ids": [production_id],
        "character": "any",
        "scenes": "any",
        "media": ["series", "trailer"],
        "territories": "any",
        "languages": ["en"],
        "valid_from": (today - timedelta(days=60)).isoformat(),
        "valid_until": (today + timedelta(days=600)).isoformat(),
        "exploitation_after_end": "finished_work_only",
        "max_uses": 20,
        "unit": "shot",
        "alterations_allowed": ["cosmetic", "age"],
        "exclusions": ["nudity", "simulated_sex", "sexually_explicit", "political", "product_ad", "training"],
        "sensitive_content": ["slurs"],
        "training": "notAllowed",
        "training_constraint": "none",
        "realtime_generation": False,
        "per_use_approval": False,
        "revocable": "yes_new_generation",
        "notice_days": "none",
        "strike_behaviour": "suspend_all_use",
        "survives_death": "no",
        "delete_on": "picture_delivered",
        "description": "Replica shots of the harbour scenes of season one that weather kept the cast from playing on set.",
        "business_reason": "The harbour set was lost in a storm before the last shooting days.",
        "condition_of_employment": False,
        "represented_by": "union",
        "separately_signed": True,
        "compensation": {
            "basis": "day_equivalent",
            "residuals": True,
            "terms": "One day's pay for each shooting day saved.",
        },
    }


SCOPES: dict[str, dict[str, Any]] = {
    "mara-lind": {"modalities": ["face", "voice"]},
    "yuna-castellan": {"territories": ["US", "CA"]},
    "rafiq-sandanal": {},
    "greta-holmqvar": {"state": "withdrawn"},
    "tandi-mokwele": {"state": "requested"},
}
"""Whose consent differs from the usual scope, and how; who is not listed was never asked."""
