"""Everybody in one case: who was found, who was declared, and who is only named in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from registry.checks.deciding.facts import Facts
from registry.checks.deciding.known_error import NOT_IDENTIFIABLE
from registry.checks.deciding.naming import NAMED, names_alone
from registry.core.fields import folded
from registry.productions.declaration import Cast, Declaration

NAME_ONLY = {"name"}


MOST_FACES = 12
"""So many faces are shown where somebody declared was not found: in a crowd, the largest."""


@dataclass(frozen=True)
class Face:
    """One appearance with its answer. subject: the performer of a match, the likeliest of a possible. error: what
    the answer may be wrong by, in words (registry.checks.deciding.known_error). candidates: everybody whom it
    may be, the likeliest first, and bands: how alike each of them is, in words."""

    ref: str
    box: tuple[int, int, int, int]
    answer: str  # match | possible | none | cannot_decide
    subject: str | None = None
    error: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    candidates: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    size: int | None = None
    sharpness: int | None = None

    def noted(self) -> dict[str, Any]:
        """What is kept of it with the check: whom it may be is kept apart, its vector nowhere."""
        return {
            "ref": self.ref,
            "box": list(self.box),
            "answer": self.answer,
            "error": dict(self.error),
            "reason": self.reason,
            "band": self.bands[0] if self.bands else None,
            "size": self.size,
            "sharpness": self.sharpness,
        }


@dataclass(frozen=True)
class Someone:
    """A person of the case behind a pseudonym: a registered performer, or nobody whom the registry knows."""

    pseudonym: str
    performer: str | None
    answer: str  # match | possible | none | not_identifiable | cannot_decide | declared (by the production, not found)
    faces: tuple[Face, ...]
    declared: Cast | None
    looked_for: str | None = None  # what a person answered about somebody declared and not found
    key: str = ""  # by what they came into the case: the first appearance, or the entry of the declaration

    @property
    def sought(self) -> bool:
        """Whether they should be seen in the file and were not."""
        return (
            self.answer == "declared" and self.declared is not None and not set(self.declared.modalities) <= NAME_ONLY
        )


def unnamed(faces: Iterable[tuple[str, Sequence[int], bool]]) -> tuple[str, ...]:
    """The appearances to look through for somebody who was not found, the largest first, of (appearance, box, whether it
    has a name)."""
    without = [(ref, box) for ref, box, named in faces if not named]
    without.sort(key=lambda face: -face[1][2] * face[1][3])
    return tuple(ref for ref, _box in without[:MOST_FACES])


def people_in(
    declaration: Declaration,
    faces: Sequence[Face],
    facts: Facts,
    names: Mapping[str, str],
    looked_for: Mapping[str, str],
    numbers: Mapping[str, str] | None = None,
) -> tuple[Someone, ...]:
    """Everybody in the case, numbered in the order of their faces: a pseudonym means nothing outside this check.

    `numbers`: pseudonyms that were given before (`Someone.key` -> pseudonym), so that two sides speak of one P2.
    """
    whom = _whom(declaration, names, facts)
    cast = {performer: entry for performer, entry in zip(whom, declaration.cast, strict=True) if performer}
    places: dict[str, list[Face]] = {}
    for face in faces:  # only a match says that two places show one person
        places.setdefault(face.subject if face.answer == "match" and face.subject else f"{face.ref}", []).append(face)
    people: list[tuple[str | None, str, tuple[Face, ...], Cast | None, str | None, str]] = []
    for seen in places.values():
        performer = seen[0].subject
        answer = "not_identifiable" if seen[0].reason in NOT_IDENTIFIABLE else seen[0].answer
        people.append((performer, answer, tuple(seen), cast.get(performer or ""), None, seen[0].ref))
    found = {performer for performer, *_ in people if performer}
    for number, (performer, entry) in enumerate(zip(whom, declaration.cast, strict=True)):
        if performer not in found:
            looked = looked_for.get(performer or "")
            answer = "match" if looked == "confirm" else "declared"
            people.append((performer, answer, (), entry, looked, f"cast.{number}"))
    for name in names_alone(declaration, names):
        known = name.performer if name.performer in facts.performers else None
        people.append((known, NAMED, (), None, None, f"names.{folded(name.words)}"))
    return tuple(
        Someone(pseudonym, *person)
        for pseudonym, person in zip(_pseudonyms([person[-1] for person in people], numbers), people, strict=True)
    )


def _pseudonyms(keys: Sequence[str], numbers: Mapping[str, str] | None) -> list[str]:
    given = numbers or {}
    fresh = (f"P{number}" for number in count(len(given) + 1))
    return [given.get(key) or next(fresh) for key in keys]


def _whom(declaration: Declaration, names: Mapping[str, str], facts: Facts) -> list[str | None]:
    """Whom each entry of the cast names. Somebody named by their id is not named by their name a second time: that entry
    is judged like one of nobody whom the registry knows, so that it tells nothing about whose name it is, and takes
    nothing from what is said beside the id."""
    ids = {entry.performer for entry in declaration.cast if entry.performer}
    found = [performer_of(entry, names, facts) for entry in declaration.cast]
    return [
        None if entry.name is not None and performer in ids else performer
        for performer, entry in zip(found, declaration.cast, strict=True)
    ]


def performer_of(entry: Cast, names: Mapping[str, str], facts: Facts) -> str | None:
    """The registered performer whom the cast names; None where the registry knows nobody of that id or name."""
    performer = entry.performer if entry.name is None else names.get(entry.name)
    return performer if performer in facts.performers else None
