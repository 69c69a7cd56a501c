"""Compose the demo's shots: its people, who do not exist, in front of scenery, framed and graded as a film would be.

    .venv/bin/python scripts/make_demo_shots.py            write registry/demo/pictures/scenes/shot-*.jpg

Takes the committed portraits, cuts each person out, gives them a depth, paints harbour, street and room behind them
out of focus, and grades the whole: one light, one palette, grain, a dark rim. Needs OpenCV alone. `make_demo_people.py --check`
measures afterwards that detection still finds exactly those who are there.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

PICTURES = Path(__file__).resolve().parents[1] / "registry" / "demo" / "pictures"
WIDTH, HEIGHT = 1280, 536  # 2.39:1, as a feature is framed
Picture = np.ndarray  # [height, width, 3], BGR, 0-1


@dataclass(frozen=True)
class Figure:
    """Somebody in a shot. who: folder of the portrait, number: which; x: of the middle, 0-1; size: of the portrait against the
    frame's height; depth: how far out of focus, in pixels; hair: half the width and height of the ellipse that head and hair
    surely fill, of the portrait; light: a factor. Portraits cut the hair at their upper edge, so the frame cuts it there as well."""

    who: str
    number: int
    x: float
    size: float = 1.15
    depth: float = 0.0
    hair: tuple[float, float] = (0.2, 0.3)
    light: float = 1.0


@dataclass(frozen=True)
class Shot:
    scenery: Callable[[np.random.Generator], Picture]
    people: tuple[Figure, ...]
    light: tuple[float, float, float]  # on the people, a factor for blue, green, red
    exposure: float = 0.92


def gradient(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Picture:
    share = np.linspace(0, 1, HEIGHT)[:, None, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    return np.broadcast_to(rows / 255, (HEIGHT, WIDTH, 3)).copy()


def lamps(picture: Picture, rng: np.random.Generator, count: int, low: float, high: float, radius: float) -> None:
    """Lights out of focus: soft discs, brighter at their rims."""
    glow = np.zeros_like(picture)
    for _ in range(count):
        x, y = rng.uniform(0, WIDTH), rng.uniform(low, high) * HEIGHT
        r, colour = radius * rng.uniform(0.5, 1.2), rng.uniform((0.25, 0.5, 0.8), (0.5, 0.75, 1.0))
        disc = np.zeros_like(picture)
        cv2.circle(disc, (int(x), int(y)), int(r), colour.tolist(), -1, cv2.LINE_AA)
        cv2.circle(disc, (int(x), int(y)), int(r), (colour * 1.15).tolist(), 2, cv2.LINE_AA)
        glow += disc * rng.uniform(0.25, 0.6)
    picture += cv2.GaussianBlur(glow, (0, 0), 2.2)


def masts(picture: Picture, rng: np.random.Generator, shade: tuple[float, float, float]) -> None:
    for _ in range(16):
        x, foot, top = int(rng.uniform(0, WIDTH)), int(HEIGHT * 0.62), int(HEIGHT * rng.uniform(0.02, 0.3))
        cv2.line(picture, (x, foot), (x + int(rng.uniform(-8, 8)), top), shade, int(rng.uniform(2, 6)), cv2.LINE_AA)
        tone = rng.uniform(0.7, 1.3)
        hull = np.array([(x - 70, foot), (x + 90, foot), (x + 60, foot + 34), (x - 50, foot + 34)])
        cv2.fillPoly(picture, [hull], tuple(part * tone for part in shade), cv2.LINE_AA)


def harbour(rng: np.random.Generator) -> Picture:
    """A quay at dusk: sky, water with its light, masts and hulls."""
    picture = gradient((150, 104, 74), (128, 150, 214))
    water = int(HEIGHT * 0.6)
    picture[water:] = gradient((116, 96, 96), (48, 40, 36))[water:]
    for _ in range(260):
        y = int(rng.uniform(water, HEIGHT))
        x, length = int(rng.uniform(0, WIDTH)), int(rng.uniform(10, 70))
        cv2.line(picture, (x, y), (x + length, y), (0.5, 0.56, 0.78), 1 + (y - water) // 90, cv2.LINE_AA)
    masts(picture, rng, (0.2, 0.16, 0.15))
    picture = cv2.GaussianBlur(picture, (0, 0), 7)
    lamps(picture, rng, 26, 0.4, 0.66, 17)
    return picture


def night_street(rng: np.random.Generator) -> Picture:
    """A street at night: walls, lit windows, wet ground."""
    picture = gradient((52, 34, 24), (40, 34, 34))
    for left in range(-40, WIDTH, 150):
        roof, tone = int(HEIGHT * rng.uniform(0.0, 0.25)), rng.uniform(0.09, 0.2)
        wall = (left, roof), (left + int(rng.uniform(120, 160)), int(HEIGHT * 0.8))
        cv2.rectangle(picture, *wall, (tone * 1.25, tone * 1.02, tone), -1)
        for x in range(left + 18, left + 120, 44):
            for y in range(roof + 24, int(HEIGHT * 0.66), 74):
                if rng.uniform() < 0.45:
                    lit = rng.uniform((0.3, 0.55, 0.75), (0.5, 0.72, 0.95))
                    cv2.rectangle(picture, (x, y), (x + 22, y + 40), lit.tolist(), -1)
    picture = cv2.GaussianBlur(picture, (0, 0), 8)
    lamps(picture, rng, 30, 0.1, 0.75, 24)
    ground = int(HEIGHT * 0.8)
    picture[ground:] = cv2.flip(picture[2 * ground - HEIGHT : ground], 0) * 0.55
    return picture


def harbour_office(rng: np.random.Generator) -> Picture:
    """A room with a window to the water on one side and shelves in the dark on the other."""
    picture = gradient((58, 66, 78), (34, 40, 50))
    cv2.rectangle(picture, (90, -10), (520, 360), (0.86, 0.8, 0.72), -1)
    cv2.rectangle(picture, (90, 215), (520, 360), (0.62, 0.6, 0.56), -1)
    for x in (90, 230, 375, 520):
        cv2.line(picture, (x, 0), (x, 360), (0.15, 0.17, 0.2), 12)
    cv2.line(picture, (90, 180), (520, 180), (0.15, 0.17, 0.2), 9)
    for y in range(40, HEIGHT, 110):
        cv2.line(picture, (760, y + 80), (WIDTH, y + 80), (0.1, 0.14, 0.2), 9)
        x = 770
        while x < WIDTH:
            wide, tall = int(rng.uniform(9, 26)), int(rng.uniform(44, 76))
            colour = rng.uniform((0.1, 0.12, 0.16), (0.32, 0.34, 0.44))
            cv2.rectangle(picture, (x, y + 76 - tall), (x + wide, y + 76), colour.tolist(), -1)
            x += wide + 3
    return cv2.GaussianBlur(picture, (0, 0), 9)


def market(rng: np.random.Generator) -> Picture:
    """Stalls under awnings in low sun."""
    picture = gradient((196, 178, 150), (96, 120, 150))
    for left in range(-30, WIDTH, 210):
        colour = rng.uniform((0.25, 0.3, 0.4), (0.55, 0.6, 0.85))
        for stripe in range(6):
            shade = colour * (1.0 if stripe % 2 else 0.55)
            x = left + stripe * 34
            corners = np.array([(x, 110), (x + 34, 110), (x + 46, 190), (x + 8, 190)])
            cv2.fillPoly(picture, [corners], shade.tolist(), cv2.LINE_AA)
        cv2.rectangle(picture, (left, 330), (left + 190, HEIGHT), (0.16, 0.22, 0.3), -1)
        for _ in range(34):
            spot = rng.uniform((0.1, 0.3, 0.4), (0.35, 0.65, 0.95))
            centre = int(rng.uniform(left, left + 190)), int(rng.uniform(300, 345))
            cv2.circle(picture, centre, int(rng.uniform(7, 14)), spot.tolist(), -1, cv2.LINE_AA)
    picture = cv2.GaussianBlur(picture, (0, 0), 8)
    lamps(picture, rng, 8, 0.0, 0.3, 30)
    return picture


def refined(guide: Picture, mask: np.ndarray, radius: int = 10, softness: float = 1e-3) -> np.ndarray:
    """A mask that follows the guide's edges, such as hair: the guided filter (He, Sun, Tang, 2010)."""
    grey = cv2.cvtColor(guide.astype(np.float32), cv2.COLOR_BGR2GRAY)

    def mean(of: np.ndarray) -> np.ndarray:
        return cv2.boxFilter(of, -1, (2 * radius + 1, 2 * radius + 1))

    mean_guide, mean_mask = mean(grey), mean(mask)
    slope = (mean(grey * mask) - mean_guide * mean_mask) / (mean(grey * grey) - mean_guide**2 + softness)
    return np.clip(mean(slope) * grey + mean(mean_mask - slope * mean_guide), 0, 1)


