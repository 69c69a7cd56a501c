"""Who may answer what, how many have to agree, and what follows for an appearance: pure rules.

An answer that makes a verdict stricter, or that decides what nobody has decided yet, takes one person. Taking a name away
again from somebody who was found is an override: a union and somebody neutral both have to say so. That the performer asks
for it counts for neither: whoever can put pressure on a performer must not get rid of a name with one person more.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from registry.checks.deciding.known_error import in_words
from registry.checks.deciding.people import Recognition


class ReviewKind(StrEnum):
    """What is asked about."""

    POSSIBLE = "possible"  # an appearance that may be this performer's
    NOT_FOUND = "not_found"  # the production declares the performer, and was not found
    MATCH = "match"  # a name that was given, and is doubted
    AGAIN = "again"  # an answer that a person gave, and that is doubted


class ReviewAnswer(StrEnum):
    """What a person says."""

    CONFIRM = "confirm"
    NOT_THIS_PERSON = "not_this_person"
    CANNOT_TELL = "cannot_tell"


REASONS: Mapping[str, tuple[str, ...]] = {
    ReviewAnswer.CONFIRM: ("same_person", "known_from_production", "told_by_performer"),
    ReviewAnswer.NOT_THIS_PERSON: ("other_person", "look_alike", "invented_person", "not_in_the_file"),
    ReviewAnswer.CANNOT_TELL: ("too_little_seen", "no_reference", "altered_too_far"),
}
"""Answer -> the codes of its reasons."""

EARLIER_REASONS: Mapping[str, str] = {
    "same_face": "same_person",
    "other_face": "other_person",
    "invented_face": "invented_person",
}
"""What codes were called before there was more than one sense -> what they are called now: answers on record keep them."""

BY_WORD = frozenset({"known_from_production", "told_by_performer"})
"""Reasons for which nobody compares likenesses."""

APPEALS: Mapping[str, tuple[str, ...]] = {
    "production": ("other_person_filmed", "invented_person", "not_in_the_file"),
    "performer": ("not_me", "it_is_me"),
}
"""Side -> the codes with which it asks for another look."""

FIRST_LOOK_DAYS, SECOND_LOOK_DAYS = 3, 5
"""Business days until an answer is due."""

NEUTRAL, PERFORMER, PRODUCTION, UNION = "neutral", "performer", "production", "union"
OVERRIDING = frozenset({UNION, NEUTRAL})
"""The standings that have to agree before a name is taken away."""

Said = Sequence[tuple[str, str]]
"""(standing, answer) of everybody who answered in one review, in order. Standing: neutral, performer or union:<id>."""


def of_kind(standing: str) -> str:
    """`union:guild` is a union's standing, like every union's."""
    return standing.partition(":")[0]


def may_answer(kind: str, standing: str, said: Said, *, has_union: bool) -> bool:
    """Whether somebody of this standing may answer next; `has_union`: the performer is a member of a union here.

    A first look is the performer's union's; without one, that of whoever has no part in the matter. For another look a
    union and somebody neutral are entitled, each once; that one of them could not tell leaves the others of their
    standing free to.
    """
    if of_kind(standing) not in OVERRIDING:
        return False
    if kind in (ReviewKind.POSSIBLE, ReviewKind.NOT_FOUND):
        return not has_union or of_kind(standing) == UNION
    return of_kind(standing) not in {of_kind(spoken) for spoken, answer in said if answer != ReviewAnswer.CANNOT_TELL}


def outcome(kind: str, said: Said, *, comparable: bool = True) -> str | None:
    """The answer that counts, or None while somebody else has to speak.

    comparable: there was something to compare with. Where there was not, nobody could have told, so that one person
    cannot closes nothing.
    """
    if not said:
        return None
    latest = said[-1][1]
    if latest == ReviewAnswer.CANNOT_TELL and not comparable:
        return None
    if kind in (ReviewKind.POSSIBLE, ReviewKind.NOT_FOUND) or latest != ReviewAnswer.NOT_THIS_PERSON:
        return latest if of_kind(said[-1][0]) in OVERRIDING else None
    agreeing = {of_kind(standing) for standing, answer in said if answer == ReviewAnswer.NOT_THIS_PERSON}
    return latest if agreeing >= OVERRIDING else None


@dataclass(frozen=True)
class Evidence:
    """What there is to look at. references: pictures or recordings of the performer. kept: pieces cut out of the file, of
    `in_file` that the question is about. named: a machine named this performer at this very place."""

    references: int
    kept: int
    in_file: int
    named: bool = False

    @property
    def lacks(self) -> str | None:
        """What keeps anybody from comparing: references, evidence (no longer kept), or none (there is none in the file)."""
        if not self.references:
            return "references"
        if not self.kept:
            return "evidence" if self.in_file else "none"
        return None


def baseless(
    answer: str, reason: str, evidence: Evidence, *, of_appearance: bool, own_union: bool, declared: bool = True
) -> str | None:
    """What is missing for this answer to rest on something (see `Evidence.lacks`); None: it may be given.

    of_appearance: the question is about an appearance, not about somebody who was declared and not found. own_union: whoever answers
    stands for a union that confirmed the performer as its member. declared: the production says that they are in the file; else an
    earlier check found them in the same frames, and that they are not there would let the file go.

    Likenesses are compared side by side or not at all. What a reviewer remembers of somebody does not count, however well they
    know the person: nobody can look at it afterwards, the next reviewer has nothing to hold it against, and a
    representative of whom it is enough to say "I know her" is whom one would lean on. Word counts in two places, where
    no likeness is judged: it may keep or give back the name that the machine itself gave, which lifts nothing; and a
    union may say of its member that they are in a file in which they were not found (turned away, masked),
    because for facts about members the union is a source of its own. That somebody is not in a file in which there is
    nothing to compare may be said, too: it clears nothing, the production has to correct its declaration.
    """
    if answer == ReviewAnswer.CANNOT_TELL:
        return None
    if reason in BY_WORD and (evidence.named if of_appearance else own_union):
        return None
    if reason == "not_in_the_file" and not of_appearance and declared and not evidence.in_file:
        return None
    return evidence.lacks


def overlap(one: Sequence[int], other: Sequence[int]) -> float:
    """Intersection over union (0 to 1) of two boxes (x, y, width, height)."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(width, 0) * max(height, 0)
    both = one[2] * one[3] + other[2] * other[3] - shared
    return shared / both if both else 0.0


