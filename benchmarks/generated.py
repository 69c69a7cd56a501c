"""Generated likenesses, found and overlooked: `python -m benchmarks.generated [--data FOLDER] [--media picture film voice]`.

Pictures, films and voices that a generator made, and real ones beside them, are examined as a check examines them and compared
with everybody enrolled (1,000 faces; as many voices as the data hold) at the thresholds in force: once alone, and once with the
right person declared. Each person is enrolled with one reference, unless a row says more. Who the right person is comes from how the
data name their files, never from what looks alike; where the data hold nothing else of them, the work is counted as not measured.
Printed are, by generator and kind, how many works are matched (the right person is named), possible (the right person is among
those whom a reviewer sees) and overlooked (neither), each with its share and 95 % Wilson interval. The last line is JSON.
"""

import argparse
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.figures import last_line
from matching.calibration import binomial
from matching.embeddings import embed
from matching.examination import examine
from matching.face.sense import FaceSense
from matching.findings import Appearance
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, MATCH, POSSIBLE, Answer, answer
from matching.measurement import Protocol, read
from matching.modality import Finder, Modality
from matching.reasons import Undecidable
from matching.references import templates
from matching.voice.sense import VoiceSense

MEDIA = ("picture", "film", "voice")
HOME = Path(__file__).resolve().parent.parent
ENROLLED = 1000
CONTROLS = 100
SPARE = 50
"""Pictures in which no face may be found."""
MATCHED, OVERLOOKED = "matched", "overlooked"
OUTCOMES = (MATCHED, POSSIBLE, OVERLOOKED)
FEW = 5
"""People up to whom it is told how many works of each were overlooked: works of one person fail together."""

HEAD = (
    "medium", "generator", "kind", "who has to be found", "works", "people", *(f"alone: {one}" for one in OUTCOMES),
    *(f"declared: {one}" for one in OUTCOMES), "overlooked alone, by person", "not decided", "somebody else named",
)  # fmt: skip

Templates = dict[str, NDArray[np.float32]]


class Work(NamedTuple):
    """A file, and who has to be found in it: None where nobody knows."""

    file: Path
    person: str | None


class Case(NamedTuple):
    """Works of one generator and kind. sought: who has to be found in them."""

    medium: str
    generator: str
    kind: str
    sought: str
    works: Sequence[Work]


class Outcome(NamedTuple):
    """What a check finds of the right person in one work: one of `OUTCOMES`. undecided: overlooked, and of nobody who
    appears does the check say that they are nobody's likeness. another: somebody is named who need not be found in it."""

    found: str
    undecided: bool
    another: bool


@dataclass(frozen=True)
class Counts:
    """Of the works of a case; the first three are all of them, undecided is a part of overlooked."""

    matched: int
    possible: int
    overlooked: int
    undecided: int
    another: int

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Counts":
        matched, possible, overlooked = (sum(one.found == name for one in outcomes) for name in OUTCOMES)
        undecided, another = sum(one.undecided for one in outcomes), sum(one.another for one in outcomes)
        return cls(matched, possible, overlooked, undecided, another)


@dataclass(frozen=True)
class Row:
    """A row of the table. works: how many were measured; unknown: how many were not, because the data hold no other picture of
    the right person. by_person: of how many works of each person how many were overlooked alone, where few people have several."""

    medium: str
    generator: str
    kind: str
    sought: str
    works: int
    people: int
    unknown: int
    alone: Counts
    declared: Counts
    by_person: tuple[tuple[int, int], ...]

    def cells(self) -> list[str]:
        counts = [share(getattr(one, name), self.works) for one in (self.alone, self.declared) for name in OUTCOMES]
        return [
            self.medium, self.generator, self.kind, self.sought,
            f"{self.works} of {self.works + self.unknown}" if self.unknown else str(self.works),
            str(self.people), *counts,
            ", ".join(f"{overlooked} of {works}" for overlooked, works in self.by_person) or "–",
            f"{self.alone.undecided}; {self.declared.undecided}", f"{self.alone.another}; {self.declared.another}",
        ]  # fmt: skip


