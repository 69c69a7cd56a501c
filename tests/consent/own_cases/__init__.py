"""Cases of our own: what the situations around the decided cases lead to."""

from tests.consent.own_cases import (
    agreements,
    alterations,
    archive,
    commissioner,
    contradictions,
    disclosure,
    edges,
    games,
    people,
    prohibitions,
    scope,
    signatures,
    signers,
    synthetics,
    templates,
    term,
    training,
    unknowns,
)
from tests.consent.own_cases.shapes import CASES

TOPICS = (
    agreements,
    alterations,
    archive,
    commissioner,
    contradictions,
    disclosure,
    edges,
    games,
    people,
    prohibitions,
    scope,
    signatures,
    signers,
    synthetics,
    templates,
    term,
    training,
    unknowns,
)

__all__ = ["CASES", "TOPICS"]
