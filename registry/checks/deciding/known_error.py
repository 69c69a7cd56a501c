"""The error that an answer carries: a message with its parameters, and the same in English words.

Parameters are whole numbers and texts, so that a receipt can hold them.
"""

from typing import TYPE_CHECKING, Any

from matching.reasons import below_limits
from registry.core.texts import say

if TYPE_CHECKING:
    from matching.index import Answer


def stated(found: "Answer", seen: frozenset[str] = frozenset(), *, heard: bool = False) -> dict[str, Any]:
    """What this answer may be wrong by; nothing where nothing was answered. seen: whom nobody declared and another sense found, with
    whom it was compared one to one: each of them is another chance to be wrong. heard: it is a voice's."""
    if below_limits(found.reason):
        return in_words("known-error-not_identifiable")
    error = found.error
    if error is None:
        return {}
    if error.declared and seen & {candidate.subject for candidate in found.candidates}:
        return in_words("known-error-seen", one_in=one_in(min(1.0, error.target * len(seen))))
    if error.declared:
        return in_words("known-error-declared", one_in=one_in(error.target))
    if found.answer != "none":
        return in_words(f"known-error-{found.answer}", one_in=one_in(error.target), gallery=error.gallery)
    voice = "-voice" if heard else ""
    if error.missed is None:
        return in_words(f"known-error-none-unmeasured{voice}", gallery=error.gallery)
    missed, low, high = (f"{share:.1%}" for share in (error.missed.value, error.missed.low, error.missed.high))
    return in_words(f"known-error-none{voice}", gallery=error.gallery, missed=missed, low=low, high=high)


def in_words(message: str, **params: int | str) -> dict[str, Any]:
    """The message, its parameters, and its English text."""
    return {"message": message, "params": params, "words": say(message, **params)}


def one_in(target: float) -> int:
    """One stranger in how many: two digits, rounded to the worse side, for more would be false precision."""
    whole = max(1, int(1 / target + 1e-9))
    step = int(10 ** max(0, len(str(whole)) - 2))
    return whole // step * step
