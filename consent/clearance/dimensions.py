"""The dimensions of a scope, in one list: what the paper says, what the use asks, and when the one reaches the other.

Rules of scope, of silence and of what is left undescribed go through this list, and so does the reach of what is
forbidden: a refusal or an exclusion speaks of the uses that lie in its paper in every dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from consent.clearance import languages, places
from consent.clearance.case import ConsentTerms, stated, unknown
from consent.clearance.condition import Ask
from consent.clearance.facts import Facts

UNSAID: Final = object()
"""The case does not turn on this dimension; None, in its place, is that nobody knows."""

DUBBING = frozenset({"translation", "lip_sync_redub"})
OF_REPLICA = frozenset({"create_replica", "use_replica"})
# Which types of replica a treatment makes; one that is built from footage of the employment is one of the employment.
REPLICA_TYPES: dict[str, tuple[str, ...]] = {
    "replica_employment_based": ("employment_based",),
    "replica_no_scan": ("employment_based", "employment_based_no_scan"),
    "replica_independent": ("independently_created",),
    "synthetic_with_features": ("independently_created",),
    "likeness_of_real_person": ("independently_created",),
    "replica_background": ("background",),
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension. `clause`: its key in a consent; `asked`: what the use asks for (or UNSAID, or None).

    `grants`: whether what the paper says covers what is asked. `touches`: whether the two have something in common.
    `use_only`: making a replica alone does not ask for it.
    """

    clause: str
    asked: Callable[[Facts, Ask], Any]
    grants: Callable[[Any, Any], bool]
    touches: Callable[[Any, Any], bool]
    use_only: bool = False

    def concerns(self, ask: Ask) -> bool:
        return not (self.use_only and ask.kind == "create_replica")


def _of_use(key: str) -> Callable[[Facts, Ask], Any]:
    return lambda facts, _ask: getattr(facts.use, key) if stated(facts.use, key) else UNSAID


def _project(facts: Facts, _ask: Ask) -> Any:
    if unknown(facts.use, "project"):
        return None
    return facts.project or UNSAID


def _place(facts: Facts, _ask: Ask) -> Any:
    return None if facts.place_unknown else facts.territory or UNSAID


def _modality(_facts: Facts, ask: Ask) -> Any:
    nothing = not ask.person.modalities and stated(ask.person, "modalities") and ask.person.match != "none"
    return None if nothing else ask.modality or UNSAID  # whoever is recognised, is recognised by something


def _replica(_facts: Facts, ask: Ask) -> Any:
    return REPLICA_TYPES.get(ask.person.treatment, UNSAID) if ask.kind in OF_REPLICA else UNSAID


def _in(asked: Any, value: Any) -> bool:
    return asked in value


def _is(asked: Any, value: Any) -> bool:
    return bool(asked == value)


def _has(asked: Any, value: Any) -> bool:
    return value in asked


def _changes(asked: Any, value: Any) -> bool:
    """A paper that lists no change speaks of the unchanged likeness, and so of whatever is made of it."""
    return not value or asked in value or (asked == "age_up" and "age" in value)


ALTERATIONS = Dimension("alterations_allowed", _of_use("alteration"), _changes, _changes, use_only=True)
DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("modalities", _modality, _in, _in),
    Dimension("project_ids", _project, _in, _in),
    Dimension("character", _of_use("character"), _is, _is, use_only=True),
    Dimension("scenes", _of_use("scene"), _in, _in, use_only=True),
    Dimension("media", _of_use("medium"), _in, _in),
    Dimension("territories", _place, places.granted, places.touches),
    Dimension("languages", _of_use("language"), languages.speaks, languages.touches),
    Dimension("replica_type", _replica, _has, _has),
    ALTERATIONS,
)
BY_CLAUSE = {dimension.clause: dimension for dimension in DIMENSIONS}


def gives_kind(facts: Facts, kind: str, paper: ConsentTerms) -> bool:
    """Whether a paper speaks of this kind of consent: by its name, as dubbing, or by its clause on training."""
    if kind in paper.kind:
        return True
    if kind == "alter_performance":
        return "dub" in paper.kind and facts.use.alteration in DUBBING
    return kind == "train_model" and paper.training in ("allowed", "constrained")


def reaches(facts: Facts, ask: Ask, paper: ConsentTerms, but_for: Iterable[str] = ()) -> bool:
    """Whether what a paper forbids may be about this use: in every dimension, but for those that do not matter here.

    What the paper leaves open, and what nobody knows of the use, is reached. `but_for`: clauses; "kind" is one.
    """
    skipped = frozenset(but_for)
    if ask.kind != "alter_performance":  # what may be changed tells one alteration from another, not one replica
        skipped |= {ALTERATIONS.clause}
    if "kind" not in skipped and paper.kind and not gives_kind(facts, ask.kind, paper):
        return False
    for dimension in DIMENSIONS:
        value = getattr(paper, dimension.clause)
        asked = dimension.asked(facts, ask)
        open_here = value is None or asked is UNSAID or asked is None or dimension.clause in skipped
        if not open_here and not dimension.touches(asked, value):
            return False
    return True
