"""Ways to hide a face from a detector that people or players still see through: each takes a portrait and gives it back changed."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from registry.core.shipped import DEMO_PICTURES

Picture = NDArray[np.uint8]
"""RGB, uint8 [height, width, 3]."""

Change = Callable[[Picture], Picture]


def rounded(picture: NDArray[np.floating]) -> Picture:
    return np.asarray(np.clip(np.rint(picture), 0, 255), np.uint8)


def grey(picture: Picture) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)


def in_grey(plane: NDArray[np.floating]) -> Picture:
    return np.asarray(np.repeat(rounded(plane)[..., None], 3, axis=2))


def other(picture: Picture, name: str) -> Picture:
    """Another picture of the demo, as large as this one."""
    with Image.open(DEMO_PICTURES / name) as found:
        return np.asarray(found.convert("RGB").resize(picture.shape[1::-1]))


STREET, HILLS, STRANGER = "scenes/nobody-street.jpg", "scenes/nobody-hills.jpg", "strangers/stranger-2/1.jpg"


def dimmed(picture: Picture, factor: float) -> Picture:
    return np.asarray(picture * factor, np.uint8)


def pale(picture: Picture, factor: float) -> Picture:
    return np.asarray(255 - dimmed(negative(picture), factor), np.uint8)


def flat(picture: Picture, factor: float) -> Picture:
    return rounded(128 + (picture.astype(float) - 128) * factor)


def negative(picture: Picture) -> Picture:
    return np.asarray(255 - picture, np.uint8)


def turned(picture: Picture, quarters: int) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, quarters))


def tilted(picture: Picture, degrees: float) -> Picture:
    return np.asarray(Image.fromarray(picture).rotate(degrees, fillcolor=(110, 115, 120)))


def dithered(picture: Picture) -> Picture:
    return np.asarray(Image.fromarray(picture).convert("1").convert("RGB"))


def dotted(picture: Picture, cell: int) -> Picture:
    """Half-tones: dots on a raster turned by 45 degrees."""
    plane = grey(picture)
    y, x = np.mgrid[: plane.shape[0], : plane.shape[1]]
    along, across = (x - y) / cell * np.sqrt(2) * np.pi, (x + y) / cell * np.sqrt(2) * np.pi
    return in_grey((plane > (np.cos(along) + np.cos(across) + 2) / 4 * 255) * 255.0)


def cut_at_half(picture: Picture) -> Picture:
    return np.asarray((picture > 127) * 255, np.uint8)


def stretched(picture: Picture, across: float, down: float) -> Picture:
    way = cv2.INTER_AREA if across * down < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, None, fx=across, fy=down, interpolation=way), np.uint8)


def sheared(picture: Picture, by: float) -> Picture:
    height, width = picture.shape[:2]
    way = np.array([[1, by, -min(by * height, 0)], [0, 1, 0]], np.float32)
    size = (int(width + abs(by) * height), height)
    return np.asarray(cv2.warpAffine(picture, way, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def waved(picture: Picture, by: float, length: float) -> Picture:
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    x = np.asarray(x + by * np.sin(2 * np.pi * y / length), np.float32)
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def noisy(picture: Picture, deviation: float) -> Picture:
    return rounded(picture + np.random.default_rng(0).normal(0, deviation, picture.shape))


def blurred_and_noisy(picture: Picture, sigma: float, deviation: float) -> Picture:
    return noisy(np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8), deviation)


def moved(picture: Picture, pixels: int, degrees: float) -> Picture:
    """Blurred as by a camera that moves so many pixels."""
    line = np.zeros((pixels, pixels), np.float32)
    line[pixels // 2] = 1
    way = cv2.getRotationMatrix2D((pixels / 2 - 0.5, pixels / 2 - 0.5), degrees, 1)
    line = np.asarray(cv2.warpAffine(line, way, (pixels, pixels)), np.float32)
    return np.asarray(cv2.filter2D(picture, -1, line / line.sum(), borderType=cv2.BORDER_REPLICATE), np.uint8)


def ruled(picture: Picture, every: int, axis: int) -> Picture:
    lined = picture.copy()
    lined[(slice(None),) * axis + (slice(None, None, every),)] = 0
    return lined


def coarse(picture: Picture, pixels: int) -> Picture:
    small = cv2.resize(picture, None, fx=1 / pixels, fy=1 / pixels, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def striped(picture: Picture, pixels: int) -> Picture:
    """A negative in every second stripe."""
    changed = picture.copy()
    rows = (np.arange(len(picture)) // pixels) % 2 == 1
    changed[rows] = negative(changed[rows])
    return changed


def chequered(picture: Picture, pixels: int) -> Picture:
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    return np.where((((y // pixels) + (x // pixels)) % 2 == 1)[..., None], negative(picture), picture)


def shuffled(picture: Picture, tile: int) -> Picture:
    rows, columns = picture.shape[0] // tile, picture.shape[1] // tile
    tiles = picture[: rows * tile, : columns * tile].reshape(rows, tile, columns, tile, 3).swapaxes(1, 2)
    mixed = np.random.default_rng(1).permutation(tiles.reshape(-1, tile, tile, 3))
    whole = mixed.reshape(rows, columns, tile, tile, 3).swapaxes(1, 2)
    return np.ascontiguousarray(whole.reshape(rows * tile, columns * tile, 3))


def spaced(picture: Picture, tile: int, gap: int) -> Picture:
    rows, columns = picture.shape[0] // tile, picture.shape[1] // tile
    whole = np.full((rows * (tile + gap), columns * (tile + gap), 3), 90, np.uint8)
    for row in range(rows):
        for column in range(columns):
            y, x = row * (tile + gap), column * (tile + gap)
            whole[y : y + tile, x : x + tile] = picture[row * tile :, column * tile :][:tile, :tile]
    return whole


def eyes_alone(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[: int(len(picture) * 0.56)])


def close(picture: Picture, share: float) -> Picture:
    """The middle of the face alone, as large as the portrait."""
    height, width = picture.shape[:2]
    top, left = int(height * (0.55 - share / 2)), int(width * (0.5 - share / 2))
    middle = picture[top : top + int(height * share), left : left + int(width * share)]
    return np.asarray(cv2.resize(middle, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def equally_bright(picture: Picture, blue: bool) -> Picture:
    """The face in colours that are all as bright as each other: red or blue against green."""
    by = (grey(picture) - 128) * 0.85
    level = np.full_like(by, 128)
    planes = [level, 128 - by * 0.194, 128 + by] if blue else [128 + by, 128 - by * 0.509, level]
    return rounded(np.dstack(planes))


def in_one_colour(picture: Picture, colour: int) -> Picture:
    """The face in one colour alone; the others show a street."""
    changed = other(picture, STREET).copy()
    changed[..., colour] = rounded(grey(picture))
    return changed


def in_chroma(picture: Picture, axis: int) -> Picture:
    layers = np.asarray(cv2.cvtColor(other(picture, STREET), cv2.COLOR_RGB2YCrCb), np.uint8).copy()
    layers[..., 0] = rounded(80 + layers[..., 0] * 0.4)
    layers[..., 1:] = 128
    layers[..., axis] = rounded(128 + (grey(picture) - 128) * 0.5)
    return np.asarray(cv2.cvtColor(layers, cv2.COLOR_YCrCb2RGB), np.uint8)


def drawn(picture: Picture) -> Picture:
    return in_grey(255.0 - cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 60, 120))


def halves_mirrored(picture: Picture) -> Picture:
    half = picture.shape[1] // 2
    return np.ascontiguousarray(np.hstack([picture[:, :half][:, ::-1], picture[:, half : 2 * half][:, ::-1]]))


def halves_exchanged(picture: Picture) -> Picture:
    half = picture.shape[0] // 2
    return np.ascontiguousarray(np.vstack([picture[half : 2 * half], picture[:half]]))


def laid_over(picture: Picture, name: str, share: float) -> Picture:
    return rounded(other(picture, name) * (1 - share) + picture * share)


def in_the_blur(picture: Picture, fine: bool) -> Picture:
    """A stranger's face that holds this one in what is coarse, or in what is fine."""
    front = other(picture, STRANGER)
    coarse_one, fine_one = (front, picture) if fine else (picture, front)
    soft = cv2.GaussianBlur(coarse_one, (0, 0), 6).astype(np.float32)
    return rounded(soft + fine_one - cv2.GaussianBlur(fine_one, (0, 0), 6).astype(np.float32))


