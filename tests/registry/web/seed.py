"""Records for the pages: three doors with something behind each, made through the services as people would."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from consent.canonical import to_base64url
from consent.document import SignedConsent, parse_document, plain_words, sign_consent
from consent.signature import SigningKey, new_key
from registry.checks.deciding.decider import Decider
from registry.checks.examining.examination import Examiner, Eyes
from registry.checks.intake.jobs import Jobs
from registry.core.permissions import Identity
from registry.desk import Desk

Pictures = Callable[[str], list[Path]]


@dataclass(frozen=True)
class Judgement:
    """A decision that is given instead of judged: pages show decisions, rules make them."""

    verdict: str
    reasons: tuple[dict[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "status": "decided",
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "duties": [],
            "rulesets": {"sag_tvtheatrical_2026": "2026.1"},
        }


def missing(person: str) -> dict[str, Any]:
    """A reason that blocks: no consent for this person."""
    return {
        "layer": "performer_consent",
        "verdict": "blocked",
        "rule": "registry/default-deny",
        "person": person,
        "consent": None,
        "clause": None,
        "message": "consent.missing",
        "params": {},
        "summary": "There is no consent on file that allows this use.",
        "remedy": {"ask": "performer", "for": "consent.missing"},
        "source": None,
    }


SCOPE = {
    "kind": ["create_replica", "use_replica"],
    "replica_type": "employment_based",
    "modalities": ["face"],
    "character": "any",
    "scenes": ["SC12"],
    "media": ["feature", "trailer"],
    "territories": ["worldwide"],
    "languages": ["en"],
    "valid_from": "2026-01-01",
    "valid_until": "2028-12-31",
    "exploitation_after_end": "finished_work_only",
    "max_uses": 12,
    "unit": "shot",
    "alterations_allowed": ["cosmetic", "lighting"],
    "exclusions": ["nudity", "simulated_sex", "sexually_explicit", "slurs", "political"],
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
    "description": "A digital replica of the performer crosses the burning bridge in scene 12, without spoken words.",
    "business_reason": "The stunt cannot be performed safely on the set.",
    "condition_of_employment": False,
    "represented_by": "union",
    "separately_signed": True,
    "compensation": {"basis": "day_equivalent", "residuals": True, "terms": "Two days at the principal's rate."},
}


def declaration(production: str, unit: str, cast: list[dict[str, Any]]) -> dict[str, Any]:
    """A declaration of a final shot for a feature film."""
    return {
        "production": production,
        "unit": {"id": unit, "version": 1},
        "asset": {"stage": "final", "element": "performance"},
        "principles": dict.fromkeys(
            ("no_third_party_replication", "no_store_train", "secure_environment", "temporary_only",
             "no_unconsented_replacement"), "unsure",
        ),
        "use": {
            "medium": "feature", "territory": "worldwide", "language": "en", "content": [], "character": None,
            "scene": "SC12", "alteration": None,
        },
        "cast": cast,
        "others": {"treatment": "none", "role": "background", "performed_as_shown": False},
    }  # fmt: skip


class Seed:
    """Puts records into an instance whose accounts exist."""

    def __init__(self, desk: Desk, union_representative: Callable[[], Identity]) -> None:
        self.desk = desk
        self._union_representative = union_representative

    def verified(self, who: Identity, name: str, pictures: list[Path]) -> SigningKey:
        """The performer's release, pictures and key, confirmed by the union's representative."""
        desk, performer = self.desk, str(who.performer_id)
        text = desk.performers.release_text("en")
        desk.performers.sign_release(who, performer, "en", text.digest)
        enrolment = desk.performers.enrol(who, performer, pictures)
        assert enrolment.accepted, enrolment
        key = new_key(name)
        desk.performers.add_key(who, performer, "ed25519", to_base64url(key.public))
        desk.performers.verify(self._union_representative(), performer, name, key.fingerprint, "met in person")
        return key

    def asked(self, who: Identity, performer: str, production: str, **scope: Any) -> str:
        """A consent that the production asked for."""
        terms = SCOPE | {"project_ids": [production]} | scope
        return self.desk.consents.draft(who, performer, production, terms).id

    def signature(self, who: Identity, consent: str, key: SigningKey, role: str = "signer") -> dict[str, Any]:
        """The file that `likeness consent sign` writes."""
        document = parse_document(self.desk.consents.document_bytes(who, consent))
        signed = sign_consent(SignedConsent(document, plain_words(document)), key, role)
        return signed.as_dict()

    def signed(self, who: Identity, consent: str, key: SigningKey) -> None:
        """The signer's signature, sent in."""
        self.desk.consents.add_signature(who, consent, self.signature(who, consent, key)["signatures"][-1])

    def checked(
        self,
        who: Identity,
        production: str,
        picture: Path,
        cast: list[dict[str, Any]],
        judgement: Judgement,
        *,
        unit: str = "SC12-040",
        eyes: Eyes | None = None,
    ) -> str:
        """A check that was run to its end."""
        with picture.open("rb") as file:
            check = self.desk.checks.register(who, production, file, picture.name, declaration(production, unit, cast))
        self.examiner(lambda _case: judgement, eyes).run(check.id)
        return check.id

    def examiner(self, decide: Callable[[Mapping[str, Any]], Judgement], eyes: Eyes | None = None) -> Examiner:
        """A worker's examiner with a given judgement."""
        desk = self.desk
        jobs = Jobs(desk.db, desk.clock, desk.config.lease_seconds, desk.uploads.delete)
        key = desk.instance_key.load_or_create
        decider = Decider(desk.db, desk.clock, key, decide, timedelta(hours=72))
        return Examiner(
            *(desk.db, jobs, desk.uploads, lambda: eyes or desk.eyes, desk.galleries, decider, desk.piecewise),
            desk.kept_pictures,
            desk.copies,
            desk.known_versions,
        )
