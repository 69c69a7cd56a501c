"""What a changed picture hides: `python -m benchmarks.hidden`.

The demo's people, three pictures enrolled, each once more in a landscape that was changed; what the index answers.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matching import thresholds
from matching.examination import Engines, look
from matching.face.enrolment import templates
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, Answer, answer
from registry.demo.people import PICTURES

Picture = NDArray[np.uint8]

WIDTH, HEIGHT, PORTRAIT = 1280, 720, 300
TILE = 40


def dimmed(picture: Picture, factor: float) -> Picture:
    return np.asarray(picture * factor, np.uint8)


def between_bars(picture: Picture) -> Picture:
    dark = dimmed(picture, 1 / 40)
    dark[:60] = dark[-60:] = 255
    return dark


def flat(picture: Picture) -> Picture:
    return np.asarray(128 + (picture.astype(float) - 128) / 30, np.uint8)


def negative(picture: Picture) -> Picture:
    return np.asarray(255 - picture, np.uint8)


def on_its_side(picture: Picture) -> Picture:
    return np.ascontiguousarray(np.rot90(negative(picture)))


def dithered(picture: Picture) -> Picture:
    return np.asarray(Image.fromarray(picture).convert("1").convert("RGB"))


def cut_at_half(picture: Picture) -> Picture:
    return np.asarray((picture > 127) * 255, np.uint8)


def stretched(picture: Picture, across: float, down: float) -> Picture:
    return np.asarray(cv2.resize(picture, None, fx=across, fy=down), np.uint8)


def noisy(picture: Picture, deviation: float) -> Picture:
    grain = np.random.default_rng(0).normal(0, deviation, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def ruled(picture: Picture, every: int, axis: int) -> Picture:
    lined = picture.copy()
    lined[(slice(None),) * axis + (slice(None, None, every),)] = 0
    return lined


def coarse(picture: Picture) -> Picture:
    small = cv2.resize(picture, None, fx=0.1, fy=0.1, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def shuffled(picture: Picture) -> Picture:
    rows, columns = picture.shape[0] // TILE, picture.shape[1] // TILE
    tiles = picture[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE, 3).swapaxes(1, 2)
    mixed = np.random.default_rng(1).permutation(tiles.reshape(-1, TILE, TILE, 3))
    whole = mixed.reshape(rows, columns, TILE, TILE, 3).swapaxes(1, 2)
    return np.ascontiguousarray(whole.reshape(rows * TILE, columns * TILE, 3))


def drawn(picture: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 60, 120), cv2.COLOR_GRAY2RGB))


CHANGES: dict[str, Callable[[Picture], Picture]] = {
    "as it is": np.asarray,
    "brightness to 1/40": partial(dimmed, factor=1 / 40),
    "brightness to 1/40 between white bars": between_bars,
    "contrast to 1/30": flat,
    "negative": negative,
    "negative, on its side": on_its_side,
    "dithered to black and white": dithered,
    "black and white without dither (each colour cut at half)": cut_at_half,
    "twice as wide": partial(stretched, across=2, down=1),
    "three times as wide": partial(stretched, across=3, down=1),
    "four times as wide": partial(stretched, across=4, down=1),
    "half as wide": partial(stretched, across=0.5, down=1),
    "twice as high": partial(stretched, across=1, down=2),
    "noise, standard deviation 60": partial(noisy, deviation=60),
    "noise, standard deviation 120": partial(noisy, deviation=120),
    "every second row black": partial(ruled, every=2, axis=0),
    "every third row black": partial(ruled, every=3, axis=0),
    "every third column black": partial(ruled, every=3, axis=1),
    "blocks of 10 pixels": coarse,
    "cut into squares of 40 pixels and shuffled": shuffled,
    "edges only": drawn,
}


def main() -> None:
    engines, limits = Engines(), thresholds.load()
    people = sorted((PICTURES / "people").iterdir())
    gallery = Gallery([(folder.name, references(folder, engines)) for folder in people], generation=1)
    print("| change | match | possible | cannot decide | nobody found or none |\n|---|---|---|---|---|")
    for label, change in CHANGES.items():
        counts: Counter[str] = Counter()
        for folder in people:
            seen = look(change(scene(folder)), engines)
            found = answer(seen, gallery, limits, engines.second_opinion)
            counts[told(folder.name, found)] += 1
        print(f"| {label} | " + " | ".join(str(counts[kind]) for kind in ("match", "possible", "open", "none")) + " |")


def references(folder: Path, engines: Engines) -> dict[str, NDArray[np.float32]]:
    pictures = [np.asarray(Image.open(folder / f"{number}.jpg").convert("RGB")) for number in (1, 2, 3)]
    return templates([look(picture, engines, every_opinion=True)[0] for picture in pictures])


def scene(folder: Path) -> Picture:
    """The fourth portrait in a landscape."""
    hills = Image.open(PICTURES / "scenes/nobody-hills.jpg").convert("RGB").resize((WIDTH, HEIGHT))
    portrait = Image.open(folder / "4.jpg").convert("RGB").resize((PORTRAIT, PORTRAIT), Image.Resampling.LANCZOS)
    hills.paste(portrait, ((WIDTH - PORTRAIT) // 2, (HEIGHT - PORTRAIT) // 2))
    return np.asarray(hills)


def told(name: str, found: list[Answer]) -> str:
    """The best that was said of this person; `open` where something could not be decided."""
    right = [one for one in found if any(candidate.subject == name for candidate in one.candidates)]
    if right:
        return "match" if any(one.subject == name for one in right) else "possible"
    return "open" if any(one.answer == CANNOT_DECIDE for one in found) else "none"


if __name__ == "__main__":
    main()
