"""Who may speak in a dispute, and what its voices come to: pure rules.

Two people claim one likeness. What is found may erase the templates of one of them, so one person never decides it, and neither
does one union about another union's member. The unions that confirmed a side's membership have to agree: one voice of each
side's. Where a side has none, both have the same one, or they disagree, somebody from outside has to be among those who
agree. A union that somebody merely named as theirs is neither: it speaks for nobody and is not from outside.
"""

from collections import defaultdict
from collections.abc import Sequence, Set

NEUTRAL = "neutral"
UNION = "union"

Said = Sequence[tuple[str, str]]
"""(standing, outcome) of everybody who spoke in this round, in order. Standing: neutral, or union:<id>; each speaks once."""


def of_union(union: str) -> str:
    """The standing of a union's voice."""
    return f"{UNION}:{union}"


def is_outside(standing: str, first: Set[str], claimant: Set[str]) -> bool:
    """Whether a standing belongs to neither side. first, claimant: the unions that confirmed their memberships."""
    return standing not in {of_union(union) for union in first | claimant}


def may_speak(standing: str, first: Set[str], claimant: Set[str], said: Said, again: bool) -> bool:
    """Whether a voice of this standing is wanted now. again: somebody objected to what was found before."""
    if standing in {spoken for spoken, _outcome in said}:
        return False
    if not is_outside(standing, first, claimant):
        return True
    disagree = len({outcome for _standing, outcome in said}) > 1
    return again or disagree or not first or not claimant or len(first | claimant) == 1


def finding(first: Set[str], claimant: Set[str], said: Said, again: bool) -> str | None:
    """The outcome that the voices agree on; None while somebody else has to speak.

    Each side that has a union has been heard, and two of different standing say the same. Where not everybody does, or
    somebody objected before, one of them is from outside, and more say so than anything else.
    """
    support: dict[str, set[str]] = defaultdict(set)
    for standing, outcome in said:
        support[outcome].add(standing)
    heard = {standing for standing, _outcome in said}
    if any(side and not heard & {of_union(union) for union in side} for side in (first, claimant)):
        return None
    for outcome, who in support.items():
        outside = any(is_outside(standing, first, claimant) for standing in who)
        most = all(len(who) > len(other) for said_else, other in support.items() if said_else != outcome)
        if len(who) >= 2 and most and (outside or (len(support) == 1 and not again)):
            return outcome
    return None
