"""Languages that mean the same or contain one another: BCP 47 tags, read by the CLDR data that Babel carries.

"en" covers "en-GB"; "es-419" covers the Spanish of every country that CLDR counts to Latin America; "no" covers "nb" and
"nn", and "nb" is what "no" is; "iw" is "he"; "zh-Hant" covers "zh-TW". What is wider is not covered by what is narrower.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from babel.core import get_global, parse_locale

from consent.clearance.places import present
from consent.terms import ANY_LANGUAGE

# Norwegian without a further word is Bokmål, to CLDR's language matching as to whoever writes it.
_SAME = {"no": "nb"}


class _Tag(NamedTuple):
    """A tag in its parts, by their present names. `rest`: variants and extensions, or the whole of a tag of another form."""

    language: str
    script: str | None
    region: str | None
    rest: tuple[str, ...]


def speaks(asked: str, languages: Iterable[str]) -> bool:
    """Whether one of the granted languages covers the asked one; "any" covers all."""
    return any(language == ANY_LANGUAGE or _covers(_read(language), _read(asked)) for language in languages)


def touches(asked: str, languages: Iterable[str]) -> bool:
    """Whether speech in `asked` may be speech in one of `languages`: one of the two covers the other."""
    return any(
        ANY_LANGUAGE in (language, asked)
        or _covers(_read(language), _read(asked))
        or _covers(_read(asked), _read(language))
        for language in languages
    )


def _covers(wide: _Tag, narrow: _Tag) -> bool:
    held = (narrow.language, get_global("parent_exceptions").get(narrow.language), _SAME.get(narrow.language))
    if wide.language not in held:
        return False
    if wide.script not in (None, narrow.script, _usual_script(narrow)) or wide.rest != narrow.rest[: len(wide.rest)]:
        return False
    return wide.region in (None, narrow.region) or wide.region in _groups(narrow)


def _usual_script(tag: _Tag) -> str | None:
    """The script of a language as it is written in its region (CLDR's likely subtags)."""
    likely = get_global("likely_subtags")
    full = likely.get(f"{tag.language}_{tag.region}") or likely.get(tag.language) if tag.region else None
    return full.split("_")[1] if full and tag.script is None else tag.script


def _groups(tag: _Tag) -> frozenset[str]:
    """The groups of regions (UN M.49 numbers) whose common language CLDR takes this one for, such as 419."""
    parents, found = get_global("parent_exceptions"), set()
    name = parents.get(f"{tag.language}_{tag.region}")
    while name:
        found.add(name.rpartition("_")[2])
        name = parents.get(name)
    return frozenset(region for region in found if region.isdecimal())


@cache
def _read(tag: str) -> _Tag:
    first, *others = tag.split("-")
    if others and len(others[0]) == 3 and others[0].isalpha():  # an extended language: zh-yue is yue
        return _read("-".join(others))
    try:
        language, region, script, *rest = parse_locale(tag, sep="-")
    except ValueError:  # a private tag, or one of a form that CLDR does not know: it contains what begins with it
        return _Tag(first.lower(), None, None, tuple(part.lower() for part in others))
    alias = parse_locale(get_global("language_aliases").get(language, language))  # "prs" is "fa_AF", "sh" is "sr_Latn"
    region = present(region) if region else alias[1]
    return _Tag(alias[0], script or alias[2], region, tuple(part for part in rest if part))