def cut_out(figure: Figure) -> tuple[Picture, np.ndarray]:
    """The portrait, and how much of each pixel is the person. Portraits are aligned: the head is in the middle."""
    folder = PICTURES / ("strangers" if figure.who.startswith("stranger") else "people") / figure.who
    portrait = cv2.imread(str(folder / f"{figure.number}.jpg"))
    edge = portrait.shape[0]
    marks = np.full((edge, edge), cv2.GC_PR_BGD, np.uint8)
    middle = edge // 2
    cv2.ellipse(marks, (middle, int(edge * 0.5)), (int(edge * 0.36), int(edge * 0.5)), 0, 0, 360, cv2.GC_PR_FGD, -1)
    cv2.rectangle(marks, (0, int(edge * 0.86)), (edge, edge), cv2.GC_PR_FGD, -1)
    wide, tall = figure.hair
    side = int(edge * (0.05 if wide < 0.3 else 0.02))
    marks[: int(edge * 0.8), :side] = marks[: int(edge * 0.8), -side:] = cv2.GC_BGD
    cv2.ellipse(marks, (middle, int(edge * 0.5)), (int(edge * wide), int(edge * tall)), 0, 0, 360, cv2.GC_FGD, -1)
    cv2.rectangle(marks, (int(edge * 0.36), int(edge * 0.8)), (int(edge * 0.64), edge), cv2.GC_FGD, -1)
    cv2.grabCut(portrait, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), 8, cv2.GC_INIT_WITH_MASK)
    solid = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    labels, marked = cv2.connectedComponents(solid)
    solid = (marked == marked[int(edge * 0.55), middle]).astype(np.float32) if labels > 1 else solid.astype(np.float32)
    solid = cv2.erode(solid, np.ones((3, 3), np.uint8))
    return portrait / 255, refined(portrait / 255, cv2.GaussianBlur(solid, (0, 0), 1.2))


