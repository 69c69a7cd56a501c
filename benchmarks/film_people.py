"""Who is found in films: `python -m benchmarks.film_people [--data FOLDER] [--strangers N]`.

Every film of the evaluation data, each against one picture of everybody who is known to be in one of them, and then against people of
LFW, who are in none: whoever is named of these is named wrongly. A picture of somebody of whom there is none is the first frame of
their own film (talking heads), or of the original of a fake: what is found there says only that a film holds together, not that
another day's picture would be found, and it is marked so. Of a fake A_B, B's face is on A: of A's picture, it says whether A is still
seen.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import av
import numpy as np

from benchmarks.figures import last_line
from matching import thresholds
from matching.examination import examine
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from matching.findings import Appearance, Examination
from matching.index import MATCH, POSSIBLE, Gallery, answer
from matching.media import stream
from matching.media.film.film import Film
from matching.media.stream import Piece
from matching.patience import Patience
from matching.reasons import Undecidable
from matching.references import templates

HOME = Path(__file__).resolve().parent.parent
KINDS = {
    "talking head": "film/liveportrait/*.mp4",
    "two named people": "film/short_hamilton_clip.mp4",
    "original": "film/faceforensics/original_*.mp4",
    "fake": "film/faceforensics/manipulated_*.mp4",
    "roop": "swapped/roop/*.mp4",
    "SimSwap": "swapped/simswap/*/*.jpg",
}
ANSWERS = ("match", "possible", "none", "cannot_decide")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--strangers", type=int, default=300, help="people of LFW, of whom nobody is in any film")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.exit(1, f"There are no evaluation data at {arguments.data}: nothing is measured.\n")
    if Film not in map(type, stream.MEDIA):
        stream.MEDIA = (Film(), *stream.MEDIA)
    engines = Engines()
    films = {path: kind for kind, pattern in KINDS.items() for path in sorted(arguments.data.glob(pattern))}
    known = Gallery(references(arguments.data, films, engines), generation=1)
    strangers = Gallery(of_lfw(arguments.data / "faces" / "lfw", arguments.strangers, engines), generation=1)
    print(f"{len(films)} films, {len(known)} people who may be in them, {len(strangers)} who are in none\n")
    print(
        "| kind | film | appearances | moments | longest gap | match | possible | none | cannot decide | named | strangers |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    named_wrongly = possible_wrongly = appearances = 0
    for path, kind in films.items():
        try:
            seen = examine(path, engines)
        except Undecidable as problem:
            print(f"| {kind} | {path.stem} | cannot decide: {problem.reason} |")
            continue
        cells, who = answered(seen, known, engines)
        wrong = answer(seen.appearances, strangers, thresholds.load(), engines.second_opinion)
        named, asked = (sum(one.answer == kind for one in wrong) for kind in (MATCH, POSSIBLE))
        named_wrongly, possible_wrongly = named_wrongly + named, possible_wrongly + asked
        appearances += len(seen.appearances)
        gap = f"{seen.sampling.gap:.2f} s" if seen.sampling else ""
        moments = sum(len(one.moments) for one in seen.appearances)
        counts = " | ".join(str(cells[one]) for one in ANSWERS)
        print(
            f"| {kind} | {path.stem} | {len(seen.appearances)} | {moments} | {gap} | {counts} | {who} | {named} named, {asked} possible |",
            flush=True,
        )
    last_line(
        {
            "films": len(films),
            "appearances": appearances,
            "strangers_named": named_wrongly,
            "strangers_possible": possible_wrongly,
        }
    )


def answered(seen: Examination, known: Gallery, engines: Engines) -> tuple[dict[str, int], str]:
    """How many appearances were answered how, and of whom."""
    found = answer(seen.appearances, known, thresholds.load(), engines.second_opinion)
    cells = {kind: sum(one.answer == kind for one in found) for kind in ANSWERS}
    who = {one.candidates[0].subject + ("" if one.answer == MATCH else "?") for one in found if one.candidates}
    return cells, ", ".join(sorted(who))


def references(data: Path, films: Mapping[Path, str], engines: Engines) -> list[tuple[str, dict[str, np.ndarray]]]:
    people = {path.stem.split(".")[-1]: path for path in data.glob("film/*.png")}
    people |= {f"roop {path.stem}": path for path in data.glob("swapped/roop/*.jpg")}
    people |= {f"simswap {path.stem}": path for path in sorted(data.glob("swapped/simswap/*/specific*.png"))}
    found = [(name, surest(examine(path, engines, every_opinion=True).appearances)) for name, path in people.items()]
    for path, kind in films.items():
        if kind in ("talking head", "original"):
            name = f"{path.stem.split('_')[-1]} (own first frame)"
            found.append(
                (name, surest(engines.find(Piece(views=(first_frame(path),)), Patience(), every_opinion=True)))
            )
    return [(name, templates(one)) for name, one in found if one]


def surest(seen: Sequence[Appearance]) -> list[Appearance]:
    """The face of a reference: not the largest thing that may be one, but the surest."""
    able = [one for one in seen if isinstance(one, FaceSeen) and one.vectors]
    return sorted(able, key=lambda one: -one.quality.score)[:1]


def first_frame(path: Path) -> np.ndarray:
    with av.open(str(path)) as film:
        return next(film.decode(video=0)).to_ndarray(format="rgb24")


def of_lfw(folder: Path, count: int, engines: Engines) -> list[tuple[str, dict[str, np.ndarray]]]:
    people = sorted(path for path in folder.iterdir() if path.is_dir())
    chosen = random.Random(1).sample(people, min(count, len(people)))
    found = []
    for person in chosen:
        seen = examine(sorted(person.iterdir())[0], engines, every_opinion=True).appearances
        if surest(seen):
            found.append((person.name, templates(surest(seen))))
    return found


if __name__ == "__main__":
    main()
