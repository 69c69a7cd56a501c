"""What a verdict comes to: which one is stricter, whether a file may be used by it, and the exit status that says so.

Pages, API, command line, receipt and verification all ask here, so that none of them can be milder than another.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any, Final

from consent import terms

STRICTNESS: Final[Mapping[str, int]] = {verdict: rank for rank, verdict in enumerate(terms.VERDICTS)}
"""Verdict -> rank; the higher, the stricter."""

ALLOWED: Final = ("cleared", "notify_only")
"""Verdicts under which a file may be used, once somebody is told where that is due: see `releases`."""

NOT_CLEARED: Final = tuple(verdict for verdict in terms.VERDICTS if verdict != "cleared")
"""Verdicts that wait for somebody, or forbid."""

CANNOT_DECIDE: Final = "cannot_decide"
"""The answer of a check that came to no decision. It is no verdict, and stricter than any."""


class Exit(IntEnum):
    """Exit status of a decision, at every door. Anything but 0 means: do not use the file."""

    CLEARED = 0
    BLOCKED = 1
    BAD_INPUT = 2
    NOT_YET = 3
    CANNOT_DECIDE = 4


_FROM_MILD_TO_BAD = (Exit.CLEARED, Exit.NOT_YET, Exit.BLOCKED, Exit.CANNOT_DECIDE, Exit.BAD_INPUT)


def strictest(verdicts: Iterable[str | None]) -> str | None:
    """The strictest of them, leaving out what is no verdict yet; None where there is none. Raises `KeyError` for a word
    that is no verdict."""
    return max((verdict for verdict in verdicts if verdict is not None), key=STRICTNESS.__getitem__, default=None)


def answer(status: str | None, verdict: str | None) -> str | None:
    """What is said first of a decision: its verdict, or `cannot_decide` where it was not decided. None: decided, and no part
    of it is for this reader."""
    return verdict if status == "decided" else CANNOT_DECIDE


def releases(
    status: str | None,
    verdict: str | None,
    duties: Iterable[Mapping[str, Any]],
    reasons: Iterable[Mapping[str, Any]] = (),
) -> bool:
    """Whether a file may be used by this decision: it is decided and cleared, and nobody is left to be told.

    `duties`: each with `done`, which counts only where it is true. `reasons`: each with its `verdict`; one that speaks against
    it says that it is not settled, whoever else was told. Under `notify_only` somebody has to be told: where no duty says who,
    nobody was.
    """
    done = [duty.get("done") is True for duty in duties]
    settled = all(done) and not any(reason.get("verdict") in NOT_CLEARED for reason in reasons)
    return status == "decided" and settled and (verdict == "cleared" or (verdict == "notify_only" and bool(done)))


def exit_status(
    status: str | None,
    verdict: str | None,
    duties: Iterable[Mapping[str, Any]],
    reasons: Iterable[Mapping[str, Any]] = (),
) -> Exit:
    """The exit status of a decision. 0 exactly where it releases; 4 for whatever is not known."""
    if status != "decided" or verdict not in STRICTNESS:
        return Exit.CANNOT_DECIDE
    if releases(status, verdict, duties, reasons):
        return Exit.CLEARED
    return Exit.BLOCKED if verdict == "blocked" else Exit.NOT_YET


def worst(found: Iterable[Exit]) -> Exit:
    """The exit status of several decisions. Of none at all: bad input, since nothing was decided."""
    return max(found, key=_FROM_MILD_TO_BAD.index, default=Exit.BAD_INPUT)
