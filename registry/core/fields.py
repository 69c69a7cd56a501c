"""What one line of text from a person may be. Each function gives the cleaned value, or None where it cannot be used."""

import re
import unicodedata

_EMAIL = re.compile(r"[^@\s()<>\[\]:;,\\\"]+@[^@\s.()<>\[\]:;,\\\"]+(\.[^@\s.()<>\[\]:;,\\\"]+)*")
_JOINERS = "\u200c\u200d"
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def clean_line(text: str, longest: int = 200) -> str | None:
    """One line of 1 to `longest` characters in NFC, without control, format or line-breaking characters."""
    line = unicodedata.normalize("NFC", text).strip()
    if not 0 < len(line) <= longest:
        return None
    # Controls, formats and line separators hide or turn round what a reader sees; two joiners belong to scripts.
    hidden = any(
        unicodedata.category(char)[0] == "C" or char in "\u2028\u2029" for char in line if char not in _JOINERS
    )
    return None if hidden else line


def folded(name: str) -> str:
    """A name as it is compared: without case, spacing and the width of its signs. Two spellings of a name are one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def clean_email(text: str) -> str | None:
    """An address, case-folded, as it is compared and stored: at most 254 characters with one `@`, and none of the signs that
    would make several of it in a letter's head."""
    line = clean_line(text.casefold(), 254)
    return line if line is not None and _EMAIL.fullmatch(line) else None


def clean_slug(text: str) -> str | None:
    """An id that people read: lower-case words of letters and digits joined by hyphens, at most 64 characters."""
    return text if len(text) <= 64 and _SLUG.fullmatch(text) else None


def clean_sha256(text: str) -> str | None:
    """A SHA-256 as 64 hexadecimal digits, in lower case."""
    return text.lower() if _SHA256.fullmatch(text) else None
