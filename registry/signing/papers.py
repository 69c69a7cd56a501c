"""What is put before a signer: the bytes, their words, and the keys of this account that may sign them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.act import About, Act, Replacement, UseAnswer, Withdrawal, act_bytes, act_words, new_act
from consent.document import text_digest
from registry.consents import records
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import Identity, On, Permission, require
from registry.core.places import Places
from registry.people.keys import lost_key
from registry.people.look_alikes.words import words
from registry.people.passkeys import usable
from registry.productions.declaration import read_declaration
from registry.records.performers import load, member_unions
from registry.records.tables.checks import Check
from registry.records.tables.passkeys import Passkey
from registry.records.tables.performers import LookAlike, Performer, PerformerKey
from registry.records.tables.productions import Production
from registry.records.tables.unions import UnionKey


@dataclass(frozen=True)
class Paper:
    """What somebody is about to sign. document: the canonical bytes as text; keys: the passkeys of this account that may sign
    it; params: what is said with the signature, and is not signed."""

    subject: str
    document: str
    text: str
    keys: tuple[str, ...]
    params: dict[str, Any]


def of_consent(session: Session, who: Identity, places: Places, consent_id: str) -> Paper:
    """A consent for its signer. Raises `Conflict` where the key that it names is no passkey of this account, `Forbidden`,
    `NotFound`."""
    consent = records.load(session, consent_id)
    require(who, Permission.CONSENT_SIGN, records.touching(session, consent))
    if consent.state not in records.OPEN or consent.signed_at is not None:
        raise Conflict("consent-not-open", consent=consent_id)
    named = records.document(consent).signer.key_fingerprint
    return Paper(consent.id, consent.document, consent.text, _keys(session, who, places, [named]), {})


def of_countersignature(
    session: Session, who: Identity, places: Places, consent_id: str, description_specific: str
) -> Paper:
    """A consent for a union that has to countersign it. Raises `Conflict`, `Forbidden`, `NotFound`."""
    consent = records.load(session, consent_id)
    needed = records.missing_countersigners(session, consent)
    side = On(consent.performer_id, frozenset(needed), consent.production_id)
    require(who, Permission.CONSENT_COUNTERSIGN, side)
    if consent.signed_at is None:
        raise Conflict("consent-not-signed-yet", consent=consent_id)
    held = of_unions(session, who.unions & frozenset(needed))
    said = {"description_specific": description_specific}
    return Paper(consent.id, consent.document, consent.text, _keys(session, who, places, held), said)


def of_withdrawal(
    session: Session, who: Identity, places: Places, consent_id: str, registry_id: str, at: datetime
) -> Paper:
    """The withdrawal of a consent, by its performer's side or a union. Raises `Conflict`, `Forbidden`, `NotFound`."""
    consent = records.load(session, consent_id)
    on = records.touching(session, consent)
    require(who, Permission.CONSENT_WITHDRAW, on)
    if consent.state not in (*records.OPEN, "given", "suspended"):
        raise Conflict("consent-over", consent=consent_id)
    about = Withdrawal(consent_id=consent.id, sha256=consent.digest)
    return _act(session, who, places, about, on, consent.id, {}, registry_id, at, consent.language)


def of_look_alikes(session: Session, who: Identity, places: Places, pair_id: str) -> Paper:
    """A declaration of look-alikes for whose it is. Raises `Conflict`, `Forbidden`, `NotFound`."""
    pair = session.get(LookAlike, pair_id)
    if pair is None:
        raise NotFound("look-alike", pair_id)
    require(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id))
    if pair.state != "drafted":
        raise Conflict("look-alike-signed" if pair.signed_at is not None else "look-alike-over")
    said = json.loads(pair.document)
    keys = _keys(session, who, places, [pair.fingerprint])
    if "text" not in said or text_digest(words(said)) != said["text"]["sha256"]:
        raise Conflict("look-alike-over")  # worded by another edition: it has to be drawn up anew
    return Paper(pair.id, pair.document, words(said), keys, {})