def carries(kind: str, answer: str, performer: str, now: Recognition, before: Collection[str]) -> bool:
    """Whether the latest answer about a performer at this place of the same file holds for what is found there now.

    `before`: whom it might have been when the answer was given. A yes holds only among these, for it would settle the
    others unasked. A no of one person does not take away a name that was given since: that is an override.
    """
    if now.answer not in ("match", "possible") or performer not in now.candidates:
        return False
    if now.answer == "match" and now.subject != performer:
        return False
    if answer == ReviewAnswer.CONFIRM:
        return set(now.candidates) <= set(before)
    return answer == ReviewAnswer.NOT_THIS_PERSON and (
        now.answer == "possible" or kind in (ReviewKind.MATCH, ReviewKind.AGAIN)
    )


def corrected(found: Iterable[Recognition], answers: Mapping[tuple[str, str], str]) -> tuple[Recognition, ...]:
    """What was found as people have answered about it; `answers`: (appearance, performer) -> the latest that counts."""
    return tuple(_corrected(one, answers) for one in found)


def _corrected(one: Recognition, answers: Mapping[tuple[str, str], str]) -> Recognition:
    if one.answer not in ("match", "possible"):
        return one
    about = {subject: answers.get((one.ref, subject)) for subject in one.candidates}
    if any(about.values()) and one.at_large is not None and one.at_large.answer == "possible":
        one = replace(one, at_large=None)  # a person would have been asked in any case
    confirmed = next((subject for subject, answer in about.items() if answer == ReviewAnswer.CONFIRM), None)
    if confirmed is not None:
        return replace(
            one,
            answer="match",
            subject=confirmed,
            candidates=(confirmed,),
            error=in_words("known-error-answered"),
            reason=None,
        )
    left = tuple(subject for subject, answer in about.items() if answer != ReviewAnswer.NOT_THIS_PERSON)
    if len(left) == len(one.candidates):
        return one
    if not left:
        return replace(
            one, answer="none", subject=None, candidates=(), error=in_words("known-error-answered"), reason=None
        )
    if one.answer == "match" and one.subject in left:
        return replace(one, candidates=left)
    return replace(one, answer="possible", subject=left[0], candidates=left)
