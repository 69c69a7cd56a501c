"""Names in prompts, scripts and credits: a use of somebody's likeness even where nothing that is found shows it.

Every name is judged as if a registered performer bore it, because the answer must not tell whether one does. Only
where the production holds a consent of that very performer is there more to say, and that it knows already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.checks.deciding.facts import PerformerFacts
from registry.core.fields import folded
from registry.productions.declaration import Declaration

NAMED = "named"
"""The answer for somebody who is only named in words."""


@dataclass(frozen=True)
class Name:
    """A name and the performer who bears it, if exactly one registered performer does."""

    words: str
    performer: str | None


def names_alone(declaration: Declaration, resolved: Mapping[str, str]) -> tuple[Name, ...]:
    """The names that the cast does not hold already, in their order, each once."""
    inside = {entry.performer or resolved.get(entry.name or "", entry.name) for entry in declaration.cast}
    inside |= {folded(entry.name) for entry in declaration.cast if entry.name}
    found: dict[str, Name] = {}
    for entry in declaration.names or ():
        name = Name(entry.name, resolved.get(entry.name))
        if name.performer not in inside and folded(entry.name) not in inside:
            found.setdefault(name.performer or folded(entry.name), name)
    return tuple(found.values())


def prompted(declaration: Declaration, resolved: Mapping[str, str], performer: str | None, name: str | None) -> bool:
    """Whether somebody of the cast is named in words, too."""
    said = {folded(entry.name) for entry in declaration.names or ()}
    bearers = {resolved.get(entry.name) for entry in declaration.names or ()} - {None}
    return performer in bearers or (name is not None and folded(name) in said)


def named_person(pseudonym: str, registered: PerformerFacts | None) -> tuple[dict[str, Any], bool]:
    """The `persons` entry of somebody who is only named, and whether their consents belong to it."""
    consented = registered is not None and any(filed.counts for filed in registered.consents)
    entry = {
        "ref": pseudonym,
        "registered": True,
        "match": "none",
        "modalities": ["name"],
        "performed_as_shown": False,
        "treatment": "likeness_of_real_person" if consented else "none",
        "prompted_by_name": True,
    }
    return entry, consented
