"""What a file says about its origin, as plain records: bounded, and without any judgement on what follows from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

STATES = ("absent", "invalid", "valid", "trusted", "remote", "unreadable")
"""Of a file's Content Credentials. absent: there are none, which says nothing about the file. invalid: they do not belong to these
bytes, or were altered. valid: they do, and nobody vouches for who signed. trusted: they do, and the signer is on the trust list.
remote: they lie elsewhere and were not fetched. unreadable: something is there that could not be read."""

GENERATIVE = frozenset(
    {"algorithmicMedia", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"}
)
"""IPTC digitalSourceType codes of what was generated, in whole or in part."""

CAMERA = frozenset({"digitalCapture", "computationalCapture"})
"""Those of what a camera took."""

LONGEST_PROMPT = 32_000
"""Characters of a prompt that are read."""

AS_TAKEN = frozenset({"c2pa.created", "c2pa.published", "c2pa.transcoded", "c2pa.repackaged"})
"""Actions that leave a picture as it was taken."""


@dataclass(frozen=True)
class Ingredient:
    """Something that the file was made from, by its own account. depth: 1 for what went into the file itself, 2 for what went
    into that. source_types: of its own credentials, where they are inside."""

    title: str
    relationship: str
    depth: int
    source_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trace:
    """What a generator left in the file. where: the field. prompt: what it was told, where that is there."""

    tool: str
    where: str
    prompt: str = ""


@dataclass(frozen=True)
class Origin:
    """What a file says about itself. Nothing here is believed for being said: who signed is proven by state `trusted` alone.

    problems: codes of what is wrong with the credentials (C2PA's own), or of what could not be read. signer: the certificate's
    organisation; signer_name: its common name. signed_at: by a timestamp, ISO. generator: the program that made the claim.
    source_types, actions: of the active manifest; `inner_source_types` of all others in the file. ingredients: the first of them,
    the nearest first; more_ingredients: how many more there are. mining: `cawg.training-mining`, label -> use. identities: named
    actors of `cawg.identity`, as they call themselves. iptc: digitalSourceType in XMP, of every packet. credits: credit lines.
    xmp_refused: whether a packet was not read: entities, or no XML.
    """

    state: str = "absent"
    problems: tuple[str, ...] = ()
    signer: str = ""
    signer_name: str = ""
    signed_at: str = ""
    generator: str = ""
    source_types: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    inner_source_types: tuple[str, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    more_ingredients: int = 0
    mining: tuple[tuple[str, str], ...] = ()
    identities: tuple[str, ...] = ()
    iptc: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    xmp_refused: bool = False
    traces: tuple[Trace, ...] = ()

    @property
    def generative(self) -> str | None:
        """The source type by which the file says that it was generated; None where it does not say so. Whether the signature
        holds does not matter: nobody says this of a photograph for gain. The file's own word first, then what went into it."""
        for said in (*self.source_types, *self.iptc):
            if said in GENERATIVE:
                return said
        return "compositeWithTrainedAlgorithmicMedia" if GENERATIVE & {*self.inner_source_types} else None

    @property
    def doubtful(self) -> bool:
        """Whether anything speaks of a generator."""
        return self.generative is not None or bool(self.traces)

    @property
    def camera_original(self) -> bool:
        """Whether a signer on the trust list vouches that a camera took exactly this file: captured, not made from anything
        else, and not changed since."""
        return (
            self.state == "trusted"
            and not self.problems
            and bool(self.source_types)
            and CAMERA.issuperset(self.source_types)
            and "c2pa.created" in self.actions
            and AS_TAKEN.issuperset(self.actions)
            and not (self.ingredients or self.more_ingredients or self.inner_source_types or self.doubtful)
            and CAMERA.issuperset(self.iptc)
        )

    @property
    def prompts(self) -> tuple[str, ...]:
        """What generators were told, each once."""
        return tuple(dict.fromkeys(trace.prompt for trace in self.traces if trace.prompt))

    @property
    def unread(self) -> bool:
        """Whether a prompt is longer than what was read of it."""
        return any(len(trace.prompt) >= LONGEST_PROMPT for trace in self.traces)

    def noted(self) -> dict[str, Any]:
        """As JSON, to be kept."""
        told: dict[str, Any] = _listed(asdict(self))
        return told

    @classmethod
    def of_note(cls, note: Mapping[str, Any]) -> "Origin":
        """What was noted. KeyError, TypeError or ValueError for anything else."""
        told = {field.name: note[field.name] for field in fields(cls) if field.name in note}
        plain = {name: _tupled(value) for name, value in told.items()}
        plain["ingredients"] = tuple(
            Ingredient(**{**one, "source_types": tuple(one["source_types"])}) for one in told.get("ingredients", ())
        )
        plain["traces"] = tuple(Trace(**one) for one in told.get("traces", ()))
        return cls(**plain)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(one) for one in value) if isinstance(value, list | tuple) else value


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, tuple) else value
