"""Texts for people: Fluent catalogues, one file a language.

`say("scope.language", granted=["en"], asked="es")` gives the English sentence. A dot in a message id becomes a hyphen in
the catalogue. Lists are joined in the language's own way; `LANGUAGE`, `PLACE` and `WORD` may be called in a catalogue
to name languages (BCP 47), places (ISO 3166) and words of the closed vocabulary (`word-<value>` in the same file).
"""

import logging
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consent.texts.entries import Entries

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

log = logging.getLogger(__name__)

DEFAULT_LANGUAGE = "en"
# Separates the items of a list inside one Fluent argument; it cannot be typed into a form.
_ITEM = "\x1f"


class Catalogue:
    """The Fluent files of one folder, `<language>.ftl` each; a language that lacks a text falls back to English."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: dict[str, Entries] = {}
        self._languages: list[str] | None = None

    def languages(self) -> list[str]:
        """The languages that have a file, sorted."""
        if self._languages is None:
            self._languages = sorted(file.stem for file in self._folder.glob("*.ftl"))
        return self._languages

    def has(self, message_id: str, lang: str = DEFAULT_LANGUAGE) -> bool:
        """Whether this language itself (not its fallback) has the text."""
        names = _fluent_ids(message_id)
        known = lang in self._entries or lang in self.languages()
        return known and any(self._bundle(lang, name).has_message(name) for name in names)

    def ids(self, lang: str = DEFAULT_LANGUAGE) -> set[str]:
        """Every message id of one language, as written in the file."""
        return set(self._of(lang).everything()._messages)

    def say(self, message_id: str, lang: str = DEFAULT_LANGUAGE, /, **params: object) -> str:
        """The text in this language, or in English where the language lacks it.

        Raises KeyError for an id that no file knows: a missing text is a defect, not an empty line.
        """
        for language in (lang, DEFAULT_LANGUAGE):
            if language in self._entries or language in self.languages():
                for name in _fluent_ids(message_id):
                    bundle = self._bundle(language, name)
                    if bundle.has_message(name):
                        return self._format(bundle, name, language, params)
        raise KeyError(f"no text {message_id!r} in {self._folder.name}")

    def _format(self, bundle: "FluentBundle", name: str, language: str, params: Mapping[str, object]) -> str:
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise KeyError(f"text {name!r} has no value")
        text, lacking = bundle.format_pattern(pattern, {key: _argument(value) for key, value in params.items()})
        if lacking:
            # A sentence with a hole in it is better than no page; the tests accept none.
            log.error("text %s: %s", name, "; ".join(map(str, lacking)))
        text = str(text)
        return _joined(text.split(_ITEM), language) if _ITEM in text else text

    def _bundle(self, language: str, name: str) -> "FluentBundle":
        return self._of(language).bundle(name)

    def _of(self, language: str) -> Entries:
        if language not in self._entries:
            # Loaded on demand: a program that renders nothing pays nothing.
            from fluent.runtime import FluentBundle

            source = (self._folder / f"{language}.ftl").read_text(encoding="utf-8")
            bundle = FluentBundle([language], functions=self._functions(language), use_isolating=False)
            self._entries.setdefault(language, Entries(source, bundle))
        return self._entries[language]

    def _functions(self, language: str) -> dict[str, Callable[[Any], Any]]:
        def word(value: str) -> str:
            for kind in ("word", "choice"):
                try:
                    return self.say(f"{kind}-{value}", language)
                except KeyError:
                    continue
            return value.replace("_", " ")

        def named(name: Callable[[str], str]) -> Callable[[Any], str]:
            return lambda value: _joined([name(item) for item in str(value).split(_ITEM)], language)

        return {
            "LIST": named(str),
            "WORD": named(word),
            "LANGUAGE": named(lambda code: _language(code, language) if code not in _WIDE else word(code)),
            "PLACE": named(lambda code: _place(code, language) if code not in _WIDE else word(code)),
        }


_WIDE = ("any", "worldwide", "silent", "unstated", "nothing")


def _fluent_ids(message_id: str) -> tuple[str, str]:
    """The names under which a catalogue may keep an id: dots are hyphens, underscores may be."""
    name = message_id.replace(".", "-")
    return name, name.replace("_", "-")


def _argument(value: object) -> object:
    if value is None:
        return "unstated"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple, set, frozenset)):
        return _ITEM.join(str(item) for item in value) or "nothing"
    if isinstance(value, (int, float)):
        return value
    return str(value).replace(_ITEM, " ")


@lru_cache(maxsize=16)
def _locale(language: str) -> Any:
    from babel import Locale

    return Locale.parse(language, sep="-")


def _joined(items: list[str], language: str) -> str:
    if len(items) < 2:
        return items[0]
    from babel.lists import format_list

    return str(format_list(items, locale=_locale(language)))


def _language(code: str, language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name(_locale(language)) or code
    except (ValueError, UnknownLocaleError):
        return code


def _place(code: str, language: str) -> str:
    return str(_locale(language).territories.get(code.upper(), code))


_catalogue = Catalogue(Path(__file__).parent)
say = _catalogue.say
languages = _catalogue.languages
available = _catalogue.languages
has_text = _catalogue.has
text_ids = _catalogue.ids
