"""Places, languages and time zones by their names: what people read and type, beside the codes that the rules compare."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from pydantic_core import PydanticCustomError

from consent.document.fields import ANY, LANGUAGE, TERRITORY, Matching
from consent.terms import WORLDWIDE
from registry.core import texts


@dataclass(frozen=True)
class Names:
    """Codes of one kind with their names. offered: code -> name, by language; name: of a code; code: of what was typed; accepts:
    whether it is one that the rules know."""

    kind: str
    offered: Callable[[str], Mapping[str, str]]
    name: Callable[[str, str], str]
    code: Callable[[str, str], str]
    accepts: Callable[[str], bool]


_US = "US"  # its law of likenesses is that of its states, which are offered by name
_ALIKE = {"uk": "GB", "usa": "US", "u.s.": "US", "america": "US", "world": WORLDWIDE, "everywhere": WORLDWIDE}


def places(lang: str = texts.DEFAULT) -> Mapping[str, str]:
    """Code -> name of places that a territory can be: the whole world, the European Union, countries, and the states of the US."""
    return _places(lang)


def place(code: str, lang: str = texts.DEFAULT) -> str:
    """A place by its name; a code that has none as it is."""
    if code == ANY:
        return texts.say("any-place", lang)
    return places(lang).get(code, code)


def place_code(typed: str, lang: str = texts.DEFAULT) -> str:
    """The code of a place that was typed by name or by code, whatever its case; what is neither as it was typed."""
    folded = typed.strip().casefold()
    if folded in (ANY, texts.say("any-place", lang)):
        return ANY
    code = _codes(lang).get(folded) or _ALIKE.get(folded)
    upper = typed.strip().upper()
    return code or (upper if is_place(upper) else typed.strip())


def language(tag: str, lang: str = texts.DEFAULT) -> str:
    """A language by its name, such as "Portuguese (Brazil)"; a tag that has none as it is."""
    if tag == ANY:
        return texts.say("any-language", lang)
    if tag in languages(lang):
        return languages(lang)[tag]
    try:
        return Locale.parse(tag, sep="-").get_display_name(lang) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def language_code(typed: str, lang: str = texts.DEFAULT) -> str:
    """The tag of a language that was typed by name or by tag; what is neither as it was typed."""
    folded = typed.strip().casefold()
    if folded in (ANY, texts.say("any-language", lang)):
        return ANY
    return _tags(lang).get(folded) or typed.strip()


def languages(lang: str = texts.DEFAULT) -> Mapping[str, str]:
    """Tag -> name of languages, those that are spoken in one country's way among them."""
    return _languages(lang)


def is_place(code: str) -> bool:
    """Whether a territory can be this."""
    return _accepted(TERRITORY, code)


def is_language(tag: str) -> bool:
    """Whether a language can be this."""
    return _accepted(LANGUAGE, tag)


def several(typed: str, of: Names, lang: str = texts.DEFAULT) -> list[str]:
    """The codes, each once, of several names or codes that are separated by commas, semicolons or lines; codes alone also by
    blanks."""
    found: list[str] = []
    for part in (part.strip() for part in re.split(r"[,;\n]+", typed)):
        one = of.code(part, lang)
        apart = [of.code(word, lang) for word in part.split()]
        found += [one] if one != part or len(apart) < 2 else apart
    return list(dict.fromkeys(one for one in found if one))


PLACES = Names("places", places, place, place_code, is_place)
LANGUAGES = Names("languages", languages, language, language_code, is_language)
KINDS = {one.kind: one for one in (PLACES, LANGUAGES)}


@cache
def zones() -> Sequence[str]:
    """IANA names of the time zones in use, UTC first."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/")))
    return ("UTC", *sorted(named))


def zone_name(zone: str, lang: str = texts.DEFAULT) -> str:
    """A time zone as people look for it, such as "Europe: Berlin"."""
    if zone == "UTC":
        return texts.say("zone-utc", lang)
    region, _, town = zone.replace("_", " ").partition("/")
    return f"{region}: {town.replace('/', ', ')}"


@cache
def _places(lang: str) -> Mapping[str, str]:
    from holidays.countries.united_states import US  # it knows the states; loading it takes longer than most commands

    territories = Locale.parse(lang).territories
    countries = {code: territories[code] for code in map(str, territories) if is_place(code)}
    named = dict(sorted(countries.items(), key=lambda one: one[1]))
    states = sorted(US.subdivisions_aliases.items())
    named |= {f"{_US}-{code}": f"{name} ({named[_US]})" for name, code in states if f"{_US}-{code}" not in named}
    return {WORLDWIDE: texts.say("place-worldwide", lang), "EU": texts.say("place-eu", lang), **named}


@cache
def _languages(lang: str) -> Mapping[str, str]:
    named = Locale.parse(lang).languages
    tags = {tag.replace("_", "-"): name for tag, name in named.items()}
    return dict(sorted(((tag, name) for tag, name in tags.items() if is_language(tag)), key=lambda one: one[1]))


@cache
def _codes(lang: str) -> Mapping[str, str]:
    full = {name.casefold(): code for code, name in places(lang).items()}
    states = {name.casefold().rpartition(" (")[0]: code for code, name in places(lang).items() if "-" in code}
    return states | full  # Georgia is the country


@cache
def _tags(lang: str) -> Mapping[str, str]:
    return {name.casefold(): tag for tag, name in languages(lang).items()}


def _accepted(kind: Matching, code: str) -> bool:
    try:
        kind(code)
    except PydanticCustomError:
        return False
    return True
