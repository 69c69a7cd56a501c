"""Model change: templates of several encoders lie side by side, each in a space of its own.

A search uses the best scorer whose encoders everybody in the gallery has, so a new encoder is searched with from the
moment on at which the last performer was enrolled with it; until then everybody is found by the old one. Templates of
weights for which there are no thresholds are never compared; they are reported as a loss.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.thresholds import Thresholds
from registry.performers.models import Template


@dataclass(frozen=True)
class Space:
    """One encoder with one set of weights. calibrated: whether there are thresholds for it. performers: how many have
    templates in it; lacking: ids of those who have templates in other spaces only."""

    encoder: str
    weights_sha256: str
    calibrated: bool
    performers: int
    lacking: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Whether searches may use it: thresholds are there, and everybody has it."""
        return self.calibrated and self.performers > 0 and not self.lacking


def spaces(session: Session, thresholds: Thresholds) -> list[Space]:
    """Every space that is calibrated or in which somebody is enrolled, by encoder."""
    rows = select(Template.performer_id, Template.encoder, Template.weights_sha256).distinct()
    held: dict[tuple[str, str], set[str]] = {key: set() for key in thresholds.encoders.items()}
    for performer_id, encoder, weights in session.execute(rows):
        held.setdefault((encoder, weights), set()).add(performer_id)
    everybody = set[str]().union(*held.values())
    return [
        Space(
            encoder=encoder,
            weights_sha256=weights,
            calibrated=thresholds.encoders.get(encoder) == weights,
            performers=len(own),
            lacking=tuple(sorted(everybody - own)),
        )
        for (encoder, weights), own in sorted(held.items())
    ]
