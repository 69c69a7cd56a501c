"""Acts that are signed like a consent: to withdraw one, to answer for one use under one that asks for it, and to put another key
in the place of a lost one.

An act names what it is about by digest, carries a nonce and its time, and holds the digest of the plain words that its signer
was shown. So an assertion that was made for one act counts for no other, also where the same is said once more.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import ValidationError, model_validator

from consent.canonical import JsonError, canonical, strict_mapping, to_base64url
from consent.document.fields import FINGERPRINT, IDENTIFIER, NONCE, Checked, Text
from consent.document.model import Performer, Signer, TextShown
from consent.document.words import text_digest
from consent.moments import utc_text
from consent.parts import Digest, Moment, Part, first_problem
from consent.signature import Signature, SignatureError, parse_signature, verify
from consent.texts import available, has_text, say

ACT_TYPE: Final = "likeness-registry/act"
SIGNED_ACT_TYPE: Final = "likeness-registry/signed-act"
WORDING: Final = "act/1"
"""The edition of the sentences in the catalogue's section "acts"; whoever changes one of them raises it."""
_ENTRIES = {"type", "version", "act", "text", "signature"}

Id = Annotated[str, Checked(IDENTIFIER)]


class ActError(ValueError):
    """Not an act that can be signed, or one that does not hold."""


class Work(Part):
    """The production that the act concerns."""

    id: Id
    title: Annotated[str, Checked(Text())]


class Withdrawal(Part):
    """Which consent is withdrawn: its id and the SHA-256 of its canonical bytes."""

    consent_id: Id
    sha256: Digest


class UseAnswer(Part):
    """The answer for one use: of which check, for which file and which declaration. until: when a yes ends by itself, if the
    signer set an end."""

    check_id: Id
    file_sha256: Digest
    declaration_sha256: Digest
    answer: Literal["approved", "refused"]
    until: Moment | None


class Replacement(Part):
    """A union puts a key that it has confirmed in the place of a lost one. method: how the person was recognised."""

    lost: Annotated[str, Checked(FINGERPRINT)]
    key: Annotated[str, Checked(FINGERPRINT)]
    method: Annotated[str, Checked(Text())]


About = Withdrawal | UseAnswer | Replacement
_KINDS: Final[dict[type[Part], Literal["withdrawal", "use", "replacement"]]] = {
    Withdrawal: "withdrawal",
    UseAnswer: "use",
    Replacement: "replacement",
}


class Act(Part):
    """What is signed. Exactly one of `withdrawal`, `use` and `replacement` is there, as `act` says; the others are null. `work`
    is null where no production is concerned."""

    type: Literal["likeness-registry/act"]
    version: Literal[1]
    act: Literal["withdrawal", "use", "replacement"]
    registry_id: Id
    performer: Performer
    signer: Signer
    work: Work | None
    withdrawal: Withdrawal | None
    use: UseAnswer | None
    replacement: Replacement | None
    text: TextShown
    nonce: Annotated[str, Checked(NONCE)]
    created_at: Moment

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Act":
        said = [name for name in _KINDS.values() if getattr(self, name) is not None]
        if said != [self.act] or (self.work is None) != (self.act == "replacement"):
            raise ValueError(f"an act of the kind {self.act} says that, and nothing else")
        return self

    @property
    def about(self) -> About:
        """What is said."""
        found: About = getattr(self, self.act)
        return found


def act_bytes(act: Act) -> bytes:
    """The RFC 8785 bytes of an act: what is signed."""
    return canonical(act.model_dump(mode="json"))


