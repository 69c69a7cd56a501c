"""Places that contain one another: ISO 3166 countries and subdivisions, EU, worldwide."""

from __future__ import annotations

from collections.abc import Iterable

from consent.terms import WORLDWIDE

EU = "EU"
EU_MEMBERS = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


def contains(wide: str, narrow: str) -> bool:
    """Whether every place in `narrow` lies in `wide`: worldwide holds all, EU its members, US its states."""
    wide, narrow = present(wide), present(narrow)
    if wide in (WORLDWIDE, narrow):
        return True
    country = narrow.split("-")[0]
    return country in EU_MEMBERS if wide == EU else country == wide


def granted(asked: str, places: Iterable[str]) -> bool:
    """Whether the granted places contain the asked one: one of them alone, or for the EU all its members together."""
    known = tuple(places)
    if any(contains(place, asked) for place in known):
        return True
    return asked == EU and all(any(contains(place, member) for place in known) for member in EU_MEMBERS)


def touches(asked: str | None, places: Iterable[str]) -> bool:
    """Whether a use shown in `asked` is shown in one of `places`; a wider territory includes them."""
    return asked is not None and any(contains(place, asked) or contains(asked, place) for place in places)


def present(code: str) -> str:
    """The country by its ISO code. Everybody writes UK; the other former codes named more or less than a country of today."""
    return f"GB{code[2:]}" if code[:2] == "UK" else code
