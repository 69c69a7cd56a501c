"""Model change: templates of several encoders lie side by side, each in a space of its own.

A search uses the encoders in force and no others. A space that everybody is in may be put in force; that it is ready
changes nothing by itself. Templates of weights for which there are no thresholds are never compared.
"""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matching.thresholds import Thresholds
from registry.gallery.encoders import in_force
from registry.records.tables.performers import Template


@dataclass(frozen=True)
class SearchSpace:
    """One encoder with one set of weights. calibrated: whether there are thresholds for it. in_force: whether it is
    searched with. performers: how many have templates in it; lacking: ids of those who would not be found by it, or
    not by all that they are found by now: live and parked templates are searched apart."""

    encoder: str
    weights_sha256: str
    calibrated: bool
    in_force: bool
    performers: int
    lacking: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether it may be put in force: thresholds are there, and everybody has it."""
        return self.calibrated and self.performers > 0 and not self.lacking


def spaces(session: Session, thresholds: Thresholds) -> list[SearchSpace]:
    """Every space of the thresholds' sense that is calibrated, in force, or in which somebody is enrolled, by encoder."""
    chosen = in_force(session, thresholds)
    aside = or_(Template.parked_at.is_not(None), Template.crowded_at.is_not(None))
    rows = select(Template.performer_id, aside, Template.encoder, Template.weights_sha256)
    rows = rows.where(Template.modality == thresholds.modality).distinct()
    known = {encoder: thresholds.encoders.get(encoder, "") for encoder in thresholds.encoders.keys() | chosen}
    held: dict[tuple[str, str], set[tuple[str, bool]]] = {key: set() for key in known.items()}
    for performer_id, parked, encoder, weights in session.execute(rows):
        held.setdefault((encoder, weights), set()).add((performer_id, bool(parked)))
    everybody = set[tuple[str, bool]]().union(*held.values())
    return [
        SearchSpace(
            encoder=encoder,
            weights_sha256=weights,
            calibrated=thresholds.encoders.get(encoder) == weights,
            in_force=encoder in chosen and known[encoder] == weights,
            performers=len({performer_id for performer_id, _parked in own}),
            lacking=tuple(sorted({performer_id for performer_id, _parked in everybody - own})),
        )
        for (encoder, weights), own in sorted(held.items())
    ]
