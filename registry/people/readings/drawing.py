"""Draws a text that nobody can have recorded before: sentences from a list, with words and numbers that are drawn as well."""

import secrets
from collections.abc import Sequence
from itertools import count

from registry.core.texts import CATALOGUE, DEFAULT, languages, say
from registry.gallery.recordings import Read

SENTENCES = 3
"""In one text: about a quarter of a minute of reading."""
WORDS = ("number", "other", "day", "colour", "animal", "place", "thing", "name")
"""What is drawn for each sentence, by the names that the sentences give it."""


def draw(language: str) -> Read:
    """A fresh text, in a language that has a catalogue, else in English."""
    spoken = language if language in languages() else DEFAULT
    chosen: list[str] = []
    sentences = _sentences()
    for _ in range(SENTENCES):
        chosen.append(sentences.pop(secrets.randbelow(len(sentences))))
    return Read(" ".join(say(one, spoken, **_drawn(spoken)) for one in chosen), spoken)


def _sentences() -> list[str]:
    ids = (f"reading-sentence-{number}" for number in count(1))
    found: list[str] = []
    for one in ids:
        if not CATALOGUE.has(one):
            return found
        found.append(one)
    return found


def _drawn(language: str) -> dict[str, str]:
    lists = {kind: _words(kind, language) for kind in WORDS if kind != "other"}
    drawn = {kind: secrets.choice(words) for kind, words in lists.items()}
    return drawn | {"other": secrets.choice([word for word in lists["number"] if word != drawn["number"]])}


def _words(kind: str, language: str) -> Sequence[str]:
    return [word.strip() for word in say(f"reading-words-{kind}", language).split(",")]
