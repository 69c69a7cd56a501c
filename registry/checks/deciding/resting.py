"""Which consents an allowed use rests on, as its reasons name them."""

from collections.abc import Iterator, Mapping
from typing import Any

from consent.verdicts import ALLOWED
from registry.checks.deciding.facts import CheckFacts
from registry.consents.records import Filed

AFTER_THE_END = "exploitation_after_end"
"""The clause by which finished work may be used although its consent has ended."""


def consents_under(decision: Mapping[str, Any], facts: CheckFacts) -> list[Filed]:
    """Those that the reasons name as what permits it, by id."""
    named = {str(reason["consent"]) for reason in _permitting(decision)}
    everything = (filed for performer in facts.performers.values() for filed in performer.consents)
    return sorted((filed for filed in everything if filed.id in named), key=lambda filed: filed.id)


def outlived(decision: Mapping[str, Any]) -> set[str]:
    """Ids of those that have ended and permit it nevertheless, since it was finished before and their terms let it be used."""
    return {str(reason["consent"]) for reason in _permitting(decision) if reason["clause"] == AFTER_THE_END}


def _permitting(decision: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for reason in decision["reasons"]:
        if reason["verdict"] in ALLOWED and reason["layer"] == "performer_consent" and reason.get("consent"):
            yield reason
