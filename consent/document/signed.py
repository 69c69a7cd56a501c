"""A signed consent as one file: the document, the text that was shown, and the signatures over the document."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from consent.canonical import JsonError, strict_mapping
from consent.document.model import ConsentDocument, DocumentError, DocumentProblem, canonical_bytes, parse_document
from consent.document.words import check_text, plain_words
from consent.signature import Signature, SignatureError, SigningKey, parse_signature, sign, verify

SIGNED_TYPE: Final = "likeness-registry/signed-consent"
_ENTRIES = {"type", "version", "document", "text", "signatures"}


@dataclass(frozen=True)
class SignedConsent:
    """The content of a signed consent file. `text` is the text that the signer was shown."""

    document: ConsentDocument
    text: str
    signatures: tuple[Signature, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "type": SIGNED_TYPE,
            "version": 1,
            "document": self.document.model_dump(mode="json"),
            "text": self.text,
            "signatures": [signature.as_dict() for signature in self.signatures],
        }


def parse_signed(data: bytes | str) -> SignedConsent:
    """A signed consent file, or a bare document (then with its text written out and without signatures).

    Checks the form alone; `verify_consent` checks what it proves. Raises `DocumentError`.
    """
    try:
        content = strict_mapping(data)
    except JsonError as error:
        raise DocumentError([DocumentProblem("file", str(error))]) from error
    if content.get("type") != SIGNED_TYPE:
        document = parse_document(content)
        check_text(document)
        return SignedConsent(document, plain_words(document))
    if set(content) != _ENTRIES or content["version"] != 1:
        raise DocumentError([DocumentProblem("file", "is no signed consent of version 1", tuple(sorted(_ENTRIES)))])
    if not isinstance(content["text"], str) or not isinstance(content["signatures"], list):
        raise DocumentError([DocumentProblem("file", "text is text and signatures are a list")])
    if not isinstance(content["document"], dict):
        raise DocumentError([DocumentProblem("document", "is a JSON object")])
    try:
        signatures = tuple(parse_signature(signature) for signature in content["signatures"])
    except SignatureError as error:
        raise DocumentError([DocumentProblem("signatures", str(error))]) from error
    return SignedConsent(parse_document(content["document"]), content["text"], signatures)


def sign_consent(consent: SignedConsent, key: SigningKey, role: str = "signer") -> SignedConsent:
    """The consent with one more signature over the document's canonical bytes.

    Nobody signs a text that this program cannot write out itself from the terms, so one of another edition is
    refused here (it is only verified). Raises `DocumentError`, or `SignatureError` if the key may not sign.
    """
    if not check_text(consent.document, consent.text):
        problem = "the text was worded by another edition: let the registry write the document anew"
        raise DocumentError([DocumentProblem("text.edition", problem)])
    _check_part(consent.document, role, key.fingerprint)
    signature = sign(key, canonical_bytes(consent.document), role)
    others = tuple(other for other in consent.signatures if other.fingerprint != key.fingerprint)
    return SignedConsent(consent.document, consent.text, (*others, signature))


def _check_part(document: ConsentDocument, role: str, fingerprint: str) -> None:
    """Refuse a key in a part that is not its own: the signer's key is named in the document, others countersign."""
    is_signers = fingerprint == document.signer.key_fingerprint
    if role not in ("signer", "countersigner"):
        raise SignatureError(f"a consent is signed by its signer and by countersigners, not as {role}")
    if role == "signer" and not is_signers:
        raise SignatureError(
            f"the document names the signer's key {document.signer.key_fingerprint}, this one is {fingerprint}"
        )
    if role == "countersigner" and is_signers:
        raise SignatureError("the signer cannot countersign: that takes another key")


@dataclass(frozen=True)
class ConsentProof:
    """What a signed consent proves: the fingerprints that signed, and whether the text was written anew and agreed."""

    signer: str
    countersigners: tuple[str, ...]
    text_rewritten: bool


def verify_consent(
    document: ConsentDocument, signatures: Iterable[Signature], *, text: str | None = None
) -> ConsentProof:
    """Check signatures, roles and text of a consent, with nothing but these.

    The signer's signature must be there, by the key that the document names; each countersignature by another key,
    once. Whose key a countersigner's is, the caller knows (the union's keys on record). `text` is the text that was
    kept; it is needed if the document was worded by another edition of this program.
    Raises `SignatureError` or `DocumentError`.
    """
    message = canonical_bytes(document)
    signers: list[str] = []
    countersigners: list[str] = []
    for signature in signatures:
        _check_part(document, signature.role, signature.fingerprint)
        verify(signature, message)
        (signers if signature.role == "signer" else countersigners).append(signature.fingerprint)
    if not signers:
        raise SignatureError("the signer's signature is missing")
    if len(signers) > 1 or len(set(countersigners)) != len(countersigners):
        raise SignatureError("a key has signed twice")
    return ConsentProof(signers[0], tuple(countersigners), check_text(document, text))
