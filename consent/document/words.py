"""The plain words of a consent, made from the very record that is signed.

Every dimension of the scope becomes a sentence, in one fixed order. The SHA-256 of the text is part of the signed
bytes, with the edition of the wording: the sentences of this file's catalogue and the names of countries and
languages (CLDR). Change a sentence in the catalogue's section "consent documents" and `WORDING` must go up.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel import Locale
from babel.core import get_cldr_version

from consent.canonical import sha256_hex, to_base64url
from consent.document.fields import ANY
from consent.document.model import CONSENT_TYPE, ConsentDocument, DocumentError, DocumentProblem, parse_document
from consent.moments import utc_text
from consent.texts import available, has_text, say

WORDING = 1


@dataclass(frozen=True)
class Section:
    """One part of the text: its heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


def edition() -> str:
    """The wording that this program writes: its own number and CLDR's."""
    return f"{WORDING}/cldr{get_cldr_version()}"


class _Writer:
    def __init__(self, document: ConsentDocument, lang: str) -> None:
        self.document, self.scope, self.lang = document, document.scope, lang
        if lang not in available():
            raise DocumentError([DocumentProblem("text.language", f"no catalogue for {lang}", tuple(available()))])
        self.names = Locale.parse(lang, sep="-")

    def say(self, message: str, **params: Any) -> str:
        name = f"document-{message}"
        if not has_text(name, self.lang):
            raise DocumentError([DocumentProblem("text.language", f"the catalogue for {self.lang} lacks {name}")])
        return say(name, self.lang, performer=self.document.performer.name, **params)

    def words(self, field: str, values: Iterable[str]) -> str:
        return ", ".join(self.say(f"{field}-{value}") for value in values)

    def either(self, field: str, value: object, **params: Any) -> str:
        """The sentence of a dimension that has one sentence a value."""
        spelling = str(value).lower() if isinstance(value, bool) else str(value)
        return self.say(f"{field}-{spelling}", **params)

    def listed(self, field: str, values: Iterable[str] | str, names: str | None = None) -> str:
        """The sentence of a dimension that holds a list, "any" or nothing; `names` says how entries are named."""
        if values == ANY:
            return self.say(f"{field}-any")
        entries = tuple(values)
        if not entries:
            return self.say(f"{field}-nothing")
        shown = self.words(names, entries) if names else ", ".join(f"“{entry}”" for entry in entries)
        return self.say(field, values=shown)

    def territory(self, code: str) -> str:
        if code == "worldwide":
            return self.say("worldwide")
        return f"{self.names.territories.get(code[:2], code[:2])} ({code})"

    def language(self, tag: str) -> str:
        return f"{self.names.languages.get(tag.split('-')[0], tag)} ({tag})"

    def places(self, field: str, values: tuple[str, ...] | str, name: Any) -> str:
        if values == ANY:
            return self.say(f"{field}-any")
        return self.say(field, values=", ".join(name(value) for value in values))

    def sections(self) -> Iterable[Section]:
        for part in ("parties", "allowed", "not_allowed", "where", "when", "data", "work", "withdrawal"):
            yield Section(self.say(f"heading-{part.replace('_', '-')}"), tuple(getattr(self, part)()))

    def parties(self) -> Iterable[str]:
        paper = self.document
        yield self.say("performer", id=paper.performer.id)
        yield self.either("signer", paper.signer.role, name=paper.signer.name, fingerprint=paper.signer.key_fingerprint)
        yield self.say("counterparty", name=paper.counterparty.name, id=paper.counterparty.id)
        yield self.say("production", id=paper.production_id)
        yield self.say("record", id=paper.consent_id, registry=paper.registry_id, created=paper.created_at)
        if paper.replaces is None:
            yield self.say("replaces-nothing")
        else:
            yield self.say("replaces", id=paper.replaces.consent_id, sha256=paper.replaces.sha256)

    def allowed(self) -> Iterable[str]:
        scope = self.scope
        yield self.say("kind", values=self.words("kind", scope.kind))
        yield self.either("replica_type", scope.replica_type)
        yield self.say("modalities", values=self.words("modality", scope.modalities))
        yield self.say("description", text=scope.description)
        yield self.listed("projects", scope.project_ids)
        yield self.say("character-any") if scope.character == ANY else self.say("character", name=scope.character)
        yield self.listed("scenes", scope.scenes)
        yield self.listed("alterations", scope.alterations_allowed, "alteration")
        yield self.listed("sensitive", scope.sensitive_content, "content")

    def not_allowed(self) -> Iterable[str]:
        scope = self.scope
        yield self.listed("exclusions", scope.exclusions, "content")
        yield self.either("training", scope.training, constraint=scope.training_constraint)
        yield self.either("realtime", scope.realtime_generation)
        yield self.say("nothing-else")

    def where(self) -> Iterable[str]:
        scope = self.scope
        yield self.listed("media", scope.media, "medium")
        yield self.places("territories", scope.territories, self.territory)
        yield self.places("languages", scope.languages, self.language)

    def when(self) -> Iterable[str]:
        scope = self.scope
        term = {"start": scope.valid_from, "end": scope.valid_until}
        zone = self.document.time_zone
        yield self.say("term", **term) if zone is None else self.say("term-zone", **term, zone=zone)
        yield self.either("afterwards", scope.exploitation_after_end)
        if scope.max_uses == ANY:
            yield self.say("uses-any")
        else:
            yield self.say("uses", count=str(scope.max_uses), unit=self.say(f"unit-{scope.unit}"))
        yield self.either("approval", scope.per_use_approval)

    def data(self) -> Iterable[str]:
        named = self.scope.delete_on in ("picture_delivered", "none")
        yield self.either("delete", self.scope.delete_on if named else "day", day=self.scope.delete_on)
        yield self.either("death", self.scope.survives_death)

    def work(self) -> Iterable[str]:
        scope = self.scope
        yield self.either("pay", scope.compensation.basis)
        yield self.say("pay-terms", text=scope.compensation.terms)
        yield self.either("residuals", scope.compensation.residuals)
        yield self.say("reason", text=scope.business_reason)
        yield self.either("employment", scope.condition_of_employment)
        yield self.either("represented", scope.represented_by)
        yield self.either("separate", scope.separately_signed)

    def withdrawal(self) -> Iterable[str]:
        scope = self.scope
        yield self.say("withdraw")
        yield self.either("revocable", scope.revocable, days=str(scope.notice_days))
        yield self.either("strike", scope.strike_behaviour)


