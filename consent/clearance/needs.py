"""Which consents a depicted person's treatment calls for."""

from __future__ import annotations

from consent.clearance.case import Person, stated
from consent.clearance.facts import REPLICAS, SYNTHETIC, TRAINING, Facts

REPLICA_USE = ("create_replica", "use_replica")
# How a picture that a camera or a scanner made describes itself (IPTC digitalSourceType).
CAPTURED = frozenset({"digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print"})

# How one describes itself that was generated, in whole or in part.
GENERATED = frozenset(
    {"algorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"}
)


def needed(facts: Facts, person: Person) -> tuple[str, ...]:
    """The kinds of consent that this person's depiction needs, before any allowance.

    A recognised person who is shown doing what they did not perform, with no treatment that explains it, counts as
    a replica: an undeclared one must not pass for nothing.
    """
    kinds = [*_of_likeness(facts, person)]
    if person.treatment == "training_input" or (facts.use.purpose in TRAINING and _known(person)):
        kinds.append("train_model")
    return tuple(kinds)


def _of_likeness(facts: Facts, person: Person) -> tuple[str, ...]:
    treatment = person.treatment
    if treatment in REPLICAS or treatment == "likeness_of_real_person":
        return _replica(facts)
    if treatment == "synthetic_with_features" or treatment in SYNTHETIC:
        return _replica(facts) if person.match != "none" else ()
    if treatment == "alteration" or (treatment == "processing" and stated(facts.use, "alteration")):
        return ("alter_performance",)
    if treatment in ("none", "processing", "tiling") and _shown_without_performing(facts, person):
        return _replica(facts)
    return ()


def _replica(facts: Facts) -> tuple[str, ...]:
    """A scan, or material for the making of a replica, only makes it; what goes into the finished work uses it too."""
    asset = facts.asset
    making = asset.element == "replica_creation" or (asset.media == "scan" and asset.stage == "capture")
    return ("create_replica",) if making and asset.stage != "final" else REPLICA_USE


def _shown_without_performing(facts: Facts, person: Person) -> bool:
    if not _known(person) or person.performed_as_shown:
        return False
    asset = facts.asset
    if asset.source_type in GENERATED or (asset.detector is not None and asset.provenance is None):
        return True
    authentic = asset.element == "archive_photo" or asset.source_type in CAPTURED or asset.provenance is not None
    return not authentic


def _known(person: Person) -> bool:
    return person.match != "none"
