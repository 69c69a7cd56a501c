"""What the thresholds in force promise for a gallery of the present size, and what was measured of misses for it."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from matching.thresholds import Thresholds, scorer_of
from registry.checks.deciding.known_error import one_in
from registry.gallery.encoders import in_force
from registry.records.tables.performers import Template

REFERENCES = (1, 3)
"""Numbers of references a person for which misses were measured."""


def promised(session: Session, thresholds: Thresholds) -> dict[str, Any]:
    """Of one sense, whose thresholds these are. people: who is enrolled; gallery: the size for which the thresholds hold;
    match, possible: for one stranger in how many each is given at most; missed: by references, the share of enrolled people
    who are answered `none`, with its 95 % interval (None: not measured). Raises `Undecidable`.
    """
    enrolled = select(func.count(distinct(Template.performer_id))).where(Template.modality == thresholds.modality)
    people = session.scalar(enrolled) or 0
    scorer = scorer_of(in_force(session, thresholds), thresholds.scorers)
    levels = thresholds.levels(scorer, people, REFERENCES[0])
    missed = {count: thresholds.missed(scorer, people, count) for count in REFERENCES}
    return {
        "people": people,
        "gallery": levels.gallery,
        "scorer": scorer,
        "match": one_in(levels.match.target),
        "possible": one_in(levels.possible.target),
        "missed": {str(count): asdict(share) if share else None for count, share in missed.items()},
    }
