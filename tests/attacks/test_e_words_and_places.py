"""Languages and places that mean the same or contain one another are not refused; what is wider is not let in."""

import pytest

from consent.clearance.places import EU_MEMBERS
from tests.attacks.harbour import rider, shot, verdict

LANGUAGES = (
    ("es-419", "es-MX", "cleared"),
    ("es-419", "es-US", "cleared"),
    ("es-419", "es-ES", "blocked"),
    ("es-MX", "es-419", "blocked"),
    ("no", "nb", "cleared"),
    ("no", "nn-NO", "cleared"),
    ("nb", "nn", "blocked"),
    ("nb", "no", "cleared"),
    ("nn", "no", "blocked"),
    ("iw", "he", "cleared"),
    ("he", "iw", "cleared"),
    ("zh-Hant", "zh-TW", "cleared"),
    ("zh-Hant", "zh-HK", "cleared"),
    ("zh-Hant", "zh-CN", "blocked"),
    ("zh-TW", "zh-Hant", "blocked"),
    ("zh-Hans", "zh-Hant-TW", "blocked"),
    ("zh", "zh-TW", "cleared"),
    ("cmn", "zh", "cleared"),
    ("zh", "yue", "blocked"),
    ("zh-yue", "yue-HK", "cleared"),
    ("en-001", "en-GB", "cleared"),
    ("en-GB", "en", "blocked"),
    ("EN-gb", "en-UK", "cleared"),
    ("deu", "de-AT", "cleared"),
    ("pt-PT", "pt-AO", "blocked"),
    ("prs", "fa", "blocked"),
    ("fil", "tl", "cleared"),
    ("sh", "sr-Cyrl", "blocked"),
    ("en-x-harbour", "en-x-harbour", "cleared"),
    ("en-x-harbour", "en", "blocked"),
)


@pytest.mark.parametrize(("granted", "asked", "expected"), LANGUAGES)
@pytest.mark.attack("E5.languages")
def test_a_language_holds_what_it_contains_and_no_more(granted: str, asked: str, expected: str) -> None:
    assert verdict(shot(rider(languages=[granted]), use={"language": asked})) == expected


TOLD = {"disclosure": {"present": True, "place": "credits"}}


@pytest.mark.parametrize(
    ("granted", "asked", "expected"),
    [
        (sorted(EU_MEMBERS), "EU", "cleared"),
        (sorted(EU_MEMBERS - {"MT"}), "EU", "blocked"),
        ([*sorted(EU_MEMBERS - {"MT"}), "worldwide"], "EU", "cleared"),
        (["EU"], "MT", "cleared"),
        (["EU"], "DE-BY", "cleared"),
        (["EU"], "GB", "blocked"),
        (["UK"], "GB", "cleared"),
        (["GB"], "UK", "cleared"),
        (sorted(EU_MEMBERS), "worldwide", "blocked"),
        (["US"], "US-CA", "cleared"),
        (["US-CA"], "US", "blocked"),
        (["DD"], "DE", "blocked"),
    ],
)
@pytest.mark.attack("E5.places")
def test_a_place_holds_what_it_contains_and_no_more(granted: list[str], asked: str, expected: str) -> None:
    assert verdict(shot(rider(territories=granted), use={"territory": asked}, **TOLD)) == expected