def act_words(act: Act, lang: str | None = None) -> str:
    """The plain words of an act, made from the act alone. Raises `ActError` for a language that lacks a sentence."""
    language = lang or act.text.language
    lines: list[tuple[str, dict[str, str]]] = [("act-heading", {"act": act.act})]
    lines += [("act-performer", {"name": act.performer.name, "id": act.performer.id})]
    signer = {"role": act.signer.role, "name": act.signer.name, "fingerprint": act.signer.key_fingerprint}
    lines += [("act-signer", signer)]
    if act.work is not None:
        lines += [("act-work", {"title": act.work.title, "id": act.work.id})]
    if act.replacement is not None:
        lines += [("act-replacement", {"lost": act.replacement.lost, "key": act.replacement.key})]
        lines += [("act-replacement-method", {"method": act.replacement.method}), ("act-replacement-follows", {})]
    if act.withdrawal is not None:
        lines += [("act-withdrawal", {"consent": act.withdrawal.consent_id, "sha256": act.withdrawal.sha256})]
        lines += [("act-withdrawal-follows", {})]
    if act.use is not None:
        use = act.use
        lines += [("act-use", {"answer": use.answer}), ("act-use-file", {"sha256": use.file_sha256})]
        lines += [("act-use-declared", {"check": use.check_id, "sha256": use.declaration_sha256})]
        lines += [("act-use-until", {"until": use.until})] if use.until is not None else [("act-use-no-end", {})]
    lines += [("act-record", {"registry": act.registry_id, "created": act.created_at, "nonce": act.nonce})]
    if language not in available() or not all(has_text(name, language) for name, _params in lines):
        raise ActError(f"the catalogue for {language[:20]} lacks a sentence of this act")
    heading, *sentences = [say(name, language, **params) for name, params in lines]
    return "\n".join([heading, *(f"- {sentence}" for sentence in sentences)]) + "\n"


def new_act(
    about: About,
    *,
    registry_id: str,
    performer: Mapping[str, str],
    signer: Mapping[str, str],
    work: Mapping[str, str] | None,
    created_at: datetime,
    language: str = "en",
    nonce: bytes | None = None,
) -> Act:
    """An act ready to be shown and signed: its words are written, and their digest put in.

    `performer`: id, name; `signer`: role, name, key_fingerprint; `work`: id, title, of the production;
    `nonce`: 16 bytes, random unless given.
    Raises `ActError`.
    """
    content: dict[str, Any] = {
        "type": ACT_TYPE,
        "version": 1,
        "act": _KINDS[type(about)],
        "registry_id": registry_id,
        "performer": dict(performer),
        "signer": dict(signer),
        "work": None if work is None else dict(work),
        **dict.fromkeys(_KINDS.values()),
        _KINDS[type(about)]: about.model_dump(mode="json"),
        "text": {"language": language, "edition": WORDING, "sha256": "0" * 64},
        "nonce": to_base64url(os.urandom(16) if nonce is None else nonce),
        "created_at": utc_text(created_at),
    }
    content["text"]["sha256"] = text_digest(act_words(parse_act(content)))
    return parse_act(content)


def parse_act(data: bytes | str | Mapping[str, Any]) -> Act:
    """An act from JSON text or from a parsed object. Raises `ActError`."""
    try:
        return Act.model_validate(strict_mapping(data) if isinstance(data, bytes | str) else dict(data))
    except JsonError as error:
        raise ActError(f"the act is {error}") from error
    except ValidationError as error:
        raise ActError(first_problem(error)) from error


@dataclass(frozen=True)
class SignedAct:
    """An act as one file: the act, the text that was shown, and the signature over the act."""

    act: Act
    text: str
    signature: Signature

    def as_dict(self) -> dict[str, Any]:
        act, signature = self.act.model_dump(mode="json"), self.signature.as_dict()
        return {"type": SIGNED_ACT_TYPE, "version": 1, "act": act, "text": self.text, "signature": signature}


def parse_signed_act(data: bytes | str) -> SignedAct:
    """A signed act's file. Checks the form alone; `verify_act` checks what it proves. Raises `ActError`."""
    try:
        content = strict_mapping(data)
        if set(content) != _ENTRIES or content["type"] != SIGNED_ACT_TYPE or content["version"] != 1:
            raise ActError("not a signed act of version 1")
        if not isinstance(content["text"], str) or not isinstance(content["act"], dict):
            raise ActError("text is text and act is a JSON object")
        return SignedAct(parse_act(content["act"]), content["text"], parse_signature(content["signature"]))
    except (JsonError, SignatureError) as error:
        raise ActError(str(error)) from error


def verify_act(signed: SignedAct) -> bool:
    """Checks signature and text of an act with nothing but these; answers whether the text was written anew and agreed, which
    takes the edition that wrote it. Whose key it is, the caller knows. Raises `SignatureError`, `ActError`."""
    act, signature = signed.act, signed.signature
    if signature.role != "signer" or signature.fingerprint != act.signer.key_fingerprint:
        raise SignatureError("an act is signed by the key that it names, as its signer")
    if text_digest(signed.text) != act.text.sha256:
        raise ActError("the text kept with the act is not the one that was signed")
    if act.text.edition == WORDING and act_words(act) != signed.text:
        raise ActError("the text that was signed does not say what the act says")
    verify(signature, act_bytes(act))
    return act.text.edition == WORDING
