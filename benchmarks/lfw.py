"""Known error, measured: `python -m benchmarks.lfw --lfw DIR --protocol FILE [--generated DIR]`.

Open-set identification by a protocol file (see matching/measurement.py), with the product's own detector, alignment,
encoders, averaging, thresholds and answers. Works on any folder with a sub-folder a person.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate import SCORERS
from benchmarks.figures import of_tables
from matching import thresholds
from matching.calibration import Interval, binomial
from matching.embeddings import Faces, embed
from matching.face.dlib_opinion import DlibOpinion
from matching.face.edgeface import EdgeFace
from matching.face.findings import FaceSeen, Quality
from matching.face.sface import SFace
from matching.findings import Vector
from matching.index import MATCH, POSSIBLE, Answer, Gallery, answer
from matching.measurement import Protocol, Trial, open_set, outcome, read, scores

Weights = Mapping[str, float]
T = TypeVar("T")

ALONE: dict[str, Weights] = {"dlib": {DlibOpinion.id: 1.0}, "edgeface": {EdgeFace.id: 1.0}}
RATES = (0.01, 0.001)
SIZES = (100, 1_000, None)
SFACE_DEFAULT = 0.363  # OpenCV's sample: cosine from which two faces are one person
DLIB_DEFAULT = 1 - 0.6**2 / (2 * 1.427**2)  # face_recognition's distance 0.6, for vectors of dlib's mean length 1.427


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lfw", type=Path, required=True, help="folder with a sub-folder a person")
    parser.add_argument("--protocol", type=Path, required=True, help="who is enrolled, probed and a stranger")
    parser.add_argument(
        "--generated", type=Path, help="folder of people with real.*, generated_photo_*, generated_art_*"
    )
    arguments = parser.parse_args()
    protocol = read(arguments.protocol)
    faces = embed(arguments.lfw, protocol.files)
    engines = {name: one for name, one in {**SCORERS, **ALONE}.items() if one.keys() <= faces.vectors.keys()}
    print(f"{len(protocol.files)} pictures, {int((faces.size == 0).sum())} without a face found\n")
    identification(faces, protocol, engines)
    pairs(faces, protocol, engines)
    defaults(faces, protocol, engines)
    in_the_product(faces, protocol)
    if arguments.generated:
        generated(faces, protocol, arguments.generated, engines)


def identification(faces: Faces, protocol: Protocol, engines: Mapping[str, Weights]) -> None:
    print("FNIR at a fixed FPIR, 95 % bootstrap interval over people and strangers\n")
    print("| engine | references | gallery | FPIR 1 % | FPIR 0.1 % |")
    print("|---|---|---|---|---|")
    for references in (1, 3):
        trial = protocol.trial(references)
        for name, weights in engines.items():
            matrix = scores(faces, weights, trial.enrolled)
            for size in SIZES:
                cells = " | ".join(_percent(value) for value in open_set(matrix, trial, size, RATES))
                print(f"| {name} | {references} | {size or len(trial.enrolled)} | {cells} |", flush=True)
    print()


def pairs(faces: Faces, protocol: Protocol, engines: Mapping[str, Weights], folds: int = 10, each: int = 300) -> None:
    """Verification in the manner of LFW's second view: ten folds of people, the threshold from the other nine."""
    rng = np.random.default_rng(0)
    names = [file.split("/")[0] for file in protocol.files]
    rows = {name: np.array([row for row, other in enumerate(names) if other == name]) for name in protocol.people}
    drawn: list[tuple[int, bool, int, int]] = []
    for fold, people in enumerate(np.array_split(rng.permutation(sorted(rows)), folds)):
        several = [name for name in people if len(rows[name]) > 1]
        for _ in range(each):
            one, other = rng.choice(rows[rng.choice(several)], 2, replace=False)
            drawn.append((fold, True, int(one), int(other)))
            a, b = rng.choice(people, 2, replace=False)
            if (a, b) not in protocol.distrusted:
                drawn.append((fold, False, int(rng.choice(rows[a])), int(rng.choice(rows[b]))))
    fold, same, one, other = (np.array(column) for column in zip(*drawn, strict=True))
    print(
        f"Pairs: accuracy over {len(drawn)} pairs drawn from {folds} folds of people\n\n| engine | accuracy |\n|---|---|"
    )
    for name, weights in engines.items():
        score = sum(
            weight * np.einsum("nd,nd->n", faces.vectors[key][one], faces.vectors[key][other])
            for key, weight in weights.items()
        )
        right = 0
        for held in range(folds):
            grid = np.unique(np.round(score[fold != held], 3))
            best = max(grid, key=lambda edge: np.mean((score[fold != held] > edge) == same[fold != held]))
            right += int(((score[fold == held] > best) == same[fold == held]).sum())
        print(f"| {name} | {_percent(binomial(right, len(score)))} |")
    print()