def solarised(picture: Picture) -> Picture:
    return rounded(np.abs(picture.astype(float) * 2 - 255))


def stepped(picture: Picture) -> Picture:
    """Brightness that runs through all levels four times."""
    return np.asarray((picture.astype(int) * 4) % 256, np.uint8)


def with_gamma(picture: Picture, power: float) -> Picture:
    return rounded(255 * (picture / 255.0) ** power)


def barred(picture: Picture, bar: int, axis: int, level: int) -> Picture:
    """Behind bars, and as much between them: a fence, a blind."""
    changed = picture.copy()
    lines = np.arange(picture.shape[axis]) // bar % 2 == 0
    changed[lines if axis == 0 else np.s_[:, lines]] = level
    return changed


def lettered(picture: Picture) -> Picture:
    """Under lines of white letters."""
    changed = picture.copy()
    for line in range(20, len(picture), 26):
        cv2.putText(changed, "LIKENESS " * 3, (-10, line), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (255, 255, 255), 4)
    return changed


def exposed(picture: Picture, apart: int) -> Picture:
    """Three exposures on one picture, side by side."""
    return rounded(np.mean([np.roll(picture, apart * place, 1) for place in (-1, 0, 1)], axis=0))


def pulled(picture: Picture, power: float) -> Picture:
    """Towards the middle (a power under 0) or away from it, as in a bent mirror."""
    half = len(picture) / 2
    y, x = (np.mgrid[: len(picture), : len(picture)] - half) / half
    by = np.clip(np.hypot(x, y), 0.05, 1.0) ** power
    maps = ((along * by + 1).astype(np.float32) * np.float32(half) for along in (x, y))
    return np.asarray(cv2.remap(picture, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.uint8)


def interlaced(picture: Picture) -> Picture:
    changed = other(picture, STREET).copy()
    changed[:, ::2] = picture[:, ::2]
    return changed


def chain(*changes: Change) -> Change:
    def every(picture: Picture) -> Picture:
        for change in changes:
            picture = change(picture)
        return picture

    return every


def scaled(by: float) -> Change:
    return partial(stretched, across=by, down=by)


DISGUISES: dict[str, Change] = {
    "as it is": np.asarray,
    "brightness to 1/20": partial(dimmed, factor=1 / 20),
    "brightness to 1/33": partial(dimmed, factor=0.03),
    "brightness to 1/40": partial(dimmed, factor=1 / 40),
    "all but white (1/20 of the contrast)": partial(pale, factor=1 / 20),
    "contrast to 1/16": partial(flat, factor=1 / 16),
    "contrast to 1/30": partial(flat, factor=1 / 30),
    "gamma 6": partial(with_gamma, power=6),
    "gamma 0.08": partial(with_gamma, power=0.08),
    "negative": negative,
    "negative, on its left side": chain(negative, partial(turned, quarters=1)),
    "negative, on its right side": chain(negative, partial(turned, quarters=3)),
    "negative, upside down": chain(negative, partial(turned, quarters=2)),
    "negative, brightness to 1/20": chain(negative, partial(dimmed, factor=1 / 20)),
    "negative, four times as wide": chain(negative, partial(stretched, across=4, down=1)),
    "negative in stripes of 8 pixels": partial(striped, pixels=8),
    "negative in stripes of 2 pixels": partial(striped, pixels=2),
    "negative in squares of 16 pixels": partial(chequered, pixels=16),
    "solarised": solarised,
    "brightness stepped": stepped,
    "on its left side": partial(turned, quarters=1),
    "on its right side": partial(turned, quarters=3),
    "upside down": partial(turned, quarters=2),
    "tilted by 45 degrees": partial(tilted, degrees=45),
    "tilted by 135 degrees": partial(tilted, degrees=135),
    "dithered to black and white": dithered,
    "half-tones, dots of 6 pixels": partial(dotted, cell=6),
    "half-tones, dots of 10 pixels": partial(dotted, cell=10),
    "each colour cut at half": cut_at_half,
    "twice as wide": partial(stretched, across=2, down=1),
    "four times as wide": partial(stretched, across=4, down=1),
    "six times as wide": partial(stretched, across=6, down=1),
    "twice as high": partial(stretched, across=1, down=2),
    "four times as high": partial(stretched, across=1, down=4),
    "a quarter as wide": partial(stretched, across=0.25, down=1),
    "four times as wide, brightness to 1/20": chain(
        partial(stretched, across=4, down=1), partial(dimmed, factor=1 / 20)
    ),
    "four times as wide, on its side": chain(partial(stretched, across=1, down=4), partial(turned, quarters=1)),
    "sheared by a half": partial(sheared, by=0.5),
    "sheared by one": partial(sheared, by=1.0),
    "sheared by one, the other way": partial(sheared, by=-1.0),
    "wave of 8 pixels": partial(waved, by=8, length=40),
    "wave of 15 pixels": partial(waved, by=15, length=60),
    "noise, standard deviation 60": partial(noisy, deviation=60),
    "noise, standard deviation 120": partial(noisy, deviation=120),
    "blurred by 4 pixels, noise 40": partial(blurred_and_noisy, sigma=4, deviation=40),
    "blurred by 6 pixels, noise 60": partial(blurred_and_noisy, sigma=6, deviation=60),
    "moved by 31 pixels across": partial(moved, pixels=31, degrees=0),
    "moved by 41 pixels down": partial(moved, pixels=41, degrees=90),
    "moved by 61 pixels aslant": partial(moved, pixels=61, degrees=45),
    "every second row black": partial(ruled, every=2, axis=0),
    "every second column black": partial(ruled, every=2, axis=1),
    "every second column a street": interlaced,
    "behind dark bars of 12 pixels": partial(barred, bar=12, axis=1, level=20),
    "behind bright bars of 12 pixels": partial(barred, bar=12, axis=1, level=235),
    "behind a dark blind of 10 pixels": partial(barred, bar=10, axis=0, level=20),
    "behind a bright blind of 10 pixels": partial(barred, bar=10, axis=0, level=235),
    "under lines of letters": lettered,
    "three exposures, 18 pixels apart": partial(exposed, apart=18),
    "in a mirror that bulges": partial(pulled, power=0.9),
    "in a mirror that narrows": partial(pulled, power=-0.4),
    "blocks of 10 pixels": partial(coarse, pixels=10),
    "blocks of 16 pixels": partial(coarse, pixels=16),
    "eyes and forehead alone": eyes_alone,
    "close-up of 45 % of the portrait": partial(close, share=0.45),
    "close-up of 30 % of the portrait": partial(close, share=0.3),
    "red and green of equal brightness": partial(equally_bright, blue=False),
    "blue and green of equal brightness": partial(equally_bright, blue=True),
    "in blue alone, before a street": partial(in_one_colour, colour=2),
    "in red alone, before a street": partial(in_one_colour, colour=0),
    "in the red chroma alone": partial(in_chroma, axis=1),
    "in the blue chroma alone": partial(in_chroma, axis=2),
    "edges only": drawn,
    "squares of 40 pixels, shuffled": partial(shuffled, tile=40),
    "squares of 30 pixels, 10 apart": partial(spaced, tile=30, gap=10),
    "halves mirrored": halves_mirrored,
    "halves exchanged": halves_exchanged,
    "a tenth over hills": partial(laid_over, name=HILLS, share=0.1),
    "a fifth over a street": partial(laid_over, name=STREET, share=0.2),
    "a third over a street": partial(laid_over, name=STREET, share=0.35),
    "three tenths over a stranger's face": partial(laid_over, name=STRANGER, share=0.3),
    "in the blur of a stranger's face": partial(in_the_blur, fine=False),
    "in the detail of a stranger's face": partial(in_the_blur, fine=True),
    "at a third of the size": scaled(1 / 3),
    "negative at half the size": chain(negative, scaled(0.5)),
    "negative at a third of the size": chain(negative, scaled(1 / 3)),
    "brightness to 1/20 at half the size": chain(scaled(0.5), partial(dimmed, factor=1 / 20)),
    "on its side at half the size": chain(scaled(0.5), partial(turned, quarters=1)),
}
"""What is tried on a portrait of 300 pixels, in which a face has about 170."""