def of_answer(
    session: Session,
    who: Identity,
    places: Places,
    check_id: str,
    performer_id: str,
    answer: str,
    until: datetime | None,
    registry_id: str,
    at: datetime,
    language: str,
) -> Paper:
    """The answer for one use: of this check's file, as it was declared. until: in whole seconds. Raises `Conflict`, `Forbidden`,
    `NotFound`."""
    check = session.get(Check, check_id)
    if check is None:
        raise NotFound("check", check_id)
    on = On(performer_id, production_id=check.production_id)
    require(who, Permission.APPROVAL_PERFORMER, on)
    end = None if until is None else until.strftime("%Y-%m-%dT%H:%M:%SZ")
    about = UseAnswer.model_validate(
        {
            "check_id": check.id,
            "file_sha256": check.file_sha256,
            "declaration_sha256": check.declaration_sha256,
            "answer": answer,
            "until": end,
        }
    )
    said = {"performer": performer_id, "answer": answer, "until": end}
    return _act(session, who, places, about, on, check.id, said, registry_id, at, language)


def file_of(session: Session, check_id: str) -> dict[str, Any]:
    """Which file an answer is for, as its signer knows it from the page before: the shot, and the SHA-256, which is signed. Its
    name only whoever makes or approves it knows."""
    check = session.get_one(Check, check_id)
    unit = read_declaration(check.declaration).unit
    return {"shot": unit.id, "version": unit.version, "sha256": check.file_sha256}


def of_replacement(
    session: Session,
    who: Identity,
    places: Places,
    performer_id: str,
    said: dict[str, Any],
    registry_id: str,
    at: datetime,
) -> Paper:
    """That a union puts a key in the place of a lost one. said: name, key, method, likeness and replaces, as `Performers.verify` takes
    them. Raises `Invalid`, `Conflict`, `Forbidden`, `NotFound`."""
    _performer, on = load(session, performer_id)
    require(who, Permission.PERFORMER_VERIFY, on)
    method = clean_line(said["method"])
    if method is None:
        raise Invalid(fields={"method": "field-line"})
    lost_key(session, who, performer_id, said["replaces"], said["key"])
    about = Replacement(lost=said["replaces"], key=said["key"], method=method)
    return _act(session, who, places, about, on, performer_id, said, registry_id, at, "en")


def _act(
    session: Session,
    who: Identity,
    places: Places,
    about: About,
    on: On,
    subject: str,
    params: dict[str, Any],
    registry_id: str,
    at: datetime,
    language: str,
) -> Paper:
    performer = session.get_one(Performer, on.performer_id)
    production = None if on.production_id is None else session.get_one(Production, on.production_id)
    role, key = acting_key(session, who, places, on)
    act: Act = new_act(
        about,
        registry_id=registry_id,
        performer={"id": performer.id, "name": performer.name},
        signer={"role": role, "name": performer.name if role == "performer" else who.name, "key_fingerprint": key},
        work=None if production is None else {"id": production.id, "title": production.title},
        created_at=at,
        language=language,
    )
    return Paper(subject, act_bytes(act).decode(), act_words(act), (key,), params)


def acting_key(session: Session, who: Identity, places: Places, on: On) -> tuple[str, str]:
    """The role in which somebody acts here and their passkey for it, the one that was used last. Raises `Conflict` without
    one."""
    roles = {kind for performer, kind in who.represents if performer == on.performer_id}
    if who.performer_id is not None and who.performer_id == on.performer_id:
        roles.add("performer")
    own = select(PerformerKey).where(
        PerformerKey.performer_id == on.performer_id,
        PerformerKey.revoked_at.is_(None),
        PerformerKey.confirmed_at.is_not(None),
    )
    held = {key.fingerprint: key.signer_role for key in session.scalars(own) if key.signer_role in roles}
    if not held and on.performer_id is not None:
        members = member_unions(session, on.performer_id)
        held = dict.fromkeys(of_unions(session, who.unions & on.unions & members), "union")
    found = usable(session, who, tuple(held), places)
    if not found:
        raise Conflict("passkey-none-for-this")
    latest = max(found.values(), key=_latest)
    return held[latest.fingerprint], latest.fingerprint


def _latest(passkey: Passkey) -> datetime:
    return passkey.last_used_at or passkey.created_at


def of_unions(session: Session, unions: frozenset[str]) -> list[str]:
    """The fingerprints of the keys with which these unions countersign."""
    keys = select(UnionKey).where(UnionKey.union_id.in_(unions), UnionKey.revoked_at.is_(None))
    return [key.fingerprint for key in session.scalars(keys)]


def _keys(session: Session, who: Identity, places: Places, fingerprints: list[str]) -> tuple[str, ...]:
    found = usable(session, who, fingerprints, places)
    if not found:
        raise Conflict("passkey-none-for-this")
    return tuple(sorted(found))