def defaults(faces: Faces, protocol: Protocol, engines: Mapping[str, Weights]) -> None:
    limits = thresholds.load()
    print("At the libraries' own thresholds and at ours, everybody enrolled\n")
    print("| engine | references | threshold | strangers named (FPIR) | missed (FNIR) |\n|---|---|---|---|---|")
    for references in (1, 3):
        trial = protocol.trial(references)
        people = len(trial.enrolled)
        for name, weights in engines.items():
            whole = outcome(scores(faces, weights, trial.enrolled), trial, np.arange(people))
            edges: dict[str, float] = {}
            if name in limits.scorers:
                levels = limits.levels(name, people, references)
                edges = {"ours, possible": levels.possible.score, "ours, match": levels.match.score}
            edges |= {"sface": {"OpenCV's 0.363": SFACE_DEFAULT}, "dlib": {"dlib's 0.6": DLIB_DEFAULT}}.get(name, {})
            for label, edge in edges.items():
                named = binomial(int((whole.stranger > edge).sum()), len(whole.stranger))
                print(f"| {name} | {references} | {label}: {edge:.3f} | {_percent(named)} | {whole.fnir(edge):.2%} |")
    print()


def seen(faces: Faces, row: int, encoders: set[str]) -> FaceSeen:
    """A picture's face as an appearance with these encoders' vectors, as `examine` gives it."""
    return FaceSeen(
        ref=str(row),
        modality="face",
        start=0.0,
        end=0.0,
        box=(0, 0, 1, 1),
        landmarks=(),
        quality=Quality(size=int(faces.size[row]), sharpness=float(faces.sharpness[row]), score=1.0, yaw=0.0),
        vectors={name: faces.vectors[name][row] for name in encoders} if faces.size[row] else {},
        problem=None if faces.size[row] else "face.not-encodable",
    )


def enrolled(faces: Faces, trial: Trial, encoders: set[str]) -> list[tuple[str, dict[str, NDArray[np.float32]]]]:
    return [
        (str(owner), {name: faces.vectors[name][rows] for name in encoders})
        for owner, rows in enumerate(trial.enrolled)
    ]


def answers(
    faces: Faces, rows: NDArray[np.int64], gallery: Gallery, first: set[str], asked: list[str] | None
) -> Iterator[Answer]:
    """The product's answer for each face on its own; dlib is asked (and counted in `asked`) where the index wants it."""
    limits = thresholds.load()

    def opinion(face: FaceSeen) -> dict[str, Vector]:
        if asked is not None:
            asked.append(face.ref)
        return {DlibOpinion.id: faces.vectors[DlibOpinion.id][int(face.ref)]}

    for row in rows:
        yield answer([seen(faces, int(row), first)], gallery, limits, None if asked is None else opinion)[0]


