"""A sense: everything that has to be known of one way in which people are recognised, as one object.

Whoever asks, examines, enrols or shows something to a reviewer does so through these two classes and knows no sense by its
name. A new sense is a subclass of each, listed in `matching.installed`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matching.findings import Appearance, Box, Examination, Vector
from matching.known import KnownAnswers
from matching.media.stream import Piece
from matching.patience import Patience
from matching.references import Agreement, Assessment
from matching.thresholds import Thresholds

if TYPE_CHECKING:
    from matching.samples import Samples


class Finder(ABC):
    """A sense with its networks loaded. One object may serve several threads.

    modality: the name of the sense. listens: whether it listens to what sounds in a piece; then it reads all of it, or the piece
    counts as unheard. One sense listens to a file, no more.
    """

    modality: str
    listens: bool = False

    @property
    @abstractmethod
    def weights(self) -> Mapping[str, str]:
        """Encoder id -> SHA-256 of its weights, second opinions among them."""

    @abstractmethod
    def find(self, piece: Piece, patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        """What this sense finds in a piece of a medium, the clearest first; nothing in a piece of a kind that is not its own.
        Their spans of time lie within the piece's.

        every_opinion: ask the second opinion for each finding, too. Raises Undecidable where it cannot say, or the
        patience does not suffice.
        """

    def knowing(self, _known: KnownAnswers) -> "Finder":
        """The same sense, which asks its networks only about what is not known yet, and adds what they answer; one that keeps
        nothing of that is as it was."""
        return self

    def second_opinion(self, _appearance: Appearance) -> Mapping[str, Vector]:
        """What an independent encoder makes of a finding of this process, by its id; nothing where there is none, or it cannot
        tell. Raises `ModelMissing` or `ModelAltered`."""
        return {}


class Modality(ABC):
    """One sense.

    name: as consents call what is recognised ("face", "voice"). agreement: of a person's references with each other.
    evidence_type: the media type of what a reviewer is shown. speech: the measure of its findings (`Appearance.measures`) that says
    how many seconds of speech they hold; None for a sense that hears none. Whoever is enrolled by speech reads texts aloud.
    """

    name: str
    agreement: Agreement
    evidence_type: str
    speech: str | None = None

    @abstractmethod
    def thresholds(self) -> Thresholds:
        """The calibration in force, with the limits below which nobody is said to be absent. Raises `Undecidable`."""

    @property
    def encoders(self) -> frozenset[str]:
        """Every encoder that this sense knows, by its id; ids of two senses never meet."""
        return frozenset(self.thresholds().encoders)

    @abstractmethod
    def available(self) -> frozenset[str]:
        """The encoders whose weights are on this machine."""

    @abstractmethod
    def digests(self, encoders: Collection[str]) -> Mapping[str, str]:
        """Encoder id -> SHA-256 of its weights, verified now. Raises `ModelMissing` or `ModelAltered`."""

    @abstractmethod
    def load(self, encoders: Collection[str]) -> Finder:
        """The sense at work with these encoders. Raises `ModelMissing` or `ModelAltered`."""

    @abstractmethod
    def assess(self, examination: Examination) -> Assessment:
        """Whether a file may be a reference of one person: what other senses found in it does not count."""

    @abstractmethod
    def evidence(self, appearance: Appearance, others: Callable[[float], Collection[Box]]) -> bytes | None:
        """What a reviewer is shown of a finding, of the type `evidence_type`; None where it was not kept.

        others: where everybody else is at a moment (seconds from the beginning of the file), in displayed pixels; they are made
        unrecognisable in it.
        """

    @abstractmethod
    def samples(self, folder: Path, files: Sequence[str]) -> "Samples":
        """What it makes of labelled files, each of one person, so that its error can be measured; `matching.samples.sampled` does
        that for any sense. Raises OSError or Undecidable for a file that cannot be read, `ModelMissing` or `ModelAltered`."""

    @abstractmethod
    def records(self) -> tuple[type, ...]:
        """The dataclasses that its findings are made of, so that findings can be put down and taken up again."""

    def join(self, before: Appearance, after: Appearance) -> Appearance | None:
        """What two findings are together that a cut through the file separated: `before` ends where `after` begins, and both were
        found by this sense. None where they are not known to be one.

        They are one where they are at one place and, by every encoder, as alike as references of one person have to be; or where
        neither could be compared, for the same reason. The shorter part is kept beside the longer: whoever is like it is found
        here all the same.
        """
        if not before.stays(after) or before.vectors.keys() != after.vectors.keys() or before.problem != after.problem:
            return None
        if any(float(vector @ after.vectors[name]) < self.agreement.least for name, vector in before.vectors.items()):
            return None
        longer, shorter = (before, after) if before.end - before.start >= after.end - after.start else (after, before)
        beside = (*longer.otherwise, *([replace(shorter, otherwise=())] if shorter.vectors else []), *shorter.otherwise)
        return replace(longer, ref=before.ref, start=before.start, end=after.end, otherwise=beside)

    def together(self, found: Sequence[Appearance]) -> list[Appearance]:
        """What its findings in all stretches of a file are together, of those that `join` left apart: a sense whose findings have
        no place may know somebody again wherever they are found."""
        return list(found)

    def settled(self, appearance: Appearance) -> Appearance:
        """A finding of which nothing goes on behind any seam any more."""
        return appearance

    def of(self, examination: Examination) -> list[Appearance]:
        """What this sense found."""
        return [seen for seen in examination.appearances if seen.modality == self.name]