def plain_sections(document: ConsentDocument, lang: str | None = None) -> tuple[Section, ...]:
    """The text in its parts, in the language it was shown in or in another one that has a catalogue.

    Raises `DocumentError` for a language that lacks a sentence: nobody signs a text that is half in another language.
    """
    return tuple(_Writer(document, lang or document.text.language).sections())


def plain_words(document: ConsentDocument, lang: str | None = None) -> str:
    """The text as it is shown, hashed and kept: headings, and a line a sentence."""
    parts = (
        "\n".join((part.heading, *(f"- {line}" for line in part.sentences))) for part in plain_sections(document, lang)
    )
    return "\n\n".join(parts) + "\n"


def text_digest(text: str) -> str:
    """SHA-256 (hex) of a text's UTF-8 bytes."""
    return sha256_hex(text.encode("utf-8"))


def check_text(document: ConsentDocument, text: str | None = None) -> bool:
    """Whether the terms, written out by this program, are the text whose digest was signed.

    False if the digest was made with another edition of the wording, which this program cannot write again; then
    `text` must be the text that was kept, and its digest is compared instead.
    Raises `DocumentError` if the text that was signed does not say these terms, or is not at hand.
    """
    if text is not None and text_digest(text) != document.text.sha256:
        raise DocumentError(
            [DocumentProblem("text.sha256", "the text kept with the document is not the one that was signed")]
        )
    if document.text.edition != edition():
        if text is None:
            problem = f"worded by edition {document.text.edition}; the text that was shown is needed to check it"
            raise DocumentError([DocumentProblem("text.edition", problem)])
        return False
    if text_digest(plain_words(document)) != document.text.sha256:
        raise DocumentError(
            [DocumentProblem("text.sha256", "the text that was signed does not say what the scope says")]
        )
    return True


def new_document(
    *,
    registry_id: str,
    consent_id: str,
    performer: Mapping[str, str],
    signer: Mapping[str, str],
    counterparty: Mapping[str, str],
    production_id: str,
    scope: Mapping[str, Any],
    created_at: datetime,
    language: str = "en",
    replaces: Mapping[str, str] | None = None,
    time_zone: str | None = None,
    nonce: bytes | None = None,
) -> ConsentDocument:
    """A document ready to be shown and signed: the text is written from the terms, and its digest put in.

    `performer` and `counterparty`: id, name. `signer`: role, name, key_fingerprint. `replaces`: consent_id, sha256.
    `time_zone`: IANA name of the zone of its days; without one the document is of version 1, which names none.
    `nonce`: 16 bytes, random unless given. Raises `DocumentError` listing everything that is missing or wrong.
    """
    content: dict[str, Any] = {
        "type": CONSENT_TYPE,
        "version": 1 if time_zone is None else 2,
        "registry_id": registry_id,
        "consent_id": consent_id,
        "performer": dict(performer),
        "signer": dict(signer),
        "counterparty": dict(counterparty),
        "production_id": production_id,
        "text": {"language": language, "edition": edition(), "sha256": "0" * 64},
        "nonce": to_base64url(os.urandom(16) if nonce is None else nonce),
        "created_at": utc_text(created_at),
        "replaces": None if replaces is None else dict(replaces),
        "scope": dict(scope),
    }
    if time_zone is not None:
        content["time_zone"] = time_zone
    content["text"]["sha256"] = text_digest(plain_words(parse_document(content)))
    return parse_document(content)
