"""Seen and heard: what two senses at one time say of each other.

They agree where a voice is that of somebody who is seen: it is compared one to one with them
(`registry.checks.examining.examination`). They disagree where somebody is alone in view while somebody else speaks: it may be a
dub, lips made to fit other words, a swap, or nothing but a voice over the picture. No program can tell which. Both are in the
case, each with a consent of their own to show; what is asked here is whether the one who is seen was made to speak what the
other says.
"""

from collections.abc import Collection, Iterable, Sequence

from consent.spans import Span, joined, whole
from matching.senses import FIRST
from registry.checks.deciding.people import Recognition, Someone
from registry.checks.deciding.reasons import DecisionReason

SPEAKS = 1000
"""Milliseconds for which somebody has to be alone in view while another speaks; less is a breath at a cut."""

SHOWN = "performed_as_shown"


def of_other_voices(people: Sequence[Someone], confirmed: Collection[tuple[str, str]]) -> list[DecisionReason]:
    """For everybody who is said to be shown as they performed, and who is alone in view while another registered performer's voice is
    heard: whether they spoke it. confirmed: (performer, fact) that others than the production have confirmed."""
    reasons = []
    for seen in people:
        if seen.declared is None or not seen.declared.performed_as_shown or (seen.performer or "", SHOWN) in confirmed:
            continue
        alone = _without(_seen(seen), [span for one in people if one is not seen for span in _seen(one)])
        for speaker in people:
            if speaker is seen or speaker.performer is None:
                continue
            if _length(_common(alone, [whole(one.start, one.end) for one in speaker.found if _heard(one)])) >= SPEAKS:
                params = {"voice": speaker.pseudonym}
                reasons.append(
                    DecisionReason(
                        "needs_approval", "check.voice-of-another", seen.pseudonym, params, "production", "declare-dub"
                    )
                )
    return reasons


def _heard(one: Recognition) -> bool:
    return one.modality != FIRST and one.box is None and one.answer in ("match", "possible")


def _seen(person: Someone) -> list[Span]:
    return [whole(one.start, one.end) for one in person.found if one.modality == FIRST]


def _common(some: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """When both are."""
    return joined((max(a, c), min(b, d)) for a, b in some for c, d in others if max(a, c) < min(b, d))


def _without(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """When those are, and none of the others."""
    left = list(joined(some))
    for start, end in others:
        left = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    return left


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
