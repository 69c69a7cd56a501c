"""The words of the front desk: one Fluent file a language in this folder. A new language is a new file."""

from pathlib import Path
from typing import Any

from consent.texts import Catalogue

DEFAULT = "en"
CATALOGUE = Catalogue(Path(__file__).parent)


def languages() -> list[str]:
    """The languages that have a file here, English first."""
    return CATALOGUE.languages()


def say(message_id: str, lang: str = DEFAULT, /, **params: Any) -> str:
    """The text behind `message_id` in `lang`, else in English. KeyError: no such text."""
    return CATALOGUE.say(message_id, lang, **params)
