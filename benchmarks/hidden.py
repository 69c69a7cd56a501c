"""What a change of a picture hides: `python -m benchmarks.hidden [--people N] [CHANGE ...]`.

The demo's people, three pictures enrolled, each once more in a portrait of 300 pixels that was changed: in a landscape where
nobody else is, and beside a stranger who shows clearly; saved as JPEG. What the index answers, and what the gate makes of it.

`--against FILE` names what this printed with another version of the program, and compares: of how many faces is something said?
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.disguises import DISGUISES, HILLS, Change, Picture
from matching import thresholds
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from matching.face.looking import look
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, Answer, answer
from matching.reasons import below_limits
from matching.references import templates
from registry.core.shipped import DEMO_PICTURES

WIDTH, HEIGHT, PORTRAIT, STRANGER = 1920, 1080, 300, 600
QUALITY = 95
KINDS = ("match", "possible", "unclear", "unrecognisable", "nobody")

Place = tuple[int, int, int, int]
Figures = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Change -> alone or beside -> kind of answer -> how many faces."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=12, help="how many of the demo's people are tried")
    parser.add_argument("--against", type=Path, metavar="FILE", help="what another version of the program printed")
    parser.add_argument("changes", nargs="*", metavar="CHANGE", help="those alone (all of them)")
    arguments = parser.parse_args()
    cases, figures = Cases(), {}
    print("alone / beside a stranger who shows clearly\n")
    print("| change | match | possible | cannot decide | not identifiable | nobody found or none |")
    print("|---|---|---|---|---|---|")
    for label in arguments.changes or DISGUISES:
        alone, beside = (cases.counts(label, arguments.people, with_stranger=other) for other in (False, True))
        print(f"| {label} | " + " | ".join(f"{alone[kind]} / {beside[kind]}" for kind in KINDS) + " |", flush=True)
        figures[label] = {"alone": alone, "beside": beside}
    if arguments.against:
        compare(json.loads(arguments.against.read_text("utf-8").splitlines()[-1]), figures)
    print(json.dumps(figures))


def compare(before: Figures, after: Figures) -> None:
    """Of how many changed faces something is said: they are found, or nobody may say that nobody is there."""
    print("\n| change | alone, before | alone | beside, before | beside |\n|---|---|---|---|---|")
    both = [label for label in after if label in before]
    for label in both:
        cells = [f"{said(one[label][how]):.0%}" for how in ("alone", "beside") for one in (before, after)]
        print(f"| {label} | " + " | ".join(cells) + " |")
    for how in ("alone", "beside"):
        old, new = (sum(said(one[label][how]) for label in both) / len(both) for one in (before, after))
        print(f"\n{how}: something is said of {old:.1%} before and of {new:.1%} now, {new / old:.2f} times as many")


def said(counts: Mapping[str, int]) -> float:
    return 1 - counts.get("nobody", 0) / sum(counts.values())


class Cases:
    """The demo's people as a gallery, and what is answered about pictures of them."""

    def __init__(self, engines: Engines | None = None) -> None:
        self.engines, self.limits = engines or Engines(), thresholds.load()
        self.people = sorted((DEMO_PICTURES / "people").iterdir())
        self.gallery = Gallery([(folder.name, self._references(folder)) for folder in self.people], generation=1)

    def counts(self, label: str, people: int, *, with_stranger: bool) -> Counter[str]:
        found = (self.told(folder, DISGUISES[label], with_stranger=with_stranger) for folder in self.people[:people])
        return Counter(found)

    def told(self, folder: Path, change: Change, *, with_stranger: bool) -> str:
        """The best that is said of this person, one of `KINDS`."""
        picture, place = scene(folder, change, with_stranger=with_stranger)
        seen = look(picture, self.engines)
        found = answer(seen, self.gallery, self.limits, self.engines.second_opinion)
        return told(folder.name, seen, found, place)

    def _references(self, folder: Path) -> dict[str, NDArray[np.float32]]:
        pictures = [np.asarray(Image.open(folder / f"{number}.jpg").convert("RGB")) for number in (1, 2, 3)]
        return templates([look(picture, self.engines, every_opinion=True)[0] for picture in pictures])


def scene(
    folder: Path, change: Change, *, with_stranger: bool, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> tuple[Picture, Place]:
    """Somebody's fourth portrait, changed, in a landscape, and where."""
    whole = Image.open(DEMO_PICTURES / HILLS).convert("RGB").resize(size)
    start = 60
    if with_stranger:
        stranger = Image.open(DEMO_PICTURES / "strangers/stranger-1/1.jpg").convert("RGB").resize((STRANGER, STRANGER))
        whole.paste(stranger, (start, size[1] - STRANGER - 40))
        start += STRANGER + 40
    portrait = Image.open(folder / "4.jpg").convert("RGB").resize((PORTRAIT, PORTRAIT), Image.Resampling.LANCZOS)
    changed = Image.fromarray(change(np.asarray(portrait)))
    changed.thumbnail((size[0] - start - 20, size[1] - 40))
    x, y = (start + size[0] - changed.width) // 2, max((size[1] - changed.height) // 2, 20)
    whole.paste(changed, (x, y))
    return saved(np.asarray(whole)), (x, y, changed.width, changed.height)


def saved(picture: Picture) -> Picture:
    """As it comes out of a JPEG."""
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return np.asarray(cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), np.uint8)


def told(name: str, seen: list[FaceSeen], found: list[Answer], place: Place) -> str:
    right = [one for one in found if any(candidate.subject == name for candidate in one.candidates)]
    if right:
        return "match" if any(one.subject == name for one in right) else "possible"
    here = [one for face, one in zip(seen, found, strict=True) if _within(face, place) and one.answer == CANNOT_DECIDE]
    if not here:
        return "nobody"
    return "unrecognisable" if all(below_limits(one.reason) for one in here) else "unclear"


def _within(face: FaceSeen, place: Place) -> bool:
    x, y = face.box[0] + face.box[2] / 2, face.box[1] + face.box[3] / 2
    return place[0] <= x <= place[0] + place[2] and place[1] <= y <= place[1] + place[3]


if __name__ == "__main__":
    main()
