"""Places and languages that contain one another: ISO 3166 countries and subdivisions, EU, worldwide; BCP 47."""

from __future__ import annotations

from collections.abc import Iterable

from consent.terms import ANY_LANGUAGE, WORLDWIDE

EU = "EU"
EU_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


def contains(wide: str, narrow: str) -> bool:
    """Whether every place in `narrow` lies in `wide`: worldwide holds all, EU its members, US its states."""
    if wide in (WORLDWIDE, narrow):
        return True
    country = narrow.split("-")[0]
    return country in EU_MEMBERS if wide == EU else country == wide


def granted(asked: str, places: Iterable[str]) -> bool:
    """Whether one of the granted places contains the asked one."""
    return any(contains(place, asked) for place in places)


def touches(asked: str | None, places: Iterable[str]) -> bool:
    """Whether a use shown in `asked` is shown in one of `places`; a wider territory includes them."""
    return asked is not None and any(contains(place, asked) or contains(asked, place) for place in places)


def speaks(asked: str, languages: Iterable[str]) -> bool:
    """Whether a granted language covers the asked one: "en" covers "en-US", "any" covers all."""
    wanted = asked.lower().split("-")
    return any(
        language == ANY_LANGUAGE or wanted[: len(parts)] == parts
        for language in languages
        for parts in [language.lower().split("-")]
    )
