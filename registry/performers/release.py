"""The biometric release: a text of its own, apart from every consent (740 ILCS 14/15; GDPR Art. 9(2)(a))."""

import hashlib
from dataclasses import dataclass

from registry.texts import DEFAULT, languages, say


@dataclass(frozen=True)
class ReleaseText:
    """The release as it is shown; digest: SHA-256 of the text in UTF-8."""

    language: str
    text: str
    digest: str


def release_text(language: str) -> ReleaseText:
    """The release in a language that has a catalogue, else in English."""
    spoken = language if language in languages() else DEFAULT
    text = say("biometric-release-text", spoken)
    return ReleaseText(spoken, text, hashlib.sha256(text.encode()).hexdigest())
