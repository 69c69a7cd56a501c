"""Everybody in one case: who was found, who was declared, and who is only named in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from typing import Any

from consent.spans import Span, whole
from matching.paths import MovingPath
from matching.reasons import below_limits
from matching.senses import FIRST
from registry.checks.deciding.facts import CheckFacts
from registry.checks.deciding.naming import NAMED, names_alone
from registry.core.fields import folded
from registry.productions.declaration import Cast, Declaration

NAME_ONLY = {"name"}


MOST_SHOWN = 12
"""So many findings are shown where somebody declared was not found: in a crowd, the largest."""

Box = tuple[int, int, int, int]


NOTED = frozenset(
    {"ref", "modality", "start", "end", "turns", "box", "answer", "error", "reason", "band", "path", "at_large"}
)
"""What is noted of every appearance; the rest are measures of its sense."""


def noted_in(findings: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    """What was noted of each appearance with a check, by whatever version of this program."""
    found = findings or {}
    noted: Sequence[Mapping[str, Any]] = found.get("found", found.get("faces", ()))
    return noted


@dataclass(frozen=True)
class AtLarge:
    """The answer about one appearance among everybody: none of the declared is compared with it alone. answer: possible, none or
    cannot_decide; error, reason: as of a `Recognition`."""

    answer: str
    error: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True)
class Recognition:
    """One appearance with its answer. modality: the sense that found it. start, end: seconds from the beginning of the file.
    box: where in the picture; none for what has no place. subject: the performer of a match, the likeliest of a possible. error: what
    the answer may be wrong by, in words (registry.checks.deciding.known_error). candidates: everybody whom it
    may be, the likeliest first, and bands: how alike each of them is, in words. measures: how well it can be perceived, by the
    measures of its sense. path: of what moves, where it is when (`matching.paths`). turns: when it is there, in milliseconds, where
    that is less than all the time from `start` to `end`. at_large: what the answer would have been had nobody been declared, where
    that is less: whoever declares somebody has each finding compared with them alone."""

    ref: str
    box: Box | None
    answer: str  # match | possible | none | cannot_decide
    subject: str | None = None
    error: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    candidates: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    modality: str = FIRST
    start: float = 0.0
    end: float = 0.0
    measures: Mapping[str, int] = field(default_factory=dict)
    path: MovingPath = ()
    turns: tuple[Span, ...] = ()
    at_large: AtLarge | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """When it is there, in milliseconds from the beginning of the file."""
        return self.turns or (whole(self.start, self.end),)

    def unasked(self, stand_in: str | None) -> "Recognition":
        """The same as if nobody had been declared; `stand_in`: for whom it is possible."""
        if self.at_large is None:
            return replace(self, subject=stand_in)
        named = stand_in if self.at_large.answer == "possible" else None
        return replace(
            self, answer=self.at_large.answer, subject=named, error=self.at_large.error, reason=self.at_large.reason
        )

    def noted(self) -> dict[str, Any]:
        """What is kept of it with the check: whom it may be is kept apart, its vector nowhere."""
        return {
            "ref": self.ref,
            "modality": self.modality,
            "start": self.start,
            "end": self.end,
            "box": None if self.box is None else list(self.box),
            "answer": self.answer,
            "error": dict(self.error),
            "reason": self.reason,
            "band": self.bands[0] if self.bands else None,
            **self.measures,
            **({"path": self.places} if self.path else {}),
            **({"turns": [list(turn) for turn in self.turns]} if self.turns else {}),
            **({"at_large": asdict(self.at_large)} if self.at_large is not None else {}),
        }

    @property
    def places(self) -> list[list[float]]:
        """Its path as JSON has it: seconds, x, y, width, height."""
        return [[round(time, 3), *box] for time, box in self.path]

    @classmethod
    def of_note(cls, note: Mapping[str, Any], **known: Any) -> "Recognition":
        """The appearance of which this was noted, by whatever version of this program; `known`: what is kept apart. Raises
        KeyError where a part is missing."""
        return cls(
            ref=note["ref"],
            box=None if note["box"] is None else tuple(note["box"]),
            answer=note["answer"],
            error=note["error"],
            reason=note["reason"],
            modality=note.get("modality", FIRST),
            start=note.get("start", 0.0),
            end=note.get("end", 0.0),
            path=tuple((time, tuple(box)) for time, *box in note.get("path", ())),
            turns=tuple((start, end) for start, end in note.get("turns", ())),
            at_large=AtLarge(**note["at_large"]) if "at_large" in note else None,
            measures={key: note[key] for key in note.keys() - NOTED if note[key] is not None},
            **known,
        )


@dataclass(frozen=True)
class Someone:
    """A person of the case behind a pseudonym: a registered performer, or nobody whom the registry knows."""

    pseudonym: str
    performer: str | None
    answer: str  # match | possible | none | not_identifiable | cannot_decide | declared (by the production, not found)
    found: tuple[Recognition, ...]
    declared: Cast | None
    looked_for: str | None = None  # what a person answered about somebody declared and not found
    key: str = ""  # by what they came into the case: the first appearance, or the entry of the declaration

    @property
    def sought(self) -> bool:
        """Whether they should be seen in the file and were not."""
        return (
            self.answer == "declared" and self.declared is not None and not set(self.declared.modalities) <= NAME_ONLY
        )


def unnamed(found: Iterable[tuple[str, Sequence[int] | None, bool]]) -> tuple[str, ...]:
    """The appearances to look through for somebody who was not found, the largest first and those without a place last, of
    (appearance, box, whether it has a name)."""
    without = [(ref, box) for ref, box, named in found if not named]
    without.sort(key=lambda one: 0 if one[1] is None else -one[1][2] * one[1][3])
    return tuple(ref for ref, _box in without[:MOST_SHOWN])


def people_in(
    declaration: Declaration,
    found: Sequence[Recognition],
    facts: CheckFacts,
    names: Mapping[str, str],
    looked_for: Mapping[str, str],
    numbers: Mapping[str, str] | None = None,
) -> tuple[Someone, ...]:
    """Everybody in the case, numbered in the order in which they were found: a pseudonym means nothing outside this check.

    `numbers`: pseudonyms that were given before (`Someone.key` -> pseudonym), so that two sides speak of one P2.
    """
    whom = _whom(declaration, names, facts)
    cast = {performer: entry for performer, entry in zip(whom, declaration.cast, strict=True) if performer}
    places: dict[str, list[Recognition]] = {}
    for one in found:  # only a match says that two places show one person
        places.setdefault(one.subject if one.answer == "match" and one.subject else f"{one.ref}", []).append(one)
    people: list[tuple[str | None, str, tuple[Recognition, ...], Cast | None, str | None, str]] = []
    for seen in places.values():
        performer = seen[0].subject
        answer = "not_identifiable" if below_limits(seen[0].reason) else seen[0].answer
        people.append((performer, answer, tuple(seen), cast.get(performer or ""), None, seen[0].ref))
    met = {performer for performer, *_ in people if performer}
    for number, (performer, entry) in enumerate(zip(whom, declaration.cast, strict=True)):
        if performer not in met:
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


def _whom(declaration: Declaration, names: Mapping[str, str], facts: CheckFacts) -> list[str | None]:
    """Whom each entry of the cast names. Somebody named by their id is not named by their name a second time: that entry
    is judged like one of nobody whom the registry knows, so that it tells nothing about whose name it is, and takes
    nothing from what is said beside the id."""
    ids = {entry.performer for entry in declaration.cast if entry.performer}
    found = [performer_of(entry, names, facts) for entry in declaration.cast]
    return [
        None if entry.name is not None and performer in ids else performer
        for performer, entry in zip(found, declaration.cast, strict=True)
    ]


def performer_of(entry: Cast, names: Mapping[str, str], facts: CheckFacts) -> str | None:
    """The registered performer whom the cast names; None where the registry knows nobody of that id or name."""
    performer = entry.performer if entry.name is None else names.get(entry.name)
    return performer if performer in facts.performers else None