def in_the_product(faces: Faces, protocol: Protocol) -> None:
    """What the index answers, with the second opinion asked where the first is uncertain."""
    print("Answers of the index, everybody enrolled (dlib asked: share of faces it was asked about)\n")
    print(
        "| engines | references | strangers: match | possible | known: right match | possible, right among them "
        "| wrong match | missed | dlib asked: strangers | known |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    setups: dict[str, tuple[set[str], bool]] = {
        "sface": ({SFace.id}, False),
        "sface, dlib where uncertain": ({SFace.id}, True),
        "sface+edgeface, dlib where uncertain": ({SFace.id, EdgeFace.id}, True),
    }
    for references in (1, 3):
        trial = protocol.trial(references)
        for label, (first, second) in setups.items():
            if not first <= faces.vectors.keys():
                continue
            kept = first | ({DlibOpinion.id} if second else set())
            gallery = Gallery(enrolled(faces, trial, kept), generation=1)
            asked: list[str] | None = [] if second else None
            strange = list(answers(faces, trial.strangers, gallery, first, asked))
            asked_strange = len(asked or ())
            known = list(answers(faces, trial.probes, gallery, first, asked))
            asked_known = len(asked or ()) - asked_strange
            verdicts = [_verdict(found, str(owner)) for found, owner in zip(known, trial.owners, strict=True)]
            cells = [
                _share(strange, lambda found: found.answer == MATCH),
                _share(strange, lambda found: found.answer == POSSIBLE),
                *(
                    _share(verdicts, lambda verdict, wanted=wanted: verdict == wanted)
                    for wanted in ("right", "possible", "wrong", "missed")
                ),
                f"{asked_strange / len(strange):.1%}",
                f"{asked_known / len(known):.1%}",
            ]
            print(f"| {label} | {references} | " + " | ".join(cells) + " |", flush=True)
    print()


def _verdict(found: Answer, owner: str) -> str:
    if found.answer == MATCH:
        return "right" if found.subject == owner else "wrong"
    if found.answer == POSSIBLE and owner in {candidate.subject for candidate in found.candidates}:
        return "possible"
    return "missed"


def generated(faces: Faces, protocol: Protocol, folder: Path, engines: Mapping[str, Weights]) -> None:
    """Generated pictures of known people, one real reference each, enrolled among everybody of the protocol."""
    files = sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.*") if path.suffix in (".jpg", ".png"))
    pictures = embed(folder, files)
    people = sorted({file.split("/")[0] for file in files})
    references = [[row for row, file in enumerate(files) if file.startswith(f"{name}/real")] for name in people]
    owners = np.array([people.index(file.split("/")[0]) for file in files])
    if not people:
        raise SystemExit("--generated: no folder a person with real.* and generated_* pictures was found there")
    trial = protocol.trial(1)
    limits, size = thresholds.load(), len(trial.enrolled) + len(people)
    print(
        f"Generated pictures of {len(people)} known people, one real reference each, among {size} enrolled people: "
        "how many are not overlooked\n"
    )
    print(
        "| engine | kind | pictures | possible or match | match | declared, one to one | strangers (FPIR) at the same thresholds |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, weights in engines.items():
        if name not in limits.scorers:
            continue
        levels = limits.levels(name, size, 1)
        own = scores(pictures, weights, references)[np.arange(len(files)), owners]
        whole = outcome(scores(faces, weights, trial.enrolled), trial, np.arange(len(trial.enrolled)))
        for kind in ("photo", "art"):
            rows = [row for row, file in enumerate(files) if f"generated_{kind}" in file]
            edges = (levels.possible, levels.match, limits.scorers[name].verify)
            found = " | ".join(str(int((own[rows] > level.score).sum())) for level in edges)
            print(f"| {name} | {kind} | {len(rows)} | {found} | {whole.fpir(levels.possible.score):.2%} |")
    print()


def _share(items: Sequence[T], wanted: Callable[[T], bool]) -> str:
    return _percent(binomial(sum(map(wanted, items)), len(items)))


def _percent(value: Interval) -> str:
    return f"{value.value:.2%} ({value.low:.2%}-{value.high:.2%})"


if __name__ == "__main__":
    with of_tables():
        main()
