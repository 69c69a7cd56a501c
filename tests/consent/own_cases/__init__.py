"""Cases of our own: what the situations around the decided cases lead to."""

from tests.consent.own_cases import (
    agreements,
    alterations,
    archive,
    commissioner,
    disclosure,
    edges,
    games,
    people,
    prohibitions,
    scope,
    signers,
    synthetics,
    templates,
    term,
    training,
)
from tests.consent.own_cases.shapes import CASES

TOPICS = (
    agreements,
    alterations,
    archive,
    commissioner,
    disclosure,
    edges,
    games,
    people,
    prohibitions,
    scope,
    signers,
    synthetics,
    templates,
    term,
    training,
)

__all__ = ["CASES", "TOPICS"]
