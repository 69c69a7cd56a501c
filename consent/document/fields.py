"""Kinds of entry in a consent document, each with the values it accepts in words that an error can show.

Checkers are called by pydantic with the raw value and return what is kept. Values stay the texts, numbers and lists
that were signed; nothing is converted, so reading and writing a document gives the same bytes.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from consent.moments import is_zone

ANY = "any"
"""Written out where a dimension is not restricted: silence restricts nothing and can be misread, so it cannot be signed."""

_JOINERS = "\u200c\u200d"  # invisible, but some scripts cannot be spelled without them


def refuse(problem: str, accepted: tuple[str, ...] = ()) -> PydanticCustomError:
    """An error that names what is wrong and what would be accepted."""
    return PydanticCustomError("consent", "{problem}", {"problem": problem, "accepted": list(accepted)})


class Checked(BeforeValidator):
    """Has a checker of this module decide what an entry may be, and publishes it as the checker's JSON Schema."""

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema: dict[str, Any] = self.func.schema  # type: ignore[union-attr]
        return dict(schema)


def _or_words(schema: dict[str, Any], words: tuple[str, ...]) -> dict[str, Any]:
    return {"anyOf": [schema, {"enum": list(words)}]} if words else schema


@dataclass(frozen=True)
class OneOf:
    """One of a closed list of words."""

    words: tuple[str, ...]

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}

    @property
    def accepted(self) -> tuple[str, ...]:
        return self.words

    def __call__(self, value: object) -> str:
        if isinstance(value, str) and value in self.words:
            return str(value)
        raise refuse(f"{_shown(value)} is not accepted", self.accepted)


@dataclass(frozen=True)
class Text:
    """One line of text for people, within a length in characters.

    Control characters, line breaks and invisible formatting are refused: they could make the text that a signer is
    shown look like another one.
    """

    shortest: int = 1
    longest: int = 200
    or_words: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        return (f"a line of {self.shortest} to {self.longest} characters", *self.or_words)

    @property
    def schema(self) -> dict[str, Any]:
        return _or_words({"type": "string", "minLength": self.shortest, "maxLength": self.longest}, self.or_words)

    def __call__(self, value: object) -> str:
        if not isinstance(value, str):
            raise refuse(f"{_shown(value)} is not text", self.accepted)
        if value in self.or_words:
            return value
        if value != value.strip() or not self.shortest <= len(value) <= self.longest:
            raise refuse(f"{_shown(value)} is too short, too long or has spaces around it", self.accepted)
        if any(unicodedata.category(sign)[0] == "C" and sign not in _JOINERS for sign in value):
            raise refuse("the text holds invisible control characters", self.accepted)
        if any(unicodedata.category(sign) in ("Zl", "Zp") for sign in value):
            raise refuse("the text holds line breaks", self.accepted)
        if unicodedata.normalize("NFC", value) != value:
            raise refuse("the text is not in Unicode's composed form (NFC)", self.accepted)
        return value


@dataclass(frozen=True)
class TimeZone:
    """The IANA name of a time zone."""

    accepted: tuple[str, ...] = ("an IANA time zone such as America/Los_Angeles",)

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": ["America/Los_Angeles"]}

    def __call__(self, value: object) -> str:
        if is_zone(value):
            return str(value)
        raise refuse(f"{_shown(value)} is no time zone", self.accepted)


@dataclass(frozen=True)
class Matching:
    """Text of a fixed shape."""

    pattern: str
    words: str
    or_words: tuple[str, ...] = ()
    known: Callable[[str], bool] = lambda text: True

    @property
    def accepted(self) -> tuple[str, ...]:
        return (self.words, *self.or_words)

    @property
    def schema(self) -> dict[str, Any]:
        """Without the pattern where a schema would read it otherwise: there `\\w` is a letter of English."""
        shape: dict[str, Any] = {"type": "string", "description": self.words}
        if "\\w" not in self.pattern:
            shape["pattern"] = f"^(?:{self.pattern})$"
        return _or_words(shape, self.or_words)

    def __call__(self, value: object) -> str:
        if isinstance(value, str):
            if value in self.or_words:
                return value
            if value != ANY and re.fullmatch(self.pattern, value) and self.known(value):
                return value
        raise refuse(f"{_shown(value)} is not accepted", self.accepted)


@dataclass(frozen=True)
class Whole:
    """A whole number in a range, or one of some words."""

    least: int
    most: int
    or_words: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        return (f"a whole number from {self.least} to {self.most}", *self.or_words)

    @property
    def schema(self) -> dict[str, Any]:
        return _or_words({"type": "integer", "minimum": self.least, "maximum": self.most}, self.or_words)

    def __call__(self, value: object) -> int | str:
        if isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most:
            return value
        if isinstance(value, str) and value in self.or_words:
            return value
        raise refuse(f"{_shown(value)} is not accepted", self.accepted)


@dataclass(frozen=True)
class YesNo:
    """True or false."""

    accepted: tuple[str, ...] = ("true", "false")

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def __call__(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise refuse(f"{_shown(value)} is neither true nor false", self.accepted)


@dataclass(frozen=True)
class ListOf:
    """A list without repetitions of entries that `entry` accepts; where allowed, empty, or the word "any"."""

    entry: OneOf | Matching
    or_any: bool = False
    or_empty: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        kinds = ["a list of " + " | ".join(self.entry.accepted)]
        if self.or_empty:
            kinds.append("the empty list []")
        if self.or_any:
            kinds.append(f'"{ANY}"')
        return tuple(kinds)

    @property
    def schema(self) -> dict[str, Any]:
        entries = {"type": "array", "items": self.entry.schema, "uniqueItems": True, "minItems": int(not self.or_empty)}
        return _or_words(entries, (ANY,) if self.or_any else ())

    def __call__(self, value: object) -> tuple[str, ...] | str:
        if self.or_any and value == ANY:
            return ANY
        if not isinstance(value, list | tuple):
            raise refuse(f"{_shown(value)} is not accepted", self.accepted)
        if not value and not self.or_empty:
            raise refuse("the list is empty", self.accepted)
        entries = tuple(self.entry(entry) for entry in value)
        if len(set(entries)) != len(entries):
            raise refuse("an entry appears twice", self.accepted)
        return entries


def _shown(value: Any) -> str:
    """A value as an error may repeat it: short, and without control characters."""
    return ascii(value)[:60] if value is None or isinstance(value, bool | int | str) else f"a {type(value).__name__}"


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    english = Locale("en")
    countries = frozenset(code for code in map(str, english.territories) if re.fullmatch("[A-Z]{2}", code))
    return countries - {"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"}, frozenset(english.languages)


def _is_territory(code: str) -> bool:
    return code in ("EU", "worldwide") or code[:2] in _names()[0]


def _is_language(tag: str) -> bool:
    return tag.split("-")[0] in _names()[1]


IDENTIFIER = Matching(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", "an identifier of up to 64 letters, digits and . _ : -")
SCENE = Matching(r"\w([\w .:/#-]{0,62}\w)?", "a scene's number or name of up to 64 letters, digits and . : / # -")
TERRITORY = Matching(
    r"[A-Z]{2}(-[A-Z0-9]{1,3})?|worldwide", "ISO 3166 such as US or US-CA, EU, worldwide", known=_is_territory
)
LANGUAGE = Matching(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", "BCP 47 such as en or pt-BR", known=_is_language
)
FINGERPRINT = Matching(r"SHA256:[A-Za-z0-9_-]{43}", "a key's fingerprint as `likeness key show` prints it")
NONCE = Matching(r"[A-Za-z0-9_-]{22}", "16 random bytes as base64url")
