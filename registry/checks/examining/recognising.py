"""What was answered about an appearance, as it goes into the decision: without vectors and scores."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matching.senses import LISTENING
from registry.checks.deciding.known_error import stated
from registry.checks.deciding.people import AtLarge, Recognition
from registry.checks.examining.extent import turns_of

if TYPE_CHECKING:
    from matching.findings import Appearance, Vector
    from matching.index import Answer, SecondOpinion


def asked_once(second_opinion: "SecondOpinion | None") -> "SecondOpinion | None":
    """The same, asked at most once about each appearance."""
    if second_opinion is None:
        return None
    known: dict[str, Mapping[str, Vector]] = {}

    def asked(seen: "Appearance") -> "Mapping[str, Vector]":
        if seen.ref not in known:
            known[seen.ref] = second_opinion(seen)
        return known[seen.ref]

    return asked


def recognition(
    seen: "Appearance", found: "Answer", met: frozenset[str] = frozenset(), at_large: "Answer | None" = None
) -> Recognition:
    """One appearance with its answer, without vectors and scores: a match is told in words, with its stated error. met: whom nobody
    declared, and another sense has named. at_large: the answer with nobody declared."""
    heard = seen.modality in LISTENING
    likeliest = found.candidates[0].subject if found.candidates else None
    return Recognition(
        ref=seen.ref,
        box=seen.place,
        answer=found.answer,
        subject=found.subject or (likeliest if found.answer == "possible" else None),
        error=stated(found, met, heard=heard),
        reason=found.reason,
        candidates=tuple(candidate.subject for candidate in found.candidates),
        bands=tuple(candidate.band for candidate in found.candidates),
        modality=seen.modality,
        start=seen.start,
        end=seen.end,
        path=seen.path,
        turns=turns_of(seen),
        measures={measure: int(value) for measure, value in seen.measures.items()},
        at_large=_less(found, at_large, heard=heard),
    )


def _less(found: "Answer", at_large: "Answer | None", *, heard: bool) -> AtLarge | None:
    """What is answered at large, where that is less than what is answered now."""
    if at_large is None or at_large.answer in (found.answer, "match"):
        return None
    return AtLarge(at_large.answer, stated(at_large, heard=heard), at_large.reason)