def put(frame: Picture, figure: Figure, light: tuple[float, float, float]) -> Picture:
    """Somebody in front of what is there already, in the light and the depth of the place."""
    portrait, mask = cut_out(figure)
    edge = int(HEIGHT * figure.size)
    portrait = cv2.resize(portrait, (edge, edge), interpolation=cv2.INTER_LANCZOS4)
    mask = cv2.resize(mask, (edge, edge), interpolation=cv2.INTER_LINEAR)
    sides = np.clip(np.minimum(np.linspace(0, 1, edge), np.linspace(1, 0, edge)) / 0.08, 0, 1)[None, :]
    mask = mask * sides
    centre, top = int(figure.x * WIDTH), -int(edge * 0.02)
    layer, cover = np.zeros_like(frame), np.zeros(frame.shape[:2], np.float32)
    left = centre - edge // 2
    x0, x1, y0, y1 = max(left, 0), min(left + edge, WIDTH), max(top, 0), min(top + edge, HEIGHT)
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    here = (slice(y0, y1), slice(x0, x1))
    layer[here] = portrait[part]
    cover[here] = np.maximum(cover[here], mask[part])
    layer = layer * np.array(light) * figure.light
    surround = cv2.GaussianBlur(frame, (0, 0), 40)
    rim = np.clip(cv2.GaussianBlur(1 - cover, (0, 0), 7) * cover, 0, 1)[..., None]
    layer = layer + surround * rim * 0.5  # light wraps around the edge
    if figure.depth:
        layer, cover = cv2.GaussianBlur(layer, (0, 0), figure.depth), cv2.GaussianBlur(cover, (0, 0), figure.depth)
    return frame * (1 - cover[..., None]) + layer * cover[..., None]