def share(hits: int, works: int) -> str:
    """How many, their share and its 95 % interval; a dash where nothing was measured."""
    if not works:
        return "–"
    part = binomial(hits, works)
    return f"{hits}: {part.value:.0%} ({part.low:.0%}-{part.high:.0%})"


def outcome(answers: Sequence[Answer], person: str, also: Collection[str] = ()) -> Outcome:
    """What these answers about one work say of the right person. also: who else has to be found in it."""
    named = {one.subject for one in answers if one.answer == MATCH}
    asked = {candidate.subject for one in answers if one.answer == POSSIBLE for candidate in one.candidates}
    found = MATCHED if person in named else POSSIBLE if person in asked else OVERLOOKED
    undecided = found == OVERLOOKED and {one.answer for one in answers} == {CANNOT_DECIDE}
    return Outcome(found, undecided, bool(named - {person, *also}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--media", nargs="+", choices=MEDIA, default=MEDIA)
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.exit(1, f"There are no evaluation data at {arguments.data}: nothing is measured.\n")
    rows: list[Row] = []
    held: dict[str, Any] = {"enrolled": {}, "thresholds": {}}
    for trial, cases in trials(arguments.data, arguments.media):
        held["enrolled"][trial.sense.name] = len(trial.gallery)
        held["thresholds"][trial.sense.name] = trial.sense.thresholds().id
        for case in cases:
            if not rows:
                print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
            rows.append(trial.row(case))
            print("| " + " | ".join(rows[-1].cells()) + " |", flush=True)
    last_line({**held, "rows": list(map(asdict, rows))})


@dataclass(frozen=True, eq=False)
class Trial:
    """Everybody who is enrolled for one sense, and that sense at work. seen: what it found in each file already."""

    sense: Modality
    finder: Finder
    gallery: Gallery
    seen: dict[Path, list[Appearance] | None] = field(default_factory=dict)

    def row(self, case: Case) -> Row:
        """A work whose person is not enrolled is not measured."""
        enrolled = set(self.gallery.subjects)
        found: dict[str, list[tuple[Outcome, Outcome]]] = {}
        for file, person in case.works:
            if person is not None and person in enrolled:
                also = {one.person for one in case.works if one.file == file and one.person is not None}
                alone, declared = (self.judged(file, person, also, declared=told) for told in (False, True))
                found.setdefault(person, []).append((alone, declared))
        pairs = [pair for works in found.values() for pair in works]
        by_person = tuple((sum(one.found == OVERLOOKED for one, _ in works), len(works)) for works in found.values())
        return Row(
            *case[:4],
            works=len(pairs),
            people=len(found),
            unknown=len(case.works) - len(pairs),
            alone=Counts.of([alone for alone, _ in pairs]),
            declared=Counts.of([declared for _, declared in pairs]),
            by_person=by_person if 1 < len(by_person) <= FEW and len(pairs) > len(found) else (),
        )

    def judged(self, file: Path, person: str, also: Collection[str], *, declared: bool) -> Outcome:
        """What a check answers about a file. also: who else has to be found in it."""
        if file not in self.seen:
            self.seen[file] = self._looked_at(file)
        seen, cast = self.seen[file], {person} if declared else set()
        if seen is None:
            return Outcome(OVERLOOKED, undecided=True, another=False)
        limits, opinion = self.sense.thresholds(), self.finder.second_opinion
        return outcome(answer(seen, self.gallery, limits, opinion, declared=cast), person, also)

    def _looked_at(self, file: Path) -> list[Appearance] | None:
        """None where it cannot be examined."""
        try:
            return self.sense.of(examine(file, self.finder))
        except Undecidable:
            return None


def trials(data: Path, media: Collection[str]) -> Iterator[tuple[Trial, Sequence[Case]]]:
    if {"picture", "film"} & set(media):
        trial, cases = faces(data)
        yield trial, [case for case in cases if case.medium in media]
    if "voice" in media:
        yield from voices(data / "voices")


def faces(data: Path) -> tuple[Trial, Sequence[Case]]:
    """Whoever has to be found in pictures and films, among other people."""
    sense = FaceSense()
    finder = sense.load(sense.thresholds().default)
    known = {name: reference(sense, finder, [file]) for name, file in references(data).items()}
    folder, protocol = data / "faces" / "lfw", read(data / "faces" / "lfw_protocol.json")
    others = crowd(folder, protocol, ENROLLED - len(known), sense.thresholds().default)
    cases = [*pictures(data), controls(folder, protocol, others), *films(data)]
    return Trial(sense, finder, Gallery([*known.items(), *others.items()], generation=1)), cases


def voices(data: Path) -> Iterator[tuple[Trial, Sequence[Case]]]:
    """Whoever was imitated, among everybody of whom there is a real recording: enrolled first with the few seconds that the
    cloners heard, then with all that is real."""
    sense = VoiceSense()
    finder = sense.load(sense.thresholds().default)
    spoken = {folder.name: sorted(folder.glob("*.flac")) for folder in sorted((data / "real").iterdir())}
    alone = {file.name.split("-")[0]: [file] for file in spoken.pop("one_utterance_each")}
    others = [(name, reference(sense, finder, files[:1])) for name, files in {**alone, **spoken}.items()]
    cloned = sorted((data / "cloned").iterdir())
    works = [Work(file, folder.name) for folder in cloned for file in sorted(folder.glob("clone_*.wav"))]
    real = [Work(folder / "real_target.wav", folder.name) for folder in cloned]
    longer = [Work(file, name) for name, files in spoken.items() for file in files[1:]]
    sought, seen = "whose voice it is", dict[Path, list[Appearance] | None]()
    for parts, note in (
        (("real_reference",), "enrolled: 3 seconds"),
        (("real_reference", "real_target"), "enrolled: two recordings"),
    ):
        known = [(folder.name, reference(sense, finder, [folder / f"{one}.wav" for one in parts])) for folder in cloned]
        kind = f"clone; {note}"
        systems = sorted({work.file.stem for work in works}) if len(parts) == 1 else []
        cases = [
            Case(
                "voice", system.removeprefix("clone_"), kind, sought, [one for one in works if one.file.stem == system]
            )
            for system in systems
        ]
        cases.append(Case("voice", "all", kind, sought, works))
        if len(parts) == 1:
            cases.append(Case("voice", "none", "real recordings of the same people", sought, real))
            cases.append(Case("voice", "none", "real recordings of others", sought, longer))
        yield Trial(sense, finder, Gallery([*known, *others], generation=1), seen), cases


def pictures(data: Path) -> Iterator[Case]:
    """Generated pictures. A folder of PhotoMaker's is of one person; of whose face SimSwap's result shows, the data say nothing."""
    made = sorted((data / "generated" / "photomaker").glob("*/generated_*"))
    for kind, part in (("portrait from one reference", "photo"), ("painting from one reference", "art")):
        works = [Work(file, file.parent.name) for file in made if f"_{part}_" in file.name]
        yield Case("picture", "PhotoMaker", kind, "who is portrayed", works)
    swapped = [Work(file, None) for file in sorted((data / "swapped" / "simswap" / "output").glob("*"))]
    yield Case("picture", "SimSwap", "face swap", "whose face it became", swapped)


def films(data: Path) -> Iterator[Case]:
    """Films. Of FaceForensics' A_B, A's film was altered: a swap puts B's face on A, a reenactment moves A's own face as B's moves.
    roop put the face of `source.jpg` on `target.mp4`. Real ones last: what was altered, and two named people by other pictures."""
    swap, reenactment = "face swap", "reenactment"
    roop = data / "swapped" / "roop" / "snapshot.mp4"
    yield Case("film", "roop", swap, "whose face it became", [Work(roop, "source")])
    yield Case("film", "roop", swap, "whose body it is", [Work(roop, "target")])
    for generator, kind in (
        ("Deepfakes", swap), ("FaceSwap", swap), ("Face2Face", reenactment), ("NeuralTextures", reenactment)
    ):  # fmt: skip
        files = sorted((data / "film" / "faceforensics").glob(f"manipulated_sequences_{generator}_*_*.mp4"))
        altered, faces_of = ([Work(file, file.stem.split("_")[place]) for file in files] for place in (-2, -1))
        if kind == swap:
            yield Case("film", generator, kind, "whose face it became", faces_of)
        yield Case("film", generator, kind, "whose body it is" if kind == swap else "whose face is moved", altered)
    unaltered = [Work(file, name) for name, file in references(data).items() if file.suffix == ".mp4"]
    yield Case("film", "none", "the same, unaltered", "who is filmed", unaltered)
    named = [Work(data / "film" / "short_hamilton_clip.mp4", name) for name in named_in_film(data)]
    yield Case("film", "none", "real film", "who is filmed", named)


def references(data: Path) -> dict[str, Path]:
    """A picture or film of each person who can be enrolled; of a film, the frame in its middle is the reference."""
    roop, originals = data / "swapped" / "roop", data / "film" / "faceforensics"
    found = {file.parent.name: file for file in sorted((data / "generated" / "photomaker").glob("*/real.*"))}
    found |= {"source": roop / "source.jpg", "target": roop / "target.mp4"}
    found |= {file.stem.split("_")[-1]: file for file in sorted(originals.glob("original_*.mp4"))}
    return found | named_in_film(data)


def named_in_film(data: Path) -> dict[str, Path]:
    """Two people who appear in one film, each with a picture that was taken elsewhere."""
    return {file.stem.split(".")[-1]: file for file in sorted((data / "film").glob("short_hamilton_clip.*.png"))}


def reference(sense: Modality, finder: Finder, files: Sequence[Path]) -> Templates:
    """One person's templates: of each file, what it shows most clearly; of a film, what the frame in its middle does. Raises
    ValueError for a file in which nobody is found."""
    found: list[Appearance] = []
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            path = _middle(file, Path(folder)) if file.suffix == ".mp4" else file
            clear = [seen for seen in sense.of(examine(path, finder, every_opinion=True)) if seen.vectors]
            if not clear:
                raise ValueError(f"{file.name} shows nobody")
            found.append(clear[0])
    return templates(found)


def _middle(file: Path, folder: Path) -> Path:
    with av.open(str(file)) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    Image.fromarray(frames[len(frames) // 2]).save(folder / f"{file.stem}.png")
    return folder / f"{file.stem}.png"


def crowd(folder: Path, protocol: Protocol, count: int, encoders: frozenset[str]) -> dict[str, Templates]:
    """So many people of Labeled Faces in the Wild, drawn at random, with one picture each."""
    people = sorted(name for name, person in protocol.people.items() if person["role"] != "stranger")
    drawn = np.random.default_rng(0).permutation(people)[: count + SPARE].tolist()
    files = [f"{name}/{protocol.people[name]['enrol_1'][0]}" for name in drawn]
    found = embed(folder, files)
    able = [row for row in range(len(files)) if found.size[row]][:count]
    return {drawn[row]: {name: found.vectors[name][[row]] for name in encoders} for row in able}


def controls(folder: Path, protocol: Protocol, enrolled: Mapping[str, Templates]) -> Case:
    """Real photographs of enrolled people, one of each, taken on another occasion than their reference."""
    probes = [(name, protocol.people[name].get("probe_1", [])) for name in enrolled]
    works = [Work(folder / name / files[0], name) for name, files in probes if files][:CONTROLS]
    return Case("picture", "none", "real photograph", "who is portrayed", works)


if __name__ == "__main__":
    main()
