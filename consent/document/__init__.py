"""Signed consent documents: the terms, their plain words, their bytes, and their place in a clearance case."""

from consent.document.case import as_case_consent
from consent.document.model import (
    ConsentDocument,
    DocumentError,
    DocumentProblem,
    canonical_bytes,
    document_digest,
    parse_document,
)
from consent.document.signed import (
    ConsentProof,
    SignedConsent,
    parse_signed,
    sign_consent,
    verify_consent,
)
from consent.document.words import (
    Section,
    check_text,
    edition,
    new_document,
    plain_sections,
    plain_words,
    text_digest,
)

__all__ = [
    "ConsentDocument",
    "ConsentProof",
    "DocumentError",
    "DocumentProblem",
    "Section",
    "SignedConsent",
    "as_case_consent",
    "canonical_bytes",
    "check_text",
    "document_digest",
    "edition",
    "new_document",
    "parse_document",
    "parse_signed",
    "plain_sections",
    "plain_words",
    "sign_consent",
    "text_digest",
    "verify_consent",
]
