"""What a recording has to do with the text that was to be read in it: pure rules. Nobody transcribes it; its length has to fit."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.gallery.recordings import Read

LEAST_SPEECH = 30
"""Seconds of clean speech that recordings hold together, from which somebody is enrolled by their voice."""
SLOWEST, FASTEST = 2.0, 8.0
"""Syllables a second of speech, pauses left out. People who read aloud speak four to six; the bounds leave room for whoever is
slow of speech or in a hurry, and for what the count of syllables is wrong by."""
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile("[aeiouyаеёиоуыэюяαεηιουω]+")


def syllables(text: str) -> int:
    """About how many syllables a text has: its groups of vowels, at least one a word, without the silent e of English."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return sum(_of(word) for word in _WORD.findall(plain))


def _of(word: str) -> int:
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, count - 1 if silent else count)


def fits(read: "Read", seconds: float) -> str | None:
    """Why so much speech (seconds) cannot be this text, read aloud once: an id of a text; None where it can."""
    count = syllables(read.text)
    if seconds * FASTEST < count:
        return "enrol.read-too-short"
    return "enrol.read-too-long" if seconds * SLOWEST > count else None