def graded(picture: Picture, exposure: float, rng: np.random.Generator) -> Picture:
    """Cool shadows and warm lights, a soft shoulder, a dark rim, grain."""
    picture = np.clip(picture * exposure, 0, 1.6)
    picture = picture / (picture + 0.62) * 1.55
    tone = cv2.cvtColor(picture.astype(np.float32), cv2.COLOR_BGR2GRAY)[..., None]
    picture = picture + (1 - tone) * np.array((0.035, 0.012, -0.012)) + tone * np.array((-0.05, 0.0, 0.03))
    bloom = cv2.GaussianBlur(np.clip(picture - 0.75, 0, 1), (0, 0), 14)
    x, y = np.meshgrid(np.linspace(-1, 1, WIDTH), np.linspace(-1, 1, HEIGHT))
    rim = 1 - 0.42 * np.clip((x**2 * 0.75 + y**2 * 0.45) - 0.25, 0, 1)[..., None]
    grain = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH, 1)).astype(np.float32), (0, 0), 0.8)[..., None]
    return np.clip((picture + bloom * 0.6) * rim + grain * 0.012, 0, 1)


SHOTS = {
    "shot-quay": Shot(harbour, (Figure("mara-lind", 4, 0.36, 1.12),), (0.92, 0.95, 1.02)),
    "shot-market": Shot(
        market, (Figure("yuna-castellan", 5, 0.63, 1.12, hair=(0.37, 0.46)),), (0.95, 0.96, 0.98), 0.85
    ),
    "shot-night": Shot(night_street, (Figure("emeka-halloran", 4, 0.4, 1.15),), (0.8, 0.86, 0.98)),
    "shot-office": Shot(
        harbour_office, (Figure("greta-holmqvar", 4, 0.6, 1.12, hair=(0.36, 0.46)),), (0.95, 0.95, 0.97), 0.85
    ),
    "shot-crew": Shot(
        harbour,
        (
            Figure("anselm-pryce", 4, 0.84, 1.03, 1.0, light=0.9),
            Figure("yuna-castellan", 4, 0.5, 1.03, 0.5, hair=(0.36, 0.46), light=0.72),
            Figure("mara-lind", 5, 0.17, 1.1, light=1.08),
        ),
        (0.92, 0.94, 1.0),
        0.88,
    ),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=PICTURES / "scenes", help="folder of the shots (%(default)s)")
    options = parser.parse_args()
    for number, (name, shot) in enumerate(SHOTS.items()):
        cv2.setRNGSeed(number)
        rng = np.random.default_rng(number)
        frame = shot.scenery(rng)
        for figure in shot.people:
            frame = put(frame, figure, shot.light)
        picture = (graded(frame, shot.exposure, rng) * 255).astype(np.uint8)
        how = (cv2.IMWRITE_JPEG_QUALITY, 68, cv2.IMWRITE_JPEG_OPTIMIZE, 1, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
        cv2.imwrite(str(options.out / f"{name}.jpg"), picture, list(how))
        print(name, (options.out / f"{name}.jpg").stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
